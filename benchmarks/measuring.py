"""Times two things against each other, interleaved, so that a noisy machine is noisy for both."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from statistics import median
from typing import NamedTuple


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
    mine, theirs = [], []
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
