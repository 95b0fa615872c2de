"""Finds the row that names the columns where a title, the day of the export or groups of columns stand above it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from crm_desktop.i18n import tr_n
from crm_desktop.services.importing.headers import meanings, plain, spelled
from crm_desktop.services.importing.table import Block, Table

_LOOKED_AT = 20
_COLUMNS_LOOKED_AT = 200
_AT_LEAST = 2


def told(cells: Sequence[str]) -> int:
    """How many of these cells are names of columns."""
    return sum(bool(meanings(cell)) for cell in cells[:_COLUMNS_LOOKED_AT])


def is_names(cells: Sequence[str]) -> bool:
    """Nothing but names: no figures (a "Phone 2" is none), none twice."""
    names = [spelled(cell) for cell in cells if cell.strip()]
    return len(set(names)) == len(names) and not any(map(_is_figure, names))


def _is_figure(name: str) -> bool:
    return name[:1].isdigit() or 3 * sum(map(str.isdigit, name)) > len(name)


def row_of_names(table: Table, mapping: Mapping[str, str]) -> tuple[int, int, Sequence[str]] | None:
    """Number of the row that names the columns, how many filled rows stand above it, and its cells.

    ``None`` when it is the first one, as in nearly every file: another must name twice as many columns, two at least.
    ``mapping``: what a person said about columns; one that the first row has settles it.
    """
    first = told(table.header)
    names = {plain(cell) for cell in table.header}
    if any(plain(header) in names for header in mapping):
        return None
    rows = ((n, cells) for numbers, rows in table.blocks() for n, cells in zip(numbers, rows, strict=True))
    for above, (number, cells) in enumerate(islice(rows, _LOOKED_AT), 1):
        if told(cells) >= max(_AT_LEAST, 2 * first) and is_names(cells):
            return number, above, cells
    return None


def below(blocks: Iterator[Block], number: int) -> Iterator[Block]:
    """The rows below this one."""
    for numbers, rows in blocks:
        if not numbers or numbers[0] > number:
            yield Block(numbers, rows)
            continue
        first = next((at for at, each in enumerate(numbers) if each > number), len(numbers))
        if first < len(numbers):
            yield Block(numbers[first:], rows[first:])


def passed_over(above: int) -> str:
    """Says that rows above the names of the columns were not read."""
    return tr_n(
        "{n} row above the names of the columns was passed over.",
        "{n} rows above the names of the columns were passed over.",
        above,
    )
