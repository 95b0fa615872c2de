"""The packed habits of every account that a passing day leaves as they are: its newest gaps and amounts, its trends."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any, NamedTuple

from crm_desktop.domain import noticing, smaller_orders
from crm_desktop.domain.pace import LEARNING_BELOW, pace
from crm_desktop.domain.purchase_days import REMEMBERED, Recent
from crm_desktop.domain.signals import Season
from crm_desktop.services import packed
from crm_desktop.services.figures import only_of
from crm_desktop.services.packed import Packed
from crm_desktop.services.rhythms import NEVER, Book
from crm_desktop.storage.store import Store

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from crm_desktop.domain.population import Population
    from crm_desktop.domain.satisfaction import RatingHabits, Ratings

PART = "habits"
KIND = [
    ("purchases", "<i4"),
    ("first_day", "<i4"),
    ("last_day", "<i4"),
    ("usual_gap", "<f8"),
    ("gaps", "<i4", REMEMBERED),
    ("amounts", "<f8", REMEMBERED + 1),
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
    ("until", "<i4"),
]
"""The first six as in ``domain.purchase_days.Recent``, with the usual gap of ``domain.pace``; the days of the next
yearly pause, both included, and its place in ``Season``; trends of gaps and amounts (``domain.noticing``); how sure we
are that ratings have fallen, and what a low newest rating says as long as it counts; tier and days between contacts as
set by hand ("" and -1 without). ``until``: from that day on the record no longer holds."""

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


def recent(records: NDArray[Any]) -> Recent:
    """The newest purchases, as the rhythm is measured from."""
    import numpy as np

    return Recent(
        purchases=records["purchases"].astype(np.int64),
        first_day=records["first_day"].astype(np.int64),
        last_day=records["last_day"].astype(np.int64),
        gaps=records["gaps"].astype(np.float64),
        amounts=records["amounts"].astype(np.float64),
    )


def work_out(
    store: Store, book: Book, ratings: Ratings, model: Model, as_of: int, accounts: Collection[int] | None
) -> Packed:
    """The habits of the accounts of a book, which are ``accounts`` (``None``: all), at the end of a day.

    ``ratings``: theirs, up to that day.
    """
    import numpy as np

    from crm_desktop.domain import purchase_days
    from crm_desktop.domain.satisfaction import LOWEST_SATISFIED, measure_ratings

    known = purchase_days.recent(book.purchases)
    records = np.zeros(len(book.ids), KIND)
    for name in ("purchases", "first_day", "last_day", "gaps", "amounts"):
        records[name] = getattr(known, name)
    records["usual_gap"] = pace(known, as_of).usual_gap
    trend = noticing.gap_trend(known, model.population)
    records["growing"], records["faster"] = trend.growing & (known.purchases >= LEARNING_BELOW), trend.faster
    shrunk = smaller_orders.shrunk(known, model.population)
    records["shrunk"], records["smaller_by"] = shrunk.probability, shrunk.smaller_by
    until = book.future.copy()
    level = measure_ratings(ratings, model.ratings)
    records["fallen"] = np.where(noticing.has_fallen(level), level.probability, 0.0)
    newest = ratings.starts[1:] - 1
    for index in np.flatnonzero(np.diff(ratings.starts)).tolist():
        score = float(ratings.scores[newest[index]])
        if score < LOWEST_SATISFIED:
            records["low"][index] = noticing.lost_after(score)
            records["low_until"][index] = int(ratings.days[newest[index]]) + noticing.LOW_RATING_STAYS
    _next_pauses(book, as_of, records, until)
    _set_by_hand(store, accounts, records)
    for account, day in _future_ratings(store, as_of, accounts):
        index = int(np.searchsorted(book.ids, account))
        if index < len(book.ids) and book.ids[index] == account:
            until[index] = min(until[index], day)
    records["until"] = until
    return Packed(np.array(book.ids, np.int64), records)


def _next_pauses(book: Book, as_of: int, records: NDArray[Any], until: NDArray[np.int64]) -> None:
    """An account whose pause was told by a person has a clock that stands still already."""
    import numpy as np

    from crm_desktop.domain.whose_silence import may_pause, pauses

    records["pause_from"] = records["pause_until"] = NEVER
    old_enough = (records["purchases"] >= 8) & (records["last_day"] - records["first_day"] >= _OLDEST_PAUSE - 30)
    for index in np.flatnonzero(old_enough & may_pause(book.purchases)).tolist():
        if book.ids[index] in book.told.paused:
            continue
        mine = slice(int(book.purchases.starts[index]), int(book.purchases.starts[index + 1]))
        following = next((each for each in pauses(book.purchases.days[mine].tolist()) if each.last_day >= as_of), None)
        if following is not None:
            records["pause_from"][index], records["pause_until"][index] = following.first_day, following.last_day
            records["season"][index] = SEASONS.index(following.season)
            until[index] = min(until[index], following.last_day + 1)


def _set_by_hand(store: Store, accounts: Collection[int] | None, records: NDArray[Any]) -> None:
    only, chosen = only_of("a.id", accounts)
    rows = store.rows(
        f"""SELECT a.tier, a.contact_every FROM account a JOIN rhythm r ON r.account_id = a.id
        WHERE a.deleted_at IS NULL AND a.archived = 0 {only} ORDER BY a.id""",
        chosen,
    )
    records["tier"] = [tier.encode() for tier, _ in rows]
    records["contact_every"] = [BY_TIER if every is None else every for _, every in rows]


def _future_ratings(store: Store, as_of: int, accounts: Collection[int] | None) -> list[Any]:
    only, chosen = only_of("r.account_id", accounts)
    return store.rows(
        f"""SELECT r.account_id, (SELECT min(f.day) FROM rating f WHERE f.account_id = r.account_id
            AND f.day > :as_of AND f.deleted_at IS NULL)
        FROM rhythm r WHERE r.rating_day > :as_of {only}""",
        {"as_of": as_of, **chosen},
    )
