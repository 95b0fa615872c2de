"""Reads a sheet of an ODS workbook as a stream: values as they were saved, nothing evaluated."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from crm_desktop.services.importing.cells import Exact, Faulty, number_cell, percent_cell
from crm_desktop.services.importing.packed import LocalNames, Package, damaged, too_large
from crm_desktop.services.importing.settings import ImportSettings
from crm_desktop.services.importing.sheets import LONGEST_CELL, MOST_COLUMNS, Grid, chosen_sheet, other_sheets
from crm_desktop.services.importing.table import HeldTable

_CONTENT = "content.xml"
_CELLS = ("table-cell", "covered-table-cell")
_ERRORS = ("#", "Err:")
_LAST_ROW = 1 << 24


def open_ods(path: Path, package: Package, settings: ImportSettings, passed: Collection[str] = ()) -> HeldTable:
    """The chosen sheet as a table. Raises ``UserError``."""
    package.refuse_definitions()
    if _CONTENT not in package.names:
        raise damaged(path)
    package.refuse_crowded(_CONTENT)
    names = _sheet_names(package)
    place = chosen_sheet(path, names, names, settings, passed)
    grid = Grid(path)
    _Sheet(path, grid, place).read(package)
    return grid.table(names[place], tuple(names), other_sheets(names[place], names, settings))


def _sheet_names(package: Package) -> list[str]:
    local = LocalNames()
    names: list[str] = []
    depth = [0]

    def start(name: str, attributes: dict[str, str]) -> None:
        if local[name] == "table":
            if not depth[0]:
                names.append(next((value for key, value in attributes.items() if local[key] == "name"), ""))
            depth[0] += 1

    def end(name: str) -> None:
        depth[0] -= local[name] == "table"

    package.parse(_CONTENT, start, end)
    return names


class _Sheet:
    """Reads the cells of one sheet into a grid; what stands in notes beside a cell does not belong to it."""

    def __init__(self, path: Path, grid: Grid, place: int) -> None:
        self._path, self._grid, self._wanted = path, grid, place
        self._local = LocalNames()
        self._sheet = -1
        self._tables = self._aside = self._paragraphs = 0
        self._in_paragraph = False
        self._row, self._rows, self._cells = 1, 1, list[tuple[int, str]]()
        self._column, self._columns = 0, 1
        self._attributes: dict[str, str] = {}
        self._pieces: list[str] = []
        self._length = 0

    def read(self, package: Package) -> None:
        """Reads the content part as far as the sheet goes."""
        package.parse(_CONTENT, self._start, self._end, self._text)

    @property
    def _here(self) -> bool:
        return self._tables == 1 and self._sheet == self._wanted

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        element = self._local[name]
        if element == "table":
            self._sheet += self._tables == 0
            self._tables += 1
        elif not self._here:
            return
        elif element == "table-row":
            self._rows, self._column, self._cells = self._repeated(attributes, "number-rows-repeated"), 0, []
        elif element in _CELLS:
            self._columns = self._repeated(attributes, "number-columns-repeated")
            self._attributes = {self._local[key]: value for key, value in attributes.items()}
            self._pieces, self._length, self._paragraphs = [], 0, 0
        elif element == "annotation":
            self._aside += 1
        elif element == "p" and not self._aside:
            if self._paragraphs:
                self._add("\n")
            self._paragraphs += 1
            self._in_paragraph = True
        elif element == "s" and not self._aside:
            self._add(" " * min(self._repeated(attributes, "c"), 1_000))
        elif element in ("tab", "line-break") and not self._aside:
            self._add("\t" if element == "tab" else "\n")

    def _repeated(self, attributes: dict[str, str], attribute: str) -> int:
        told = next((value for key, value in attributes.items() if self._local[key] == attribute), "1")
        return min(int(told), _LAST_ROW) if told.isascii() and told.isdigit() and len(told) < 12 else 1

    def _text(self, piece: str) -> None:
        if self._in_paragraph and not self._aside:
            self._add(piece)

    def _add(self, piece: str) -> None:
        self._length += len(piece)
        if self._length > LONGEST_CELL:
            raise too_large(self._path)
        self._pieces.append(piece)

    def _end(self, name: str) -> None:
        element = self._local[name]
        if element == "table":
            self._tables -= 1
        elif not self._here:
            return
        elif element == "annotation":
            self._aside -= 1
        elif element == "p" and not self._aside:
            self._in_paragraph = False
        elif element in _CELLS:
            text = "" if element == "covered-table-cell" else self._cell()
            if text:
                if self._column + self._columns > MOST_COLUMNS:
                    raise too_large(self._path)
                self._cells += [(column, text) for column in range(self._column, self._column + self._columns)]
            self._column += self._columns
        elif element == "table-row":
            if self._cells:
                for row in range(self._row, self._row + self._rows):
                    for column, text in self._cells:
                        self._grid.put(row, column, text)
            self._row += self._rows

    def _cell(self) -> str:
        told, text = self._attributes, "".join(self._pieces)
        kind = told.get("value-type", "")
        if "formula" in told and ((not kind and not text) or text.startswith(_ERRORS)):
            return Faulty(text or "=" + told["formula"][:60])
        if kind == "percentage" and "value" in told:
            return percent_cell(told["value"])
        if kind in ("float", "percentage", "currency"):
            return number_cell(told.get("value", "") or text or "?")
        if kind == "date":
            return Exact(told.get("date-value", "").replace("T00:00:00", ""))
        if kind == "boolean":
            return "TRUE" if told.get("boolean-value") == "true" else "FALSE"
        return told.get("string-value", text)
