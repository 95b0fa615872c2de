"""The list of a past day: from what was known by then, and nothing of today is touched by looking."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

import pytest

from crm_desktop.app import App
from crm_desktop.cli import main
from crm_desktop.domain.entities import AccountFields, InteractionFields, InteractionKind, PurchaseFields, RatingFields
from crm_desktop.domain.kinds import Tier
from crm_desktop.services import (
    accounts,
    attention,
    corrections,
    history,
    merging,
    past,
    preferences,
    quick_log,
    snoozes,
)
from crm_desktop.services.attention import Section, TodayList
from tests.world import TODAY, add_account, business, buy, rate, talk

THEN = TODAY - timedelta(days=20)


def _list_of(app: App, day: date) -> TodayList:
    with past.as_known_on(app.store, day):
        return attention.today_list(app.store, day)


def _for_today(listed: TodayList) -> list[str]:
    return [row.name for row in listed.section(Section.TODAY)]


def _everything(app: App) -> list[object]:
    """All that is stored, the derived tables too."""
    tables = ("rhythm", "standing", "finding", "shown")
    return [app.store.dump(), *(app.store.rows(f"SELECT * FROM {table} ORDER BY 1, 2") for table in tables)]


@pytest.fixture
def acme(app: App) -> int:
    """Thirty accounts on their rhythm, and Acme, which ordered every ten days and was silent from day 80 to 5."""
    business(app.store)
    account = add_account(app.store, "Acme")
    buy(app.store, account, [5, *range(80, 500, 10)], amount=50_000)
    return account


def test_a_day_on_which_they_were_silent_is_seen_again(app: App, acme: int) -> None:
    assert _for_today(attention.today_list(app.store, TODAY)) == []
    listed = _list_of(app, THEN)
    assert (listed.day, _for_today(listed)) == (THEN, ["Acme"])
    assert listed.rows[0].last_order == (TODAY - timedelta(days=80) - date(1970, 1, 1)).days


def test_looking_back_changes_nothing(app: App, acme: int) -> None:
    attention.today_list(app.store, TODAY)
    before = _everything(app)
    _list_of(app, THEN)
    with past.as_known_on(app.store, THEN), pytest.raises(ZeroDivisionError):
        raise ZeroDivisionError
    assert _everything(app) == before
    assert app.store.rows("SELECT name FROM temp.sqlite_schema") == []
    # And what is written afterwards is written to the workspace.
    talk(app.store, acme, 0)
    assert app.store.value("SELECT count(*) FROM interaction") == 1


def test_it_is_the_list_that_was_shown_on_that_day(app: App) -> None:
    business(app.store)
    for number in range(12):
        account = add_account(app.store, f"Silent {number:02}")
        buy(app.store, account, range(80, 500, 10), amount=50_000 + number)
        rate(app.store, account, 40, 8)
    seen = attention.today_list(app.store, THEN)
    # What came after it: an order, a call, a rating.
    buy(app.store, seen.rows[0].account, [3])
    talk(app.store, seen.rows[1].account, 2)
    rate(app.store, seen.rows[2].account, 1, 2)
    attention.today_list(app.store, TODAY)
    again = _list_of(app, THEN)
    assert again._replace(news=None) == seen._replace(news=None)


def test_the_end_of_a_day_knows_what_was_worked_off_on_it(app: App) -> None:
    business(app.store)
    for number in range(12):
        buy(app.store, add_account(app.store, f"Silent {number:02}"), range(80, 500, 10), amount=50_000 + number)
    morning = attention.today_list(app.store, THEN)
    _log(app, morning.rows[0].account, THEN, noted_on=THEN)
    evening = _for_today(attention.today_list(app.store, THEN))
    assert len(evening) == len(morning.section(Section.TODAY)) - 1
    attention.today_list(app.store, TODAY)
    assert _for_today(_list_of(app, THEN)) == evening


def _noted(day: date) -> datetime:
    return datetime.combine(day, time(12)).astimezone(UTC)


def _log(app: App, account: int, day: date, *, noted_on: date | None) -> None:
    with app.store.operation("Call"):
        history.insert_interaction(
            app.store,
            InteractionFields(
                account=account,
                kind=InteractionKind.CALL,
                day=day,
                noted_at=None if noted_on is None else _noted(noted_on),
            ),
        )


@pytest.mark.parametrize(
    ("noted_on", "listed"),
    [
        (THEN, []),  # typed on that day
        (THEN + timedelta(days=1), ["Acme"]),  # typed the day after
        (None, []),  # imported: known from when it happened
    ],
)
def test_a_typed_entry_counts_from_when_it_was_typed(
    app: App, acme: int, noted_on: date | None, listed: list[str]
) -> None:
    _log(app, acme, THEN, noted_on=noted_on)
    attention.today_list(app.store, TODAY)
    assert _for_today(_list_of(app, THEN)) == listed


def test_an_order_and_a_rating_typed_later_were_not_known(app: App, acme: int) -> None:
    with app.store.operation("Late news"):
        history.insert_purchase(
            app.store,
            PurchaseFields(
                account=acme,
                day=THEN - timedelta(days=2),
                amount=100,
                currency="EUR",
                noted_at=_noted(THEN + timedelta(days=3)),
            ),
        )
        history.insert_rating(
            app.store,
            RatingFields(
                account=acme, day=THEN - timedelta(days=2), score=2, noted_at=_noted(THEN + timedelta(days=3))
            ),
        )
    first = _list_of(app, THEN).rows[0]
    assert (first.name, first.rating) == ("Acme", None)
    later = _list_of(app, THEN + timedelta(days=3)).rows[0]
    assert (later.name, later.rating) == ("Acme", 2)
    assert later.last_order == (THEN - timedelta(days=2) - date(1970, 1, 1)).days


def test_a_day_ends_at_midnight_where_the_person_is(app: App, acme: int) -> None:
    """Twenty to midnight in Central Europe is still that day, though it is another one in Auckland."""
    with app.store.operation("Calls"):
        history.insert_interaction(
            app.store,
            InteractionFields(
                account=acme,
                kind=InteractionKind.CALL,
                day=THEN,
                noted_at=datetime(THEN.year, THEN.month, THEN.day, 23, 40).astimezone(UTC),
            ),
        )
    assert _for_today(_list_of(app, THEN)) == []


def test_snoozes_and_corrections_count_from_when_they_were_set(app: App, acme: int) -> None:
    other = add_account(app.store, "Other")
    buy(app.store, other, range(80, 500, 10), amount=40_000)
    third = add_account(app.store, "Third")
    buy(app.store, third, range(80, 500, 10), amount=30_000)
    snoozes.snooze(app.store, acme, today=THEN, until=TODAY)
    corrections.left(app.store, other, THEN)
    corrections.not_slipping(app.store, third, TODAY, THEN)
    assert _for_today(_list_of(app, THEN - timedelta(days=1))) == ["Acme", "Other", "Third"]
    assert _for_today(_list_of(app, THEN)) == []
    (said,) = corrections.of_account(app.store, other, TODAY)
    corrections.take_back(app.store, said.id, TODAY)
    assert _for_today(_list_of(app, TODAY - timedelta(days=1))) == []
    assert "Other" in _for_today(attention.today_list(app.store, TODAY))


def test_what_is_typed_while_reasoning_from_a_day_is_known_on_that_day(app: App, acme: int) -> None:
    said = quick_log.understand(app.store, "Acme call about boxes", THEN)
    quick_log.save(app.store, quick_log.Entry(account=acme, subject=said.subject), THEN)
    attention.today_list(app.store, TODAY)
    assert _for_today(_list_of(app, THEN)) == []
    assert _for_today(_list_of(app, THEN - timedelta(days=1))) == ["Acme"]


def _steps_were_made_on(app: App, day: date, *, newest: int | None = None) -> None:
    """The clock of the journal is the computer's: here it is set to days of this world."""
    only = "" if newest is None else f"WHERE id IN (SELECT id FROM operation ORDER BY id DESC LIMIT {newest})"
    with app.store.derivation():
        moment = int(datetime.combine(day, time(12)).timestamp() * 1000)
        app.store.database.connection().execute(f"UPDATE operation SET made_at = {moment} {only}")


def _merge(app: App, acme: int, other: int) -> None:
    merging.merge(app.store, acme, other)


def _fewer_places(app: App, acme: int, other: int) -> None:
    preferences.change(app.store, day_size=3)


def _name_and_tier(app: App, acme: int, other: int) -> None:
    accounts.change(app.store, acme, AccountFields(name="Acme & Sons", contact_every=5))
    accounts.set_tier(app.store, acme, Tier.C, "They pay late")


@pytest.mark.parametrize("change", [_merge, _fewer_places, _name_and_tier])
def test_what_was_changed_since_was_as_it_was(app: App, acme: int, change: Callable[[App, int, int], None]) -> None:
    other = add_account(app.store, "Acme Ltd")
    buy(app.store, other, range(80, 500, 10), amount=40_000)
    for number in range(4):
        buy(app.store, add_account(app.store, f"Silent {number}"), range(80, 500, 10), amount=9_000)
    _steps_were_made_on(app, THEN - timedelta(days=30))
    seen = attention.today_list(app.store, THEN)
    assert len(seen.section(Section.TODAY)) == 6
    steps = app.store.value("SELECT -count(*) FROM operation")
    change(app, acme, other)
    steps += app.store.value("SELECT count(*) FROM operation")
    _steps_were_made_on(app, TODAY, newest=steps)
    assert _list_of(app, THEN)._replace(news=None) == seen
    # Before the first step there was no list: the past is looked at with the settings and names of today.
    _steps_were_made_on(app, TODAY)
    assert _list_of(app, THEN)._replace(news=None) != seen
    for _step in range(steps):
        app.store.undo()
    assert _list_of(app, THEN)._replace(news=None) == seen


def test_today_is_no_past_day(app: App, acme: int) -> None:
    assert not past.is_past(app.store, TODAY)
    attention.today_list(app.store, TODAY)
    assert not past.is_past(app.store, TODAY)
    assert past.is_past(app.store, TODAY - timedelta(days=1))
    with past.as_known_on(app.store, TODAY):
        assert app.store.rows("SELECT name FROM temp.sqlite_schema") == []


def test_the_command_line_reproduces_a_day(app: App, acme: int, capsys: pytest.CaptureFixture[str]) -> None:
    attention.today_list(app.store, TODAY)
    before = _everything(app)
    workspace = str(app.store.path)
    assert main(["--workspace", workspace, "--today", THEN.isoformat(), "attention"]) == 0
    assert "Acme" in capsys.readouterr().out
    assert main(["--workspace", workspace, "--today", THEN.isoformat(), "show", "Acme"]) == 0
    assert "Slipping away" in capsys.readouterr().out
    assert _everything(app) == before
    assert main(["--workspace", workspace, "--today", TODAY.isoformat(), "attention"]) == 0
    assert "For today" not in capsys.readouterr().out
