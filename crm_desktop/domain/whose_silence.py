"""Whose silence is it: theirs, ours, the season's, or everybody's because nothing was logged?"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from enum import StrEnum
from itertools import pairwise, product
from typing import TYPE_CHECKING, NamedTuple

from crm_desktop.domain.dates import day_from
from crm_desktop.domain.signals import MAYBE_FROM, Season, Signal, SignalKind, Silence

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from crm_desktop.domain.purchase_days import PurchaseDays


class WhoseSilence(StrEnum):
    """Why nothing comes from an account that is past its own rhythm."""

    THEY_STOPPED = "they_stopped"
    WE_OWE = "we_owe"
    SEASON = "season"
    NOBODY_LOGGED = "nobody_logged"


_OUR_TURN = frozenset({SignalKind.NO_ANSWER, SignalKind.WE_ARE_SILENT})


def whose_silence(signals: Sequence[Signal], *, quiet_book: bool) -> WhoseSilence | None:
    """The first that holds: everybody is silent, they pause every year, we owe the next word, they stopped.

    ``None`` for an account that is not silent.
    """
    silence = next((signal.evidence for signal in signals if isinstance(signal.evidence, Silence)), None)
    if silence is None:
        return None
    if quiet_book:
        return WhoseSilence.NOBODY_LOGGED
    if silence.pause is not None:
        return WhoseSilence.SEASON
    return WhoseSilence.WE_OWE if _OUR_TURN & {s.kind for s in signals} else WhoseSilence.THEY_STOPPED


# -- the season ----------------------------------------------------------------------------------

_YEAR = 365.25
SAME_TIME = 21
"""Days by which a yearly pause may begin earlier or later."""
LONG_FOR_THEM = 1.75
"""A pause is longer than so many usual gaps."""
RARE = 0.15
"""Share of an account's gaps that may be as long as its pauses: with more of them two are no calendar."""
PAUSE_PROBABILITY = MAYBE_FROM - 0.05


class Pause(NamedTuple):
    """The days, both included, on which a silent account is pausing as in both years before. Day numbers."""

    first_day: int
    last_day: int
    season: Season


def pause(days: Sequence[int], as_of: int) -> Season | None:
    """The season in which an account pauses, if it is silent now and was silent on these days in both years before."""
    return next((each.season for each in pauses(days) if each.first_day <= as_of <= each.last_day), None)


def pauses(days: Sequence[int]) -> list[Pause]:
    """When a silence that began with the newest purchase is a yearly pause, as long as no further purchase comes.

    ``days``: the purchase days of an account, ascending. In each of the two years before, a gap of at least 1.75
    median gaps began within three weeks of the day on which this silence began, and had not ended by the same day of
    that year (a median gap of grace, at most three weeks). Such long gaps are at most 15 % of all.
    """
    if len(days) < 8 or days[0] > days[-1] - round(2 * _YEAR) + SAME_TIME:
        return []
    gaps = [after - before for before, after in pairwise(days)]
    usual = max(sorted(gaps)[len(gaps) // 2], 1)
    long = max(LONG_FOR_THEM * usual, 10)
    slack, grace = max(min(usual, SAME_TIME), 7), min(usual, SAME_TIME)
    long_ones: tuple[list[tuple[int, int]], ...] = ([], [])
    for years, found in enumerate(long_ones, start=1):
        began = days[-1] - round(years * _YEAR)
        for at in range(bisect_left(days, began - slack), min(bisect_right(days, began + slack), len(gaps))):
            if gaps[at] >= long:
                found.append((days[at], days[at + 1]))
        if not found:
            return []
    pausing = []
    for (first, last), (first_before, last_before) in product(*long_ones):
        # The year's same day lies in that gap, or the gap had just ended.
        since = max(first + round(_YEAR), first_before + round(2 * _YEAR)) + grace
        until = min(last + round(_YEAR), last_before + round(2 * _YEAR)) + grace - 1
        shorter = min(last - first, last_before - first_before)
        rare = sum(gap >= shorter for gap in gaps) <= max(RARE * len(gaps), 3)
        if since <= until and rare:
            pausing.append(Pause(since, until, season_of(days[-1] + shorter // 2)))
    return sorted(pausing)


def may_pause(log: PurchaseDays) -> NDArray[np.bool_]:
    """Of many accounts side by side those worth asking for ``pauses``: all others certainly have none."""
    import numpy as np

    purchases = np.diff(log.starts)
    owner = np.repeat(np.arange(len(purchases)), purchases)
    within = owner[1:] == owner[:-1]
    gap, owner, began = np.diff(log.days.astype(np.int64))[within], owner[:-1][within], log.days[:-1][within]
    gaps = np.maximum(purchases - 1, 0)
    some = gaps > 0
    # Sorted within each account; no gap is a million days.
    middle = np.argsort((owner << 20) + gap)[(np.cumsum(gaps) - gaps + gaps // 2)[some]]
    last, long = np.zeros(len(gaps), np.int64), np.full(len(gaps), 10.0)
    last[some], long[some] = log.days[log.starts[1:][some] - 1], np.maximum(LONG_FOR_THEM * gap[middle], 10)
    may = np.ones(len(gaps), bool)
    for years in (1, 2):
        found = (np.abs(last[owner] - round(years * _YEAR) - began) <= SAME_TIME) & (gap >= long[owner])
        may &= np.bincount(owner[found], minlength=len(gaps)) > 0
    return may


def season_of(day: int) -> Season:
    """The season of a day number: winter is December to February."""
    order = (Season.WINTER, Season.SPRING, Season.SUMMER, Season.AUTUMN)
    return order[day_from(day).month % 12 // 3]


# -- everybody -----------------------------------------------------------------------------------

AT_LEAST_ACCOUNTS = 5
"""Fewer accounts that buy regularly are no book: their silence may well be theirs."""
SHORTEST = 7
"""Days: no weekend and no bank holiday makes a book quiet."""
BASE = 182
"""Days before the silence from which the usual rate is taken."""
RARER_THAN = 1e-6
FAR_BELOW = 0.1
GAPS_OF_THE_BOOK = 3
_WINDOWS = (7, 14, 28, 56, 91)
LOOKS_BACK = BASE + _WINDOWS[-1]
"""Days that a book is judged by."""


class Quiet(NamedTuple):
    """Since when the whole book is quiet, and how many orders came all the same. Day number."""

    since: int
    orders: int


def book_is_quiet(orders: Sequence[int], as_of: int, *, buying: int) -> Quiet | None:
    """Whether everybody fell silent together, which says more about what was entered than about the customers.

    ``orders[i]``: how many accounts bought on the day ``as_of - len(orders) + 1 + i``; two years if there are.
    ``buying``: accounts that bought regularly. Quiet is a last week, or longer, with at most a tenth of the orders
    that the accounts' rates of the half year before predict and a Poisson tail below one in a million; or no
    order at all for three times the book's usual gap and longer than ever in the year before. Not when the same
    weeks of the year before were as quiet: then the business was closed.
    """
    if buying < AT_LEAST_ACCOUNTS or not any(orders):
        return None
    last = max(index for index, count in enumerate(orders) if count)
    empty = len(orders) - 1 - last
    for days in (empty, *_WINDOWS) if empty >= SHORTEST else _WINDOWS:
        count, expected = _count(orders, days), days * _rate(orders, days)
        far_below = count <= FAR_BELOW * expected and _poisson_tail(count, expected) < RARER_THAN
        if not (far_below or (days == empty and _longer_than_ever(orders, last, empty))):
            continue
        if _closed_a_year_ago(orders, days):
            return None
        return Quiet(as_of - (empty if count == 0 else days) + (0 if count == 0 else 1), count)
    return None


def is_awake(orders: Sequence[int], *, forgotten: int) -> bool:
    """Whether a book cannot be quiet, judged by a part of its orders: those of the last week must be among them.

    ``orders`` as in ``book_is_quiet``; ``forgotten``: at most so many orders of the last ``LOOKS_BACK`` days are not.
    """
    if not any(orders[-SHORTEST:]):
        return False
    return all(
        _count(orders, days) > FAR_BELOW * days * _highest_rate(orders, days, forgotten=forgotten) for days in _WINDOWS
    )


def _highest_rate(orders: Sequence[int], days: int, *, forgotten: int) -> float:
    end = len(orders) - days
    base = orders[max(end - BASE, 0) : end]
    first = next((index for index, count in enumerate(base) if count), len(base))
    return (sum(base) + forgotten) / max(len(base) - first, 28)


def _count(orders: Sequence[int], days: int, *, before: int = 0) -> int:
    """Orders of the ``days`` days that end ``before`` days before the last."""
    end = len(orders) - before
    return sum(orders[max(end - days, 0) : max(end, 0)])


def _rate(orders: Sequence[int], days: int, *, before: int = 0) -> float:
    """Orders a day in the half year before the last ``days`` days; 0 where less than four weeks are known."""
    end = len(orders) - before - days
    base = orders[max(end - BASE, 0) : max(end, 0)]
    first = next((index for index, count in enumerate(base) if count), len(base))
    known = len(base) - first
    return sum(base) / known if known >= 28 else 0.0


def _longer_than_ever(orders: Sequence[int], last: int, empty: int) -> bool:
    """Three usual gaps of the book's last year, and longer than any of them."""
    bought = [index for index in range(max(last - 365, 0), last + 1) if orders[index]]
    gaps = [after - before for before, after in pairwise(bought)]
    if empty < SHORTEST or len(gaps) < 8:
        return False
    return empty > GAPS_OF_THE_BOOK * sum(gaps) / len(gaps) and empty > max(gaps)


def _closed_a_year_ago(orders: Sequence[int], days: int) -> bool:
    """Whether the same days of the year before, weekday by weekday, had at most a third of their usual orders."""
    expected = days * _rate(orders, days, before=364)
    return expected >= 3 and _count(orders, days, before=364) <= expected / 3


def _poisson_tail(count: int, expected: float) -> float:
    """P(N <= count) for a Poisson variable with this mean."""
    if expected <= 0:
        return 1.0
    return math.fsum(math.exp(-expected + nth * math.log(expected) - math.lgamma(nth + 1)) for nth in range(count + 1))
