"""What a list would have shown in a workspace's own past, read from the workspace itself."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from crm_desktop.app import App
from crm_desktop.domain.court_lists import Rule
from crm_desktop.domain.dates import day_number, milliseconds
from crm_desktop.i18n import LANGUAGES, set_language
from crm_desktop.services import accounts, bulk, court, preferences
from crm_desktop.services import court_wording as wording
from crm_desktop.services.court import CannotTell, Outcome
from crm_desktop.services.sample import create_sample
from crm_desktop.storage import tables
from tests.world import TODAY, add_account


def order(app: App, account: int, days_ago: list[int], *, amount: int = 10_000, typed_after: int | None = None) -> None:
    """Orders so many days ago, imported or typed so many days later."""
    rows = []
    for ago, row_id in zip(days_ago, app.store.ids.take(len(days_ago)), strict=True):
        day = TODAY - timedelta(days=ago)
        noted = None
        if typed_after is not None:
            noted = milliseconds(datetime(day.year, day.month, day.day, 12, tzinfo=UTC) + timedelta(days=typed_after))
        rows.append((row_id, account, day_number(day), amount, "EUR", noted))
    with app.store.operation("Orders"):
        bulk.insert_rows(
            app.store, tables.Purchase, ("id", "account_id", "day", "amount", "currency", "noted_at"), rows
        )


def steady(app: App, how_many: int = 30, since: int = 700) -> None:
    """Accounts that order every two weeks and never stop."""
    for number in range(how_many):
        account = add_account(app.store, f"Steady {number:02}")
        order(app, account, list(range(number % 13, since, 14)), amount=5_000 + number)


def leaver(app: App, name: str = "Acme Fasteners", last: int = 120) -> int:
    """The largest account, which ordered every two weeks and then stopped."""
    account = add_account(app.store, name)
    order(app, account, list(range(last, 700, 14)), amount=500_000)
    return account


def outcome_of(app: App) -> Outcome:
    outcome = court.hold(app.store, TODAY)
    assert isinstance(outcome, Outcome)
    return outcome


def test_an_account_that_stopped_is_found_with_its_days_of_warning(app: App) -> None:
    steady(app)
    account = leaver(app)
    outcome = outcome_of(app)
    verdict = court.verdict(outcome, 8)
    [departure] = court.departures(outcome, 8)
    assert (verdict.own.departures, verdict.own.caught) == (1, 1)
    assert (departure.account, departure.name) == (account, "Acme Fasteners")
    assert departure.last_order == TODAY - timedelta(days=120)
    assert departure.gone_on == TODAY - timedelta(days=60)
    assert departure.first_listed is not None
    assert departure.warning == (departure.gone_on - departure.first_listed).days
    assert departure.came_back is None
    assert departure.revenue == 500_000 * 27
    assert wording.headline(verdict) == (
        f"One customer left, and this list would have shown them to you {departure.warning} days ahead."
    )


def test_the_three_rules_have_the_same_size_and_judge_the_same_departures(app: App) -> None:
    steady(app)
    leaver(app)
    verdict = court.verdict(outcome_of(app), 5)
    assert [score.rule for score in verdict.scores] == list(Rule)
    assert {(score.size, score.departures) for score in verdict.scores} == {(5, 1)}
    assert set(verdict.as_quiet) == {Rule.SILENT_60, Rule.HALF_OF_90}


def test_who_came_back_after_counting_as_gone_is_said_to_be_back(app: App) -> None:
    steady(app)
    account = leaver(app)
    order(app, account, [10])
    [departure] = court.departures(outcome_of(app), 8)
    assert departure.came_back == TODAY - timedelta(days=10)
    assert wording.afterwards(departure) == "back on 10 Nov 2026"


def test_under_20_accounts_it_says_what_it_cannot_tell(app: App) -> None:
    steady(app, how_many=12)
    reason = court.hold(app.store, TODAY)
    assert isinstance(reason, CannotTell)
    assert wording.cannot_tell(reason) == (
        "We cannot tell yet whom the list would have shown in time: 12 accounts have 4 orders or more; it takes 20."
    )


def test_under_a_year_it_says_what_it_cannot_tell(app: App) -> None:
    steady(app, since=200)
    reason = court.hold(app.store, TODAY)
    assert isinstance(reason, CannotTell)
    assert wording.cannot_tell(reason) == (
        "We cannot tell yet whom the list would have shown in time: your orders go back 6 months; it takes 12."
    )


def test_an_empty_workspace_lacks_both(app: App) -> None:
    reason = court.hold(app.store, TODAY)
    assert reason == CannotTell(accounts=0, days=0)
    assert "0 accounts" in wording.cannot_tell(reason)
    assert wording.cannot_tell_json(reason)["accounts"] == 0


def test_a_past_that_was_only_typed_now_teaches_nothing(app: App) -> None:
    for number in range(30):
        account = add_account(app.store, f"Typed {number:02}")
        for ago in range(number % 13, 700, 14):
            order(app, account, [ago], typed_after=ago)
    assert isinstance(court.hold(app.store, TODAY), CannotTell)


def test_an_order_typed_weeks_later_was_not_known_before(app: App) -> None:
    steady(app)
    account = leaver(app, last=120)
    # It never stopped: only some of its orders were typed two months late.
    order(app, account, list(range(64, 120, 14)), amount=500_000, typed_after=58)
    order(app, account, list(range(8, 60, 14)), amount=500_000)
    verdict = court.verdict(outcome_of(app), 3)
    assert verdict.own.departures == 0
    assert verdict.own.false_alarms >= 1


def test_orders_after_today_and_accounts_in_the_bin_do_not_count(app: App) -> None:
    steady(app)
    leaver(app)
    before = court.verdict(outcome_of(app), 8)
    ghost = leaver(app, "Gone")
    order(app, ghost, [-30])
    accounts.delete(app.store, ghost)
    stays = add_account(app.store, "Future")
    order(app, stays, [-1, -20, -40, -60])
    assert court.verdict(outcome_of(app), 8) == before


def test_archived_accounts_count_because_those_given_up_are_who_left(app: App) -> None:
    steady(app)
    account = leaver(app)
    with app.store.operation("Archive"):
        tables.Account.update(archived=1).where(tables.Account.id == account).execute()
    assert court.verdict(outcome_of(app), 8).own.departures == 1


def test_whoever_waits_hears_of_every_week_and_can_stop(app: App) -> None:
    steady(app)
    heard: list[tuple[int, int]] = []
    assert court.hold(app.store, TODAY, lambda done, total: heard.append((done, total))) is not None
    assert [done for done, _ in heard] == list(range(1, heard[0][1]))
    assert court.hold(app.store, TODAY, lambda _done, _total: False) is None


def test_nothing_is_written(app: App) -> None:
    steady(app)
    before = app.store.dump(), app.store.steps()
    outcome_of(app)
    assert (app.store.dump(), app.store.steps()) == before


def test_the_text_and_the_json_say_the_same_counts(app: App) -> None:
    create_sample(app.store, 120, TODAY)
    outcome = outcome_of(app)
    verdict = court.verdict(outcome, preferences.get(app.store).day_size)
    text, data = wording.court_text(verdict), json.loads(json.dumps(wording.court_json(outcome, verdict)))
    assert text.splitlines()[0] == data["headline"]
    own = data["rules"][0]
    assert f"{own['caught']} of {own['departures']}" in text
    assert own["caught"] + own["missed"] == own["departures"] == len(data["departures"])
    assert sum(line["warning"] is not None for line in data["departures"]) == own["caught"]
    assert {line["rule"] for line in data["rules"]} == {"own_rhythm", "silent_60", "half_of_90"}


def test_a_small_sample_is_called_small_and_nobody_leaving_is_said(app: App) -> None:
    steady(app)
    nobody = court.verdict(outcome_of(app), 8)
    assert wording.headline(nobody).startswith("Nobody left between")
    leaver(app)
    one = court.verdict(outcome_of(app), 8)
    assert "1 of 1 is a small sample" in wording.notes(one)[0]


def test_a_list_that_shows_nobody_says_so(app: App) -> None:
    steady(app)
    leaver(app)
    verdict = court.verdict(outcome_of(app), 8)
    none = verdict._replace(scores=(verdict.own._replace(caught=0), *verdict.scores[1:]))
    assert wording.headline(none) == "One customer left, and this list would not have shown them to you."


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_speaks_every_language(app: App, language: str) -> None:
    steady(app)
    leaver(app)
    set_language(language)
    outcome = outcome_of(app)
    verdict = court.verdict(outcome, 8)
    said = [wording.court_text(verdict), *wording.how_counted(verdict._replace(sampled=True))]
    assert not [text for text in said if "{" in text]
