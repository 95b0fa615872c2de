"""The clock that stands still in the months of a pause."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.domain.dates import day_from, day_number
from crm_desktop.domain.own_clock import is_paused, months_between, own_days, real_day

_MONTH = st.integers(1, 12)
_DAY = st.integers(day_number(date(2019, 1, 1)), day_number(date(2027, 12, 31)))


@pytest.mark.parametrize(
    ("first", "last", "months"), [(12, 2, {12, 1, 2}), (8, 8, {8}), (7, 8, {7, 8}), (2, 1, set(range(1, 13)))]
)
def test_a_pause_wraps_over_the_end_of_the_year(first: int, last: int, months: set[int]) -> None:
    assert months_between(first, last) == months


def test_a_winter_counts_neither_as_gap_nor_as_silence() -> None:
    days = [day_number(date(2025, 11, 20)), day_number(date(2026, 3, 2)), day_number(date(2026, 3, 12))]
    today = day_number(date(2026, 3, 20))
    own = own_days(days, today, months_between(12, 2)).tolist()
    assert [today - day for day in own] == [30, 18, 8]


def test_within_the_pause_the_silence_stands_still() -> None:
    last = day_number(date(2025, 11, 20))
    silences = {
        day_number(today) - own_days([last], day_number(today), {12, 1, 2}).tolist()[0]
        for today in (date(2025, 12, 1), date(2026, 1, 15), date(2026, 2, 28))
    }
    assert silences == {10}


@given(st.lists(_DAY, min_size=1, max_size=30), _MONTH, st.integers(0, 10))
def test_it_counts_the_days_outside_the_pause_and_can_be_read_backwards(days: list[int], first: int, more: int) -> None:
    paused = months_between(first, (first + more - 1) % 12 + 1)
    as_of = max(days)
    for day, own in zip(days, own_days(days, as_of, paused).tolist(), strict=True):
        assert as_of - own == sum(not is_paused(between, paused) for between in range(day + 1, as_of + 1))
        back = real_day(own, as_of, paused)
        assert back == day if not is_paused(day, paused) else day_from(back) <= day_from(day)


def test_what_lies_ahead_leaves_the_pause_out_too() -> None:
    today = day_number(date(2026, 11, 28))
    assert day_from(real_day(today + 5, today, months_between(12, 2))) == date(2027, 3, 3)


def test_a_clock_that_never_moves_is_refused() -> None:
    with pytest.raises(ValueError, match="stands still"):
        real_day(0, 100, range(1, 13))
