"""The values of checked rows, held by column as they are read and kept, and put together as rows where one asks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import repeat
from operator import itemgetter
from typing import Any, NamedTuple, overload

Values = tuple[Any, ...]


class Same(NamedTuple):
    """A column that holds one value throughout, as most columns of most files do."""

    value: Any


Column = Sequence[Any] | Same


class Checked(Sequence[Values]):
    """So many rows that follow each other. Rows are only made of the columns when somebody looks at one."""

    def __init__(self, columns: Sequence[Column], number: int) -> None:
        self.columns = columns
        self._number = number

    @cached_property
    def _rows(self) -> list[Values]:
        number = self._number
        each = (repeat(found.value, number) if isinstance(found, Same) else found for found in self.columns)
        return list(zip(*each, strict=True))

    def __len__(self) -> int:
        return self._number

    @overload
    def __getitem__(self, place: int) -> Values: ...
    @overload
    def __getitem__(self, place: slice) -> list[Values]: ...
    def __getitem__(self, place: int | slice) -> Values | list[Values]:
        return self._rows[place]

    def __iter__(self) -> Iterator[Values]:
        return iter(self._rows)


def values_at(rows: Sequence[Values], place: int) -> Iterable[Any]:
    """What the rows have in one place, each value at least once."""
    return rows.columns[place] if isinstance(rows, Checked) else map(itemgetter(place), rows)


def columns_of(rows: Sequence[Values]) -> Iterable[Column]:
    """The columns of some rows; there is at least one row."""
    return rows.columns if isinstance(rows, Checked) else zip(*rows, strict=True)
