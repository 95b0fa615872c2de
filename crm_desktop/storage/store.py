"""The write door: one transaction, one changeset, one ``Changes``; undo and redo of any operation."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import apsw
from peewee import DatabaseError, IntegrityError

from crm_desktop.domain.changes import MANY, Changes
from crm_desktop.domain.errors import UserError
from crm_desktop.i18n import tr
from crm_desktop.storage.database import WorkspaceDatabase, open_database
from crm_desktop.storage.ids import IdMaker
from crm_desktop.storage.refusals import explained
from crm_desktop.storage.tables import DERIVED, RECORDED, Operation, Table

_COLUMNS = {table._meta.table_name: [field.column_name for field in table._meta.sorted_fields] for table in RECORDED}


class Step(NamedTuple):
    """One line of the journal."""

    id: int
    label: str
    made_at: int
    kind: str
    state: str
    made_by: str = ""


_STEP = "id, label, made_at, kind, state, made_by"


class Store:
    """One open workspace. Reads go through the tables from any thread; writes through ``operation`` only."""

    def __init__(self, path: Path, *, key: str | None = None, create: bool = False) -> None:
        self.path = path
        self.database: WorkspaceDatabase = open_database(path, key=key, create=create)
        self.ids = IdMaker()
        self.database.bind([*RECORDED, *DERIVED, Operation], bind_refs=False, bind_backrefs=False)
        self._lock = threading.RLock()
        self._open = False
        # Who sits here, for the journal.
        self.who: Callable[[], str] = str
        # Called inside the transaction, before the commit: keeps derived tables true.
        self.derivers: list[Callable[[Changes], None]] = []
        # Called after the commit, in the thread that wrote.
        self.listeners: list[Callable[[Changes], None]] = []

    def close(self) -> None:
        """Closes this thread's connection."""
        if not self.database.is_closed():
            self.database.close()

    # -- writing ---------------------------------------------------------------------------------

    @contextmanager
    def operation(self, label: str) -> Iterator[int]:
        """Everything written inside becomes one undoable step; yields its id.

        An operation that touches nothing leaves no trace. Raises whatever the body raises, after rolling
        back; a full disk, a locked or read-only file come as ``UserError``.
        """
        with self._transaction() as connection:
            operation = self.ids.one()
            session = apsw.Session(connection, "main")
            try:
                for name in _COLUMNS:
                    session.attach(name)
                yield operation
                changeset = None if session.is_empty else session.changeset()
            finally:
                session.close()
            if changeset is None:
                return
            changes = self._changes_of(operation, label, changeset)
            connection.execute("UPDATE operation SET state = 'dropped' WHERE state = 'undone'")
            self._note(operation, label, "do", changeset=changeset)
            self._derive(changes)
        self._tell(changes)

    def insert(self, table: type[Table], **columns: Any) -> int:
        """Adds one row inside an open operation and returns its new id; columns not named have the schema's default.

        Beside Peewee's own ``insert`` because that builds its statement anew each time, which costs more than the
        row itself.
        """
        row = self.ids.one()
        names = ", ".join(["id", *columns])
        marks = ", ".join("?" * (len(columns) + 1))
        self.database.connection().execute(
            f"INSERT INTO {table._meta.table_name} ({names}) VALUES ({marks})", (row, *columns.values())
        )
        return row

    @contextmanager
    def derivation(self) -> Iterator[None]:
        """Writes derived tables only: not recorded, not undoable, nobody is told."""
        with self._transaction():
            yield

    def undo(self, operation: int | None = None) -> Changes | None:
        """Takes back one operation (the newest by default); ``None`` when there is nothing to undo."""
        return self._apply("undo", operation, found_in="done", left_in="undone")

    def redo(self) -> Changes | None:
        """Does again what was undone last; ``None`` when there is nothing to redo."""
        return self._apply("redo", None, found_in="undone", left_in="done")

    def _apply(self, kind: str, operation: int | None, *, found_in: str, left_in: str) -> Changes | None:
        with self._transaction() as connection:
            step = self.next_step(kind) if operation is None else self._step(operation, found_in)
            if step is None:
                return None
            changeset: bytes = connection.execute("SELECT changeset FROM operation WHERE id = ?", (step.id,)).get
            try:
                apsw.Changeset.apply(
                    apsw.Changeset.invert(changeset) if kind == "undo" else changeset, connection, conflict=_refuse
                )
            except apsw.AbortError as error:
                raise UserError(
                    tr("“{label}” cannot be taken back: something in it has changed since.", label=step.label),
                    tr("Nothing was changed."),
                    tr("Undo the later step first."),
                ) from error
            connection.execute("UPDATE operation SET state = ? WHERE id = ?", (left_in, step.id))
            applied = self.ids.one()
            changes = self._changes_of(applied, step.label, changeset)
            self._note(applied, step.label, kind, target=step.id)
            self._derive(changes)
        self._tell(changes)
        return changes

    def next_step(self, kind: str) -> Step | None:
        """What ``undo`` or ``redo`` would apply now."""
        order, state = ("DESC", "done") if kind == "undo" else ("ASC", "undone")
        row = self.database.connection().execute(
            f"SELECT {_STEP} FROM operation WHERE state = ? AND kind = 'do' "
            f"ORDER BY id {order} LIMIT 1",
            (state,),
        ).get  # fmt: skip
        return Step(*row) if row else None

    def _step(self, operation: int, state: str) -> Step:
        row = self.database.connection().execute(
            f"SELECT {_STEP} FROM operation WHERE id = ? AND kind = 'do' AND state = ?",
            (operation, state),
        ).get  # fmt: skip
        if not row:
            raise UserError(tr("This step was taken back already."), tr("Nothing was changed."))
        return Step(*row)

    @contextmanager
    def _transaction(self) -> Iterator[apsw.Connection]:
        """The only place that opens a transaction."""
        with self._lock:
            if self._open:
                raise RuntimeError("An operation inside another one")
            connection: Any = self.database.connection()
            self._open = True
            try:
                connection.pragma("query_only", False)
                connection.execute("BEGIN IMMEDIATE")
                yield connection
                connection.execute("COMMIT")
            except apsw.Error as error:
                raise explained(error) from error
            except DatabaseError as error:
                # Peewee wraps the driver's errors; the cause tells what the person can do.
                if isinstance(error.__context__, apsw.Error) and not isinstance(error, IntegrityError):
                    raise explained(error.__context__) from error
                raise
            finally:
                # A full disk has rolled back by itself already.
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                connection.pragma("query_only", True)
                self._open = False

    def _note(
        self, operation: int, label: str, kind: str, *, target: int | None = None, changeset: bytes | None = None
    ) -> None:
        self.database.connection().execute(
            "INSERT INTO operation (id, label, made_at, kind, state, target_id, changeset, made_by) "
            "VALUES (?, ?, ?, ?, 'done', ?, ?, ?)",
            (operation, label, time.time_ns() // 1_000_000, kind, target, changeset, self.who()),
        )

    # -- telling ---------------------------------------------------------------------------------

    def _changes_of(self, operation: int, label: str, changeset: bytes) -> Changes:
        """Reads the kinds, ids and accounts out of a changeset."""
        ids: dict[str, set[int]] = {}
        accounts: set[int] = set()
        unnamed: dict[str, set[int]] = {}
        for seen, change in enumerate(apsw.Changeset.iter(changeset)):
            if seen == MANY:
                return Changes(operation, label, dict.fromkeys(_kinds_in(changeset)), None)
            columns = _COLUMNS[change.name]
            row: Any = change.old or change.new
            key = row[0]
            ids.setdefault(change.name, set()).add(key)
            if change.name == "account":
                accounts.add(key)
            elif "account_id" in columns:
                at = columns.index("account_id")
                sides: tuple[Any, ...] = (change.old, change.new)
                named = {side[at] for side in sides if side} - {apsw.no_change, None}
                accounts |= named
                if not named:
                    unnamed.setdefault(change.name, set()).add(key)
        for name, keys in unnamed.items():
            query = f"SELECT DISTINCT account_id FROM {name} WHERE id IN (SELECT value FROM json_each(?))"
            accounts |= {a for (a,) in self.database.connection().execute(query, (str(sorted(keys)),))}
        return Changes(operation, label, {k: frozenset(v) for k, v in ids.items()}, frozenset(accounts))

    def _derive(self, changes: Changes) -> None:
        for derive in self.derivers:
            derive(changes)

    def _tell(self, changes: Changes) -> None:
        for listen in self.listeners:
            listen(changes)

    # -- reading ---------------------------------------------------------------------------------

    def rows(self, query: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> list[Any]:
        """Every row of a query as plain tuples: what Peewee is too slow for."""
        try:
            return self.database.connection().execute(query, parameters).fetchall()  # type: ignore[no-any-return]
        except (apsw.IOError, apsw.CorruptError) as error:  # the drive went away, or the file is damaged
            raise explained(error) from error

    def row(self, query: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> Any:
        """The first row of a query, or ``None``."""
        try:
            return self.database.connection().execute(query, parameters).fetchone()
        except (apsw.IOError, apsw.CorruptError) as error:
            raise explained(error) from error

    def value(self, query: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> Any:
        """The first column of the first row, or ``None``."""
        row = self.row(query, parameters)
        return row[0] if row else None

    def steps(self, limit: int = 50, *, before: int | None = None) -> list[Step]:
        """The journal, newest first; with ``before`` what came before that step."""
        rows = self.database.connection().execute(
            f"SELECT {_STEP} FROM operation WHERE ?1 IS NULL OR id < ?1 ORDER BY id DESC LIMIT ?2", (before, limit)
        )
        return [Step(*row) for row in rows]

    def problems(self) -> list[str]:
        """What is wrong with the file: pages, foreign keys, search index; empty when it is sound."""
        found = [text for (text,) in self.rows("PRAGMA integrity_check") if text != "ok"]
        found += [
            f"{table} row {row} points to nothing in {parent}"
            for table, row, parent, _ in self.rows("PRAGMA foreign_key_check")
        ]
        with self._transaction() as connection:
            for index in ("account_index", "contact_index"):
                try:
                    connection.execute(f"INSERT INTO {index} ({index}, rank) VALUES ('integrity-check', 1)")
                except apsw.CorruptError:
                    found.append(f"{index} is out of step with its table")
        return found

    def dump(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every recorded row of every table, in id order: what undo must restore exactly."""
        connection = self.database.connection()
        return {
            name: list(connection.execute(f"SELECT {', '.join(columns)} FROM {name} ORDER BY id"))
            for name, columns in _COLUMNS.items()
        }


def _kinds_in(changeset: bytes) -> list[str]:
    """The tables of a large changeset; it groups its changes by table."""
    return list(dict.fromkeys(change.name for change in apsw.Changeset.iter(changeset)))


def _refuse(reason: int, change: Any) -> int:
    return apsw.SQLITE_CHANGESET_ABORT
