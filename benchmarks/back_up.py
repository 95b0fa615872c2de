"""Goal 11: a checked backup of a workspace in use against copying its file and waiting for the disk; wall."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread

from benchmarks.measuring import Figure, against, percentile
from benchmarks.workspace import TODAY
from crm_desktop.app import App, open_workspace
from crm_desktop.services import quick_log
from crm_desktop.storage import backup

_PAUSE = 0.02
"""Seconds between two calls: nobody logs faster, and the backup is not held up by the measuring."""


def run(workspace: Path, folder: Path) -> Iterator[Figure]:
    """Three pairs: a backup of a large book is some gigabytes of reading and writing."""
    app = open_workspace(workspace, today=TODAY)
    copy, backups = folder / "copy.crm", folder / "backups"
    backups.mkdir(exist_ok=True)

    def bare() -> None:
        shutil.copyfile(workspace, copy)
        with copy.open("rb") as file:
            os.fsync(file.fileno())
        copy.unlink()

    def ours() -> None:
        backup.take(app.store, "by hand", backups)
        for left in backups.iterdir():
            if left.is_file():
                left.unlink()

    try:
        yield against("back up the workspace, checked", ours, bare, pairs=3, goal=3)
        alone, beside = _calls(app, lambda: time.sleep(3)), _calls(app, ours)
        for name, share in (("p50", 0.5), ("p99", 0.99)):
            what = f"log a call while it runs, {name}, against alone"
            yield Figure(what, percentile(beside, share), percentile(alone, share))
    finally:
        app.close()


def _calls(app: App, meanwhile: Callable[[], object]) -> list[float]:
    """The wall seconds of each call that is logged, one after the other, while something goes on beside."""
    account = app.store.value("SELECT min(id) FROM account")

    def work() -> None:
        meanwhile()
        app.store.close()  # the connection of this thread

    beside = Thread(target=work)
    times = []
    beside.start()
    while beside.is_alive():
        started = time.perf_counter()
        quick_log.save(app.store, quick_log.Entry(account=account, subject="late delivery"), TODAY)
        times.append(time.perf_counter() - started)
        time.sleep(_PAUSE)
    for _ in times:
        app.store.undo()
    return times
