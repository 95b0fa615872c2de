"""What a line says in plain words: the sentence stays whole where a recognised word stands in the middle of it."""

from __future__ import annotations

from crm_desktop.domain.entry.pieces import Line, Piece

# Words that are recognised without a mark, and may be part of a sentence: "she will call back", "talked to maria, who".
_BARE = frozenset((Piece.ACCOUNT, Piece.KIND, Piece.PERSON, Piece.HAPPENED))


def prose(text: str, line: Line, start: int = 0) -> str:
    """The plain words from ``start`` on. A bare piece is left out only at the edge of them, never in their middle."""
    spans = [span for span in line.spans if span.start >= start]
    parts: list[str] = []
    at, plain_before = start, False
    for place, span in enumerate(spans):
        plain = text[at : span.start]
        parts.append(plain)
        plain_before = plain_before or bool(plain.strip())
        following = spans[place + 1].start if place + 1 < len(spans) else len(text)
        if span.piece in _BARE and plain_before and text[span.end : following].strip():
            parts.append(text[span.start : span.end])
        else:
            parts.append(" ")
            plain_before = False
        at = span.end
    parts.append(text[at:])
    return " ".join("".join(parts).split())
