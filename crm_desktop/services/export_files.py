"""Writes the workspace, or a list of it, to a file for other programs: CSV, XLSX, JSON, vCard or .ics by its ending."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import TextIOWrapper
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TextIO, cast
from zipfile import ZIP_DEFLATED, ZipFile

from crm_desktop.domain.errors import UserError
from crm_desktop.domain.neutral import all_harmless, marked, neutral
from crm_desktop.i18n import tr
from crm_desktop.services import calendar, exporting, whole
from crm_desktop.services.export_tables import ID, TABLES, Cell, Columns, Row, blocks, people
from crm_desktop.services.files import replacing
from crm_desktop.storage.store import Store

if TYPE_CHECKING:
    from crm_desktop.services.listings import Listing

KINDS = tuple(TABLES)
ENDINGS = (".csv", ".xlsx", ".json", ".vcf")
EVERYTHING = (".json", ".xlsx", ".zip", ".vcf", ".ics")
LISTED = (".csv", ".xlsx", ".json", ".vcf", ".ics")
"""What everything, and what a list as a page shows it, can be written as; ``export`` has its own endings."""
_MOST_XLSX_ROWS = 1_048_575
_LONGEST_XLSX_TEXT = 32_767
_LINE = 75  # bytes of a vCard's line
_STEP = 1_000
_MOST_KNOWN = 50_000

Progress = Callable[[int], None]
"""Told every so many rows how many are written; what it raises ends the writing."""


def export(store: Store, target: Path, *, kind: str | None = None, progress: Progress = lambda _rows: None) -> int:
    """Writes all things of a kind, or all there are; returns how many. The file is replaced in one step.

    Raises ``UserError`` for an ending or a kind that cannot be, and when the file cannot be written.
    """
    ending = target.suffix.lower()
    if ending == ".json":
        with replacing(target) as file:
            return whole.save(store, file) if kind is None else _json(store, file, kind)
    if ending == ".csv" and kind is None:
        raise _not_written(
            tr("A CSV file holds one kind of things."), tr("Say which: {kinds}.", kinds=", ".join(KINDS))
        )
    if ending == ".vcf" and kind not in (None, "contacts"):
        raise _not_written(tr("A vCard file holds people only."), tr("Choose another ending, such as .csv."))
    if ending not in (".csv", ".xlsx", ".vcf", ".zip"):
        raise _unknown(target, ENDINGS)
    tables = [_table(store, each, progress) for each in ([kind] if kind else KINDS)]
    with replacing(target) as file:
        if ending == ".csv":
            return _csv(file, tables[0])
        if ending == ".vcf":
            return _vcf(store, file, None)
        return _zip(file, tables) if ending == ".zip" else _xlsx(file, tables)


def export_everything(store: Store, target: Path, today: date, now: datetime, progress: Progress) -> int:
    """The whole workspace in any of the forms of ``EVERYTHING``."""
    if target.suffix.lower() == ".ics":
        return calendar.write_ics(store, target, today, now)
    return export(store, target, progress=progress)


def export_listing(
    store: Store, target: Path, listing: Listing, today: date, now: datetime, progress: Progress = lambda _rows: None
) -> int:
    """Writes a list as a page shows it: its rows, or the people or the planned days of its accounts.

    Raises ``UserError`` as ``export`` does.
    """
    ending = target.suffix.lower()
    if ending not in LISTED:
        raise _unknown(target, LISTED)
    table = _Sheet(listing.kind, listing.header, _counted(_together(listing.read()), progress))
    with replacing(target) as file:
        if ending == ".csv":
            return _csv(file, table)
        if ending == ".xlsx":
            return _xlsx(file, [table])
        if ending == ".vcf":
            return _vcf(store, file, frozenset(listing.accounts))
        if ending == ".ics":
            content = calendar.as_ics(store, today, now, listing.accounts, listing.planned)
            file.write_bytes(content)
            return content.count(b"BEGIN:VEVENT")
        return _json_rows(file, table)


class _Sheet(NamedTuple):
    """One table on its way out, some rows at a time."""

    name: str
    header: tuple[str, ...]
    blocks: Iterator[Columns]

    @property
    def rows(self) -> Iterator[Row]:
        """The rows one by one."""
        return chain.from_iterable(zip(*columns, strict=True) for columns in self.blocks)


def _table(store: Store, kind: str, progress: Progress) -> _Sheet:
    return _Sheet(kind, TABLES[kind].header, _counted(blocks(store, kind), progress))


def _together(rows: Iterable[Row]) -> Iterator[Columns]:
    waiting = iter(rows)
    while some := list(islice(waiting, _STEP)):
        yield list(zip(*some, strict=True))


def _counted(found: Iterator[Columns], progress: Progress) -> Iterator[Columns]:
    number = 0
    for columns in found:
        number += len(columns[0])
        progress(number)
        yield columns


def _unknown(target: Path, endings: Sequence[str]) -> UserError:
    return _not_written(
        tr("{file} has no ending that says what to write.", file=target.name),
        tr("It can be: {endings}.", endings=", ".join(endings)),
    )


def _not_written(what: str, do: str) -> UserError:
    return UserError(what, tr("Nothing was saved."), do)


def _json(store: Store, file: Path, kind: str) -> int:
    records = exporting.everything(store).get(kind, [])
    file.write_text(json.dumps({kind: records}, ensure_ascii=False, indent=1), encoding="utf-8", errors="replace")
    return len(records)


def _json_rows(file: Path, sheet: _Sheet) -> int:
    """One object a row, written as it comes: days as ISO text, exact amounts as text."""
    count = 0
    with file.open("w", encoding="utf-8", errors="replace", newline="\n") as out:
        out.write(json.dumps({sheet.name: []})[:-2])
        for row in sheet.rows:
            record = {name: _json_cell(cell) for name, cell in zip(sheet.header, row, strict=True)}
            out.write(("," if count else "") + "\n" + json.dumps(record, ensure_ascii=False))
            count += 1
        out.write("]}\n")
    return count


def _json_cell(cell: Cell) -> str | int:
    return cell if isinstance(cell, str | int) else f"{cell:f}" if isinstance(cell, Decimal) else cell.isoformat()


def _csv(file: Path, sheet: _Sheet) -> int:
    # Not "utf-8-sig", which Python writes several times as slow; the mark at the begin is all it adds.
    with file.open("w", encoding="utf-8", newline="", errors="replace") as out:
        return _csv_rows(out, sheet)


def _csv_rows(out: TextIO, sheet: _Sheet) -> int:
    count, known = 0, _Known()
    out.write("\ufeff")
    writer = csv.writer(out)
    writer.writerow(sheet.header)
    for columns in sheet.blocks:
        texts = [_plain_column(column, known) for column in columns]
        if ID in sheet.header:
            at = sheet.header.index(ID)
            texts[at] = list(map(marked, texts[at]))
        writer.writerows(zip(*texts, strict=True))
        count += len(columns[0])
    return count


def _zip(file: Path, sheets: Sequence[_Sheet]) -> int:
    """A CSV file for each kind, packed into one."""
    count = 0
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for sheet in sheets:
            with (
                archive.open(f"{sheet.name}.csv", "w") as raw,
                TextIOWrapper(raw, "utf-8", errors="replace", newline="") as out,
            ):
                count += _csv_rows(out, sheet)
    return count


def _plain_column(column: Sequence[Cell], known: _Known) -> Sequence[str]:
    """The column as text. Most columns hold nothing but text that is harmless as it is: they are looked at as one."""
    kinds = set(map(type, column))
    if kinds == {str}:
        texts = cast(Sequence[str], column)
        return texts if all_harmless(texts) else list(map(neutral, texts))
    # Equal amounts can be written in two ways (1 and 1.00), equal days and whole numbers cannot.
    return list(map(known.__getitem__ if kinds <= {int, str, date} else _plain, column))


class _Known(dict[Cell, str]):
    """Cells as text, each that recurs made once."""

    def __missing__(self, cell: Cell) -> str:
        text = _plain(cell)
        if len(self) < _MOST_KNOWN:
            self[cell] = text
        return text


def _plain(cell: Cell) -> str:
    if isinstance(cell, str):
        return neutral(cell)
    return f"{cell:f}" if isinstance(cell, Decimal) else str(cell)


def _xlsx(file: Path, sheets: Sequence[_Sheet]) -> int:
    """One sheet a table. Text is written as text, so that nothing of it becomes a formula or a link."""
    from xlsxwriter import Workbook

    count = 0
    told = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    with file.open("wb") as out, Workbook(out, told) as book:
        bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
        for each in sheets:
            sheet = book.add_worksheet(each.name.replace("_", " ").capitalize())
            sheet.freeze_panes(1, 0)
            for column, name in enumerate(each.header):
                sheet.write_string(0, column, name, bold)
                sheet.set_column(column, column, 28 if name in _WIDE else 14)
            for number, row in enumerate(each.rows, 1):
                if number > _MOST_XLSX_ROWS:
                    raise _not_written(tr("A sheet holds a million rows, and there are more."), tr("Export as CSV."))
                for column, cell in enumerate(row):
                    _write_cell(sheet, number, column, cell, day)
                count += 1
    return count


_WIDE = frozenset({"Account", "Full name", "Notes", "Subject", "Reason", "Next step now", "Follow-up"})


def _write_cell(sheet: Any, row: int, column: int, cell: Cell, day: Any) -> None:
    if isinstance(cell, str):
        text = neutral(cell)
        if len(text) > _LONGEST_XLSX_TEXT:
            raise _not_written(
                tr("A text is longer than the 32,767 characters that a cell of XLSX holds."), tr("Export as CSV.")
            )
        if text:
            sheet.write_string(row, column, text)
    elif isinstance(cell, date):
        sheet.write_datetime(row, column, cell, day)
    else:
        sheet.write_number(row, column, cell)


def _vcf(store: Store, file: Path, accounts: Collection[int] | None) -> int:
    """People as vCards 3.0; one who belongs to two firms is two cards, as every address book understands.

    ``accounts``: only who belongs to one of these; ``None`` for everybody.
    """
    count = 0
    with file.open("w", encoding="utf-8", newline="") as out:
        for account, name, phone, email, role, notes, _id in people(store, accounts):
            first, _, last = str(name).rpartition(" ")
            lines = [("N", f"{_escaped(last)};{_escaped(first)};;;"), ("FN", _escaped(name))]
            for what, value in (("ORG", account), ("TITLE", role), ("TEL", phone), ("EMAIL", email), ("NOTE", notes)):
                if value:
                    lines.append((what, _escaped(value)))
            card = ["BEGIN:VCARD", "VERSION:3.0", *(f"{what}:{text}" for what, text in lines), "END:VCARD"]
            out.writelines(_folded(line) + "\r\n" for line in card)
            count += 1
    return count


def _escaped(value: Cell) -> str:
    text = str(value).replace("\\", "\\\\").replace("\r\n", "\n").replace("\r", "\n")
    return text.replace("\n", "\\n").replace(",", "\\,").replace(";", "\\;")


def _folded(line: str) -> str:
    """A line in pieces of at most 75 bytes, no letter cut in two."""
    pieces, length = [""], 0
    for letter in line:
        size = len(letter.encode("utf-8", "replace"))
        if length + size > _LINE:
            pieces.append(" ")
            length = 1
        pieces[-1] += letter
        length += size
    return "\r\n".join(pieces)
