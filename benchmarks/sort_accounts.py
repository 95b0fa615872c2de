"""Goal 9: the accounts in the order of each column against the ids of the table in that of one stored column."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from statistics import median

from benchmarks.measuring import Figure
from benchmarks.workspace import TODAY
from crm_desktop.app import open_workspace
from crm_desktop.domain.account_filter import AccountFilter
from crm_desktop.services import account_views

_PAIRS = 5


def run(workspace: Path, folder: Path) -> Iterator[Figure]:
    """CPU; every column that can be sorted, ascending and descending by turns."""
    app = open_workspace(workspace, today=TODAY)
    try:
        for number, sort in enumerate(account_views.SORTS):
            ours, floors = [], []
            for _ in range(_PAIRS):
                floors.append(_cpu(lambda: app.store.rows("SELECT id FROM account ORDER BY industry")))
                ours.append(
                    _cpu(
                        partial(
                            account_views.ordered_ids,
                            app.store,
                            AccountFilter(),
                            TODAY,
                            sort=sort,
                            descending=bool(number % 2),
                        )
                    )
                )
            yield Figure(f"all accounts by {sort}, CPU", median(ours), median(floors), 1.5)
    finally:
        app.close()


def _cpu(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started
