"""Finds the silent accounts that pause on these days every year, and lowers what their silence says."""

from __future__ import annotations

from dataclasses import replace

from crm_desktop.domain.signals import Season, Signal, SignalKind, Silence
from crm_desktop.domain.whose_silence import PAUSE_PROBABILITY, pause
from crm_desktop.services.rhythms import Book

_OF_THE_CLOCK = frozenset({SignalKind.SILENT, SignalKind.GAPS_GROWING})


def pausing(found: dict[int, list[Signal]], book: Book, as_of: int) -> dict[int, list[Signal]]:
    """The signals of the accounts (by index) that pause now, with their season, and no surer than "watching".

    An account whose pause was told by a person has a clock that stands still already.
    """
    lowered = {}
    for index, signals in found.items():
        if book.ids[index] in book.told.paused or not any(isinstance(each.evidence, Silence) for each in signals):
            continue
        mine = slice(int(book.purchases.starts[index]), int(book.purchases.starts[index + 1]))
        season = pause(book.purchases.days[mine].tolist(), as_of)
        if season is not None:
            lowered[index] = [_lowered(signal, season) for signal in signals]
    return lowered


def _lowered(signal: Signal, season: Season) -> Signal:
    if signal.kind not in _OF_THE_CLOCK:
        return signal
    evidence = signal.evidence
    if isinstance(evidence, Silence):
        evidence = replace(evidence, pause=season)
    return replace(signal, probability=min(signal.probability, PAUSE_PROBABILITY), evidence=evidence)
