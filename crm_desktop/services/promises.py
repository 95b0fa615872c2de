"""Promises: what we or they said would be done by a day, and whether it was."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import date, time
from typing import Any, NamedTuple

from crm_desktop.domain.dates import day_from, day_number, milliseconds, minute_of, time_from
from crm_desktop.domain.entities import Promise, PromiseFields
from crm_desktop.domain.errors import UserError
from crm_desktop.domain.kinds import MadeBy, PromiseState
from crm_desktop.i18n import tr
from crm_desktop.storage import tables
from crm_desktop.storage.store import Store


def add(store: Store, fields: PromiseFields) -> int:
    """Adds a promise and returns its id."""
    with store.operation(tr("Promise: {what}", what=_checked(fields.what))):
        return insert(store, fields)


def insert(store: Store, fields: PromiseFields) -> int:
    """Adds a promise inside an operation that is already open."""
    due = day_number(fields.due)
    return store.insert(
        tables.Promise,
        account_id=fields.account,
        contact_id=fields.contact,
        made_by=fields.made_by,
        what=_checked(fields.what),
        due=due,
        first_due=due,
        owner=" ".join(fields.owner.split()),
        due_minute=minute_of(fields.at),
        noted_at=None if fields.noted_at is None else milliseconds(fields.noted_at),
    )


def keep(store: Store, promise: int, on: date) -> None:
    """Marks a promise as kept on a day."""
    _update(store, promise, tr("Promise kept: {what}"), state=PromiseState.KEPT, settled_on=day_number(on))


def break_(store: Store, promise: int, on: date) -> None:
    """Marks a promise as broken on a day."""
    _update(store, promise, tr("Promise broken: {what}"), state=PromiseState.BROKEN, settled_on=day_number(on))


def reopen(store: Store, promise: int) -> None:
    """A promise that was kept or broken is open again."""
    _update(store, promise, tr("Promise open again: {what}"), state=PromiseState.OPEN, settled_on=None)


def move(store: Store, promise: int, to: date, at: time | None = None) -> None:
    """Moves a promise to another day; the day first promised stays known, and so does a time unless one is given."""
    minute = minute_of(at or get(store, promise).at)
    _update(store, promise, tr("Move promise: {what}"), due=day_number(to), due_minute=minute)


def _update(store: Store, promise: int, label: str, **columns: Any) -> None:
    what = get(store, promise).what
    with store.operation(label.format(what=what)):
        tables.Promise.update(columns).where(tables.Promise.id == promise).execute()


_SELECT = """SELECT p.id, p.account_id, a.name, p.contact_id, c.name, p.made_by, p.what, p.due, p.first_due, p.owner,
    p.state, p.settled_on, p.due_minute FROM promise p JOIN account a ON a.id = p.account_id AND a.deleted_at IS NULL
    LEFT JOIN contact c ON c.id = p.contact_id WHERE p.deleted_at IS NULL"""
_ORDER = "ORDER BY p.due, p.due_minute, p.id"
LATE = """(SELECT count(*) FROM promise p WHERE p.account_id = a.id AND p.made_by = 'us' AND p.state = 'open'
    AND p.due < :day AND p.deleted_at IS NULL)"""
"""SQL: how many open promises of ours to ``account a`` are late on the day number ``:day``."""


def get(store: Store, promise: int) -> Promise:
    """One promise, open or settled. Raises ``UserError`` when it is not (or no longer) there."""
    row = store.row(f"{_SELECT} AND p.id = ?", (promise,))
    if row is None:
        raise UserError(tr("This promise is no longer here."), tr("Nothing was changed."))
    return _entity(row)


def of_account(store: Store, account: int, *, settled: bool = False) -> list[Promise]:
    """The open promises of an account, ours and theirs, the next one first; or those already kept or broken."""
    wanted = "p.state <> 'open'" if settled else "p.state = 'open'"
    return [_entity(r) for r in store.rows(f"{_SELECT} AND {wanted} AND p.account_id = ? {_ORDER}", (account,))]


def due(store: Store, until: date, limit: int = 50, *, made_by: MadeBy = MadeBy.US) -> list[Promise]:
    """Open promises due on or before a day, the oldest first; ours unless theirs are asked for."""
    rows = store.rows(
        f"{_SELECT} AND p.state = 'open' AND p.made_by = ? AND p.due <= ? {_ORDER} LIMIT ?",
        (made_by, day_number(until), limit),
    )
    return [_entity(row) for row in rows]


def all_open(store: Store) -> list[Promise]:
    """Every open promise of ours, the soonest first."""
    query = f"{_SELECT} AND p.state = 'open' AND p.made_by = ? {_ORDER}"
    return [_entity(row) for row in store.rows(query, (MadeBy.US,))]


def count_open(store: Store) -> int:
    """How many promises, ours and theirs, are open."""
    return int(store.value("SELECT count(*) FROM promise WHERE state = 'open' AND deleted_at IS NULL"))


class Kept(NamedTuple):
    """ "kept 14 of 15": so many kept out of so many settled."""

    kept: int
    settled: int


def kept_of(store: Store, account: int | None, since: date, *, made_by: MadeBy = MadeBy.US) -> Kept:
    """How many promises settled from a day on were kept; of one account or of all. Ours unless said otherwise."""
    row = store.row(
        """SELECT coalesce(sum(p.state = 'kept'), 0), count(*) FROM promise p
        JOIN account a ON a.id = p.account_id AND a.deleted_at IS NULL
        WHERE p.deleted_at IS NULL AND p.state <> 'open' AND p.made_by = :by AND p.settled_on >= :since
        AND (:account IS NULL OR p.account_id = :account)""",
        {"by": made_by, "since": day_number(since), "account": account},
    )
    return Kept(*row)


class Missed(NamedTuple):
    """Promises of ours to one account whose day passed: the first missed day, and how many of them are still open."""

    account: int
    missed: int
    open: int
    first: date
    newest: date
    what: str
    """The newest of them."""


# Written as in the index promise_missed, or SQLite does not use it.
_MISSED = "deleted_at IS NULL AND made_by = 'us' AND (state <> 'kept' OR settled_on > due)"
_MISSED_BY_ACCOUNT = f"""SELECT account_id, count(*) AS missed, sum(state = 'open') AS open, min(due) AS first,
    max(due) AS newest FROM promise WHERE {_MISSED} AND due BETWEEN :since AND :today - 1
    AND (:chosen IS NULL OR account_id IN (SELECT value FROM json_each(:chosen)))
    GROUP BY account_id HAVING count(*) >= :least"""


def missed(
    store: Store, today: date, since: date, accounts: Collection[int] | None = None, *, least: int = 1
) -> list[Missed]:
    """Per account our promises due from ``since`` on that were broken, kept late, or are open and late on ``today``.

    Only where there are at least so many. A promise that was moved counts by its new day.
    """
    rows = store.rows(
        f"""SELECT m.account_id, m.missed, m.open, m.first, m.newest, (
            SELECT what FROM promise WHERE account_id = m.account_id AND due = m.newest AND {_MISSED}
            ORDER BY id DESC LIMIT 1)
        FROM ({_MISSED_BY_ACCOUNT}) m JOIN account a ON a.id = m.account_id AND a.deleted_at IS NULL
        ORDER BY m.account_id""",
        _asked(today, since, accounts, least),
    )
    return [Missed(row[0], row[1], row[2], day_from(row[3]), day_from(row[4]), row[5]) for row in rows]


def who_missed(store: Store, today: date, since: date, accounts: Collection[int] | None, *, least: int) -> list[int]:
    """The accounts of the same, deleted ones too: all that ordering a book needs, and a quarter of the work."""
    query = f"SELECT account_id FROM ({_MISSED_BY_ACCOUNT})"
    return [account for (account,) in store.rows(query, _asked(today, since, accounts, least))]


def _asked(today: date, since: date, accounts: Collection[int] | None, least: int) -> dict[str, Any]:
    chosen = None if accounts is None else json.dumps(sorted(accounts))
    return {"since": day_number(since), "today": day_number(today), "chosen": chosen, "least": least}


def _entity(row: Any) -> Promise:
    return Promise(
        id=row[0],
        account=row[1],
        account_name=row[2],
        contact=row[3],
        contact_name=row[4] or "",
        made_by=MadeBy(row[5]),
        what=row[6],
        due=day_from(row[7]),
        first_due=day_from(row[8]),
        owner=row[9],
        state=PromiseState(row[10]),
        settled_on=None if row[11] is None else day_from(row[11]),
        at=time_from(row[12]),
    )


def _checked(what: str) -> str:
    clean = " ".join(what.split())
    if not clean:
        raise UserError(tr("A promise says what will be done."), tr("Nothing was saved."))
    return clean
