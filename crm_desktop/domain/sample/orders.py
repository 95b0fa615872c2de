"""What an account orders: product lines, quantities and amounts, now and then something sent back."""

from __future__ import annotations

from itertools import accumulate
from random import Random
from typing import NamedTuple

from crm_desktop.domain.dates import day_from
from crm_desktop.domain.sample.plan import Size
from crm_desktop.domain.sample.records import Pattern, SamplePurchase
from crm_desktop.domain.sample.rhythms import Ordering


class Line(NamedTuple):
    """A product line and its price in minor units."""

    name: str
    price: int


LINES = (
    Line("Boxes", 62),
    Line("Bags", 21),
    Line("Tape", 185),
    Line("Labels", 3),
    Line("Void fill", 1290),
    Line("Pallets", 940),
    Line("Crate liners", 48),
    Line("Mailers", 34),
    Line("Stretch film", 790),
    Line("Bubble wrap", 2450),
    Line("Corner guards", 27),
)
_CHEAPEST = sorted(LINES, key=lambda line: line.price)[:4]
_FEWEST = 12
"""Pieces in a usual order of a line: fewer, and rounding would make amounts jump."""
_STEPS = ((25, 1), (120, 5), (300, 10), (700, 25), (1500, 50), (5000, 100))
"""Below such a quantity people order in such steps."""
_BY_MONTH = (0.88, 0.92, 1.0, 1.0, 1.02, 1.0, 0.95, 0.9, 1.04, 1.08, 1.14, 1.07)


def purchases(
    *, pattern: Pattern, size: Size, ordering: Ordering, customer: int, today: int, random: Random
) -> list[SamplePurchase]:
    """One or two lines for every order day, and a few refunds; oldest first, none on or after ``today``."""
    basket = size.yearly * ordering.usual_gap / 365
    fitting = [line for line in LINES if line.price * _FEWEST <= basket] or list(_CHEAPEST)
    lines = random.sample(fitting, min(random.choice((2, 3, 3, 4)), len(fitting)))
    weights = list(accumulate((5.0, 3.0, 2.0, 1.5)[: len(lines)]))
    trend = _Trend(pattern, ordering.changed_on, today, random)
    rows: list[SamplePurchase] = []
    for number, day in enumerate(ordering.days, start=1):
        amount = basket * _BY_MONTH[day_from(day).month - 1] * random.lognormvariate(0, 0.22) * trend.at(day)
        line = _choice(lines, weights, random)
        if pattern is Pattern.NARROWING and trend.begun(day):
            line = _choice(lines[1:], [weight - weights[0] for weight in weights[1:]], random)
        reference = f"{customer}-{number:03}"
        if random.random() < 0.1:
            other = lines[-1]
            if other is not line:
                rows.append(_row(day, amount * 0.3, other, reference))
                amount *= 0.7
        rows.append(_row(day, amount, line, reference))
        if random.random() < 0.015:
            back = day + random.randrange(3, 15)
            if back < today:
                returned = _row(back, amount * random.uniform(0.1, 0.5), line, f"{reference}-R")
                rows.append(returned._replace(amount=-returned.amount, what=f"{returned.what} returned", refund=True))
    rows.sort(key=lambda row: row.day)
    return rows


def _row(day: int, amount: float, line: Line, reference: str) -> SamplePurchase:
    quantity = _round_number(amount / line.price)
    return SamplePurchase(day, quantity * line.price, f"{line.name} ×{quantity}", reference, False)


def _round_number(wanted: float) -> int:
    """A quantity that people order: 17, 45, 350, 1,200; at most some percent off."""
    step = next((step for limit, step in _STEPS if wanted < limit), 500)
    return max(1, round(wanted / step)) * step


def _choice(lines: list[Line], weights: list[float], random: Random) -> Line:
    return random.choices(lines, cum_weights=weights)[0]


class _Trend:
    """By how much orders are larger or smaller than they used to be."""

    def __init__(self, pattern: Pattern, changed_on: int | None, today: int, random: Random) -> None:
        self._from = today if changed_on is None else changed_on
        self._over = 60.0
        self._to = 1.0
        if pattern is Pattern.GROWING:
            self._over, self._to = float(today - self._from), random.uniform(1.3, 1.8)
        elif pattern is Pattern.SHRINKING:
            self._to = random.uniform(0.4, 0.6)
        elif pattern is Pattern.NARROWING:
            self._to = 0.75

    def begun(self, day: int) -> bool:
        return day >= self._from

    def at(self, day: int) -> float:
        return 1 + (self._to - 1) * min(max((day - self._from) / self._over, 0.0), 1.0)
