"""The write door: one transaction, one changeset, one ``Changes``; undo and redo of any operation."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import apsw
from peewee import DatabaseError, IntegrityError

from crm_desktop.domain.changes import Changes
from crm_desktop.domain.errors import UserError
from crm_desktop.i18n import tr
from crm_desktop.storage import indexes, search_indexes, steps
from crm_desktop.storage.database import WorkspaceDatabase, open_database
from crm_desktop.storage.ids import IdMaker
from crm_desktop.storage.new_rows import Recorder
from crm_desktop.storage.refusals import explained
from crm_desktop.storage.row_blocks import in_columns
from crm_desktop.storage.steps import Step
from crm_desktop.storage.tables import DERIVED, RECORDED, Operation, Table
from crm_desktop.storage.taking_back import move
from crm_desktop.storage.taking_out import compact
from crm_desktop.storage.touched import COLUMNS, changes_of


class Store:
    """One open workspace. Reads go through the tables from any thread; writes through ``operation`` only."""

    def __init__(self, path: Path, *, key: str | None = None, create: bool = False) -> None:
        self.path = path
        self.database: WorkspaceDatabase = open_database(path, key=key, create=create)
        self.ids = IdMaker()
        self.database.bind([*RECORDED, *DERIVED, Operation], bind_refs=False, bind_backrefs=False)
        self._lock = threading.RLock()
        self._open = False
        self._recorder: Recorder | None = None
        # Held by whoever makes a copy of the file or takes something out of all copies: one at a time.
        self.copying = threading.RLock()
        # Who sits here, for the journal.
        self.who: Callable[[], str] = str
        # Called inside the transaction, before the commit: keeps derived tables true.
        self.derivers: list[Callable[[Changes], None]] = []
        # Called after the commit, in the thread that wrote.
        self.listeners: list[Callable[[Changes], None]] = []
        # The newest step when others were listened for last, and what was written here since.
        self._heard: int = self.value("SELECT max(id) FROM operation") or 0
        self._own: set[int] = set()
        if not self.reading_only and indexes.are_to_make(self.database.connection()):
            self._make_indexes()

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
        self._must_be_writable()
        changes: Changes | None = None
        with self._transaction() as connection:
            operation = self.ids.one()
            self._recorder = recorder = Recorder(connection, COLUMNS)
            try:
                yield operation
                changeset, ranges = recorder.changeset(), recorder.ranges
            finally:
                recorder.close()
                self._recorder = None
            if changeset is not None or ranges:
                changes = changes_of(connection, operation, label, changeset, ranges)
                connection.execute("UPDATE operation SET state = 'dropped', taken = NULL WHERE state = 'undone'")
                steps.note(connection, operation, label, "do", who=self.who(), changeset=changeset, ranges=ranges)
                self._derive(changes)
        if recorder.left_indexes:
            self._make_indexes()
        if changes is not None:
            self._tell(changes)

    def _make_indexes(self) -> None:
        """Makes the indexes that a step with very many rows left to be made.

        They hold nobody's data: where there is no room for them, they are made when the file is opened next.
        """
        with suppress(UserError), self._transaction() as connection:
            indexes.make(connection)

    def insert(self, table: type[Table], **columns: Any) -> int:
        """Adds one row inside an open operation and returns its new id; columns not named have the schema's default.

        Beside Peewee's own ``insert`` because that builds its statement anew each time, which costs more than the
        row itself; see ``Recorder.insert_one``.
        """
        if self._recorder is None:
            raise RuntimeError("Rows are inserted inside an operation")
        row = self.ids.one()
        self._recorder.insert_one(table._meta.table_name, {"id": row, **columns})
        return row

    def insert_many(
        self, table: type[Table], columns: Sequence[str], rows: Iterable[Sequence[Any]], **same: Any
    ) -> None:
        """Inserts very many rows inside an open operation; see ``Recorder.insert``."""
        self.insert_columns(table, columns, in_columns(rows, len(columns)), **same)

    def insert_columns(
        self, table: type[Table], columns: Sequence[str], blocks: Iterable[Sequence[Iterable[Any]]], **same: Any
    ) -> None:
        """The same of rows that lie column by column."""
        if self._recorder is None:
            raise RuntimeError("Rows are inserted inside an operation")
        self._recorder.insert(table._meta.table_name, columns, blocks, same)

    def expect(self, table: type[Table], rows: int) -> None:
        """Says inside an open operation that so many rows will come; see ``Recorder.expect``."""
        if self._recorder is None:
            raise RuntimeError("Rows are inserted inside an operation")
        self._recorder.expect(table._meta.table_name, rows)

    @contextmanager
    def derivation(self) -> Iterator[None]:
        """Writes derived tables only: not recorded, not undoable, nobody is told.

        A disk that is full by now, and the like, took nothing from what was saved before; so the ``UserError`` says.
        """
        try:
            with self._transaction():
                yield
        except UserError as error:
            safe = tr("What you saved is safe; only the lists are not up to date.")
            raise UserError(error.what, safe, error.do) from error
        self.database.checkpoint()

    @contextmanager
    def erasure(self, label: str) -> Iterator[apsw.Connection]:
        """What is written inside is gone for good: not recorded, never undone; the journal only says that it was done.

        Call ``compact`` afterwards: until then the file still holds the bytes.
        """
        self._must_be_writable()
        with self._transaction() as connection:
            connection.pragma("secure_delete", True)
            yield connection
            operation = self.ids.one()
            steps.note(connection, operation, label, "do", who=self.who())
            changes = Changes(operation, label, dict.fromkeys(COLUMNS), None)
            self._derive(changes)
        self._tell(changes)

    def compact(self) -> None:
        """Writes the file anew without the bytes of what was erased. Raises ``UserError`` when that cannot be done."""
        self._must_be_writable()
        with self._lock:
            try:
                with self.database.door():
                    compact(self.database.connection())
            except apsw.Error as error:
                raise explained(error) from error

    @property
    def reading_only(self) -> str:
        """Why nothing can be written, as the end of a sentence; empty when it can."""
        return self.database.reading_only

    def _must_be_writable(self) -> None:
        if self.reading_only:
            raise UserError(
                tr("This workspace is open for reading only: {why}.", why=self.reading_only),
                tr("Nothing was changed."),
                tr("Copy it to a drive that can be written to, or allow writing to it, then open it again."),
            )

    def undo(self, operation: int | None = None) -> Changes | None:
        """Takes back one operation (the newest by default); ``None`` when there is nothing to undo."""
        return self._apply("undo", operation, found_in="done", left_in="undone")

    def redo(self) -> Changes | None:
        """Does again what was undone last; ``None`` when there is nothing to redo."""
        return self._apply("redo", None, found_in="undone", left_in="done")

    def _apply(self, kind: str, operation: int | None, *, found_in: str, left_in: str) -> Changes | None:
        self._must_be_writable()
        with self._transaction() as connection:
            step = self.next_step(kind) if operation is None else steps.one(connection, operation, found_in)
            if step is None:
                return None
            applied = self.ids.one()
            changes = move(connection, kind, step, applied)
            connection.execute("UPDATE operation SET state = ? WHERE id = ?", (left_in, step.id))
            steps.note(connection, applied, step.label, kind, who=self.who(), target=step.id)
            self._derive(changes)
        self._tell(changes)
        return changes

    def next_step(self, kind: str) -> Step | None:
        """What ``undo`` or ``redo`` would apply now."""
        return steps.next_one(self.database.connection(), kind)

    @contextmanager
    def _transaction(self) -> Iterator[apsw.Connection]:
        """The only place that opens a transaction."""
        with self._lock:
            if self._open:
                raise RuntimeError("An operation inside another one")
            connection: Any = self.database.connection()
            self._open = True
            try:
                with self.database.door():
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
                self._open = False

    # -- telling ---------------------------------------------------------------------------------

    def _derive(self, changes: Changes) -> None:
        for derive in self.derivers:
            derive(changes)

    def hear_others(self) -> None:
        """Tells the listeners that anything may have changed, if another process has written since the last time."""
        # One more than was written here: with a step of somebody else among the new ones, it is among these.
        newest = self.rows("SELECT id FROM operation ORDER BY id DESC LIMIT ?", (len(self._own) + 1,))
        new = {step for (step,) in newest if step > self._heard}
        others = new - self._own
        self._heard = max(new, default=self._heard)
        self._own.clear()
        if others:
            self._tell(Changes(max(others), "", dict.fromkeys(COLUMNS), None))

    def _tell(self, changes: Changes) -> None:
        self._own.add(changes.operation)
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
        return steps.newest(self.database.connection(), limit, before)

    def problems(self) -> list[str]:
        """What is wrong with the file: pages, foreign keys, search index; empty when it is sound."""
        found = [text for (text,) in self.rows("PRAGMA integrity_check") if text != "ok"]
        found += [
            f"{table} row {row} points to nothing in {parent}"
            for table, row, parent, _ in self.rows("PRAGMA foreign_key_check")
        ]
        with self._transaction() as connection:
            found += [f"{index} is out of step with its table" for index in search_indexes.out_of_step(connection)]
        return found

    def dump(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every recorded row of every table, in id order: what undo must restore exactly."""
        connection = self.database.connection()
        return {
            name: list(connection.execute(f"SELECT {', '.join(columns)} FROM {name} ORDER BY id"))
            for name, columns in COLUMNS.items()
        }
