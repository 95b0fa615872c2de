"""What is known of an account or a person, made comparable, and which of it is counted to know how rare it is."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from enum import StrEnum
from typing import NamedTuple

from crm_desktop.domain.contact_points import Address, Domain, address_parts, email_key, own_domain, phone_key
from crm_desktop.domain.firm_names import FirmName, firm_name, person_name


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
        yield "place", stem(place)
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


def stem(word: str) -> str:
    """The beginning of a word: names of places are inflected."""
    return word[: 5 if len(word) > 7 else 4 if len(word) > 5 else 3]
