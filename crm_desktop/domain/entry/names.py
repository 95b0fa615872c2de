"""Finds which account and which person a line names, whatever the script or the accents."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from crm_desktop.domain.entry.tokens import Token, key_of
from crm_desktop.domain.folding import fold, spellings

# Words of the line that may name somebody; a pasted page is not searched for names to its end.
_LOOKED_AT = 40
_SURE_LENGTH = 4


class Named(NamedTuple):
    """Words ``start`` to ``end`` (excluded) name number ``which`` of the names given."""

    which: int
    start: int
    end: int
    whole: int
    """So many of the words are written out."""
    shared: int = 1
    """So many names are named by these words."""


Words = tuple[tuple[str, ...], ...]
"""The words of a name, each in the ways it is typed."""


def words_of(name: str) -> Words:
    """The words of a name as the line's words are compared with them."""
    keys = (key_of(word.strip("\"'«»„“”([{)]},;:!?")) for word in fold(name).split())
    return tuple(tuple(spellings(key)) for key in keys if key)


class Names:
    """The names that a line may mean, the likeliest first."""

    def __init__(self, names: Sequence[str]) -> None:
        self.words = [words_of(name) for name in names]
        self._by_letter: dict[str, list[tuple[int, int]]] = {}
        for which, name in enumerate(self.words):
            for place, forms in enumerate(name):
                for letter in {form[0] for form in forms if form}:
                    self._by_letter.setdefault(letter, []).append((which, place))

    def runs(self, tokens: Sequence[Token], free: Callable[[int], bool]) -> list[tuple[Named, int]]:
        """Every run of words that begins words of a name in a row; with the word of the name it begins at."""
        found = []
        for start in range(min(len(tokens), _LOOKED_AT)):
            if not tokens[start].key or not free(start):
                continue
            for which, first in self._by_letter.get(tokens[start].key[:1], ()):
                length, whole = _run(tokens, start, self.words[which][first:], free)
                if length:
                    found.append((Named(which, start, start + length, whole), first))
        return found


def _run(tokens: Sequence[Token], start: int, words: Words, free: Callable[[int], bool]) -> tuple[int, int]:
    length = whole = 0
    for place, forms in zip(range(start, len(tokens)), words, strict=False):
        key = tokens[place].key
        if not key or not free(place) or not any(form.startswith(key) for form in forms):
            break
        length += 1
        whole += key in forms
    return length, whole


def find_account(
    tokens: Sequence[Token],
    names: Names,
    *,
    free: Callable[[int], bool],
    weak: Callable[[int], bool],
    inside: Callable[[int], bool],
) -> Named | None:
    """The run that names an account best. ``weak``: a word that means something else when it stands alone;
    ``inside``: a word of what the line is about, where a name is rather talked about than named."""
    best: tuple[tuple[bool, int, int, int], Named] | None = None
    runs = names.runs(tokens, free)
    for named, first in runs:
        length = named.end - named.start
        if length == 1:
            # In the middle of a line one short word names nobody: "call" is not Callander Ltd.
            key = tokens[named.start].key
            sure = named.start == 0 or (len(key) >= _SURE_LENGTH and named.whole)
            if weak(named.start) or not sure:
                continue
        rank = (not inside(named.start), length + named.whole + (named.start == 0), -first, -named.which)
        if best is None or rank > best[0]:
            best = (rank, named)
    if best is None:
        return None
    found = best[1]
    return found._replace(shared=len({n.which for n, _ in runs if (n.start, n.end) == (found.start, found.end)}))


def find_person(
    tokens: Sequence[Token], people: Sequence[Words], place: int, *, free: Callable[[int], bool], marked: bool
) -> Named | None:
    """The person whose name stands at this word: the whole first name, or with ``@`` the beginning of any name."""
    key = key_of(tokens[place].raw[1:]) if marked else tokens[place].key
    if not key or (not marked and len(key) < 2):
        return None
    for deep in (1, 9) if marked else (1,):
        for which, name in enumerate(people):
            for first, forms in enumerate(name[:deep]):
                if any(form.startswith(key) if marked else form == key for form in forms):
                    length = 1
                    for forms_after in name[first + 1 :]:
                        after = place + length
                        if after >= len(tokens) or not free(after) or tokens[after].key not in forms_after:
                            break
                        length += 1
                    return Named(which, place, place + length, length)
    return None
