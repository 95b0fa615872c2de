"""Looks into an old XLS workbook before it is read: how far its sheets reach, and which cells are errors."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import NamedTuple

_FREE = 0xFFFFFFFA  # this and above: no sector
_ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}
_BEGIN, _END, _SHEET = 0x0809, 0x000A, 0x0085
_FORMULA, _TRUTH, _MANY = 0x0006, 0x0205, 0x00BD
_CELLS = {_FORMULA, _TRUTH, _MANY, 0x0203, 0x027E, 0x00FD, 0x0204, 0x00D6}


class Looked(NamedTuple):
    """What one sheet holds: the corner of its last cell, and its errors by row and column, all from 0."""

    last_row: int
    last_column: int
    errors: dict[tuple[int, int], str]


class BrokenError(Exception):
    """The file is no such workbook, or damaged."""


def look_into(data: bytes) -> list[Looked]:
    """What each sheet of the workbook holds, in their order. Raises ``BrokenError``."""
    try:
        stream = _workbook_stream(data)
        begins = [
            int.from_bytes(stream[at : at + 4], "little") for kind, at, _ in _records(stream, 0) if kind == _SHEET
        ]
        return [_sheet(stream, begin) for begin in begins[:5_000]]
    except (struct.error, IndexError) as error:
        raise BrokenError from error


def _records(stream: bytes, at: int) -> Iterator[tuple[int, int, int]]:
    """Kind, place and length of the records from here to the end of their part."""
    depth = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        at += 4
        if kind == _BEGIN:
            depth += 1
        elif kind == _END:
            depth -= 1
            if depth <= 0:
                return
        elif depth == 1:
            yield kind, at, length
        at += length


def _sheet(stream: bytes, begin: int) -> Looked:
    last_row = last_column = 0
    errors: dict[tuple[int, int], str] = {}
    for kind, at, length in _records(stream, begin):
        if kind not in _CELLS or length < 6:
            continue
        row, column = struct.unpack_from("<HH", stream, at)
        end = struct.unpack_from("<H", stream, at + length - 2)[0] if kind == _MANY else column
        last_row, last_column = max(last_row, row), max(last_column, end)
        if kind == _TRUTH and length >= 8 and stream[at + 7]:
            errors[row, column] = _ERRORS.get(stream[at + 6], "#")
        elif kind == _FORMULA and length >= 14 and stream[at + 12 : at + 14] == b"\xff\xff" and stream[at + 6] == 2:
            errors[row, column] = _ERRORS.get(stream[at + 8], "#")
    return Looked(last_row, last_column, errors)


def _workbook_stream(data: bytes) -> bytes:
    """The stream that the workbook is in, of the small file system that such a file is."""
    sector = 1 << min(struct.unpack_from("<H", data, 30)[0], 16)
    directory, cutoff, small_table = (struct.unpack_from("<I", data, at)[0] for at in (48, 56, 60))
    parts = list(struct.unpack_from("<109I", data, 76))
    more, seen = struct.unpack_from("<I", data, 68)[0], 0
    while more < _FREE and seen * sector < len(data):
        block = _block(data, more, sector)
        parts += struct.unpack(f"<{sector // 4 - 1}I", block[:-4])
        more, seen = struct.unpack("<I", block[-4:])[0], seen + 1
    table = b"".join(_block(data, part, sector) for part in parts if part < _FREE)
    links = struct.unpack(f"<{len(table) // 4}I", table)
    entries = _chain(data, directory, sector, links, offset=1)
    root_begin = struct.unpack_from("<I", entries, 116)[0]
    for at in range(0, len(entries), 128):
        length = max(struct.unpack_from("<H", entries, at + 64)[0] - 2, 0)
        name = entries[at : at + length].decode("utf-16-le", "replace")
        if name in ("Workbook", "Book"):
            begin, size = struct.unpack_from("<II", entries, at + 116)
            if size >= cutoff:
                return _chain(data, begin, sector, links, offset=1)[:size]
            small = _chain(data, small_table, sector, links, offset=1)
            small_links = struct.unpack(f"<{len(small) // 4}I", small)
            return _chain(_chain(data, root_begin, sector, links, offset=1), begin, 64, small_links, offset=0)[:size]
    raise BrokenError


def _block(data: bytes, number: int, sector: int) -> bytes:
    block = data[(number + 1) * sector : (number + 2) * sector]
    return block.ljust(sector, b"\0")


def _chain(data: bytes, begin: int, sector: int, links: tuple[int, ...], *, offset: int) -> bytes:
    """The sectors that follow each other, joined; one that is met twice ends it."""
    pieces, met = [], set[int]()
    while begin < len(links) and begin not in met:
        met.add(begin)
        pieces.append(data[(begin + offset) * sector : (begin + offset + 1) * sector])
        begin = links[begin]
    return b"".join(pieces)
