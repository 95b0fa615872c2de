"""Goal 2: a key press in the search of the Accounts page until its results are painted, against a bare repaint."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from benchmarks.measuring import Figure, percentile, rest, settle, wait_until
from benchmarks.workspace import TODAY

WORDS = ("kovac", "papadaki", "nor", "38641", "d.o.o.", "kolosok", "green", "zrno")


def run(workspace: Path, folder: Path) -> Iterator[Figure]:
    """Types each word letter by letter into the real page, its worker and event loop running."""
    from PySide6.QtCore import QEvent, QObject, Qt
    from PySide6.QtGui import QStandardItem, QStandardItemModel
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication, QTableView

    from crm_desktop.app import open_workspace
    from crm_desktop.domain.account_filter import AccountFilter
    from crm_desktop.services import account_views
    from crm_desktop.services.account_search import Order, first_page
    from crm_desktop.ui import theme
    from crm_desktop.ui.main_window import MainWindow
    from crm_desktop.ui.tasks import WorkerTasks

    class Painted(QObject):
        """Notes that the table is being painted; when it has been, ``wait_until`` has come back from the event loop."""

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
    window.open_page("accounts")
    page = window.page
    table = page.table  # type: ignore[attr-defined]
    wait_until(application, lambda: len(table.rows.ids) > 0)
    settle(application, window.tasks.run)
    painted, shown = Painted(), []
    table.viewport().installEventFilter(painted)

    def showed(*_: object) -> None:
        shown.append(time.perf_counter())
        painted.seen = False

    for changed in (table.rows.modelReset, table.rows.dataChanged):
        changed.connect(showed)
    page.focus_search()
    order = Order(account_views.ordered_ids(app.store, AccountFilter(), TODAY))
    times, queries = [], []
    for word in WORDS:
        for length in range(1, len(word) + 1):
            shown.clear()
            pressed = time.perf_counter()
            QTest.keyClicks(page.search.line, word[length - 1])  # type: ignore[attr-defined]
            # Nothing found: the table is not painted, its place is taken by a sentence.
            wait_until(application, lambda: bool(shown) and (painted.seen or not table.rows.ids))
            times.append(time.perf_counter() - pressed)
            started = time.perf_counter()
            typed = word[:length]
            if first_page(app.store, typed, order) is None:
                order.of(account_views.matching_ids(app.store, typed))
            queries.append(time.perf_counter() - started)
        QTest.keyClick(page.search.line, Qt.Key.Key_Escape)  # type: ignore[attr-defined]
        rest(application, 0.15)
    bare = QTableView()
    model = QStandardItemModel(1000, table.rows.columnCount())
    for row in range(1000):
        for column in range(model.columnCount()):
            model.setItem(row, column, QStandardItem(f"Account {row} {column}"))
    bare.setModel(model)
    bare.resize(table.size())
    bare.show()
    wait_until(application, lambda: bare.isVisible() and bare.windowHandle().isExposed())
    application.processEvents()
    floors = []
    for _ in range(len(times)):
        started = time.perf_counter()
        bare.viewport().repaint()
        floors.append(time.perf_counter() - started)
    window.close()
    yield Figure("key press to results painted, p50", median(times), median(floors))
    yield Figure("key press to results painted, p99", percentile(times, 0.99), percentile(floors, 0.99), 1.5)
    yield Figure("the search query itself, p99 (floor: 1 ms)", percentile(queries, 0.99), 0.001, 1)
