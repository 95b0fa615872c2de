"""Reads days out of text, and finds out of a whole column which of day, month and year stands first."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from enum import StrEnum

from crm_desktop.domain.dates import day_number
from crm_desktop.domain.parsing import Fault, UnreadableError
from crm_desktop.domain.parsing_months import named_parts, without_weekday


class DateOrder(StrEnum):
    """In which order a numeric date is written."""

    DMY = "DMY"
    MDY = "MDY"
    YMD = "YMD"


OLDEST_YEAR, NEWEST_YEAR = 1900, 2200
_LONGEST = 60
_FIRST_TWO_DIGIT_YEAR = 70  # "70" is 1970, "69" is 2069: the usual POSIX reading

_TIME = (
    r"(?:[01]?[0-9]|2[0-4])[:.][0-5][0-9](?:[:.](?:[0-5][0-9]|60)(?:[.,][0-9]{1,9})?)?"
    r"(?:\s?[AaPp]\.?[Mm]\.?)?\s?(?:Z|UTC|GMT|[A-Z]{2,4}T|[+-][0-9]{2}(?::?[0-9]{2})?)?"
)
_DATE = re.compile(
    rf"([0-9]{{4}}|[0-9]{{1,2}})([./-])\s?([0-9]{{1,2}})\2\s?([0-9]{{4}}|[0-9]{{1,2}})\.?(?:(?:T|,?\s{{1,3}}){_TIME})?"
)
# "45.01.26": nobody who writes points begins with a year of two digits.
_POINTS = re.compile(r"\s*[0-9]{1,2}\.")
_COMPACT = re.compile(rf"([0-9]{{4}})([0-9]{{2}})([0-9]{{2}})(?:[T ]?{_TIME}|T[0-9]{{4,6}}Z?)?")


def _parts(text: str) -> tuple[str, str, str] | None:
    """The three numbers of a date as written, or ``None`` when the text has no such form."""
    text = text.strip()
    if len(text) > _LONGEST:
        return None
    if found := _DATE.fullmatch(text):
        first, second, third = found.group(1, 3, 4)
        return None if len(first) == 4 and len(third) == 4 else (first, second, third)
    if found := _COMPACT.fullmatch(text):
        year, month, day = found.group(1, 2, 3)
        return year, month, day
    return _parts_in_words(text) if any(map(str.isalpha, text)) else None


def _parts_in_words(text: str) -> tuple[str, str, str] | None:
    """The same of a date with the name of its month, which leaves no order open, or of its day of the week."""
    if (bare := without_weekday(text)) != text:
        return _parts(bare)
    if (found := named_parts(text, _TIME)) is None:
        return None
    year, month, day = found
    return str(_year(year)), month, day


def _arranged(parts: tuple[str, str, str], order: DateOrder) -> tuple[int, int, int] | None:
    """Year, month, day of the parts in this order; ``None`` when the order contradicts a four-digit year."""
    first, second, third = parts
    if len(first) == 4:
        return int(first), int(second), int(third)
    if order is DateOrder.YMD:
        return None if len(third) == 4 else (_year(first), int(second), int(third))
    day, month = (first, second) if order is DateOrder.DMY else (second, first)
    return _year(third), int(month), int(day)


def _year(text: str) -> int:
    number = int(text)
    if len(text) == 4:
        return number
    return number + (1900 if number >= _FIRST_TWO_DIGIT_YEAR else 2000)


class OrderFinder:
    """Narrows the order of a column's dates, cell by cell: one telling cell settles the whole column."""

    def __init__(self) -> None:
        self._possible = set(DateOrder)
        # The cell that ruled an order out, and for two orders a cell that they read differently.
        self.against: dict[DateOrder, str] = {}
        self._seen = False
        self._differ: dict[frozenset[DateOrder], str] = {}

    def see(self, text: str) -> None:
        """Takes one cell into account; one that is no date at all tells nothing."""
        parts = _parts(text)
        if parts is None or len(parts[0]) == 4:
            return
        self._seen = True
        read = {order: _arranged(parts, order) for order in DateOrder}
        fits = {
            order: value
            for order, value in read.items()
            if value and value[1] in range(1, 13) and value[2] in range(1, 32)
        }
        if _POINTS.match(text):
            fits.pop(DateOrder.YMD, None)
        if not fits:
            return
        for order in self._possible - fits.keys():
            self.against.setdefault(order, text.strip())
        self._possible &= fits.keys()
        for one in fits:
            for other in fits:
                if fits[one] != fits[other]:
                    self._differ.setdefault(frozenset((one, other)), text.strip())

    @property
    def possible(self) -> set[DateOrder]:
        """The orders that every cell fits. A year of two digits stands in front only where nothing else can.

        So "25/01/26" is the 25th of January: nobody means 2025 by it.
        """
        return self._possible - {DateOrder.YMD} or self._possible

    @property
    def order(self) -> DateOrder | None:
        """The order that every cell fits; ``None`` while every date began with its year.

        With several left, any reads the column alike unless it is ``ambiguous``.
        """
        return next((order for order in DateOrder if order in self.possible), None) if self._seen else None

    @property
    def contradictory(self) -> bool:
        """No order fits every cell: one is day first, another month first."""
        return not self.possible

    @property
    def ambiguous(self) -> str | None:
        """A cell that is one day in one order and another day in another, when nothing tells which is meant."""
        return next((text for pair, text in self._differ.items() if pair <= self.possible), None)


def parse_day(text: str, order: DateOrder | None) -> int:
    """The day number of a date as written; a time or an offset after it never moves the day.

    A four-digit year in front is read as year, month, day whatever the order; without an order no other date is
    read. Raises ``UnreadableError``.
    """
    parts = _parts(text)
    if parts is None:
        raise UnreadableError(Fault.NOT_A_DATE)
    arranged = _arranged(parts, order or DateOrder.YMD) if order or len(parts[0]) == 4 else None
    if arranged is None:
        raise UnreadableError(Fault.OTHER_ORDER)
    year, month, day = arranged
    if not 1 <= month <= 12:
        raise UnreadableError(Fault.NO_SUCH_MONTH, month=month)
    if not OLDEST_YEAR <= year <= NEWEST_YEAR:
        raise UnreadableError(Fault.YEAR_OUT_OF_RANGE, year=year)
    if not 1 <= day <= monthrange(year, month)[1]:
        raise UnreadableError(Fault.NO_SUCH_DAY, day=day, month=month, year=year)
    return day_number(date(year, month, day))
