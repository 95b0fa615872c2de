"""The days of an appointment that repeats (RFC 5545): those up to today and the next one, with bounded work.

Times are as written, in the zone of the appointment: only an end told in UTC, as most calendars write it, is carried
over into that zone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cache
from itertools import islice
from typing import NamedTuple
from zoneinfo import ZoneInfo, available_timezones

from crm_desktop.services.importing.cards import Line

MOST_OCCURRENCES = 1_000
"""Of one series, the latest; twenty years of weeks."""
_MOST_STEPS, _MOST_ODD = 500_000, 10
"""Of the library, in one file: days it steps over, and rules that may never come true, each of which takes it long."""
_AHEAD = timedelta(days=800)
_STEPS = {"DAILY": 1, "WEEKLY": 7, "MONTHLY": 28, "YEARLY": 365}
_MOMENT = re.compile(r"([0-9]{8})(?:T([0-9]{6})(Z?))?")
_NUMBERS = r"-?[0-9]{1,2}(?:,-?[0-9]{1,2})*"
_DAYS = r"(?:[+-]?[1-5])?(?:MO|TU|WE|TH|FR|SA|SU)"
_PARTS = {
    "INTERVAL": re.compile("[1-9][0-9]{0,2}"),
    "WKST": re.compile("[A-Z]{2}"),
    "BYDAY": re.compile(f"{_DAYS}(?:,{_DAYS})*"),
    "BYMONTHDAY": re.compile(_NUMBERS),
    "BYMONTH": re.compile(_NUMBERS),
    "BYSETPOS": re.compile(_NUMBERS),
}
"""What a rule may say besides how often, how many times and until when; no calendar program writes the rest."""
_LENGTHS = (0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class Moment(NamedTuple):
    """A day, or a time of one, as written; ``in_utc`` says that it was told in UTC."""

    at: datetime
    whole_day: bool
    in_utc: bool


class Repeated(NamedTuple):
    """When it is, in order; ``understood``: the rule could be followed; ``cut``: earlier ones are left out."""

    starts: list[datetime]
    understood: bool = True
    cut: bool = False


class Repeats:
    """Works out the series of one file, within the bounds of all of them together."""

    def __init__(self, today: date) -> None:
        self._today = today
        self._steps, self._odd = _MOST_STEPS, _MOST_ODD

    def of(self, lines: Sequence[Line], moved: Iterable[Line]) -> Repeated | None:
        """When an appointment with these lines is; ``None`` when it does not say when it begins.

        ``moved``: what other appointments say about occurrences of this one that they replace.
        """
        begin = next((line for line in lines if line.name == "DTSTART"), None)
        first = moment(begin.value) if begin is not None else None
        if begin is None or first is None:
            return None
        zone = _zone(begin)
        starts, understood = {first.at}, True
        for line in lines:
            if line.name == "RRULE":
                found = self._followed(line.value.strip().upper(), first, zone)
                understood &= found is not None
                starts.update(found or ())
            elif line.name == "RDATE":
                starts.update(_as_written(each, first, zone) for each in _moments(line))
        gone = [
            (each.whole_day, _as_written(each, first, zone))
            for line in (*moved, *(line for line in lines if line.name == "EXDATE"))
            for each in _moments(line)
        ]
        moments, days = {at for _, at in gone}, {at.date() for whole_day, at in gone if whole_day}
        starts = {start for start in starts if start not in moments and start.date() not in days}
        past = sorted(start for start in starts if start.date() <= self._today)
        coming = sorted(starts.difference(past))[:1]
        return Repeated(past[-MOST_OCCURRENCES:] + coming, understood, cut=len(past) > MOST_OCCURRENCES)

    def _followed(self, rule: str, first: Moment, zone: tzinfo | None) -> list[datetime] | None:
        """The occurrences of a rule up to the next one; ``None`` when it cannot be followed."""
        parts = dict(part.partition("=")[::2] for part in rule.split(";") if part)
        step = _STEPS.get(parts.get("FREQ", ""))
        count = parts.get("COUNT", "")
        if step is None or (count and not (count.isascii() and count.isdigit() and len(count) < 9)):
            return None
        end = datetime.combine(self._today, time.max) + _AHEAD
        if "UNTIL" in parts:
            last = moment(parts["UNTIL"])
            if last is None:
                return None
            until = _as_written(last, first, zone)
            unclear = last.whole_day or (last.in_utc and zone is None and not first.in_utc)
            end = min(end, datetime.combine(until.date(), time.max) if unclear else until)
        by = parts.keys() - {"FREQ", "COUNT", "UNTIL", "WKST"}
        if any(not _PARTS[name].fullmatch(parts[name]) if name in _PARTS else True for name in by):
            return None
        self._steps -= max((end - first.at).days // step, 1)
        if not _comes_true(parts):
            self._odd -= 1
            if self._odd < 0 or step <= _STEPS["WEEKLY"]:
                return None
        if self._steps < 0:
            return None
        kept = [f"{name}={parts[name]}" for name in sorted(parts.keys() & _PARTS.keys())]
        text = ";".join([f"FREQ={parts['FREQ']}", *kept, f"UNTIL={end:%Y%m%dT%H%M%S}"])
        return self._generated(text, first.at, int(count) if count else None)

    def _generated(self, rule: str, first: datetime, count: int | None) -> list[datetime] | None:
        from dateutil.rrule import rrulestr  # comes with the calendar library; few files need it

        found: list[datetime] = []
        try:
            for start in islice(rrulestr(rule, dtstart=first), count):
                found.append(start)
                if start.date() > self._today:
                    break
        except (ValueError, OverflowError, IndexError):
            return None
        return found


def _comes_true(parts: dict[str, str]) -> bool:
    """The rule names days that are sure to come; one that does not is looked for through all years there are."""
    limits, freq = parts.keys() & {"BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS"}, parts["FREQ"]
    if parts.get("INTERVAL", "1") != "1" and limits and not (freq == "WEEKLY" and limits == {"BYDAY"}):
        return False
    days = parts.get("BYDAY", "").split(",")
    if "BYSETPOS" in limits:
        places = [abs(int(place)) for place in parts["BYSETPOS"].split(",")]
        return freq == "MONTHLY" and limits == {"BYDAY", "BYSETPOS"} and 1 <= min(places) <= 4 * len(days)
    if "BYMONTHDAY" in limits:
        lengths = [_LENGTHS[int(month)] for month in parts.get("BYMONTH", "1").split(",") if 1 <= int(month) <= 12]
        numbers = [abs(int(day)) for day in parts["BYMONTHDAY"].split(",")]
        return bool(lengths) and 1 <= min(numbers) <= max(lengths) and all(day.isalpha() or not day for day in days)
    return "BYMONTH" not in limits or any(1 <= int(month) <= 12 for month in parts["BYMONTH"].split(","))


def moment(text: str) -> Moment | None:
    """A day or a time as calendars write it, 20260131 or 20260131T093000Z; ``None`` for anything else."""
    found = _MOMENT.fullmatch(text.strip())
    try:
        at = datetime.strptime(found.group(1) + (found.group(2) or "000000"), "%Y%m%d%H%M%S") if found else None
    except ValueError:
        return None
    return Moment(at, found.group(2) is None, bool(found.group(3))) if found and at else None


def _moments(line: Line) -> Iterator[Moment]:
    for text in line.value.split(","):
        if (found := moment(text.partition("/")[0])) is not None:
            yield found


def _as_written(told: Moment, first: Moment, zone: tzinfo | None) -> datetime:
    """The same moment on the clock that the appointment is written by."""
    if told.in_utc and zone is not None and not first.in_utc:
        return told.at.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None)
    return told.at


def _zone(line: Line) -> tzinfo | None:
    """The zone of a line, by its name or the one that Windows has for it."""
    told = next((part[5:].strip('"') for part in line.parameters if part.startswith("TZID=")), "")
    name = _zones().get(told) if told else None
    return ZoneInfo(name) if name else None


@cache
def _zones() -> dict[str, str]:
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    here = {name.upper(): name for name in available_timezones()}
    return {name.upper(): zone for name, zone in WINDOWS_TO_OLSON.items() if zone.upper() in here} | here
