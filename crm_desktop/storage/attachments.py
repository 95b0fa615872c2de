"""Which files a workspace can still ask for: those of its rows, the bin among them, and of steps that may be redone."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import apsw

NO_BYTES = "0" * 64
"""The fingerprint of a file whose bytes were removed for good, with the person it came from."""
_AT = 4
"""The place of ``sha256`` in a row of the table."""


def wanted(connection: Any, but: Collection[int] = ()) -> set[str]:
    """The names of all files that a row has or a step of the journal can bring back; ``but`` rows do not count."""
    if not connection.execute("SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = 'attachment')").get:
        return set()
    names = {name for row, name in connection.execute("SELECT id, sha256 FROM main.attachment") if row not in but}
    # Rows are only ever removed by undoing: what a step that was done has added is still there.
    undone = connection.execute(
        "SELECT changeset FROM operation WHERE state = 'undone' AND instr(changeset, CAST('attachment' AS BLOB))"
    )
    for (changeset,) in undone:
        for change in apsw.Changeset.iter(changeset):
            if change.name == "attachment":
                sides: tuple[Any, ...] = (change.old, change.new)
                names |= {side[_AT] for side in sides if side and side[0] not in but and isinstance(side[_AT], str)}
    return names - {NO_BYTES}
