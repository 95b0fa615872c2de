"""What a business's own past teaches about who stays: the weights of its traits, learned by replaying."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from crm_desktop.domain import traits
from crm_desktop.domain.pace import LEARNING_BELOW, SHORTEST_HORIZON, pace
from crm_desktop.domain.purchase_days import PurchaseDays, recent, some, until
from crm_desktop.domain.rhythm import measure

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from crm_desktop.domain.population import Population

    Floats = NDArray[np.float64]

EVERY = 28
LOOKS_BACK = 24
"""The past is replayed on at most so many days, EVERY days apart."""
_ACCOUNTS = 4000
_ENOUGH_CASES = 50
_WEIGHT = 0.5
"""One account is looked at again and again while its horizon runs, so each look counts for less than one case."""
_INTERCEPT_WITHIN = 10.0
_WARM_UP = 120
"""Days from the first purchase of all during which nearly everybody is new and the past says little."""


def learn(log: PurchaseDays, as_of: int, population: Population) -> Population:
    """`population` with trait weights fitted to what became of this business's own accounts, seen from past days.

    At each past day only what was known then goes in, and only accounts whose horizon has ended by `as_of` count.
    Logistic regression on top of the score without traits, shrunk to the built-in weights (a normal prior around
    them: Gelman et al., Bayesian Data Analysis, chapter 16), with a free intercept that is thrown away: the past
    teaches who is likelier to leave than others, not how many leave. At most 4000 accounts are replayed.
    """
    import numpy as np

    if not any(population.trait_weights) or not len(log.days):
        return population
    plain = dataclasses.replace(population, trait_weights=(0.0,) * len(population.trait_weights))
    often = np.flatnonzero(np.diff(log.starts) >= LEARNING_BELOW)
    sample = some(log, often[:: max(1, -(-len(often) // _ACCOUNTS))])
    latest = as_of - int(SHORTEST_HORIZON)
    earliest = max(int(log.days.min()) + _WARM_UP, latest - EVERY * (LOOKS_BACK - 1))
    offsets, rows, outcomes = [], [], []
    for day in range(latest, earliest - 1, -EVERY):
        known = recent(until(sample, day))
        now = pace(known, day)
        ended = now.in_play & (day + now.horizon <= as_of)
        if not ended.any():
            continue
        values = traits.traits(known, now)
        offsets.append(measure(known.of(ended), day, plain).score)
        rows.append(traits.standard(values[ended], traits.scale_of(values[now.in_play])))
        outcomes.append(_next_purchase(sample, day)[ended] > day + now.horizon[ended])
    if sum(map(len, outcomes)) < _ENOUGH_CASES:
        return population
    weights = _fit(np.concatenate(offsets), np.concatenate(rows), np.concatenate(outcomes))
    return dataclasses.replace(population, trait_weights=weights)


def _next_purchase(log: PurchaseDays, day: int) -> Floats:
    """Day number of each account's first purchase after `day`; infinity where there is none."""
    import numpy as np

    later = np.flatnonzero(log.days > day)
    owner = np.searchsorted(log.starts, later, side="right") - 1
    following = np.full(log.accounts, np.inf)
    np.minimum.at(following, owner, log.days[later].astype(np.float64))
    return following


def _fit(offset: Floats, rows: Floats, left: NDArray[np.bool_]) -> tuple[float, ...]:
    """Penalised logistic regression by Newton's method (Nelder and Wedderburn, 1972)."""
    import numpy as np

    design = np.column_stack([np.ones(len(rows)), rows])
    prior = np.array([0.0, *traits.BUILT_IN_WEIGHTS])
    precision = np.array([_INTERCEPT_WITHIN, *traits.LEARNED_WITHIN]) ** -2
    weights = prior.copy()
    for _ in range(12):
        chance = 1 / (1 + np.exp(-np.clip(offset + design @ weights, -30, 30)))
        slope = design.T @ (_WEIGHT * (left - chance)) - precision * (weights - prior)
        curvature = (design * (_WEIGHT * chance * (1 - chance))[:, None]).T @ design + np.diag(precision)
        weights = weights + np.linalg.solve(curvature, slope)
    return tuple(weights[1:].tolist())
