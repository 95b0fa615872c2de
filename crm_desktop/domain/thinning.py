"""Which of many backups are kept: close together near the newest, further apart the older they are."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from datetime import datetime

_NEWEST = 3
_DAYS, _WEEKS, _MONTHS = 7, 5, 12

_PERIODS: tuple[tuple[int, Callable[[datetime], Hashable]], ...] = (
    (_DAYS, lambda moment: moment.date()),
    (_WEEKS, lambda moment: moment.isocalendar()[:2]),
    (_MONTHS, lambda moment: (moment.year, moment.month)),
)


def kept(taken: Iterable[datetime]) -> set[datetime]:
    """The three newest, and the last of each of the newest 7 days, 5 weeks and 12 months that have any.

    Periods without a backup do not count, and today is not asked for: a clock that ran ahead, or a laptop that lay in a
    drawer for a year, removes nothing.
    """
    newest_first = sorted(set(taken), reverse=True)
    found = set(newest_first[:_NEWEST])
    for number, period_of in _PERIODS:
        last_of: dict[Hashable, datetime] = {}
        for moment in newest_first:
            last_of.setdefault(period_of(moment), moment)
        found.update(list(last_of.values())[:number])
    return found
