"""Reads amounts of money out of text, exactly, and finds out of a whole column which mark is the decimal one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from crm_desktop.domain.parsing import Fault, UnreadableError

# ISO 4217, the codes of money in use.
_CODES = """
    AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLF
    CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HRK HTG
    HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD
    MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF
    SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UYW
    UZS VED VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG
"""
CURRENCIES = frozenset(_CODES.split())
# Signs that people write beside an amount. One that several currencies share is believed only when it is told which.
_SIGNS: dict[str, tuple[str, ...]] = {
    "€": ("EUR",),
    "euro": ("EUR",),
    "euros": ("EUR",),
    "evro": ("EUR",),
    "evrov": ("EUR",),
    "evra": ("EUR",),
    "ευρώ": ("EUR",),
    "євро": ("EUR",),
    "евра": ("EUR",),
    "£": ("GBP",),
    "$": ("USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN", "TWD", "ARS", "CLP", "COP"),
    "¥": ("JPY", "CNY"),
    "₴": ("UAH",),
    "грн": ("UAH",),
    "₽": ("RUB",),
    "₺": ("TRY",),
    "₹": ("INR",),
    "zł": ("PLN",),
    "kč": ("CZK",),
    "ft": ("HUF",),
    "лв": ("BGN",),
    "kr": ("NOK", "SEK", "DKK", "ISK"),
    "din": ("RSD", "MKD"),
    "дин": ("RSD", "MKD"),
    "rsd": ("RSD",),
    "km": ("BAM",),
    "fr": ("CHF",),
}
_LONGEST = 60
_LARGEST_DIGITS = 15
_GROUPERS = " \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}'’"
_MINUSES = ("-", "−")

# What nearly every amount looks like; the rest takes the longer way.
_PLAIN = re.compile(r"-?[0-9]{1,12}(?:([.,])[0-9]{1,2})?")
_CORE = re.compile(rf"[0-9{_GROUPERS}.,]*[0-9]")
_UNIT = r"[^\W\d_]{1,5}\.?|[€£$¥₴₽₺₹]"
_UNIT_BEFORE = re.compile(rf"({_UNIT})\s*(?=[0-9.,+\-−])")
_UNIT_AFTER = re.compile(rf"(?<=[0-9\-−])\s*({_UNIT})$")
_GROUPED = re.compile(rf"[1-9][0-9]{{0,2}}(?:([{_GROUPERS}.,])[0-9]{{3}})(?:\1[0-9]{{3}})*")


# "250,-" and "50.–" have no cents; "250-" is less than nothing.
_NO_CENTS = re.compile(r"(?<=[0-9])[.,][-–—]{1,2}(?=\s*(?:[^\W\d_]{1,5}\.?|[€£$¥₴₽₺₹])?$)")


class _Written(NamedTuple):
    """An amount taken apart: the digits with their marks, and the currencies that its sign can mean."""

    negative: bool
    digits: str
    means: tuple[str, ...]


def currency_of(text: str) -> str:
    """The code of a currency given by code or by a sign that means one only. Raises ``UnreadableError``."""
    word = text.strip()
    if word.upper() in CURRENCIES and word.isascii():
        return word.upper()
    means = _SIGNS.get(word.casefold().rstrip("."), ())
    if len(means) == 1:
        return means[0]
    raise UnreadableError(Fault.SEVERAL_CURRENCIES if means else Fault.NOT_A_CURRENCY)


def _taken_apart(text: str) -> _Written:
    text = text.strip()
    if len(text) > _LONGEST:
        raise UnreadableError(Fault.NOT_A_NUMBER)
    minuses = 0
    text = _NO_CENTS.sub("", text)
    if text.startswith("(") and text.endswith(")"):
        minuses, text = 1, text[1:-1].strip()
    means: tuple[str, ...] = ()
    signed = False
    for _ in range(2):  # the sign stands inside or outside the currency: "-€5", "€-5"
        if not signed and text.startswith(("+", *_MINUSES)):
            minuses, signed, text = minuses + (text[0] != "+"), True, text[1:].lstrip()
        if not signed and text.endswith(_MINUSES):
            minuses, signed, text = minuses + 1, True, text[:-1].rstrip()
        if not means and (unit := _UNIT_BEFORE.match(text)):
            means, text = _meanings(unit.group(1)), text[unit.end() :]
        if not means and (unit := _UNIT_AFTER.search(text)):
            means, text = _meanings(unit.group(1)), text[: unit.start()]
    if minuses > 1 or not _CORE.fullmatch(text):
        raise UnreadableError(Fault.NOT_A_NUMBER)
    return _Written(minuses == 1, text, means)


def _meanings(unit: str) -> tuple[str, ...]:
    if unit.isascii() and unit.upper() in CURRENCIES:
        return (unit.upper(),)
    means = _SIGNS.get(unit.casefold().rstrip("."))
    if means is None:
        raise UnreadableError(Fault.NOT_A_NUMBER)
    return means


class DecimalFinder:
    """Finds the decimal mark of a column, cell by cell: one telling cell settles the whole column."""

    def __init__(self) -> None:
        self.telling: dict[str, str] = {}  # mark -> the cell that told
        self._either: str | None = None

    def see(self, text: str) -> None:
        """Takes one cell into account; one that is no amount tells nothing."""
        if plain := _PLAIN.fullmatch(text):
            if mark := plain.group(1):
                self.telling.setdefault(mark, text)
            return
        try:
            _, core, _ = _taken_apart(text)
        except UnreadableError:
            return
        told = _told(core)
        if told == "?":
            self._either = self._either or text.strip()
        elif told:
            self.telling.setdefault(told, text.strip())

    @property
    def decimal(self) -> str:
        """The decimal mark; where no cell has one either will do."""
        return next(iter(self.telling), ".")

    @property
    def contradictory(self) -> bool:
        """One cell has a decimal comma for certain, another a decimal point."""
        return len(self.telling) > 1

    @property
    def ambiguous(self) -> str | None:
        """A cell such as "1.234", when nothing tells whether it is a thousand or one and a bit."""
        return None if self.telling else self._either


def _told(core: str) -> str:
    """What digits with marks tell: the decimal mark, "?" when it can be either, or nothing."""
    marks = [c for c in core if c in ".,"]
    if not marks:
        return ""
    last = marks[-1]
    whole, _, places = core.rpartition(last)
    if len(set(marks)) == 2:
        return last if marks.count(last) == 1 and _GROUPED.fullmatch(whole) else ""
    if len(marks) > 1:
        return ("." if last == "," else ",") if _GROUPED.fullmatch(core) else ""
    if len(places) != 3 or whole[:1] in ("", "0") or len(whole) > 3:
        return last
    return "?"


def parse_amount(text: str, *, decimal: str, currency: str, certain: bool, exponent: int) -> int:
    """Minor units of an amount in ``currency`` (``exponent`` decimal places), exactly; the sign is kept.

    ``decimal`` is the decimal mark of the column. ``certain`` says that the currency was told, not just assumed:
    only then is a sign such as "kr" or "$", which several currencies share, believed. Raises ``UnreadableError``;
    nothing is ever rounded.
    """
    plain = _PLAIN.fullmatch(text)
    if plain and plain.group(1) in (None, decimal):
        whole, _, places = text.partition(decimal)
        if len(places) <= exponent:
            return int(whole + places.ljust(exponent, "0"))
    negative, core, means = _taken_apart(text)
    if means and currency not in means:
        raise UnreadableError(Fault.OTHER_CURRENCY, written=means[0], currency=currency)
    if len(means) > 1 and not certain:
        raise UnreadableError(Fault.SEVERAL_CURRENCIES)
    whole, _, places = core.partition(decimal)
    if not whole.isdigit() and whole:
        if not _GROUPED.fullmatch(whole):
            raise UnreadableError(Fault.WRONG_SEPARATORS)
        whole = re.sub(r"\D", "", whole)
    if places and not places.isdigit():
        raise UnreadableError(Fault.WRONG_SEPARATORS)
    if len(places) > exponent:
        if places[exponent:].strip("0"):
            raise UnreadableError(Fault.TOO_MANY_DECIMALS, currency=currency, exponent=exponent)
        places = places[:exponent]
    if len(whole.lstrip("0")) > _LARGEST_DIGITS - exponent:
        raise UnreadableError(Fault.TOO_LARGE)
    minor = int((whole or "0") + places.ljust(exponent, "0"))
    return -minor if negative else minor


def parse_plain_amounts(texts: Sequence[str], *, decimal: str, exponent: int) -> list[int] | None:
    """Minor units of amounts that are all nothing but digits and a mark; ``None`` when any is more than that.

    The same as ``parse_amount`` of each, ten times as fast: a whole column is looked at in one go.
    """
    column = "\n".join([*texts, ""])
    if column.count("\n") != len(texts):
        return None
    if exponent and re.fullmatch(rf"(?:-?[0-9]{{1,12}}[{decimal}][0-9]{{{exponent}}}\n)*+", column):
        return list(map(int, column.replace(decimal, "").split()))
    places = rf"(?:[{decimal}][0-9]{{1,{exponent}}})?" if exponent else ""
    if not re.fullmatch(rf"(?:-?[0-9]{{1,12}}{places}\n)*+", column):
        return None
    parts = [text.partition(decimal) for text in texts]
    return [int(whole + digits.ljust(exponent, "0")) for whole, _, digits in parts]


def written_currencies(text: str) -> tuple[str, ...]:
    """The currencies that the sign beside an amount can mean; empty when there is none."""
    return () if _PLAIN.fullmatch(text) else _taken_apart(text)[2]
