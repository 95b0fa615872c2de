"""The key-account tier of every account, proposed by the 80/20 rule from what each one brought in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from crm_desktop.domain.kinds import Tier

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def propose(revenues: Sequence[float], share_a: float = 0.80, share_b: float = 0.15) -> list[Tier]:
    """A tier for each account, in the order given; `revenues` in one currency, any unit.

    A are the largest accounts that together make the first `share_a` of all revenue, B those that make the next
    `share_b`, C the rest and everybody without revenue (a negative sum counts as none). The account that crosses a
    boundary belongs to the higher tier. Equal revenues keep the order given, so the same input gives the same tiers.
    Rule: Pareto's 80/20, as in ABC analysis (Dickie, 1951).
    """
    total = sum(revenue for revenue in revenues if revenue > 0)
    tiers = [Tier.C] * len(revenues)
    reached = 0.0
    # The tolerance keeps a boundary that is met exactly from being missed by a rounding of the last digit.
    end_a, end_b = (total * share - total * 1e-12 for share in (share_a, share_a + share_b))
    for index in sorted(range(len(revenues)), key=lambda index: -revenues[index]):
        if revenues[index] <= 0 or reached >= end_b:
            break
        tiers[index] = Tier.A if reached < end_a else Tier.B
        reached += revenues[index]
    return tiers


def propose_at_once(revenues: NDArray[np.int64], share_a: float, share_b: float) -> NDArray[Any]:
    """The same tiers as one-letter texts, of very many accounts at once."""
    import numpy as np

    tiers = np.full(len(revenues), Tier.C.value, "U1")
    buying = np.flatnonzero(revenues > 0)
    ordered = buying[np.argsort(-revenues[buying], kind="stable")]
    total = int(revenues[ordered].sum())
    end_a, end_b = (total * share - total * 1e-12 for share in (share_a, share_a + share_b))
    reached = np.concatenate(([0.0], np.cumsum(revenues[ordered].astype(np.float64))))[:-1]
    tiers[ordered[reached < end_b]] = Tier.B.value
    tiers[ordered[reached < min(end_a, end_b)]] = Tier.A.value
    return tiers
