"""The packed figures of every account that move as days pass: revenue, how satisfied they are, the last contact."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from crm_desktop.services import corrections, packed, rhythms
from crm_desktop.services.packed import Packed, among
from crm_desktop.services.rhythms import NEVER, Book
from crm_desktop.storage.store import Store

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PART = "figures"
KIND = [
    ("revenue", "<i8"),
    ("revenue_before", "<i8"),
    ("rating", "<f8"),
    ("rating_before", "<f8"),
    ("last_contact", "<i4"),
    ("moves_on", "<i4"),
    ("until", "<i4"),
]
"""Revenue of the last 365 days and of those before, minor units; the newest rating of the last year, and as it was
three months ago, NaN without; day numbers. On ``moves_on`` the revenue changes by itself, which is often, and from
``until`` on the rest no longer holds."""

NO_CONTACT = -(2**31)
THREE_MONTHS = 91
_YEAR = 365


def read(store: Store, accounts: Collection[int] | None = None) -> Packed:
    """What is kept of these accounts (``None``: all)."""
    return packed.read(store, PART, KIND, accounts)


def write(store: Store, fresh: Packed, accounts: Collection[int] | None = None) -> None:
    """Keeps these instead of those of ``accounts`` (``None``: all), inside an operation or a derivation."""
    packed.replace(store, PART, fresh, accounts)


def work_out(store: Store, book: Book, as_of: int, accounts: Collection[int] | None) -> Packed:
    """The figures of the accounts of a book, which are ``accounts`` (``None``: all), at the end of a day."""
    import numpy as np

    records = np.zeros(len(book.ids), KIND)
    _revenue(records, book)
    until = np.full(len(book.ids), NEVER)
    _ratings(store, book, as_of, accounts, records, until)
    _contacts(store, as_of, accounts, records, until)
    records["until"] = until
    return Packed(np.array(book.ids, np.int64), records)


def carry_over(store: Store, kept: Packed, as_of: int) -> Packed:
    """The figures of all accounts on a later day, inside a derivation: only those that ended are worked out anew."""
    ended = set(kept.ids[kept.records["until"] <= as_of].tolist())
    moved = set(kept.ids[kept.records["moves_on"] <= as_of].tolist()) - ended
    if not ended and not moved:
        return kept
    carried = kept.with_(work_out(store, rhythms.book(store, as_of, ended), as_of, ended), ended)
    still = carried.of(among(carried.ids, moved))
    _revenue(still.records, rhythms.book(store, as_of, moved))
    carried = carried.with_(still, moved)
    # So many that all rows are written sooner than those of each are found.
    write(store, carried)
    return carried


def _revenue(records: NDArray[Any], book: Book) -> None:
    records["revenue"], records["revenue_before"] = book.revenue, book.revenue_before
    records["moves_on"] = book.changes_on


def _ratings(
    store: Store,
    book: Book,
    as_of: int,
    accounts: Collection[int] | None,
    records: NDArray[Any],
    until: NDArray[np.int64],
) -> None:
    """Who left has no opinion any more, from the day on which that was told."""
    import numpy as np

    only, chosen = only_of("account_id", accounts)
    rows = store.rows(
        f"""SELECT account_id, day, score FROM rating WHERE deleted_at IS NULL {only} ORDER BY account_id, day, id""",
        chosen,
    )
    owner_id, day = (np.array([row[at] for row in rows], np.int64) for at in (0, 1))
    score = np.array([row[2] for row in rows], np.float64)
    ids = np.array(book.ids, np.int64)
    owner = np.searchsorted(ids, owner_id)
    there = owner < len(ids)
    there[there] = ids[owner[there]] == owner_id[there]
    owner, day, score = owner[there], day[there], score[there]
    starts = np.concatenate(([0], np.cumsum(np.bincount(owner, minlength=len(ids)))))[:-1]
    for name, back in (("rating", 0), ("rating_before", THREE_MONTHS)):
        known = day <= as_of - back
        count = np.bincount(owner[known], minlength=len(ids))
        newest = np.where(count > 0, starts + count - 1, 0)
        has = count > 0
        has[has] = day[newest[has]] > as_of - back - _YEAR
        records[name] = np.nan
        records[name][has] = score[newest[has]]
        until[has] = np.minimum(until[has], day[newest[has]] + _YEAR + back)
        gone = corrections.told(store, as_of - back, accounts).left
        if gone:
            records[name][np.isin(ids, list(gone))] = np.nan
        np.minimum.at(until, owner[~known], day[~known] + back)


def _contacts(
    store: Store, as_of: int, accounts: Collection[int] | None, records: NDArray[Any], until: NDArray[np.int64]
) -> None:
    import numpy as np

    only, chosen = only_of("a.id", accounts)
    rows = store.rows(
        f"""SELECT a.id, r.last_contact FROM account a JOIN rhythm r ON r.account_id = a.id
        WHERE a.deleted_at IS NULL AND a.archived = 0 {only} ORDER BY a.id""",
        chosen,
    )
    last = np.array([NO_CONTACT if day is None else day for _, day in rows], np.int64)
    for index in np.flatnonzero(last > as_of).tolist():
        # Something is dated after the day: what was the last before it, and what is the next?
        before, after = store.row(
            """SELECT max(iif(day <= :as_of, day, NULL)), min(iif(day > :as_of, day, NULL)) FROM interaction
            WHERE account_id = :account AND kind <> 'note' AND deleted_at IS NULL""",
            {"as_of": as_of, "account": rows[index][0]},
        )
        last[index] = NO_CONTACT if before is None else before
        until[index] = min(until[index], NEVER if after is None else after)
    records["last_contact"] = last


def only_of(column: str, accounts: Collection[int] | None) -> tuple[str, dict[str, str]]:
    """A condition that names some accounts (``None``: all), and its parameters."""
    if accounts is None:
        return "", {}
    return f"AND {column} IN (SELECT value FROM json_each(:chosen))", {"chosen": json.dumps(sorted(accounts))}
