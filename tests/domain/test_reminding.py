"""Reminders: each once, whatever the clock does, and again only when they were put off."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.domain.dates import day_number, milliseconds
from crm_desktop.domain.reminding import UNTIMED, Dated, Key, PutOff, due_reminders, put_off_until

MORNING = 9 * 60
DAY = day_number(date(2026, 11, 20))


def at(hour: int, minute: int = 0, *, days: int = 0, zone: timezone = UTC) -> datetime:
    return datetime(2026, 11, 20, hour, minute, tzinfo=zone) + timedelta(days=days)


def thing(item: int = 1, *, due: int = DAY, minute: int = UNTIMED, noted: datetime | None = None) -> Dated:
    return Dated(Key(item, due, minute), None if noted is None else milliseconds(noted))


@pytest.mark.parametrize(
    ("minute", "before", "after"),
    [(UNTIMED, at(8, 59), at(9)), (14 * 60, at(13, 59), at(14)), (0, at(23, 59, days=-1), at(0))],
)
def test_it_is_due_at_its_time_or_in_the_morning(minute: int, before: datetime, after: datetime) -> None:
    one = thing(minute=minute)
    assert due_reminders([one], {}, before, MORNING) == []
    assert due_reminders([one], {}, after, MORNING) == [one.key]


def test_the_wall_decides_and_not_the_zone() -> None:
    one = thing(minute=14 * 60)
    for hours in (-10, 0, 14):
        zone = timezone(timedelta(hours=hours))
        assert due_reminders([one], {}, at(13, 59, zone=zone), MORNING) == []
        assert due_reminders([one], {}, at(14, zone=zone), MORNING) == [one.key]


def test_what_is_longest_due_comes_first() -> None:
    late, timed, untimed = thing(3, due=DAY - 2), thing(1, minute=600), thing(2)
    assert due_reminders([timed, untimed, late], {}, at(12), MORNING) == [late.key, untimed.key, timed.key]


def test_what_was_typed_when_it_was_due_already_is_no_news() -> None:
    assert due_reminders([thing(noted=at(11))], {}, at(12), MORNING) == []
    assert due_reminders([thing(noted=at(8))], {}, at(12), MORNING) == [thing().key]
    # A moment of typing that is still to come was told by a wrong clock.
    assert due_reminders([thing(noted=at(11, days=300))], {}, at(12), MORNING) == [thing().key]


def test_one_that_is_moved_is_another_reminder() -> None:
    given_ones = {thing().key: None}
    assert due_reminders([thing()], given_ones, at(12), MORNING) == []
    moved = thing(due=DAY + 1)
    assert due_reminders([moved], given_ones, at(12, days=1), MORNING) == [moved.key]


@pytest.mark.parametrize(
    ("choice", "after"),
    [(PutOff.TEN_MINUTES, timedelta(minutes=10)), (PutOff.HOUR, timedelta(hours=1))],
)
def test_put_off_by_the_clock(choice: PutOff, after: timedelta) -> None:
    assert put_off_until(choice, at(14), MORNING) == at(14) + after


@pytest.mark.parametrize(("choice", "days"), [(PutOff.TOMORROW, 1), (PutOff.WEEK, 7)])
def test_put_off_to_the_morning_of_a_day(choice: PutOff, days: int) -> None:
    now = datetime(2026, 11, 20, 14).astimezone()
    assert put_off_until(choice, now, MORNING) == datetime(2026, 11, 20 + days, 9).astimezone()


def test_over_the_change_of_the_clock_the_morning_stays_the_morning() -> None:
    saturday = datetime(2026, 10, 24, 22).astimezone()
    until = put_off_until(PutOff.TOMORROW, saturday, MORNING)
    assert (until.hour, until - saturday) == (9, timedelta(hours=12))


# --- the law

_OFFSETS = st.sampled_from([-720, -600, 0, 60, 120, 840])
_JUMPS = st.lists(
    st.tuples(
        st.integers(-5 * 1440, 5 * 1440) | st.sampled_from([-60, 60, 10 * 525_600, -10 * 525_600]),
        _OFFSETS,
        st.booleans(),
    ),
    max_size=25,
)
_THINGS = st.lists(st.tuples(st.integers(-3, 6), st.sampled_from([UNTIMED, 0, 150, 840, 1439])), min_size=1, max_size=6)


@given(things=_THINGS, jumps=_JUMPS, start=st.integers(0, 3 * 1440))
def test_any_jumps_of_the_clock_and_restarts_give_each_reminder_once(
    things: list[tuple[int, int]], jumps: list[tuple[int, int, bool]], start: int
) -> None:
    """Jumps of minutes, zones and restarts (which lose all but the ledger), and at last a day after everything."""
    open_ones = [thing(n, due=DAY + due, minute=minute) for n, (due, minute) in enumerate(things)]
    ledger: dict[Key, int | None] = {}
    told: list[Key] = []
    instant = at(0) + timedelta(minutes=start)
    moments = []
    for minutes, offset, restart in jumps:
        instant += timedelta(minutes=minutes)
        moments.append(instant.astimezone(timezone(timedelta(minutes=offset))))
        if restart:
            moments.append(moments[-1])
    for now in [*moments, at(12, days=9), at(12, days=30), at(0, days=-30)]:
        due = due_reminders(open_ones, ledger, now, MORNING)
        told += due
        ledger = {**ledger, **dict.fromkeys(due, None)}
    assert sorted(told) == sorted(each.key for each in open_ones)


@given(jumps=_JUMPS, choices=st.lists(st.sampled_from(list(PutOff)), max_size=4))
def test_each_putting_off_gives_it_once_more_and_not_before(
    jumps: list[tuple[int, int, bool]], choices: list[PutOff]
) -> None:
    one = thing()
    ledger: dict[Key, int | None] = {one.key: None}
    now = at(12)
    for choice in choices:
        until = put_off_until(choice, now, MORNING)
        ledger[one.key] = milliseconds(until)
        assert due_reminders([one], ledger, until - timedelta(seconds=1), MORNING) == []
        assert due_reminders([one], ledger, until, MORNING) == [one.key]
        ledger[one.key] = None
        now = until
    for minutes, _, _ in jumps:
        assert due_reminders([one], ledger, now + timedelta(minutes=minutes), MORNING) == []
