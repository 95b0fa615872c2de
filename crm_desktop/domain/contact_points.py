"""Phone numbers, mail and web addresses and street addresses, in the form in which two of them can be compared."""

from __future__ import annotations

import re
from typing import NamedTuple

from crm_desktop.domain.firm_names import sounds, spaced
from crm_desktop.domain.folding import fold

_SHORTEST_PHONE, _COMPARED_DIGITS = 7, 8
_SECOND_LEVEL = spaced("co com org net ac gov edu or")
# Providers by the part of their host before its ending: a mail box there says nothing about the firm.
_FREE_MAIL = spaced(
    "gmail googlemail outlook hotmail windowslive live msn yahoo ymail rocketmail icloud me mac aol proton "
    "protonmail pm gmx web mail email zoho yandex fastmail tutanota hey siol t-2 amis telemach telenor volja "
    "guest ukr i meta bigmir online otenet forthnet hol broadpark frisurf eunet ptt sbb open mts t-online freenet "
    "arcor btinternet sky talktalk virginmedia seznam centrum wp o2 onet interia orange wanadoo free laposte "
    "libero alice tiscali virgilio tin bluewin telenet skynet ziggo bigpond comcast verizon att inbox list "
    "rambler bk qq 163"
)
# Sites where many firms have their page: two firms under one of these have nothing in common either.
_SHARED_SITES = spaced(
    "facebook instagram linkedin twitter x youtube wixsite wordpress blogspot weebly etsy ebay amazon shopify "
    "myshopify google sites business"
)
_NOT_WORD = re.compile(r"[\W_]+")
SEVERAL = " ::: "
_SCHEMES = ("tel:", "mailto:")
_MAIL_BOX = re.compile(r"[^\s@,;:<>()\[\]]+@[^\s@.,;:<>()\[\]]+(?:\.[^\s@.,;:<>()\[\]]+)+")
_STREET_WORDS = spaced(
    "street st road rd lane ln avenue ave cesta c ulica ul ulitsa vul vulica ulitsia trg gate gt gata vei veien "
    "vn strasse str platz weg odos leof leoforos prosp prospekt bulevar bul via place pl no nr st floor"
)


class Domain(NamedTuple):
    """A domain of one's own: ``stem`` is its name, ``name`` has its ending too."""

    stem: str
    name: str


class Address(NamedTuple):
    """A street address: its numbers (house, post code) and its words, apart from those that every street has."""

    numbers: frozenset[str]
    words: frozenset[str]


def phone_key(phone: str) -> str:
    """The last digits of a number, which are the same with and without the code of the country; "" for none."""
    digits = "".join(c for c in phone if c.isdecimal())
    if len(digits) < _SHORTEST_PHONE:
        return ""
    if not digits.isascii():
        digits = "".join(str(int(c)) for c in digits)
    return digits[-_COMPARED_DIGITS:]


def email_key(email: str) -> str:
    """A mail address as it is compared; "" for what is none."""
    folded = email.strip().casefold()
    return folded if "@" in folded[1:-1] else ""


def several_points(text: str) -> list[str]:
    """The addresses or numbers of one cell: Google parts those of one kind by " ::: "."""
    return [part for each in text.split(SEVERAL) if (part := each.strip())]


def first_point(text: str) -> str:
    """The first address or number of a cell, without what makes a link of it: "tel:", "mailto:" and what follows."""
    if ":" not in text:
        return text
    text = next(iter(several_points(text)), "")
    scheme = next((each for each in _SCHEMES if text[: len(each)].lower() == each), "")
    return re.split("[;?]", text[len(scheme) :], maxsplit=1)[0].strip() if scheme else text


def is_email(text: str) -> bool:
    """It has the look of one mail address, with nothing beside it."""
    return _MAIL_BOX.fullmatch(text) is not None


def own_domain(email: str, website: str) -> Domain | None:
    """The domain that is a firm's own: of its website, else of its mail; none of a free mail provider."""
    for text in (website, email.rpartition("@")[2] if "@" in email else ""):
        host = text.strip().casefold().partition("://")[2] or text.strip().casefold()
        host = re.split(r"[/?#:]", host, maxsplit=1)[0].strip(".")
        found = _domain(host)
        if found is not None and found.stem not in _FREE_MAIL and found.stem not in _SHARED_SITES:
            return found
    return None


def is_free_mail(host: str) -> bool:
    """Whether everybody can have a mail box at this host, so that it says nothing about whose mail it is."""
    found = _domain(host.casefold())
    return found is not None and found.stem in _FREE_MAIL


def _domain(host: str) -> Domain | None:
    labels = host.split(".")
    if len(labels) < 2 or not all(labels):
        return None
    at = -3 if len(labels) > 2 and labels[-2] in _SECOND_LEVEL and len(labels[-1]) == 2 else -2
    return Domain(labels[at], ".".join(labels[at:]))


def address_parts(address: str) -> Address:
    """The numbers and the words of an address, in whatever order and script they stand."""
    found = _NOT_WORD.sub(" ", fold(address)).split()
    numbers = frozenset(word for word in found if any(map(str.isdecimal, word)))
    words = (sounds(word)[0] for word in found if word not in numbers)
    return Address(numbers, frozenset(word for word in words if len(word) > 1 and word not in _STREET_WORDS))
