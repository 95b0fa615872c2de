"""Opens a file as a table: a header and numbered rows of cells. See ``recognising`` for the kinds of files."""

from __future__ import annotations

import stat
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from crm_desktop.domain.errors import UserError
from crm_desktop.domain.neutral import as_meant
from crm_desktop.i18n import tr
from crm_desktop.services.export_tables import ID, Exported, own_table
from crm_desktop.services.importing.cells import number_cell
from crm_desktop.services.importing.delimited import pasted_table
from crm_desktop.services.importing.headers import spelled
from crm_desktop.services.importing.identifying import is_id
from crm_desktop.services.importing.preamble import below, passed_over, row_of_names
from crm_desktop.services.importing.recognising import open_table
from crm_desktop.services.importing.settings import ImportSettings
from crm_desktop.services.importing.table import Block, Table
from crm_desktop.services.importing.totals import marked
from crm_desktop.services.importing.wording import refusal

LARGEST_FILE = 2 << 30
MOST_COLUMNS = 16_384
SAMPLE_ROWS = 200


class Row(NamedTuple):
    """One row as written. ``number`` as in a spreadsheet: the first line of the file is row 1."""

    number: int
    cells: Sequence[str]


class _Fingerprint(NamedTuple):
    """Tells whether a file is still the one that was looked at."""

    size: int
    changed: int
    inode: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A file that can be read as a table, as often as wanted, row by row.

    ``encoding`` and ``delimiter`` are empty where the kind of file settles them, ``sheet`` where it has no sheets.
    """

    path: Path
    encoding: str
    delimiter: str
    sheet: str
    sheets: tuple[str, ...]
    typed: bool
    header: tuple[str, ...]
    sample: tuple[Row, ...]
    lines: int
    warnings: tuple[str, ...]
    _fingerprint: _Fingerprint | None = field(repr=False)
    _open: Callable[[], Iterator[Block]] = field(repr=False)

    @property
    def name(self) -> str:
        """The name of the file."""
        return self.path.name

    def blocks(self) -> Iterator[Block]:
        """Every row that is not empty, some hundred at a time: a large file is never held as a whole.

        Raises ``UserError`` when the file has changed since it was opened, or cannot be read on.
        """
        self.refuse_changed()
        try:
            yield from self._open()
        except OSError as error:
            raise _unreadable(self.path, error) from error
        self.refuse_changed()

    def refuse_changed(self) -> None:
        """Raises ``UserError`` when the file is not the one any more that was looked at."""
        _same(self.path, self._fingerprint)

    def rows(self) -> Iterator[Row]:
        """The same, row by row."""
        for block in self.blocks():
            yield from map(Row, *block)


def read_source(path: Path, settings: ImportSettings, today: date | None = None) -> Source:
    """Looks at the whole file once and keeps only its header and first rows.

    ``today``: how far appointments that repeat are followed; without it each is taken once.

    Raises ``UserError`` when it cannot be read as a table; the sentence says what to do.
    """
    try:
        fingerprint = _look(path)
        table = open_table(path, settings, today)
    except OSError as error:
        raise _unreadable(path, error) from error
    return _source(path, table, fingerprint, settings)


def read_pasted(text: str, settings: ImportSettings) -> Source:
    """The same of a table that was copied in another program; it has no file, so that nothing of it can change.

    Raises ``UserError`` when it cannot be read as a table.
    """
    path = Path(tr("Pasted table"))
    return _source(path, pasted_table(text, settings), None, settings)


def _source(path: Path, table: Table, fingerprint: _Fingerprint | None, settings: ImportSettings) -> Source:
    moved = row_of_names(table, settings.mapping)
    number, above, names = moved or (0, 0, table.header)
    header = _checked_header(path, names)
    ours = own_table(header)
    if ours is None and (header[0] == left_out_title() or _holds_our_ids(header, table)):
        ours = Exported(header, "")

    def blocks() -> Iterator[Block]:
        rows = below(table.blocks(), number) if number else table.blocks()
        found = _as_exported(rows, ours) if ours else rows
        return marked(_corrected(found, settings.corrections) if settings.corrections else found)

    first = (row for block in blocks() for row in map(Row, *block))
    return Source(
        path=path,
        encoding=table.encoding,
        delimiter=table.delimiter,
        sheet=table.sheet,
        sheets=table.sheets,
        typed=table.typed or ours is not None,
        header=header,
        sample=tuple(islice(first, SAMPLE_ROWS)),
        lines=table.lines,
        warnings=(*table.warnings, *([passed_over(above)] if above else [])),
        _fingerprint=fingerprint,
        _open=blocks,
    )


def _holds_our_ids(header: tuple[str, ...], table: Table) -> bool:
    """It was one of ours before somebody edited it: the column of our own numbers is still there."""
    if ID not in header:
        return False
    column, rows = header.index(ID), islice((row for block in table.blocks() for row in block.rows), SAMPLE_ROWS)
    cells = [row[column] for row in rows if column < len(row) and row[column].strip()]
    return bool(cells) and all(map(is_id, cells))


def _as_exported(blocks: Iterator[Block], ours: Exported) -> Iterator[Block]:
    """The rows of a file that we wrote: text as it was before it was made harmless, numbers certain."""
    exact = [name in ours.exact for name in ours.header]
    for numbers, rows in blocks:
        yield Block(numbers, [[_own(*each) for each in zip(cells, exact, strict=False)] for cells in rows])


def _own(cell: str, exact: bool) -> str:
    if type(cell) is not str:
        return cell
    return number_cell(cell) if exact and cell else as_meant(cell)


def left_out_title() -> str:
    """The name of the first column of a file of rows that were left out."""
    return tr("Why it was left out")


def _corrected(blocks: Iterator[Block], corrections: Mapping[int, Mapping[int, str]]) -> Iterator[Block]:
    """The rows with the cells that were edited on the page."""
    for numbers, rows in blocks:
        yield Block(numbers, [_edited(cells, corrections.get(n)) for n, cells in zip(numbers, rows, strict=True)])


def _edited(cells: Sequence[str], edits: Mapping[int, str] | None) -> Sequence[str]:
    if not edits:
        return cells
    edited = [*cells, *[""] * (max(edits) + 1 - len(cells))]
    for column, text in edits.items():
        edited[column] = text
    return edited


def _look(path: Path) -> _Fingerprint:
    found = path.stat()
    if not stat.S_ISREG(found.st_mode):
        raise refusal(tr("{file} is not a file.", file=path.name or str(path)), tr("Choose a file."))
    if found.st_size == 0:
        raise refusal(tr("{file} is empty.", file=path.name), tr("Check that it was saved completely."))
    if found.st_size > LARGEST_FILE:
        raise refusal(tr("{file} is larger than 2 GB.", file=path.name), tr("Import it in parts."))
    return _Fingerprint(found.st_size, found.st_mtime_ns, found.st_ino)


def _same(path: Path, fingerprint: _Fingerprint | None) -> None:
    if fingerprint is None:
        return
    try:
        unchanged = _look(path) == fingerprint
    except OSError as error:
        raise _unreadable(path, error) from error
    if not unchanged:
        raise refusal(
            tr("{file} has changed while it was being imported.", file=path.name), tr("Choose it again to start over.")
        )


def _unreadable(path: Path, error: OSError) -> UserError:
    return refusal(
        tr("{file} cannot be read ({cause}).", file=path.name, cause=error.strerror or type(error).__name__),
        tr("Check that it is there and that you may read it."),
    )


def _checked_header(path: Path, cells: Sequence[str]) -> tuple[str, ...]:
    """The column names, without the empty ones at the end; two equal names are refused."""
    header = [cell.strip() for cell in cells]
    while header and not header[-1]:
        header.pop()
    if not header:
        raise refusal(
            tr("{file} has no header.", file=path.name),
            tr("The first row must name the columns, for example “Account”."),
        )
    if len(header) > MOST_COLUMNS:
        raise refusal(tr("{file} has too many columns.", file=path.name), tr("Check that it is the right file."))
    seen: set[str] = set()
    for name in header:
        key = spelled(name) or name
        if name and key in seen:
            raise refusal(
                tr("{file} has two columns “{header}”.", file=path.name, header=name),
                tr("Rename or remove one of them."),
            )
        seen.add(key)
    return tuple(header)
