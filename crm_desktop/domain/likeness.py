"""How alike two accounts, or two people, are: evidence for and against, in bits, with the reasons as data.

After Fellegi and Sunter, "A theory for record linkage" (1969): what agrees counts by how rare it is, what differs
counts against, and a pair is one and the same when the evidence outweighs how unlikely that is for any two of so many.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterator
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from crm_desktop.domain.contact_points import Address, Domain, address_parts, email_key, own_domain, phone_key
from crm_desktop.domain.firm_names import FirmName, firm_name, person_name

FEWEST = 2_000
"""With fewer entries a word is held for as rare as it would be among so many."""
_DOUBLES = 3.0
"""Bits: about every eighth entry is expected to have a double."""
_MOST_BITS = 16.0
_ELSEWHERE, _OTHER_STREET, _OTHER_DOMAIN, _OTHER_EMAIL, _OTHER_PHONE, _OTHER_FORM = -5.0, -1.5, -3.0, -1.0, -1.5, -1.5
"""What differs counts the less, the more often one firm has two: of every three doubles one has another number."""
_SAME_NAME, _ONE_SLIP, _TWO_SLIPS = 5.0, 4.0, 2.0
"""Two firms do not choose one name: what a name that agrees as a whole is worth, above what any two of so many need."""
_ONE_WORD_LESS = 2.0
_SHORTEST_FOR_A_SLIP, _SHORTEST_FOR_TWO = 5, 9
_ESTABLISHED = 3
"""A word that so many bear is no slip of the fingers."""
_MUCH_ALIKE = 0.7
_PLACE = 8.0
_PLACE_FROM = 4
"""A word that stands in so many addresses names a place."""
_OTHER_NAME = -9.0
"""However different the names: whoever shares everything else has taken another one."""


class Reason(StrEnum):
    """What speaks for one and the same."""

    NAME = "name"
    PHONE = "phone"
    EMAIL = "email"
    DOMAIN = "domain"
    DOMAIN_STEM = "domain_stem"
    ADDRESS = "address"
    EMPLOYER = "employer"
    SCRIPT = "script"
    """The names look the same, and one of them mixes the letters of two scripts."""


class Likeness(NamedTuple):
    """``bits`` above 0: rather the same than not; ``name`` is how alike the names are, 0 to 100."""

    bits: float
    name: int
    reasons: tuple[Reason, ...]


class Known(NamedTuple):
    """What is known of an account or a person, in comparable form."""

    name: FirmName
    key: str
    bag: frozenset[str]
    """The words of the name, in the first way in which each sounds."""
    phone: str
    email: str
    domain: Domain | None
    address: Address
    employers: frozenset[int] | None = None
    """The accounts of a person, ``None`` for an account. Firms choose names that nobody has, people do not."""


def account(*, name: str, phone: str = "", email: str = "", website: str = "", address: str = "") -> Known:
    """An account's values as they were typed, made comparable."""
    read = firm_name(name)
    own = own_domain(email, website)
    return Known(read, read.key, _bag(read), phone_key(phone), email_key(email), own, address_parts(address))


def person(*, name: str, phone: str = "", email: str = "", employers: Collection[int] = ()) -> Known:
    """A person's values, made comparable. That two have one employer's domain says nothing about them."""
    read, nowhere = person_name(name), Address(frozenset(), frozenset())
    return Known(read, read.key, _bag(read), phone_key(phone), email_key(email), None, nowhere, frozenset(employers))


def _bag(name: FirmName) -> frozenset[str]:
    return frozenset(word[0] for word in name.words)


def features(known: Known) -> Iterator[tuple[str, str]]:
    """What is counted to know how rare it is: (kind, value)."""
    for word in known.name.words:
        yield "word", word[0]
    for place in known.address.words:
        yield "place", _stem(place)
    if known.phone:
        yield Reason.PHONE, known.phone
    if known.email:
        yield Reason.EMAIL, known.email
    if known.domain:
        yield Reason.DOMAIN, known.domain.stem
    if known.address.numbers and known.address.words:
        yield Reason.ADDRESS, address_key(known.address)
    for employer in known.employers or ():
        yield Reason.EMPLOYER, str(employer)


def address_key(address: Address) -> str:
    """The same for an address in any order."""
    return " ".join((*sorted(address.numbers), *sorted(address.words)))


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
        return self._count("place", _stem(word)) >= _PLACE_FROM


def worth_comparing(one: Known, other: Known) -> bool:
    """Whether there may be enough evidence at all: a quick look, so that most pairs need no closer one."""
    points = (
        (one.phone == other.phone != "")
        + (one.email == other.email != "")
        + (one.domain is not None and other.domain is not None and one.domain.stem == other.domain.stem)
        + (one.address == other.address and bool(one.address.numbers))
    )
    if points > 1 or one.key == other.key:
        return True
    if one.employers is not None and other.employers is not None:
        return bool(points or one.employers & other.employers)
    apart = one.bag ^ other.bag
    if points:
        return len(apart) < len(one.bag) + len(other.bag) or _similar(one.key, other.key) > _MUCH_ALIKE
    if len(apart) == 1:
        (word,) = apart
        address = other.address if word in one.bag else one.address
        return any(_stem(word) == _stem(place) for place in address.words)
    return _similar(one.key, other.key) > 0.8 or acronym(one.name) == other.key or one.key == acronym(other.name)


def likeness(one: Known, other: Known, rarity: Rarity) -> Likeness:
    """How alike two are. Symmetrical."""
    reasons: list[Reason] = []
    name_bits, whole = _names(one, other, rarity)
    shared: list[float] = []

    def agree(reason: Reason, bits: float) -> None:
        reasons.append(reason)
        shared.append(bits)

    against = 0.0
    if one.phone and other.phone:
        if one.phone == other.phone:
            agree(Reason.PHONE, rarity.bits(Reason.PHONE, one.phone))
        else:
            against += _OTHER_PHONE
    if one.email and other.email:
        if one.email == other.email:
            agree(Reason.EMAIL, rarity.bits(Reason.EMAIL, one.email))
        elif not (one.domain and other.domain):
            against += _OTHER_EMAIL
    if one.domain and other.domain:
        if one.domain.name == other.domain.name:
            agree(Reason.DOMAIN, rarity.bits(Reason.DOMAIN, one.domain.stem))
        elif one.domain.stem == other.domain.stem:
            agree(Reason.DOMAIN_STEM, rarity.bits(Reason.DOMAIN, one.domain.stem) / 2)
        else:
            against += _OTHER_DOMAIN
    place = _places(one.address, other.address)
    if place > 0:
        agree(Reason.ADDRESS, rarity.bits(Reason.ADDRESS, address_key(one.address)) * place)
    else:
        against += _OTHER_STREET if place == _SAME_TOWN else place * -_ELSEWHERE
    if one.employers is not None and other.employers is not None:
        # Two people often bear one name: it needs something beside it.
        name_bits, whole = min(name_bits, rarity.needed - _TWO_SLIPS), 0.0
        both = [rarity.bits(Reason.EMPLOYER, str(at)) for at in one.employers & other.employers]
        if both:
            agree(Reason.EMPLOYER, max(both))
    if one.name.legal and other.name.legal and one.name.legal != other.name.legal:
        against += _OTHER_FORM
    # What one firm's numbers and addresses have in common goes together: only the strongest counts in full.
    shared.sort(reverse=True)
    told = sum(bits / (1 if nth == 0 else 2) for nth, bits in enumerate(shared))
    bits = told + against + (max(name_bits, rarity.needed + whole) if whole else name_bits) - rarity.needed
    alike = round(100 * _similar(one.key, other.key))
    if bits > 0 and alike >= 60:
        reasons.insert(0, Reason.NAME)
    if alike == 100 and one.name.mixed != other.name.mixed:
        reasons.append(Reason.SCRIPT)
    return Likeness(bits, alike, tuple(reasons))


# -- names ---------------------------------------------------------------------------------------


def _names(one: Known, other: Known, rarity: Rarity) -> tuple[float, float]:
    """Bits of the words that agree less those that do not; and what agreement as a whole is worth, 0 for none."""
    if not one.bag or not other.bag:
        return 0.0, 0.0
    if one.key == other.key:
        whole = _SAME_NAME if len(one.name.words) > 1 or len(one.key) >= _SHORTEST_FOR_A_SLIP else _TWO_SLIPS
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
            whole = (0.0, _ONE_SLIP, _TWO_SLIPS)[slips] if 0 < slips < 3 else 0.0
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
    here = set(map(_stem, address.words))
    return sum(rarity.is_place(word[0]) for word in words if _stem(word[0]) not in here)


def _stem(word: str) -> str:
    """The beginning of a word: names of places are inflected."""
    return word[: 5 if len(word) > 7 else 4 if len(word) > 5 else 3]


def _left(words: list[tuple[str, ...]], address: Address, rarity: Rarity) -> float:
    """What the words without a counterpart are worth; the name of the place where the other one is, is none."""
    here = set(map(_stem, address.words))
    return sum(min(rarity.bits("word", word[0]), 8.0) for word in words if _stem(word[0]) not in here)


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
        near = _similar(word[0], candidate[0]) > _MUCH_ALIKE and _digits(word[0]) == _digits(candidate[0])
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


_FAR = 3


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


def _similar(one: str, other: str) -> float:
    from rapidfuzz.distance import Indel

    return float(Indel.normalized_similarity(one, other))


def acronym(name: FirmName) -> str:
    """The initials of a name of three words and more; "" for a shorter one."""
    return "".join(word[0][0] for word in name.words) if len(name.words) > 2 else ""


# -- places --------------------------------------------------------------------------------------


def _places(one: Address, other: Address) -> float:
    """Above 0 the same address (how far, to 1), -1 another town, ``_SAME_TOWN`` another street, 0 if one is unknown."""
    if not one.words or not other.words:
        return 0.0
    words = one.words & other.words
    fewer = min(len(one.words), len(other.words))
    numbers = one.numbers & other.numbers
    if numbers and one.numbers and len(numbers) == min(len(one.numbers), len(other.numbers)) and 2 * len(words) > fewer:
        return 1.0 if len(words) == fewer else 0.7
    return _SAME_TOWN if words or numbers else -1.0


_SAME_TOWN = -0.5
