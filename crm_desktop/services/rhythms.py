"""Keeps each account's purchase days, last contact and last rating packed, so that no list walks through events."""

from __future__ import annotations

import json
from array import array
from collections.abc import Collection, Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from crm_desktop.domain.changes import Changes
from crm_desktop.services import corrections, preferences
from crm_desktop.services.corrections import Told
from crm_desktop.storage.store import Store

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from crm_desktop.domain.purchase_days import PurchaseDays

# The newest rating is compared with the mean of up to so many before it.
_RATINGS_BEFORE = 3
NEVER = 2**31 - 1
"""A day that does not come."""


def keep_up(store: Store, changes: Changes) -> None:
    """Repacks the accounts that an operation touched, inside its transaction."""
    if changes.touches("setting"):
        repack(store, None)
    elif changes.touches("account", "purchase") or changes.accounts is None:
        repack(store, changes.accounts)
    else:
        # What was logged changes, without walking through the account's orders.
        if changes.touches("rating"):
            _note_ratings(store, changes.accounts)
        if changes.touches("interaction"):
            _note_last_contact(store, changes.accounts)


_LAST_CONTACT = """SELECT max(day) FROM interaction i
    WHERE i.account_id = rhythm.account_id AND i.deleted_at IS NULL AND i.kind <> 'note'"""


def _note_last_contact(store: Store, accounts: Collection[int]) -> None:
    store.database.connection().execute(
        f"UPDATE rhythm SET last_contact = ({_LAST_CONTACT}) WHERE account_id IN (SELECT value FROM json_each(?))",
        (json.dumps(sorted(accounts)),),
    )


def _note_ratings(store: Store, accounts: Collection[int]) -> None:
    newest = f"""SELECT day, score FROM rating WHERE account_id = ? AND deleted_at IS NULL
        ORDER BY day DESC, id DESC LIMIT {1 + _RATINGS_BEFORE}"""
    store.database.connection().executemany(
        "UPDATE rhythm SET rating = ?, rating_before = ?, rating_day = ? WHERE account_id = ?",
        [(*_rated(store.rows(newest, (account,))[::-1]), account) for account in accounts],
    )


def _rated(ratings: list[Any]) -> tuple[float | None, float | None, int | None]:
    """The newest score, the mean of those before it, and its day; of (day, score), oldest first."""
    if not ratings:
        return None, None, None
    day, score = ratings[-1]
    earlier = [score for _, score in ratings[-1 - _RATINGS_BEFORE : -1]]
    return score, sum(earlier) / len(earlier) if earlier else None, day


def repack(store: Store, accounts: Collection[int] | None) -> None:
    """Packs these accounts (``None``: all) from their events; the whole gives the same rows as the parts."""
    chosen_preferences = preferences.get(store)
    connection = store.database.connection()
    insert = "INSERT INTO rhythm VALUES (?, ?, ?, ?, ?, ?, ?)"
    if accounts is None:
        from crm_desktop.services import all_rhythms  # with NumPy, which a single logged order does without

        connection.execute("DELETE FROM rhythm")
        connection.executemany(insert, all_rhythms.rows(store, chosen_preferences, _RATINGS_BEFORE))
        return
    parameters = {"chosen": json.dumps(sorted(accounts))}
    only = "AND account_id IN (SELECT value FROM json_each(:chosen))"
    these = "WHERE {} IN (SELECT value FROM json_each(:chosen))"
    purchases = _by_account(
        store,
        f"""SELECT account_id, day, currency, sum(iif(refund, -abs(amount), amount)), max(refund OR amount < 0),
        max(NOT refund AND amount >= 0) FROM purchase WHERE deleted_at IS NULL {only}
        GROUP BY account_id, day, currency ORDER BY account_id, day""",
        parameters,
    )
    ratings = _by_account(
        store,
        f"""SELECT account_id, day, score FROM rating WHERE deleted_at IS NULL {only} ORDER BY account_id, day, id""",
        parameters,
    )
    contacts = dict(
        store.rows(
            f"""SELECT account_id, max(day) FROM interaction WHERE deleted_at IS NULL AND kind <> 'note' {only}
            GROUP BY account_id""",
            parameters,
        )
    )
    ids = [a for (a,) in store.rows(f"SELECT id FROM account {these.format('id')} ORDER BY id", parameters)]
    connection.execute(f"DELETE FROM rhythm {these.format('account_id')}", parameters)
    connection.executemany(insert, _packed(ids, purchases, ratings, contacts, chosen_preferences))


def _by_account(store: Store, query: str, parameters: dict[str, Any]) -> Iterator[tuple[int, Iterable[Any]]]:
    return groupby(store.database.connection().execute(query, parameters), key=itemgetter(0))


def _packed(
    ids: Iterable[int],
    purchases: Iterator[tuple[int, Iterable[Any]]],
    ratings: Iterator[tuple[int, Iterable[Any]]],
    contacts: dict[int, int],
    chosen: preferences.Preferences,
) -> Iterator[tuple[Any, ...]]:
    """Merges three streams ordered by account into rows of the rhythm table."""
    bought, rated = next(purchases, None), next(ratings, None)
    for account in ids:
        days, amounts = array("i"), array("q")
        if bought is not None and bought[0] == account:
            _pack_days(bought[1], days, amounts, chosen)
            bought = next(purchases, None)
        scores = list[Any]()
        if rated is not None and rated[0] == account:
            scores = [(day, score) for _, day, score in rated[1]]
            rated = next(ratings, None)
        yield account, days.tobytes(), amounts.tobytes(), contacts.get(account), *_rated(scores)


def _pack_days(rows: Iterable[Any], days: array[int], amounts: array[int], chosen: preferences.Preferences) -> None:
    """One entry a day: its net amount. A day on which everything was taken back is no day at all.

    A negative entry is a refund of an earlier day: it counts for revenue, never as a purchase.
    """
    for day, group in groupby(rows, key=itemgetter(1)):
        net, bought, refunded = 0, False, False
        for _, _, currency, amount, has_refund, has_purchase in group:
            # An amount in a currency without a rate still is a purchase; its money is not counted.
            rate = 1.0 if currency == chosen.currency else chosen.rates.get(currency, 0.0)
            net += amount if rate == 1.0 else round(amount * rate)
            bought |= bool(has_purchase)
            refunded |= bool(has_refund)
        if (bought and not (refunded and net == 0)) or net < 0:
            days.append(day)
            amounts.append(net)


class Book(NamedTuple):
    """All accounts that are neither archived nor deleted, side by side; arrays indexed 0..A-1."""

    ids: list[int]
    purchases: PurchaseDays
    """The purchase days up to the day asked for; amounts in minor units."""
    revenue: NDArray[np.int64]
    """Net of the 365 days up to and including the day, minor units."""
    revenue_before: NDArray[np.int64]
    """The same for the 365 days before those."""
    changes_on: NDArray[np.int64]
    """The first day after the day asked for on which the revenue changes without anything being entered."""
    future: NDArray[np.int64]
    """The first day after the day asked for that an order or a refund is dated on."""
    told: Told
    """What people told about these accounts; it is worked into ``purchases``, never into the revenue."""


def book(store: Store, as_of: int, accounts: Collection[int] | None = None) -> Book:
    """Unpacks these accounts (``None``: all) as they stood at the end of the day ``as_of``.

    What people told the detector takes effect here, for the whole pass and for a single account alike: the days of
    an account that pauses stand on its own clock, what lies before a new rhythm is left out, and so is everything of
    an account that is no customer any more.
    """
    import numpy as np

    from crm_desktop.domain.purchase_days import PurchaseDays, until

    only = "" if accounts is None else "AND a.id IN (SELECT value FROM json_each(:chosen))"
    rows = store.rows(
        f"""SELECT a.id, r.days, r.amounts FROM account a JOIN rhythm r ON r.account_id = a.id
        WHERE a.deleted_at IS NULL AND a.archived = 0 {only} ORDER BY a.id""",
        {} if accounts is None else {"chosen": json.dumps(sorted(accounts))},
    )
    days = np.frombuffer(b"".join(row[1] for row in rows), np.int32)
    amounts = np.frombuffer(b"".join(row[2] for row in rows), np.int64)
    counts = np.array([len(row[1]) // 4 for row in rows], np.int64)
    owner, ends = np.repeat(np.arange(len(rows)), counts), np.cumsum(counts)

    def between(first: int, last: int) -> NDArray[np.int64]:
        sums = np.cumsum(np.where((days >= first) & (days <= last), amounts, 0))
        return np.diff(np.concatenate(([0], sums))[ends], prepend=0)

    changes_on, future = np.full(len(rows), NEVER), np.full(len(rows), NEVER)
    later = days > as_of
    np.minimum.at(future, owner[later], days[later])
    leaves = np.select([days > as_of - 365, days > as_of - 730], [days + 365, days + 730], NEVER)
    has = counts > 0
    changes_on[has] = np.minimum.reduceat(np.where(later, days, leaves), (ends - counts)[has]) if has.any() else NEVER
    bought = amounts >= 0
    starts = np.zeros(len(rows) + 1, np.int64)
    np.cumsum(np.bincount(owner[bought], minlength=len(rows)), out=starts[1:])
    log = PurchaseDays(starts=starts, days=days[bought], amounts=amounts[bought].astype(np.float64))
    ids = [row[0] for row in rows]
    told = corrections.told(store, as_of, accounts)
    return Book(
        ids=ids,
        purchases=_as_told(until(log, as_of), ids, told, as_of),
        revenue=between(as_of - 364, as_of),
        revenue_before=between(as_of - 729, as_of - 365),
        changes_on=changes_on,
        future=future,
        told=told,
    )


def _as_told(log: PurchaseDays, ids: list[int], told: Told, as_of: int) -> PurchaseDays:
    """The purchases that count for the rhythm of each account, on the account's own clock."""
    import numpy as np

    from crm_desktop.domain.own_clock import own_days
    from crm_desktop.domain.purchase_days import PurchaseDays

    touched = (told.paused.keys() | told.rhythm_from.keys() | told.left).intersection(ids)
    if not touched:
        return log
    days, amounts, kept = log.days.copy(), log.amounts.copy(), np.ones(len(log.days), bool)
    for index in [place for place, account in enumerate(ids) if account in touched]:
        account, mine = ids[index], slice(int(log.starts[index]), int(log.starts[index + 1]))
        if account in told.left:
            kept[mine] = False
        elif account in told.rhythm_from:
            kept[mine] = log.days[mine] >= told.rhythm_from[account]
        paused = told.paused.get(account)
        at = np.flatnonzero(kept[mine]) + mine.start
        if paused and len(at):
            days[at] = own_days(days[at], as_of, paused)
            # All days of one pause are one day of the own clock, and a day is one purchase.
            first = np.flatnonzero(np.diff(days[at], prepend=days[at[0]] - 1))
            amounts[at[first]] = np.add.reduceat(amounts[at], first)
            kept[np.delete(at, first)] = False
    before = np.concatenate(([0], np.cumsum(kept)))
    return PurchaseDays(starts=before[log.starts], days=days[kept], amounts=amounts[kept])
