"""The Accounts table as it is walked through: its groups with their counts, and rows with their strips."""

from __future__ import annotations

import json
import re
from array import array
from collections.abc import Collection, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from crm_desktop.domain.dates import day_number
from crm_desktop.domain.folding import fold, words
from crm_desktop.domain.own_clock import is_paused, months_between
from crm_desktop.domain.satisfaction import LOWEST_ADVOCATE
from crm_desktop.domain.signals import Standing
from crm_desktop.services import accounts
from crm_desktop.services.accounts import AccountRow
from crm_desktop.storage.store import Store

STRIP_DAYS = 364
"""A strip shows today and so many days before it."""
PEOPLE_FROM = 3
"""Letters from which on people are searched too: with fewer nearly every account knows somebody."""
MOST_MISSED = 400
"""Of daily buyers silent for years no more expected orders than this are told; a strip has no room for them."""

_SIGNS = re.compile(r"[^\w\s]|_")

ALARMS = (Standing.SLIPPING, Standing.SLOWING)
"""Accounts that stand so are off their rhythm."""
# Places in standings.ORDER, which would bring the whole detector along before the first paint.
OFF_RHYTHM = frozenset(tuple(Standing).index(standing) for standing in ALARMS)


class Group(StrEnum):
    """The tabs over the table."""

    ALL = "all"
    OFF_RHYTHM = "off_rhythm"
    TIER_A = "tier_a"
    ADVOCATES = "advocates"
    NEVER_RATED = "never_rated"
    ARCHIVED = "archived"


_CONDITIONS = {
    Group.ALL: "a.archived = 0",
    Group.OFF_RHYTHM: f"a.archived = 0 AND s.status IN ({', '.join(str(status) for status in sorted(OFF_RHYTHM))})",
    Group.TIER_A: f"a.archived = 0 AND {accounts.SORTS['tier']} = 'A'",
    Group.ADVOCATES: f"a.archived = 0 AND r.rating >= {LOWEST_ADVOCATE}",
    Group.NEVER_RATED: "a.archived = 0 AND r.rating IS NULL",
    Group.ARCHIVED: "a.archived = 1",
}
_JOINS = {
    "s.": "LEFT JOIN standing s ON s.account_id = a.id",
    "r.": "LEFT JOIN rhythm r ON r.account_id = a.id",
}


def count_groups(store: Store) -> dict[Group, int]:
    """How many accounts each group has."""
    counts = ", ".join(f"count(*) FILTER (WHERE {condition})" for condition in _CONDITIONS.values())
    row = store.row(f"SELECT {counts} FROM account a {' '.join(_JOINS.values())} WHERE a.deleted_at IS NULL")
    return dict(zip(_CONDITIONS, row, strict=True))


def ordered_ids(store: Store, sort: str, *, descending: bool, group: Group) -> list[int]:
    """The ids of a group in the order of a column (a key of ``accounts.SORTS``): what the table walks through."""
    expression, condition = accounts.SORTS[sort], _CONDITIONS[group]
    joins = [join for alias, join in _JOINS.items() if alias in expression or alias in condition]
    # All by name come in the index's order; for anything else that would mean a random read for every account.
    source = "account a" if sort == "name" and group is Group.ALL else "account a NOT INDEXED"
    direction = "DESC" if descending else "ASC"
    rows = store.rows(
        f"""SELECT a.id FROM {source} {" ".join(joins)} WHERE a.deleted_at IS NULL AND {condition}
        ORDER BY {expression} {direction}, a.id {direction}"""
    )
    return [account for (account,) in rows]


def matching_ids(store: Store, text: str) -> set[int]:
    """The accounts whose words, or from three letters on whose people's words, begin with the words of a text.

    Who types signs means them, if a name has them: "=1+1" is not "100% Cotton". A text without any word in it
    ("%%", "!!!") is looked for in the names as it stands.
    """
    typed, terms = words(text), accounts.search_terms(text)
    literal = "SELECT id FROM account WHERE instr(name_key, :literal)"
    parameters = {"terms": terms, "literal": fold(text)}
    if not typed:
        return {account for (account,) in store.rows(literal, parameters)}
    by_words = "SELECT rowid FROM account_index WHERE account_index MATCH :terms"
    if _SIGNS.search(text):
        exact = store.rows(f"{literal} AND id IN ({by_words})", parameters)
        if exact:
            return {account for (account,) in exact}
    found = store.rows(by_words, parameters)
    if max(map(len, typed)) >= PEOPLE_FROM:
        found += store.rows(
            """SELECT f.account_id FROM contact_index c JOIN affiliation f ON f.contact_id = c.rowid
            JOIN contact p ON p.id = c.rowid
            WHERE contact_index MATCH :terms AND f.until IS NULL AND p.deleted_at IS NULL""",
            parameters,
        )
    return {account for (account,) in found}


class Strip(NamedTuple):
    """What a rhythm strip shows of one account; day numbers, amounts in minor units of the workspace's currency."""

    orders: tuple[tuple[int, int], ...] = ()
    contacts: tuple[int, ...] = ()
    missed: tuple[int, ...] = ()


def strips(store: Store, ids: Sequence[int], today: date) -> dict[int, Strip]:
    """The last year of these accounts, in one query."""
    last = day_number(today)
    first = last - STRIP_DAYS
    rows = store.rows(
        """SELECT r.account_id, r.days, r.amounts, s.status, s.usual_gap,
        (SELECT group_concat(i.day) FROM interaction i WHERE i.account_id = r.account_id
            AND i.day BETWEEN :first AND :last AND i.kind <> 'note' AND i.deleted_at IS NULL),
        (SELECT group_concat(c.first_month || '-' || c.last_month) FROM correction c WHERE c.account_id = r.account_id
            AND c.kind = 'pause' AND c.set_on <= :last AND c.deleted_at IS NULL)
        FROM rhythm r LEFT JOIN standing s ON s.account_id = r.account_id
        WHERE r.account_id IN (SELECT value FROM json_each(:ids))""",
        {"ids": json.dumps(list(ids)), "first": first, "last": last},
    )
    found = {}
    for account, days, amounts, status, usual_gap, contacts, pauses in rows:
        orders = unpacked_orders(days, amounts, first=first, last=last)
        missed: tuple[int, ...] = ()
        if status in OFF_RHYTHM and orders:
            missed = missed_days(orders[-1][0], usual_gap, last, _months(pauses))
        touched = tuple(sorted({int(day) for day in contacts.split(",")})) if contacts else ()
        found[account] = Strip(orders, touched, missed)
    return found


def _months(pauses: str | None) -> frozenset[int]:
    """The months of pauses written as "12-2,8-8"."""
    spans = [span.split("-") for span in pauses.split(",")] if pauses else []
    return frozenset(month for first, last in spans for month in months_between(int(first), int(last)))


def unpacked_orders(days: bytes, amounts: bytes, *, first: int, last: int) -> tuple[tuple[int, int], ...]:
    """The purchase days of a packed rhythm between two day numbers, both included; refunds left out."""
    numbers, sums = array("i"), array("q")
    numbers.frombytes(days)
    sums.frombytes(amounts)
    orders = zip(numbers, sums, strict=True)
    return tuple((day, amount) for day, amount in orders if first <= day <= last and amount >= 0)


def missed_days(
    last_order: int | None, usual_gap: float | None, today: int, paused: Collection[int] = ()
) -> tuple[int, ...]:
    """The days on which an order was expected since the last one and did not come: every usual gap after it.

    ``paused``: the months (1 to 12) in which the account's clock stands still.
    """
    if last_order is None or not usual_gap:
        return ()
    if paused:
        awake = [day for day in range(last_order + 1, today + 1) if not is_paused(day, paused)]
        steps = (round(number * usual_gap) for number in range(1, MOST_MISSED + 1))
        return tuple(awake[step - 1] for step in steps if 0 < step <= len(awake))
    count = min(int((today - last_order) / usual_gap), MOST_MISSED)
    return tuple(round(last_order + number * usual_gap) for number in range(1, count + 1))


class ListRow(NamedTuple):
    """One row of the table, all that is painted of it."""

    id: int
    account: AccountRow
    strip: Strip


def list_rows(store: Store, ids: Sequence[int], today: date) -> list[ListRow]:
    """The rows of a window of ids; one that is gone is left out."""
    found = strips(store, ids, today)
    return [ListRow(row.id, row, found.get(row.id, Strip())) for row in accounts.rows(store, ids)]
