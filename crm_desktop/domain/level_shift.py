"""Has the level of a short series fallen, or is it chance? A Bayesian answer for all accounts at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


class Fall(NamedTuple):
    """The answer for each of A series."""

    log_odds: Floats
    """ln P(fallen) / P(not fallen)."""
    split: NDArray[np.int64]
    """Column of the first value after the most likely fall."""


class Level(NamedTuple):
    """What is normal: means of accounts ~ N(mean, between), values within an account vary by `within` (variances)."""

    mean: float
    between: float
    within: float


def winsorise(values: Floats, known: NDArray[np.bool_], level: Level, *, width: float = 1.7) -> Floats:
    """Pull each value to within `width` standard deviations of what the values before it let one expect.

    One disaster, or one huge order, is not a change of level. What is expected is the shrunken mean, give or take the
    spread of values and what is not known of the mean yet: the first value of a small account is no outlier.
    `values` and `known` are [A, K], oldest first, each row filled from the left. Winsorising against the running
    mean: reference method for ratings.
    """
    import numpy as np

    filled = np.where(known, values, 0.0)
    prior = level.within / level.between
    before = np.cumsum(filled, axis=1) - filled
    count = np.cumsum(known, axis=1, dtype=np.float64) - known
    centre = (level.mean * prior + before) / (prior + count)
    reach = width * np.sqrt(level.within * (1 + 1 / (prior + count)))
    pulled: Floats = np.where(known, np.clip(filled, centre - reach, centre + reach), 0.0)
    return pulled


def fall(values: Floats, known: NDArray[np.bool_], level: Level, *, size: float, size_sd: float, chance: float) -> Fall:
    """Log odds that the level fell by N(size, size_sd²) before one of the values, each with prior odds `chance`.

    Bayes factors of "fell at this split" against "never changed" for normal values with known variance and a normal
    account mean, summed over the splits (Chernoff and Zacks, 1964, with proper priors on both levels).
    `values` and `known` are [A, K], oldest first, each row filled from the left, values where not known are ignored.
    """
    import numpy as np

    filled = np.where(known, values, 0.0)
    counts = known.sum(axis=1)
    running = np.cumsum(filled, axis=1)
    total = running[:, -1] if values.shape[1] else np.zeros(len(values))
    log_odds = np.full(len(values), -30.0)
    best = np.full(len(values), -np.inf)
    split = np.zeros(len(values), np.int64)
    for start in range(1, values.shape[1]):
        after = counts - start
        real = after > 0
        later = np.maximum(after, 1)
        mean_before, mean_after = running[:, start - 1] / start, (total - running[:, start - 1]) / later
        noise_before, noise_after = level.within / start, level.within / later
        odds = _log_normal_pair(
            mean_before - level.mean,
            mean_after - level.mean + size,
            level.between + noise_before,
            level.between + size_sd**2 + noise_after,
            level.between,
        ) - _log_normal_pair(
            mean_before - level.mean,
            mean_after - level.mean,
            level.between + noise_before,
            level.between + noise_after,
            level.between,
        )
        log_odds = np.where(real, np.logaddexp(log_odds, np.log(chance) + odds), log_odds)
        better = real & (odds > best)
        best, split = np.where(better, odds, best), np.where(better, start, split)
    return Fall(log_odds=log_odds, split=split)


def _log_normal_pair(first: Floats, second: Floats, v_first: float, v_second: Floats, shared: float) -> Floats:
    """Log density (up to a constant) of two centred normals with variances v_* and covariance `shared`."""
    import numpy as np

    determinant = v_first * v_second - shared * shared
    square = v_second * first * first - 2 * shared * first * second + v_first * second * second
    density: Floats = -0.5 * np.log(determinant) - 0.5 * square / determinant
    return density
