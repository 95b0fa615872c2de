"""The files kept with accounts that came from one person: which of them nobody else has, and taking those out."""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

import apsw

from crm_desktop.storage import kept_files
from crm_desktop.storage.attachments import NO_BYTES, wanted
from crm_desktop.storage.backup_files import folder_beside
from crm_desktop.storage.erasing import Found, columns_of


class Theirs(NamedTuple):
    """A file that came with their conversations, or whose name names them."""

    row: int
    name: str
    sha256: str
    size: int
    day: int
    alone: bool
    """No entry of anybody else, and no step that may be done again, asks for the same bytes."""


def of(connection: apsw.Connection, found: Found) -> list[Theirs]:
    """Their files, those in the bin too; none in a copy from before there were files."""
    if not columns_of(connection, "attachment"):
        return []
    mine = json.dumps(sorted(found.linked.get("interaction", ())))
    named = json.dumps([key for table, key in found.cells if table == "attachment"])
    rows: list[Any] = connection.execute(
        """SELECT id, name, sha256, size, day FROM attachment WHERE sha256 <> ?3 AND (
            interaction_id IN (SELECT value FROM json_each(?1)) OR id IN (SELECT value FROM json_each(?2))
        ) ORDER BY id""",
        (mine, named, NO_BYTES),
    ).fetchall()
    others = wanted(connection, but={row[0] for row in rows})
    return [Theirs(row, name, sha256, size, day, sha256 not in others) for row, name, sha256, size, day in rows]


def take_along(found: Found, files: Iterable[Theirs], mark: str, now: int) -> None:
    """Adds to what will be written that these files are gone: their rows stay in the bin, without name or print."""
    for file in files:
        cells = found.cells.setdefault(("attachment", file.row), {})
        found.counts["attachment"] += not cells
        cells |= {"name": mark, "sha256": NO_BYTES, "size": 0, "deleted_at": now}


def own_folder(workspace: Path) -> Path:
    """Where the bytes of the workspace's own files lie."""
    return kept_files.folder_of(workspace)


def folders(workspace: Path, copies: Iterable[Path]) -> list[Path]:
    """Every folder with bytes of the workspace's files: those of its backups and of copies aside, its own last."""
    found: list[Path] = []
    for copy in copies:
        found += [folder_beside(copy, workspace), kept_files.folder_of(copy)]
    return [folder for folder in dict.fromkeys([*found, own_folder(workspace)]) if folder.is_dir()]


def remove(folder: Path, name: str) -> bool:
    """Removes the bytes from a folder; whether they are still there."""
    path = kept_files.path_in(folder, name)
    with suppress(OSError):
        path.unlink(missing_ok=True)
    return path.exists()
