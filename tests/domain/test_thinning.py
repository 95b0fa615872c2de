"""Which backups are kept: never too few, never more than the periods allow, and never by what the clock says now."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.domain.thinning import kept

_MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2040, 1, 1))


def test_a_year_of_backups_twice_a_day_leaves_days_weeks_and_months() -> None:
    last = datetime(2026, 11, 22, 18)
    taken = [last - timedelta(hours=12 * number) for number in range(730)]
    found = sorted(kept(taken), reverse=True)
    days = [last - timedelta(days=number) for number in range(7)]
    assert found[:2] == [last, last - timedelta(hours=12)]
    assert set(days) <= set(found)
    assert {moment.month for moment in found} == set(range(1, 13))
    # 7 days and the second newest (the third is among the days), 4 more weeks and 11 more months.
    assert len(found) <= 7 + 1 + 4 + 11
    assert kept(found) == set(found), "what is left stays"


@given(st.lists(_MOMENTS, max_size=60))
def test_the_newest_stay_and_adding_one_drops_nothing_that_would_not_go_by_itself(taken: list[datetime]) -> None:
    found = kept(taken)
    assert found <= set(taken)
    assert set(sorted(set(taken), reverse=True)[:3]) <= found
    assert len(found) <= 3 + 7 + 5 + 12
    assert kept(found) == found


@given(st.lists(_MOMENTS, min_size=1, max_size=30), st.integers(1, 20_000))
def test_a_clock_that_ran_ahead_once_takes_one_place_and_no_more(taken: list[datetime], days: int) -> None:
    ahead = max(taken) + timedelta(days=days)
    assert len(kept(taken) - kept([*taken, ahead])) <= 4, "one of the newest, one day, one week, one month"
