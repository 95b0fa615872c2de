"""Reads days and times as people type them: fri, tomorrow, in 2 weeks, +3, 21.11., 3 nov, yesterday 15:30."""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping, Sequence
from datetime import date, time, timedelta
from typing import NamedTuple

from crm_desktop.domain.entry.tokens import Token, cut
from crm_desktop.domain.entry.vocabulary import Vocabulary, vocabulary

_LAST_DAY = date.max.toordinal()
_COUNT = re.compile(r"[0-9]{1,4}")
_SHORT = re.compile(r"\+([0-9]{1,4})")
_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_DOTTED = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})?")
_DOTTED_YEAR = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})")
# Where the day is above 12, so that nothing else can be meant: no month in front, no rating out of 5 or 10.
_SLASHED = re.compile(r"(1[3-9]|2[0-9]|3[01])/(0?[1-9]|1[0-2])(?:/([0-9]{4}))?\.?")
_OF_MONTH = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)?")
_WITH_DOT = re.compile(r"([0-9]{1,2})\.")
_YEAR = re.compile(r"[0-9]{4}")
_CLOCK = re.compile(r"([0-9]{1,2})[:.h]([0-9]{2})h?")
_HOUR = re.compile(r"([0-9]{1,2})(?:h|([ap]m))")
_CLOCK_12 = re.compile(r"([0-9]{1,2}):([0-9]{2})([ap]m)")


class When(NamedTuple):
    """A day and the place behind its words. ``loose``: the words alone do not say that it is a day of the entry."""

    day: date
    end: int
    loose: bool = False


def read_day(
    text: str, start: int, today: date, day_words: Mapping[str, int] | None = None, *, language: str = "en",
    back: bool = False,
) -> tuple[date, int] | None:  # fmt: skip
    """Reads a coming day at ``start`` of the text; returns it and where it ends.

    A weekday is the next one after today, a date without a year the next such one; with ``back`` both are the last,
    and words of the past are read too. ``day_words``: more weekday words (folded), Monday = 0.
    """
    rest = text[start:]
    tokens = cut(rest)
    words = vocabulary(language)
    found = (_gone(tokens, today, words) if back else None) or coming(tokens, 0, today, words)
    if found is None and tokens and (weekday := (day_words or {}).get(tokens[0].key)) is not None:
        found = When(_weekday_after(today, weekday), 1)
    if found is None or tokens[0].start:
        return None
    last = tokens[found.end - 1]
    return found.day, start + last.start + len(rest[last.start : last.end].rstrip(",;:"))


def read_time(text: str, start: int, *, language: str = "en") -> tuple[time, int] | None:
    """Reads a time of day at ``start`` of the text; returns it and where it ends."""
    rest = text[start:]
    tokens = cut(rest)
    found = clock(tokens, 0, vocabulary(language))
    return None if found is None or tokens[0].start else (found[0], start + tokens[found[1] - 1].end)


def coming(tokens: Sequence[Token], place: int, today: date, words: Vocabulary) -> When | None:
    """A day from today on."""
    if place >= len(tokens):
        return None
    token = tokens[place]
    if short := _SHORT.fullmatch(token.raw):
        return When(shifted(today, int(short[1]), "day"), place + 1)
    if said := words.inside.at(tokens, place):
        count, at = _count(tokens, said[1], words)
        if unit := words.units.at(tokens, at):
            return When(shifted(today, count, unit[0]), unit[1])
    if (ahead := words.days.at(tokens, place)) and ahead[0][0] >= 0:
        return When(shifted(today, *ahead[0]), ahead[1])
    after = next_at[1] if (next_at := words.next.at(tokens, place)) else place
    if weekday := words.weekdays.at(tokens, after):
        return When(_weekday_after(today, weekday[0]), weekday[1])
    if written := _date(tokens, place, words):
        day, month, year, end = written
        found = _valid(year, month, day) if year else _next_such(day, month, today)
        return When(found, end) if found else None
    return None


def past(tokens: Sequence[Token], place: int, today: date, words: Vocabulary) -> When | None:
    """Today or a day before it. A date without a year is the nearest such one, if that is not still to come."""
    if place >= len(tokens):
        return None
    if ago := _ago(tokens, place, words):
        count, unit, end = ago
        return When(shifted(today, -count, unit), end)
    if (ahead := words.days.at(tokens, place)) and ahead[0][0] <= 0:
        return When(shifted(today, *ahead[0]), ahead[1], loose=not ahead[0][0])
    if (last := words.last.at(tokens, place)) and (weekday := words.weekdays.at(tokens, last[1])):
        return When(_weekday_before(today, weekday[0], today_too=False), weekday[1])
    if weekday := words.weekdays.at(tokens, place):
        return When(_weekday_before(today, weekday[0], today_too=True), weekday[1], loose=True)
    if written := _date(tokens, place, words):
        day, month, year, end = written
        found = _valid(year, month, day) if year else _nearest(day, month, today)
        return When(found, end, loose=True) if found and found <= today else None
    return None


def _gone(tokens: Sequence[Token], today: date, words: Vocabulary) -> When | None:
    """A day up to today, a date without a year the last such one."""
    if tokens and (written := _date(tokens, 0, words)) and not written[2]:
        years = (_valid(year, written[1], written[0]) for year in range(today.year, max(today.year - 9, 0), -1))
        return next((When(day, written[3]) for day in years if day and day <= today), None)
    return past(tokens, 0, today, words)


def clock(tokens: Sequence[Token], place: int, words: Vocabulary) -> tuple[time, int] | None:
    """A time of day: 15:30, 15.30, at 15, 3pm, kl 15; returns it and the place behind it."""
    said = words.at.at(tokens, place)
    at = said[1] if said else place
    if at >= len(tokens):
        return None
    raw = tokens[at].raw.casefold().rstrip(".")
    hour, minute, half = -1, 0, ""
    if match := _CLOCK.fullmatch(raw):
        hour, minute = int(match[1]), int(match[2])
    elif match := _CLOCK_12.fullmatch(raw):
        hour, minute, half = int(match[1]), int(match[2]), match[3]
    elif match := _HOUR.fullmatch(raw):
        hour, half = int(match[1]), match[2] or ""
    elif said and (match := _COUNT.fullmatch(raw)) and len(raw) <= 2:
        hour = int(match[0])
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0) if 1 <= hour <= 12 else -1
    return (time(hour, minute), at + 1) if 0 <= hour < 24 and minute < 60 else None


def shifted(today: date, count: int, unit: str) -> date:
    """The day so many days, weeks or months from today; the calendar ends where Python's does."""
    if unit == "month":
        index = min(max(today.year * 12 + today.month - 1 + count, 12), 12 * date.max.year + 11)
        year, month = divmod(index, 12)
        return date(year, month + 1, min(today.day, calendar.monthrange(year, month + 1)[1]))
    days = count * (7 if unit == "week" else 1)
    return date.fromordinal(min(max(today.toordinal() + days, 1), _LAST_DAY))


def _count(tokens: Sequence[Token], place: int, words: Vocabulary) -> tuple[int, int]:
    """A number of days or weeks, also "two"; "in a week" and "čez teden" are one."""
    if place < len(tokens) and _COUNT.fullmatch(tokens[place].key):
        return int(tokens[place].key), place + 1
    if few := words.few.at(tokens, place):
        return few
    one = words.one.at(tokens, place)
    return 1, one[1] if one else place


def _ago(tokens: Sequence[Token], place: int, words: Vocabulary) -> tuple[int, str, int] | None:
    """ "3 days ago", "pred 3 dnevi", "for 3 dager siden"."""
    before = words.ago_before.at(tokens, place)
    at = before[1] if before else place
    count, unit_at = _count(tokens, at, words)
    if unit_at == at and not before:
        return None
    unit = words.units.at(tokens, unit_at)
    if unit is None:
        return None
    after = words.ago_after.at(tokens, unit[1])
    # Norwegian "for" alone says nothing yet; Greek and the Slavic languages need no word behind.
    if after is None and (before is None or tokens[place].key == "for"):
        return None
    return count, unit[0], after[1] if after else unit[1]


def _date(tokens: Sequence[Token], place: int, words: Vocabulary) -> tuple[int, int, int | None, int] | None:
    """Day, month, year if written, and the place behind: 21.11., 21. 11. 2026, 2026-11-21, 21/11, 3 nov, nov 3rd."""
    raw = tokens[place].raw
    if match := _ISO.fullmatch(raw.rstrip(".")):
        return int(match[3]), int(match[2]), int(match[1]), place + 1
    if match := _DOTTED_YEAR.fullmatch(raw.rstrip(".")) or _DOTTED.fullmatch(raw):
        if match[3]:
            return int(match[1]), int(match[2]), int(match[3]), place + 1
        return _with_year(tokens, place + 1, int(match[1]), int(match[2]))
    if match := _SLASHED.fullmatch(raw):
        return int(match[1]), int(match[2]), int(match[3]) if match[3] else None, place + 1
    following = tokens[place + 1] if place + 1 < len(tokens) else None
    if following is None:
        return None
    if (day := _WITH_DOT.fullmatch(raw)) and (month := _DOTTED_MONTH.fullmatch(following.raw)):
        if month[2]:
            return int(day[1]), int(month[1]), int(month[2]), place + 2
        return _with_year(tokens, place + 2, int(day[1]), int(month[1]))
    if (number := _OF_MONTH.fullmatch(tokens[place].key)) and (named := words.months.at(tokens, place + 1)):
        return _with_year(tokens, named[1], int(number[1]), named[0] + 1)
    if (named := words.months.at(tokens, place)) and (number := _OF_MONTH.fullmatch(following.key)):
        return _with_year(tokens, place + 2, int(number[1]), named[0] + 1)
    return None


_DOTTED_MONTH = re.compile(r"([0-9]{1,2})\.([0-9]{4})?\.?")


def _with_year(tokens: Sequence[Token], place: int, day: int, month: int) -> tuple[int, int, int | None, int]:
    if place < len(tokens) and _YEAR.fullmatch(tokens[place].key) and 1900 <= int(tokens[place].key) < 2200:
        return day, month, int(tokens[place].key), place + 1
    return day, month, None, place


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _next_such(day: int, month: int, today: date) -> date | None:
    """The next date of this day and month; yesterday's is still this year's, told a day late."""
    found = _valid(today.year, month, day)
    if found is not None and found >= today - timedelta(days=min(1, today.toordinal() - 1)):
        return found
    return _valid(today.year + 1, month, day) if found is not None or (month, day) == (2, 29) else None


def _nearest(day: int, month: int, today: date) -> date | None:
    near = [_valid(year, month, day) for year in (today.year - 1, today.year, today.year + 1)]
    return min((each for each in near if each), key=lambda each: abs((each - today).days), default=None)


def _weekday_after(today: date, weekday: int) -> date:
    return shifted(today, (weekday - today.weekday() - 1) % 7 + 1, "day")


def _weekday_before(today: date, weekday: int, *, today_too: bool) -> date:
    back = (today.weekday() - weekday) % 7
    return shifted(today, -(back or (0 if today_too else 7)), "day")
