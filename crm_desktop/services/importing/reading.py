"""Opens a file as a table: a header and numbered rows of cells. A new kind of file is a new reader here."""

from __future__ import annotations

import stat
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from crm_desktop.domain.errors import UserError
from crm_desktop.i18n import tr
from crm_desktop.services.importing import delimited
from crm_desktop.services.importing.delimited import Block
from crm_desktop.services.importing.headers import plain
from crm_desktop.services.importing.settings import ImportSettings
from crm_desktop.services.importing.wording import refusal

LARGEST_FILE = 2 << 30
MOST_COLUMNS = 16_384
SAMPLE_ROWS = 200

# How files begin that are no text, and what to do with them.
_OTHER_FILES = (
    (b"PK\x03\x04", "a workbook or a ZIP archive"),
    (b"\xd0\xcf\x11\xe0", "an old workbook"),
    (b"%PDF", "a PDF"),
    (b"\x1f\x8b", "a packed file"),
    (b"\xfd7zXZ", "a packed file"),
    (b"7z\xbc\xaf", "a packed file"),
    (b"Rar!", "a packed file"),
    (b"SQLite format 3\0", "a database"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x7fELF", "a program"),
    (b"BEGIN:VC", "a vCard or calendar file"),
    (b"{\\rtf", "a text document"),
    (b"<!DOC", "a web page"),
    (b"<html", "a web page"),
    (b"<?xml", "an XML file"),
)


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
    """A file that can be read as a table, as often as wanted, row by row."""

    path: Path
    encoding: str
    delimiter: str
    header: tuple[str, ...]
    sample: tuple[Row, ...]
    lines: int
    warnings: tuple[str, ...]
    _fingerprint: _Fingerprint = field(repr=False)
    _open: Callable[[], Iterator[Block]] = field(repr=False)

    @property
    def name(self) -> str:
        """The name of the file."""
        return self.path.name

    def blocks(self) -> Iterator[Block]:
        """Every row that is not empty, some hundred at a time: a large file is never held as a whole.

        Raises ``UserError`` when the file has changed since it was opened, or cannot be read on.
        """
        _same(self.path, self._fingerprint)
        try:
            yield from self._open()
        except OSError as error:
            raise _unreadable(self.path, error) from error
        _same(self.path, self._fingerprint)

    def rows(self) -> Iterator[Row]:
        """The same, row by row."""
        for block in self.blocks():
            yield from map(Row, *block)


def read_source(path: Path, settings: ImportSettings) -> Source:
    """Looks at the whole file once and keeps only its header and first rows.

    Raises ``UserError`` when it cannot be read as a table; the sentence says what to do.
    """
    try:
        fingerprint = _look(path)
        with path.open("rb") as file:
            start = file.read(16)
        _refuse_other_files(path, start)
        table = delimited.open_table(path, settings)
    except OSError as error:
        raise _unreadable(path, error) from error
    header = _checked_header(path, table.header)

    def blocks() -> Iterator[Block]:
        return _corrected(table.blocks(), settings.corrections) if settings.corrections else table.blocks()

    first = (row for block in blocks() for row in map(Row, *block))
    return Source(
        path=path,
        encoding=table.encoding,
        delimiter=table.delimiter,
        header=header,
        sample=tuple(islice(first, SAMPLE_ROWS)),
        lines=table.lines,
        warnings=table.warnings,
        _fingerprint=fingerprint,
        _open=blocks,
    )


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


def _same(path: Path, fingerprint: _Fingerprint) -> None:
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


def _refuse_other_files(path: Path, start: bytes) -> None:
    begins = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    for mark, what in _OTHER_FILES:
        if begins.startswith(mark) or begins.upper().startswith(mark):
            raise refusal(
                tr("{file} is not a table of text: it looks like {what}.", file=path.name, what=what),
                tr("Save the table as CSV (UTF-8) and import that."),
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
        key = plain(name) or name
        if name and key in seen:
            raise refusal(
                tr("{file} has two columns “{header}”.", file=path.name, header=name),
                tr("Rename or remove one of them."),
            )
        seen.add(key)
    return tuple(header)
