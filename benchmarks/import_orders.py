"""Goals 6 and 10: import a CSV of orders against csv.reader and executemany of the same file, and undo it again."""

from __future__ import annotations

import csv
import random
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import apsw

from benchmarks.measuring import Figure
from crm_desktop.app import open_workspace
from crm_desktop.services import importing

ROWS = 1_000_000


def run(workspace: Path, folder: Path) -> Iterator[Figure]:
    """Into an empty workspace, whatever the size of the book."""
    path = folder / "orders.csv"
    chosen = random.Random(1)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("Account", "Order date", "Total"))
        for row in range(ROWS):
            day = date(2024, 1, 1) + timedelta(days=chosen.randrange(1000))
            writer.writerow((f"Customer {row % 5000}", day.isoformat(), f"{chosen.randrange(100, 99999) / 100:.2f}"))
    bare = apsw.Connection(str(folder / "rows.db"))
    bare.pragma("journal_mode", "wal")
    bare.execute("CREATE TABLE row (account TEXT, day TEXT, total TEXT)")
    started = time.process_time()
    with path.open(encoding="utf-8", newline="") as file, bare:
        reader = csv.reader(file)
        next(reader)
        bare.executemany("INSERT INTO row VALUES (?, ?, ?)", reader)
    floor = time.process_time() - started
    app = open_workspace(folder / "import.crm", create=True)
    started = time.process_time()
    importing.import_file(app.store, path, settings=importing.ImportSettings(), today=app.today)
    ours = time.process_time() - started
    journal = (folder / "import.crm-wal").stat().st_size / 1e6
    started = time.process_time()
    app.store.undo()
    undone = time.process_time() - started
    app.close()
    yield Figure(f"import {ROWS:,} orders, CPU", ours, floor, 3)
    yield Figure("journal file (WAL) of that import against the bound", journal, 64, 1, "MB")
    yield Figure("undo of that import against the import, CPU", undone, ours, 1)
