"""Makes text harmless to spreadsheets, which take a cell that begins like a formula for one, and undoes it."""

from __future__ import annotations

import re
from collections.abc import Sequence

_BEGINNINGS = frozenset("=+-@\t\r\n＝＋－＠")
_MARK = "'"
_CHANGED = _BEGINNINGS | {_MARK}
_MARKED = re.compile(r"'\+?[0-9]")
_NUMBER = re.compile(r"[-+]?[0-9]+(?:[.,][0-9]+)*")


def neutral(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet could take it for a formula, or it begins with one."""
    return _MARK + text if text and text[0] in _CHANGED else text


def all_harmless(texts: Sequence[str]) -> bool:
    """``neutral`` leaves each of these as it is."""
    return _CHANGED.isdisjoint({text[:1] for text in texts})


def harmless(text: str) -> str:
    """The same for a cell of which nobody knows whether it is text: a plain number stays one."""
    return text if _NUMBER.fullmatch(text) else neutral(text)


def marked(number: str) -> str:
    """The digits with an apostrophe before them, so that a spreadsheet takes them for a text and rounds nothing."""
    return _MARK + number if number else number


def unmarked(text: str) -> str:
    """A number, or a phone number, without the apostrophe that a spreadsheet was to take it for a text by."""
    return text[1:] if _MARKED.match(text) else text


def as_meant(text: str) -> str:
    """The text that ``neutral`` was given."""
    return text[1:] if len(text) > 1 and text[0] == _MARK and text[1] in _CHANGED else text
