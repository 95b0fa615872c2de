"""The key-account tier of every account, proposed by the 80/20 rule from what each one brought in."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def propose_at_once(revenues: NDArray[np.int64], share_a: float, share_b: float) -> NDArray[np.intp]:
    """The place in ``Tier`` of each account, in the order given; `revenues` in minor units of one currency.

    A are the largest accounts that together make the first `share_a` of all revenue, B those that make the next
    `share_b`, C the rest and everybody without revenue (a negative sum counts as none). The account that crosses a
    boundary belongs to the higher tier. Equal revenues keep the order given, so the same input gives the same tiers.
    Rule: Pareto's 80/20, as in ABC analysis (Dickie, 1951).
    """
    import numpy as np

    # Only their sums are asked for at first: numbers alone are sorted far sooner than their places.
    ordered = np.sort(revenues[revenues > 0])[::-1]
    total = int(ordered.sum())
    # The tolerance keeps a boundary that is met exactly from being missed by a rounding of the last digit.
    end_a, end_b = (total * share - total * 1e-12 for share in (share_a, share_a + share_b))
    reached = np.concatenate(([0.0], np.cumsum(ordered.astype(np.float64))))[:-1]
    places = np.full(len(revenues), 2)
    for end in (end_b, min(end_a, end_b)):
        places -= _largest(revenues, ordered, int(np.searchsorted(reached, end)))
    return places


def _largest(revenues: NDArray[np.int64], ordered: NDArray[np.int64], number: int) -> NDArray[np.bool_]:
    """So many of the largest, which ``ordered`` begins with; of equal ones the first."""
    import numpy as np

    if not number:
        return np.zeros(len(revenues), bool)
    least = ordered[number - 1]
    chosen: NDArray[np.bool_] = revenues > least
    equal = np.flatnonzero(revenues == least)
    chosen[equal[: number - int(chosen.sum())]] = True
    return chosen
