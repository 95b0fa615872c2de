"""Goal 2 for the palette: a key press until its first results are painted, against a bare repaint of as many rows."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from benchmarks.measuring import Figure, percentile, rest, settle, wait_until
from benchmarks.workspace import TODAY

WORDS = ("kovac", "papadaki", "nor", "38641", "d.o.o.", "kolosok", "green", "zrno")
SLIPS = ("kvoac", "papadski", "mizrastvo", "gren valley")


def run(workspace: Path, folder: Path) -> Iterator[Figure]:
    """Types each word letter by letter into the real palette, its worker and event loop running."""
    from PySide6.QtCore import QEvent, QObject
    from PySide6.QtGui import QStandardItem, QStandardItemModel
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication, QListView

    from crm_desktop.app import open_workspace
    from crm_desktop.ui import theme
    from crm_desktop.ui.main_window import MainWindow
    from crm_desktop.ui.tasks import WorkerTasks

    class Painted(QObject):
        """Notes that the list is being painted; when that is done, ``wait_until`` has come back from the event loop."""

        seen = False

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
            self.seen = self.seen or event.type() == QEvent.Type.Paint
            return False

    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    theme.apply(application, mode="light")
    app = open_workspace(workspace, today=TODAY)
    window = MainWindow(app, WorkerTasks(close_thread=app.store.close))
    window.resize(1366, 768)
    window.show()
    # What a start has to do is measured elsewhere.
    window.overlays.open_palette()
    palette = window.overlays.palette
    assert palette is not None
    # What a start has to do in the worker is measured elsewhere.
    wait_until(application, lambda: bool(palette.foot.counts.text()))
    settle(application, window.tasks.run)
    painted, shown = Painted(), []
    palette.list.viewport().installEventFilter(painted)

    def showed() -> None:
        shown.append(time.perf_counter())
        painted.seen = False

    palette.list.model().modelReset.connect(showed)

    def typed(words: tuple[str, ...], *, whole: bool) -> list[float]:
        times = []
        for word in words:
            palette.field.blockSignals(whole)
            for length, letter in enumerate(word, 1):
                palette.field.blockSignals(whole and length < len(word))
                shown.clear()
                pressed = time.perf_counter()
                QTest.keyClicks(palette.field, letter)
                if whole and length < len(word):
                    continue
                wait_until(application, lambda: bool(shown) and painted.seen)
                times.append(time.perf_counter() - pressed)
            palette.field.clear()
            rest(application, 0.15)
        return times

    letters = typed(WORDS, whole=False)
    slips = typed(SLIPS, whole=True)
    bare = QListView()
    model = QStandardItemModel(10, 1)
    for row in range(10):
        model.setItem(row, 0, QStandardItem(f"Account {row}"))
    bare.setModel(model)
    bare.resize(palette.list.size())
    bare.show()
    wait_until(application, lambda: bare.isVisible() and bare.windowHandle().isExposed())
    application.processEvents()
    floors = []
    for _ in range(len(letters)):
        started = time.perf_counter()
        bare.viewport().repaint()
        floors.append(time.perf_counter() - started)
    window.close()
    yield Figure("palette, key press to results painted, p50", median(letters), median(floors))
    yield Figure("palette, key press to results painted, p99", percentile(letters, 0.99), percentile(floors, 0.99))
    yield Figure("palette, a word with a slip, worst", max(slips), median(floors))
