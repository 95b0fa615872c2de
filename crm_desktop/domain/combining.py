"""How several signals of one account become one figure: how sure, and what revenue is multiplied with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from crm_desktop.domain.signals import LIKELY_FROM, Signal, SignalKind

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

ORDERS, RATINGS, OUR_SIDE = range(3)
"""The sources of signals."""
_SOURCE = {
    SignalKind.SILENT: ORDERS,
    SignalKind.GAPS_GROWING: ORDERS,
    SignalKind.SHRINKING: ORDERS,
    SignalKind.NARROWING: ORDERS,
    SignalKind.LOW_RATING: RATINGS,
    SignalKind.RATING_FALLING: RATINGS,
}
"""Whatever is not named here comes from what passed between us and them."""


def source_of(kind: SignalKind) -> int:
    """Where a signal of this kind comes from."""
    return _SOURCE.get(kind, OUR_SIDE)


SECOND_COUNTS = 0.5
"""A further source counts half: two sources often tell of one and the same trouble."""
AT_MOST = 0.95
MOST_WHILE_QUIET = LIKELY_FROM - 0.01
"""Nobody is more than "maybe" slipping while the whole book is silent."""


class Combined(NamedTuple):
    """``probability`` is how sure; ``weight`` is that times the share at stake, and orders the list."""

    probability: float
    weight: float


def combined(signals: Sequence[Signal], *, quiet_book: bool = False) -> Combined:
    """The strongest signal of each source; the strongest source counts whole, each further one by half.

    p = 1 - (1 - p1)(1 - p2 / 2)(1 - p3 / 2), at most 0.95 unless one signal alone says more. Signals of one source
    (orders, ratings, our side) see the same thing, so only the strongest of them counts. Nothing noticed is 0.
    """
    if len(signals) < 2:
        # Nearly every account: what the formula gives without the second and the third source.
        probability, weight = (signals[0].probability, signals[0].weight) if signals else (0.0, 0.0)
    else:
        probability, weight = _of_all_sources(signals)
    if quiet_book:
        return Combined(min(probability, MOST_WHILE_QUIET), min(weight, MOST_WHILE_QUIET))
    return Combined(probability, weight)


def _of_all_sources(signals: Sequence[Signal]) -> tuple[float, float]:
    sure, weight = [0.0, 0.0, 0.0], [0.0, 0.0, 0.0]
    for signal in signals:
        source = source_of(signal.kind)
        sure[source] = max(sure[source], signal.probability)
        weight[source] = max(weight[source], signal.weight)
    return _together(sure), _together(weight)


def _together(strengths: list[float]) -> float:
    first, *further = sorted(strengths, reverse=True)
    spared = 1 - first
    for strength in further:
        spared *= 1 - SECOND_COUNTS * strength
    return first if not any(further) else max(first, min(1 - spared, AT_MOST))


def together(strengths: Floats, *, quiet_book: bool) -> Floats:
    """The same for many accounts at once: [3, A], the strongest signal of each source, 0 where there is none."""
    import numpy as np

    first, second, third = np.sort(strengths, axis=0)[::-1]
    spared = (1 - first) * (1 - SECOND_COUNTS * second) * (1 - SECOND_COUNTS * third)
    found = np.where(second > 0, np.maximum(first, np.minimum(1 - spared, AT_MOST)), first)
    result: Floats = np.minimum(found, MOST_WHILE_QUIET) if quiet_book else found
    return result
