"""Reads the rows of an XLSX sheet that is written as nearly every program writes it, thousands of cells at a time."""

from __future__ import annotations

import codecs
import re
import string
from collections.abc import Iterator
from itertools import pairwise
from xml.sax.saxutils import unescape

from crm_desktop.services.importing.packed import Package
from crm_desktop.services.importing.sheets import LONGEST_CELL, Grid
from crm_desktop.services.importing.workbook_values import CellValues, column_place

# What follows the place of a cell: style, type; formula; value, or text that stands in the cell itself.
_REST = (
    r'(?: s="(?P<style>[0-9]{1,6})")?(?: t="(?P<kind>[A-Za-z]{1,9})")?'
    r"(?:/>|>(?P<formula><f(?: [^<>]*)?(?:/>|>[^<]*</f>))?"
    r'(?:<v>(?P<value>[^<]*)</v>|<is><t(?: xml:space="preserve")?>(?P<own>[^<]*)</t></is>)?</c>)'
)
_TOLD = re.compile(_REST)
# Column, row, rest.
_CELL = re.compile(rf'<c r="([A-Z]{{1,3}})([0-9]{{1,7}})"({re.sub("[?]P<[a-z]+>", "?:", _REST)})')
_STRIDE = _CELL.groups + 1
_BETWEEN_CELLS = re.compile(r"(?:<row(?: [^<>]*)?>|</row>|\s)*+")
_CELL_BEGIN, _ROW_END = '<c r="', "</row>"
_LETTERS = string.ascii_uppercase
_ROW_NUMBER = re.compile("[0-9]{1,7}")
_BEGIN, _END = "<sheetData>", "</sheetData>"
_LONGEST_HEAD = 1 << 16
_TELLS_ENCODING = re.compile(r"""encoding=["'](?!utf-8["'])""", re.IGNORECASE)
# What XML does not allow, or changes on reading.
_CONTROLS = bytes(sorted({*range(32), 127} - {9, 10}))
_NO_LETTERS = "\ufffe", "\uffff"
_OTHER_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)")
_QUOTES = {"&quot;": '"', "&apos;": "'"}
_VALUE, _VALUE_END = "<v>", "</v></c>"
_MOST_REMEMBERED = 100_000


class UnusualError(Exception):
    """The sheet is not written that way: whoever wants it has to read it element by element."""


class _Texts(dict[str, str]):
    """What a cell holds, by all that is written of it but its place; cells that are alike are worked out once."""

    def __init__(self, values: CellValues) -> None:
        super().__init__()
        self._values = values
        # How cells begin that hold nothing but a number, with their style: hardly two numbers are alike.
        self._numbers: dict[str, str] = {}

    def __missing__(self, rest: str) -> str:
        begin, _, value = rest.partition(_VALUE)
        style, number = self._numbers.get(begin), value.removesuffix(_VALUE_END)
        sure = style is not None and len(number) < len(value) and "<" not in number
        text = self._values.number(style or "", _plain(number)) if sure else self._told(rest, begin)
        if len(self) < _MOST_REMEMBERED:
            self[rest] = text
        return text

    def _told(self, rest: str, begin: str) -> str:
        told = _TOLD.fullmatch(rest)
        if told is None:
            raise UnusualError
        style, kind, formula, value, own = told.groups()
        if kind is None and formula is None and value is not None and len(self._numbers) < _MOST_REMEMBERED:
            self._numbers[begin] = style or ""
        if formula is not None:
            formula = _plain(formula.partition(">")[2].removesuffix("</f>"))
        shown = value if own is None else own
        return self._values.text(kind or "n", style or "", None if shown is None else _plain(shown), formula)


class _Places(dict[str, int]):
    """The places of columns by their letters."""

    def __missing__(self, letters: str) -> int:
        place = self[letters] = column_place(letters)
        return place


def read_rows(package: Package, part: str, values: CellValues, grid: Grid) -> None:
    """Puts the cells of a sheet's part into the grid. Raises ``UnusualError``, and ``UserError`` beyond the bounds."""
    known = _Texts(values)
    places = _Places()
    for piece in _pieces(package, part):
        if any(letter in piece for letter in _NO_LETTERS) or ("&" in piece and _OTHER_ENTITY.search(piece)):
            raise UnusualError
        if (full := _full_rows(piece, known)) is not None:
            grid.put_rows(*full)
            continue
        parts = _CELL.split(piece)
        between = parts[::_STRIDE]
        if not _BETWEEN_CELLS.fullmatch("".join(between)):
            raise UnusualError
        columns = list(map(places.__getitem__, parts[1::_STRIDE]))
        rows, texts = parts[2::_STRIDE], list(map(known.__getitem__, parts[3::_STRIDE]))
        starts = [at for at, gap in enumerate(between[:-1]) if gap]
        for start, end in pairwise([*starts, len(texts)]):
            row = rows[start]
            if rows[start:end].count(row) != end - start:
                raise UnusualError
            grid.put_row(int(row), columns[start:end], texts[start:end])


def _full_rows(piece: str, known: _Texts) -> tuple[list[int], list[list[str]]] | None:
    """Numbers and texts of rows that all have a cell in each of the first columns, and in no other; else ``None``.

    A column at a time, which is much faster than cell by cell.
    """
    before, *cells = piece.split(_CELL_BEGIN)
    width = piece[: piece.find(_ROW_END)].count(_CELL_BEGIN)
    count = piece.count(_ROW_END)
    if not 0 < width <= len(_LETTERS) or len(cells) != width * count:
        return None
    last = cells[width - 1 :: width]
    gaps = [cell[cell.find(_ROW_END) + len(_ROW_END) :] for cell in last]
    cells[width - 1 :: width] = [cell[: cell.find(_ROW_END)] for cell in last]
    numbers = [cell[1 : cell.find('"')] for cell in cells[::width]]
    if not all(map(_ROW_NUMBER.fullmatch, numbers)) or not _BETWEEN_CELLS.fullmatch(before + _ROW_END.join(gaps)):
        return None
    ends = [number + '"' for number in numbers]
    try:
        columns = [
            list(map(known.__getitem__, map(str.removeprefix, cells[at::width], map(letter.__add__, ends))))
            for at, letter in enumerate(_LETTERS[:width])
        ]
    except UnusualError:
        return None
    return list(map(int, numbers)), list(map(list, zip(*columns, strict=True)))


def _pieces(package: Package, part: str) -> Iterator[str]:
    """What stands between the begin and the end of the rows, cut behind rows."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    chunks = map(_checked, package.chunks(part))
    waiting = ""
    try:
        while _BEGIN not in waiting:
            waiting += decoder.decode(next(chunks))
            if len(waiting) > _LONGEST_HEAD:
                break
        head, begin, waiting = waiting.partition(_BEGIN)
        if not begin or _TELLS_ENCODING.search(head) or "<!" in head or "<worksheet" not in head:
            raise UnusualError
        while _END not in waiting:
            rows, end, rest = waiting.rpartition(_ROW_END)
            if end:
                yield rows + end
                waiting = rest
            if len(waiting) > LONGEST_CELL:
                raise UnusualError
            waiting += decoder.decode(next(chunks))
        rows, _, last = waiting.partition(_END)
        yield rows
        for chunk in chunks:
            last = (last + decoder.decode(chunk))[-_LONGEST_HEAD:]
        if not last.rstrip().endswith("</worksheet>"):
            raise UnusualError
    except (StopIteration, UnicodeDecodeError) as error:
        raise UnusualError from error


def _checked(chunk: bytes) -> bytes:
    if len(chunk.translate(None, _CONTROLS)) < len(chunk):
        raise UnusualError
    return chunk


def _plain(text: str) -> str:
    return unescape(text, _QUOTES) if "&" in text else text
