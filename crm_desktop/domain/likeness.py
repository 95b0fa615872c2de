"""How alike two accounts, or two people, are: evidence for and against, in bits, with the reasons as data.

After Fellegi and Sunter, "A theory for record linkage" (1969): what agrees counts by how rare it is, what differs
counts against, and a pair is one and the same when the evidence outweighs how unlikely that is for any two of so many.
"""

from __future__ import annotations

from typing import NamedTuple

from crm_desktop.domain.contact_points import Address
from crm_desktop.domain.known import Known, Reason, address_key, stem
from crm_desktop.domain.name_likeness import MUCH_ALIKE, TWO_SLIPS, acronym, names, similar
from crm_desktop.domain.rarity import Rarity

_ELSEWHERE, _OTHER_STREET, _OTHER_DOMAIN, _OTHER_EMAIL, _OTHER_PHONE, _OTHER_FORM = -5.0, -1.5, -3.0, -1.0, -1.5, -1.5
"""What differs counts the less, the more often one firm has two: of every three doubles one has another number."""
_SAME_TOWN = -0.5


class Likeness(NamedTuple):
    """``bits`` above 0: rather the same than not; ``name`` is how alike the names are, 0 to 100."""

    bits: float
    name: int
    reasons: tuple[Reason, ...]


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
        return len(apart) < len(one.bag) + len(other.bag) or similar(one.key, other.key) > MUCH_ALIKE
    if len(apart) == 1:
        (word,) = apart
        address = other.address if word in one.bag else one.address
        return any(stem(word) == stem(place) for place in address.words)
    return similar(one.key, other.key) > 0.8 or acronym(one.name) == other.key or one.key == acronym(other.name)


def likeness(one: Known, other: Known, rarity: Rarity) -> Likeness:
    """How alike two are. Symmetrical."""
    reasons: list[Reason] = []
    name_bits, whole = names(one, other, rarity)
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
        name_bits, whole = min(name_bits, rarity.needed - TWO_SLIPS), 0.0
        both = [rarity.bits(Reason.EMPLOYER, str(at)) for at in one.employers & other.employers]
        if both:
            agree(Reason.EMPLOYER, max(both))
    if one.name.legal and other.name.legal and one.name.legal != other.name.legal:
        against += _OTHER_FORM
    # What one firm's numbers and addresses have in common goes together: only the strongest counts in full.
    shared.sort(reverse=True)
    told = sum(bits / (1 if nth == 0 else 2) for nth, bits in enumerate(shared))
    bits = told + against + (max(name_bits, rarity.needed + whole) if whole else name_bits) - rarity.needed
    alike = round(100 * similar(one.key, other.key))
    if bits > 0 and alike >= 60:
        reasons.insert(0, Reason.NAME)
    if alike == 100 and one.name.mixed != other.name.mixed:
        reasons.append(Reason.SCRIPT)
    return Likeness(bits, alike, tuple(reasons))


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
