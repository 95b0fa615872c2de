"""Goal 1: from nothing to Today painted, against a bare window with a table; whole processes."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import NamedTuple

from benchmarks.measuring import Figure
from benchmarks.workspace import TODAY

_QUIT_AFTER_PAINT = """
from PySide6.QtCore import QEvent, QObject, QTimer
def tell_and_quit():
    # The kernel's ru_maxrss would count the measuring process too, from which this one was forked.
    import os
    peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
    os.write(1, peak.split()[1].encode())
    os._exit(0)
class AfterPaint(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            QTimer.singleShot(0, tell_and_quit)
        return False
"""
_BARE = (
    """
from PySide6.QtWidgets import QApplication, QMainWindow, QTableView
from PySide6.QtGui import QStandardItem, QStandardItemModel
"""
    + _QUIT_AFTER_PAINT
    + """
app = QApplication([])
window = QMainWindow()
view = QTableView()
model = QStandardItemModel(30, 8)
for row in range(30):
    for column in range(8):
        model.setItem(row, column, QStandardItem(f"{row} {column}"))
view.setModel(model)
window.setCentralWidget(view)
window.resize(1366, 768)
after = AfterPaint()
view.viewport().installEventFilter(after)
window.show()
app.exec()
"""
)
_OURS = (
    """
import sys
from crm_desktop.ui import start
"""
    + _QUIT_AFTER_PAINT
    + """
after = AfterPaint()
def shown(window):
    from PySide6.QtWidgets import QListView
    lists = window.page.findChildren(QListView)
    rows = max(lists, key=lambda view: view.width() * view.height())
    assert rows.model().rowCount() > 3, "Today is not there at the first paint"
    rows.viewport().installEventFilter(after)
start.run(sys.argv[1:], shown=shown)
"""
)


_PAIRS = 7


class _Cost(NamedTuple):
    wall: float
    cpu: float
    memory: float


def _process(code: str, *arguments: str, folder: Path) -> _Cost:
    """Both as they are once installed, their bytecode on the disk, whatever this process may write itself."""
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(folder / "bytecode")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
    )
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"The measured process ended with {process.returncode}")
    assert process.stdout is not None
    return _Cost(wall, usage.ru_utime + usage.ru_stime, int(process.stdout.read()) / 1024)


def run(workspace: Path, folder: Path) -> Iterator[Figure]:
    """Seven pairs of processes, after one of each that writes the bytecode."""
    arguments = ("--workspace", str(workspace), "--today", TODAY.isoformat())
    pairs = [(_process(_BARE, folder=folder), _process(_OURS, *arguments, folder=folder)) for _ in range(1 + _PAIRS)]
    bare, ours = zip(*pairs[1:], strict=True)
    for name, goal, unit in (("wall", 1.35, "s"), ("cpu", 1.35, "s"), ("memory", 1.6, "MB")):
        mine, theirs = (median(getattr(cost, name) for cost in costs) for costs in (ours, bare))
        yield Figure(f"cold start to Today painted, {name}", mine, theirs, goal, unit)
