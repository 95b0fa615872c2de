"""Which product lines an account buys, and whether it has stopped buying one while it still buys others."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from crm_desktop.domain.dates import day_from
from crm_desktop.domain.findings import Finding
from crm_desktop.domain.signals import Narrowing, Signal, SignalKind

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BOUGHT_AT_LEAST = 4
"""Days on which a line was bought before it has a rhythm of its own."""
SILENT_FOR_GAPS = 3.0
"""A line is silent for long from so many of its own usual gaps on."""
STILL_ORDERS = 3
"""At least so many orders without it, and at least one of them of a line that is still bought."""
ONE_IN = 1000
"""Told when at most one in so many lines of the same share would be left out of that many orders by chance."""
PROBABILITY = 0.26
"""So many of the lines told on sample books that the rule was not chosen on are really gone: 44 of 171."""
_GAPS = 12
_QUANTITY = re.compile(r"^\s*\d[\d.,]*\s*(?:[×x*]|pcs\b)?\s*", re.IGNORECASE)
_REST = re.compile(r"\s*(?:[×*]|\bx\b|\d).*$", re.IGNORECASE | re.DOTALL)


class Bought(NamedTuple):
    """One line of an order. ``what`` as it was written; amounts in minor units."""

    day: int
    what: str
    amount: int


@lru_cache(maxsize=20_000)
def line_of(what: str) -> str:
    """The product line of a purchase: what stands before the quantity or any digits.

    "Boxes ×17" and "Boxes 40x30" are Boxes, "12 x Boxes" too; "" where nothing is said.
    """
    return _REST.sub("", _QUANTITY.sub("", what)).strip(" -,;:#")


def narrowing(purchases: Sequence[Bought]) -> Finding | None:
    """The line that an account has stopped buying, if there is one: that with the largest share of its revenue.

    ``purchases`` in the order of their days, refunds and future days left out; what has no name is passed over.
    The line was bought on four days or more, every order was as likely to contain it as its share of the orders until
    then says (Laplace), at least three orders came without it since, and all of them leaving it out by chance is rarer
    than 1 in 1,000 (beta-binomial). From the day on which it is silent for three of its own usual gaps, until the
    account itself is.
    """
    days_of: dict[str, list[int]] = {}
    names: dict[str, str] = {}
    orders: list[int] = []
    for day, what, _ in purchases:
        name = line_of(what)
        if not name:
            continue
        key = name.casefold()
        names[key] = name
        days = days_of.setdefault(key, [])
        if not days or days[-1] != day:
            days.append(day)
        if not orders or orders[-1] != day:
            orders.append(day)
    if len(days_of) < 2 or len(orders) < BOUGHT_AT_LEAST + STILL_ORDERS:
        return None
    settled = orders[-STILL_ORDERS]
    found = [
        _finding(names, key, days, orders=orders, still=_still_bought(days_of, days[-1]), purchases=purchases)
        for key, days in days_of.items()
        if len(days) >= BOUGHT_AT_LEAST and days[-1] < settled
    ]
    return max((each for each in found if each), key=lambda each: each.signal.share, default=None)


def worth_reading(account: NDArray[np.int64], day: NDArray[np.int64], line: NDArray[np.int64]) -> list[int]:
    """The accounts of which ``narrowing`` can say anything, from the lines of very many at once.

    One entry each for every line of an order, in the order of accounts and days; ``line`` counts product lines.
    """
    import numpy as np

    if not len(account):
        return []
    here = np.cumsum(np.diff(account, prepend=account[:1]) != 0)
    order = np.cumsum((np.diff(day, prepend=day[:1]) != 0) | (np.diff(here, prepend=0) != 0))
    # One row for each line of an account and order that it was in, line by line.
    at = np.lexsort((order, line, here))
    begins = (np.diff(line[at], prepend=-1) != 0) | (np.diff(here[at], prepend=-1) != 0)
    kept = begins | (np.diff(order[at], prepend=-1) != 0)
    each, begins = at[kept], begins[kept]
    ends = np.append(np.flatnonzero(begins)[1:], len(each)) - 1
    bought = np.diff(ends, prepend=-1)
    owner, last = here[each[ends]], order[each[ends]]
    before = last - order[each[ends - bought + 1]] + 1
    newest = np.flatnonzero(np.diff(here, append=-1))
    since = order[newest][owner] - last
    open_ = np.flatnonzero((bought >= BOUGHT_AT_LEAST) & (since >= STILL_ORDERS))
    chance, found = np.ones(len(ends)), np.zeros(len(newest), bool)
    nth = 0
    while len(open_):
        # As in _left_out_by_chance, for all at once; a chance only falls.
        chance[open_] *= (before[open_] - bought[open_] + 1 + nth) / (before[open_] + 2 + nth)
        nth += 1
        rare = chance[open_] <= 1 / ONE_IN
        found[owner[open_[rare]]] = True
        open_ = open_[~rare & (since[open_] > nth)]
    chosen: list[int] = account[newest[found]].tolist()
    return chosen


def _still_bought(days_of: dict[str, list[int]], since: int) -> str:
    """The line bought on most days after a day."""
    return max(days_of, key=lambda key: len(days_of[key]) - bisect_right(days_of[key], since))


def _finding(
    names: dict[str, str],
    key: str,
    days: list[int],
    *,
    orders: list[int],
    still: str,
    purchases: Sequence[Bought],
) -> Finding | None:
    last = days[-1]
    # Counted from the first time it was bought: a line that came late was not left out before.
    began = bisect_right(orders, days[0] - 1)
    before = bisect_right(orders, last) - began
    since = len(orders) - bisect_right(orders, last)
    if _left_out_by_chance(len(days), before, since) > 1 / ONE_IN:
        return None
    gap = _usual_gap(days)
    own_gap = _usual_gap(orders)
    year = [row for row in purchases if last - 365 < row.day <= last]
    total = sum(row.amount for row in year)
    share = sum(row.amount for row in year if line_of(row.what).casefold() == key) / total if total > 0 else 0.0
    signal = Signal(
        kind=SignalKind.NARROWING,
        probability=PROBABILITY,
        since=day_from(last + round(gap)),
        share=min(max(share, 0.0), 1.0),
        evidence=Narrowing(stopped=names[key], still=names[still], bought=len(days), usual_gap=gap, orders_since=since),
    )
    return Finding(signal, last + round(SILENT_FOR_GAPS * gap), orders[-1] + max(round(3 * own_gap), 60))


def _usual_gap(days: Sequence[int]) -> float:
    newest = days[-_GAPS - 1 :]
    return (newest[-1] - newest[0]) / (len(newest) - 1)


def _left_out_by_chance(bought: int, orders: int, since: int) -> float:
    """Chance that ``since`` orders all leave out what was in ``bought`` of the ``orders`` before, rate unknown.

    The beta-binomial with a uniform prior: the product of (orders - bought + 1 + i) / (orders + 2 + i).
    """
    chance = 1.0
    for nth in range(since):
        chance *= (orders - bought + 1 + nth) / (orders + 2 + nth)
    return chance
