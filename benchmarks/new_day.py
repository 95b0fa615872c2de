"""Goals 4 and 5: today's list for every account on a new day, against a C scan of the covering purchase index."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from benchmarks.measuring import Figure, against
from benchmarks.workspace import TODAY
from crm_desktop.app import open_workspace
from crm_desktop.services import attention, rhythms, shown, standings


def run(workspace: Path, folder: Path) -> Iterator[Figure]:
    """A new day (one pass over accounts), the tables that wait for it, the first day of a week, all from events."""
    app = open_workspace(workspace, today=TODAY)
    days = iter(range(1, 1000))

    def scan() -> None:
        app.store.value("SELECT sum(day), sum(amount) FROM purchase INDEXED BY purchase_account")

    def new_day() -> None:
        # As the window asks for it: the rows of folded sections are read when they are unfolded.
        attention.today_list(app.store, TODAY + timedelta(days=next(days)), whole=False)

    def lists_of_accounts() -> None:
        today = TODAY + timedelta(days=next(days))
        attention.today_list(app.store, today, whole=False)
        standings.bring_up_to_date(app.store, today)

    def learn() -> None:
        with app.store.derivation():
            shown.put(app.store, "stale", True)
        attention.today_list(app.store, TODAY, whole=False)

    def recompute() -> None:
        with app.store.derivation():
            rhythms.repack(app.store, None)

    try:
        new_day()
        yield against("a new day: today's list for every account", new_day, scan, goal=1)
        lists_of_accounts()
        yield against("the same with the tables that lists of accounts are sorted by", lists_of_accounts, scan, pairs=5)
        yield against("the first day of a week: learned anew, and worked out for the week", learn, scan, pairs=3)
        yield against("re-pack every account from its events", recompute, scan, pairs=3, goal=15)
    finally:
        attention.today_list(app.store, TODAY)
        app.close()
