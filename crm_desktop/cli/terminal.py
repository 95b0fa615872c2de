"""What only a terminal gets: how far long work has come."""

from __future__ import annotations

import sys


def progress(done: int, total: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{min(100, 100 * done // max(total, 1)):3} %", end="", file=sys.stderr, flush=True)
