"""The search indexes of accounts and people: whether they are in step with their tables, and making them anew."""

from __future__ import annotations

import apsw

OF_TABLES = ("account", "contact")
"""The tables that have one, each called ``<table>_index``."""


def out_of_step(connection: apsw.Connection) -> list[str]:
    """The indexes that do not say what their tables hold, of which ``PRAGMA integrity_check`` sees nothing."""
    found = []
    for index in present(connection):
        try:
            connection.execute(f"INSERT INTO {index} ({index}, rank) VALUES ('integrity-check', 1)")
        except apsw.CorruptError:
            found.append(index)
    return found


def make_anew(connection: apsw.Connection) -> None:
    """From what the tables hold; so no word is left either that has been deleted."""
    for index in present(connection):
        connection.execute(f"INSERT INTO {index} ({index}) VALUES ('rebuild')")


def present(connection: apsw.Connection) -> list[str]:
    """Those of them that a file has, which may be of an older version."""
    there = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    return [f"{table}_index" for table in OF_TABLES if f"{table}_index" in there]
