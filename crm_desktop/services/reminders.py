"""Reminders of follow-ups and of our own promises: each is taken once and then given, and can be put off."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, time
from typing import NamedTuple

from crm_desktop.domain.dates import day_from, day_number, milliseconds, time_from
from crm_desktop.domain.reminding import UNTIMED, Dated, Key, PutOff, due_reminders, put_off_until
from crm_desktop.i18n import format_day, format_number, tr, tr_n
from crm_desktop.services.moments import typed_at
from crm_desktop.storage.store import Store

_NAMED = 3
"""So many are named in one message, and the rest is counted."""

# Our own side only: what they promised is asked for on the account, nobody has to be woken for it.
_THINGS = """SELECT f.id AS item, f.account_id AS account, a.name AS account_name, f.what AS what, f.due AS due,
        coalesce(f.due_minute, -1) AS minute, f.noted_at AS noted_at, 0 AS promise
    FROM follow_up f JOIN account a ON a.id = f.account_id AND a.deleted_at IS NULL
    WHERE f.done_on IS NULL AND f.deleted_at IS NULL {follow_up}
    UNION ALL SELECT p.id, p.account_id, a.name, p.what, p.due, coalesce(p.due_minute, -1), p.noted_at, 1
    FROM promise p JOIN account a ON a.id = p.account_id AND a.deleted_at IS NULL
    WHERE p.state = 'open' AND p.made_by = 'us' AND p.deleted_at IS NULL {promise}"""
_WAITING = f"""SELECT t.item, t.due, t.minute, t.noted_at, r.item_id IS NOT NULL, r.again_at
    FROM ({_THINGS.format(follow_up="AND f.due <= :day", promise="AND p.due <= :day")}) t
    LEFT JOIN reminded r ON r.item_id = t.item AND r.due = t.due AND r.minute = t.minute
    WHERE r.item_id IS NULL OR r.again_at <= :now"""
_NAMES = _THINGS.format(
    follow_up="AND f.id IN (SELECT value FROM json_each(:items))",
    promise="AND p.id IN (SELECT value FROM json_each(:items))",
)


class Reminder(NamedTuple):
    """One thing that is due; ``is_promise``: it is a promise of ours, else a follow-up."""

    key: Key
    account: int
    account_name: str
    what: str
    is_promise: bool

    @property
    def day(self) -> date:
        """The day it is due."""
        return day_from(self.key.due)

    @property
    def at(self) -> time | None:
        """The time of that day, if it has one."""
        return None if self.key.minute == UNTIMED else time_from(self.key.minute)


def clock(today: date) -> datetime:
    """The moment that reminders go by; who reasons from another day (``--today``) has the same time on that day."""
    return typed_at(today)


def take(store: Store, now: datetime, morning: int) -> list[Reminder]:
    """What to remind of now, each noted as given before anybody sees it: no other window and no restart gives it again.

    ``morning``: the minute of the day at which things without a time are told. Not an operation: nothing to undo.
    """
    if not _due(store, now, morning):
        return []
    with store.derivation():
        # Read again behind the door: another window may have taken them.
        keys = _due(store, now, morning)
        _note(store, [(*key, milliseconds(now), None) for key in keys])
    return still_due(store, keys)


def _due(store: Store, now: datetime, morning: int) -> list[Key]:
    rows = store.rows(_WAITING, {"day": day_number(now.date()), "now": milliseconds(now)})
    things = [Dated(Key(*row[:3]), row[3]) for row in rows]
    given = {Key(*row[:3]): row[5] for row in rows if row[4]}
    return due_reminders(things, given, now, morning)


def still_due(store: Store, keys: Sequence[Key]) -> list[Reminder]:
    """Those of these reminders whose thing is still open and due when it was."""
    items = "[" + ",".join(str(key.item) for key in keys) + "]"
    found = {
        Key(row[0], row[4], row[5]): Reminder(Key(row[0], row[4], row[5]), row[1], row[2], row[3], bool(row[7]))
        for row in store.rows(_NAMES, {"items": items})
    }
    return [found[key] for key in keys if key in found]


def put_off(store: Store, keys: Collection[Key], choice: PutOff, now: datetime, morning: int) -> datetime:
    """Gives these reminders once more, later; returns when. What they are about stays due when it is."""
    until = put_off_until(choice, now, morning)
    with store.derivation():
        _note(store, [(*key, milliseconds(now), milliseconds(until)) for key in keys])
    return until


def _note(store: Store, rows: list[tuple[int, int, int, int, int | None]]) -> None:
    store.database.connection().executemany("INSERT OR REPLACE INTO reminded VALUES (?, ?, ?, ?, ?)", rows)


# -- in words --------------------------------------------------------------------------------------


def sentence(reminders: Sequence[Reminder], today: date, *, at_start: bool) -> str:
    """One calm sentence about one or many. ``at_start``: they came due while the program was closed."""
    if len(reminders) == 1:
        return _one(reminders[0], today)
    names = [tr("{what} ({account})", what=each.what, account=each.account_name) for each in reminders[:_NAMED]]
    if len(reminders) > _NAMED:
        names.append(tr("{n} more", n=format_number(len(reminders) - _NAMED)))
    listed = ", ".join(names)
    if at_start:
        return tr_n(
            "While crm-desktop was closed {n} came due: {listed}.",
            "While crm-desktop was closed {n} came due: {listed}.",
            len(reminders),
            listed=listed,
        )
    return tr_n("{n} are due: {listed}.", "{n} are due: {listed}.", len(reminders), listed=listed)


def _one(reminder: Reminder, today: date) -> str:
    named = {"what": reminder.what, "account": reminder.account_name}
    if reminder.day < today:
        since = format_day(reminder.day, "short")
        if reminder.is_promise:
            return tr("Promised for {day}: {what}, {account}", day=since, **named)
        return tr("Due since {day}: {what}, {account}", day=since, **named)
    when = tr("{time} today", time=f"{reminder.at:%H:%M}") if reminder.at else tr("today")
    if reminder.is_promise:
        return tr("Promised for {when}: {what}, {account}", when=when, **named)
    return tr("Due {when}: {what}, {account}", when=when, **named)
