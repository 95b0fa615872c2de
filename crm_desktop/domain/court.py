"""Replays the list over a business's own past, week by week, and counts whom it would have shown in time.

Nothing that was not known on a day goes into the list of that day. Beside it stand two rules that others use, given
the same accounts to choose from and the same number of places.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from crm_desktop.domain.court_ledger import YEAR, Ledger, history, known_by
from crm_desktop.domain.court_lists import (
    GAPS,
    GAPS_AHEAD,
    MONDAY,
    SHORTEST,
    Rule,
    habits_of,
    learned_on,
    lists_of,
)
from crm_desktop.domain.rhythm import LEARNING_BELOW

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from crm_desktop.domain.survival import Population

    Whole = NDArray[np.int64]
    Flags = NDArray[np.bool_]
    Floats = NDArray[np.float64]

LEAST_ACCOUNTS = 20
LEAST_DAYS = 365
"""Below so many accounts with enough purchases, or so many days of history, nothing is judged."""

_WARM_UP, _RUN_IN = 120, 91
_MOST_WEEKS, _MOST_JUDGED = 78, 364
_WEEK = 7
_MONTH = 365.25 / 12
_NEVER = 2**31 - 1
_KEY = 2**32


# -- what became of them -------------------------------------------------------------------------


class Silences(NamedTuple):
    """Every time that an account with at least four purchase days went quiet, as known in the end."""

    owner: Whole
    began: Whole
    """The day of the last purchase."""
    gone_on: Whole
    """The day on which the silence reaches max(3 x the own usual gap, 60 days) and the account counts as gone."""
    next_on: Whole
    """The day of the next purchase; a day beyond all others where there is none yet."""
    revenue: Floats
    """Bought in the 365 days up to the last purchase, minor units."""

    def of(self, places: Whole) -> Silences:
        """The chosen ones alone."""
        return Silences(
            owner=self.owner[places],
            began=self.began[places],
            gone_on=self.gone_on[places],
            next_on=self.next_on[places],
            revenue=self.revenue[places],
        )

    def left(self, last_day: int) -> Flags:
        """Nothing bought until the account counted as gone, and that day has come."""
        return (self.next_on >= self.gone_on) & (self.gone_on <= last_day)

    def stayed(self) -> Flags:
        """Bought again before it counted as gone."""
        return self.next_on < self.gone_on

    def came_back(self) -> Flags:
        """Bought again, early or late."""
        return self.next_on < _NEVER


def silences(entries: Ledger, last_day: int) -> Silences:
    """All silences of all accounts, in the order of account and day."""
    import numpy as np

    known = known_by(entries, last_day)
    owner, days = known.owner, known.log.days.astype(np.int64)
    place = np.arange(len(days)) - known.log.starts[owner]
    gaps = np.minimum(place, GAPS)
    # The sum of the newest gaps is the way back to the purchase before them.
    usual = (days - days[np.arange(len(days)) - gaps]) / np.maximum(gaps, 1)
    following = np.full(len(days), _NEVER)
    following[:-1] = np.where(owner[1:] == owner[:-1], days[1:], _NEVER)
    enough = place + 1 >= LEARNING_BELOW
    reach = np.ceil(np.maximum(GAPS_AHEAD * usual, SHORTEST)).astype(np.int64)
    keys = _keys(owner, days)
    year_ago = np.searchsorted(keys, keys - YEAR, side="right")
    # Not beyond the account's own first purchase, which a year before day one of another would be.
    year_ago = np.maximum(year_ago, known.log.starts[owner])
    so_far = np.concatenate([[0.0], np.cumsum(known.log.amounts)])
    revenue = so_far[1:] - so_far[year_ago]
    return Silences(
        owner=owner[enough],
        began=days[enough],
        gone_on=(days + reach)[enough],
        next_on=following[enough],
        revenue=revenue[enough],
    )


class Period(NamedTuple):
    """Which weeks are replayed, and from when on what is seen counts. Day numbers."""

    weeks: tuple[int, ...]
    """Mondays, so that an entry more or less never moves them."""
    judged_from: int
    last_day: int
    """The day of the newest purchase: what came of it later nobody knows."""

    @property
    def months(self) -> float:
        return (self.last_day - self.judged_from + 1) / _MONTH


def period(first_day: int, last_day: int) -> Period:
    """At most the last 52 weeks are judged; the weeks before only fill the lists.

    A quarter at least runs in, so that nobody counts as first listed on the day that the replay begins.
    """
    start = max(first_day + _WARM_UP, last_day - _MOST_WEEKS * _WEEK)
    monday = start + (MONDAY - start) % _WEEK
    return Period(
        weeks=tuple(range(monday, last_day + 1, _WEEK)),
        judged_from=min(max(start + _RUN_IN, last_day - _MOST_JUDGED + 1), last_day),
        last_day=last_day,
    )


# -- the replay ----------------------------------------------------------------------------------


class Listings(NamedTuple):
    """Every line of every weekly list of one rule, in the order of the weeks."""

    day: Whole
    silence: Whole
    """Place in `Silences`."""
    rank: Whole
    """1 = the head of the list."""


class Replayed(NamedTuple):
    """All that is needed to judge lists of any size up to DEEPEST."""

    period: Period
    silences: Silences
    """Those that ended in leaving while it was judged, and those that were ever listed."""
    listings: dict[Rule, Listings]

    def departures(self) -> Whole:
        """Places in `silences` of the accounts that left while it was judged."""
        import numpy as np

        left = self.silences.left(self.period.last_day) & (self.silences.gone_on >= self.period.judged_from)
        return np.flatnonzero(left)


class Replay:
    """Walks through the weeks one by one, so that whoever waits can be told how far it is, and can stop it."""

    def __init__(self, entries: Ledger) -> None:
        first_day, last_day = history(entries)
        self.period = period(first_day, last_day)
        self.done = 0
        self._entries = entries
        self._silences = silences(entries, last_day)
        self._keys = _keys(self._silences.owner, self._silences.began)
        self._habits: tuple[int, Population] | None = None
        self._listed: dict[Rule, list[tuple[Whole, Whole]]] = {rule: [] for rule in Rule}

    @property
    def total(self) -> int:
        """How many weeks there are."""
        return len(self.period.weeks)

    def step(self) -> bool:
        """Replays the next week; false when there is none left."""
        import numpy as np

        if self.done == self.total:
            return False
        day = self.period.weeks[self.done]
        if self._habits is None or self._habits[0] != learned_on(day):
            self._habits = learned_on(day), habits_of(self._entries, learned_on(day))
        for rule, listed in lists_of(self._entries, day, self._habits[1]).items():
            # The silence that the list meant: the one that began with the last purchase known then.
            place = np.searchsorted(self._keys, _keys(listed.accounts, listed.last_day), side="right") - 1
            known = place >= 0
            known[known] = self._silences.owner[place[known]] == listed.accounts[known]
            self._listed[rule].append((place[known], np.flatnonzero(known) + 1))
        self.done += 1
        return self.done < self.total

    def result(self) -> Replayed:
        """What the weeks walked through so far have shown."""
        import numpy as np

        days = self.period.weeks[: self.done]
        parts = {rule: [*weeks, (np.zeros(0, np.int64), np.zeros(0, np.int64))] for rule, weeks in self._listed.items()}
        places = {rule: np.concatenate([place for place, _ in weeks]) for rule, weeks in parts.items()}
        left = self._silences.left(self.period.last_day) & (self._silences.gone_on >= self.period.judged_from)
        kept = np.unique(np.concatenate([np.flatnonzero(left), *places.values()]))
        return Replayed(
            period=self.period,
            silences=self._silences.of(kept),
            listings={
                rule: Listings(
                    day=np.repeat(np.array(days, np.int64), [len(place) for place, _ in weeks[:-1]]),
                    silence=np.searchsorted(kept, places[rule]),
                    rank=np.concatenate([rank for _, rank in weeks]),
                )
                for rule, weeks in parts.items()
            },
        )


def _keys(owner: Whole, day: Whole) -> Whole:
    return owner * _KEY + day + _KEY // 2


# -- the verdict ---------------------------------------------------------------------------------


class Score(NamedTuple):
    """How a rule would have done with lists of `size`."""

    rule: Rule
    size: int
    departures: int
    caught: int
    """Departures listed before the account counted as gone."""
    warning: float
    """Mean days from the first listing of a caught account to the day it counted as gone; 0 without any."""
    false_alarms: int
    """Listed for the first time while it was judged, and bought again before it counted as gone; once a silence."""
    undecided: int
    """Listed for the first time while it was judged, of whom it is too early to say."""
    months: float
    revenue: float
    """Of the departures, in their last 12 months of buying; minor units."""
    revenue_caught: float

    @property
    def missed(self) -> int:
        return self.departures - self.caught

    @property
    def false_alarms_a_month(self) -> float:
        return self.false_alarms / self.months


def first_listed(replayed: Replayed, rule: Rule, size: int) -> Whole:
    """The day on which each silence first stood on a list of `size`; a day beyond all others where it never did."""
    import numpy as np

    listings = replayed.listings[rule]
    within = listings.rank <= size
    first = np.full(len(replayed.silences.owner), _NEVER)
    # From the last week to the first: what is written last stays.
    first[listings.silence[within][::-1]] = listings.day[within][::-1]
    return np.where(first < replayed.silences.gone_on, first, _NEVER)


def score(replayed: Replayed, rule: Rule, size: int) -> Score:
    """Counts what a list of `size` under `rule` would have caught, missed and alarmed in vain."""
    first = first_listed(replayed, rule, size)
    departures = replayed.departures()
    caught = departures[first[departures] < _NEVER]
    fresh = (first >= replayed.period.judged_from) & (first < _NEVER)
    stayed = replayed.silences.stayed()
    decided = stayed | replayed.silences.left(replayed.period.last_day)
    warning = replayed.silences.gone_on[caught] - first[caught]
    return Score(
        rule=rule,
        size=size,
        departures=len(departures),
        caught=len(caught),
        warning=float(warning.mean()) if len(caught) else 0.0,
        false_alarms=int((fresh & stayed).sum()),
        undecided=int((fresh & ~decided).sum()),
        months=replayed.period.months,
        revenue=float(replayed.silences.revenue[departures].sum()),
        revenue_caught=float(replayed.silences.revenue[caught].sum()),
    )


def as_quiet_as(rival: Score, own: Sequence[Score]) -> Score | None:
    """Of `own` scores with lists of growing size the longest with no more false alarms than `rival`; None if none."""
    return next((mine for mine in reversed(own) if mine.false_alarms <= rival.false_alarms), None)


def likely_share(count: int, of: int) -> tuple[float, float]:
    """Between which shares the true one lies with 95 % when `count` of `of` were seen (Wilson, 1927)."""
    if not of:
        return 0.0, 1.0
    z, share = 1.96, count / of
    centre = (share + z * z / (2 * of)) / (1 + z * z / of)
    reach = z / (1 + z * z / of) * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    return max(centre - reach, 0.0), min(centre + reach, 1.0)
