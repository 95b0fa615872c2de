"""Whether texts have the words that somebody typed, at the beginning of theirs, whatever the accents and the script."""

from __future__ import annotations

from crm_desktop.domain.folding import spellings, words


class Sought:
    """What was typed; true when there is a word in it.

    Of each piece of text between spaces it is remembered which of the words begin there, as bits: a long history uses
    the same few thousand pieces again and again.
    """

    def __init__(self, typed: str) -> None:
        self._typed = words(typed)
        self._all = (1 << len(self._typed)) - 1
        self._known: dict[str, int] = {}

    def __bool__(self) -> bool:
        return bool(self._typed)

    def are_in(self, text: str) -> bool:
        """Whether the text has every one of them."""
        found, known = 0, self._known
        for piece in text.split():
            bits = known.get(piece)
            if bits is None:
                bits = known[piece] = self._bits(piece)
            found |= bits
        return found == self._all

    def _bits(self, piece: str) -> int:
        spelled = [spelling for word in words(piece) for spelling in spellings(word)]
        return sum(any(each.startswith(typed) for each in spelled) << place for place, typed in enumerate(self._typed))
