"""Backups as people ask for them; the automatic ones are taken by what needs them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from crm_desktop.i18n import format_number, tr, tr_n
from crm_desktop.storage import backup
from crm_desktop.storage.backup import Backup, Restoring
from crm_desktop.storage.backup_files import FileCount
from crm_desktop.storage.copying import Progress, nobody
from crm_desktop.storage.store import Store

__all__ = [
    "Backup", "Restoring", "before", "files_beside", "files_of", "files_text", "listed", "prepare", "put_in_place",
    "restore", "take", "take_daily",
]  # fmt: skip


def take(store: Store, folder: Path | None = None, progress: Progress = nobody) -> Path:
    """Copies the workspace into a folder (default: beside it), checks the copy and returns where it is."""
    return backup.take(store, backup.ASKED, folder, progress).path


def before(store: Store, why: str) -> Path | None:
    """A copy just before something large (``why``: import, migration, ...); none of an empty workspace."""
    taken = backup.take_automatic(store, why)
    return None if taken is None else taken.path


def take_daily(store: Store, today: date, progress: Progress = nobody) -> Backup | None:
    """The first copy of a day, if anything was done since the newest one; none of what cannot be written to.

    What ``progress`` raises ends it, and nothing is left.
    """
    return None if store.reading_only else backup.take_daily(store, today, progress)


def listed(store: Store) -> list[Backup]:
    """The copies beside the workspace, the newest first."""
    return backup.of_workspace(store.path)


def prepare(file: Path, workspace: Path) -> Restoring:
    """Checks a backup and lays a copy of it ready; the workspace may be open. Raises ``UserError``."""
    return backup.prepare(file, workspace)


def put_in_place(restoring: Restoring, workspace: Path) -> Path | None:
    """Puts it in the place of the workspace, now closed; returns where the old one was moved to."""
    return backup.put_in_place(restoring, workspace)


def restore(file: Path, workspace: Path) -> Path | None:
    """Puts a backup in the place of a closed workspace; returns where the old one was moved to."""
    return backup.restore(file, workspace)


def files_of(workspace: Path) -> FileCount:
    """The files kept with the accounts of a closed workspace, and how many of them are missing."""
    return backup.files_of(workspace)


def files_beside(file: Path, workspace: Path) -> FileCount:
    """The files that a backup needs, and how many of them are missing beside it."""
    return backup.files_of_backup(file, workspace)


def files_text(files: FileCount) -> str:
    """What is said of them; empty when a workspace has none."""
    said = []
    if files.files:
        size = format_number(max(files.bytes / 1_000_000, 0.1), 1)
        said.append(tr_n("{n} file with it, {size} MB.", "{n} files with it, {size} MB.", files.files, size=size))
    if files.missing:
        said.append(tr_n("{n} file is missing.", "{n} files are missing.", files.missing))
        said.append(tr("crm check says which."))
    return " ".join(said)
