"""When something is typed: now, or the same time of day on the day that is reasoned from."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from crm_desktop.domain.dates import milliseconds


def typed_at(today: date) -> datetime:
    """The moment to note for what is typed on ``today``.

    Who reasons from another day (``--today``) also types on that day: the list of that day then knows it.
    """
    now = datetime.now().astimezone()
    return now if now.date() == today else datetime.combine(today, now.time()).astimezone()


def end_of(day: date) -> int:
    """The first millisecond (UTC) after a day of the local calendar."""
    return milliseconds(datetime.combine(day + timedelta(days=1), time.min).astimezone())
