"""Goal 2 for the palette: a key press until its first results are painted, within a frame of the screen; CPU."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from benchmarks.measuring import Figure, percentile, rest, settle, wait_until
from benchmarks.search import WORDS

SLIPS = ("kvoac", "papadski", "mizrastvo", "gren valley", "kolsoko", "38614 5")
FRAME = 1 / 60
_ROUNDS = 3


def run(workspace: Path, folder: Path) -> Iterator[Figure]:
    """Opens the real palette for each word and types it letter by letter, its worker and event loop running.

    Nothing waits for the worker, so the CPU time of the window's thread is all; but where nothing at all is found.
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
    palette.close_card()
    rest(application, 0.15)
    letters: list[float] = []
    slips: list[float] = []
    openings, queries, floors = [], [], []
    for word, times in [(word, letters) for word in WORDS] * _ROUNDS + [(word, slips) for word in SLIPS]:
        painted.forget()
        pressed = time.thread_time()
        window.overlays.open_palette()
        wait_until(application, lambda: painted.seen)
        openings.append(time.thread_time() - pressed)
        for length in range(1, len(word) + 1):
            painted.forget()
            pressed = time.thread_time()
            QTest.keyClicks(palette.field, word[length - 1])
            application.processEvents()
            wait_until(application, lambda: painted.seen)
            times.append(time.thread_time() - pressed)
            started = time.thread_time()
            finding.find(app.store, word[:length], words)
            queries.append(time.thread_time() - started)
            floors += repaints(bare, 1)
        palette.close_card()
        rest(application, 0.15)
    window.close()
    yield Figure("palette, key press to results painted, CPU, p50", median(letters), median(floors))
    yield Figure("palette, key press to results, p99 (floor: a frame)", percentile(letters, 0.99), FRAME, 1)
    yield Figure("palette, words with a slip, p99 (floor: a frame)", percentile(slips, 0.99), FRAME, 1)
    yield Figure("palette, what is asked of memory and file, p99", percentile(queries, 0.99), percentile(floors, 0.99))
    yield Figure("palette, opened until its rows are painted, p50", median(openings), FRAME)
