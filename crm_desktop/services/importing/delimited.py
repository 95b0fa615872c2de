"""Reads CSV and its relatives: any usual delimiter, quotes over line ends, nothing swallowed by a stray quote."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from io import StringIO
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from crm_desktop.domain.errors import UserError
from crm_desktop.i18n import tr
from crm_desktop.services.importing.encodings import LONGEST_LINE, Examined, examine
from crm_desktop.services.importing.preamble import told
from crm_desktop.services.importing.settings import DELIMITERS, ImportSettings
from crm_desktop.services.importing.table import Block, HeldTable
from crm_desktop.services.importing.wording import give_setting, refusal

MOST_ROWS = 2_000_000
_BLOCK = 512
_LOOKED_AT = 64 << 10
_RECORDS_LOOKED_AT = 30
_TELLS_DELIMITER = "sep="
_END_OF_FILE = "\x1a"  # as old programs write it
_LONGEST_PASTED = 50 << 20


class DelimitedTable(NamedTuple):
    """A delimited file: its header, and ``blocks()`` to read the rest."""

    path: Path
    examined: Examined
    delimiter: str
    told_in_file: bool
    header: Sequence[str]
    warnings: tuple[str, ...]
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    typed: bool = False
    spaced: bool = False
    """A space stands before quotes that are meant as such."""

    @property
    def encoding(self) -> str:
        """Python's name of the encoding."""
        return self.examined.encoding

    @property
    def lines(self) -> int:
        """About how many rows there are."""
        return self.examined.lines

    def blocks(self) -> Iterator[Block]:
        """The rows below the header that are not empty."""
        blocks = _blocks(self.path, self.encoding, self.delimiter, skip_first=self.told_in_file, spaced=self.spaced)
        for numbers, rows in blocks:
            if numbers:
                yield Block(numbers[1:], rows[1:])
                break
        yield from blocks


def open_delimited(path: Path, settings: ImportSettings) -> DelimitedTable:
    """Finds encoding, delimiter and header. Raises ``UserError`` when it is no such table."""
    # Process-wide in Python; a cell too long for its field is rejected later, by itself.
    csv.field_size_limit(LONGEST_LINE)
    examined = examine(path, settings)
    with path.open(encoding=examined.encoding, newline="") as file:
        start = file.read(_LOOKED_AT)
    mark = start[len(_TELLS_DELIMITER) :][:1] if start[: len(_TELLS_DELIMITER)].lower() == _TELLS_DELIMITER else ""
    told_in_file = bool(mark) and mark in DELIMITERS and start[len(_TELLS_DELIMITER) + 1 :][:1] in ("\r", "\n")
    delimiter = settings.delimiter or (mark if told_in_file else _found_delimiter(start))
    spaced = _is_spaced(start, delimiter)
    blocks = _blocks(path, examined.encoding, delimiter, skip_first=told_in_file, spaced=spaced)
    header = next((rows[0] for _, rows in blocks if rows), None)
    if header is None:
        raise refusal(tr("{file} is empty.", file=path.name), tr("Check that it was saved completely."))
    return DelimitedTable(path, examined, delimiter, told_in_file, header, examined.warnings, spaced=spaced)


def pasted_table(text: str, settings: ImportSettings) -> HeldTable:
    """A table out of the clipboard, where most programs put tabs between the cells.

    Raises ``UserError`` when it is empty or too long.
    """
    csv.field_size_limit(LONGEST_LINE)
    if len(text) > _LONGEST_PASTED:
        raise refusal(tr("The pasted table is too long."), tr("Save it as a file and import that."))
    delimiter = settings.delimiter or ("\t" if "\t" in text[:_LOOKED_AT] else _found_delimiter(text[:_LOOKED_AT]))
    try:
        rows = list(csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        # A quote that is just a letter of its cell, as in 12" pipes.
        rows = [line.split(delimiter) for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    filled = [(number, cells) for number, cells in enumerate(rows, 1) if any(cells)]
    if not filled:
        raise refusal(
            tr("There is no table to paste."), tr("Copy one in another program, with the names of its columns.")
        )
    numbers, tables = [number for number, _ in filled], [cells for _, cells in filled]
    return HeldTable(header=tables[0], numbers=numbers[1:], rows=tables[1:], delimiter=delimiter)


def _blocks(path: Path, encoding: str, delimiter: str, *, skip_first: bool, spaced: bool) -> Iterator[Block]:
    """Every record that is not empty, with its number. Raises ``UserError`` where a quote is not closed.

    Such a quote would swallow the rows that follow it.
    """
    with path.open(encoding=encoding, newline="") as file:
        if skip_first:
            file.readline()
        reader = csv.reader(file, delimiter=delimiter, strict=True, skipinitialspace=spaced)
        before = 0
        while before <= MOST_ROWS:
            rows: list[list[str]] = []
            try:
                rows.extend(islice(reader, _BLOCK))
            except csv.Error as error:
                raise _broken(path, before + len(rows) + 1, error) from error
            except UnicodeError as error:
                raise refusal(
                    tr("{file} has changed while it was read.", file=path.name), tr("Choose it again.")
                ) from error
            if rows and rows[-1] == [_END_OF_FILE]:
                rows.pop()
            if not rows:
                return
            numbers: Sequence[int] = range(before + 1, before + 1 + len(rows))
            before += len(rows)
            if not all(map(any, rows)):
                filled = [(number, cells) for number, cells in zip(numbers, rows, strict=True) if any(cells)]
                numbers, rows = [number for number, _ in filled], [cells for _, cells in filled]
            yield Block(numbers, rows)
    raise refusal(tr("{file} has more than two million rows.", file=path.name), tr("Import it in parts."))


def _broken(path: Path, row: int, error: csv.Error) -> UserError:
    if "field larger" in str(error):
        return refusal(
            tr("A cell in row {row} of {file} is too long.", row=row, file=path.name),
            tr("Check that every quote there is closed."),
        )
    return refusal(
        tr(
            'Row {row} of {file} has a quote (") that is not closed, or text after a closing one.',
            row=row,
            file=path.name,
        ),
        tr("Put that right in the file, doubling a quote that belongs to the text, and import it again.")
        + " "
        + tr("If the wrong delimiter was found:")
        + " "
        + give_setting('{"delimiter": ";"}'),
    )


def _found_delimiter(start: str) -> str:
    """The delimiter that makes the row of names mean most, then the rows most alike, then the most columns."""

    def fit(delimiter: str) -> tuple[int, float, int]:
        records = _parsed(start, delimiter)
        if not records:
            return 0, 0.0, 0
        names = max(records, key=told)
        width = len(names)
        alike = sum(len(record) == width for record in records) / len(records)
        return told(names) if width > 1 else 0, alike if width > 1 else 0.0, width

    return max(DELIMITERS, key=fit)


def _is_spaced(start: str, delimiter: str) -> bool:
    """Cells are written "one", "two" with a space before the quotes, and make sense read so."""
    if f'{delimiter} "' not in start:
        return False
    lines = list(StringIO(start, newline=""))
    try:
        for _ in csv.reader(lines[:-1] if len(start) == _LOOKED_AT else lines, delimiter=delimiter, strict=True,
                            skipinitialspace=True):  # fmt: skip
            pass
    except csv.Error:
        return False
    return True


def _parsed(start: str, delimiter: str) -> list[list[str]]:
    lines = list(StringIO(start, newline=""))
    if len(start) == _LOOKED_AT and len(lines) > 1:
        lines.pop()  # it may be cut
    records: list[list[str]] = []
    try:
        for record in islice(csv.reader(lines, delimiter=delimiter), _RECORDS_LOOKED_AT):
            if any(record):
                records.append(record)
    except csv.Error:
        pass
    return records
