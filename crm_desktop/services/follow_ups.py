"""Follow-ups: what we will do, when, and for whom."""

from __future__ import annotations

from datetime import date, time, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from crm_desktop.domain.dates import day_from, day_number, milliseconds, minute_of, time_from
from crm_desktop.domain.entities import FollowUp, FollowUpFields
from crm_desktop.domain.errors import UserError
from crm_desktop.i18n import tr
from crm_desktop.services.moments import typed_at
from crm_desktop.storage import tables
from crm_desktop.storage.store import Store

REPEATS = range(1, 731)
"""Days after which a follow-up may come back."""
NEAR = 7
"""What is due within so many days after today is near; the rest is for later."""


def add(store: Store, fields: FollowUpFields) -> int:
    """Adds a follow-up and returns its id."""
    what = _checked(fields.what)
    again = tr("Follow up: {what}", what="").rstrip(": ")
    with store.operation(what if what.startswith(again) else tr("Follow up: {what}", what=what)):
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
        repeat_days=checked_repeat(fields.repeat_days),
        due_minute=minute_of(fields.at),
        owner=" ".join(fields.owner.split()),
    )


def finish(store: Store, follow_up: int, on: date) -> FollowUp | None:
    """Marks a follow-up as done on a day. One that repeats comes back: then the next one is returned."""
    done = get(store, follow_up)
    coming: FollowUp | None = None
    with store.operation(tr("Done: {what}", what=done.what)):
        _set(follow_up, done_on=day_number(on))
        if done.repeat_days:
            fields = FollowUpFields(
                account=done.account,
                contact=done.contact,
                what=done.what,
                due=on + timedelta(days=done.repeat_days),
                noted_at=typed_at(on),
                repeat_days=done.repeat_days,
                at=done.at,
                owner=done.owner,
            )
            coming = get(store, insert(store, fields))
    return coming


def move(store: Store, follow_up: int, to: date, at: time | None = None) -> None:
    """Moves a follow-up to another day; one that has a time keeps it unless another is given."""
    stored = get(store, follow_up)
    with store.operation(tr("Move: {what}", what=stored.what)):
        _set(follow_up, due=day_number(to), due_minute=minute_of(at or stored.at))


def set_repeat(store: Store, follow_up: int, days: int | None) -> None:
    """Lets a follow-up come back so many days after it was done, or no more."""
    stored, days = get(store, follow_up), checked_repeat(days)
    if stored.repeat_days != days:
        label = tr("Repeat: {what}", what=stored.what) if days else tr("Do not repeat: {what}", what=stored.what)
        with store.operation(label):
            _set(follow_up, repeat_days=days)


def _set(follow_up: int, **columns: Any) -> None:
    tables.FollowUp.update(columns).where(tables.FollowUp.id == follow_up).execute()


_SELECT = """SELECT f.id, f.account_id, a.name, f.contact_id, f.what, f.due, f.done_on, f.repeat_days, c.name,
    f.due_minute, f.owner FROM follow_up f JOIN account a ON a.id = f.account_id AND a.deleted_at IS NULL
    LEFT JOIN contact c ON c.id = f.contact_id WHERE f.deleted_at IS NULL"""
_OPEN = f"{_SELECT} AND f.done_on IS NULL"
_ORDER = "ORDER BY f.due, f.due_minute, f.id"


def get(store: Store, follow_up: int) -> FollowUp:
    """One follow-up, open or done. Raises ``UserError`` when it is not (or no longer) there."""
    row = store.row(f"{_SELECT} AND f.id = ?", (follow_up,))
    if row is None:
        raise UserError(tr("This follow-up is no longer here."), tr("Nothing was changed."))
    return _entity(row)


def due(store: Store, until: date, limit: int = 50) -> list[FollowUp]:
    """Open follow-ups due on or before a day, the oldest first."""
    return [_entity(r) for r in store.rows(f"{_OPEN} AND f.due <= ? {_ORDER} LIMIT ?", (day_number(until), limit))]


class When(StrEnum):
    """The groups of the Follow-ups page."""

    OVERDUE = "overdue"
    TODAY = "today"
    NEAR = "near"
    LATER = "later"


class Some(NamedTuple):
    """The first follow-ups of a group, and how many it has in all."""

    first: tuple[FollowUp, ...]
    total: int


def agenda(store: Store, today: date, limits: dict[When, int]) -> dict[When, Some]:
    """The open follow-ups by when they are due, the soonest first; of each group at most so many."""
    day = day_number(today)
    spans = {
        When.OVERDUE: (-(1 << 40), day - 1),
        When.TODAY: (day, day),
        When.NEAR: (day + 1, day + NEAR),
        When.LATER: (day + NEAR + 1, 1 << 40),
    }
    found = {}
    for when, span in spans.items():
        total = store.value(
            """SELECT count(*) FROM follow_up f JOIN account a ON a.id = f.account_id AND a.deleted_at IS NULL
            WHERE f.deleted_at IS NULL AND f.done_on IS NULL AND f.due BETWEEN ? AND ?""",
            span,
        )
        rows = store.rows(f"{_OPEN} AND f.due BETWEEN ? AND ? {_ORDER} LIMIT ?", (*span, limits[when]))
        found[when] = Some(tuple(_entity(row) for row in rows), total)
    return found


def next_after(store: Store, day: date) -> FollowUp | None:
    """The first open follow-up after a day."""
    row = store.row(f"{_OPEN} AND f.due > ? {_ORDER} LIMIT 1", (day_number(day),))
    return _entity(row) if row else None


def of_account(store: Store, account: int) -> list[FollowUp]:
    """The open follow-ups of an account, the next one first."""
    return [_entity(r) for r in store.rows(f"{_OPEN} AND f.account_id = ? {_ORDER}", (account,))]


def all_open(store: Store) -> list[FollowUp]:
    """Every open follow-up, the soonest first."""
    return [_entity(r) for r in store.rows(f"{_OPEN} {_ORDER}")]


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
        repeat_days=row[7],
        contact_name=row[8] or "",
        at=time_from(row[9]),
        owner=row[10],
    )


def checked_repeat(days: int | None) -> int | None:
    """A number of days after which something may come back. Raises ``UserError`` for one that makes no sense."""
    if days is not None and days not in REPEATS:
        raise UserError(
            tr("It can come back after {first} to {last} days.", first=REPEATS.start, last=REPEATS.stop - 1),
            tr("Nothing was changed."),
        )
    return days


def _checked(what: str) -> str:
    clean = " ".join(what.split())
    if not clean:
        raise UserError(tr("A follow-up says what to do."), tr("Nothing was saved."))
    return clean
