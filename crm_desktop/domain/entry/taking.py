"""The words of one line, and which of them have been taken for a piece already."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crm_desktop.domain.entry.pieces import Line, Piece, Span
from crm_desktop.domain.entry.tokens import Token, cut
from crm_desktop.domain.entry.vocabulary import Vocabulary

RATING = re.compile(r"(?:r(10|[0-9])|(10|[0-9])/10)")
TAG = re.compile(r"#(?=[\w-]*[^\W\d_])[\w-]+")
_TRIM = " \t,;:"


class Taking:
    """``line`` grows with what is found; a place is the number of a word. No word is taken twice."""

    def __init__(self, text: str, words: Vocabulary) -> None:
        self.text, self.words = text, words
        self.tokens: list[Token] = cut(text)
        self.piece_at: list[Piece | None] = [None] * len(self.tokens)
        self.refused = [False] * len(self.tokens)
        self.spans: list[Span] = []
        self.line = Line()

    def refuse(self, plain: Sequence[tuple[int, int]]) -> None:
        """Nothing begins in these stretches of the text."""
        self.refused = [any(start <= token.start < end for start, end in plain) for token in self.tokens]

    def free(self, place: int) -> bool:
        """Whether a piece may begin here."""
        return self.piece_at[place] is None and not self.refused[place]

    def all_free(self, start: int, end: int) -> bool:
        """Whether one piece may have all these words."""
        return all(self.piece_at[place] is None for place in range(start, end)) and not self.refused[start]

    def take(self, piece: Piece, start: int, end: int) -> None:
        """These words are this piece."""
        for place in range(start, end):
            self.piece_at[place] = piece
        self.spans.append(Span(self.tokens[start].start, self.tokens[end - 1].end, piece))

    def said(self, start: int, end: int) -> str:
        """The text of some words, on one line, without the commas round it."""
        if start >= end:
            return ""
        return " ".join(self.text[self.tokens[start].start : self.tokens[end - 1].end].split()).strip(_TRIM)

    def taken(self, place: int) -> bool:
        """Whether the word here belongs to a piece; outside of the line none does."""
        return 0 <= place < len(self.tokens) and self.piece_at[place] is not None

    def ends(self, place: int) -> bool:
        """Here the line, or what was being said, ends: nothing more, a piece, or a word that begins one."""
        if place >= len(self.tokens) or self.taken(place) or self.tokens[place].raw[0] in "@#":
            return True
        words = self.words
        tables = (
            words.about,
            words.kinds,
            words.marks,
            words.on,
            words.with_,
            words.days,
            words.order,
            words.department,
        )
        return any(table.at(self.tokens, place) for table in tables) or bool(RATING.fullmatch(self.tokens[place].key))
