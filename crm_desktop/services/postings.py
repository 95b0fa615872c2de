"""Words of many texts in memory: which texts have words that begin so, and which of them come first."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Generator, Sequence
from itertools import chain, count
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Meant = Sequence[Sequence[str]]
"""For each word typed the words that may be meant by it: one, or what is a slip of the fingers away."""

# So many words are sorted at a time: a sort lets no other thread in.
_SLICE = 5_000


class Postings(NamedTuple):
    """Sorted words, and for each of them which texts it stands in: ``texts[first[n]:first[n + 1]]`` for word n."""

    words: NDArray[np.object_]
    """An array, as the garbage collector would walk along a list of so many with every round."""
    first: NDArray[np.int32]
    texts: NDArray[np.int32]
    among: int
    """How many texts there are."""

    def having(self, meant: Meant) -> NDArray[np.int32]:
        """The texts, some more than once, that for each word typed have a word which begins as one of those meant."""
        import numpy as np

        found = [self._beginning(others) for others in dict.fromkeys(map(tuple, meant))]
        if not found:
            return np.arange(self.among, dtype=self.texts.dtype)
        left, *more = sorted(found, key=len)
        for texts in more:
            here = np.zeros(self.among, bool)
            here[texts] = True
            left = left[here[left]]
        return left

    def _beginning(self, others: Sequence[str]) -> NDArray[np.int32]:
        """The texts with words that begin as one of others."""
        import numpy as np

        found = []
        for word in others:
            begin = bisect_left(self.words, word)
            if begin < len(self.words) and self.words[begin].startswith(word):
                # No letter sorts behind the last code point.
                end = bisect_left(self.words, f"{word}\U0010ffff", begin)
                found.append(self.texts[self.first[begin] : self.first[end]])
        return found[0] if len(found) == 1 else np.concatenate(found or [self.texts[:0]])

    def moved(self, to: NDArray[np.int32]) -> Postings:
        """The same with other numbers for the texts."""
        return self._replace(texts=to[self.texts])

    def where(self, fits: Callable[[str], bool]) -> NDArray[np.int32]:
        """The texts, some more than once, of which a word fits."""
        import numpy as np

        found = [
            self.texts[self.first[number] : self.first[number + 1]]
            for number, word in enumerate(self.words)
            if fits(word)
        ]
        return np.concatenate([self.texts[:0], *found])


class Ranked(NamedTuple):
    """Texts that have a name and belong to a customer: what the palette finds."""

    words: Postings
    names: Postings
    ids: NDArray[np.int64]
    """Whom the texts are of: the largest customers first, those of the same size by name."""
    shown: NDArray[np.bool_]
    """Whether each is to be found."""

    def among(self, these: NDArray[np.bool_]) -> Ranked:
        """The same, but only these of them are found."""
        return self._replace(shown=self.shown & these)

    def first(self, ways: Sequence[Meant], begins: str, most: int) -> list[int]:
        """The first of those that have the words meant in one of some ways; names that begin so before all others."""
        import numpy as np

        found: list[int] = []
        for having in ([self.names.having([(begins,)])] if begins else [], map(self.words.having, ways)):
            here = np.zeros(self.words.among, bool)
            for texts in having:
                here[texts] = True
            here &= self.shown
            found += here.nonzero()[0][:most].tolist()
        return [int(self.ids[place]) for place in dict.fromkeys(found)][:most]


def ranked(
    words: Postings, names: Postings, ids: NDArray[np.int64], *, revenue: NDArray[np.int64], shown: NDArray[np.bool_]
) -> tuple[Ranked, NDArray[np.int32]]:
    """Puts texts, one name each, in the order of the palette; with it where each of them has come to stand."""
    import numpy as np

    name = np.empty(names.among, np.int32)
    name[names.texts] = np.repeat(np.arange(len(names.words)), np.diff(names.first))
    order = np.lexsort((ids, name, -revenue))
    places = np.empty(len(order), np.int32)
    places[order] = np.arange(len(order))
    return Ranked(words.moved(places), names.moved(places), ids[order], shown[order]), places


class PostingsReader:
    """Takes the words of texts, one text after the other; each word as a number."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = defaultdict(count().__next__)
        self._words, self._lengths = array("i"), array("i")

    def add(self, texts: Sequence[Sequence[str]]) -> None:
        """Some more texts, each as its words."""
        self._words.extend(map(self._numbers.__getitem__, chain.from_iterable(texts)))
        self._lengths.extend(map(len, texts))

    def postings(self) -> Generator[None, None, Postings]:
        """Puts the words in order, a slice at a time."""
        import numpy as np

        ordered = yield from _sorted(list(self._numbers))
        ranks = np.empty(len(ordered), np.int32)
        ranks[_ints([self._numbers[word] for word in ordered])] = np.arange(len(ordered))
        ranked = ranks[np.frombuffer(self._words, np.int32)]
        texts = np.repeat(np.arange(len(self._lengths), dtype=np.int32), np.frombuffer(self._lengths, np.int32))
        first = np.concatenate([[0], np.cumsum(np.bincount(ranked, minlength=len(ordered)))])
        by_word = np.argsort(ranked, kind="stable")
        return Postings(np.array(ordered, object), first.astype(np.int32), texts[by_word], len(self._lengths))


def _sorted(words: list[str]) -> Generator[None, None, list[str]]:
    runs = [words[at : at + _SLICE] for at in range(0, len(words), _SLICE)] or [[]]
    for run in runs:
        run.sort()
        yield
    while len(runs) > 1:
        for at in range(len(runs) // 2):
            # Two that are in order are merged by it, which takes a tenth of the time.
            runs[at : at + 2] = [sorted(runs[at] + runs[at + 1])]
            yield
    return runs[0]


def _ints(numbers: Sequence[int]) -> NDArray[np.int32]:
    import numpy as np

    return np.array(numbers, np.int32)
