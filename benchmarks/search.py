"""Goal 2: a key press in the search of the Accounts page until its results are painted, against a bare repaint; CPU."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from benchmarks.measuring import Figure, percentile, rest, settle, wait_until
from benchmarks.workspace import TODAY

WORDS = ("kovac", "papadaki", "nor", "38641", "d.o.o.", "kolosok", "green", "zrno")


def run(workspace: Path, folder: Path) -> Iterator[Figure]:
    """Types each word letter by letter into the real page. Nothing of it waits for the worker, so CPU time is all."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QTableView

    from benchmarks.window import Painted, fill_bare, open_window, repaints
    from crm_desktop.domain.account_filter import AccountFilter
    from crm_desktop.services import account_views
    from crm_desktop.services.account_search import Order
    from crm_desktop.ui.pages.accounts import AccountsPage

    application, app, window = open_window(workspace)
    window.open_page("accounts")
    page = window.page
    assert isinstance(page, AccountsPage)
    table, line = page.table, page.search.line
    wait_until(application, lambda: len(table.rows.ids) > 0)
    settle(application, window.tasks.run)
    # Read in the worker while one looks at the page: before that a key press waits for a search in the file.
    wait_until(application, lambda: window.words.now is not None)
    painted = Painted(table)
    order = Order(account_views.ordered_ids(app.store, AccountFilter(), TODAY))
    words = window.words.now
    assert words is not None
    order.know(words)
    bare = QTableView()
    bare.verticalHeader().setDefaultSectionSize(table.rowHeight(0))
    fill_bare(application, bare, rows=1000, columns=table.rows.columnCount(), size=table.size())
    window.activateWindow()
    page.focus_search()
    times, queries, floors = [], [], []
    for word in WORDS:
        for length in range(1, len(word) + 1):
            painted.forget()
            pressed = time.thread_time()
            QTest.keyClicks(line, word[length - 1])
            # All that came of it. Where nothing is found a sentence takes the place of the rows.
            application.processEvents()
            wait_until(application, lambda: painted.seen or not painted.changed or not table.rows.ids)
            times.append(time.thread_time() - pressed)
            started = time.thread_time()
            found = order.found(words, word[:length])
            queries.append(time.thread_time() - started)
            assert list(table.rows.ids) == list(found), word[:length]
            floors += repaints(bare, 1)
        QTest.keyClick(line, Qt.Key.Key_Escape)
        QTest.keyClick(line, Qt.Key.Key_Escape)
        line.clear()
        rest(application, 0.15)
    window.close()
    yield Figure("key press to results painted, CPU, p50", median(times), median(floors))
    yield Figure("key press to results painted, CPU, p99", percentile(times, 0.99), percentile(floors, 0.99), 1.5)
    yield Figure("the search query itself, CPU, p99 (floor: 1 ms)", percentile(queries, 0.99), 0.001, 1)
