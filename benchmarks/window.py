"""The real window over a workspace, and a bare view of Qt's own beside it: what benchmarks of painting share."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, QSize, QTimer
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QApplication

from benchmarks.measuring import wait_until
from benchmarks.workspace import TODAY
from crm_desktop.app import App, open_workspace
from crm_desktop.ui import theme
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.start import keep_start
from crm_desktop.ui.tasks import WorkerTasks


class Opened(NamedTuple):
    """A window on screen; close it in the end."""

    application: QApplication
    app: App
    window: MainWindow


def open_window(workspace: Path) -> Opened:
    """The window as somebody has it before them, its worker and event loop running."""
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    theme.apply(application, mode="light")
    app = open_workspace(workspace, today=TODAY)
    window = MainWindow(app, WorkerTasks(close_thread=app.store.close))
    window.resize(1366, 768)
    window.show()
    QTimer.singleShot(2_000, keep_start)
    return Opened(application, app, window)


def fill_bare(application: QApplication, bare: QAbstractItemView, *, rows: int, columns: int, size: QSize) -> None:
    """Shows a view over a model in C++ with as many cells: its repaint is the floor."""
    model = QStandardItemModel(rows, columns, bare)
    for row in range(rows):
        for column in range(columns):
            model.setItem(row, column, QStandardItem(f"Account {row} {column}"))
    bare.setModel(model)
    bare.resize(size)
    bare.show()
    wait_until(application, lambda: bare.isVisible() and bare.windowHandle().isExposed())
    application.processEvents()


def repaints(view: QAbstractItemView, count: int, *, clock: Callable[[], float] = time.thread_time) -> list[float]:
    """Seconds of so many full repaints, of this thread's CPU unless another clock is given."""
    times = []
    for _ in range(count):
        started = clock()
        view.viewport().repaint()
        times.append(clock() - started)
    return times


class Painted(QObject):
    """Whether a view has been painted since its rows changed; ``changed`` is false until they do."""

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self.changed = self.seen = False
        view.viewport().installEventFilter(self)
        view.model().modelReset.connect(self._note)
        view.model().dataChanged.connect(self._note)

    def forget(self) -> None:
        """Another key is pressed."""
        self.changed = self.seen = False

    def _note(self, *_: object) -> None:
        self.changed, self.seen = True, False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        # It is being painted; when that is done, ``wait_until`` has come back from the event loop.
        self.seen = self.seen or (self.changed and event.type() == QEvent.Type.Paint)
        return False
