"""Reads what people and programs write into cells: text, ratings, yes and no; says what is wrong with the rest."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from enum import StrEnum


class Fault(StrEnum):
    """Why a text could not be read. Services put it into words."""

    NUL = "nul"
    SURROGATE = "surrogate"
    TOO_LONG = "too long"
    NOT_A_DATE = "not a date"
    NO_SUCH_MONTH = "no such month"
    NO_SUCH_DAY = "no such day"
    YEAR_OUT_OF_RANGE = "year out of range"
    OTHER_ORDER = "other order"
    NOT_A_NUMBER = "not a number"
    WRONG_SEPARATORS = "wrong separators"
    TOO_MANY_DECIMALS = "too many decimals"
    TOO_LARGE = "too large"
    NOT_A_CURRENCY = "not a currency"
    OTHER_CURRENCY = "other currency"
    SEVERAL_CURRENCIES = "several currencies"
    OFF_THE_SCALE = "off the scale"
    NOT_YES_OR_NO = "not yes or no"
    NOT_ONE_OF = "not one of"
    NO_RESULT = "no result"
    NOT_HERE = "not here"
    NO_ACCOUNT = "no account"
    SEVERAL_ACCOUNTS = "several accounts"
    NAMES_AGAIN = "names again"
    TOTAL = "total"
    NOBODYS = "nobody's"
    SEVERALS = "several's"
    NOT_WON = "not won"
    NOT_COUNTED = "not counted"
    NOT_HAPPENED = "not happened"
    MISSING = "missing"


class UnreadableError(ValueError):
    """A text that is not what its column holds; ``values`` are what a sentence about it needs."""

    def __init__(self, fault: Fault, **values: object) -> None:
        super().__init__(fault)
        self.fault = fault
        self.values = values


_SURROGATE = re.compile("[\ud800-\udfff]")
_NUMBER = re.compile(r"([-−]?)([0-9]{1,9})(?:([.,])([0-9]{1,6}))?")
_MINUTES = re.compile(r"([0-9]{1,2}):([0-5][0-9]):([0-5][0-9])|([0-9]{1,6})(?:[.,]0+)?")

_YES_WORDS = "1 true yes y x da d ja j nai tak t так т ναι да д refund refunded credit"
_NO_WORDS = "0 false no n ne nei nein oxi ni hi όχι οχι ні нi не н"
_YES, _NO = frozenset(_YES_WORDS.split()), frozenset(_NO_WORDS.split())


def clean_text(text: str, longest: int) -> str:
    """The text trimmed, in Unicode form NFC, lines ended by a line feed. Nothing else is touched.

    Raises ``UnreadableError`` for NUL, half a character (lone surrogate) or more than ``longest`` characters.
    """
    if text.isascii():
        if text.isprintable() and len(text) <= longest:
            return text.strip()
    else:
        if _SURROGATE.search(text):
            raise UnreadableError(Fault.SURROGATE)
        text = unicodedata.normalize("NFC", text)
    if "\0" in text:
        raise UnreadableError(Fault.NUL)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = text.strip()
    if len(text) > longest:
        raise UnreadableError(Fault.TOO_LONG, length=len(text), longest=longest)
    return text


def parse_score(text: str, *, decimal: str | None, low: Decimal, high: Decimal) -> float:
    """A rating given on the scale ``low`` to ``high``, put linearly on 0 to 10.

    A single comma or point is always the decimal mark, unless ``decimal`` says which of them is.
    """
    found = _NUMBER.fullmatch(text.strip())
    if not found:
        raise UnreadableError(Fault.NOT_A_NUMBER)
    sign, whole, mark, places = found.groups()
    if mark and decimal and mark != decimal:
        raise UnreadableError(Fault.WRONG_SEPARATORS)
    given = Decimal(f"{'-' if sign else ''}{whole}.{places or 0}")
    if not low <= given <= high:
        raise UnreadableError(Fault.OFF_THE_SCALE, low=_plain(low), high=_plain(high), below=given < low)
    return float((given - low) * 10 / (high - low))


def parse_minutes(text: str) -> int:
    """A whole number of minutes, or hours, minutes and seconds as 1:30:00; "3:25" can be either and is none."""
    found = _MINUTES.fullmatch(text.strip())
    if not found:
        raise UnreadableError(Fault.NOT_A_NUMBER)
    hours, minutes, seconds, whole = found.groups()
    return int(whole) if whole else 60 * int(hours) + int(minutes) + (int(seconds) >= 30)


def parse_yes_no(text: str) -> bool:
    """Yes or no in the languages of the product; empty is no."""
    word = text.strip().casefold()
    if not word or word in _NO:
        return False
    if word in _YES:
        return True
    raise UnreadableError(Fault.NOT_YES_OR_NO)


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"
