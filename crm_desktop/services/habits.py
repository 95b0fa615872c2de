"""The packed habits of every account that a passing day leaves as they are: its usual gap, its trends, its pauses."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import TYPE_CHECKING, Any, NamedTuple

from crm_desktop.domain import noticing, smaller_orders
from crm_desktop.domain.pace import LEARNING_BELOW, pace
from crm_desktop.domain.signals import Season
from crm_desktop.domain.whose_silence import LOOKS_BACK
from crm_desktop.services import packed
from crm_desktop.services.book import Book
from crm_desktop.services.packed import Packed
from crm_desktop.services.rhythms import NEVER
from crm_desktop.storage.store import Store

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from crm_desktop.domain.population import Population
    from crm_desktop.domain.purchase_days import PurchaseDays, Recent
    from crm_desktop.domain.satisfaction import RatingHabits, Ratings

PART = "habits"
KIND = [
    ("purchases", "<i4"),
    ("last_day", "<i4"),
    ("usual_gap", "<f8"),
    ("lately", "<i4"),
    ("pause_from", "<i4"),
    ("pause_until", "<i4"),
    ("season", "u1"),
    ("growing", "?"),
    ("faster", "?"),
    ("shrunk", "<f8"),
    ("smaller_by", "<f8"),
    ("fallen", "<f8"),
    ("low", "<f8"),
    ("low_until", "<i4"),
    ("tier", "S1"),
    ("contact_every", "<i4"),
    ("last_contact", "<i4"),
    ("until", "<i4"),
]
"""Purchase days, the newest of them and the usual gap as in ``domain.pace``; how many of them count for whether the
whole book is quiet; the days of the next yearly pause, both included, and its place in ``Season``; trends of gaps and
amounts (``domain.noticing``); how sure we are that ratings have fallen, and what a low newest rating says as long as it
counts; tier and days between contacts as set by hand ("" and -1 without); the day of the last contact. ``until``: from
that day on the record no longer holds."""

NO_CONTACT = -(2**31)
BY_TIER = -1
SEASONS = tuple(Season)
_OLDEST_PAUSE = 730


class Model(NamedTuple):
    """What one account is measured against: the habits of the whole book on the day on which they were learned."""

    population: Population
    ratings: RatingHabits


def read(store: Store, accounts: Collection[int] | None = None) -> Packed:
    """What is kept of these accounts (``None``: all)."""
    return packed.read(store, PART, KIND, accounts)


def write(store: Store, fresh: Packed, accounts: Collection[int] | None = None) -> None:
    """Keeps these instead of those of ``accounts`` (``None``: all), inside an operation or a derivation."""
    packed.replace(store, PART, fresh, accounts)


def work_out(store: Store, book: Book, known: Recent, ratings: Ratings, model: Model, as_of: int) -> Packed:
    """The habits of the accounts of a book at the end of a day.

    ``known``: their newest purchases; ``ratings``: theirs, up to that day.
    """
    import numpy as np

    from crm_desktop.domain.satisfaction import LOWEST_SATISFIED, measure_ratings

    records = np.zeros(len(book.log.ids), KIND)
    records["purchases"], records["last_day"] = known.purchases, known.last_day
    records["usual_gap"] = pace(known, as_of).usual_gap
    records["lately"] = _since(book.purchases, as_of - LOOKS_BACK)
    trend = noticing.gap_trend(known, model.population)
    records["growing"], records["faster"] = trend.growing & (known.purchases >= LEARNING_BELOW), trend.faster
    shrunk = smaller_orders.shrunk(known, model.population)
    records["shrunk"], records["smaller_by"] = shrunk.probability, shrunk.smaller_by
    until = book.future.copy()
    level = measure_ratings(ratings, model.ratings)
    records["fallen"] = np.where(noticing.has_fallen(level), level.probability, 0.0)
    rated = np.flatnonzero(np.diff(ratings.starts))
    newest = ratings.starts[1:][rated] - 1
    low = ratings.scores[newest] < LOWEST_SATISFIED
    records["low"][rated[low]] = [noticing.lost_after(score) for score in ratings.scores[newest[low]].tolist()]
    records["low_until"][rated[low]] = ratings.days[newest[low]] + noticing.LOW_RATING_STAYS
    _next_pauses(book, known, as_of, records, until)
    _by_hand(store, book, as_of, records, until)
    ids = np.array(book.log.ids, np.int64)
    for account, day in _future_ratings(store, book, as_of):
        at = packed.among(ids, [account])
        until[at] = np.minimum(until[at], day)
    records["until"] = until
    return Packed.of_records(ids, records)


def _since(log: PurchaseDays, day: int) -> NDArray[np.int64]:
    """How many purchase days of each account lie after a day."""
    import numpy as np

    later = np.concatenate(([0], np.cumsum(log.days > day)))
    return np.diff(later[log.starts])


def _next_pauses(book: Book, known: Recent, as_of: int, records: NDArray[Any], until: NDArray[np.int64]) -> None:
    """An account whose pause was told by a person has a clock that stands still already."""
    import numpy as np

    from crm_desktop.domain.whose_silence import may_pause, pauses

    records["pause_from"] = records["pause_until"] = NEVER
    old_enough = (known.purchases >= 8) & (known.last_day - known.first_day >= _OLDEST_PAUSE - 30)
    for index in np.flatnonzero(old_enough & may_pause(book.purchases)).tolist():
        if book.log.ids[index] in book.told.paused:
            continue
        mine = slice(int(book.purchases.starts[index]), int(book.purchases.starts[index + 1]))
        following = next((each for each in pauses(book.purchases.days[mine].tolist()) if each.last_day >= as_of), None)
        if following is not None:
            records["pause_from"][index], records["pause_until"][index] = following.first_day, following.last_day
            records["season"][index] = SEASONS.index(following.season)
            until[index] = min(until[index], following.last_day + 1)


def _by_hand(store: Store, book: Book, as_of: int, records: NDArray[Any], until: NDArray[np.int64]) -> None:
    """What people set, and when they were last spoken to."""
    import numpy as np

    only, chosen = _only("a.id", book)
    rows = store.rows(
        f"""SELECT a.tier, coalesce(a.contact_every, {BY_TIER}), coalesce(r.last_contact, {NO_CONTACT})
        FROM account a JOIN rhythm r ON r.account_id = a.id
        WHERE a.deleted_at IS NULL AND a.archived = 0 {only} ORDER BY a.id""",
        chosen,
    )
    records["tier"] = [row[0].encode() for row in rows]
    records["contact_every"], last = (np.array([row[column] for row in rows], np.int64) for column in (1, 2))
    for index in np.flatnonzero(last > as_of).tolist():
        # Something is dated after the day: what was the last before it, and what is the next?
        before, after = store.row(
            """SELECT max(iif(day <= :as_of, day, NULL)), min(iif(day > :as_of, day, NULL)) FROM interaction
            WHERE account_id = :account AND kind <> 'note' AND deleted_at IS NULL""",
            {"as_of": as_of, "account": book.log.ids[index]},
        )
        last[index] = NO_CONTACT if before is None else before
        until[index] = min(until[index], NEVER if after is None else after)
    records["last_contact"] = last


def _future_ratings(store: Store, book: Book, as_of: int) -> list[Any]:
    only, chosen = _only("r.account_id", book)
    return store.rows(
        f"""SELECT r.account_id, (SELECT min(f.day) FROM rating f WHERE f.account_id = r.account_id
            AND f.day > :as_of AND f.deleted_at IS NULL)
        FROM rhythm r WHERE r.rating_day > :as_of {only}""",
        {"as_of": as_of, **chosen},
    )


def _only(column: str, book: Book) -> tuple[str, dict[str, str]]:
    """A condition that names the accounts of the book, and its parameters."""
    if book.log.accounts is None:
        return "", {}
    return f"AND {column} IN (SELECT value FROM json_each(:chosen))", {"chosen": json.dumps(sorted(book.log.accounts))}
