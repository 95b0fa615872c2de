"""Indexes of tables that very many rows come into or leave: dropped meanwhile, and made anew when that is cheaper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import apsw

# From here on, and when a table at least doubles, its indexes are made anew rather than kept up row by row.
_WORTH_AN_INDEX = 50_000
# In the file from the end of a step until its indexes are made, which is a transaction of its own.
_TO_MAKE = "index_to_make"


def pays(connection: apsw.Connection, table: str, rows: int, *, coming: bool = True) -> bool:
    """Whether so many rows, that come beside those of the table or go from among them, are worth new indexes."""
    there = int(connection.execute(f"SELECT count(*) FROM {table}").get)
    return rows >= max(_WORTH_AN_INDEX, there if coming else there - rows)


def drop_indexes(connection: apsw.Connection, table: str) -> list[str]:
    """Drops those of a table; the statements that make them anew."""
    indexes = connection.execute(
        "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = ? AND sql LIKE 'CREATE INDEX %'",
        (table,),
    ).fetchall()
    for name, _ in indexes:
        connection.execute(f"DROP INDEX {name}")
    return [str(statement) for _, statement in indexes]


@contextmanager
def without_indexes(connection: apsw.Connection, table: str, rows: int, *, coming: bool = True) -> Iterator[None]:
    """Drops the indexes of a table while so many rows come or go, and makes them anew; if it pays.

    An index by account takes each row at another place: kept up, every page of it is written many times.
    """
    statements = drop_indexes(connection, table) if pays(connection, table, rows, coming=coming) else []
    yield
    for statement in statements:
        connection.execute(statement)


def leave_to_make(connection: apsw.Connection, statements: Sequence[str]) -> None:
    """Notes in the file, inside the step that dropped them, what ``make`` has to do."""
    connection.execute(f"CREATE TABLE IF NOT EXISTS {_TO_MAKE} (statement TEXT NOT NULL) STRICT")
    connection.executemany(f"INSERT INTO {_TO_MAKE} VALUES (?)", [(each,) for each in statements])


def are_to_make(connection: apsw.Connection) -> bool:
    """Whether a step has left its indexes to be made."""
    return bool(connection.execute("SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = ?)", (_TO_MAKE,)).get)


def make(connection: apsw.Connection) -> None:
    """Makes what a step left to be made, in a transaction that is open; another program may have done so."""
    if not are_to_make(connection):
        return
    for (statement,) in connection.execute(f"SELECT statement FROM {_TO_MAKE}").fetchall():
        connection.execute(str(statement))
    connection.execute(f"DROP TABLE {_TO_MAKE}")
