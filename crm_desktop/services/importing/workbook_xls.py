"""Reads a sheet of an old XLS workbook, by way of calamine."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from crm_desktop.services.importing import compound
from crm_desktop.services.importing.cells import Exact, Faulty, number_cell
from crm_desktop.services.importing.packed import LARGEST_WORKBOOK, damaged, too_large
from crm_desktop.services.importing.settings import ImportSettings
from crm_desktop.services.importing.sheets import Grid, chosen_sheet, other_sheets
from crm_desktop.services.importing.table import HeldTable

# calamine holds a sheet as a full rectangle, about 24 bytes a place whether a cell is there or not.
_LARGEST_RECTANGLE = 5_000_000
_PANIC = "pyo3_runtime"


def open_xls(path: Path, settings: ImportSettings, passed: Collection[str] = ()) -> HeldTable:
    """The chosen sheet as a table. Raises ``UserError``."""
    if path.stat().st_size > LARGEST_WORKBOOK:
        raise too_large(path)
    try:
        looked = compound.look_into(path.read_bytes())
    except compound.BrokenError as error:
        raise damaged(path) from error
    if any((sheet.last_row + 1) * (sheet.last_column + 1) > _LARGEST_RECTANGLE for sheet in looked):
        raise too_large(path)
    names, visible, place, rows, corner = _read(path, settings, passed)
    errors = looked[place].errors if len(looked) == len(names) else {}
    grid = Grid(path)
    for row, cells in enumerate(rows, corner[0]):
        for column, value in enumerate(cells, corner[1]):
            failed = errors.get((row, column))
            grid.put(row + 1, column, Faulty(failed) if failed else _text(value))
    return grid.table(names[place], names, other_sheets(names[place], visible, settings))


def _read(
    path: Path, settings: ImportSettings, passed: Collection[str]
) -> tuple[tuple[str, ...], list[str], int, list[list[Any]], tuple[int, int]]:
    from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

    try:
        with CalamineWorkbook.from_path(path) as book:
            found = book.sheets_metadata
            names = tuple(sheet.name for sheet in found)
            visible = [sheet.name for sheet in found if sheet.visible == SheetVisibleEnum.Visible]
            place = chosen_sheet(path, names, visible, settings, passed)
            sheet = book.get_sheet_by_index(place)
            return names, visible, place, sheet.to_python(), sheet.start or (0, 0)
    except (CalamineError, OSError, ValueError) as error:
        raise damaged(path) from error
    except BaseException as error:
        # What the library did not expect of a damaged file comes as a class of its own beside Exception.
        if type(error).__module__ != _PANIC:
            raise
        raise damaged(path) from error


def _text(value: Any) -> str:
    match value:
        case str():
            return value
        case bool():
            return "TRUE" if value else "FALSE"
        case int() | float():
            return number_cell(repr(value))
        case datetime():
            shown = value.isoformat(" ", "minutes")
            return Exact(shown.removesuffix(" 00:00"))
        case date():
            return Exact(value.isoformat())
        case time():
            return Exact(value.isoformat("minutes"))
        case _:
            return str(value)
