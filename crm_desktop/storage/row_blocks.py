"""Very many rows in blocks of columns: as they are inserted, and packed as the journal keeps those taken away."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import chain, islice
from typing import Any

import apsw

_ROWS_A_STATEMENT = 64
_CHUNK = 80 * _ROWS_A_STATEMENT
_LENGTH = 4  # bytes before each packed piece


def in_columns(rows: Iterable[Sequence[Any]], width: int) -> Iterator[list[list[Any]]]:
    """Rows of so many values as blocks of columns."""
    # One value behind the other: thousands of rows held at a time would be gone through for garbage.
    values = chain.from_iterable(rows)
    while some := list(islice(values, _CHUNK * width)):
        yield [some[place::width] for place in range(width)]


def chunks(blocks: Iterable[Sequence[Iterable[Any]]], width: int) -> Iterator[list[list[Any]]]:
    """The same columns in blocks of some thousand rows."""
    held: list[list[Any]] = [[] for _ in range(width)]
    for block in blocks:
        for column, more in zip(held, block, strict=True):
            column += more
        if len(held[0]) >= _CHUNK:
            yield held
            held = [[] for _ in range(width)]
    if held[0]:
        yield held


def insert(
    connection: apsw.Connection,
    table: str,
    names: Sequence[str],
    columns: Sequence[Sequence[Any]],
    same: Mapping[str, Any],
) -> None:
    """Many rows a statement: a fifth faster than each by itself. What all have is handed over once a statement."""
    count = len(columns[0])
    alone = count % _ROWS_A_STATEMENT
    for first, last, together in ((0, alone, 1), (alone, count, _ROWS_A_STATEMENT)):
        connection.executemany(
            f"INSERT INTO {table} ({', '.join([*same, *names])}) VALUES {_marks(len(same), len(names), together)}",
            _values(columns, range(first, last, together), together, list(same.values())),
        )


def _values(
    columns: Sequence[Sequence[Any]], starts: Iterable[int], together: int, shared: list[Any]
) -> Iterator[list[Any]]:
    """What is bound to each statement: one and the same list, filled anew."""
    width = len(columns)
    values = [*shared, *[None] * (width * together)]
    for start in starts:
        for place, column in enumerate(columns, len(shared)):
            values[place::width] = column[start : start + together]
        yield values


@cache
def _marks(same: int, columns: int, rows: int) -> str:
    """The places of the values of so many rows, the first few of which are the same in each."""
    shared = [f"?{place}" for place in range(1, same + 1)]
    starts = range(same + 1, same + 1 + rows * columns, columns)
    return ", ".join(f"({', '.join([*shared, *(f'?{start + n}' for n in range(columns))])})" for start in starts)


def packed_rows(connection: apsw.Connection, table: str, first: int, last: int) -> Iterator[bytes]:
    """The rows with these ids column by column; of a column that holds one value throughout, as most do, that value."""
    cursor = connection.execute(f"SELECT * FROM {table} WHERE id BETWEEN ? AND ?", (first, last))
    names = [name for name, *_ in cursor.get_description()]
    for columns in in_columns(cursor, len(names)):
        number = len(columns[0])
        held = [column[:1] if column.count(column[0]) == number else column for column in columns]
        # Fast rather than small: what is undone is mostly done again soon, or dropped.
        piece = zlib.compress(json.dumps((table, names, held, number), ensure_ascii=False).encode(), 1)
        yield len(piece).to_bytes(_LENGTH) + piece


def unpacked(packed: bytes) -> Iterator[tuple[str, list[str], Iterable[Sequence[Any]]]]:
    """The pieces that ``packed_rows`` made, one behind the other: table, names of the columns, rows."""
    at = 0
    while at < len(packed):
        end = at + _LENGTH + int.from_bytes(packed[at : at + _LENGTH])
        table, names, held, *number = json.loads(zlib.decompress(packed[at + _LENGTH : end]))
        yield table, names, _rows(held, *number) if number else held  # row by row as the first versions kept them
        at = end


def _rows(columns: Sequence[list[Any]], number: int) -> Iterable[Sequence[Any]]:
    return zip(*(column if len(column) == number else column * number for column in columns), strict=True)
