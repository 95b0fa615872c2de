"""Goal 12: every interaction as CSV against csv.writer over a bare cursor; CPU."""

from __future__ import annotations

import csv
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from benchmarks.measuring import Figure
from benchmarks.workspace import TODAY
from crm_desktop.app import open_workspace
from crm_desktop.services import export_files

_PAIRS = 3
_QUERY = """SELECT i.id, a.name, i.day, i.kind, i.direction, i.department, c.name, i.who, i.subject, i.notes, i.minutes
    FROM interaction i JOIN account a ON a.id = i.account_id LEFT JOIN contact c ON c.id = i.contact_id
    WHERE i.deleted_at IS NULL"""


def run(workspace: Path, folder: Path) -> Iterator[Figure]:
    """The names of accounts and people are looked up on both sides."""
    app = open_workspace(workspace, today=TODAY)
    ours, floors = [], []
    try:
        for _ in range(_PAIRS):
            started = time.process_time()
            with (folder / "bare.csv").open("w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows(app.store.database.connection().execute(_QUERY))
            floors.append(time.process_time() - started)
            started = time.process_time()
            export_files.export(app.store, folder / "interactions.csv", kind="interactions")
            ours.append(time.process_time() - started)
            (folder / "interactions.csv").unlink()
        yield Figure("export all interactions as CSV, CPU", median(ours), median(floors), 1.3)
    finally:
        app.close()
