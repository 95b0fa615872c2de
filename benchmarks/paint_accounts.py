"""Goal 8: one full repaint of the accounts with their strips against as many rows of a C++ model without; CPU."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from benchmarks.measuring import Figure, settle, wait_until
from benchmarks.workspace import TODAY

_PAIRS = 15


def run(workspace: Path, folder: Path) -> Iterator[Figure]:
    """The rows on screen have been read; then a page further down each time, where they have not."""
    from PySide6.QtGui import QStandardItem, QStandardItemModel
    from PySide6.QtWidgets import QApplication, QTableView

    from crm_desktop.app import open_workspace
    from crm_desktop.ui import theme
    from crm_desktop.ui.main_window import MainWindow
    from crm_desktop.ui.tasks import WorkerTasks

    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    theme.apply(application, mode="light")
    app = open_workspace(workspace, today=TODAY)
    window = MainWindow(app, WorkerTasks(close_thread=app.store.close))
    window.resize(1366, 768)
    window.show()
    window.open_page("accounts")
    table = window.page.table  # type: ignore[attr-defined]
    wait_until(application, lambda: len(table.rows.ids) > 0)
    assert table.isVisible()
    settle(application, window.tasks.run)
    bare = QTableView()
    model = QStandardItemModel(1000, table.rows.columnCount())
    for row in range(1000):
        for column in range(model.columnCount()):
            model.setItem(row, column, QStandardItem(f"Account {row} {column}"))
    bare.setModel(model)
    bare.verticalHeader().setDefaultSectionSize(table.rowHeight(0))
    bare.resize(table.size())
    bare.show()
    wait_until(application, lambda: bare.windowHandle().isExposed())

    def painted(view: QTableView) -> float:
        started = time.thread_time()
        view.viewport().repaint()
        return time.thread_time() - started

    painted(table)
    ours, floors = zip(*((painted(table), painted(bare)) for _ in range(_PAIRS)), strict=True)
    yield Figure("repaint of the accounts, CPU", median(ours), median(floors), 1.5)
    bar, scrolled, page = table.verticalScrollBar(), [], 40
    for _ in range(_PAIRS):
        started = time.thread_time()
        bar.setValue(bar.value() + page * bar.singleStep())
        table.viewport().repaint()
        scrolled.append(time.thread_time() - started)
    window.close()
    yield Figure("scroll the accounts by a page, CPU", median(scrolled), median(floors), 1.5)
