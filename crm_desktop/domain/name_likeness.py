"""How alike two names are: the words that agree, less those that do not, and by how many slips of the fingers."""

from __future__ import annotations

from functools import lru_cache

from crm_desktop.domain.contact_points import Address
from crm_desktop.domain.firm_names import FirmName, written
from crm_desktop.domain.folding import spellings
from crm_desktop.domain.known import Known, stem
from crm_desktop.domain.rarity import Rarity

TWO_SLIPS = 2.0
_SAME_NAME, _ONE_SLIP = 5.0, 4.0
"""Two firms do not choose one name: what a name that agrees as a whole is worth, above what any two of so many need."""
_ONE_WORD_LESS = 2.0
_SHORTEST_FOR_A_SLIP, _SHORTEST_FOR_TWO = 5, 9
_FAR = 3
"""Slips: so many, and more, are two different words."""
_ESTABLISHED = 3
"""A word that so many bear is no slip of the fingers."""
MUCH_ALIKE = 0.7
_PLACE = 8.0
_OTHER_NAME = -9.0
"""However different the names: whoever shares everything else has taken another one."""


def names(one: Known, other: Known, rarity: Rarity) -> tuple[float, float]:
    """Bits of the words that agree less those that do not; and what agreement as a whole is worth, 0 for none."""
    if not one.bag or not other.bag:
        return 0.0, 0.0
    if one.key == other.key:
        whole = _SAME_NAME if len(one.name.words) > 1 or len(one.key) >= _SHORTEST_FOR_A_SLIP else TWO_SLIPS
        return sum(rarity.bits("word", word[0]) for word in one.name.words), whole
    if one.name.joined == other.name.joined:
        return sum(rarity.bits("word", word[0]) for word in one.name.words), _SAME_NAME
    if acronym(one.name) == other.key or acronym(other.name) == one.key:
        return rarity.bits("word", min(one.key, other.key, key=len)), 0.0
    ours, theirs = list(one.name.words), list(other.name.words)
    bits, slips = 0.0, 0
    for equal in (True, False):
        for word in list(ours):
            match, quality, slip = _match(word, theirs, rarity, equal=equal)
            if match is not None:
                ours.remove(word)
                theirs.remove(match)
                bits += quality * min(rarity.bits("word", word[0]), rarity.bits("word", match[0]))
                slips += slip
    away = _elsewhere(ours, other.address, rarity) + _elsewhere(theirs, one.address, rarity)
    left = _left(ours, other.address, rarity), _left(theirs, one.address, rarity)
    if away:
        # Branches are told apart by their places, and by nothing else.
        return max(bits - 1.5 * max(left) - _PLACE * away, _OTHER_NAME), 0.0
    if not any(left):
        if not ours and not theirs:
            whole = (0.0, _ONE_SLIP, TWO_SLIPS)[slips] if 0 < slips < 3 else 0.0
            if len(one.name.words) == 1:
                whole /= 4
            return bits, whole
        return bits, _ONE_WORD_LESS if not slips else 0.0
    if all(left):
        # Each has a word that the other lacks: two shops of one owner, two branches of one firm.
        return max(bits - 1.5 * min(left) - 0.5 * max(left), _OTHER_NAME), 0.0
    return max(bits - 0.5 * max(left), _OTHER_NAME), 0.0


def _elsewhere(words: list[tuple[str, ...]], address: Address, rarity: Rarity) -> int:
    """How many of the words without a counterpart name a place, and not the one where the other is."""
    here = set(map(stem, address.words))
    return sum(rarity.is_place(word[0]) for word in words if stem(word[0]) not in here)


def _left(words: list[tuple[str, ...]], address: Address, rarity: Rarity) -> float:
    """What the words without a counterpart are worth; the name of the place where the other one is, is none."""
    here = set(map(stem, address.words))
    return sum(min(rarity.bits("word", word[0]), 8.0) for word in words if stem(word[0]) not in here)


_Match = tuple[tuple[str, ...] | None, float, int]


def _match(word: tuple[str, ...], others: list[tuple[str, ...]], rarity: Rarity, *, equal: bool) -> _Match:
    """The counterpart of a word: how much of its worth counts (0 to 1), and by how many slips they differ."""
    for candidate in others:
        if equal:
            if not set(word).isdisjoint(candidate):
                return candidate, 1.0, 0
            continue
        slips = min(_slips(a, b) for a in word for b in candidate)
        if slips < _FAR and _is_rare(word, candidate, rarity):
            return candidate, 0.9 - 0.1 * slips, slips
        near = similar(word[0], candidate[0]) > MUCH_ALIKE and _digits(word[0]) == _digits(candidate[0])
        if slips == _FAR and near and _is_rare(word, candidate, rarity):
            return candidate, 0.3, _FAR
        short, long = sorted((word[0], candidate[0]), key=len)
        if (
            long.startswith(short)
            and len(short) < len(long) - 2
            and _digits(short) == _digits(long)
            and (rarity.count("word", short) < _ESTABLISHED or len(short) < 3)
        ):
            return candidate, 0.5, 2
    return None, 0.0, 0


def _is_rare(word: tuple[str, ...], other: tuple[str, ...], rarity: Rarity) -> bool:
    return min(rarity.count("word", word[0]), rarity.count("word", other[0])) < _ESTABLISHED


@lru_cache(maxsize=100_000)
def _slips(one: str, other: str) -> int:
    """How many slips of the fingers lie between two words; ``_FAR`` for two different words, or numbers."""
    from rapidfuzz.distance import OSA

    if _digits(one) != _digits(other):
        return _FAR
    short = min(len(one), len(other))
    most = 0 if short < _SHORTEST_FOR_A_SLIP - 1 else 1 if short < _SHORTEST_FOR_TWO else 2
    found = OSA.distance(one, other, score_cutoff=most)
    if found > most or (short < _SHORTEST_FOR_A_SLIP and sorted(one) != sorted(other)):
        return _FAR
    return max(found, 1)


def _digits(word: str) -> str:
    return "".join(filter(str.isdigit, word))


def similar(one: str, other: str) -> float:
    from rapidfuzz.distance import Indel

    return float(Indel.normalized_similarity(one, other))


def acronym(name: FirmName) -> str:
    """The initials of a name of three words and more; "" for a shorter one."""
    return "".join(word[0][0] for word in name.words) if len(name.words) > 2 else ""


def written_alike(one: str, other: str) -> int:
    """How alike two names that sound the same are written, 0 to 100.

    Form, order, case, accents and the script do not matter: "Kovač d.o.o." and "Ковач" are written the same.
    """
    from rapidfuzz.distance import Indel

    ours, theirs = written(one), written(other)
    length = sum(map(len, (*ours, *theirs)))
    apart = sum(
        min(Indel.distance(a, b) for a in spellings(mine) for b in spellings(yours))
        for mine, yours in zip(ours, theirs, strict=False)
    )
    return 100 if not apart else min(round(100 * (1 - apart / length)), 99)
