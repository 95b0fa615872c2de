"""Finds out how a file's bytes are text, by reading all of them once; never guesses among code pages."""

from __future__ import annotations

import codecs
from pathlib import Path
from typing import NamedTuple

from crm_desktop.i18n import tr
from crm_desktop.services.importing.settings import ImportSettings
from crm_desktop.services.importing.wording import give_setting, refusal

# In this order: the mark of UTF-32 begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CHUNK = 1 << 20
LONGEST_LINE = 8 << 20
"""Characters. A longer line would have to be held in memory as a whole."""


class Examined(NamedTuple):
    """What reading the whole file told. ``lines`` is at least the number of records."""

    encoding: str
    lines: int
    ignored: str | None
    """The encoding that was told but contradicts the mark in the file."""


def examine(path: Path, settings: ImportSettings) -> Examined:
    """Decodes the whole file without keeping it. Raises ``UserError`` when it is not text in the encoding."""
    with path.open("rb") as file:
        start = file.read(4)
        marked = next((name for mark, name in _MARKS if start.startswith(mark)), None)
        told = settings.encoding
        encoding = marked or ("utf-8-sig" if told in (None, "utf-8") else told) or "utf-8-sig"
        if not marked:
            _refuse_unmarked_utf16(start, told)
        file.seek(0)
        decoder = codecs.getincrementaldecoder(encoding)("strict")
        lines = unfinished = 0
        while True:
            chunk = file.read(_CHUNK)
            try:
                text = decoder.decode(chunk, final=not chunk)
            except UnicodeError as error:
                raise _not_text(path, encoding, told, lines + 1, error) from error
            lines += text.count("\n") or text.count("\r")
            last = max(text.rfind("\n"), text.rfind("\r"))
            unfinished = len(text) - last - 1 if last >= 0 else unfinished + len(text)
            if unfinished > LONGEST_LINE:
                raise refusal(
                    tr("A line of {file} is longer than any table's.", file=path.name),
                    tr("Check that it is the right file."),
                )
            if not chunk:
                break
    return Examined(encoding, lines + bool(unfinished), told if marked and told and not _same(marked, told) else None)


def _same(marked: str, told: str) -> bool:
    return told.replace("_", "-").startswith(marked.removesuffix("-sig"))


def _refuse_unmarked_utf16(start: bytes, told: str | None) -> None:
    if told is None and len(start) == 4 and start.count(0) == 2 and 0 in start[:2]:
        raise refusal(tr("The file seems to be UTF-16 without its mark."), give_setting('{"encoding": "utf-16-le"}'))


def _not_text(path: Path, encoding: str, told: str | None, line: int, error: UnicodeError) -> Exception:
    byte = ""
    if isinstance(error, UnicodeDecodeError):
        line += error.object[: error.start].count(b"\n")
        byte = f"0x{error.object[error.start]:02X}"
    if told is None and encoding == "utf-8-sig":
        return refusal(
            tr("{file} is not UTF-8 text: line {line} has the byte {byte}.", file=path.name, line=line, byte=byte),
            give_setting('{"encoding": "cp1250"}')
            + " "
            + tr("Usual ones are cp1250 (Central Europe), cp1251 (Cyrillic), cp1252 (Western Europe), cp1253 (Greek)."),
        )
    return refusal(
        tr("{file} is not {encoding} text: line {line} cannot be read.", file=path.name, encoding=encoding, line=line),
        tr("Give another “encoding” in the settings, or save the file as UTF-8."),
    )
