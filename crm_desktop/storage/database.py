"""Opens a workspace file: looks before touching, migrates in one transaction, one connection a thread."""

from __future__ import annotations

import importlib
import os
import pkgutil
import re
from pathlib import Path
from typing import Any

import apsw
from playhouse.apsw_ext import APSWDatabase

from crm_desktop.domain.errors import UserError
from crm_desktop.storage import migrations
from crm_desktop.storage.copying import copy_workspace

# "CRMd" in the header of the file says that it is ours.
APPLICATION_ID = 0x43524D64
_MAGIC = b"SQLite format 3\0"
# Below this SQLite a WAL database can be corrupted by two connections (WAL-reset bug, fixed in 3.51.3).
_OLDEST_SQLITE = (3, 51, 3)

_STEPS = {int(m.name[:4]): m.name for m in pkgutil.iter_modules(migrations.__path__) if re.match(r"\d{4}_", m.name)}
SCHEMA_VERSION = max(_STEPS)


class WorkspaceDatabase(APSWDatabase):  # type: ignore[misc]
    """One workspace file. Every connection is read-only until ``Store`` opens the write door."""

    def __init__(self, path: Path, key: str | None = None) -> None:
        self._key = key
        super().__init__(str(path), timeout=10)

    def _connect(self) -> apsw.Connection:
        connection: apsw.Connection = super()._connect()
        try:
            if self._key is not None:
                connection.pragma("key", self._key)
            connection.pragma("journal_mode", "wal")
            version = connection.pragma("user_version")
            if version > SCHEMA_VERSION:
                # Only the journal knows of the newer version: closing must not copy it into the file either.
                connection.config(apsw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1)
                connection.close()
                _refuse_newer(version, Path(self.database))
        except apsw.NotADBError as error:
            connection.close()
            name = Path(self.database).name
            if self._key is None:
                raise _not_ours(name) from error
            raise UserError(
                f"This pass phrase does not open {name}.", "It was not changed.", "Check the pass phrase."
            ) from error
        except apsw.Error:
            connection.close()
            raise
        for name, value in (
            ("synchronous", "full"),
            ("foreign_keys", True),
            ("temp_store", "memory"),
            ("cache_size", -32_000),
            ("journal_size_limit", 64 << 20),
            ("query_only", True),
        ):
            connection.pragma(name, value)
        return connection


def open_database(path: Path, *, key: str | None = None, create: bool = False) -> WorkspaceDatabase:
    """Opens the workspace at ``path``; with ``create`` a missing or empty one is made.

    Raises ``UserError`` when there is none, when the file is not ours or when it is newer than this
    program; the file is then byte for byte as it was.
    """
    if tuple(map(int, apsw.sqlite_lib_version().split("."))) < _OLDEST_SQLITE:
        raise UserError("The SQLite library is too old to keep your data safe.", "Nothing was changed.")
    look(path, encrypted=key is not None, create=create)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    database = WorkspaceDatabase(path, key)
    try:
        migrate(database)
    except BaseException:
        database.close()
        raise
    return database


def look(path: Path, *, encrypted: bool = False, create: bool = False) -> None:
    """Refuses what must not be opened, by reading the first hundred bytes only."""
    try:
        if not path.exists() and not path.is_symlink():
            if create:
                return
            raise UserError(
                f"There is no workspace at {path}.",
                "Nothing was changed.",
                "Import a file to make one, or check the name.",
            )
        if not path.is_file():
            raise UserError(f"{path} is not a file.", "Nothing was changed.", "Choose a workspace file.")
        with path.open("rb") as file:
            header = file.read(100)
    except OSError as error:
        raise UserError(
            f"{path} cannot be read ({error.strerror}).",
            "Nothing was changed.",
            "Check the drive and your rights to it.",
        ) from error
    if not header and create:
        return
    if encrypted and not header.startswith(_MAGIC):
        return
    if len(header) < 100 or not header.startswith(_MAGIC):
        raise _not_ours(path.name)
    version, application = int.from_bytes(header[60:64], "big"), int.from_bytes(header[68:72], "big")
    # A first start that was cut short leaves one page without a number, or all it did in the journal.
    one_page = path.stat().st_size == int.from_bytes(header[16:18], "big")
    half_made = application == version == 0 and (one_page or path.with_name(path.name + "-wal").exists())
    if application != APPLICATION_ID and not half_made:
        raise _not_ours(path.name)
    _refuse_newer(version, path)


def _not_ours(name: str) -> UserError:
    return UserError(
        f"{name} is not a crm-desktop workspace.", "It was not changed.", "Choose another file, or import this one."
    )


def _refuse_newer(version: int, path: Path) -> None:
    if version > SCHEMA_VERSION:
        raise UserError(
            f"{path.name} was made by a newer crm-desktop "
            f"(workspace version {version}, this program knows {SCHEMA_VERSION}).",
            "It was not changed.",
            "Install the newest crm-desktop to open it.",
        )


def migrate(database: WorkspaceDatabase) -> None:
    """Brings the file to ``SCHEMA_VERSION``: a backup first, then each step and its number in one transaction.

    Not ``playhouse.migrations``: its history is a table beside the version, written apart from it, and the
    header's ``user_version`` lets a newer file be refused without opening it.
    """
    connection: Any = database.connection()
    at = connection.pragma("user_version")
    application = connection.pragma("application_id")
    if (at > 0 and application != APPLICATION_ID) or (at == 0 and _has_tables(connection)):
        raise _not_ours(Path(database.database).name)
    if 0 < at < SCHEMA_VERSION:
        copy_workspace(connection, Path(database.database), "migration")
    for number in sorted(n for n in _STEPS if n > at):
        step = importlib.import_module(f"{migrations.__name__}.{_STEPS[number]}")
        connection.pragma("query_only", False)
        try:
            connection.execute("BEGIN IMMEDIATE")
            try:
                connection.execute(step.SCRIPT)
                connection.execute(f"PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {number}")
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
        finally:
            connection.pragma("query_only", True)


def _has_tables(connection: Any) -> bool:
    return bool(connection.execute("SELECT EXISTS (SELECT 1 FROM sqlite_schema)").get)
