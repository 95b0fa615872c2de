"""The journal in the file: one row for every step, with what is needed to take it back."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any, NamedTuple

import apsw

from crm_desktop.domain.errors import UserError
from crm_desktop.i18n import tr
from crm_desktop.storage import new_rows
from crm_desktop.storage.new_rows import Range


class Step(NamedTuple):
    """One line of the journal."""

    id: int
    label: str
    made_at: int
    kind: str
    state: str
    made_by: str = ""
    kept: bool = True
    """What it did is still known; after a person was erased the steps with their data are not."""


_KEPT = "(changeset IS NOT NULL OR new_rows IS NOT NULL)"
_STEP = f"id, label, made_at, kind, state, made_by, {_KEPT}"


def _as_step(row: Sequence[Any]) -> Step:
    return Step._make((*row[:6], bool(row[6])))


def newest(connection: apsw.Connection, limit: int, before: int | None) -> list[Step]:
    """The newest first; with ``before`` what came before that step."""
    rows = connection.execute(
        f"SELECT {_STEP} FROM operation WHERE ?1 IS NULL OR id < ?1 ORDER BY id DESC LIMIT ?2", (before, limit)
    )
    return [_as_step(row) for row in rows]


def next_one(connection: apsw.Connection, kind: str) -> Step | None:
    """What "undo" or "redo" would apply now."""
    # Without who did it: that stands behind the changeset, 25 ms to walk to when that is a large one.
    order, state = ("DESC", "done") if kind == "undo" else ("ASC", "undone")
    row = connection.execute(
        f"SELECT id, label, made_at, kind, state, '', 1 FROM operation WHERE state = ? AND kind = 'do' AND {_KEPT} "
        f"ORDER BY id {order} LIMIT 1",
        (state,),
    ).get  # fmt: skip
    return _as_step(row) if row else None


def one(connection: apsw.Connection, operation: int, state: str) -> Step:
    """A step that is to be taken back. Raises ``UserError`` where it cannot be."""
    row = connection.execute(
        f"SELECT {_STEP} FROM operation WHERE id = ? AND kind = 'do' AND state = ?",
        (operation, state),
    ).get  # fmt: skip
    if not row:
        raise UserError(tr("This step was taken back already."), tr("Nothing was changed."))
    if not row[6]:
        raise UserError(
            tr("This step cannot be taken back any more: it held data of a person who was erased."),
            tr("Nothing was changed."),
        )
    return _as_step(row)


def note(
    connection: apsw.Connection,
    operation: int,
    label: str,
    kind: str,
    *,
    who: str,
    target: int | None = None,
    changeset: bytes | None = None,
    ranges: Sequence[Range] = (),
) -> None:
    """Adds a step that was done; ``target`` is the one that it took back or did again."""
    connection.execute(
        "INSERT INTO operation (id, label, made_at, kind, state, target_id, changeset, made_by, new_rows) "
        "VALUES (?, ?, ?, ?, 'done', ?, ?, ?, ?)",
        (operation, label, time.time_ns() // 1_000_000, kind, target, changeset, who, new_rows.as_text(ranges)),
    )
