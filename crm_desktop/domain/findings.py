"""A signal together with the days on which it holds if nothing else happens: found once, shown when its day comes."""

from __future__ import annotations

from typing import NamedTuple

from crm_desktop.domain.signals import Signal


class Finding(NamedTuple):
    """The signal is told from ``first_day`` to ``last_day``, day numbers, both included."""

    signal: Signal
    first_day: int
    last_day: int
