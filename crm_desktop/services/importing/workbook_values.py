"""What a cell of an XLSX sheet holds, by its type, its style and what was saved in it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from crm_desktop.services.importing.cells import Exact, Faulty, day_cell, number_cell, padded_cell, percent_cell
from crm_desktop.services.importing.packed import damaged

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


DAY, PERCENT = "day", "%"


class CellValues(NamedTuple):
    """The workbook's texts that cells refer to by number; by the number of a style what it shows a number as.

    That is ``DAY``, ``PERCENT``, or as many zeros as a number has digits at least; other styles are not in it.
    """

    path: Path
    strings: Sequence[str]
    styles: Mapping[str, str]
    from_1904: bool

    def text(self, kind: str, style: str, value: str | None, formula: str | None) -> str:
        """The text of a cell, as what it is certain to be; ``None`` is what the cell does not have."""
        if value is None:
            return "" if formula is None else Faulty("=" + formula[:60])
        match kind:
            case "s":
                if not value.strip().isdigit() or int(value) >= len(self.strings):
                    raise damaged(self.path)
                return self.strings[int(value)]
            case "inlineStr" | "str":
                return unescaped(value)
            case "e":
                return Faulty(value or "#")
            case "b":
                return "TRUE" if value.strip() == "1" else "FALSE"
            case "d":
                return Exact(value.strip())
        if formula is not None and not value.strip():
            # Some programs write a formula with an empty place for the result they never worked out.
            return Faulty("=" + formula[:60])
        return self.number(style, value)

    def number(self, style: str, value: str) -> str:
        """A number as its style shows it."""
        if not value or value.isspace():
            return ""
        match self.styles.get(style):
            case None:
                return number_cell(value)
            case "day":
                return day_cell(value, from_1904=self.from_1904)
            case "%":
                return percent_cell(value)
            case zeros:
                return padded_cell(value, len(zeros))


def unescaped(text: str) -> str:
    """Characters that XML cannot hold are written _x000D_ in these files."""
    return _ESCAPED.sub(lambda found: chr(int(found.group(1), 16)), text) if "_x" in text else text


def column_place(letters: str) -> int:
    """ "A" is 0, "AA" 26."""
    place = 0
    for letter in letters.upper():
        place = place * 26 + ord(letter) - ord("A") + 1
    return place - 1
