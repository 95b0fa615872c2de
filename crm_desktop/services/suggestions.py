"""What the why card offers to tell the detector: when an account pauses, and from when its rhythm is a new one."""

from __future__ import annotations

from collections import Counter
from datetime import date

from crm_desktop.domain.dates import day_from, day_number
from crm_desktop.domain.signals import Season, Signal, SignalKind, Silence
from crm_desktop.domain.whose_silence import season_of
from crm_desktop.services.attention_data import AttentionRow

MONTHS_OF_SEASON = {Season.WINTER: (12, 2), Season.SPRING: (3, 5), Season.SUMMER: (6, 8), Season.AUTUMN: (9, 11)}
"""First and last month."""
_A_YEAR = 365


def likely_season(row: AttentionRow, today: date) -> Season:
    """The season in which they paused before, else the one in which most days of the present silence lie."""
    silence = _signal(row, SignalKind.SILENT)
    if silence is not None and isinstance(silence.evidence, Silence) and silence.evidence.pause is not None:
        return silence.evidence.pause
    since = silence.since if silence is not None else today
    last = day_number(today)
    first = max(day_number(since), last - _A_YEAR)
    # Of two seasons with as many days the later.
    days = Counter(season_of(day) for day in range(last, min(first, last) - 1, -1))
    return days.most_common(1)[0][0]


def new_rhythm_from(row: AttentionRow, today: date) -> date:
    """Since when the gaps grow, the orders are smaller or a line is missed, else the last order: there it begins."""
    for kind in (SignalKind.GAPS_GROWING, SignalKind.SHRINKING, SignalKind.NARROWING):
        signal = _signal(row, kind)
        if signal is not None:
            return min(signal.since, today)
    return today if row.last_order is None else day_from(row.last_order)


def _signal(row: AttentionRow, kind: SignalKind) -> Signal | None:
    return next((signal for signal in row.signals if signal.kind is kind), None)
