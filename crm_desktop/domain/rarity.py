"""How rare a value is among all entries, and so how much it says that two of them share it, in bits."""

from __future__ import annotations

import math
from collections.abc import Callable

from crm_desktop.domain.known import stem

FEWEST = 2_000
"""With fewer entries a word is held for as rare as it would be among so many."""
_DOUBLES = 3.0
"""Bits: about every eighth entry is expected to have a double."""
_MOST_BITS = 16.0
_PLACE_FROM = 4
"""A word that stands in so many addresses names a place."""


class Rarity:
    """How many of ``total`` entries bear a value, and how many bits it is worth that two share it."""

    def __init__(self, total: int, count: Callable[[str, str], int]) -> None:
        self._total = max(total, FEWEST)
        self._count = count
        self._bits: dict[tuple[str, str], float] = {}
        self.needed = math.log2(self._total) + _DOUBLES

    def count(self, kind: str, value: str) -> int:
        """How many bear it; two at least, where two are compared."""
        return max(self._count(kind, value), 2)

    def bits(self, kind: str, value: str) -> float:
        """At most ``_MOST_BITS``, 0 for what everybody has."""
        known = self._bits.get((kind, value))
        if known is None:
            known = self._bits[kind, value] = min(math.log2(self._total / self.count(kind, value)), _MOST_BITS)
        return known

    def is_place(self, word: str) -> bool:
        """Whether many addresses have this word in them."""
        return self._count("place", stem(word)) >= _PLACE_FROM
