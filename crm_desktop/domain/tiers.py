"""The key-account tier of every account, proposed by the 80/20 rule from what each one brought in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crm_desktop.domain.kinds import Tier

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def propose_at_once(revenues: NDArray[np.int64], share_a: float, share_b: float) -> NDArray[Any]:
    """A tier for each account as a one-letter text, in the order given; `revenues` in minor units of one currency.

    A are the largest accounts that together make the first `share_a` of all revenue, B those that make the next
    `share_b`, C the rest and everybody without revenue (a negative sum counts as none). The account that crosses a
    boundary belongs to the higher tier. Equal revenues keep the order given, so the same input gives the same tiers.
    Rule: Pareto's 80/20, as in ABC analysis (Dickie, 1951).
    """
    import numpy as np

    tiers = np.full(len(revenues), Tier.C.value, "U1")
    buying = np.flatnonzero(revenues > 0)
    ordered = buying[np.argsort(-revenues[buying], kind="stable")]
    total = int(revenues[ordered].sum())
    # The tolerance keeps a boundary that is met exactly from being missed by a rounding of the last digit.
    end_a, end_b = (total * share - total * 1e-12 for share in (share_a, share_a + share_b))
    reached = np.concatenate(([0.0], np.cumsum(revenues[ordered].astype(np.float64))))[:-1]
    tiers[ordered[reached < end_b]] = Tier.B.value
    tiers[ordered[reached < min(end_a, end_b)]] = Tier.A.value
    return tiers
