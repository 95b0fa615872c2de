"""The list that each of three rules would have made on a day of the past, from what was known by then."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from crm_desktop.domain.court_ledger import Ledger, known_by
from crm_desktop.domain.experience import learn
from crm_desktop.domain.purchase_days import Recent, recent, some
from crm_desktop.domain.rhythm import LEARNING_BELOW, fit_population, measure
from crm_desktop.domain.signals import MAYBE_FROM

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from crm_desktop.domain.population import Population

    Whole = NDArray[np.int64]
    Flags = NDArray[np.bool_]
    Floats = NDArray[np.float64]

DEEPEST = 60
"""The rankings are kept so far down; lists are at most this long."""
MOST_FITTED = 10_000
"""The habits of a larger business are learned from every second, third ... account."""
MONDAY = 4
"""The day number of a Monday."""

# What "left" means is fixed here and not taken from the rule that is judged: silent for max(3 x the mean of the
# newest 12 gaps, 60 days).
GAPS, GAPS_AHEAD, SHORTEST = 12, 3, 60

_LEARN_EVERY = 56
_BLOCK = 500


class Rule(StrEnum):
    """Who is put on the list. Each orders what it flags by the revenue of 12 months, the first also by how sure."""

    OWN_RHYTHM = "own_rhythm"
    """Silent for longer than the own usual gap, and leaving at least maybe."""
    SILENT_60 = "silent_60"
    """No purchase for 60 days."""
    HALF_OF_90 = "half_of_90"
    """Fewer than half as many purchase days in 90 days as in the 90 before."""


class Listed(NamedTuple):
    """Accounts in the order of a list, with the last purchase that was known of each."""

    accounts: Whole
    last_day: Whole


def learned_on(day: int) -> int:
    """The day on which the habits were learned that the list of `day` goes by: a Monday, every eight weeks anew."""
    return day - (day - MONDAY) % _LEARN_EVERY


def habits_of(entries: Ledger, day: int) -> Population:
    """The habits of the business as it was known at the end of `day`, learned from at most MOST_FITTED accounts."""
    import numpy as np

    log = known_by(entries, day).log
    bought = np.flatnonzero(np.diff(log.starts))
    every = max(1, -(-len(bought) // MOST_FITTED))
    if every > 1:
        log = some(log, bought[::every])
    return learn(log, day, fit_population(recent(log), day))


def lists_of(entries: Ledger, day: int, habits: Population, depth: int = DEEPEST) -> dict[Rule, Listed]:
    """The list of every rule on `day`, at most `depth` long, with the habits of the day `learned_on`.

    To choose from are the accounts with at least four purchase days and some revenue whose silence has not yet
    reached the day on which they count as gone: those take no place on anybody's list.
    """
    import numpy as np

    known = known_by(entries, day)
    seen = recent(known.log)
    usual = _usual_gap(seen)
    silence = day - seen.last_day
    open_now = (
        (seen.purchases >= LEARNING_BELOW) & (silence < np.maximum(GAPS_AHEAD * usual, SHORTEST)) & (known.revenue > 0)
    )
    now = np.bincount(known.owner[known.log.days > day - 90], minlength=entries.accounts)
    half_year = np.bincount(known.owner[known.log.days > day - 180], minlength=entries.accounts)
    past = _by_revenue(open_now & (silence >= np.maximum(usual, 1)), known.revenue)
    chosen = {
        Rule.OWN_RHYTHM: _most_at_stake(seen.of(past), past, day, known.revenue[past], habits, depth),
        Rule.SILENT_60: _by_revenue(open_now & (silence >= SHORTEST), known.revenue)[:depth],
        Rule.HALF_OF_90: _by_revenue(open_now & (2 * now < half_year - now), known.revenue)[:depth],
    }
    return {rule: Listed(accounts=accounts, last_day=seen.last_day[accounts]) for rule, accounts in chosen.items()}


def _usual_gap(seen: Recent) -> Floats:
    import numpy as np

    newest = seen.gaps[:, :GAPS]
    usual: Floats = newest.sum(axis=1) / np.maximum((newest > 0).sum(axis=1), 1)
    return usual


def _by_revenue(flagged: Flags, revenue: Floats) -> Whole:
    import numpy as np

    accounts = np.flatnonzero(flagged)
    return accounts[np.argsort(-revenue[accounts], kind="stable")]


def _most_at_stake(seen: Recent, accounts: Whole, day: int, revenue: Floats, habits: Population, depth: int) -> Whole:
    """Of `accounts`, which stand in the order of their revenue, those with the most revenue x probability.

    No account can be worth more than its revenue, so those further down are not measured once the list is full of
    better ones.
    """
    import numpy as np

    found, stakes, chances = np.zeros(0, np.int64), np.zeros(0), np.zeros(0)
    for start in range(0, len(accounts), _BLOCK):
        block = np.arange(start, min(start + _BLOCK, len(accounts)))
        if len(stakes) >= depth and np.partition(stakes, -depth)[-depth] >= revenue[start]:
            break
        chance = measure(seen.of(block), day, habits).probability
        maybe = chance >= MAYBE_FROM
        found = np.concatenate([found, accounts[block][maybe]])
        chances = np.concatenate([chances, chance[maybe]])
        stakes = np.concatenate([stakes, (revenue[block] * chance)[maybe]])
    return found[np.lexsort((found, -chances, -stakes))[:depth]]
