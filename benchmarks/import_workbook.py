"""Goal 7: import a workbook of 100,000 rows against reading it with calamine alone; CPU."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from statistics import median

from benchmarks.measuring import Figure
from crm_desktop.app import open_workspace
from crm_desktop.services import importing

ROWS = 100_000
_PAIRS = 7


def run(workspace: Path, folder: Path) -> Iterator[Figure]:
    """Into an empty workspace, whatever the size of the book."""
    import xlsxwriter
    from python_calamine import CalamineWorkbook

    path, chosen = folder / "orders.xlsx", random.Random(1)
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet, day = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, ("Account", "Order date", "Total"))
        for row in range(ROWS):
            sheet.write_string(row + 1, 0, f"Customer {row % 5000}")
            sheet.write_datetime(row + 1, 1, date(2024, 1, 1) + timedelta(days=chosen.randrange(1000)), day)
            sheet.write_number(row + 1, 2, chosen.randrange(100, 99999) / 100)
    floors, ours = [], []
    for pair in range(_PAIRS):
        started = time.process_time()
        assert len(CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()) == ROWS + 1
        floors.append(time.process_time() - started)
        app = open_workspace(folder / f"workbook-{pair}.crm", create=True)
        started = time.process_time()
        importing.import_file(app.store, path, settings=importing.ImportSettings(), today=app.today)
        ours.append(time.process_time() - started)
        app.close()
    yield Figure(f"import a workbook of {ROWS:,} rows, CPU", median(ours), median(floors), 2.2)
