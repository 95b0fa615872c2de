"""The key-account tier of every account, proposed by the 80/20 rule from what each one brought in."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Border(NamedTuple):
    """Who stands above it: who brought in more than ``revenue``, and of those with just that the ids up to ``id``."""

    revenue: int
    id: int


NOBODY = Border(0, -1)
"""Before any revenue is known: who brings in the first of it stands above."""


def borders(
    ids: NDArray[np.int64], revenues: NDArray[np.int64], share_a: float, share_b: float
) -> tuple[Border, Border]:
    """Where A ends and where B ends, of accounts ascending by id; `revenues` in minor units of one currency.

    A are the largest accounts that together make the first `share_a` of all revenue, B those that make the next
    `share_b`, C the rest and everybody without revenue (a negative sum counts as none). The account that crosses a
    border belongs to the higher tier. Of equal revenues the lower id goes first, so the same input gives the same
    tiers. Rule: Pareto's 80/20, as in ABC analysis (Dickie, 1951).
    """
    import numpy as np

    ordered = np.sort(revenues[revenues > 0])[::-1]
    total = int(ordered.sum())
    # The tolerance keeps a border that is met exactly from being missed by a rounding of the last digit.
    end_a, end_b = (total * share - total * 1e-12 for share in (share_a, share_a + share_b))
    reached = np.concatenate(([0.0], np.cumsum(ordered.astype(np.float64))))[:-1]
    number_a, number_b = (int(np.searchsorted(reached, end)) for end in (min(end_a, end_b), end_b))
    return _after(number_a, ids, revenues, ordered), _after(number_b, ids, revenues, ordered)


def places(ids: NDArray[np.int64], revenues: NDArray[np.int64], ends: tuple[Border, Border]) -> NDArray[np.uint8]:
    """The place in ``Tier`` of each account."""
    import numpy as np

    found = np.full(len(ids), 2, np.uint8)
    for end in ends:
        found -= (revenues > end.revenue) | ((revenues == end.revenue) & (ids <= end.id))
    return found


def _after(number: int, ids: NDArray[np.int64], revenues: NDArray[np.int64], ordered: NDArray[np.int64]) -> Border:
    """The border after so many of the largest, whose revenues are ``ordered``."""
    import numpy as np

    if not number:
        return NOBODY._replace(revenue=int(ordered[0])) if len(ordered) else NOBODY
    revenue = int(ordered[number - 1])
    larger = int((ordered > revenue).sum())
    return Border(revenue, int(ids[np.flatnonzero(revenues == revenue)[number - larger - 1]]))
