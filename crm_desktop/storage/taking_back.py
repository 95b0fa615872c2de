"""Takes a step back, or does it again: its changeset, and the very many rows that it had in ranges."""

from __future__ import annotations

from typing import Any

import apsw

from crm_desktop.domain.changes import Changes
from crm_desktop.domain.errors import UserError
from crm_desktop.i18n import tr
from crm_desktop.storage import new_rows
from crm_desktop.storage.steps import Step
from crm_desktop.storage.touched import changes_of


def move(connection: apsw.Connection, kind: str, step: Step, applied: int) -> Changes:
    """Takes a step back, or does it again. The new rows that it had in ranges go last and come first."""
    row: Any = connection.execute("SELECT changeset, new_rows, taken FROM operation WHERE id = ?", (step.id,)).get
    changeset, ranges, taken = row[0], new_rows.as_ranges(row[1]), row[2]
    undo = kind == "undo"
    try:
        if undo:
            if new_rows.changed_since(connection, step.id, ranges):
                raise apsw.AbortError("A later step changed one of the rows")
            changes = changes_of(connection, applied, step.label, changeset, ranges)
        else:
            connection.pragma("defer_foreign_keys", True)
            new_rows.put_back(connection, ranges, taken or b"")
        if changeset is not None:
            moved = apsw.Changeset.invert(changeset) if undo else changeset
            apsw.Changeset.apply(moved, connection, conflict=_leave_keys_for_later if ranges else _refuse)
        if undo:
            connection.pragma("defer_foreign_keys", True)
            taken = new_rows.take_away(connection, ranges) if ranges else None
        else:
            changes, taken = changes_of(connection, applied, step.label, changeset, ranges), None
        if connection.status(apsw.SQLITE_DBSTATUS_DEFERRED_FKS)[0]:
            raise apsw.AbortError("Other rows point to what would go")
    except (apsw.AbortError, apsw.ConstraintError) as error:
        raise UserError(
            tr("“{label}” cannot be taken back: something in it has changed since.", label=step.label),
            tr("Nothing was changed."),
            tr("Undo the later step first."),
        ) from error
    connection.execute("UPDATE operation SET taken = ? WHERE id = ?", (taken, step.id))
    return changes


def _refuse(reason: int, change: Any) -> int:
    return apsw.SQLITE_CHANGESET_ABORT


def _leave_keys_for_later(reason: int, change: Any) -> int:
    """Rows that go or come as ranges may be what others point to: the whole is looked at in the end."""
    return apsw.SQLITE_CHANGESET_OMIT if reason == apsw.SQLITE_CHANGESET_FOREIGN_KEY else apsw.SQLITE_CHANGESET_ABORT
