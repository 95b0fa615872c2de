"""Puts what stands in several columns or in one cell with others into one value: nothing of a row is dropped.

An address is joined of its parts; numbers and email addresses beyond the first go into the notes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from crm_desktop.domain.contact_points import is_email
from crm_desktop.services.export_tables import own_table
from crm_desktop.services.importing.cells import Faulty
from crm_desktop.services.importing.kinds import ADDRESS_PART, OTHER_EMAIL, OTHER_PHONE
from crm_desktop.services.importing.mapping import Mapping

_PARTED_EMAILS = re.compile(r"\s*(?::::|[;,/|])\s*|\s+")
_NUMBER = re.compile(r"[\d\s()+.\-–\N{NO-BREAK SPACE}]+")
_BETWEEN_NUMBERS = ":::"
"""What Google writes between two values of a cell. Any other cell of numbers stays as it was typed."""
_BETWEEN_EMAILS = (";", ",", "/", "|", _BETWEEN_NUMBERS, " ", "\N{NO-BREAK SPACE}")
_NOTHING = frozenset(("", "-", "--", "–", "—", "/", "?", "."))
Columns = list[Sequence[str]]


class Joining:
    """Works on the cells of some rows, column by column; a field that has no column gets one behind the others."""

    def __init__(self, mapping: Mapping, header: Sequence[str]) -> None:
        self._header, self._mapping = header, mapping
        self.width = len(mapping.fields)
        self._places: dict[str, int] = {}
        self._steps: list[Callable[[Columns], None]] = []
        parts = self._all(ADDRESS_PART)
        if parts:
            self._steps.append(lambda cells: self._join_address(cells, self._place("address"), parts))
            self._place("address")
        phones, emails = self._all("phone", OTHER_PHONE), self._all("email", OTHER_EMAIL)
        if mapping.notes_others:
            if own_table(tuple(header)) is None and (phones or emails):
                self._place("notes")
                self._steps.append(lambda cells: self._note_others(cells, phones, emails))
        elif len(phones) > 1:
            self._steps.append(lambda cells: self._take_first(cells, phones))

    def _all(self, *fields: str) -> list[int]:
        """The columns of these fields, those of the first before the others."""
        return [at for field in fields for at, each in enumerate(self._mapping.fields) if each == field]

    def _place(self, field: str) -> int:
        own = self._mapping.column(field)
        return own if own is not None else self._places.setdefault(field, self.width + len(self._places))

    def column(self, field: str) -> int | None:
        """Where a field stands once the cells are joined."""
        return self._places.get(field, self._mapping.column(field))

    def join(self, cells: Columns) -> None:
        """Changes the columns in place; there is at least one row, and each column has a cell of every row."""
        if not self._steps:
            return
        cells += [[""] * len(cells[0]) for _ in self._places]
        for step in self._steps:
            step(cells)

    def _take_first(self, cells: Columns, columns: Sequence[int]) -> None:
        """Of each row the first of these cells that holds anything."""
        first = cells[columns[0]]
        for column in columns[1:]:
            first = [text or other for text, other in zip(first, cells[column], strict=True)]
        cells[columns[0]] = first

    def _join_address(self, cells: Columns, address: int, parts: Sequence[int]) -> None:
        cells[address] = [
            _joined_address(row[0], row[1:]) for row in zip(cells[address], *(cells[at] for at in parts), strict=True)
        ]

    def _note_others(self, cells: Columns, phones: Sequence[int], emails: Sequence[int]) -> None:
        notes: list[str] | None = None
        for columns, parted, digits in ((phones, _numbers, True), (emails, _emails, False)):
            if not columns or not self._needs_parting(cells, columns, digits=digits):
                continue
            notes = notes or list(cells[self._place("notes")])
            firsts: list[str] = []
            for place, row in enumerate(zip(*(cells[at] for at in columns), strict=True)):
                told = [(at, text) for at, cell in zip(columns, row, strict=True) for text in parted(cell)]
                firsts.append(told[0][1] if told else "")
                known = {_compared(firsts[-1], digits=digits)}
                for at, text in told[1:]:
                    if _compared(text, digits=digits) not in known and not isinstance(notes[place], Faulty):
                        known.add(_compared(text, digits=digits))
                        notes[place] = f"{notes[place]}\n{self._header[at]}: {text}".lstrip()
            cells[columns[0]] = firsts
        if notes is not None:
            cells[self._place("notes")] = notes

    def _needs_parting(self, cells: Columns, columns: Sequence[int], *, digits: bool) -> bool:
        """Most columns hold one number or address a cell, and no other column has any."""
        if any(any(cells[at]) for at in columns[1:]):
            return True
        whole = "\0".join(cells[columns[0]])
        marks = (_BETWEEN_NUMBERS,) if digits else _BETWEEN_EMAILS
        return any(mark in whole for mark in marks) or not _NOTHING.isdisjoint(filter(None, cells[columns[0]]))


def labels(mapping: Mapping, header: Sequence[str]) -> tuple[str, ...]:
    """How the lines begin that ``Joining`` puts into the notes."""
    fields = {"phone", "email", OTHER_PHONE, OTHER_EMAIL} if mapping.notes_others else ()
    return tuple(f"{name}: " for name, field in zip(header, mapping.fields, strict=True) if field in fields)


def noted(known: str, told: str, beginnings: tuple[str, ...]) -> str:
    """What known notes become when a row tells these: such lines replace nothing, are kept, and stand there once."""
    if not known or not told:
        return told
    before, now = known.split("\n"), told.split("\n")
    words, known_words = ([line for line in lines if not line.startswith(beginnings)] for lines in (now, before))
    fresh = [line for line in now if line.startswith(beginnings) and line not in before]
    if words and known_words and words != known_words:
        return "\n".join([*words, *(line for line in before if line.startswith(beginnings)), *fresh])
    return "\n".join([known, *([] if known_words else words), *fresh])


def _joined_address(address: str, parts: Sequence[str]) -> str:
    """The parts that the address does not name already, behind it."""
    for part in map(str.strip, parts):
        if part and not isinstance(address, Faulty):
            named = re.search(rf"(?<!\w){re.escape(part)}(?!\w)", address, re.IGNORECASE)
            address = address if named else f"{address}, {part}" if address.strip() else part
    return address


def _numbers(cell: str) -> list[str]:
    """The telephone numbers of a cell."""
    if cell.strip() in _NOTHING:
        return []
    return [part for part in map(str.strip, cell.split(_BETWEEN_NUMBERS)) if part]


def _emails(cell: str) -> list[str]:
    """The email addresses of a cell; what is beside an address keeps the cell whole."""
    if cell.strip() in _NOTHING:
        return []
    parts = [part for part in _PARTED_EMAILS.split(cell) if part]
    return parts if len(parts) > 1 and all(map(is_email, parts)) else [cell]


def _compared(text: str, *, digits: bool) -> str:
    """What is the same of two ways of writing one number or address."""
    number = "".join(filter(str.isdigit, text)).lstrip("0") if digits and _NUMBER.fullmatch(text) else ""
    return number or text.casefold().strip()
