"""Days as numbers and back."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.domain.dates import day_from, day_number, milliseconds, months_before


@given(st.dates())
def test_a_day_survives_being_a_number(day: date) -> None:
    assert day_from(day_number(day)) == day


@given(st.datetimes(timezones=st.just(UTC)))
def test_an_instant_is_its_milliseconds_since_1970(at: datetime) -> None:
    begun = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=milliseconds(at))
    assert timedelta(0) <= at - begun < timedelta(milliseconds=1)
    assert milliseconds(datetime(2026, 1, 1, tzinfo=UTC)) == 1_767_225_600_000


def test_months_before_stay_inside_the_month() -> None:
    assert months_before(date(2026, 3, 31), 1) == date(2026, 2, 28)
    assert months_before(date(2024, 3, 31), 1) == date(2024, 2, 29)
    assert months_before(date(2026, 1, 15), 24) == date(2024, 1, 15)
    assert months_before(date(2026, 12, 31), 12) == date(2025, 12, 31)
