"""Where the words that somebody typed stand in a text, whatever its accents and its script."""

from __future__ import annotations

import re
from collections.abc import Collection

from crm_desktop.domain.folding import fold, spellings

Marks = tuple[tuple[int, int], ...]
"""Beginnings and ends (excluded) of what is to be marked in a text, ascending."""

_WORD = re.compile(r"[^\W_]+")


def marks(text: str, typed: Collection[str]) -> Marks:
    """The beginnings of the text's words that are one of the folded words ``typed``, each as long as it needs to be."""
    found = []
    wanted = frozenset(typed)
    lengths = sorted(set(map(len, wanted)), reverse=True)
    for match in _WORD.finditer(text):
        word = match.group()
        whole = spellings(fold(word))
        # Not one after the other: a slip of the fingers leads to hundreds of words.
        beginnings = (spelled[:length] for length in lengths for spelled in whole)
        fitting = next((beginning for beginning in beginnings if beginning in wanted), None)
        if fitting is not None:
            found.append((match.start(), match.start() + _length(word, fitting)))
    return tuple(found)


def _length(word: str, typed: str) -> int:
    """How many letters of the word stand for what was typed: "kovac" are five of Kovačič, "ch" one of Χ."""
    for end in range(1, len(word)):
        if any(spelled.startswith(typed) for spelled in spellings(fold(word[:end]))):
            return end
    return len(word)
