"""Opens a workspace file: looks before touching, migrates in one transaction, one connection a thread."""

from __future__ import annotations

import importlib
import os
import pkgutil
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import apsw
from playhouse.apsw_ext import APSWDatabase

from crm_desktop.domain.errors import UserError
from crm_desktop.i18n import tr
from crm_desktop.storage import migrations
from crm_desktop.storage.copying import copy_workspace
from crm_desktop.storage.keys import PLAIN, give_key
from crm_desktop.storage.reading_only import MemoryCopy, read_into_memory, reading, why_not_written
from crm_desktop.storage.refusals import NotWritableError, explained, not_opened, not_ours, not_read, too_new, wrong_key

# "CRMd" in the header of the file says that it is ours.
APPLICATION_ID = 0x43524D64
# Below this SQLite a WAL database can be corrupted by two connections (WAL-reset bug, fixed in 3.51.3).
_OLDEST_SQLITE = (3, 51, 3)

# Pages in the journal of the file from which they are carried over into it: about 5 ms of work.
_CHECKPOINT_FROM = 1000

# What the drive or its owner does to us; any other error of a migration is our own mistake.
_NOT_OURS = (
    apsw.FullError,
    apsw.BusyError,
    apsw.LockedError,
    apsw.ReadOnlyError,
    apsw.CantOpenError,
    apsw.IOError,
    apsw.CorruptError,
)

_STEPS = {int(m.name[:4]): m.name for m in pkgutil.iter_modules(migrations.__path__) if re.match(r"\d{4}_", m.name)}
SCHEMA_VERSION = max(_STEPS)


class WorkspaceDatabase(APSWDatabase):  # type: ignore[misc]
    """One workspace file. Nothing is committed but by the thread for which the write door is open.

    Not ``PRAGMA query_only``: each time it is set SQLite compiles every statement anew, half the time of a logged call.
    With ``copy`` it is a file that cannot be written to, read through its copy in memory.
    """

    def __init__(self, path: Path, key: str | None = None, copy: MemoryCopy | None = None) -> None:
        self.key = key
        self.copy = copy
        self._writing_in: int | None = None
        super().__init__(str(path), timeout=10)

    @contextmanager
    def door(self) -> Iterator[None]:
        """Lets this thread write; only ``Store`` and ``migrate`` open it, one at a time."""
        self._writing_in = threading.get_ident()
        try:
            yield
        finally:
            self._writing_in = None

    def checkpoint(self) -> None:
        """Carries what the journal of the file holds over into it, once that is much; others may write meanwhile.

        For the thread that works out what is derived, so that nobody who logs a call waits for it. It is only tidying:
        where the drive refuses, what was written stays in the journal.
        """
        connection = self.connection()
        with suppress(apsw.Error):
            pages, carried = connection.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_NOOP)
            if pages - carried >= _CHECKPOINT_FROM:
                connection.wal_checkpoint()

    def _refuse_elsewhere(self) -> bool:
        if self._writing_in != threading.get_ident():
            raise apsw.ReadOnlyError("A write outside of an operation or a derivation")
        return False

    @property
    def reading_only(self) -> str:
        """Why nothing can be written, as the end of a sentence; empty for a workspace that can be."""
        return self.copy.why if self.copy is not None else ""

    @contextmanager
    def to_copy(self) -> Iterator[apsw.Connection]:
        """What a backup is copied from: the open connection, or the file itself where only its copy is open."""
        if self.copy is None:
            yield self.connection()
            return
        with reading(Path(self.database), self.key) as connection:
            yield connection

    def _connect(self) -> apsw.Connection:
        if self.copy is not None:
            connection: apsw.Connection = self.copy.connect()
            self._add_conn_hooks(connection)
        else:
            connection = self._connect_to_file()
        for name, value in (
            ("synchronous", "full"),
            ("foreign_keys", True),
            ("temp_store", "memory"),
            ("cache_size", -32_000),
            ("journal_size_limit", 64 << 20),
            ("wal_autocheckpoint", 4 * _CHECKPOINT_FROM),
        ):
            connection.pragma(name, value)
        connection.set_commit_hook(self._refuse_elsewhere)
        return connection

    def _connect_to_file(self) -> apsw.Connection:
        path = Path(self.database)
        try:
            connection: apsw.Connection = super()._connect()
        except apsw.Error as error:
            raise not_opened(error, path) from error
        try:
            give_key(connection, self.key)
            connection.pragma("journal_mode", "wal")
            version = connection.pragma("user_version")
            if version > SCHEMA_VERSION:
                # Only the journal knows of the newer version: closing must not copy it into the file either.
                connection.config(apsw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1)
                connection.close()
                _refuse_newer(version, path)
        except apsw.NotADBError as error:
            connection.close()
            raise wrong_key(path.name, self.key) from error
        except apsw.Error as error:
            connection.close()
            raise not_opened(error, path) from error
        return connection


def open_database(path: Path, *, key: str | None = None, create: bool = False) -> WorkspaceDatabase:
    """Opens the workspace at ``path``; with ``create`` a missing or empty one is made.

    Raises ``UserError`` when there is none, when the file is not ours or is newer than this program, or when
    its drive refuses; the file is then byte for byte as it was.
    """
    if tuple(map(int, apsw.sqlite_lib_version().split("."))) < _OLDEST_SQLITE:
        raise UserError(tr("The SQLite library is too old to keep your data safe."), tr("Nothing was changed."))
    if key is not None and not key.strip("\0"):
        # An empty one would make a plain file where a protected one was meant.
        raise UserError(tr("A pass phrase has at least one letter."), tr("Nothing was changed."))
    look(path, encrypted=key is not None, create=create)
    if not path.exists():
        _make(path)
    why = why_not_written(path)
    if why:
        return _open_for_reading(path, key, why)
    database = WorkspaceDatabase(path, key)
    try:
        migrate(database)
    except _NOT_OURS as error:
        database.close()
        raise explained(error) from error
    except NotWritableError:
        # The system said that it can be written to, and then it could not: a share, or Windows.
        database.close()
        return _open_for_reading(path, key, tr("its folder or its drive cannot be written to"))
    except BaseException:
        database.close()
        raise
    return database


def _open_for_reading(path: Path, key: str | None, why: str) -> WorkspaceDatabase:
    """A workspace that cannot be written to, read through its copy in memory; the file and its folder stay as they are.

    Raises ``UserError`` when it cannot be read, or when it is of an older version and would have to be migrated.
    """
    try:
        copy = read_into_memory(path, key, why)
    except apsw.NotADBError as error:
        raise wrong_key(path.name, key) from error
    except (MemoryError, apsw.NoMemError) as error:
        raise UserError(
            tr("{file} is too large to be opened for reading only: it does not fit into the memory.", file=path.name),
            tr("It was not changed."),
            tr("Copy it to a drive that can be written to and open the copy."),
        ) from error
    except (apsw.Error, OSError) as error:
        raise not_read(error, path) from error
    database = WorkspaceDatabase(path, key, copy)
    connection: Any = database.connection()
    version, application = connection.pragma("user_version"), connection.pragma("application_id")
    try:
        if application != APPLICATION_ID:
            raise not_ours(path.name)
        _refuse_newer(version, path)
        if version < SCHEMA_VERSION:
            raise UserError(
                tr("{file} was made by an older crm-desktop and cannot be brought up to date: {why}.",
                   file=path.name, why=why),
                tr("It was not changed."),
                tr("Copy it to a drive that can be written to and open the copy."),
            )  # fmt: skip
    except UserError:
        database.close()
        raise
    return database


def _make(path: Path) -> None:
    """An empty file, readable by its owner only, in a folder that is made when missing."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except OSError as error:
        raise UserError(
            tr("No workspace can be made at {file} ({cause}).", file=path, cause=error.strerror or error),
            tr("Nothing was changed."),
            tr("Check the drive and your rights to it, or choose another folder."),
        ) from error


def look(path: Path, *, encrypted: bool = False, create: bool = False) -> None:
    """Refuses what must not be opened, by reading the first hundred bytes only."""
    try:
        if not path.exists() and not path.is_symlink():
            if create:
                return
            raise UserError(
                tr("There is no workspace at {file}.", file=path),
                tr("Nothing was changed."),
                tr("Import a file to make one, or check the name."),
            )
        if not path.is_file():
            raise UserError(
                tr("{file} is not a file.", file=path), tr("Nothing was changed."), tr("Choose a workspace file.")
            )
        with path.open("rb") as file:
            header = file.read(100)
    except OSError as error:
        raise UserError(
            tr("{file} cannot be read ({cause}).", file=path, cause=error.strerror),
            tr("Nothing was changed."),
            tr("Check the drive and your rights to it."),
        ) from error
    if not header and create:
        return
    if encrypted and not header.startswith(PLAIN):
        return
    if len(header) < 100 or not header.startswith(PLAIN):
        raise not_ours(path.name)
    version, application = int.from_bytes(header[60:64], "big"), int.from_bytes(header[68:72], "big")
    # A first start that was cut short leaves one page without a number, or all it did in the journal.
    one_page = path.stat().st_size == int.from_bytes(header[16:18], "big")
    half_made = application == version == 0 and (one_page or path.with_name(path.name + "-wal").exists())
    if application != APPLICATION_ID and not half_made:
        raise not_ours(path.name)
    _refuse_newer(version, path)


def _refuse_newer(version: int, path: Path) -> None:
    if version > SCHEMA_VERSION:
        raise too_new(path.name, version, SCHEMA_VERSION)


def migrate(database: WorkspaceDatabase) -> None:
    """Brings the file to ``SCHEMA_VERSION``: a backup first, then each step and its number in one transaction.

    Not ``playhouse.migrations``: its history is a table beside the version, written apart from it, and the
    header's ``user_version`` lets a newer file be refused without opening it.
    """
    connection: Any = database.connection()
    at = connection.pragma("user_version")
    application = connection.pragma("application_id")
    if (at > 0 and application != APPLICATION_ID) or (at == 0 and _has_tables(connection)):
        raise not_ours(Path(database.database).name)
    if 0 < at < SCHEMA_VERSION:
        copy_workspace(connection, Path(database.database), "migration", key=database.key)
    for number in sorted(n for n in _STEPS if n > at):
        step = importlib.import_module(f"{migrations.__name__}.{_STEPS[number]}")
        with database.door():
            connection.execute("BEGIN IMMEDIATE")
            try:
                connection.execute(step.SCRIPT)
                connection.execute(f"PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {number}")
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise


def _has_tables(connection: Any) -> bool:
    return bool(connection.execute("SELECT EXISTS (SELECT 1 FROM sqlite_schema)").get)
