"""Brings a JSON that holds a whole workspace back: into this one while it is empty, else into a new file of its own."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from crm_desktop.app import open_workspace
from crm_desktop.domain.errors import UserError
from crm_desktop.i18n import tr, tr_n
from crm_desktop.services import accounts, whole
from crm_desktop.ui.desk import Desk


def open_whole(desk: Desk, file: Path, window: QWidget, reopen: Callable[[Path | None], None]) -> None:
    """Loads it in one undoable step, or asks where the new workspace goes, and opens that one. Nothing is replaced."""
    store = desk.app.store
    if accounts.is_empty(store):
        desk.say(tr("Reading {file}…", file=file.name))
        desk.write(
            lambda: whole.load(store, file),
            message=lambda counts: tr_n("{n} entry brought back.", "{n} entries brought back.", counts[0]),
        )
        return
    start = store.path.with_name(f"{file.stem}.crm")
    title = tr("This file holds a whole workspace. Where should the new one go?")
    chosen, _ = QFileDialog.getSaveFileName(window, title, str(start), tr("Workspaces (*.crm)"))
    if chosen:
        target = Path(chosen) if Path(chosen).suffix else Path(chosen).with_suffix(".crm")
        desk.say(tr("Reading {file}…", file=file.name))
        desk.tasks.run(lambda: _make(file, target), lambda _: reopen(target))


def _make(file: Path, target: Path) -> None:
    """A new workspace with all of it, or none. Raises ``UserError``."""
    if target.exists():
        raise UserError(
            tr("There is a file called {file} already.", file=target.name),
            tr("Nothing was changed."),
            tr("Choose another name."),
        )
    app = open_workspace(target, create=True)
    done = False
    try:
        whole.load(app.store, file)
        done = True
    finally:
        app.close()
        for ending in () if done else ("", "-wal", "-shm"):
            with suppress(OSError):
                target.with_name(target.name + ending).unlink(missing_ok=True)
