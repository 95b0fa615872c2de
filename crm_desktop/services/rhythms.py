"""Keeps each account's purchase days, last contact and last rating packed, so that no list walks through events."""

from __future__ import annotations

import json
from array import array
from collections.abc import Collection, Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any

from crm_desktop.domain.changes import Changes
from crm_desktop.services import preferences, shown
from crm_desktop.storage.store import Store

# The newest rating is compared with the mean of up to so many before it.
_RATINGS_BEFORE = 3
NEVER = 2**31 - 1
"""A day that does not come."""
_WAITING = "unpacked"


def keep_up(store: Store, changes: Changes) -> None:
    """Repacks the accounts that an operation touched, inside its transaction; very many wait until somebody looks."""
    if changes.accounts is None:
        shown.put(store, _WAITING, True)
    elif changes.touches("setting"):
        repack(store, None)
    elif changes.touches("account", "purchase"):
        repack(store, changes.accounts)
    # What was logged changes, without walking through the account's orders.
    elif changes.touches("rating"):
        _note_ratings_and_contact(store, changes.accounts)
    elif changes.touches("interaction"):
        _note_last_contact(store, changes.accounts)


def bring_up_to_date(store: Store) -> None:
    """Packs all accounts after a step that touched very many: its own transaction need not hold that too."""
    if shown.get(store, _WAITING):
        with store.derivation():
            repack(store, None)


_LAST_CONTACT = """SELECT max(day) FROM interaction i
    WHERE i.account_id = rhythm.account_id AND i.deleted_at IS NULL AND i.kind <> 'note'"""


def _note_last_contact(store: Store, accounts: Collection[int]) -> None:
    store.database.connection().executemany(
        f"UPDATE rhythm SET last_contact = ({_LAST_CONTACT}) WHERE account_id = ?",
        [(account,) for account in accounts],
    )


def _note_ratings_and_contact(store: Store, accounts: Collection[int]) -> None:
    newest = f"""SELECT day, score FROM rating WHERE account_id = ? AND deleted_at IS NULL
        ORDER BY day DESC, id DESC LIMIT {1 + _RATINGS_BEFORE}"""
    store.database.connection().executemany(
        f"""UPDATE rhythm SET rating = ?, rating_before = ?, rating_day = ?, last_contact = ({_LAST_CONTACT})
        WHERE account_id = ?""",
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
        shown.put(store, _WAITING, False)
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
