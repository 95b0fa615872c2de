"""Gathers the cells of one sheet within bounds, chooses the sheet of a workbook, and makes a table of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from pathlib import Path

from crm_desktop.domain.errors import UserError
from crm_desktop.i18n import tr
from crm_desktop.services.importing.packed import MOST_CELLS, too_large
from crm_desktop.services.importing.settings import ImportSettings
from crm_desktop.services.importing.table import HeldTable
from crm_desktop.services.importing.wording import Note, give_setting, refusal

MOST_ROWS = 200_000
MOST_COLUMNS = 16_384
_MOST_PASSED = 20  # empty sheets before the one with the table
LONGEST_CELL = 4 << 20


class EmptySheetError(UserError):
    """Nothing stands in the chosen ``sheet``."""

    def __init__(self, told: UserError, sheet: str) -> None:
        super().__init__(told.what, told.safe, told.do)
        self.sheet = sheet


class Grid:
    """The cells of a sheet that hold something: row number -> column -> text. Empty ones are nowhere.

    A row that came whole, as most do, is a list.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._rows: dict[int, dict[int, str] | list[str]] = {}
        self._cells = 0
        self._shared: dict[str, str] = {}

    def put(self, row: int, column: int, text: str) -> None:
        """Keeps a cell; ``row`` counts from 1, ``column`` from 0. Raises ``UserError`` beyond the bounds."""
        if not text:
            return
        self._cells += 1
        if column >= MOST_COLUMNS or self._cells > MOST_CELLS:
            raise too_large(self._path)
        cells = self._rows.get(row)
        if cells is None:
            if len(self._rows) > MOST_ROWS:
                raise too_large(self._path)
            cells = self._rows[row] = {}
        elif type(cells) is list:
            cells = self._rows[row] = dict(enumerate(cells))
        if type(text) is str and len(text) < 40:
            # Words and small numbers recur from row to row.
            text = self._shared.setdefault(text, text) if len(self._shared) < 100_000 else text
        cells[column] = text

    def put_row(self, row: int, columns: list[int], texts: list[str]) -> None:
        """The same for cells of one row. Raises ``UserError`` beyond the bounds."""
        if row in self._rows or "" in texts or columns != list(range(len(columns))):
            for column, text in zip(columns, texts, strict=True):
                self.put(row, column, text)
            return
        self._cells += len(texts)
        if self._cells > MOST_CELLS or len(self._rows) > MOST_ROWS or len(texts) > MOST_COLUMNS:
            raise too_large(self._path)
        self._rows[row] = texts

    def put_rows(self, rows: list[int], texts: list[list[str]]) -> None:
        """The same for whole rows that have a cell in each column from the first one on."""
        if not self._rows.keys().isdisjoint(rows) or len(set(rows)) < len(rows) or any("" in row for row in texts):
            for row, cells in zip(rows, texts, strict=True):
                self.put_row(row, list(range(len(cells))), cells)
            return
        self._cells += sum(map(len, texts))
        self._rows.update(zip(rows, texts, strict=True))
        if self._cells > MOST_CELLS or len(self._rows) > MOST_ROWS + 1 or max(map(len, texts)) > MOST_COLUMNS:
            raise too_large(self._path)

    def table(self, sheet: str, sheets: tuple[str, ...], warnings: tuple[str, ...]) -> HeldTable:
        """The header and the rows below it, each as wide as it is filled."""
        numbers = sorted(self._rows)
        rows = [_row(self._rows.pop(number)) for number in numbers]
        if not rows:
            told = refusal(
                tr("The sheet “{sheet}” of {file} is empty.", sheet=sheet, file=self._path.name),
                give_setting('{"sheet": "…"}') if len(sheets) > 1 else tr("Check that it was saved completely."),
            )
            raise EmptySheetError(told, sheet)
        return HeldTable(
            header=rows[0],
            numbers=numbers[1:],
            rows=rows[1:],
            sheet=sheet,
            sheets=sheets,
            warnings=warnings,
            typed=True,
        )


def _row(cells: dict[int, str] | list[str]) -> list[str]:
    if isinstance(cells, list):
        return cells
    row = [""] * (max(cells) + 1)
    for column, text in cells.items():
        row[column] = text
    return row


def first_filled(open_: Callable[[Collection[str]], HeldTable], settings: ImportSettings) -> HeldTable:
    """Opens the first sheet that holds something, where nobody chose one; ``open_`` is told which to pass over."""
    passed: list[str] = []
    while True:
        try:
            return open_(passed)
        except EmptySheetError as error:
            if settings.sheet is not None or error.sheet in passed or len(passed) == _MOST_PASSED:
                raise
            passed.append(error.sheet)


def chosen_sheet(
    path: Path, sheets: Sequence[str], visible: Sequence[str], settings: ImportSettings, passed: Collection[str] = ()
) -> int:
    """The place of the sheet to read: that of the setting, else the first that can be seen and is not passed over."""
    if not sheets:
        raise refusal(tr("{file} has no sheet.", file=path.name), tr("Check that it is the right file."))
    told = settings.sheet
    if told is None:
        open_ = [name for name in visible if name not in passed] or visible
        return sheets.index(open_[0]) if open_ else 0
    if isinstance(told, int):
        if told <= len(sheets):
            return told - 1
    elif told in sheets:
        return sheets.index(told)
    else:
        folded = [name.casefold().strip() for name in sheets]
        if told.casefold().strip() in folded:
            return folded.index(told.casefold().strip())
    raise refusal(
        tr("{file} has no sheet “{sheet}”.", file=path.name, sheet=told),
        tr("Its sheets are: {sheets}.", sheets=", ".join(sheets[:20])),
    )


def other_sheets(sheet: str, visible: Sequence[str], settings: ImportSettings) -> tuple[str, ...]:
    """Says that the workbook has more sheets, where nobody chose."""
    others = [name for name in visible if name != sheet]
    if settings.sheet is not None or not others:
        return ()
    return (
        Note(
            tr(
                "The sheet “{sheet}” was read. Others are there: {others}.",
                sheet=sheet,
                others=", ".join(others[:10]) + (" …" if len(others) > 10 else ""),
            ),
            "sheet",
        ),
    )
