"""Starts the window: one workspace, one worker, one theme; refuses with a sentence where there is no display."""

from __future__ import annotations

import gc
import os
import sys
import tempfile
from argparse import ArgumentParser
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import QByteArray, Qt, QTimer
from PySide6.QtWidgets import QApplication

from crm_desktop import settings
from crm_desktop.app import App, open_workspace
from crm_desktop.domain.errors import UserError
from crm_desktop.i18n import tr
from crm_desktop.logs import start_log, tell_unhandled, unforeseen
from crm_desktop.opening import add_options, open_sample
from crm_desktop.paths import default_workspace
from crm_desktop.ui import theme
from crm_desktop.ui.first_paint import after_first_paint
from crm_desktop.ui.icons import app_icon
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.one_window import OneWindow
from crm_desktop.ui.tasks import WorkerTasks

_BESIDE_AFTER = 1_500
"""Milliseconds: the list of Today goes before reminders."""
_SETTLED_AFTER = 4_000
_FIRST_SIZE = (1366, 768)
_TITLE_BAR = 40
"""Logical pixels: where it and the window together are higher than the screen, the end of the page is out of sight."""


def run(arguments: Sequence[str], *, shown: Callable[[MainWindow], None] = lambda _window: None) -> int:
    """Opens the window and stays until it is closed; returns the exit status. ``shown`` hears of each window opened."""
    parser = ArgumentParser(
        prog="crm-desktop", description="Which customers are slipping away, why, and what to do next."
    )
    add_options(parser)
    options = parser.parse_args(arguments)
    if not has_display():
        sys.stderr.write(tr("There is no display here to open a window on. Try: crm --sample attention") + "\n")
        return 1
    start_log()
    application = QApplication(["crm-desktop"])
    application.setApplicationName("crm-desktop")
    application.setApplicationDisplayName("")
    chosen = settings.get()
    theme.apply(application, mode=chosen.look, text_scale=chosen.text_scale)
    with tempfile.TemporaryDirectory(prefix="crm-sample-", ignore_cleanup_errors=True) as folder:
        windows = _Windows(Path(folder), shown)
        tell_unhandled(windows.tell)
        try:
            if options.sample:
                windows.show(open_sample(Path(folder), options.today))
            else:
                workspace = options.workspace or default_workspace()
                if not windows.open(workspace, today=options.today, create=True):
                    return 0
        except UserError as error:
            _refuse(error)
            return 1
        except Exception as error:  # whatever nobody foresaw: a sentence now, the stack in the log
            _refuse(unforeseen(error))
            return 1
        return application.exec()


def has_display() -> bool:
    """Whether a window can be opened: on Linux that takes a display server, or a platform that needs none."""
    if sys.platform != "linux" or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


class _Windows:
    """The one window, and the change from one workspace to another."""

    def __init__(self, sample_folder: Path, shown: Callable[[MainWindow], None]) -> None:
        self._shown = shown
        self._sample_folder = sample_folder
        self._window: MainWindow | None = None
        self._one: OneWindow | None = None

    def open(self, path: Path, *, today: date | None = None, create: bool = False) -> bool:
        """False where a window has the workspace already: that one comes forward."""
        one = OneWindow(path)
        if not one.take():
            one.call_other()
            return False
        self.show(open_workspace(path, today=today, create=create), one)
        return True

    def show(self, app: App, one: OneWindow | None = None) -> None:
        self._one = one
        tasks = WorkerTasks(close_thread=app.store.close, held=True)
        window = MainWindow(app, tasks, reopen=self._reopen, replace=self._replace)
        after_first_paint(window, lambda: _go_on(tasks, window))
        if one is not None:
            one.on_call(partial(_come_forward, window))
        geometry = settings.get().window_geometry
        if not geometry or not window.restoreGeometry(QByteArray.fromBase64(geometry.encode("ascii"))):
            window.resize(*_FIRST_SIZE)
            free = window.screen().availableSize()
            if free.width() <= _FIRST_SIZE[0] or free.height() < _FIRST_SIZE[1] + _TITLE_BAR:
                window.setWindowState(Qt.WindowState.WindowMaximized)
        window.show()
        self._shown(window)
        old, self._window = self._window, window
        if old is not None:
            old.close()
            old.deleteLater()

    def tell(self, error: UserError) -> None:
        """What nobody took, in the window; once, as a mistake in painting comes again with every paint."""
        window = self._window
        if window is not None and not (window.message.is_problem and window.message.text == str(error)):
            QTimer.singleShot(0, window, partial(window.show_problem, error))

    def _reopen(self, path: Path | None) -> None:
        try:
            if path:
                self.open(path)
            else:
                self.show(open_sample(Path(tempfile.mkdtemp(dir=self._sample_folder))))
        except UserError as error:
            if self._window is not None:
                self._window.show_problem(error)

    def _replace(self, put: Callable[[], str]) -> None:
        """Another file takes the place of the workspace between closing it and opening it again."""
        old, self._window = self._window, None
        if old is None:
            return
        QApplication.setQuitOnLastWindowClosed(False)
        try:
            old.close()
            try:
                said, problem = put(), None
            except UserError as error:
                said, problem = "", error
            self.show(open_workspace(old.app.store.path, today=old.app.fixed_today), self._one)
        finally:
            QApplication.setQuitOnLastWindowClosed(True)
            old.deleteLater()
        if self._window is not None:
            self._window.say(said) if problem is None else self._window.show_problem(problem)


def _come_forward(window: MainWindow) -> None:
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.raise_()
    window.activateWindow()


def _go_on(tasks: WorkerTasks, window: MainWindow) -> None:
    """What the first paint need not wait for."""
    tasks.begin()
    QTimer.singleShot(_BESIDE_AFTER, window, window.begin_beside)
    QTimer.singleShot(_SETTLED_AFTER, window, keep_start)
    if QApplication.windowIcon().isNull():
        QApplication.setWindowIcon(app_icon())


def keep_start() -> None:
    """What a start has made stays: to look it through for garbage takes 80 ms, in the middle of somebody's typing."""
    if not gc.get_freeze_count():
        gc.freeze()


def _refuse(error: UserError) -> None:
    from PySide6.QtWidgets import QMessageBox  # only for this sentence

    box = QMessageBox(QMessageBox.Icon.Warning, "crm-desktop", error.what)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setInformativeText(" ".join(part for part in (error.safe, error.do) if part))
    box.exec()
