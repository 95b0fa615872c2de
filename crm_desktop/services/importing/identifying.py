"""Reads the numbers that a workspace gives its accounts and people, as its exports hold them."""

from __future__ import annotations

from collections.abc import Sequence

from crm_desktop.domain.neutral import unmarked
from crm_desktop.domain.parsing import Fault, UnreadableError

# Numbers of other programs are shorter: ours hold the time they were given at.
_LEAST_DIGITS, _MOST_DIGITS = 15, 19


def is_id(text: str) -> bool:
    """It has the look of such a number."""
    text = unmarked(text.strip())
    return text.isascii() and text.isdigit() and _LEAST_DIGITS <= len(text) <= _MOST_DIGITS


def are_rounded(cells: Sequence[str]) -> bool:
    """A spreadsheet has taken them for figures and kept 15 digits: by chance they may be the numbers of others."""
    return len(cells) > 1 and all(cell.strip().endswith("000") for cell in cells)


def parse_id(text: str) -> int | None:
    """The number; ``None`` in an empty cell. A spreadsheet that rounded it (7.3E+17) makes it unreadable."""
    text = unmarked(text.strip())
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS):
        raise UnreadableError(Fault.NOT_A_NUMBER)
    return int(text)
