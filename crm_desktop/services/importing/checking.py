"""Turns the cells of rows into values, column by column, and says of each bad cell what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import repeat
from operator import itemgetter
from typing import Any

from crm_desktop.domain.parsing import Fault, UnreadableError
from crm_desktop.i18n import tr_n
from crm_desktop.services.importing.columns import Formats
from crm_desktop.services.importing.kinds import Field, Kind, fields_of
from crm_desktop.services.importing.mapping import Mapping
from crm_desktop.services.importing.matching import AccountBook
from crm_desktop.services.importing.readers import Amounts, Read, reader
from crm_desktop.services.importing.results import Problem
from crm_desktop.services.importing.settings import ImportSettings
from crm_desktop.services.importing.wording import reason, shortened

Cells = Sequence[str]
Values = tuple[Any, ...]

# Places of a purchase's values, which depend on each other.
_AMOUNT, _CURRENCY, _REFUND = 2, 3, 6


class Checker:
    """Reads the rows of one file into values, in the order of the kind's fields."""

    def __init__(self, mapping: Mapping, formats: Formats, settings: ImportSettings, book: AccountBook) -> None:
        self._width = len(mapping.fields)
        self._amounts = Amounts(formats) if mapping.kind is Kind.PURCHASES else None
        # Each field with its column (none: every row has the field's value of nothing) and what reads it.
        self._fields: list[tuple[Field, int | None, Read]] = [
            (field, mapping.column(field.name), reader(field, formats, settings, book))
            for field in fields_of(mapping.kind)
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
        return list(zip(*columns, strict=True))

    def _count_money(self, columns: list[Iterable[Any]], amounts: Amounts) -> None:
        """Puts minor units in place of the texts of amounts, which only their currency gives a meaning."""
        texts, codes = columns[_AMOUNT], list(columns[_CURRENCY])
        if codes.count(codes[0]) == len(codes):
            counted = list(map(amounts[codes[0]], texts))
        else:
            counted = [amounts[code](text) for code, text in zip(codes, texts, strict=True)]
        minor, columns[_CURRENCY] = zip(*counted, strict=True)
        columns[_AMOUNT] = minor
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
        if self._amounts is not None and values[_CURRENCY] is not None:
            try:
                self._amounts[values[_CURRENCY]](values[_AMOUNT])
            except UnreadableError as error:
                field, column, _ = self._fields[_AMOUNT]
                text = values[_AMOUNT]
                found.append(Problem(number, column, shortened(text), reason(error, text, field.name)))
        return tuple(sorted(found, key=lambda problem: -1 if problem.column is None else problem.column))
