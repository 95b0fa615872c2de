"""Takes a person out of a workspace file for good: rows, steps, search indexes, and the bytes that are left behind."""

from __future__ import annotations

import apsw

from crm_desktop.storage import search_indexes
from crm_desktop.storage.erasing import Found, Person, columns_of, key_of


def take_out(connection: apsw.Connection, person: Person, found: Found, mark: str, now: int) -> None:
    """Writes what ``find`` worked out, inside an open transaction; ``now`` in UTC milliseconds.

    The person's row stays, empty and in the bin: what was said at an account stays in its history without the name.
    """
    for (table, key), cells in found.cells.items():
        assignments = ", ".join(f'"{name}" = ?' for name in cells)
        where = key_of(connection, table)
        connection.execute(f'UPDATE "{table}" SET {assignments} WHERE {where} = ?', (*cells.values(), key))
    connection.executemany(
        "UPDATE contact SET deleted_at = ? WHERE id = ? AND deleted_at IS NULL",
        [(now, contact) for contact in person.contacts],
    )
    columns = columns_of(connection, "operation")
    empty = ", ".join(f"{name} = NULL" for name in ("changeset", "new_rows", "taken") if name in columns)
    connection.executemany(
        f"UPDATE operation SET {empty}, state = iif(state = 'undone', 'dropped', state) WHERE id = ?",
        [(step,) for step in found.steps],
    )
    _forget_words(connection, found)


def _forget_words(connection: apsw.Connection, found: Found) -> None:
    """A search index keeps what was deleted from it, also long ago, until it is merged: the words go now."""
    search_indexes.make_anew(connection)
    if connection.execute("SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = 'interaction_index')").get:
        rows = [(key,) for table, key in found.cells if table == "interaction"]
        if rows:
            connection.executemany("DELETE FROM interaction_index WHERE rowid = ?", rows)
        connection.execute("INSERT INTO interaction_index (interaction_index) VALUES ('optimize')")


def compact(connection: apsw.Connection) -> None:
    """Writes the file anew without anything that was deleted, and empties the journal beside it.

    Raises ``apsw.BusyError`` when somebody reads for so long that the journal cannot be emptied.
    """
    connection.pragma("secure_delete", True)
    connection.execute("VACUUM")
    if connection.pragma("journal_mode") == "wal":
        busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone() or (0,)
        if busy:
            raise apsw.BusyError("the journal is being read")
