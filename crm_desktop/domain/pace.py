"""How fast an account usually buys, how long it has been silent, and how far ahead one has to look to call it gone."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from crm_desktop.domain.purchase_days import Recent

    Floats = NDArray[np.float64]

LEARNING_BELOW = 4
"""Purchase days an account needs before anything is said about it."""
USUAL_GAPS = 12
"""The usual gap is the mean of this many newest gaps."""
SHORTEST_HORIZON = 60.0
GAPS_AHEAD = 3.0


class Pace(NamedTuple):
    """One value per account, days."""

    silence: Floats
    """Days since the newest purchase, never negative; 0 without any."""
    usual_gap: Floats
    """Mean of the newest gaps (12 or fewer); 0 below two purchases."""
    horizon: Floats
    """max(3 usual gaps, 60 days)."""
    in_play: NDArray[np.bool_]
    """Not learning any more, and silent for less than the horizon: not long gone either."""


def pace(known: Recent, as_of: int) -> Pace:
    """The pace of every account, seen from the day number `as_of`."""
    import numpy as np

    newest = known.gaps[:, :USUAL_GAPS]
    usual_gap = newest.sum(axis=1) / np.maximum((newest > 0).sum(axis=1), 1)
    return pace_of(known.purchases, known.last_day, usual_gap, as_of)


def pace_of(purchases: NDArray[np.int64], last_day: NDArray[np.int64], usual_gap: Floats, as_of: int) -> Pace:
    """The same where the usual gap is known already: no passing day changes it."""
    import numpy as np

    silence = np.where(purchases > 0, np.maximum(as_of - last_day, 0), 0).astype(np.float64)
    horizon = np.maximum(GAPS_AHEAD * usual_gap, SHORTEST_HORIZON)
    return Pace(
        silence=silence,
        usual_gap=usual_gap,
        horizon=horizon,
        in_play=(purchases >= LEARNING_BELOW) & (silence < horizon),
    )
