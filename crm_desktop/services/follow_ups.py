"""Follow-ups: what we will do, when, and for whom."""

from __future__ import annotations

from datetime import date
from typing import Any

from crm_desktop.domain.dates import day_from, day_number, milliseconds
from crm_desktop.domain.entities import FollowUp, FollowUpFields
from crm_desktop.domain.errors import UserError
from crm_desktop.storage import tables
from crm_desktop.storage.store import Store


def add(store: Store, fields: FollowUpFields) -> int:
    """Adds a follow-up and returns its id."""
    with store.operation(f"Follow up: {_checked(fields.what)}"):
        return insert(store, fields)


def insert(store: Store, fields: FollowUpFields) -> int:
    """Adds a follow-up inside an operation that is already open."""
    return store.insert(
        tables.FollowUp,
        account_id=fields.account,
        contact_id=fields.contact,
        what=_checked(fields.what),
        due=day_number(fields.due),
        noted_at=None if fields.noted_at is None else milliseconds(fields.noted_at),
    )


def finish(store: Store, follow_up: int, on: date) -> None:
    """Marks a follow-up as done on a day."""
    _update(store, follow_up, "Done: {}", done_on=day_number(on))


def move(store: Store, follow_up: int, to: date) -> None:
    """Moves a follow-up to another day."""
    _update(store, follow_up, "Move: {}", due=day_number(to))


def _update(store: Store, follow_up: int, label: str, **columns: Any) -> None:
    what = store.value("SELECT what FROM follow_up WHERE id = ? AND deleted_at IS NULL", (follow_up,))
    if what is None:
        raise UserError("This follow-up is no longer here.", "Nothing was changed.")
    with store.operation(label.format(what)):
        tables.FollowUp.update(columns).where(tables.FollowUp.id == follow_up).execute()


_SELECT = """SELECT f.id, f.account_id, a.name, f.contact_id, f.what, f.due, f.done_on FROM follow_up f
    JOIN account a ON a.id = f.account_id AND a.deleted_at IS NULL WHERE f.deleted_at IS NULL AND f.done_on IS NULL"""


def due(store: Store, until: date, limit: int = 50) -> list[FollowUp]:
    """Open follow-ups due on or before a day, the oldest first."""
    return [
        _entity(r)
        for r in store.rows(f"{_SELECT} AND f.due <= ? ORDER BY f.due, f.id LIMIT ?", (day_number(until), limit))
    ]


def next_after(store: Store, day: date) -> FollowUp | None:
    """The first open follow-up after a day."""
    row = store.row(f"{_SELECT} AND f.due > ? ORDER BY f.due, f.id LIMIT 1", (day_number(day),))
    return _entity(row) if row else None


def of_account(store: Store, account: int) -> list[FollowUp]:
    """The open follow-ups of an account, the next one first."""
    return [_entity(r) for r in store.rows(f"{_SELECT} AND f.account_id = ? ORDER BY f.due, f.id", (account,))]


def count_open(store: Store) -> int:
    """How many follow-ups are open."""
    return int(store.value("SELECT count(*) FROM follow_up WHERE done_on IS NULL AND deleted_at IS NULL"))


def _entity(row: Any) -> FollowUp:
    return FollowUp(
        id=row[0],
        account=row[1],
        account_name=row[2],
        contact=row[3],
        what=row[4],
        due=day_from(row[5]),
        done_on=None if row[6] is None else day_from(row[6]),
    )


def _checked(what: str) -> str:
    clean = " ".join(what.split())
    if not clean:
        raise UserError("A follow-up says what to do.", "Nothing was saved.")
    return clean
