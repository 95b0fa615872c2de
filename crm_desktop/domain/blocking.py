"""Which entries are worth comparing at all: keys that doubles share, packed, so that 100,000 take seconds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from crm_desktop.domain.known import Known, address_key
from crm_desktop.domain.name_likeness import acronym

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Longs = NDArray[np.int64]

_MOST_ALIKE = 120
"""A key that more entries share says nothing: the switchboard of an office building."""
_SHORTEST_FOR_A_SLIP, _LONGEST_FOR_A_SLIP = 6, 60
_BEGINNING = 3


class Keys(NamedTuple):
    """Of one entry: ``shared`` pairs it with whoever has the same, ``short`` with whom it is the whole name."""

    shared: list[int]
    whole: int
    short: list[int]


def keys(known: Known) -> Keys:
    """The keys of one entry, as hashes that hold within one run of the program."""
    shared = [hash(("phone", known.phone))] if known.phone else []
    if known.email:
        shared.append(hash(("email", known.email)))
    if known.domain:
        shared.append(hash(("domain", known.domain.stem)))
    if known.address.numbers and known.address.words:
        shared.append(hash(("address", address_key(known.address))))
    shared += [hash(("employer", employer, known.key)) for employer in known.employers or ()]
    words = known.name.words
    ways = {tuple(word[min(way, len(word) - 1)] for word in words) for way in (0, 1)}
    for way in ways:
        joined = "".join(way)
        in_order = sorted(way)
        shared.append(hash(("name", *in_order)))
        shared.append(hash(("begins", *(word[:_BEGINNING] for word in in_order))))
        shared.append(hash(("joined", joined)))
        if _SHORTEST_FOR_A_SLIP <= len(joined) <= _LONGEST_FOR_A_SLIP:
            # One letter wrong, missing, too many or in its neighbour's place: with one letter less both are the same.
            # Digits do not slip: a number is another number.
            letters = [at for at, sign in enumerate(joined) if not sign.isdigit()]
            shared += [hash(("slip", joined[:at] + joined[at + 1 :])) for at in letters]
            shared.append(hash(("slip", joined)))
    initials = acronym(known.name) or (known.key if len(words) == 1 and 2 < len(known.key) < 6 else "")
    if initials:
        shared.append(hash(("initials", initials)))
    # A name of signs alone has no words at all.
    fewer = combinations(words, len(words) - 1) if words else ()
    short = [hash(("whole", *sorted(w[0] for w in left))) for left in fewer if left]
    return Keys(shared, hash(("whole", *sorted(word[0] for word in words))), short)


def pairs(entries: Iterable[Keys], chosen: frozenset[int] | None = None) -> Iterator[list[tuple[int, int]]]:
    """The places of entries to be compared, each pair once, the smaller place first, some thousands at a time.

    ``chosen``: only pairs with one of these places in them.
    """
    from array import array

    import numpy as np

    shared, at, whole, short, short_at = array("q"), array("q"), array("q"), array("q"), array("q")
    for place, entry in enumerate(entries):
        shared.extend(entry.shared)
        at.extend([place] * len(entry.shared))
        whole.append(entry.whole)
        short.extend(entry.short)
        short_at.extend([place] * len(entry.short))
    packed = np.concatenate([_within(_of(shared), _of(at)), _short(_of(whole), _of(short), _of(short_at))])
    if chosen is not None:
        wanted = np.fromiter(chosen, np.int64)
        packed = packed[np.isin(packed >> 32, wanted) | np.isin(packed & 0xFFFFFFFF, wanted)]
    packed = np.unique(packed)
    for start in range(0, len(packed), 4096):
        part = packed[start : start + 4096]
        yield list(zip((part >> 32).tolist(), (part & 0xFFFFFFFF).tolist(), strict=True))


def _of(values: object) -> Longs:
    import numpy as np

    return np.frombuffer(values, np.int64) if len(values) else np.zeros(0, np.int64)  # type: ignore[arg-type, call-overload]


def _within(shared: Longs, at: Longs) -> Longs:
    """Every pair of places in a block of the same key, packed as (first << 32 | second); with repeats."""
    import numpy as np

    order = np.lexsort((at, shared))
    shared, at = shared[order], at[order]
    found = []
    # Neighbours one apart in the sorted list, then two apart, and so on, as far as the longest block goes.
    alone = np.ones(len(shared), bool)
    if len(shared):
        starts = np.flatnonzero(np.diff(shared, prepend=shared[0] - 1))
        lengths = np.diff(np.append(starts, len(shared)))
        alone = np.repeat((lengths == 1) | (lengths > _MOST_ALIKE), lengths)
    shared, at = shared[~alone], at[~alone]
    step = 1
    index = np.arange(len(shared))
    while len(index := index[index + step < len(shared)]):
        index = index[shared[index] == shared[index + step]]
        low, high = at[index], at[index + step]
        found.append(((low << 32) | high)[low != high])
        step += 1
    return np.unique(np.concatenate(found)) if found else np.zeros(0, np.int64)


def _short(whole: Longs, short: Longs, short_at: Longs) -> Longs:
    """Pairs of an entry with those whose whole name is its own less one word."""
    import numpy as np

    order = np.argsort(whole, kind="stable")
    names = whole[order]
    first, last = np.searchsorted(names, short, "left"), np.searchsorted(names, short, "right")
    counts = last - first
    counts[counts > _MOST_ALIKE] = 0
    mine = np.repeat(short_at, counts)
    offsets = np.arange(len(mine)) - np.repeat(np.cumsum(counts) - counts, counts)
    other = order[np.repeat(first, counts) + offsets]
    kept = mine != other
    packed: Longs = (np.minimum(mine, other) << 32 | np.maximum(mine, other))[kept]
    return packed
