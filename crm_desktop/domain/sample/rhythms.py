"""When an account orders: regular, by the calendar or in bursts, with pauses, and what became of that."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from random import Random
from typing import NamedTuple

from crm_desktop.domain.dates import day_from, day_number
from crm_desktop.domain.sample.records import Pattern

HISTORY = 1095
"""Days of history before today."""
_PAUSES = {Pattern.SUMMER_PAUSE: ((8, 1), 31), Pattern.WINTER_PAUSE: ((12, 15), 70)}
"""First day (month, day) and length in days."""
_MIN_SILENCE = 11


class Ordering(NamedTuple):
    """The order days of one account, ascending and distinct, all before today."""

    days: list[int]
    usual_gap: float
    changed_on: int | None
    hole: tuple[int, int] | None
    """The silence that an account came back from: last order before, first order after."""
    since: int
    """When they became a customer; may lie before the history."""


def order(pattern: Pattern, gap: float, today: int, random: Random) -> Ordering:
    """Draws the order days of an account with this pattern and usual gap (days)."""
    if pattern is Pattern.NEW:
        return _new(today, random)
    start = today - HISTORY
    latest_start = today - max(240, round(12 * gap))
    if pattern in _MAY_BE_YOUNG and random.random() < 0.3 and latest_start > start:
        first = start + round(random.random() * (latest_start - start))
        since = first - round(random.random() * 10)
    else:
        first = start + round(random.random() * gap)
        since = start - round(random.random() ** 2 * 4000)
    walk = _Walk(pattern, gap, first, today, random)
    hole: tuple[int, int] | None = None
    changed_on: int | None
    if pattern is Pattern.SILENT:
        walk.until(today - max(_MIN_SILENCE, round(gap * random.uniform(1.7, 4.6))))
        changed_on = min(walk.days[-1] + round(gap), today - 1)
    elif pattern is Pattern.LAPSED:
        walk.until(today - random.randrange(420, 760))
        changed_on = walk.days[-1] + round(gap)
    elif pattern is Pattern.SLOWING:
        changed_on = _slow_down(walk, today, random)
    elif pattern is Pattern.RECOVERED:
        back = today - random.randrange(110, 380)
        walk.until(back - round(gap * random.uniform(2.5, 3.6)))
        hole = (walk.days[-1], back)
        walk.go_on_from(back)
        walk.until(today)
        changed_on = hole[0]
    else:
        walk.until(today)
        changed_on = _turn(pattern, today, random)
    return Ordering(walk.days, gap, changed_on, hole, since)


_MAY_BE_YOUNG = frozenset(
    {
        *(Pattern.STEADY, Pattern.GROWING, Pattern.BURSTY, Pattern.SILENT),
        *(Pattern.SHRINKING, Pattern.RATING_FALL, Pattern.LOW_RATING),
    }
)


def _turn(pattern: Pattern, today: int, random: Random) -> int | None:
    """The day on which something other than the rhythm began to change."""
    if pattern is Pattern.GROWING:
        return today - random.randrange(300, 420)
    if pattern in (Pattern.SHRINKING, Pattern.NARROWING):
        return today - random.randrange(120, 220)
    if pattern is Pattern.RATING_FALL:
        return today - random.randrange(80, 130)
    if pattern is Pattern.LOW_RATING:
        return workday(today - random.randrange(3, 16))
    return None


def _new(today: int, random: Random) -> Ordering:
    """One to three orders, the first a few weeks ago."""
    gap = random.uniform(9, 26)
    count = random.choice((1, 1, 2, 2, 3))
    day = today - round(gap * (count - random.uniform(0.1, 0.8))) - 2
    since = workday(day) - random.randrange(3, 25)
    days: list[int] = []
    for _ in range(count):
        on = workday(day)
        if on < today and (not days or on > days[-1]):
            days.append(on)
        day += max(2, round(gap * random.uniform(0.8, 1.2)))
    return Ordering(days, gap, None, None, since)


def _slow_down(walk: _Walk, today: int, random: Random) -> int:
    """Each of the last gaps is longer than the one before; the present silence is still shorter than the next."""
    ratio = random.uniform(1.2, 1.34)
    gaps = [walk.gap * ratio ** (nth + 1) for nth in range(4 if walk.gap > 40 else random.choice((4, 4, 5)))]
    waiting = gaps[-1] * ratio * random.uniform(0.4, 0.9)
    walk.until(today - round(sum(gaps) + waiting))
    changed_on = walk.days[-1]
    for gap in gaps:
        day = workday(walk.days[-1] + max(2, round(gap)))
        if day < today:
            walk.days.append(day)
    return changed_on


class _Walk:
    """Walks from order to order. Pauses stop the clock."""

    def __init__(self, pattern: Pattern, gap: float, first: int, today: int, random: Random) -> None:
        self.days: list[int] = []
        self.gap = gap
        self._at = float(first)
        self._random = random
        self._pauses = _pauses(pattern, first, today)
        for begin, length in self._pauses:
            if begin <= first < begin + length:
                self._at = float(begin + length)
        self._step, self._jitter = _steps(pattern, gap, random)
        self._growing_from = today - 360 if pattern is Pattern.GROWING else None

    def go_on_from(self, day: int) -> None:
        self._at = float(day)

    def until(self, end: int) -> None:
        """Adds the order days before ``end``; the first one is always there, whatever ``end`` says."""
        at, days = self._at, self.days
        while at < end or not days:
            day = workday(int(at + self._jitter())) if days else workday(int(at))
            if not days or (days[-1] < day < end and not self._pausing(day)):
                days.append(day)
            step = self._step()
            if self._growing_from is not None and at > self._growing_from:
                step *= 0.82
            following = at + step
            for begin, length in self._pauses:
                if at < begin <= following:
                    following += length
            at = following
        self._at = at

    def _pausing(self, day: int) -> bool:
        return any(begin <= day < begin + length for begin, length in self._pauses)


def _steps(pattern: Pattern, gap: float, random: Random) -> tuple[Callable[[], float], Callable[[], float]]:
    """How to draw the next gap, and how far off the day itself may be."""
    if pattern is Pattern.BURSTY:
        long = (gap - 0.5 * 2.5) / 0.5
        return lambda: random.uniform(1, 4) if random.random() < 0.5 else random.gammavariate(8, long / 8), _exactly
    by_calendar = random.random() < 0.6 and pattern not in (Pattern.SLOWING, Pattern.GROWING)
    weeks = round(gap / 7)
    if by_calendar and weeks in (1, 2) and abs(gap - 7 * weeks) < 2.5:
        step = 7.0 * weeks
        return (
            lambda: step if random.random() > 0.04 else 2 * step,
            lambda: 0 if random.random() > 0.15 else random.choice((-1, 1)),
        )
    if by_calendar and 25 < gap < 36:
        return lambda: 30.44, lambda: random.gauss(0, 1.6)
    shape = 1 / random.uniform(0.14, 0.32) ** 2
    scale = gap / shape
    return lambda: random.gammavariate(shape, scale), _exactly


def _exactly() -> float:
    return 0.0


def _pauses(pattern: Pattern, first: int, today: int) -> Sequence[tuple[int, int]]:
    """Beginning and length of each pause in the years of the history."""
    if pattern not in _PAUSES:
        return ()
    (month, day), length = _PAUSES[pattern]
    years = range(day_from(first).year - 1, day_from(today).year + 1)
    return [(day_number(date(year, month, day)), length) for year in years]


def workday(day: int) -> int:
    """The day itself, or the Monday after a weekend (day 0 was a Thursday)."""
    weekday = (day + 3) % 7
    return day if weekday < 5 else day + 7 - weekday
