"""Reads vCards of versions 2.1, 3.0 and 4.0 as a table of people, in time that grows with the file and no faster."""

from __future__ import annotations

import quopri
import re
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import NamedTuple, TextIO

from crm_desktop.domain.contact_points import first_point
from crm_desktop.i18n import tr
from crm_desktop.services.importing.encodings import Examined, examine
from crm_desktop.services.importing.settings import ImportSettings, usable_encoding
from crm_desktop.services.importing.table import HeldTable
from crm_desktop.services.importing.wording import refusal

HEADER = ("Full name", "Company", "E-mail", "Phone", "Role", "Address", "Website", "Notes")
_NAME, _COMPANY, _EMAIL, _PHONE, _ROLE, _ADDRESS, _WEBSITE, _NOTES = range(len(HEADER))
_PLACES = {
    "FN": _NAME, "ORG": _COMPANY, "EMAIL": _EMAIL, "TEL": _PHONE, "TITLE": _ROLE, "ROLE": _ROLE, "ADR": _ADDRESS,
    "URL": _WEBSITE, "NOTE": _NOTES,
}  # fmt: skip
_READ = {*_PLACES, "N", "BEGIN", "END"}
_MOST_CARDS = 200_000
_LARGEST_FILE = 50 << 20
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_PARTS = re.compile(r"(?<!\\);")
_LAST = 101
"""Behind every preference that a card can tell."""
_CUT_LETTER = re.compile(rb"(?<=[\x80-\xff])\r?\n[ \t](?=[\x80-\xbf])")


class Line(NamedTuple):
    """One unfolded line: what it is, its parameters in capitals, and its value as written."""

    name: str
    parameters: list[str]
    value: str


def content_lines(path: Path, settings: ImportSettings, wanted: set[str]) -> tuple[Examined, Iterator[Line]]:
    """The lines of a vCard or calendar, unfolded; the others, such as pictures, are passed over unread.

    Raises ``UserError`` when it is too large or no text.
    """
    if path.stat().st_size > _LARGEST_FILE:
        raise refusal(tr("{file} is larger than 50 MB.", file=path.name), tr("Import it in parts."))
    mended = _letters_put_together(path)
    if mended is not None:
        return Examined("utf-8", mended.count("\n"), None, ""), _unfolded(StringIO(mended, newline=None), wanted)
    examined = examine(path, settings)
    return examined, _unfolded(path.open(encoding=examined.encoding, newline=None), wanted)


def _letters_put_together(path: Path) -> str | None:
    """The text of a UTF-8 file whose lines were folded inside letters, by counting bytes; ``None`` of any other."""
    data = path.read_bytes()
    whole, cuts = _CUT_LETTER.subn(b"", data)
    try:
        return whole.decode("utf-8-sig") if cuts else None
    except UnicodeDecodeError:
        return None


def _unfolded(opened: TextIO, wanted: set[str]) -> Iterator[Line]:
    pieces: list[str] = []
    taken = soft = False
    with opened as file:
        for raw in file:
            line = raw.rstrip("\n")
            if soft:
                # Quoted-printable: "=" at the end of a line goes on in the next.
                soft = line.endswith("=")
                pieces.append(line[:-1] if soft else line)
                continue
            if line[:1] in (" ", "\t"):
                if taken:
                    pieces.append(line[1:])
                continue
            if taken and (found := _line("".join(pieces))):
                yield found
            name = re.split("[;:]", line[:80], maxsplit=1)[0].rpartition(".")[2].strip().upper()
            taken = name in wanted
            soft = taken and line.endswith("=") and "QUOTED-PRINTABLE" in line.partition(":")[0].upper()
            pieces = [line[:-1] if soft else line] if taken else []
    if taken and (found := _line("".join(pieces))):
        yield found


def _line(text: str) -> Line | None:
    """Takes a line apart; a colon or semicolon between quotes belongs to a parameter."""
    quoted, cuts, end = False, [0], -1
    for at, letter in enumerate(text):
        if letter == '"':
            quoted = not quoted
        elif quoted:
            continue
        elif letter == ";":
            cuts.append(at + 1)
        elif letter == ":":
            end = at
            break
    if end < 0:
        return None
    parts = [text[begin : stop - 1] for begin, stop in zip(cuts, [*cuts[1:], end + 1], strict=True)]
    return Line(parts[0].rpartition(".")[2].strip().upper(), [part.upper() for part in parts[1:]], text[end + 1 :])


def plain_value(line: Line) -> str:
    """The value with quoted-printable bytes turned into text. Half a letter stays half: the check refuses it."""
    if any(part in ("QUOTED-PRINTABLE", "ENCODING=QUOTED-PRINTABLE") for part in line.parameters):
        told = next((part[8:] for part in line.parameters if part.startswith("CHARSET=")), "UTF-8")
        data = quopri.decodestring(line.value.encode("utf-8", "surrogateescape"))
        return data.decode(usable_encoding(told) or "utf-8", "surrogateescape")
    return line.value


def unescape(text: str) -> str:
    """A value without its backslashes; "\\n" is the end of a line."""
    return _ESCAPE.sub(lambda found: "\n" if found.group(1) in "nN" else found.group(1), text)


def open_cards(path: Path, settings: ImportSettings) -> HeldTable:
    """The people as a table, card 1 in row 2. Raises ``UserError``."""
    examined, lines = content_lines(path, settings, _READ)
    rows: list[list[str]] = []
    card: list[Line] | None = None
    for line in lines:
        what = line.value.strip().upper()
        if line.name == "BEGIN" and what == "VCARD":
            if card is not None:
                raise refusal(
                    tr("Card {n} of {file} has another card inside it.", n=len(rows) + 1, file=path.name),
                    tr("Export the cards anew, one after the other."),
                )
            card = []
        elif line.name == "END" and what == "VCARD":
            if card:
                rows.append(_row(card))
            card = None
            if len(rows) > _MOST_CARDS:
                raise refusal(tr("{file} has more than 200,000 cards.", file=path.name), tr("Import it in parts."))
        elif card is not None and line.name not in ("BEGIN", "END"):
            card.append(line)
    if card is not None:
        raise refusal(
            tr("{file} ends in the middle of card {n}.", file=path.name, n=len(rows) + 1),
            tr("Check that it was saved completely."),
        )
    if not rows:
        raise refusal(tr("{file} is empty.", file=path.name), tr("Check that it was saved completely."))
    return HeldTable(
        header=HEADER,
        numbers=range(2, len(rows) + 2),
        rows=rows,
        encoding=examined.encoding,
        warnings=examined.warnings,
    )


def _row(card: list[Line]) -> list[str]:
    """One person. Of several addresses the preferred one goes first, a fax last; the others are kept in the notes."""
    found: dict[int, list[str]] = {}
    name = ""
    for line in sorted(card, key=_preference):
        text = plain_value(line)
        if line.name == "N":
            family, given, *_ = [unescape(part).strip() for part in (*_PARTS.split(text), "")]
            name = f"{given} {family}".strip()
            continue
        place = _PLACES[line.name]
        if line.name == "ORG":
            text = unescape(_PARTS.split(text)[0])
        elif line.name == "ADR":
            text = ", ".join(part for part in map(str.strip, map(unescape, _PARTS.split(text))) if part)
        else:
            text = unescape(text)
        if place in (_PHONE, _EMAIL):
            text = first_point(text)
        if (text := text.strip()) and text not in found.setdefault(place, []):
            found[place].append(text)
    row = [(found.get(place) or [""])[0] for place in range(len(HEADER))]
    more = [
        f"{label}: {text}"
        for place, label in ((_EMAIL, "E-mail"), (_PHONE, "Phone"), (_ROLE, "Role"), (_COMPANY, "Company"))
        for text in found.get(place, [])[1:]
    ]
    row[_NAME] = row[_NAME] or name or row[_COMPANY]
    row[_NOTES] = "\n".join([*found.get(_NOTES, []), *more])
    return row


def _preference(line: Line) -> tuple[bool, int]:
    """What comes first is liked best: "TYPE=PREF" or "PREF=1", then "PREF=2", then what says nothing, then a fax."""
    told = ",".join(line.parameters)
    number = re.search(r"\bPREF=(\d{1,3})\b", told)
    return "FAX" in told, int(number.group(1)) if number else 1 if "PREF" in told else _LAST
