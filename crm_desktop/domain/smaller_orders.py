"""Looks at the amounts of all accounts: whose orders still come, but became smaller."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from crm_desktop.domain import level_shift

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from crm_desktop.domain.population import Population
    from crm_desktop.domain.purchase_days import Recent

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]
    Counts = NDArray[np.int64]

_SHRUNK_FROM = 6
_SHRUNK_BEFORE = 3
_SHRUNK_SINCE = 3
_SHRUNK_ODDS = 1.0
_CLEARLY_SMALLER = 0.20


class Shrunk(NamedTuple):
    """Of every account, whether its orders became smaller; a passing day changes nothing in it."""

    probability: Floats
    """0 where nothing is clear."""
    smaller_by: Floats
    before: Floats
    now: Floats
    """Typical amounts."""
    since: Counts
    """Purchase days since the fall."""


def shrunk(known: Recent, population: Population) -> Shrunk:
    """Whose orders became smaller: a Bayesian fall of the level of log amounts.

    Needs six purchase days, three of them since the fall, and a fall of a fifth. With the amounts of real accounts
    shuffled this fires for 0.2 to 1.1 % of them (docs/signals.md).
    """
    import numpy as np

    column = np.arange(known.amounts.shape[1])
    # An order without an amount says nothing about baskets: where there are such, nothing is said.
    told = ((known.amounts > 0) | (column[None, :] >= known.purchases[:, None])).all(axis=1)
    accounts = np.flatnonzero(told & (known.purchases >= _SHRUNK_FROM))
    amounts = known.amounts[accounts]
    counts = (amounts > 0).sum(axis=1)
    real = column[None, :] < counts[:, None]
    oldest_first = np.take_along_axis(amounts, np.maximum(counts[:, None] - 1 - column[None, :], 0), axis=1)
    logs = np.where(real, np.log(np.where(real, oldest_first, 1.0)), 0.0)
    level = level_shift.Level(
        mean=population.amount_mean, between=population.amount_between, within=population.amount_within
    )
    pulled = level_shift.winsorise(logs, real, level)
    fallen = level_shift.fall(pulled, real, level, size=0.7, size_sd=0.4, chance=0.03)
    late = real & (column[None, :] >= fallen.split[:, None])
    early = real & ~late
    since = late.sum(axis=1)
    before = (pulled * early).sum(axis=1) / np.maximum(early.sum(axis=1), 1)
    now = (pulled * late).sum(axis=1) / np.maximum(since, 1)
    smaller = 1 - np.exp(now - before)
    enough = (early.sum(axis=1) >= _SHRUNK_BEFORE) & (since >= _SHRUNK_SINCE)
    clear = (fallen.log_odds >= _SHRUNK_ODDS) & enough & (smaller >= _CLEARLY_SMALLER)
    everybody = len(known.purchases)
    found = Shrunk(
        probability=np.zeros(everybody),
        smaller_by=np.zeros(everybody),
        before=np.zeros(everybody),
        now=np.zeros(everybody),
        since=np.zeros(everybody, np.int64),
    )
    at = accounts[clear]
    found.probability[at] = 1 / (1 + np.exp(-fallen.log_odds[clear]))
    found.smaller_by[at] = smaller[clear]
    found.before[at] = np.exp(before[clear])
    found.now[at] = np.exp(now[clear])
    found.since[at] = since[clear]
    return found


def still_comes(silence: Floats, horizon: Floats) -> Flags:
    """Orders are told to be smaller only as long as they come."""
    return silence < horizon / 2
