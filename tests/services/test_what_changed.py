"""What changed since the list was last looked at, and who changed it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from crm_desktop.app import App
from crm_desktop.domain.signals import Certainty
from crm_desktop.services import accounts, attention, corrections, preferences, snoozes, told_wording
from crm_desktop.services.attention import Section, TodayList
from crm_desktop.services.what_changed import Change, Move, WhatChanged
from tests.world import TODAY, add_account, business, buy, rate, talk

TOMORROW = TODAY + timedelta(days=1)


def _look(app: App, day: date = TODAY) -> TodayList:
    return attention.today_list(app.store, day)


def _news(listed: TodayList) -> WhatChanged:
    assert listed.news is not None
    return listed.news


def _is_nothing(news: WhatChanged) -> bool:
    return not (news.arrived or news.worse or news.better or news.recovered.number or news.by_you.number)


def _change(listed: TodayList, name: str) -> Change | None:
    return next(row.change for row in listed.rows if row.name == name)


def _ordering_on(app: App) -> None:
    """Thirty accounts that order every two weeks and will go on with it."""
    for number in range(30):
        buy(app.store, add_account(app.store, f"Steady {number:02}"), range(number % 13 - 98, 400, 14))


@pytest.fixture
def late(app: App) -> dict[str, int]:
    """Thirty accounts on their rhythm; Acme, Beta and Gamma have been silent for eighty days."""
    _ordering_on(app)
    ids = {}
    for number, name in enumerate(("Acme", "Beta", "Gamma")):
        ids[name] = add_account(app.store, name)
        buy(app.store, ids[name], range(80, 500, 10), amount=50_000 - number)
    return ids


def test_the_first_look_has_nothing_to_compare_with(app: App, late: dict[str, int]) -> None:
    assert _look(app).news is None
    assert _look(app).news is None


def test_nothing_changed(app: App, late: dict[str, int]) -> None:
    _look(app)
    listed = _look(app, TOMORROW)
    assert _is_nothing(_news(listed))
    assert told_wording.news(_news(listed), TOMORROW) == "Nothing has changed since Friday."


def test_who_ordered_has_recovered(app: App, late: dict[str, int]) -> None:
    _look(app)
    buy(app.store, late["Acme"], [0])
    buy(app.store, late["Beta"], [0])
    news = _news(_look(app, TOMORROW))
    assert news.recovered == (2, ("Acme", "Beta"))
    assert told_wording.news(news, TOMORROW) == "2 recovered since Friday: Acme, Beta."


def test_who_arrives_gets_worse_or_better_is_marked(app: App, late: dict[str, int]) -> None:
    assert all(row.change is None for row in _look(app).rows)
    steady = accounts.by_name(app.store, "Steady 00")
    assert steady is not None
    rate(app.store, steady, 0, 1)
    listed = _look(app, TOMORROW)
    assert _change(listed, "Steady 00") == Change(Move.ARRIVED, TODAY, None, by_you=False)
    news = _news(listed)
    assert (news.arrived, news.recovered.number, news.rule_changed) == (1, 0, False)
    assert told_wording.news(news, TOMORROW).startswith("Since Friday: 1 new")


def test_a_step_of_certainty_up_is_worse_and_down_is_better(app: App) -> None:
    since = Change(Move.WORSE, TODAY, Certainty.MAYBE, by_you=False)
    assert told_wording.moved(since, TOMORROW) == "Worse: on Friday it was “maybe”."
    better = Change(Move.BETTER, TODAY, Certainty.LIKELY, by_you=False)
    assert told_wording.moved(better, TOMORROW) == "Better: on Friday it was “likely”."
    _ordering_on(app)
    acme = add_account(app.store, "Acme")
    buy(app.store, acme, [5, 17, 25, 38, 44, 58, *range(65, 500, 9)], amount=50_000)
    days = [TODAY + timedelta(days=number) for number in range(0, 60, 2)]
    moves = []
    for day in days:
        change = next((row.change for row in _look(app, day).rows if row.name == "Acme" and row.change), None)
        if change is not None:
            moves.append((change.move, change.before))
    # The longer they are silent the surer we are, one word after the other.
    assert moves[0] == (Move.ARRIVED, None)
    assert (Move.WORSE, Certainty.MAYBE) in moves
    assert Move.BETTER not in {move for move, _ in moves}


def test_a_call_or_a_snooze_is_no_recovery_and_its_end_no_arrival(app: App, late: dict[str, int]) -> None:
    _look(app)
    talk(app.store, late["Acme"], 0)
    snoozes.snooze(app.store, late["Beta"], today=TODAY, until=TODAY + timedelta(days=7))
    assert _is_nothing(_news(_look(app, TOMORROW)))
    assert not _news(_look(app, TODAY + timedelta(days=9))).arrived


def test_what_you_told_is_told_apart_from_what_they_did(app: App, late: dict[str, int]) -> None:
    _look(app)
    corrections.left(app.store, late["Acme"], TODAY)
    buy(app.store, late["Beta"], [0])
    news = _news(_look(app, TOMORROW))
    assert (news.recovered, news.by_you) == ((1, ("Beta",)), (1, ("Acme",)))
    said = told_wording.news(news, TOMORROW)
    assert said == "1 recovered since Friday: Beta. Off the list by your word: Acme."
    # Taking it back brings the row back, and it is you who did.
    corrections.take_back(app.store, corrections.of_account(app.store, late["Acme"], TOMORROW)[0].id, TOMORROW)
    listed = _look(app, TODAY + timedelta(days=2))
    assert _change(listed, "Acme") == Change(Move.ARRIVED, TOMORROW, None, by_you=True)
    moved = told_wording.moved(Change(Move.ARRIVED, TOMORROW, None, by_you=True), TODAY + timedelta(days=2))
    assert moved == "On the list since Saturday, because you changed the rule."


def test_a_changed_setting_is_your_doing(app: App, late: dict[str, int]) -> None:
    _look(app)
    preferences.change(app.store, day_size=12)
    news = _news(_look(app, TOMORROW))
    assert (news.rule_changed, news.arrived) == (True, 0)
    assert told_wording.news(news, TOMORROW) == "You changed the settings."


def test_it_is_compared_with_the_first_look_of_the_last_day(app: App, late: dict[str, int]) -> None:
    _look(app)
    buy(app.store, late["Acme"], [0])
    # The same day: nothing to compare with yet; a week later the first look of that day is what counts.
    assert _look(app).news is None
    week = TODAY + timedelta(days=8)
    news = _news(_look(app, week))
    assert (news.since, news.recovered.names) == (TODAY, ("Acme",))
    assert told_wording.news(news, week) == "1 recovered since 20 Nov: Acme."


def test_who_was_deleted_has_not_recovered(app: App, late: dict[str, int]) -> None:
    _look(app)
    accounts.delete(app.store, late["Acme"])
    assert _is_nothing(_news(_look(app, TOMORROW)))


def test_before_the_first_import_there_was_nothing_to_look_at(app: App) -> None:
    assert _look(app).rows == ()
    business(app.store)
    buy(app.store, add_account(app.store, "Acme"), range(80, 500, 10), amount=50_000)
    assert _look(app, TOMORROW).news is None


def test_a_clock_that_was_set_back_compares_nothing(app: App, late: dict[str, int]) -> None:
    _look(app, TOMORROW)
    assert _look(app, TODAY).news is None


def test_a_year_without_an_order_is_no_recovery(app: App) -> None:
    _ordering_on(app)
    acme = add_account(app.store, "Acme")
    buy(app.store, acme, range(364, 900, 30), amount=50_000)
    assert "Acme" in [row.name for row in _look(app).rows]
    listed = _look(app, TOMORROW)
    assert "Acme" not in [row.name for row in listed.rows]
    news = _news(listed)
    assert (news.recovered.number, news.lapsed) == (0, (1, ("Acme",)))
    assert told_wording.news(news, TOMORROW) == "No order for a year now: Acme."


def test_who_is_less_than_maybe_by_now_is_better_and_not_recovered(app: App, late: dict[str, int]) -> None:
    _look(app)
    # They ordered once, after gaps that grew: no alarm any more, but not their old rhythm either.
    acme = add_account(app.store, "Slower")
    buy(app.store, acme, [47, 90, 120, 142, *range(150, 500, 8)], amount=50_000)
    day = TODAY + timedelta(days=2)
    _look(app, TOMORROW)
    buy(app.store, acme, [0], today=TOMORROW)
    listed = _look(app, day)
    assert _change(listed, "Slower") == Change(Move.BETTER, TOMORROW, Certainty.LIKELY, by_you=False)
    news = _news(listed)
    assert (news.better, news.recovered.number) == (1, 0)


def test_many_names_are_cut_short(app: App) -> None:
    business(app.store)
    ids = []
    for number in range(8):
        ids.append(add_account(app.store, f"Late {number}"))
        buy(app.store, ids[-1], range(80, 500, 10), amount=50_000 - number)
    _look(app)
    for account in ids:
        buy(app.store, account, [3, 0])
    said = told_wording.news(_news(_look(app, TOMORROW)), TOMORROW)
    assert said == "8 recovered since Friday: Late 0, Late 1, Late 2 and 5 more."


def test_it_is_kept_with_the_list_between_starts(app: App, late: dict[str, int]) -> None:
    _look(app)
    buy(app.store, late["Acme"], [0])
    corrections.not_slipping(app.store, late["Gamma"], TODAY + timedelta(days=30), TODAY)
    assert attention.stored_list(app.store, TOMORROW) is None
    listed = _look(app, TOMORROW)
    stored = attention.stored_list(app.store, TOMORROW)
    assert stored is not None
    assert (stored.news, stored.section(Section.TODAY)) == (listed.news, listed.section(Section.TODAY))
