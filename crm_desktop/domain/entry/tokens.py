"""Cuts a line into the words that the grammar looks at; only its beginning, whatever is pasted."""

from __future__ import annotations

import re
from typing import NamedTuple

from crm_desktop.domain.folding import fold

SCANNED = 2_000
"""Characters that are looked at; what stands behind them is the note."""
# A mark may stand right before its word: ">tue", "!credit note fri".
_TOKEN = re.compile(r"(?<!\S)[>!]|\S+")
_QUOTES = re.compile(r"['’ʼʹ`´]")
_BEFORE, _AFTER = "\"'«»„“”([{", ",;:?!\"'«»„“”)]}…"


class Token(NamedTuple):
    """One word. ``raw`` is without quotes and commas round it, ``key`` folded and without its last dot."""

    start: int
    end: int
    raw: str
    key: str


def cut(text: str) -> list[Token]:
    """The words of the line's beginning, each once, in order."""
    tokens = []
    for match in _TOKEN.finditer(text, 0, SCANNED):
        if match.end() == SCANNED < len(text) and not text[SCANNED].isspace():
            break  # a word that goes on beyond what is looked at
        raw = match[0].lstrip(_BEFORE).rstrip(_AFTER) or match[0]
        tokens.append(Token(match.start(), match.end(), raw, key_of(raw)))
    return tokens


def key_of(word: str) -> str:
    """A word as the tables of the grammar know it: folded, without apostrophes and final dots."""
    folded = _QUOTES.sub("", fold(word))
    return folded.rstrip(".") or folded
