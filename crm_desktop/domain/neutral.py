"""Makes text harmless to spreadsheets, which take a cell that begins like a formula for one, and undoes it."""

from __future__ import annotations

_BEGINNINGS = frozenset("=+-@\t\r\n＝＋－＠")
_MARK = "'"


def neutral(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet could take it for a formula, or it begins with one."""
    return _MARK + text if text and (text[0] in _BEGINNINGS or text[0] == _MARK) else text


def as_meant(text: str) -> str:
    """The text that ``neutral`` was given."""
    return text[1:] if len(text) > 1 and text[0] == _MARK and (text[1] in _BEGINNINGS or text[1] == _MARK) else text
