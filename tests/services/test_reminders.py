"""Reminders in a real workspace: taken once, also by two windows and over restarts, put off, said in one sentence."""

from __future__ import annotations

import time as clock_of_the_system
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from crm_desktop.app import App, open_workspace
from crm_desktop.domain.entities import FollowUpFields, PromiseFields
from crm_desktop.domain.kinds import MadeBy
from crm_desktop.domain.reminding import PutOff
from crm_desktop.services import accounts, follow_ups, promises, reminders
from tests.world import TODAY, add_account

MORNING = 9 * 60


@pytest.fixture
def acme(app: App) -> int:
    return add_account(app.store, "Acme")


def at(hour: int, minute: int = 0, *, days: int = 0) -> datetime:
    return datetime.combine(TODAY + timedelta(days=days), time(hour, minute)).astimezone()


def plan(app: App, account: int, what: str, *, days: int = 0, when: time | None = None) -> int:
    due = TODAY + timedelta(days=days)
    fields = FollowUpFields(account=account, what=what, due=due, at=when, noted_at=at(6, days=-9))
    return follow_ups.add(app.store, fields)


def taken(app: App, now: datetime) -> list[str]:
    return [each.what for each in reminders.take(app.store, now, MORNING)]


def test_follow_ups_and_our_promises_and_nothing_else(app: App, acme: int) -> None:
    plan(app, acme, "Call", when=time(14))
    plan(app, acme, "Write")
    plan(app, acme, "Not yet", days=1)
    follow_ups.finish(app.store, plan(app, acme, "Done"), TODAY)
    gone = add_account(app.store, "Gone")
    plan(app, gone, "Nobody")
    accounts.delete(app.store, gone)
    for what, by in (("Credit note", MadeBy.US), ("Payment", MadeBy.THEM)):
        promises.add(app.store, PromiseFields(account=acme, what=what, due=TODAY, made_by=by))
    assert taken(app, at(8, 59)) == []
    assert taken(app, at(9)) == ["Write", "Credit note"]
    assert taken(app, at(13, 59)) == []
    assert taken(app, at(14)) == ["Call"]
    assert taken(app, at(23)) == []


def test_nothing_is_recorded_and_nothing_to_undo(app: App, acme: int) -> None:
    plan(app, acme, "Call")
    before, steps = app.store.dump(), app.store.steps()
    assert taken(app, at(9)) == ["Call"]
    assert (app.store.dump(), app.store.steps()) == (before, steps)


def test_a_restart_and_a_second_window_give_it_no_second_time(app: App, acme: int) -> None:
    plan(app, acme, "Call")
    second = open_workspace(app.store.path, today=TODAY)
    try:
        assert taken(second, at(9)) == ["Call"]
        assert taken(app, at(9)) == []
    finally:
        second.close()
    app.store.close()
    assert taken(app, at(9, 1)) == []


def test_done_and_undone_is_not_told_again_but_moved_is(app: App, acme: int) -> None:
    item = plan(app, acme, "Call")
    assert taken(app, at(9)) == ["Call"]
    follow_ups.finish(app.store, item, TODAY)
    app.store.undo()
    assert taken(app, at(10)) == []
    follow_ups.move(app.store, item, TODAY + timedelta(days=2), time(15))
    assert taken(app, at(14, days=2)) == []
    assert taken(app, at(15, days=2)) == ["Call"]


def test_put_off_and_told_once_more(app: App, acme: int) -> None:
    item = plan(app, acme, "Call")
    (one,) = reminders.take(app.store, at(9), MORNING)
    until = reminders.put_off(app.store, [one.key], PutOff.TEN_MINUTES, at(9), MORNING)
    assert until == at(9, 10)
    assert taken(app, at(9, 9)) == []
    assert taken(app, at(9, 10)) == ["Call"]
    assert taken(app, at(9, 30)) == []
    reminders.put_off(app.store, [one.key], PutOff.TOMORROW, at(9, 30), MORNING)
    follow_ups.finish(app.store, item, TODAY)
    assert taken(app, at(12, days=3)) == []


def test_what_is_still_due(app: App, acme: int) -> None:
    first, second = plan(app, acme, "Call"), plan(app, acme, "Write")
    keys = [each.key for each in reminders.take(app.store, at(9), MORNING)]
    follow_ups.finish(app.store, first, TODAY)
    assert [each.what for each in reminders.still_due(app.store, keys)] == ["Write"]
    follow_ups.move(app.store, second, TODAY + timedelta(days=1))
    assert reminders.still_due(app.store, keys) == []


@pytest.mark.parametrize(
    ("days", "when", "sentence"),
    [
        (0, time(14), "Due 14:00 today: Call, Acme"),
        (0, None, "Due today: Call, Acme"),
        (-3, time(14), "Due since Tue 17 Nov: Call, Acme"),
    ],
)
def test_one_in_words(app: App, acme: int, days: int, when: time | None, sentence: str) -> None:
    plan(app, acme, "Call", days=days, when=when)
    assert reminders.sentence(reminders.take(app.store, at(18), MORNING), TODAY, at_start=False) == sentence


def test_many_in_one_sentence(app: App, acme: int) -> None:
    for number in range(5):
        plan(app, acme, f"Call {number}", days=-number)
    found = reminders.take(app.store, at(9), MORNING)
    named = "Call 4 (Acme), Call 3 (Acme), Call 2 (Acme), 2 more."
    assert reminders.sentence(found, TODAY, at_start=False) == f"5 are due: {named}"
    assert reminders.sentence(found, TODAY, at_start=True) == f"While crm-desktop was closed 5 came due: {named}"


@pytest.mark.parametrize("zone", ["<+14>-14", "<-10>10", "CET-1CEST,M3.5.0,M10.5.0/3"])
def test_each_zone_has_its_own_two_o_clock(app: App, acme: int, zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", zone)
    clock_of_the_system.tzset()
    plan(app, acme, "Call", when=time(14))
    assert taken(app, at(13, 59)) == []
    assert taken(app, at(14)) == ["Call"]


def test_the_hour_that_is_left_out_and_the_one_that_comes_twice(app: App, acme: int) -> None:
    for day in (date(2027, 3, 28), date(2026, 10, 25)):  # the clock goes from 2 to 3, and from 3 back to 2
        follow_ups.add(app.store, FollowUpFields(account=acme, what=f"{day}", due=day, at=time(2, 30)))
        minutes = [datetime.combine(day, time(0)).astimezone() + timedelta(minutes=15 * n) for n in range(24)]
        assert [what for now in minutes for what in taken(app, now.astimezone())] == [f"{day}"]


@hypothesis_settings(max_examples=15)
@given(
    due=st.lists(st.tuples(st.integers(-2, 4), st.none() | st.times()), min_size=1, max_size=4),
    moments=st.lists(st.tuples(st.integers(-6, 3_650), st.integers(0, 1_439), st.booleans()), max_size=8),
)
def test_any_clock_and_any_restarts_give_each_once(
    tmp_path_factory: pytest.TempPathFactory,
    due: list[tuple[int, time | None]],
    moments: list[tuple[int, int, bool]],
) -> None:
    path: Path = tmp_path_factory.mktemp("w") / "w.crm"
    app = open_workspace(path, today=TODAY, create=True)
    account = add_account(app.store, "Acme")
    for number, (days, when) in enumerate(due):
        plan(app, account, f"{number}", days=days, when=when and when.replace(second=0, microsecond=0))
    told = []
    for days, minute, restart in [*moments, (8, 0, True), (-6, 0, False), (9, 0, True)]:
        if restart:
            app.close()
            app = open_workspace(path, today=TODAY)
        told += taken(app, at(minute // 60, minute % 60, days=days))
    app.close()
    assert sorted(told) == sorted(f"{number}" for number in range(len(due)))
