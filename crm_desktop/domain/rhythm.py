"""Each account's own rhythm of buying, and how likely its present silence is to be the beginning of its leaving."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from crm_desktop.domain import survival, traits
from crm_desktop.domain.pace import LEARNING_BELOW, pace
from crm_desktop.domain.population import Population
from crm_desktop.domain.purchase_days import PurchaseDays, Recent, only, pack, recent, until
from crm_desktop.domain.survival import fit_population
from crm_desktop.domain.unseen_past import own_rate, purchases_ever

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

__all__ = [
    "LEARNING_BELOW",
    "Population",
    "PurchaseDays",
    "Recent",
    "Rhythm",
    "fit_population",
    "measure",
    "only",
    "pack",
    "recent",
    "until",
]

_SLOWED_TO = 1 / 3
_CUSUM_CAP = 8.0


class Rhythm(NamedTuple):
    """One value per account, all of them finite, also where there is nothing to say (then `learning` is set)."""

    purchases: NDArray[np.int64]
    """Number of purchase days known."""
    last_day: NDArray[np.int64]
    """Day number of the newest purchase; 0 without any."""
    silence: Floats
    """Days since the newest purchase, never negative; 0 without any."""
    usual_gap: Floats
    """Mean of the newest gaps (12 or fewer), days; 0 below two purchases."""
    horizon: Floats
    """H = max(3 usual gaps, 60 days): how far ahead `probability` looks."""
    probability: Floats
    """Chance of no purchase within the horizon."""
    score: Floats
    """Log odds of `probability`: what a list is ordered by."""
    surprise: Floats
    """Chance of a silence at least this long if the account is still on its rhythm: what explains the order."""
    slowing: Floats
    """CUSUM of the rate of buying against a third of the own rate; 0 = no sign, 8 = as strong as it may get."""
    alarm: Floats
    """What a badge or notification goes by: score - ln(surprise) / 2."""
    learning: Flags
    """Fewer than four purchase days: nothing is said yet."""


def measure(known: Recent, as_of: int, population: Population) -> Rhythm:
    """Measure every account at the day `as_of` (day number; purchases on that day count, silence is then 0).

    `known` must hold no purchase later than `as_of` (see `until`). Every account is worked out from its own row of
    `known` and from `population` alone: one account measured by itself gives the same numbers as in the whole pass.
    Method and weights: shared reference method for silent departures; sources stand at the parts (survival.py).
    """
    import numpy as np

    sums = survival.gap_sums(known)
    purchases = purchases_ever(known, population)
    silence, usual_gap, horizon, _ = paced = pace(known, as_of)
    gamma = survival.gamma_gaps(sums, population)
    left = survival.leaving(purchases, population)
    now = (survival.log_normal_survival(silence, sums, population), survival.gamma_survival(silence, gamma))
    ahead = silence + horizon
    later = (survival.log_normal_survival(ahead, sums, population), survival.gamma_survival(ahead, gamma))
    nothing = sum(
        (left + (1 - left) * after) / (left + (1 - left) * before) for before, after in zip(now, later, strict=True)
    )
    chance = np.clip(nothing / 2, 1e-9, 1 - 1e-9)
    slowing = _slowing(known, as_of, population)
    scale = traits.Scale(centres=population.trait_centres, spreads=population.trait_spreads)
    score = (
        0.20
        + 0.475 * np.log(chance / (1 - chance))
        + 0.406 * slowing
        - 0.614 * np.log(np.clip(purchases, 1, 60))
        + (traits.standard(traits.traits(known, paced), scale) * population.trait_weights).sum(axis=1)
    )
    surprise = np.clip((now[0] + now[1]) / 2, 1e-6, 1.0)
    return Rhythm(
        purchases=known.purchases,
        last_day=known.last_day,
        silence=silence,
        usual_gap=usual_gap,
        horizon=horizon,
        probability=1 / (1 + np.exp(-score)),
        score=score,
        surprise=surprise,
        slowing=slowing,
        alarm=score - 0.5 * np.log(surprise),
        learning=known.purchases < LEARNING_BELOW,
    )


def _slowing(known: Recent, as_of: int, population: Population) -> Floats:
    """One-sided Poisson CUSUM (Page, 1954; Lucas, 1985) for a fall of the rate to a third, over the newest purchases.

    c = max over starting points of (2/3 rate * days since - ln 3 * purchases since), with the account's own rate
    shrunk to the business's. Starting points are the purchases themselves, where the sum is lowest.
    """
    import numpy as np

    rate = own_rate(known, population)
    since_last = np.where(known.purchases > 0, np.maximum(as_of - known.last_day, 0), 0)
    reach = np.concatenate([np.zeros((len(rate), 1)), np.cumsum(known.gaps, axis=1)], axis=1) + since_last[:, None]
    later = np.arange(reach.shape[1])
    exists = later[None, :] < np.maximum(known.purchases, 1)[:, None]
    rise = (1 - _SLOWED_TO) * rate[:, None] * reach + np.log(_SLOWED_TO) * later[None, :]
    highest: Floats = np.clip(np.where(exists, rise, 0.0).max(axis=1), 0.0, _CUSUM_CAP)
    return highest
