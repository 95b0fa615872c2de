"""Goal 8: one full repaint of the accounts with their strips against as many rows of a C++ model without; CPU."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from benchmarks.measuring import Figure, settle, wait_until

_PAIRS = 15


def run(workspace: Path, folder: Path) -> Iterator[Figure]:
    """The rows on screen have been read; then a page further down each time, where they have not."""
    from PySide6.QtWidgets import QTableView

    from benchmarks.window import fill_bare, open_window, repaints
    from crm_desktop.ui.pages.accounts import AccountsPage

    application, _, window = open_window(workspace)
    window.open_page("accounts")
    assert isinstance(window.page, AccountsPage)
    table = window.page.table
    wait_until(application, lambda: len(table.rows.ids) > 0)
    assert table.isVisible()
    settle(application, window.tasks.run)
    bare = QTableView()
    bare.verticalHeader().setDefaultSectionSize(table.rowHeight(0))
    fill_bare(application, bare, rows=1000, columns=table.rows.columnCount(), size=table.size())
    repaints(table, 1)
    ours, floors = [], []
    for _ in range(_PAIRS):
        ours += repaints(table, 1)
        floors += repaints(bare, 1)
    yield Figure("repaint of the accounts, CPU", median(ours), median(floors), 1.5)
    bar, scrolled, page = table.verticalScrollBar(), [], 40
    for _ in range(_PAIRS):
        started = time.thread_time()
        bar.setValue(bar.value() + page * bar.singleStep())
        table.viewport().repaint()
        scrolled.append(time.thread_time() - started)
    window.close()
    yield Figure("scroll the accounts by a page, CPU", median(scrolled), median(floors), 1.5)
