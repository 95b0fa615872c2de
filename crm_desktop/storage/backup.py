"""Backups of a workspace: taken, listed, thinned and put back; what is not named like ours is never cleaned up."""

from __future__ import annotations

import os
import re
import time
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import apsw

from crm_desktop.domain.errors import UserError
from crm_desktop.i18n import tr
from crm_desktop.storage.attachments import wanted
from crm_desktop.storage.backup_files import FileCount, bring_back, copy_files, count, folder_beside
from crm_desktop.storage.copying import backup_folder, copy_workspace, transfer
from crm_desktop.storage.database import look
from crm_desktop.storage.kept_files import folder_of
from crm_desktop.storage.refusals import explained
from crm_desktop.storage.store import Store

KEPT = 10
"""Automatic backups kept beside a workspace, the newest ones."""

_NAME = re.compile(r"-\d{8}-\d{9}-(?P<why>[a-z]+)\.crm")


class Backup(NamedTuple):
    """One copy."""

    path: Path
    why: str
    bytes: int
    files: FileCount = FileCount()
    """The files kept with accounts, which lie beside it."""


def take(store: Store, why: str, folder: Path | None = None) -> Backup:
    """Copies the workspace as it stands now into ``folder`` (default: beside it) and checks the copy."""
    with store.database.to_copy() as connection:
        path = copy_workspace(connection, store.path, why, folder, key=store.database.key)
        files = copy_files(connection, store.path, path, link=folder is None)
    return Backup(path, why, path.stat().st_size, files)


def take_automatic(store: Store, why: str) -> Backup | None:
    """A backup just before something large; none of an empty workspace. The oldest beyond ``KEPT`` go."""
    if not store.value("SELECT EXISTS (SELECT 1 FROM operation)"):
        return None
    backup = take(store, why)
    for old in of_workspace(store.path)[KEPT:]:
        with suppress(OSError):  # one too many does no harm
            old.path.unlink(missing_ok=True)
    return backup


def of_workspace(workspace: Path, folder: Path | None = None) -> list[Backup]:
    """The backups of a workspace, the newest first (by name, which rises with time)."""
    folder = folder or backup_folder(workspace)
    found = []
    for path in folder.glob(f"{workspace.stem}-*.crm") if folder.is_dir() else ():
        match = _NAME.fullmatch(path.name.removeprefix(workspace.stem))
        if match:
            found.append(Backup(path, match["why"], path.stat().st_size))
    return sorted(found, key=lambda backup: backup.path.name, reverse=True)


def restore(backup: Path, workspace: Path) -> Path | None:
    """Puts a checked copy of ``backup`` in the place of a closed workspace.

    What was there is moved aside with its sidecars, never deleted; returns where to, ``None`` if there was nothing.
    """
    look(backup)
    fresh = workspace.with_name(f"{workspace.name}.restoring")
    try:
        fresh.unlink(missing_ok=True)
        os.close(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except OSError as error:
        raise _not_replaced(workspace, error) from error
    source = apsw.Connection(str(backup), flags=apsw.SQLITE_OPEN_READONLY)
    try:
        transfer(source, fresh)
        files = wanted(source)
    except apsw.Error as error:
        fresh.unlink(missing_ok=True)
        if isinstance(error, apsw.FullError):
            raise explained(error) from error
        raise UserError(
            tr("{file} cannot be read.", file=backup.name), tr("Nothing was replaced."), tr("Choose another backup.")
        ) from error
    finally:
        source.close()
    try:
        aside = _put_in_place(fresh, workspace)
    except OSError as error:
        raise _not_replaced(workspace, error) from error
    bring_back(files, backup, workspace, aside)
    return aside


def files_of(workspace: Path) -> FileCount:
    """How many files a closed workspace has beside it, and how many it lacks; none of one that needs a pass phrase."""
    return _count(workspace, folder_of(workspace))


def files_of_backup(file: Path, workspace: Path) -> FileCount:
    """The same of a backup."""
    return _count(file, folder_beside(file, workspace))


def _count(file: Path, folder: Path) -> FileCount:
    connection = apsw.Connection(str(file), flags=apsw.SQLITE_OPEN_READONLY)
    try:
        return count(wanted(connection), folder)
    except apsw.Error:
        return FileCount()
    finally:
        connection.close()


def _put_in_place(fresh: Path, workspace: Path) -> Path | None:
    aside = None
    if workspace.exists():
        aside = workspace.with_name(f"{workspace.stem}-replaced-{time.time_ns()}{workspace.suffix}")
        for sidecar in ("-wal", "-shm", ""):
            old = workspace.with_name(workspace.name + sidecar)
            if old.exists():
                old.rename(aside.with_name(aside.name + sidecar))
    fresh.rename(workspace)
    return aside


def _not_replaced(workspace: Path, error: OSError) -> UserError:
    return UserError(
        tr("{file} cannot be replaced ({cause}).", file=workspace, cause=error.strerror or error),
        tr("The backup is untouched, and nothing was deleted."),
        tr("Check the drive and your rights to it."),
    )
