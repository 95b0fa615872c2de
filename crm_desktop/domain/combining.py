"""How several signals of one account become one figure: how sure, and what revenue is multiplied with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.domain.signals import LIKELY_FROM, SignalKind

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


def together(strengths: Floats, *, quiet_book: bool) -> Floats:
    """One figure of each account from [3, A], the strongest signal of each source, 0 where there is none.

    The strongest source counts whole, each further one by half: p = 1 - (1 - p1)(1 - p2 / 2)(1 - p3 / 2), at most 0.95
    unless one signal alone says more. Signals of one source see the same thing, so only the strongest of them counts.
    """
    import numpy as np

    found: Floats = strengths.max(axis=0, initial=0.0)
    # Most accounts have one source.
    several = np.flatnonzero((strengths > 0).sum(axis=0, dtype=np.uint8) > 1)
    first, second, third = np.sort(strengths[:, several], axis=0)[::-1]
    spared = (1 - first) * (1 - SECOND_COUNTS * second) * (1 - SECOND_COUNTS * third)
    found[several] = np.maximum(first, np.minimum(1 - spared, AT_MOST))
    result: Floats = np.minimum(found, MOST_WHILE_QUIET) if quiet_book else found
    return result
