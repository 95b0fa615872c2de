"""What a workbook's cells are beyond text: numbers and days that need no finding out, and formulas without a value."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Context, Decimal, InvalidOperation


class Exact(str):
    """A number or a day that the file holds as such, written 1234.5 or 2026-01-31: its meaning is certain.

    It tells nothing about how other cells of its column are written, and theirs tells nothing about it.
    """

    __slots__ = ()


class Faulty(str):
    """What stands in a cell whose formula has no value: "#REF!", or the formula itself when no result was saved."""

    __slots__ = ()


_LARGEST_EXPONENT = 60
_SHOWN_DIGITS = 15  # of a floating-point number, as spreadsheets show it; the rest is noise of the arithmetic
_AS_SHOWN = Context(prec=_SHOWN_DIGITS)
_AT_ONCE = re.compile(r"0|-?(?:0(?=\.)|[1-9][0-9]{0,8})(?:\.[0-9]{0,4}[1-9])?")  # in plain digits already
_NOISY = re.compile(r"-?[1-9][0-9]{0,8}\.[0-9]{7,16}")
_NUMBER = re.compile(r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]{1,3})?")
_LAST_SERIAL = 2_958_466  # the day after 31 December 9999
_MINUTES = 24 * 60


def number_cell(text: str) -> Exact | Faulty:
    """A number as a file of a workbook writes it ("1.25E3"), in plain digits."""
    if _AT_ONCE.fullmatch(text):
        return Exact(text)
    if _NOISY.fullmatch(text):
        return Exact(f"{float(text):.{_SHOWN_DIGITS}g}")
    number = _decimal(text)
    if number is None:
        return Faulty(text)
    if len(number.as_tuple().digits) > _SHOWN_DIGITS and "." in text:
        number = _AS_SHOWN.create_decimal(number)
    plain = f"{number:f}"
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    return Exact("0" if plain == "-0" else plain)


def percent_cell(text: str) -> str:
    """A share as it is shown: 0.85 is "85%", which is no number of its column. Nothing is rounded off."""
    number = _decimal(text)
    shown = number_cell(f"{number * 100:f}") if number is not None else Faulty(text)
    return shown if isinstance(shown, Faulty) else f"{shown}%"


def padded_cell(text: str, digits: int) -> Exact | Faulty:
    """A whole number as it is shown, filled up with zeros: the 00123 of a postcode or of an order."""
    shown = number_cell(text)
    return Exact(shown.zfill(digits)) if type(shown) is Exact and shown.isdigit() else shown


def day_cell(text: str, *, from_1904: bool = False) -> Exact | Faulty:
    """The day, and the time if there is one, of a serial number of days; a time late in the evening stays in its day.

    Day 60 of the count from 1900 is the 29 February of that year, which never was: it is left for the check to refuse.
    """
    serial = _decimal(text)
    if serial is None:
        return Faulty(text)
    days = int(serial // 1) + (1462 if from_1904 else 0)
    if not 0 <= days < _LAST_SERIAL or serial < 0:
        return number_cell(text)
    minutes = int(serial % 1 * _MINUTES)
    time = f"{minutes // 60:02}:{minutes % 60:02}" if minutes else ""
    if days == 60:
        day = "1900-02-29"
    elif days == 0:
        return Exact(time or "0")
    else:
        day = (date(1899, 12, 31 if days < 60 else 30) + timedelta(days)).isoformat()
    return Exact(f"{day} {time}".rstrip())


def _decimal(text: str) -> Decimal | None:
    text = text.strip()
    if len(text) > 400 or not _NUMBER.fullmatch(text):
        return None
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number == 0 or abs(number.adjusted()) <= _LARGEST_EXPONENT else None
