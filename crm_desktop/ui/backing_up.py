"""Backups in the window: one a day by itself, one when asked for, and a backup put back in place of what is open."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QFileDialog, QWidget

from crm_desktop.i18n import format_moment, format_size, tr
from crm_desktop.services import backups
from crm_desktop.services.backups import Backup, Restoring
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.widgets.choice_card import Answer, ChoiceCard

# The first look at Today goes before it; a copy of a large book takes seconds.
_DAILY_AFTER_MS = 120_000
_OFFERED = 7


class DailyBackup(QObject):
    """The first copy of each day on which something was done; not in the way of the start, nor of a new day."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._timer = QTimer(self, singleShot=True)
        self._timer.setInterval(_DAILY_AFTER_MS)
        self._timer.timeout.connect(self.take)
        self._closed = False

    def begin(self) -> None:
        """A while from now."""
        self._timer.start()

    def take(self) -> None:
        """Takes it now, unless there is one of today or nothing has happened since the last."""
        store = self._desk.app.store
        # By the clock of the laptop, as copies are named, also where somebody looks at the book as of another day.
        self._desk.tasks.run_beside(lambda: backups.take_daily(store, date.today(), self._go_on))

    def _go_on(self, _done: int, _total: int) -> None:
        if self._closed:
            raise _ClosedError

    def close(self) -> None:
        """The window closes, and does not wait for a copy that can be made when it is opened again."""
        self._closed = True
        self._timer.stop()


class _ClosedError(Exception):
    """Ends a copy that nobody asked for; who asked for one has it finished."""


class BackingUp:
    """What the File menu does. ``replace`` closes the workspace, calls what it is given, opens it again and says so."""

    def __init__(self, desk: Desk, window: QWidget, replace: Callable[[Callable[[], str]], None]) -> None:
        self._desk, self._window, self._replace = desk, window, replace
        self.question: ChoiceCard | None = None

    def back_up(self, folder: Path | None = None) -> None:
        """Makes a copy, beside the workspace if nowhere else; the automatic ones come and go, this one stays."""
        store = self._desk.app.store
        self._desk.say(tr("Backing up…"))
        self._desk.tasks.run_beside(
            lambda: backups.take(store, folder),
            lambda file: self._desk.say(tr("Backed up and checked: {file}", file=file)),
        )

    def back_up_elsewhere(self) -> None:
        """The same into a folder one chooses: on another drive, say."""
        chosen = QFileDialog.getExistingDirectory(self._window, tr("Back up into this folder"))
        if chosen:
            self.back_up(Path(chosen))

    def choose(self) -> None:
        """Asks which backup to put back."""
        store = self._desk.app.store
        self._desk.tasks.run(lambda: backups.listed(store)[:_OFFERED], self._ask)

    def _ask(self, found: list[Backup]) -> None:
        answers = [
            Answer(tr("None, go on with what is here"), lambda: None),
            *(Answer(name, partial(self._prepare, one.path)) for one, name in zip(found, _names(found), strict=True)),
            Answer(tr("Another file…"), self._choose_file, icon="hard-drive"),
        ]
        self.question = ChoiceCard(
            self._desk,
            self._window,
            tr("Which backup should be put back?"),
            lines=(tr("What is here now is kept beside it: nothing is deleted."),),
            answers=answers,
        )
        self.question.ask()

    def _choose_file(self) -> None:
        folder = self._desk.app.store.path.parent
        chosen, _ = QFileDialog.getOpenFileName(
            self._window, tr("Which backup should be put back?"), str(folder), tr("Workspaces (*.crm)")
        )
        if chosen:
            self._prepare(Path(chosen))

    def _prepare(self, file: Path) -> None:
        """All that takes time is done before the workspace is closed."""
        workspace = self._desk.app.store.path
        self._desk.say(tr("Reading {file}…", file=file.name))

        def put(restoring: Restoring) -> str:
            aside = backups.put_in_place(restoring, workspace)
            said = tr("{file} is put back.", file=file.name)
            return f"{said} {tr('What was there before is kept as {file}.', file=aside.name)}" if aside else said

        self._desk.tasks.run_beside(
            lambda: backups.prepare(file, workspace), lambda restoring: self._replace(partial(put, restoring))
        )


def _names(found: list[Backup]) -> list[str]:
    """What tells each from the others: to the minute, and to the second where that is not enough."""
    names = [_name(one) for one in found]
    return [_name(one, seconds=names.count(name) > 1) for one, name in zip(found, names, strict=True)]


def _name(one: Backup, *, seconds: bool = False) -> str:
    why = {
        "asked": tr("asked for"),
        "daily": tr("of the day"),
        "import": tr("before an import"),
        "migration": tr("before an update of the program"),
    }
    when = format_moment(one.taken.date(), one.taken.time()) + (f":{one.taken:%S}" if seconds else "")
    return " · ".join((when, why.get(one.why, one.why), format_size(one.bytes)))
