"""Goals 6 and 10: import a CSV of orders against csv.reader and executemany of the same file, and undo it again."""

from __future__ import annotations

import csv
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from statistics import median

import apsw

from benchmarks.measuring import Figure
from crm_desktop.app import open_workspace

ROWS = 1_000_000
_PAIRS = 3

# A process of its own, so that its memory is that of the import alone.
_IMPORT = """
import sys, time
from pathlib import Path
from crm_desktop.app import open_workspace
from crm_desktop.services import importing
app = open_workspace(Path(sys.argv[2]), create=True)
started = time.process_time()
importing.import_file(app.store, Path(sys.argv[1]), settings=importing.ImportSettings(), today=app.today)
print(time.process_time() - started)
print(Path(sys.argv[2] + "-wal").stat().st_size)
print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
app.close()
"""


def run(workspace: Path, folder: Path) -> Iterator[Figure]:
    """Into an empty workspace, whatever the size of the book."""
    orders = folder / "orders.csv"
    _write(orders)
    floors, ours = [], []
    journal = memory = 0.0
    target = folder
    for pair in range(_PAIRS):
        floors.append(_bare(orders, folder / f"rows-{pair}.db"))
        target = folder / f"import-{pair}.crm"
        command = [sys.executable, "-c", _IMPORT, str(orders), str(target)]
        told = subprocess.run(command, capture_output=True, check=True, text=True)
        seconds, journal, memory = map(float, told.stdout.split())
        ours.append(seconds)
    app = open_workspace(target)
    started = time.process_time()
    app.store.undo()
    undone = time.process_time() - started
    app.close()
    yield Figure(f"import {ROWS:,} orders, CPU", median(ours), median(floors), 3)
    yield Figure("journal file (WAL) of that import against the bound", journal / 1e6, 64, 1, "MB")
    yield Figure("memory of that import at its peak against the bound", memory / 1024, 150, 1, "MB")
    yield Figure("undo of that import against the import, CPU", undone, median(ours), 1)


def _write(path: Path) -> None:
    chosen = random.Random(1)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("Account", "Order date", "Total"))
        for row in range(ROWS):
            day = date(2024, 1, 1) + timedelta(days=chosen.randrange(1000))
            writer.writerow((f"Customer {row % 5000}", day.isoformat(), f"{chosen.randrange(100, 99999) / 100:.2f}"))


def _bare(path: Path, target: Path) -> float:
    bare = apsw.Connection(str(target))
    bare.pragma("journal_mode", "wal")
    bare.execute("CREATE TABLE row (account TEXT, day TEXT, total TEXT)")
    started = time.process_time()
    with path.open(encoding="utf-8", newline="") as file, bare:
        reader = csv.reader(file)
        next(reader)
        bare.executemany("INSERT INTO row VALUES (?, ?, ?)", reader)
    seconds = time.process_time() - started
    bare.close()
    return seconds
