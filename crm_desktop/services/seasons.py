"""Lowers what a silence says of an account that is silent on these days every year."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from crm_desktop.domain.signals import Season, Signal, SignalKind, Silence
from crm_desktop.domain.whose_silence import PAUSE_PROBABILITY

OF_THE_CLOCK = frozenset({SignalKind.SILENT, SignalKind.GAPS_GROWING})
"""What a pause that comes every year explains."""


def lowered(signals: Iterable[Signal], season: Season) -> list[Signal]:
    """The signals of an account that pauses now, with its season, and no surer than "watching"."""
    return [_lowered(signal, season) if signal.kind in OF_THE_CLOCK else signal for signal in signals]


def _lowered(signal: Signal, season: Season) -> Signal:
    evidence = signal.evidence
    if isinstance(evidence, Silence):
        evidence = replace(evidence, pause=season)
    return replace(signal, probability=min(signal.probability, PAUSE_PROBABILITY), evidence=evidence)
