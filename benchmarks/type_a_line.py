"""Issue 4: one key press in the quick log: the line is looked up and read, with the facts beside it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from benchmarks.measuring import Figure, percentile
from benchmarks.workspace import TODAY
from crm_desktop.app import open_workspace
from crm_desktop.domain.entry import read_line
from crm_desktop.services.naming import Memo
from crm_desktop.ui.widgets import log_values

_LINES = (
    "{name} call {person} about late delivery 4/10 promise credit note fri follow up tue",
    "kovac visit yesterday 15:30 40 min about the new price list > call back in 2 weeks",
    "they were angry, the pallet came late again and nobody called back 3/10 #vip {name}",
    "Nobody Knows Ltd call about spring order 1.200,50 eur",
)


def run(workspace: Path, folder: Path) -> Iterator[Figure]:
    """Every line typed letter by letter, for ten accounts; CPU, since nothing of it waits. The goal is 5 ms."""
    app = open_workspace(workspace, today=TODAY)
    names = [name for (name,) in app.store.rows("SELECT name FROM account ORDER BY id LIMIT 10")]
    pressed, alone = [], []
    try:
        for name in names:
            for line in _LINES:
                text, memo = line.format(name=name.lower(), person="maria"), Memo()
                for length in range(1, len(text) + 1):
                    started = time.process_time()
                    log_values.read(app, text[:length], opened_on=None, chosen=None, memo=memo)
                    pressed.append(time.process_time() - started)
                    started = time.process_time()
                    read_line(text[:length], TODAY, accounts=names)
                    alone.append(time.process_time() - started)
        for share, what in ((0.5, "p50"), (0.99, "p99")):
            yield Figure(f"a key press in the quick log, CPU, {what}", percentile(pressed, share), 0.005, 1)
        yield Figure("the grammar alone on that line, CPU, p50", median(alone), 0.005, 1)
    finally:
        app.close()
