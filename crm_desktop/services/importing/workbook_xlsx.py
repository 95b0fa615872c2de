"""Reads a sheet of an XLSX or XLSM workbook as a stream: values as they were saved, nothing evaluated or followed."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path
from typing import NamedTuple

from crm_desktop.i18n import tr
from crm_desktop.services.importing.packed import MOST_CELLS, LocalNames, Package, too_large
from crm_desktop.services.importing.settings import ImportSettings
from crm_desktop.services.importing.sheets import LONGEST_CELL, Grid, chosen_sheet, other_sheets
from crm_desktop.services.importing.table import HeldTable
from crm_desktop.services.importing.wording import refusal
from crm_desktop.services.importing.workbook_rows import UnusualError, read_rows
from crm_desktop.services.importing.workbook_values import DAY, PERCENT, CellValues, column_place, unescaped

_WORKBOOK = "xl/workbook.xml"
_MOST_EMPTY = 3_000_000
# Number formats that every such program knows as days or times.
_DAY_FORMATS = {*range(14, 23), *range(27, 37), *range(50, 59)}
_PERCENT_FORMATS = ("9", "10")
_NOT_CODE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^]]*\]')
_REFERENCE = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")


class _Book(NamedTuple):
    """The parts of a workbook: sheets with their part's name and whether they can be seen."""

    sheets: list[tuple[str, str, bool]]
    strings: str | None
    styles: str | None
    from_1904: bool


def open_xlsx(path: Path, package: Package, settings: ImportSettings, passed: Collection[str] = ()) -> HeldTable:
    """The chosen sheet as a table. Raises ``UserError``."""
    package.refuse_definitions()
    book = _book(path, package)
    names = tuple(name for name, _, _ in book.sheets)
    visible = [name for name, _, seen in book.sheets if seen]
    place = chosen_sheet(path, names, visible, settings, passed)
    name, part, _ = book.sheets[place]
    for each in (part, book.strings):
        if each is not None:
            package.refuse_crowded(each, most_empty=_MOST_EMPTY)
    strings = _strings(path, package, book.strings) if book.strings else []
    styles = _styles(package, book.styles) if book.styles else {}
    values = CellValues(path, strings, styles, book.from_1904)
    try:
        grid = Grid(path)
        read_rows(package, part, values, grid)
    except UnusualError:
        grid = Grid(path)
        _Sheet(path, grid, values).read(package, part)
    return grid.table(name, names, other_sheets(name, visible, settings))


def _book(path: Path, package: Package) -> _Book:
    local = LocalNames()
    targets: dict[str, str] = {}
    kinds: dict[str, str] = {}
    sheets: list[tuple[str, str, bool]] = []
    dates: list[bool] = []

    def relation(name: str, attributes: dict[str, str]) -> None:
        if local[name] == "Relationship" and attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "")
            target = target.lstrip("/") if target.startswith("/") else "xl/" + target
            targets[attributes.get("Id", "")] = target
            kinds[attributes.get("Type", "").rpartition("/")[2]] = target

    def element(name: str, attributes: dict[str, str]) -> None:
        if local[name] == "sheet":
            by_local = {local[key]: value for key, value in attributes.items()}
            target = targets.get(by_local.get("id", ""), "")
            if target in package.names:
                sheets.append((by_local.get("name", ""), target, by_local.get("state", "visible") == "visible"))
        elif local[name] == "workbookPr":
            dates.append(attributes.get("date1904", "0") in ("1", "true"))

    if _WORKBOOK not in package.names:
        raise refusal(
            tr("{file} is not a workbook that can be read.", file=path.name),
            tr("If files are packed in it, unpack it and import them; else save the table as XLSX, ODS or CSV."),
        )
    package.parse("xl/_rels/workbook.xml.rels", relation)
    package.parse(_WORKBOOK, element)
    strings, styles = (kinds.get(kind) for kind in ("sharedStrings", "styles"))
    return _Book(
        sheets,
        strings if strings in package.names else None,
        styles if styles in package.names else None,
        any(dates),
    )


def _strings(path: Path, package: Package, part: str) -> list[str]:
    """The texts that cells refer to by number; readings of foreign scripts above the text do not belong to it."""
    local = LocalNames()
    strings: list[str] = []
    pieces: list[str] = []
    inside = {"t": 0, "rPh": 0}

    def start(name: str, _: dict[str, str]) -> None:
        element = local[name]
        if element == "si":
            pieces.clear()
        elif element in inside:
            inside[element] += 1

    def end(name: str) -> None:
        element = local[name]
        if element == "si":
            if len(strings) > MOST_CELLS:
                raise too_large(path)
            strings.append(unescaped("".join(pieces)))
        elif element in inside:
            inside[element] -= 1

    def text(piece: str) -> None:
        if inside["t"] and not inside["rPh"]:
            pieces.append(piece)

    package.parse(part, start, end, text)
    return strings


def _styles(package: Package, part: str) -> dict[str, str]:
    """By the number of a cell style what it shows a number as, where that is not just the number."""
    local = LocalNames()
    shown = dict.fromkeys(map(str, _DAY_FORMATS), DAY) | dict.fromkeys(_PERCENT_FORMATS, PERCENT)
    styles: dict[str, str] = {}
    place = [0]
    inside = [False]

    def start(name: str, attributes: dict[str, str]) -> None:
        element = local[name]
        if element == "numFmt" and (what := _shown_as(attributes.get("formatCode", ""))):
            shown[attributes.get("numFmtId", "")] = what
        elif element == "cellXfs":
            inside[0] = True
        elif element == "xf" and inside[0]:
            if style := shown.get(attributes.get("numFmtId", "")):
                styles[str(place[0])] = style
            place[0] += 1

    def end(name: str) -> None:
        if local[name] == "cellXfs":
            inside[0] = False

    package.parse(part, start, end)
    return styles


def _shown_as(code: str) -> str:
    """What a number format shows: a day, percent, or digits filled up with zeros; an empty text for a plain number."""
    if is_day_format(code):
        return DAY
    plain = _NOT_CODE.sub("", code).strip()
    if "%" in plain:
        return PERCENT
    return plain if len(plain) > 1 and not plain.strip("0") else ""


def is_day_format(code: str) -> bool:
    """A number format that shows a day ("d.m.yyyy"); times alone and colours such as [Red] are none."""
    plain = _NOT_CODE.sub("", code).lower()
    return "y" in plain or ("d" in plain and "m" in plain)


class _Sheet:
    """Reads the cells of one sheet into a grid, element by element: any XML that means a sheet."""

    def __init__(self, path: Path, grid: Grid, values: CellValues) -> None:
        self._path, self._grid, self._values = path, grid, values
        self._local = LocalNames()
        self._row = self._column = 0
        self._type, self._style = "n", ""
        self._value: str | None = None
        self._formula: str | None = None
        self._pieces: list[str] = []
        self._length = 0
        self._reads = self._aside = False

    def read(self, package: Package, part: str) -> None:
        """Reads the part of the sheet."""
        package.parse(part, self._start, self._end, self._text)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        element = self._local[name]
        if element == "c":
            found = _REFERENCE.fullmatch(attributes.get("r", ""))
            if found:
                self._column, self._row = column_place(found.group(1)), int(found.group(2))
            else:
                self._column += 1
            self._type, self._style = attributes.get("t", "n"), attributes.get("s", "")
            self._value = self._formula = None
            self._length = 0
        elif element in ("v", "t", "f"):
            self._reads = True
            self._pieces = []
        elif element == "rPh":
            self._aside = True
        elif element == "row":
            told = attributes.get("r", "")
            self._row = int(told) if told.isascii() and told.isdigit() and len(told) < 9 else self._row + 1
            self._column = -1

    def _text(self, piece: str) -> None:
        if self._reads:
            self._length += len(piece)
            if self._length > LONGEST_CELL:
                raise too_large(self._path)
            self._pieces.append(piece)

    def _end(self, name: str) -> None:
        element = self._local[name]
        if element in ("v", "t", "f"):
            self._reads = False
            text = "".join(self._pieces)
            if element == "f":
                self._formula = text
            elif not self._aside:
                self._value = (self._value or "") + text
        elif element == "rPh":
            self._aside = False
        elif element == "c":
            text = self._values.text(self._type, self._style, self._value, self._formula)
            self._grid.put(self._row, self._column, text)
