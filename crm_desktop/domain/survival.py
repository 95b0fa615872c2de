"""How long a silence of an account may last: two survival curves of its gaps, shrunk to the habits of the business."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, NamedTuple

from crm_desktop.domain import traits, unseen_past
from crm_desktop.domain.pace import pace
from crm_desktop.domain.population import Population
from crm_desktop.domain.special import digamma, incomplete_beta, log_gamma, student_tail

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from crm_desktop.domain.purchase_days import Recent

    Floats = NDArray[np.float64]

FADING = 0.9
"""Weight of a gap relative to the next newer one."""
ENOUGH_ACCOUNTS = 20
"""From this many accounts with enough gaps on, the business's own habits replace the built-in ones."""
_PRIOR_GAPS_LOG = 4.0
_PRIOR_GAPS_SHAPE = 6.0


class GapSums(NamedTuple):
    """Weighted sums over an account's remembered gaps (weight FADING ** age)."""

    weight: Floats
    log_mean: Floats
    log_squares: Floats
    """Weighted sum of squared deviations of the log gaps."""
    total: Floats
    """Weighted sum of the gaps, days."""


def gap_sums(recent: Recent) -> GapSums:
    import numpy as np

    known = recent.gaps > 0
    weights = known * FADING ** np.arange(recent.gaps.shape[1])
    logs = np.log(np.where(known, recent.gaps, 1.0))
    weight = weights.sum(axis=1)
    log_mean = (weights * logs).sum(axis=1) / np.maximum(weight, 1e-9)
    return GapSums(
        weight=weight,
        log_mean=log_mean,
        log_squares=(weights * (logs - log_mean[:, None]) ** 2).sum(axis=1),
        total=(weights * recent.gaps).sum(axis=1),
    )


def log_normal_survival(silence: Floats, sums: GapSums, population: Population) -> Floats:
    """P(gap > silence) if an account's log gaps are normal with unknown mean and variance.

    Student-t predictive of the normal model with conjugate priors (Gelman et al., Bayesian Data Analysis, 3rd ed.,
    section 3.3), prior mean and variance estimated from all accounts (empirical Bayes).
    """
    import numpy as np

    freedom = _PRIOR_GAPS_LOG + np.maximum(sums.weight - 1, 0)
    variance = (_PRIOR_GAPS_LOG * population.log_within + sums.log_squares) / freedom
    prior_weight = variance / population.log_between
    centre = (prior_weight * population.log_mean + sums.weight * sums.log_mean) / (prior_weight + sums.weight)
    scale = np.sqrt(variance * (1 + 1 / (prior_weight + sums.weight)))
    return student_tail((np.log(np.maximum(silence, 0.5)) - centre) / scale, freedom)


class GammaGaps(NamedTuple):
    """Gamma gaps with a gamma-distributed rate: the predictive tail is an incomplete beta function."""

    shape: Floats
    weight: Floats
    days: Floats


def gamma_gaps(sums: GapSums, population: Population) -> GammaGaps:
    """Shape of each account's gaps from ln(mean) - mean(ln) (Minka, Estimating a Gamma distribution, 2002), shrunk
    with six prior gaps; rate conjugate with its prior over accounts (Fader and Hardie, Gamma-gamma model, 2013)."""
    import numpy as np

    mean = sums.total / np.maximum(sums.weight, 1e-9)
    spread = np.where(sums.weight > 1.5, np.log(np.maximum(mean, 1.0)) - sums.log_mean, 0.0)
    own = np.maximum(sums.weight - 1, 0)
    corrected = spread * sums.weight / np.maximum(own, 0.5)
    shrunk = (_PRIOR_GAPS_SHAPE * population.shape_gap + corrected * own) / (_PRIOR_GAPS_SHAPE + own)
    shape = shape_from(shrunk)
    return GammaGaps(
        shape=shape,
        weight=population.rate_shape + shape * sums.weight,
        days=population.rate_shape * population.gap_scale / shape + sums.total,
    )


def shape_from(spread: Floats) -> Floats:
    """The gamma shape k with ln k - digamma(k) = spread, between 0.3 and 25, by interpolation in a fixed table."""
    import numpy as np

    shapes = np.exp(np.linspace(np.log(0.25), np.log(30.0), 60))
    table = np.log(shapes) - digamma(shapes)
    return np.clip(np.interp(-spread, -table, shapes), 0.3, 25.0)


def gamma_survival(silence: Floats, gaps: GammaGaps) -> Floats:
    """P(gap > silence) = I_{B / (B + silence)}(weight, shape), B = `days`."""
    return incomplete_beta(gaps.weight, gaps.shape, gaps.days / (gaps.days + silence))


def leaving(purchases: Floats, population: Population) -> Floats:
    """Chance that an account leaves right after its n-th purchase (BG/NBD idea of Fader, Hardie and Lee, 2005)."""
    import numpy as np

    return population.leave_alpha / (population.leave_alpha + population.leave_beta + np.maximum(purchases - 1, 0))


def fit_population(recent: Recent, as_of: int) -> Population:
    """The business's own habits at the day number `as_of`, or the built-in ones below ENOUGH_ACCOUNTS accounts."""
    import numpy as np

    sums = gap_sums(recent)
    gaps = (recent.gaps > 0).sum(axis=1)
    steady = gaps >= 4
    if steady.sum() < ENOUGH_ACCOUNTS:
        return Population()
    own = np.maximum(sums.weight - 1, 0)
    within = max(float(np.sum(sums.log_squares[steady]) / np.sum(own[steady])), 0.01)
    mean_weight = float(np.mean(sums.weight[steady]))
    mean = sums.total / np.maximum(sums.weight, 1e-9)
    spread = np.log(np.maximum(mean, 1.0)) - sums.log_mean
    corrected = spread * sums.weight / np.maximum(own, 0.5)
    pooled = float(np.sum((corrected * own)[steady]) / np.sum(own[steady]))
    paired = gaps >= 2
    log_means = np.log(np.maximum(mean[paired], 1.0))
    shape = float(shape_from(np.array([pooled]))[0])
    between = max(float(np.var(log_means) - np.mean(1 / (shape * sums.weight[paired]))), 0.1)
    habits = Population(
        log_mean=float(np.mean(sums.log_mean[paired])),
        log_between=max(float(np.var(sums.log_mean[steady])) - within / mean_weight, 0.1),
        log_within=within,
        shape_gap=max(pooled, 0.02),
        gap_scale=float(np.exp(np.median(log_means))),
        rate_shape=float(np.clip(1 / between, 0.3, 10)),
    )
    alpha, beta = _fit_leaving(recent, as_of, sums, habits)
    amount_mean, amount_between, amount_within = _fit_amounts(recent)
    log_begins, older = unseen_past.estimate(recent, habits.gap_scale)
    habits = dataclasses.replace(
        habits,
        leave_alpha=alpha,
        leave_beta=beta,
        log_begins=log_begins,
        older=older,
        amount_mean=amount_mean,
        amount_between=amount_between,
        amount_within=amount_within,
    )
    now = pace(recent, as_of)
    if now.in_play.sum() < ENOUGH_ACCOUNTS:
        return habits
    scale = traits.scale_of(traits.traits(recent, now)[now.in_play])
    return dataclasses.replace(
        habits, trait_centres=scale.centres, trait_spreads=scale.spreads, trait_weights=traits.BUILT_IN_WEIGHTS
    )


def _fit_amounts(recent: Recent) -> tuple[float, float, float]:
    """Mean, variance between and variance within accounts of log amounts, by the method of moments.

    The built-in ones where no account has four known amounts.
    """
    import numpy as np

    known = recent.amounts > 0
    counts = known.sum(axis=1)
    often = counts >= 4
    if not often.any():
        return Population.amount_mean, Population.amount_between, Population.amount_within
    known, counts = known[often], counts[often]
    logs = np.where(known, np.log(np.where(known, recent.amounts[often], 1.0)), 0.0)
    means = logs.sum(axis=1) / counts
    squares = float(np.sum(known * (logs - means[:, None]) ** 2))
    within = max(squares / float(np.sum(counts - 1)), 0.01)
    between = max(float(np.var(means)) - within * float(np.mean(1 / counts)), 0.05)
    return float(np.mean(means)), between, within


def _fit_leaving(recent: Recent, as_of: int, sums: GapSums, habits: Population) -> tuple[float, float]:
    """Maximum likelihood of prod(1 - p) * (p_n + (1 - p_n) S(silence)) over accounts, on a grid that closes in."""
    import numpy as np

    chosen = np.flatnonzero(recent.purchases >= 2)
    chosen = chosen[:: max(1, len(chosen) // 4000)]
    picked = GapSums(*(values[chosen] for values in sums))
    silence = np.maximum(as_of - recent.last_day[chosen], 0).astype(float)
    survival = 0.5 * (
        log_normal_survival(silence, picked, habits) + gamma_survival(silence, gamma_gaps(picked, habits))
    )
    purchases = recent.purchases[chosen].astype(float)
    numbers, which = np.unique(purchases, return_inverse=True)
    how_many = np.bincount(which)

    def likelihoods(log_alpha: float, log_betas: Floats) -> Floats:
        alpha, betas = np.exp(log_alpha), np.exp(log_betas)[:, None]
        stayed = (
            log_gamma(betas + numbers - 1)
            - log_gamma(betas)
            + log_gamma(alpha + betas)
            - log_gamma(alpha + betas + numbers - 1)
        )
        left = (alpha / (alpha + betas + numbers - 1))[:, which]
        now = np.log(left + (1 - left) * survival + 1e-12)
        prior = 0.02 * (log_alpha**2 + (log_betas - 2.0) ** 2)
        logs: Floats = np.sum(how_many * stayed, axis=1) + np.sum(now, axis=1) - prior
        return logs

    centre, reach = (0.0, 2.0), 4.0
    while reach > 0.05:
        steps = np.linspace(-reach, reach, 5)
        betas = np.clip(centre[1] + steps, -4, 8)
        tried = [
            (likelihood, a, b)
            for a in np.clip(centre[0] + steps, -6, 6)
            for likelihood, b in zip(likelihoods(a, betas), betas, strict=True)
        ]
        _, *best = max(tried)
        centre, reach = (best[0], best[1]), reach * 0.6
    return float(np.exp(centre[0])), float(np.exp(centre[1]))
