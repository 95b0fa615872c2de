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

_PART, _RARE_PART = "habits", "rare habits"
_COMMON = [
    ("purchases", "<i4"),
    ("last_day", "<i4"),
    ("usual_gap", "<f8"),
    ("lately", "<i4"),
    ("growing", "?"),
    ("faster", "?"),
    ("last_contact", "<i4"),
    ("last_spoken", "<i4"),
]
"""Purchase days, the newest of them and the usual gap as in ``domain.pace``; how many of them count for whether the
whole book is quiet; trends of the gaps (``domain.noticing``); the days of the last contact, and, of who was spoken
with lately, of the last on which we called, visited or wrote."""
_RARE = [
    ("pause_from", "<i4"),
    ("pause_until", "<i4"),
    ("season", "u1"),
    ("shrunk", "<f8"),
    ("smaller_by", "<f8"),
    ("fallen", "<f8"),
    ("low", "<f8"),
    ("low_until", "<i4"),
    ("tier", "S1"),
    ("contact_every", "<i4"),
    ("until", "<i4"),
]
"""Of most accounts nothing, so that only the others are kept. The days of the next yearly pause, both included, and
its place in ``Season``; the trend of amounts (``domain.smaller_orders``); how sure we are that ratings have fallen,
and what a low newest rating says as long as it counts; tier and days between contacts as set by hand. ``until``: from
that day on the record no longer holds."""

NO_CONTACT = -(2**31)
QUIET_AFTER_CONTACT = 7
"""An account we have been in touch with needs some days to answer before it is worth the next call."""
BY_TIER = -1
SEASONS = tuple(Season)
_OLDEST_PAUSE = 730
_NOTHING: dict[str, int | bytes] = {
    **dict.fromkeys((name for name, _ in _RARE), 0),
    "pause_from": NEVER,
    "pause_until": NEVER,
    "tier": b"",
    "contact_every": BY_TIER,
    "until": NEVER,
}


class Model(NamedTuple):
    """What one account is measured against: the habits of the whole book on the day on which they were learned."""

    population: Population
    ratings: RatingHabits


class Habits(NamedTuple):
    """Those of some accounts. What is rare is held of those alone of whom there is any of it."""

    common: Packed
    rare: Packed

    def with_(self, fresh: Habits, accounts: Collection[int]) -> Habits:
        """The same with these instead of those of ``accounts``."""
        return Habits(self.common.with_(fresh.common, accounts), self.rare.with_(fresh.rare, accounts))


def read(store: Store, accounts: Collection[int] | None = None) -> Habits:
    """What is kept of these accounts (``None``: all)."""
    return Habits(packed.read(store, _PART, _COMMON, accounts), packed.read(store, _RARE_PART, _RARE, accounts))


def write(store: Store, fresh: Habits, accounts: Collection[int] | None = None) -> None:
    """Keeps these instead of those of ``accounts`` (``None``: all), inside an operation or a derivation."""
    packed.replace(store, _PART, fresh.common, accounts)
    packed.replace(store, _RARE_PART, fresh.rare, accounts)


def work_out(store: Store, book: Book, known: Recent, ratings: Ratings, model: Model, as_of: int) -> Habits:
    """The habits of the accounts of a book at the end of a day.

    ``known``: their newest purchases; ``ratings``: theirs, up to that day.
    """
    import numpy as np

    from crm_desktop.domain.satisfaction import LOWEST_SATISFIED, measure_ratings

    records = np.zeros(len(book.log.ids), _COMMON + _RARE)
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
    rare = np.logical_or.reduce([records[name] != _NOTHING[name] for name, _ in _RARE])
    common, some = records[[name for name, _ in _COMMON]], records[rare][[name for name, _ in _RARE]]
    return Habits(Packed.of_records(ids, common), Packed.of_records(ids[rare], some))


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
    """What people set, when they were last in touch with us, and when one of us last saw to them."""
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
    records["last_spoken"] = NO_CONTACT
    lately = np.flatnonzero(last > as_of - QUIET_AFTER_CONTACT).tolist()
    spoken = spoken_with(store, [book.log.ids[index] for index in lately], as_of)
    for index in lately:
        _, records["last_spoken"][index] = spoken.get(book.log.ids[index], (NO_CONTACT, NO_CONTACT))


def spoken_with(store: Store, accounts: Collection[int], day: int) -> dict[int, tuple[int, int]]:
    """The first and the last of the days up to ``day``, and not long before it, on which we saw to some accounts."""
    rows = store.rows(
        """SELECT i.account_id, min(i.day), max(i.day) FROM json_each(:accounts) e CROSS JOIN interaction i
        WHERE i.account_id = e.value AND i.day > :quiet AND i.day <= :day
        AND i.kind IN ('call', 'visit', 'email', 'message') AND i.direction <> 'in' AND i.deleted_at IS NULL
        GROUP BY i.account_id""",
        {"accounts": json.dumps(list(accounts)), "day": day, "quiet": day - QUIET_AFTER_CONTACT},
    )
    return {account: (first, last) for account, first, last in rows}


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
