"""When somebody is reminded of what is due: each thing once, whatever the clock does; the clock is an argument."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from crm_desktop.domain.dates import day_from, day_number, milliseconds

UNTIMED = -1
"""The minute of what has no time of day: it is told in the morning."""
_DAY = 1_440


class Key(NamedTuple):
    """One reminder: of this thing, due on this day at this minute. One that is moved is another reminder."""

    item: int
    due: int
    """Day number."""
    minute: int
    """Of the day on the wall, or ``UNTIMED``."""


class Dated(NamedTuple):
    """Something open with a day. ``noted_at``: when it was typed, UTC milliseconds; ``None`` for imported history."""

    key: Key
    noted_at: int | None


Given = Mapping[Key, int | None]
"""The reminders that were given, each with the moment (UTC milliseconds) it was put off to, if it was."""


def due_reminders(things: Iterable[Dated], given: Given, now: datetime, morning: int) -> list[Key]:
    """What to remind of at this moment (timezone-aware), the longest due first.

    ``morning``: the minute of the day at which things without a time are told. What was given is never given again,
    also when the clock goes back, unless it was put off and that moment has come. What was typed when it was due
    already is no news to whoever typed it.
    """
    wall, instant = _wall(now), milliseconds(now)
    found = []
    for key, noted_at in things:
        if key in given:
            again = given[key]
            if again is not None and again <= instant:
                found.append(key)
        elif moment(key, morning) <= wall and not _typed_late(key, noted_at, now, morning):
            found.append(key)
    return sorted(found, key=lambda key: (key.due, key.minute, key.item))


def moment(key: Key, morning: int) -> int:
    """When it is due on the wall: minutes since 1970, without a time zone. An hour that is left out in spring is over
    when the clock has gone past it; one that comes twice in autumn is due the first time."""
    return key.due * _DAY + (morning if key.minute == UNTIMED else key.minute)


def _typed_late(key: Key, noted_at: int | None, now: datetime, morning: int) -> bool:
    instant = milliseconds(now)
    if noted_at is None or noted_at > instant:  # a clock that was wrong when it was typed tells nothing
        return False
    return _wall(now) - (instant - noted_at) // 60_000 >= moment(key, morning)


def _wall(now: datetime) -> int:
    return day_number(now.date()) * _DAY + now.hour * 60 + now.minute


class PutOff(StrEnum):
    """For how long a reminder is put off."""

    TEN_MINUTES = "10 minutes"
    HOUR = "1 hour"
    TOMORROW = "tomorrow"
    WEEK = "next week"


_LATER = {PutOff.TEN_MINUTES: timedelta(minutes=10), PutOff.HOUR: timedelta(hours=1)}
_DAYS = {PutOff.TOMORROW: 1, PutOff.WEEK: 7}


def put_off_until(choice: PutOff, now: datetime, morning: int) -> datetime:
    """The moment a reminder comes again: minutes by the clock, days at the time of the morning."""
    if choice in _LATER:
        return now + _LATER[choice]
    day = day_from(min(day_number(now.date()) + _DAYS[choice], day_number(date.max)))
    return datetime(day.year, day.month, day.day, morning // 60, morning % 60).astimezone()
