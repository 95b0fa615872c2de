"""Goal 2 for the palette: a key press until its first results are painted, against a bare repaint of as many rows."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from benchmarks.measuring import Figure, percentile, rest, settle, wait_until
from benchmarks.search import WORDS

SLIPS = ("kvoac", "papadski", "mizrastvo", "gren valley")


def run(workspace: Path, folder: Path) -> Iterator[Figure]:
    """Types each word letter by letter into the real palette, its worker and event loop running.

    Nothing waits for the worker, so the CPU time of the window's thread is all; but for a word with a slip.
    """
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QListView

    from benchmarks.window import Painted, fill_bare, open_window, repaints
    from crm_desktop.services import finding

    application, app, window = open_window(workspace)
    window.overlays.open_palette()
    palette = window.overlays.palette
    assert palette is not None
    # What a start has to do in the worker is measured elsewhere.
    wait_until(application, lambda: bool(palette.foot.counts.text()))
    settle(application, window.tasks.run)
    wait_until(application, lambda: window.words.now is not None)
    words = window.words.now
    assert words is not None
    painted = Painted(palette.list)
    bare = QListView()
    fill_bare(application, bare, rows=10, columns=1, size=palette.list.size())
    window.activateWindow()
    palette.field.setFocus()
    letters, queries, floors, slips = [], [], [], []
    for word in WORDS:
        for length in range(1, len(word) + 1):
            painted.forget()
            pressed = time.thread_time()
            QTest.keyClicks(palette.field, word[length - 1])
            application.processEvents()
            wait_until(application, lambda: painted.seen)
            letters.append(time.thread_time() - pressed)
            started = time.thread_time()
            finding.find_among(app.store, words, word[:length])
            queries.append(time.thread_time() - started)
            floors += repaints(bare, 1)
        palette.field.clear()
        rest(application, 0.15)
    for word in SLIPS:
        painted.forget()
        pressed = time.perf_counter()
        palette.field.setText(word)
        wait_until(application, lambda: painted.seen)
        slips.append(time.perf_counter() - pressed)
        rest(application, 0.15)
    window.close()
    yield Figure("palette, key press to results painted, CPU, p50", median(letters), median(floors))
    yield Figure(
        "palette, key press to results painted, CPU, p99", percentile(letters, 0.99), percentile(floors, 0.99), 1.5
    )
    yield Figure("palette, what is asked of memory and file, CPU, p99", percentile(queries, 0.99), 0.001, 1)
    yield Figure("palette, a word with a slip, worst", max(slips), median(floors))
