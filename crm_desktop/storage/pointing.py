"""What very many new rows point to: looked for once for each row pointed to, not once for each that points."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import apsw

_MOST_HELD = 50_000


class Pointing:
    """The foreign keys of a table whose rows come in bulk. What is noted is there when ``check`` has been called."""

    def __init__(self, connection: apsw.Connection, table: str) -> None:
        self._connection = connection
        self._tables = {row[3]: row[2] for row in connection.execute(f"PRAGMA foreign_key_list({table})")}
        self._ids: dict[str, set[Any]] = {name: set() for name in self._tables}

    @contextmanager
    def unchecked(self) -> Iterator[None]:
        """Rows come in without their foreign keys being looked at; every one of them is noted."""
        if not self._tables:
            yield
            return
        # The pragma does nothing inside a transaction; this does.
        self._connection.config(apsw.SQLITE_DBCONFIG_ENABLE_FKEY, 0)
        try:
            yield
        finally:
            self._connection.config(apsw.SQLITE_DBCONFIG_ENABLE_FKEY, 1)

    def note(self, names: Sequence[str], columns: Sequence[Iterable[Any]], same: Mapping[str, Any]) -> None:
        """These columns came in, and what all rows have. Raises as ``check`` does."""
        for name, ids in self._ids.items():
            if name in same:
                ids.add(same[name])
            elif name in names:
                ids.update(columns[names.index(name)])
            if len(ids) > _MOST_HELD:
                self.check()

    def check(self) -> None:
        """Raises ``apsw.ConstraintError`` when a row points to one that is not there."""
        for name, ids in self._ids.items():
            ids.discard(None)
            missing = self._connection.execute(
                f"SELECT EXISTS (SELECT 1 FROM json_each(?) WHERE value NOT IN (SELECT id FROM {self._tables[name]}))",
                (json.dumps(list(ids)),),
            ).get
            if missing:
                raise apsw.ConstraintError("FOREIGN KEY constraint failed")
            ids.clear()
