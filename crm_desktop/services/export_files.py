"""Writes what the workspace holds to a file for other programs: CSV, XLSX, vCard or JSON, by the file's ending."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from crm_desktop.domain.errors import UserError
from crm_desktop.domain.neutral import neutral
from crm_desktop.i18n import tr
from crm_desktop.services import exporting, whole
from crm_desktop.services.export_tables import TABLES, Cell, rows
from crm_desktop.services.files import replacing
from crm_desktop.storage.store import Store

KINDS = tuple(TABLES)
ENDINGS = (".csv", ".xlsx", ".json", ".vcf")
_MOST_XLSX_ROWS = 1_048_575
_LONGEST_XLSX_TEXT = 32_767
_LINE = 75  # bytes of a vCard's line


def export(store: Store, target: Path, *, kind: str | None = None) -> int:
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
    writers: dict[str, Callable[[Store, Path, str | None], int]] = {".csv": _csv, ".xlsx": _xlsx, ".vcf": _vcf}
    if ending not in writers:
        raise _not_written(
            tr("{file} has no ending that says what to write.", file=target.name),
            tr("It can be: {endings}.", endings=", ".join(ENDINGS)),
        )
    with replacing(target) as file:
        return writers[ending](store, file, kind)


def _not_written(what: str, do: str) -> UserError:
    return UserError(what, tr("Nothing was saved."), do)


def _json(store: Store, file: Path, kind: str) -> int:
    records = exporting.everything(store).get(kind, [])
    file.write_text(json.dumps({kind: records}, ensure_ascii=False, indent=1), encoding="utf-8", errors="replace")
    return len(records)


def _csv(store: Store, file: Path, kind: str | None) -> int:
    count = 0
    with file.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(TABLES[kind or ""].header)
        for row in rows(store, kind or ""):
            writer.writerow([_plain(cell) for cell in row])
            count += 1
    return count


def _plain(cell: Cell) -> str:
    if isinstance(cell, str):
        return neutral(cell)
    return f"{cell:f}" if isinstance(cell, Decimal) else str(cell)


def _xlsx(store: Store, file: Path, kind: str | None) -> int:
    """One sheet a kind. Text is written as text, so that nothing of it becomes a formula or a link."""
    from xlsxwriter import Workbook

    count = 0
    told = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    with file.open("wb") as out, Workbook(out, told) as book:
        bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
        for each in [kind] if kind else KINDS:
            sheet = book.add_worksheet(each.replace("_", " ").capitalize())
            sheet.freeze_panes(1, 0)
            for column, name in enumerate(TABLES[each].header):
                sheet.write_string(0, column, name, bold)
                sheet.set_column(column, column, 28 if name in ("Account", "Full name", "Notes", "Subject") else 14)
            for number, row in enumerate(rows(store, each), 1):
                if number > _MOST_XLSX_ROWS:
                    raise _not_written(tr("A sheet holds a million rows, and there are more."), tr("Export as CSV."))
                for column, cell in enumerate(row):
                    _write_cell(sheet, number, column, cell, day)
                count += 1
    return count


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


def _vcf(store: Store, file: Path, _kind: str | None) -> int:
    """People as vCards 3.0; one who belongs to two firms is two cards, as every address book understands."""
    count = 0
    with file.open("w", encoding="utf-8", newline="") as out:
        for account, name, phone, email, role, notes in rows(store, "contacts"):
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
