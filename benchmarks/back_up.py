"""Goal 11: a checked backup of a workspace in use against copying its file and waiting for the disk; wall."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measuring import Figure, against
from benchmarks.workspace import TODAY
from crm_desktop.app import open_workspace
from crm_desktop.storage import backup


def run(workspace: Path, folder: Path) -> Iterator[Figure]:
    """Three pairs: a backup of a large book is some gigabytes of reading and writing."""
    app = open_workspace(workspace, today=TODAY)
    copy, backups = folder / "copy.crm", folder / "backups"
    backups.mkdir(exist_ok=True)

    def bare() -> None:
        shutil.copyfile(workspace, copy)
        with copy.open("rb") as file:
            os.fsync(file.fileno())
        copy.unlink()

    def ours() -> None:
        backup.take(app.store, "by hand", backups)
        for left in backups.iterdir():
            if left.is_file():
                left.unlink()

    try:
        yield against("back up the workspace, checked", ours, bare, pairs=3, goal=3)
    finally:
        app.close()
