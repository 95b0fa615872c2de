"""Times two things against each other, interleaved, so that a noisy machine is noisy for both."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication


class Figure(NamedTuple):
    """One line of the table. Seconds unless ``unit`` says otherwise; ``goal`` is the ratio to reach, 0 = none set."""

    what: str
    ours: float
    floor: float
    goal: float = 0.0
    unit: str = "s"

    def text(self, value: float) -> str:
        """The value with its unit."""
        if self.unit != "s":
            return f"{value:,.0f} {self.unit}"
        return f"{value * 1000:,.2f} ms" if value < 1 else f"{value:,.2f} s"


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which this share of the values lies (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)]


def interleaved(
    ours: Callable[[], object], floor: Callable[[], object], *, pairs: int
) -> tuple[list[float], list[float]]:
    """Wall seconds of each run of the two, one after the other."""
    mine: list[float] = []
    theirs: list[float] = []
    for _ in range(pairs):
        for work, times in ((floor, theirs), (ours, mine)):
            started = time.perf_counter()
            work()
            times.append(time.perf_counter() - started)
    return mine, theirs


def against(
    what: str, ours: Callable[[], object], floor: Callable[[], object], *, pairs: int = 7, goal: float = 0.0
) -> Figure:
    """The medians of both as one figure."""
    mine, theirs = interleaved(ours, floor, pairs=pairs)
    return Figure(what, median(mine), median(theirs), goal)


def wait_until(application: QApplication, until: Callable[[], bool], *, at_most: float = 60) -> None:
    """Keeps the event loop going as a window does, and the worker beside it, until something is so.

    ``QTest.qWait`` holds the interpreter's lock all the while: the worker would stand still.
    """
    from PySide6.QtCore import QEventLoop, QTimer

    awake = QTimer(interval=20)
    awake.start()
    deadline = time.perf_counter() + at_most
    while not until():
        application.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        if time.perf_counter() > deadline:
            raise TimeoutError("The window did not answer")


def rest(application: QApplication, seconds: float) -> None:
    """Keeps both going for so long."""
    end = time.perf_counter() + seconds
    wait_until(application, lambda: time.perf_counter() >= end, at_most=seconds + 5)


def settle(application: QApplication, run: Callable[[Callable[[], object], Callable[[object], None]], object]) -> None:
    """Waits until the worker (``tasks.run``) has done what a start asks of it, and what came of that."""
    rest(application, 4)  # the window asks for some of it seconds after it has been painted
    reached: list[object] = []

    def run_after(_nothing: object) -> None:
        run(lambda: None, reached.append)

    run(lambda: None, run_after)
    wait_until(application, lambda: bool(reached), at_most=300)
