"""Which files a workspace can still ask for: those of its rows, the bin among them, and of steps that may be redone."""

from __future__ import annotations

from typing import Any

import apsw

_AT = 4
"""The place of ``sha256`` in a row of the table."""


def wanted(connection: Any) -> set[str]:
    """The names of all files that a row has or a step of the journal can bring back."""
    if not connection.execute("SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = 'attachment')").get:
        return set()
    names = {name for (name,) in connection.execute("SELECT DISTINCT sha256 FROM main.attachment")}
    # Rows are only ever removed by undoing: what a step that was done has added is still there.
    undone = connection.execute(
        "SELECT changeset FROM operation WHERE state = 'undone' AND instr(changeset, CAST('attachment' AS BLOB))"
    )
    for (changeset,) in undone:
        for change in apsw.Changeset.iter(changeset):
            if change.name == "attachment":
                sides: tuple[Any, ...] = (change.old, change.new)
                names |= {side[_AT] for side in sides if side and isinstance(side[_AT], str)}
    return names
