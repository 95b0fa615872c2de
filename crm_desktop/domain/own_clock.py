"""The clock of an account that pauses every year: in the months of its pause it stands still."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from crm_desktop.domain.dates import day_from

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

MONTHS = 12


def months_between(first: int, last: int) -> frozenset[int]:
    """The months (1 to 12) from one to another, both included, over the year's end if need be: 12, 2 is winter."""
    return frozenset((first - 1 + step) % MONTHS + 1 for step in range((last - first) % MONTHS + 1))


def own_days(days: ArrayLike, as_of: int, paused: Collection[int]) -> NDArray[np.int32]:
    """Day numbers on the account's own clock, which shows ``as_of`` on that day.

    Own day = ``as_of`` less the days in (day, as_of] that lie in no paused month: gaps and silences measured between
    own days leave the pauses out. ``days`` must not be later than ``as_of``; days of one pause are all the same.
    """
    import numpy as np

    numbers = np.asarray(days, np.int64)
    first = int(numbers.min(initial=as_of))
    every = np.arange(first, as_of + 1)
    month = every.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) % MONTHS + 1
    awake = np.cumsum(~np.isin(month, sorted(paused)))
    own: NDArray[np.int32] = (as_of - (awake[-1] - awake[numbers - first])).astype(np.int32)
    return own


def real_day(own: int, as_of: int, paused: Collection[int]) -> int:
    """The day on which the account's own clock came to show ``own``, or the day after ``as_of`` it is still ahead.

    The inverse of ``own_days``; raises ``ValueError`` when the whole year is paused, as the clock never moves then.
    """
    if len(set(paused)) >= MONTHS:
        raise ValueError("A clock that always stands still")
    day, step = as_of, 1 if own > as_of else -1
    left = abs(as_of - own)
    if step > 0:
        while left:
            day += 1
            left -= not is_paused(day, paused)
        return day
    while left or is_paused(day, paused):
        left -= not is_paused(day, paused)
        day -= 1
    return day


def is_paused(day: int, paused: Collection[int]) -> bool:
    """Whether a day lies in a paused month."""
    return day_from(day).month in paused
