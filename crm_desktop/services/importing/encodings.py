"""Finds out how a file's bytes are text, by reading all of them; a code page only where no other can be meant."""

from __future__ import annotations

import codecs
from pathlib import Path
from typing import NamedTuple

from crm_desktop.domain.errors import UserError
from crm_desktop.i18n import tr
from crm_desktop.services.importing.letters import Told, told_by_letters
from crm_desktop.services.importing.settings import ImportSettings
from crm_desktop.services.importing.wording import Note, give_setting, refusal, shortened

# In this order: the mark of UTF-32 begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CHUNK = 1 << 20
_LOOKED_AT = 64 << 10
LONGEST_LINE = 8 << 20
"""Characters. A longer line would have to be held in memory as a whole."""


class Examined(NamedTuple):
    """What reading the whole file told. ``lines`` is at least the number of records."""

    encoding: str
    lines: int
    ignored: str | None
    """The encoding that was told but contradicts the mark in the file."""
    sample: str
    """A word that shows how the letters were read, when the file's letters alone told the encoding."""

    @property
    def warnings(self) -> tuple[str, ...]:
        """What a person should know about how the letters were read."""
        name = self.encoding.removesuffix("-sig")
        if self.ignored:
            script = tr(
                "The file is {marked}: the setting “encoding” ({told}) was not followed.",
                marked=name,
                told=self.ignored,
            )
            told = tr("The file is {marked}: {told} was not followed.", marked=name, told=self.ignored)
            return (Note(told, "encoding", script=script),)
        if self.sample:
            sentence = tr("The letters were read as {encoding}: “{sample}”.", encoding=name, sample=self.sample)
            return (Note(sentence, "encoding"),)
        return ()


class UnclearEncodingError(UserError):
    """The letters can be read in several ways; ``samples`` shows a word by encoding."""

    def __init__(self, what: str, safe: str, do: str, samples: dict[str, str]) -> None:
        super().__init__(what, safe, do)
        self.samples = samples


def examine(path: Path, settings: ImportSettings) -> Examined:
    """Decodes the whole file without keeping it. Raises ``UserError`` when it is not text in the encoding."""
    told = settings.encoding
    if told is not None and _is_page(told) and (text := _utf8_all_the_same(path)) is not None:
        return text._replace(ignored=told)
    try:
        return _decoded(path, told or _unmarked_utf16(path))
    except _NotUtf8Error as error:
        letters = told_by_letters(path)
        if letters.encoding is None:
            raise _unclear(path, error, letters) from error
        return _decoded(path, letters.encoding)._replace(sample=shortened(letters.samples[letters.encoding]))


def _is_page(encoding: str) -> bool:
    """An encoding of one byte a letter, in which any bytes are text."""
    try:
        return len(bytes(range(0xC0, 0xF0)).decode(encoding, "replace")) == 0x30
    except (LookupError, UnicodeError):
        return False


def _utf8_all_the_same(path: Path) -> Examined | None:
    """What a file is that is told to be in a code page, when it has letters beyond ASCII and all of them are UTF-8.

    That never happens by chance; read as told, its letters would be two signs each.
    """
    with path.open("rb") as file:
        if all(chunk.isascii() for chunk in iter(lambda: file.read(_CHUNK), b"")):
            return None
    try:
        return _decoded(path, None)
    except (_NotUtf8Error, UserError):
        return None


def _unmarked_utf16(path: Path) -> str | None:
    """UTF-16 without its mark, told by where the half of its letters that is zero, or that few others share, stands."""
    with path.open("rb") as file:
        start = file.read(_LOOKED_AT)
    if len(start) < 8 or len(start) % 2 or start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return None
    zeros = start[0::2].count(0), start[1::2].count(0)
    if max(zeros) * 10 < len(start) // 2 * 2 or min(zeros) * 10 > max(zeros):
        return None
    return "utf-16-be" if zeros[0] > zeros[1] else "utf-16-le"


class _NotUtf8Error(Exception):
    """A file of which nothing is told is not UTF-8."""

    def __init__(self, line: int, byte: int) -> None:
        super().__init__(line)
        self.line, self.byte = line, byte


def _decoded(path: Path, told: str | None) -> Examined:
    with path.open("rb") as file:
        start = file.read(4)
        marked = next((name for mark, name in _MARKS if start.startswith(mark)), None)
        encoding = marked or ("utf-8-sig" if told in (None, "utf-8") else told) or "utf-8-sig"
        file.seek(0)
        decoder = codecs.getincrementaldecoder(encoding)("strict")
        lines = unfinished = 0
        while True:
            chunk = file.read(_CHUNK)
            try:
                text = decoder.decode(chunk, final=not chunk)
            except UnicodeError as error:
                if told is None and marked is None and isinstance(error, UnicodeDecodeError):
                    line = lines + 1 + error.object[: error.start].count(b"\n")
                    raise _NotUtf8Error(line, error.object[error.start]) from error
                raise _not_text(path, encoding, lines + 1, error) from error
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
    return Examined(
        encoding, lines + bool(unfinished), told if marked and told and not _same(marked, told) else None, ""
    )


def _same(marked: str, told: str) -> bool:
    return told.replace("_", "-").startswith(marked.removesuffix("-sig"))


def _not_text(path: Path, encoding: str, line: int, error: UnicodeError) -> UserError:
    if isinstance(error, UnicodeDecodeError):
        line += error.object[: error.start].count(b"\n")
    return refusal(
        tr("{file} is not {encoding} text: line {line} cannot be read.", file=path.name, encoding=encoding, line=line),
        tr("Give another “encoding” in the settings, or save the file as UTF-8."),
    )


def _unclear(path: Path, error: _NotUtf8Error, told: Told) -> UserError:
    what = tr(
        "{file} is not UTF-8 text: line {line} has the byte {byte}.",
        file=path.name,
        line=error.line,
        byte=f"0x{error.byte:02X}",
    )
    if len(told.samples) < 2:
        return refusal(
            what,
            tr("Save the file as UTF-8 where it comes from, or give the setting “encoding” if you know it:")
            + " "
            + tr("cp1250 (Central Europe), cp1251 (Cyrillic), cp1252 (Western Europe), cp1253 (Greek)."),
        )
    samples = {page: shortened(word) for page, word in told.samples.items()}
    choices = tr(" or ").join(f'{{"encoding": "{page}"}} (“{word}”)' for page, word in samples.items())
    return UnclearEncodingError(what, tr("Nothing was imported."), give_setting(choices), samples)
