"""Every time that an account went quiet, and what became of it: it left, or bought again in time."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from crm_desktop.domain.court_ledger import YEAR, Ledger, known_by
from crm_desktop.domain.court_lists import GAPS, GAPS_AHEAD, SHORTEST
from crm_desktop.domain.rhythm import LEARNING_BELOW

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Whole = NDArray[np.int64]
    Flags = NDArray[np.bool_]
    Floats = NDArray[np.float64]

NEVER = 2**31 - 1
"""A day beyond all others."""
_KEY = 2**32


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
        return self.next_on < NEVER


def silences(entries: Ledger, last_day: int) -> Silences:
    """All silences of all accounts, in the order of account and day."""
    import numpy as np

    known = known_by(entries, last_day)
    owner, days = known.owner, known.log.days.astype(np.int64)
    place = np.arange(len(days)) - known.log.starts[owner]
    gaps = np.minimum(place, GAPS)
    # The sum of the newest gaps is the way back to the purchase before them.
    usual = (days - days[np.arange(len(days)) - gaps]) / np.maximum(gaps, 1)
    following = np.full(len(days), NEVER)
    following[:-1] = np.where(owner[1:] == owner[:-1], days[1:], NEVER)
    enough = place + 1 >= LEARNING_BELOW
    reach = np.ceil(np.maximum(GAPS_AHEAD * usual, SHORTEST)).astype(np.int64)
    keys = keys_of(owner, days)
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


def keys_of(owner: Whole, day: Whole) -> Whole:
    """One number for an account and a day, in the order of account and day."""
    return owner * _KEY + day + _KEY // 2
