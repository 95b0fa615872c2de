"""Tells by how a file begins what kind it is, and opens it with the reader of that kind."""

from __future__ import annotations

import codecs
import re
from datetime import date
from pathlib import Path

from crm_desktop.domain.errors import UserError
from crm_desktop.i18n import tr
from crm_desktop.services.importing import packed
from crm_desktop.services.importing.calendars import open_calendar
from crm_desktop.services.importing.cards import open_cards
from crm_desktop.services.importing.delimited import open_delimited
from crm_desktop.services.importing.settings import ImportSettings
from crm_desktop.services.importing.sheets import first_filled
from crm_desktop.services.importing.table import Table
from crm_desktop.services.importing.wording import refusal
from crm_desktop.services.importing.workbook_ods import open_ods
from crm_desktop.services.importing.workbook_xls import open_xls
from crm_desktop.services.importing.workbook_xlsx import open_xlsx
from crm_desktop.services.whole import is_whole

# How files begin that are no text, and what to do with them.
_ARCHIVE, _OLD_WORKBOOK = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_CARDS, _CALENDAR = b"BEGIN:VCARD", b"BEGIN:VCALENDAR"
_PACKED = "a packed file"
_OTHER_FILES = (
    (b"%PDF", "a PDF"),
    (b"\x1f\x8b", _PACKED),
    (b"\xfd7zXZ", _PACKED),
    (b"7z\xbc\xaf", _PACKED),
    (b"Rar!", _PACKED),
    (b"SQLite format 3\0", "a database"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x7fELF", "a program"),
    (b"{\\rtf", "a text document"),
    (b"<!DOC", "a web page"),
    (b"<html", "a web page"),
    (b"<?xml", "an XML file"),
)
_JSON = re.compile(rb'\{\s*["}]|\[\s*[{\]]')


def open_table(path: Path, settings: ImportSettings, today: date | None = None) -> Table:
    """The file as a table; of what repeats in a calendar, the days up to ``today`` and the next one.

    Raises ``UserError`` when it is none, and ``OSError`` when it cannot be read."""
    with path.open("rb") as file:
        start = file.read(64)
    if start.startswith(_ARCHIVE):
        return _workbook(path, settings)
    if start.startswith(_OLD_WORKBOOK):
        return first_filled(lambda passed: open_xls(path, settings, passed), settings)
    if _begin(start).startswith(_CARDS):
        return open_cards(path, settings)
    if _begin(start).startswith(_CALENDAR):
        return open_calendar(path, settings, today)
    if is_whole(path):
        raise refusal(
            tr("{file} holds a whole workspace.", file=path.name),
            tr("Bring it into a new one: crm --workspace NEW.crm import {file}", file=path.name),
        )
    _refuse_other_files(path, start)
    return open_delimited(path, settings)


def _workbook(path: Path, settings: ImportSettings) -> Table:
    try:
        with packed.Package(path) as package:
            open_ = open_ods if "content.xml" in package.names else open_xlsx
            return first_filled(lambda passed: open_(path, package, settings, passed), settings)
    except UserError:
        raise
    except packed.DAMAGED as error:
        raise packed.damaged(path) from error


def _begin(start: bytes) -> bytes:
    """How a text begins, in capitals, be it UTF-8 or UTF-16."""
    marks = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    mark = next((mark for mark in marks if start.startswith(mark)), b"")
    return start[len(mark) :].replace(b"\0", b"").lstrip().upper()


def _refuse_other_files(path: Path, start: bytes) -> None:
    begins = _begin(start)
    if _JSON.match(begins):
        raise refusal(
            tr("{file} is a JSON file, which holds no table.", file=path.name),
            tr("Where it comes from, export it as CSV or XLSX; only everything as JSON can be brought in again."),
        )
    for mark, what in _OTHER_FILES:
        if start.startswith(mark) or begins.startswith(mark.upper()):
            raise refusal(
                tr("{file} is not a table of text: it looks like {what}.", file=path.name, what=what),
                tr("Unpack it and import what is in it.")
                if what == _PACKED
                else tr("Save the table as CSV (UTF-8) and import that."),
            )
