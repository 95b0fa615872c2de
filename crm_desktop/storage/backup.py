"""Backups of a workspace: taken, listed, thinned and put back; what is not named like ours is never cleaned up."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import apsw

from crm_desktop.domain import thinning
from crm_desktop.domain.errors import UserError
from crm_desktop.i18n import tr
from crm_desktop.storage import copying
from crm_desktop.storage.attachments import wanted
from crm_desktop.storage.backup_files import FileCount, bring_back, copy_files, count, folder_beside
from crm_desktop.storage.copying import MOMENT, Progress, backup_folder, is_as_made, nobody, seal_of
from crm_desktop.storage.database import look
from crm_desktop.storage.kept_files import folder_of
from crm_desktop.storage.reading_only import reading
from crm_desktop.storage.refusals import explained
from crm_desktop.storage.store import Store

ASKED, DAILY = "asked", "daily"

_NAME = re.compile(r"-(?P<taken>\d{8}-\d{9})-(?P<why>[a-z]+)\.crm")


class Backup(NamedTuple):
    """One copy."""

    path: Path
    why: str
    taken: datetime
    """By the clock of the laptop, as its name says."""
    bytes: int
    files: FileCount = FileCount()
    """The files kept with accounts, which lie beside it."""


def take(store: Store, why: str, folder: Path | None = None, progress: Progress = nobody) -> Backup:
    """Copies the workspace as it stands now into ``folder`` (default: beside it) and checks the copy.

    In any thread; others go on writing meanwhile. See ``transfer`` for ``progress``.
    """
    key = store.database.key
    with store.copying, store.database.to_copy() as connection:
        copy = copying.copy_workspace(connection, store.path, why, folder, key=key, progress=progress)
        with reading(copy.path, key) as made:
            files = copy_files(made, store.path, copy.path, link=folder is None)
    return Backup(copy.path, why, copy.taken, copy.path.stat().st_size, files)


def take_automatic(store: Store, why: str, progress: Progress = nobody) -> Backup | None:
    """A backup just before something large; none of an empty workspace. Older ones are thinned, but none asked for."""
    if not store.value("SELECT EXISTS (SELECT 1 FROM operation)"):
        return None
    with store.copying:
        backup = take(store, why, progress=progress)
        automatic = [one for one in of_workspace(store.path) if one.why != ASKED]
        kept = thinning.kept(one.taken for one in automatic)
        gone = [one.path for one in automatic if one.taken not in kept]
        for path in (*gone, *map(seal_of, gone), *_cut_short(store.path, backup.taken - timedelta(days=1))):
            with suppress(OSError):  # one too many does no harm
                path.unlink(missing_ok=True)
    return backup


def _cut_short(workspace: Path, before: datetime) -> Iterator[Path]:
    """What the end of the program left of copies; of later ones one may still be in the making."""
    for path in backup_folder(workspace).glob("*.crm.unfinished*"):
        match = _NAME.match(path.name.removeprefix(workspace.stem))
        if match and match["taken"] < f"{before:{MOMENT}}":
            yield path


def take_daily(store: Store, today: date, progress: Progress = nobody) -> Backup | None:
    """The first backup of a day, if anything was done since the newest one."""
    with store.copying:
        newest = next(iter(of_workspace(store.path)), None)
        if newest is not None:
            done_at = store.value("SELECT max(made_at) FROM operation") or 0
            if newest.taken.date() == today or done_at <= newest.taken.timestamp() * 1000:
                return None
        return take_automatic(store, DAILY, progress)


def of_workspace(workspace: Path, folder: Path | None = None) -> list[Backup]:
    """The backups of a workspace, the newest first (by name, which rises with time)."""
    folder = folder or backup_folder(workspace)
    found = []
    for path in folder.iterdir() if folder.is_dir() else ():
        match = _NAME.fullmatch(path.name.removeprefix(workspace.stem))
        # Digits that are no moment are no name of ours; and one may be thinned out just now.
        with suppress(ValueError, FileNotFoundError):
            if match:
                taken = datetime.strptime(match["taken"], MOMENT)
                found.append(Backup(path, match["why"], taken, path.stat().st_size))
    return sorted(found, key=lambda backup: backup.path.name, reverse=True)


class Restoring(NamedTuple):
    """A checked copy of a backup beside the workspace that it will replace, and the files it asks for."""

    fresh: Path
    files: frozenset[str]
    backup: Path


def restore(backup: Path, workspace: Path) -> Path | None:
    """Puts a checked copy of ``backup`` in the place of a closed workspace.

    What was there is moved aside with its sidecars, never deleted; returns where to, ``None`` if there was nothing.
    """
    return put_in_place(prepare(backup, workspace), workspace)


def prepare(backup: Path, workspace: Path) -> Restoring:
    """The first, longer half of it, which may be done while the workspace is open: nothing is replaced yet."""
    look(backup)
    _look_at_seal(backup)
    fresh = workspace.with_name(f"{workspace.name}.restoring")
    try:
        fresh.unlink(missing_ok=True)
        os.close(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except OSError as error:
        raise _not_replaced(workspace, error) from error
    try:
        with reading(backup, None) as source:
            copying.transfer(source, fresh)
            return Restoring(fresh, frozenset(wanted(source)), backup)
    except (apsw.Error, OSError) as error:
        fresh.unlink(missing_ok=True)
        if isinstance(error, apsw.FullError):
            raise explained(error) from error
        raise _unreadable(backup) from error


def put_in_place(restoring: Restoring, workspace: Path) -> Path | None:
    """The second half, of a closed workspace; returns where what was there has gone, if anything was."""
    aside = None
    try:
        if workspace.exists():
            aside = workspace.with_name(f"{workspace.stem}-replaced-{time.time_ns()}{workspace.suffix}")
            for sidecar in ("-wal", "-shm", ""):
                old = workspace.with_name(workspace.name + sidecar)
                if old.exists():
                    old.rename(aside.with_name(aside.name + sidecar))
        restoring.fresh.rename(workspace)
    except OSError as error:
        raise _not_replaced(workspace, error) from error
    bring_back(restoring.files, restoring.backup, workspace, aside)
    return aside


def _look_at_seal(backup: Path) -> None:
    try:
        if is_as_made(backup):
            return
    except OSError as error:
        raise _unreadable(backup) from error
    raise UserError(
        tr("{file} has changed since it was made: it was opened, or the drive has damaged it.", file=backup.name),
        tr("Nothing was replaced."),
        tr("Choose another backup. To use this one all the same, delete {seal} beside it.", seal=seal_of(backup).name),
    )


def _unreadable(backup: Path) -> UserError:
    return UserError(
        tr("{file} cannot be read.", file=backup.name), tr("Nothing was replaced."), tr("Choose another backup.")
    )


def files_of(workspace: Path) -> FileCount:
    """How many files a closed workspace has beside it, and how many it lacks; none of one that needs a pass phrase."""
    return _count(workspace, folder_of(workspace))


def files_of_backup(file: Path, workspace: Path) -> FileCount:
    """The same of a backup."""
    return _count(file, folder_beside(file, workspace))


def _count(file: Path, folder: Path) -> FileCount:
    try:
        with reading(file, None) as connection:
            return count(wanted(connection), folder)
    except (apsw.Error, OSError):
        return FileCount()


def _not_replaced(workspace: Path, error: OSError) -> UserError:
    return UserError(
        tr("{file} cannot be replaced ({cause}).", file=workspace, cause=error.strerror or error),
        tr("The backup is untouched, and nothing was deleted."),
        tr("Check the drive and your rights to it."),
    )
