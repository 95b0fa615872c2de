"""The packed figures of every account that move as days pass, worked out ahead for each day of a week."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from crm_desktop.domain import noticing
from crm_desktop.domain.pace import pace_of
from crm_desktop.services import corrections, packed
from crm_desktop.services.book import Book
from crm_desktop.services.packed import Packed
from crm_desktop.storage.store import Store

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from crm_desktop.domain.population import Population
    from crm_desktop.domain.purchase_days import Recent
    from crm_desktop.domain.satisfaction import Ratings

KIND = [
    ("chance", "<f8"),
    ("revenue", "<i8"),
    ("rating", "<f4"),
    ("rating_before", "<f4"),
]
"""How likely it is that they are leaving, of accounts past their own rhythm (0 of all others); revenue of the 365 days
up to the day, minor units; the newest rating of the last year, and as it was three months ago, NaN without."""
_BEFORE = [("revenue_before", "<i8")]
"""Revenue of the 365 days before those, which only the tables of lists ask for."""

THREE_MONTHS = 91
_YEAR = 365


def read(store: Store, day: int, accounts: Collection[int] | None = None) -> Packed:
    """What is kept of these accounts (``None``: all) for a day, without the year before."""
    return packed.read(store, _part(day), KIND, accounts)


def revenue_before(store: Store, day: int, accounts: Collection[int] | None = None) -> NDArray[np.int64]:
    """The revenue of the year before of the same accounts, in the same order."""
    return packed.read(store, _part_before(day), _BEFORE, accounts).columns["revenue_before"]


def write(store: Store, day: int, fresh: Packed, accounts: Collection[int] | None = None) -> None:
    """Keeps these instead of those of ``accounts`` (``None``: all), inside a derivation."""
    packed.replace(store, _part(day), fresh.only(name for name, _ in KIND), accounts)
    packed.replace(store, _part_before(day), fresh.only(name for name, _ in _BEFORE), accounts)


def forget(store: Store) -> None:
    """Throws away those of all days, inside a derivation."""
    store.database.connection().execute("DELETE FROM packed WHERE part LIKE 'figures%'")


def _part(day: int) -> str:
    return f"figures {day}"


def _part_before(day: int) -> str:
    return f"figures before {day}"


def work_out(
    store: Store, book: Book, known: Recent, ratings: Ratings, habits: Packed, population: Population, day: int
) -> Packed:
    """The figures of the accounts of a book at the end of a day, not before that of the book, if nothing is entered.

    ``known``, ``ratings`` and the common ``habits`` are those of the same accounts.
    """
    import numpy as np

    from crm_desktop.domain.rhythm import measure

    records = np.zeros(len(habits.ids), KIND + _BEFORE)
    # Of all others nothing depends on how sure we would be.
    asked = _is_overdue(habits.columns, day) | habits.columns["growing"]
    records["chance"][asked] = measure(known.of(asked), day, population).probability
    records["revenue"], records["revenue_before"] = book.log.revenue(day)
    for name, back in (("rating", 0), ("rating_before", THREE_MONTHS)):
        records[name] = _newest(ratings, day - back)
        # Who left has no opinion any more, from the day on which that was told.
        gone = corrections.told(store, day - back, book.log.accounts).left
        records[name][packed.among(habits.ids, gone)] = np.nan
    return Packed.of_records(habits.ids, records)


def _is_overdue(records: dict[str, NDArray[Any]], day: int) -> NDArray[np.bool_]:
    purchases, usual_gap = records["purchases"], records["usual_gap"]
    return noticing.is_overdue(purchases, pace_of(purchases, records["last_day"], usual_gap, day).silence, usual_gap)


def _newest(ratings: Ratings, day: int) -> NDArray[np.float64]:
    """The newest score of each account in the year up to a day, NaN without."""
    import numpy as np

    known = np.concatenate(([0], np.cumsum(ratings.days <= day)))
    # They stand in the order of their days.
    newest = ratings.starts[:-1] + np.diff(known[ratings.starts]) - 1
    has = newest >= ratings.starts[:-1]
    has[has] = ratings.days[newest[has]] > day - _YEAR
    found = np.full(len(has), np.nan)
    found[has] = ratings.scores[newest[has]]
    return found
