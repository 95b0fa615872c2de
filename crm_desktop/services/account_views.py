"""The Accounts table as it is walked through: the ids that a filter lets through, and rows with their strips."""

from __future__ import annotations

import json
from array import array
from collections.abc import Collection, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from crm_desktop.domain.account_filter import AccountFilter
from crm_desktop.domain.dates import day_from, day_number
from crm_desktop.domain.folding import fold, words
from crm_desktop.domain.own_clock import is_paused, months_between
from crm_desktop.domain.signals import Standing
from crm_desktop.services import account_filter, accounts, promises
from crm_desktop.services.account_search import PEOPLE_FROM
from crm_desktop.services.account_words import SIGNS
from crm_desktop.services.accounts import AccountRow
from crm_desktop.storage.store import Store

if TYPE_CHECKING:
    from crm_desktop.services.attention_data import NextStep

STRIP_DAYS = 364
"""A strip shows today and so many days before it."""
MOST_MISSED = 400
"""Of daily buyers silent for years no more expected orders than this are told; a strip has no room for them."""

_NAMED = "SELECT id FROM account WHERE deleted_at IS NULL AND instr(name_key, :literal)"
_BY_WORDS = "SELECT rowid AS id FROM account_index WHERE account_index MATCH :terms"
_BY_PEOPLE = """SELECT f.account_id AS id FROM contact_index c JOIN affiliation f ON f.contact_id = c.rowid
    WHERE contact_index MATCH :terms AND f.until IS NULL
    AND c.rowid NOT IN (SELECT id FROM contact WHERE deleted_at IS NOT NULL)"""

_NEXT = """(SELECT f.what FROM follow_up f WHERE f.account_id = a.id AND f.done_on IS NULL
    AND f.deleted_at IS NULL ORDER BY f.due, f.id LIMIT 1)"""
SORTS = {
    **accounts.SORTS,
    "last_order": "coalesce(s.last_order, -1000000)",
    "industry": "a.industry",
    "since": "coalesce(a.since, -1000000)",
    "stake": "coalesce(k.stake, 0)",
}
"""Columns of the table that can be sorted: name of the column -> its expression."""

ALARMS = (Standing.SLIPPING, Standing.SLOWING)
"""Accounts that stand so are off their rhythm."""
# Places in standings.ORDER, which would bring the whole detector along before the first paint.
OFF_RHYTHM = frozenset(tuple(Standing).index(standing) for standing in ALARMS)


def filtered_ids(
    store: Store, wanted: AccountFilter, today: date, *, sort: str = "name", descending: bool = False, me: str = ""
) -> Sequence[int]:
    """The ids of the accounts that a filter lets through, in the order of a column (a key of ``SORTS``)."""
    every = ordered_ids(store, wanted, today, sort=sort, descending=descending, me=me)
    return found_among(store, every, wanted.text)


def found_among(store: Store, ids: Sequence[int], text: str) -> Sequence[int]:
    """Those of some accounts that a text finds, in their order; all where nothing is typed."""
    if not text.strip():
        return ids
    found = matching_ids(store, text)
    return [account for account in ids if account in found]


def ordered_ids(
    store: Store, wanted: AccountFilter, today: date, *, sort: str = "name", descending: bool = False, me: str = ""
) -> list[int]:
    """The same for the terms of a filter alone: what one types chooses among these."""
    expression, where = SORTS[sort], account_filter.condition(wanted, today, me=me)
    joins = [join for alias, join in account_filter.JOINS.items() if alias in expression or alias in where.text]
    # All by name come in the index's order; for anything else that would mean a random read for every account.
    source = "account a" if sort == "name" and not wanted.terms else "account a NOT INDEXED"
    direction = "DESC" if descending else "ASC"
    rows = store.rows(
        f"""SELECT a.id FROM {source} {" ".join(joins)} WHERE a.deleted_at IS NULL AND {where.text}
        ORDER BY {expression} {direction}, a.id {direction}""",
        where.values,
    )
    return [account for (account,) in rows]


def matching_ids(store: Store, text: str) -> set[int]:
    """The accounts whose words, or from three letters on whose people's words, begin with the words of a text.

    Who types signs means them, if a name has them: "=1+1" is not "100% Cotton". A text without any word in it
    ("%%", "!!!") is looked for in the names as it stands. The same from memory: ``account_search.AccountWords``.
    """
    typed, literal = words(text), fold(text)
    given = {"terms": accounts.search_terms(text), "literal": literal}

    def ids(query: str) -> set[int]:
        # As one value: a row for each id would cost many times as much.
        return set(json.loads(store.value(f"SELECT json_group_array(id) FROM ({query})", given)))

    if not typed:
        return ids(_NAMED)
    if SIGNS.search(literal) and (exact := ids(f"{_NAMED} AND id IN ({_BY_WORDS})")):
        return exact
    return ids(f"{_BY_WORDS} UNION ALL {_BY_PEOPLE}" if max(map(len, typed)) >= PEOPLE_FROM else _BY_WORDS)


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


class Details(NamedTuple):
    """What the columns show that not everybody has on; ``last_order`` and ``since`` are days."""

    next_step: str = ""
    owner: str = ""
    industry: str = ""
    tags: tuple[str, ...] = ()
    phone: str = ""
    email: str = ""
    website: str = ""
    address: str = ""
    since: date | None = None
    last_order: date | None = None
    stake: float = 0.0
    late: int = 0
    """So many promises of ours are open and late."""


def details(store: Store, ids: Sequence[int], today: date) -> dict[int, Details]:
    """The details of these accounts, in one query."""
    rows = store.rows(
        f"""SELECT a.id, coalesce({_NEXT}, ''), a.owner, a.industry, a.tags, a.phone, a.email, a.website, a.address,
        a.since, s.last_order, coalesce(k.stake, 0), {promises.LATE}
        FROM account a LEFT JOIN standing s ON s.account_id = a.id LEFT JOIN stake k ON k.account_id = a.id
        WHERE a.id IN (SELECT value FROM json_each(:ids))""",
        {"ids": json.dumps(list(ids)), "day": day_number(today)},
    )
    return {
        account: Details(
            step,
            owner,
            industry,
            tuple(map(str, json.loads(tags))),
            phone,
            email,
            website,
            address,
            None if since is None else day_from(since),
            None if last is None else day_from(last),
            stake,
            late,
        )
        for account, step, owner, industry, tags, phone, email, website, address, since, last, stake, late in rows
    }


class ListRow(NamedTuple):
    """One row of the table, all that is painted of it; ``step`` is proposed where nothing is planned."""

    id: int
    account: AccountRow
    strip: Strip
    details: Details
    step: NextStep | None


def list_rows(store: Store, ids: Sequence[int], today: date) -> list[ListRow]:
    """The rows of a window of ids; one that is gone is left out."""
    found, drawn, more = accounts.rows(store, ids), strips(store, ids, today), details(store, ids, today)
    steps = _steps(store, {row.id: more[row.id] for row in found if row.status in OFF_RHYTHM})
    return [ListRow(row.id, row, drawn.get(row.id, Strip()), more[row.id], steps.get(row.id)) for row in found]


def _steps(store: Store, off: dict[int, Details]) -> dict[int, NextStep]:
    """Whom to call or write to of those that are off their rhythm and for whom nothing is planned."""
    alone = {account: each for account, each in off.items() if not each.next_step}
    if not alone:
        return {}
    from crm_desktop.services import attention_reading  # what works the list out is not needed to start

    people = attention_reading.main_people(store, json.dumps(list(alone)))
    return {
        account: attention_reading.next_step((), people.get(account), each.phone, each.email, each.late)
        for account, each in alone.items()
    }
