"""Backups as people ask for them; the automatic ones are taken by what needs them."""

from __future__ import annotations

from pathlib import Path

from crm_desktop.i18n import format_number, tr, tr_n
from crm_desktop.storage import backup
from crm_desktop.storage.backup_files import FileCount
from crm_desktop.storage.store import Store


def take(store: Store, folder: Path | None = None) -> Path:
    """Copies the workspace into a folder (default: beside it), checks the copy and returns where it is."""
    return backup.take(store, "asked", folder).path


def before(store: Store, why: str) -> Path | None:
    """A copy just before something large (``why``: import, migration, ...); none of an empty workspace."""
    taken = backup.take_automatic(store, why)
    return None if taken is None else taken.path


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
