"""What every reader of files gives: a header and blocks of numbered rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

_BLOCK = 512


class Block(NamedTuple):
    """Some rows that follow each other: their numbers, as in a spreadsheet, and their cells."""

    numbers: Sequence[int]
    rows: Sequence[Sequence[str]]


class Table(Protocol):
    """A file as a table. ``lines`` is about how many rows there are; ``blocks`` the rows below the header."""

    @property
    def header(self) -> Sequence[str]: ...
    @property
    def encoding(self) -> str: ...
    @property
    def delimiter(self) -> str: ...
    @property
    def lines(self) -> int: ...
    @property
    def warnings(self) -> tuple[str, ...]: ...
    @property
    def sheet(self) -> str: ...
    @property
    def sheets(self) -> tuple[str, ...]: ...
    @property
    def typed(self) -> bool: ...
    def blocks(self) -> Iterator[Block]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldTable:
    """A table held in memory, as bounded formats are: a sheet of a workbook, cards, appointments, a pasted table.

    ``typed``: some cells are ``Exact`` or ``Faulty``. No row is empty.
    """

    header: Sequence[str]
    numbers: Sequence[int]
    rows: Sequence[Sequence[str]]
    encoding: str = ""
    delimiter: str = ""
    warnings: tuple[str, ...] = ()
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    typed: bool = False

    @property
    def lines(self) -> int:
        """How many rows there are."""
        return len(self.rows)

    def blocks(self) -> Iterator[Block]:
        """The rows below the header."""
        for begin in range(0, len(self.rows), _BLOCK):
            end = begin + _BLOCK
            yield Block(self.numbers[begin:end], self.rows[begin:end])
