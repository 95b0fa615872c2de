"""Days as plain numbers and back: a day is a day and has no time zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

_EPOCH = date(1970, 1, 1).toordinal()


def day_number(day: date) -> int:
    """Days since 1970-01-01 (negative before)."""
    return day.toordinal() - _EPOCH


def day_from(number: int) -> date:
    """The date of a day number; the inverse of ``day_number``."""
    return date.fromordinal(number + _EPOCH)


def minute_of(at: time | None) -> int | None:
    """The minute of the day, 0 to 1439; ``None`` for no time."""
    return None if at is None else at.hour * 60 + at.minute


def time_from(minute: int | None) -> time | None:
    """The time of day of a minute; the inverse of ``minute_of``."""
    return None if minute is None else time(minute // 60, minute % 60)


def milliseconds(instant: datetime) -> int:
    """A timezone-aware instant as UTC milliseconds since 1970."""
    return (instant - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier, or the last day of that month."""
    index = day.year * 12 + day.month - 1 - months
    year, month = divmod(index, 12)
    last = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month + 1, min(day.day, last))
