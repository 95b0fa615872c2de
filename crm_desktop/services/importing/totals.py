"""Marks the totals below a list, which are no customer's rows: "Total: 2", "Skupaj", nothing but figures beside."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from crm_desktop.services.importing.table import Block

_WORDS = (
    "total", "totals", "grand total", "subtotal", "sub total", "sum", "summe", "gesamt", "gesamtsumme",
    "summa", "totalt", "i alt", "skupaj", "skupno", "vsota", "seštevek", "ukupno", "svega", "укупно", "свега", "збир",
    "разом", "всього", "усього", "підсумок", "итого", "всего", "σύνολο", "σύνολα", "γενικό σύνολο", "totale", "totaal",
    "suma", "razem", "celkem", "spolu", "összesen",
)  # fmt: skip
_FIGURE = r"[-(]?[^\W\d_]{0,3}[€$£]?\s?\d[\d\s.,'’]*(?:\s?[^\W\d_]{1,3}|\s?[€$£%])?\)?"
_LABEL = re.compile(rf"(?:{'|'.join(_WORDS)})\s*(:?)\s*({_FIGURE})?", re.IGNORECASE)
_ALONE = re.compile(_FIGURE)


class Total(list[str]):
    """The cells of a row that is a total."""

    __slots__ = ()


def is_total(cells: Sequence[str]) -> bool:
    """A word for a total in the first cell that is filled, and nothing but figures beside it.

    Where nothing stands beside it and the list has no other column, the word alone may be a firm's name.
    """
    filled = [cell.strip() for cell in cells if cell and not cell.isspace()]
    if not filled:
        return False
    label = _LABEL.fullmatch(filled[0])
    if label is None or not all(map(_ALONE.fullmatch, filled[1:])):
        return False
    return len(cells) > 1 or bool(label[1] or label[2])


def marked(blocks: Iterator[Block]) -> Iterator[Block]:
    """The same blocks, the totals at the very end made ``Total``; each waits for the next, and no longer."""
    waiting = next(blocks, None)
    for block in blocks:
        if block.rows:
            if waiting is not None:
                yield waiting
            waiting = block
    if waiting is not None:
        yield _with_totals(waiting)


def _with_totals(block: Block) -> Block:
    first = len(block.rows)
    while first and is_total(block.rows[first - 1]):
        first -= 1
    if first == len(block.rows):
        return block
    return Block(block.numbers, [*block.rows[:first], *map(Total, block.rows[first:])])
