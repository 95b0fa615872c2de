"""Opens a workspace that cannot be written to: a copy in memory, so that the list can still be worked out."""

from __future__ import annotations

import itertools
import os
import shutil
import tempfile
from pathlib import Path

import apsw

from crm_desktop.i18n import tr
from crm_desktop.storage.keys import give_key

_READ = apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI
_MEMORY = apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE | apsw.SQLITE_OPEN_URI
# In memory a reader waits until a writer is done: as long as the longest pass over a large book takes.
_PATIENCE = 60_000
_PAGES_A_STEP = 4096
_TRIES = 3
_numbers = itertools.count(1)


class MemoryCopy:
    """A copy that every thread reaches by ``connect``, and that is gone with the last of its connections.

    ``why``: the end of a sentence, what keeps the file from being written to.
    """

    def __init__(self, source: apsw.Connection, why: str) -> None:
        self.why = why
        self._name = f"file:/crm-desktop-{os.getpid()}-{next(_numbers)}?vfs=memdb"
        self._keeper = self.connect()
        pages = bytearray(source.serialize("main"))
        pages[18:20] = b"\1\1"  # in memory there is no journal beside the file
        private = apsw.Connection(":memory:")
        try:
            private.deserialize("main", bytes(pages))
            del pages
            with self._keeper.backup("main", private, "main") as progress:
                while not progress.done:
                    progress.step(_PAGES_A_STEP)
        finally:
            private.close()

    def connect(self) -> apsw.Connection:
        """One more connection to the copy."""
        connection = apsw.Connection(self._name, flags=_MEMORY)
        connection.set_busy_timeout(_PATIENCE)
        return connection

    def forget(self) -> None:
        """Lets go of the copy; threads that still read it keep it until they close."""
        self._keeper.close()


def why_not_written(path: Path) -> str:
    """What keeps a file from being written to, as the end of a sentence; empty when nothing is known to."""
    if not os.access(path, os.W_OK):
        return tr("its file cannot be written to")
    if not os.access(path.parent, os.W_OK):
        return tr("its folder or its drive cannot be written to")
    return ""


def read_into_memory(path: Path, key: str | None, why: str) -> MemoryCopy:
    """Reads the file, and the journal beside it, as they stand now; neither is changed and nothing is put beside them.

    Raises what the driver and the system raise.
    """
    for attempt in range(1, _TRIES + 1):
        before = _state(path)
        try:
            with reading(path, key) as source:
                copy = MemoryCopy(source, why)
        except (apsw.CorruptError, apsw.NotADBError):
            if attempt < _TRIES and _state(path) != before:
                continue  # somebody else was writing just then
            raise
        if _state(path) == before or attempt == _TRIES:
            return copy
        copy.forget()
    raise AssertionError("the last try returns or raises")


class reading:  # noqa: N801 - used as a with statement
    """A connection to the file that writes nothing, neither into it nor beside it.

    Without changes in the journal the file alone is all there is to read, and SQLite is told that nobody changes it:
    else it would want to make a journal beside it. With changes in it a private copy of both is read.
    """

    def __init__(self, path: Path, key: str | None) -> None:
        self._path, self._key = path, key
        self._folder: str | None = None

    def __enter__(self) -> apsw.Connection:
        path = self._path
        try:
            if _size(_journal(path)):
                # mkdtemp makes it for the owner only; it is gone again as soon as it has been read.
                self._folder = tempfile.mkdtemp(prefix="crm-reading-")
                path = Path(self._folder) / "copy.crm"
                shutil.copyfile(self._path, path)
                shutil.copyfile(_journal(self._path), _journal(path))
                self._connection = apsw.Connection(str(path))
            else:
                self._connection = apsw.Connection(f"{path.absolute().as_uri()}?immutable=1", flags=_READ)
            give_key(self._connection, self._key)
            self._connection.pragma("user_version")  # reads the first page: now or never
        except BaseException:
            self.__exit__()
            raise
        return self._connection

    def __exit__(self, *_error: object) -> None:
        connection = getattr(self, "_connection", None)
        if connection is not None:
            connection.close()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)


def _journal(path: Path) -> Path:
    return path.with_name(path.name + "-wal")


def _size(path: Path) -> int:
    if not path.exists():
        return 0
    if not path.is_file():
        raise IsADirectoryError(21, tr("it is a folder"))  # what is in the journal cannot be known
    return path.stat().st_size


def _state(path: Path) -> tuple[int, int, int]:
    told = path.stat()
    return told.st_size, told.st_mtime_ns, _size(_journal(path))
