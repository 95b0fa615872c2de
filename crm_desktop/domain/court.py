"""Replays the list over a business's own past, week by week, as it would have stood then.

Nothing that was not known on a day goes into the list of that day. Beside it stand two rules that others use, given
the same accounts to choose from and the same number of places.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from crm_desktop.domain.court_ledger import Ledger, history
from crm_desktop.domain.court_lists import MONDAY, Rule, habits_of, learned_on, lists_of
from crm_desktop.domain.court_silences import Silences, keys_of, silences

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from crm_desktop.domain.population import Population

    Whole = NDArray[np.int64]

LEAST_ACCOUNTS = 20
LEAST_DAYS = 365
"""Below so many accounts with enough purchases, or so many days of history, nothing is judged."""

_WARM_UP, _RUN_IN = 120, 91
_MOST_WEEKS, _MOST_JUDGED = 78, 364
_WEEK = 7
_MONTH = 365.25 / 12


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
        self._keys = keys_of(self._silences.owner, self._silences.began)
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
            place = np.searchsorted(self._keys, keys_of(listed.accounts, listed.last_day), side="right") - 1
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
