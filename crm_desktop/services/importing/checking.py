"""Turns the cells of rows into values, column by column, and says of each bad cell what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import repeat
from operator import itemgetter
from typing import Any

from crm_desktop.domain.parsing import Fault, UnreadableError
from crm_desktop.i18n import tr_n
from crm_desktop.services.importing.columns import Formats
from crm_desktop.services.importing.kinds import BESIDES, FIELDS, Field, Kind
from crm_desktop.services.importing.mapping import Mapping
from crm_desktop.services.importing.matching import AccountBook, checked_name
from crm_desktop.services.importing.readers import Amounts, Read, reader, typed_reader
from crm_desktop.services.importing.results import Problem
from crm_desktop.services.importing.settings import ImportSettings
from crm_desktop.services.importing.wording import reason, shortened

Cells = Sequence[str]
Values = tuple[Any, ...]

# Places of a purchase's values, which depend on each other.
_AMOUNT, _CURRENCY, _REFUND = 2, 3, 6
_NAME_PARTS = ("name", "first_name", "last_name")


class Checker:
    """Reads the rows of one file into values, in the order of the kind's fields."""

    def __init__(
        self, mapping: Mapping, formats: Formats, settings: ImportSettings, book: AccountBook, *, typed: bool
    ) -> None:
        self._width = len(mapping.fields)
        self._amounts = Amounts(formats) if mapping.kind is Kind.PURCHASES else None
        # Where the name of a person stands in parts: the places of the whole, the first and the last one.
        self._parts: tuple[int, int, int] | None = None
        read_fields = list(mapping.read_fields)
        if mapping.name_in_parts:
            read_fields = [*FIELDS[mapping.kind], *BESIDES[mapping.kind]]
            whole, first, last = (
                next(place for place, field in enumerate(read_fields) if field.name == name) for name in _NAME_PARTS
            )
            self._parts = whole, first, last
            read_fields[whole] = read_fields[whole]._replace(reads="optional name", required=False)
        # Each field with its column (none: every row has the field's value of nothing) and what reads it.
        self._fields: list[tuple[Field, int | None, Read]] = [
            (field, mapping.column(field.name), (typed_reader if typed else reader)(field, formats, settings, book))
            for field in read_fields
        ]

    def values(self, rows: Sequence[Cells], bad: Callable[[int], None]) -> list[Values]:
        """The values of the rows that can be read; ``bad`` is told the place of each of the others."""
        try:
            return self._together(rows)
        except UnreadableError:
            pass
        good: list[Values] = []
        for place, cells in enumerate(rows):
            try:
                good += self._together([cells])
            except UnreadableError:
                bad(place)
        return good

    def _together(self, rows: Sequence[Cells]) -> list[Values]:
        """The values of all rows, read column by column. Raises ``UnreadableError`` when any cell is bad."""
        if set(map(len, rows)) != {self._width}:
            rows = [self._fitted(cells) for cells in rows]
        columns: list[Iterable[Any]] = [
            repeat(read(""), len(rows)) if column is None else list(map(read, map(itemgetter(column), rows)))
            for _, column, read in self._fields
        ]
        if self._amounts is not None and rows:
            self._count_money(columns, self._amounts)
        if self._parts is not None:
            self._join_names(columns, *self._parts)
        return list(zip(*columns, strict=True))

    def _join_names(self, columns: list[Iterable[Any]], whole: int, first: int, last: int) -> None:
        """Puts whole names in place of the parts."""
        parts = zip(columns[whole], columns[first], columns[last], strict=True)
        columns[whole] = [_whole_name(*each) for each in parts]
        del columns[max(first, last)], columns[min(first, last)]

    def _count_money(self, columns: list[Iterable[Any]], amounts: Amounts) -> None:
        """Puts minor units in place of the texts of amounts, which only their currency gives a meaning."""
        texts, codes = list(columns[_AMOUNT]), list(columns[_CURRENCY])
        one = codes.count(codes[0]) == len(codes)
        minor: Sequence[int]
        if one and (plain := amounts.plain(codes[0], texts)):
            minor, columns[_CURRENCY] = plain[0], repeat(plain[1], len(texts))
        else:
            counted = [amounts[code](text) for code, text in zip(codes, texts, strict=True)]
            minor, columns[_CURRENCY] = zip(*counted, strict=True)
        columns[_AMOUNT] = minor
        if min(minor) < 0:
            columns[_REFUND] = [int(told or amount < 0) for told, amount in zip(columns[_REFUND], minor, strict=True)]

    @property
    def assumed_currency(self) -> bool:
        """Amounts were taken to be in the workspace's currency though nothing said so."""
        return self._amounts is not None and self._amounts.assumed

    def _fitted(self, cells: Cells) -> Cells:
        """The row as wide as the header: missing cells are empty, more that are not empty make it unreadable."""
        if self._extra(cells):
            raise UnreadableError(Fault.TOO_LONG)
        return [*cells[: self._width], *[""] * (self._width - len(cells))]

    def _extra(self, cells: Cells) -> int:
        return sum(bool(cell.strip()) for cell in cells[self._width :])

    def problems(self, number: int, cells: Cells) -> tuple[Problem, ...]:
        """Everything that is wrong with a row, cell by cell, in the order of the columns."""
        found = []
        if extra := self._extra(cells):
            sentence = tr_n("{n} cell more than there are columns", "{n} cells more than there are columns", extra)
            found.append(Problem(number, None, "", sentence))
        values: list[Any] = []
        for field, column, read in self._fields:
            text = cells[column] if column is not None and column < len(cells) else ""
            try:
                values.append(read(text))
            except UnreadableError as error:
                values.append(None)
                found.append(Problem(number, column, shortened(text), reason(error, text, field.name)))
        if self._parts is not None and not any(values[place] for place in self._parts):
            found.append(Problem(number, None, "", reason(UnreadableError(Fault.MISSING), "", "name")))
        if self._amounts is not None and values[_CURRENCY] is not None and values[_AMOUNT] is not None:
            try:
                self._amounts[values[_CURRENCY]](values[_AMOUNT])
            except UnreadableError as error:
                field, column, _ = self._fields[_AMOUNT]
                text = values[_AMOUNT]
                found.append(Problem(number, column, shortened(text), reason(error, text, field.name)))
        return tuple(sorted(found, key=lambda problem: -1 if problem.column is None else problem.column))


def _whole_name(whole: str, first: str, last: str) -> str:
    """The name of a person; where only the last name has a column of its own, the other one is the first."""
    if whole and first:
        return whole
    return checked_name(f"{first or whole} {last}")
