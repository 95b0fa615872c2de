"""Opens another workspace: its file in place of this one, or a JSON that holds a whole one."""

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


def choose_workspace(desk: Desk, window: QWidget, reopen: Callable[[Path | None], None]) -> None:
    """Asks which one."""
    kinds = tr("Workspaces (*.crm);;Whole workspaces as JSON (*.json);;All files (*)")
    chosen, _ = QFileDialog.getOpenFileName(window, tr("Open a workspace"), str(desk.app.store.path.parent), kinds)
    if chosen and whole.is_whole(Path(chosen)):
        open_whole(desk, Path(chosen), window, reopen)
    elif chosen:
        reopen(Path(chosen))


def open_whole(desk: Desk, file: Path, window: QWidget, reopen: Callable[[Path | None], None]) -> None:
    """Brings a JSON back: into this workspace in one undoable step while it is empty, else as a new file, which is
    asked for and opened. Nothing is replaced."""
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
