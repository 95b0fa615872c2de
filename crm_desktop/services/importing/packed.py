"""Opens the ZIP archive of a workbook so that it cannot harm: its size is known before anything is unpacked."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

from crm_desktop.domain.errors import UserError
from crm_desktop.i18n import tr
from crm_desktop.services.importing.wording import refusal

LARGEST_WORKBOOK = 50 << 20
LARGEST_UNPACKED = 100 << 20
MOST_PARTS = 5_000
MOST_ELEMENTS = 8_000_000
MOST_CELLS = 2_500_000
_LONGEST_DIRECTORY = MOST_PARTS * 400
_CHUNK = 1 << 16
_END_OF_DIRECTORY = b"PK\x05\x06"
_LOCATOR_64 = b"PK\x06\x07"
_ENCRYPTED = 1
_DTD_MARKS = (b"<!DOCTYPE", "<!DOCTYPE".encode("utf-16-le"), "<!DOCTYPE".encode("utf-16-be"))

Start = Callable[[str, dict[str, str]], Any]
End = Callable[[str], Any]
Text = Callable[[str], Any]

DAMAGED = (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, LookupError)
"""What reading a damaged archive raises."""


class LocalNames(dict[str, str]):
    """Names of elements and attributes without their prefix."""

    def __missing__(self, name: str) -> str:
        local = name.rpartition(":")[2]
        if len(self) < 10_000:
            self[name] = local
        return local


def too_large(path: Path) -> UserError:
    """The refusal of what would unpack to more than a table holds."""
    return refusal(
        tr("{file} unpacks to more than a table of 200,000 rows should.", file=path.name),
        tr("If it is what you expect, save the sheet as CSV and import that."),
    )


def damaged(path: Path) -> UserError:
    """The refusal of a workbook that cannot be read."""
    return refusal(
        tr("{file} is damaged, or locked with a password.", file=path.name),
        tr("Open it in the program that made it, save it anew without a password, and import that."),
    )


class Package:
    """The parts of a workbook. Every part is read as a stream, and counted."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._unpacked = 0
        self._elements = 0
        _check_directory(path)
        self._zip = ZipFile(path)
        parts = self._zip.infolist()
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
            raise too_large(path)
        if any(part.flag_bits & _ENCRYPTED for part in parts):
            raise damaged(path)
        self.names = frozenset(part.filename for part in parts)

    def __enter__(self) -> Package:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def refuse_definitions(self) -> None:
        """Refuses a part of XML that begins by defining its own entities: no program that saves tables does that."""
        for name in self.names:
            if name.endswith((".xml", ".rels")):
                with self._zip.open(name) as part:
                    if any(mark in part.read(4_096) for mark in _DTD_MARKS):
                        raise self._defines(name)

    def _defines(self, name: str) -> UserError:
        return refusal(
            tr(
                "{file} holds definitions (a DTD) in {part}, as no table does.",
                file=self._path.name,
                part=name,
            ),
            tr("Save the table anew in the program that made it."),
        )

    def chunks(self, name: str) -> Iterator[bytes]:
        """The bytes of a part, piece by piece."""
        with self._zip.open(name) as part:
            while chunk := part.read(_CHUNK):
                self._unpacked += len(chunk)
                if self._unpacked > LARGEST_UNPACKED:
                    raise too_large(self._path)
                yield chunk

    def refuse_crowded(self, name: str, *, most_empty: int = MOST_ELEMENTS) -> None:
        """Refuses a part of XML with more elements than a table has, before any of them costs anything.

        ``most_empty``: so many may hold nothing, as cells do that only have a colour.
        """
        elements = values = 0
        with self._zip.open(name) as part:
            while chunk := part.read(_CHUNK):
                elements += chunk.count(b"<") - chunk.count(b"</")
                values += chunk.count(b"<v>") + chunk.count(b"<t>") + chunk.count(b"<t ")
                if elements > MOST_ELEMENTS or values > MOST_CELLS or elements - 2 * values > most_empty:
                    raise too_large(self._path)

    def parse(self, name: str, start: Start, end: End | None = None, text: Text | None = None) -> None:
        """Calls these for what the XML of a part holds; nothing of it is kept or followed."""
        parser = expat.ParserCreate()
        parser.buffer_text = True

        def counted(element: str, attributes: dict[str, str]) -> None:
            self._elements += 1
            if self._elements > MOST_ELEMENTS:
                raise too_large(self._path)
            start(element, attributes)

        def refuse(*_: object) -> None:
            raise self._defines(name)

        parser.StartDoctypeDeclHandler = refuse
        parser.StartElementHandler = counted
        if end is not None:
            parser.EndElementHandler = end
        if text is not None:
            parser.CharacterDataHandler = text
        try:
            for chunk in self.chunks(name):
                parser.Parse(chunk, False)
            parser.Parse(b"", True)
        except (expat.ExpatError, LookupError) as error:  # a damaged name of an encoding is looked up in vain
            raise damaged(self._path) from error


def _check_directory(path: Path) -> None:
    """Looks at the end of the archive, so that not even its list of parts is read when that is too long."""
    size = path.stat().st_size
    if size > LARGEST_WORKBOOK:
        raise refusal(tr("{file} is larger than 50 MB.", file=path.name), tr("Save the sheet as CSV and import that."))
    with path.open("rb") as file:
        file.seek(max(0, size - 65_600))
        tail = file.read()
    at = tail.rfind(_END_OF_DIRECTORY)
    if at < 0 or len(tail) < at + 22:
        raise damaged(path)
    entries = int.from_bytes(tail[at + 10 : at + 12], "little")
    length = int.from_bytes(tail[at + 12 : at + 16], "little")
    if entries > MOST_PARTS or length > _LONGEST_DIRECTORY or tail[max(0, at - 20) : at].startswith(_LOCATOR_64):
        raise too_large(path)
