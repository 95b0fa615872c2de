"""The files of a workspace go with its backups and come back with them; what is missing is counted, never hidden."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from crm_desktop.storage import kept_files
from crm_desktop.storage.attachments import wanted


class FileCount(NamedTuple):
    """So many files are there, with so many bytes; so many should be and are not."""

    files: int = 0
    bytes: int = 0
    missing: int = 0


def folder_beside(backup: Path, workspace: Path) -> Path:
    """Where the files of a workspace's backups lie: beside the backups, each once for all of them."""
    return backup.parent / kept_files.folder_of(workspace).name


def copy_files(connection: Any, workspace: Path, backup: Path, *, link: bool) -> FileCount:
    """Brings what a workspace can ask for to its backup. Raises ``UserError`` where that cannot be written.

    With ``link``, beside the workspace on the same drive, the bytes are shared: they are never written again.
    """
    names = wanted(connection)
    target = folder_beside(backup, workspace)
    kept_files.bring(names, kept_files.folder_of(workspace), target, link=link)
    return count(names, target)


def bring_back(names: Iterable[str], backup: Path, workspace: Path, aside: Path | None) -> FileCount:
    """Puts the files of a restored workspace in their place; those of the one moved aside go with it."""
    names = set(names)
    target = kept_files.folder_of(workspace)
    sources = [folder_beside(backup, workspace), kept_files.folder_of(backup)]
    # A backup made under another name of the workspace.
    sources += sorted(path for path in backup.parent.glob("*.files") if path.is_dir())
    if aside is not None and target.exists():
        moved = kept_files.folder_of(aside)
        with suppress(OSError):  # then both look into one folder, and nothing is lost either
            target.rename(moved)
        sources.append(moved)
    for source in sources:
        if source != target and source.is_dir():
            kept_files.bring(names, source, target, link=True)
    return count(names, target)


def count(names: Iterable[str], folder: Path) -> FileCount:
    """How many of these files lie in a folder."""
    files = size = missing = 0
    for name in names:
        path = kept_files.path_in(folder, name)
        if path.is_file() and not path.is_symlink():
            files, size = files + 1, size + path.stat().st_size
        else:
            missing += 1
    return FileCount(files, size, missing)
