"""Judges a rule by the replay: whom a list of some size would have caught in time, missed, and alarmed in vain."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from crm_desktop.domain.court import Replayed
from crm_desktop.domain.court_lists import Rule
from crm_desktop.domain.court_silences import NEVER

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Whole = NDArray[np.int64]


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
    first = np.full(len(replayed.silences.owner), NEVER)
    # From the last week to the first: what is written last stays.
    first[listings.silence[within][::-1]] = listings.day[within][::-1]
    return np.where(first < replayed.silences.gone_on, first, NEVER)


def score(replayed: Replayed, rule: Rule, size: int) -> Score:
    """Counts what a list of `size` under `rule` would have caught, missed and alarmed in vain."""
    first = first_listed(replayed, rule, size)
    departures = replayed.departures()
    caught = departures[first[departures] < NEVER]
    fresh = (first >= replayed.period.judged_from) & (first < NEVER)
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
