"""Goal 3: log a call (insert, search index, journal, re-scored, durable) against one bare durable commit."""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from statistics import median

import apsw

from benchmarks.measuring import Figure, interleaved, percentile
from benchmarks.workspace import TODAY
from crm_desktop.app import open_workspace
from crm_desktop.services import quick_log


def run(workspace: Path, folder: Path) -> Iterator[Figure]:
    """Calls on random accounts of a large book, one commit each."""
    app = open_workspace(workspace, today=TODAY)
    ids = [account for (account,) in app.store.rows("SELECT id FROM account LIMIT 100000")]
    bare = apsw.Connection(str(folder / "bare.db"))
    bare.pragma("journal_mode", "wal")
    bare.pragma("synchronous", "full")
    bare.execute("CREATE TABLE row (id INTEGER PRIMARY KEY, text TEXT)")
    chosen = random.Random(1)

    def commit() -> None:
        bare.execute("BEGIN IMMEDIATE; INSERT INTO row (text) VALUES ('a call about a late delivery'); COMMIT")

    def log(rating: int | None = None) -> None:
        entry = quick_log.Entry(account=chosen.choice(ids), subject="late delivery", rating=rating)
        quick_log.save(app.store, entry, TODAY)

    try:
        for name, rating in (("log a call", None), ("log a call with a rating", 8)):
            log(rating)
            ours, floor = interleaved(partial(log, rating), commit, pairs=400)
            yield Figure(f"{name}, p50", median(ours), median(floor), 4)
            yield Figure(f"{name}, p99", percentile(ours, 0.99), percentile(floor, 0.99), 10)
    finally:
        while (step := app.store.next_step("undo")) and step.label.startswith("Call with"):
            app.store.undo()
        app.close()
