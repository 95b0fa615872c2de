"""Makes one whole, checked, private and sealed copy of a workspace while it is in use."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import apsw

from crm_desktop.domain.errors import UserError
from crm_desktop.i18n import tr
from crm_desktop.storage import row_rules, search_indexes
from crm_desktop.storage.keys import give_key

MOMENT = "%Y%m%d-%H%M%S%f"
"""How the moment of a copy stands in its name, of the fraction of a second three digits."""
_PAGES_A_STEP = 1024
"""So much is copied between two looks at whether to go on: some milliseconds of work, ..."""
_STEPS_A_LOOK = 1_000_000
"""... and so many of SQLite's own steps are made while the copy is checked."""

Progress = Callable[[int, int], object]
"""Hears over and over how many pages of how many are copied, and goes on hearing the last of it during the checks."""

_log = logging.getLogger(__name__)


def nobody(_done: int, _total: int) -> None:
    """Nobody wants to know."""


class Copy(NamedTuple):
    """A copy that was made, and when by the clock of the laptop."""

    path: Path
    taken: datetime


def backup_folder(workspace: Path) -> Path:
    """Where the automatic backups of a workspace lie: beside it."""
    return workspace.with_name(workspace.name + "-backups")


def seal_of(copy: Path) -> Path:
    """Where the SHA-256 of a copy lies: beside it, as ``sha256sum`` writes and checks it."""
    return copy.with_name(copy.name + ".sha256")


def seal(copy: Path) -> None:
    """Writes down the SHA-256 of a copy as it is now. Raises ``OSError``."""
    _write_seal(copy, _sha256(copy))


def is_as_made(copy: Path) -> bool:
    """Whether a copy still has the bytes it was made with; one without a seal cannot tell. Raises ``OSError``.

    The pages of SQLite have no checksum: one bit that fell over may pass every check of its own.
    """
    try:
        made = seal_of(copy).read_text(encoding="ascii", errors="replace").split(maxsplit=1)
    except FileNotFoundError:
        return True
    return not made or made[0] == _sha256(copy)


def copy_workspace(
    connection: apsw.Connection,
    workspace: Path,
    why: str,
    folder: Path | None = None,
    *,
    key: str | None = None,
    progress: Progress = nobody,
) -> Copy:
    """Copies what ``connection`` holds now to ``<stem>-<day>-<time>-<why>.crm`` in ``folder``.

    Raises ``UserError`` when it cannot be written or does not pass its checks, and whatever ``progress`` raises, which
    ends it; nothing half-made is left behind.
    """
    folder = folder or backup_folder(workspace)
    now = datetime.now()
    moment = now.strftime(MOMENT)[:-3]
    name = f"{workspace.stem}-{moment}-{why}.crm"
    unfinished = folder / f"{name}.unfinished"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        digest = transfer(connection, unfinished, key, progress)
        _write_seal(folder / name, digest)
        unfinished.rename(folder / name)
    except BaseException as error:
        for left in (unfinished, seal_of(folder / name)):
            with suppress(OSError):
                left.unlink()
        if isinstance(error, apsw.CorruptError):
            raise UserError(
                tr("The backup did not pass its checks and was removed again."),
                tr("Your data is untouched."),
                tr("See whether the workspace is sound (crm check); if it is, choose another folder."),
            ) from error
        if isinstance(error, (OSError, apsw.Error)):
            raise UserError(
                tr("The backup could not be written to {folder}.", folder=folder),
                tr("Your data is untouched."),
                tr("Check the space on the drive and your rights to it, or choose another folder."),
            ) from error
        raise
    return Copy(folder / name, datetime.strptime(moment, MOMENT))


def transfer(source: apsw.Connection, path: Path, key: str | None = None, progress: Progress = nobody) -> str:
    """Copies one state of ``source``, opens the copy anew and checks all of it; returns the SHA-256 of the copy.

    Others go on writing meanwhile. Checked are the pages, rows and indexes, the number of rows of each table, and
    whether the search indexes are in step: those that are not are made anew in the copy. The copy of an encrypted
    workspace has its ``key``, never none. It is on the disk when this returns.

    Raises ``apsw.CorruptError`` when it does not pass, other ``apsw.Error``, and whatever ``progress`` raises.
    """
    from concurrent.futures import ThreadPoolExecutor  # not before the first paint

    told = _copy_pages(source, path, key, progress)
    try:
        with ThreadPoolExecutor(3) as beside:
            written, digest = beside.submit(_to_disk, path), beside.submit(_sha256, path)
            search = beside.submit(_check_rows, path, key, told, progress)
            _check_pages(path, key, progress)
        written.result()
        if not search.result():
            return digest.result()
        _log.warning("Out of step in the workspace, made anew in its copy: %s", ", ".join(search.result()))
        with _opened(path, key) as copy:
            search_indexes.make_anew(copy)
        _to_disk(path)
        return _sha256(path)
    except OSError as error:
        raise apsw.IOError("the copy did not reach the disk") from error


def _copy_pages(source: apsw.Connection, path: Path, key: str | None, progress: Progress) -> _Told:
    """Page by page through SQLite's backup API; what the state that was copied says of itself."""
    with _opened(path, key) as copy, source:  # a transaction: what others write from here on is not seen
        told = _told(source)
        with copy.backup("main", source, "main") as pages:
            while not pages.done:
                pages.step(_PAGES_A_STEP)
                progress(pages.page_count - pages.remaining, pages.page_count)
        # One plain file that can be carried about, without a journal beside it.
        copy.pragma("journal_mode", "delete")
    return told


def _check_pages(path: Path, key: str | None, progress: Progress) -> None:
    with _opened(path, key, progress) as copy:
        copy.pragma("ignore_check_constraints", True)  # see ``row_rules``
        if copy.pragma("integrity_check") != "ok":
            raise apsw.CorruptError("the copy is damaged")


def _check_rows(path: Path, key: str | None, told: _Told, progress: Progress) -> list[str]:
    """The search indexes that are out of step; raises where rows are missing, or are not as their table asks."""
    with _opened(path, key, progress) as copy:
        if _told(copy) != told or not row_rules.are_kept(copy):
            raise apsw.CorruptError("the rows of the copy differ")
        copy.execute("BEGIN")  # which is never committed: nothing is written, and the file is being read beside
        return search_indexes.out_of_step(copy)


@contextmanager
def _opened(path: Path, key: str | None, progress: Progress = nobody) -> Iterator[apsw.Connection]:
    connection = apsw.Connection(str(path))
    try:
        give_key(connection, key)
        connection.pragma("synchronous", "off")  # what was written is waited for once, at the end
        pages = connection.pragma("page_count")

        def look() -> bool:
            progress(pages, pages)
            return False

        connection.set_progress_handler(look, _STEPS_A_LOOK)
        yield connection
    finally:
        connection.close()


def _to_disk(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _sha256(path: Path) -> str:
    import hashlib  # not before the first paint

    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write_seal(copy: Path, digest: str) -> None:
    seal_of(copy).unlink(missing_ok=True)
    descriptor = os.open(seal_of(copy), os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(f"{digest}  {copy.name}\n".encode("utf-8", "surrogateescape"))
        os.fsync(file.fileno())


class _Told(NamedTuple):
    """What a file says of itself, and how many rows each of its tables has."""

    application: int
    version: int
    rows: dict[str, int]


def _told(connection: apsw.Connection) -> _Told:
    tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    rows = {name: connection.execute(f'SELECT count(*) FROM "{name}"').get for name in tables}
    return _Told(connection.pragma("application_id"), connection.pragma("user_version"), rows)
