"""What the tests of the one-line entry share: a Friday, some names, and the line read on it."""

from __future__ import annotations

from datetime import date

from crm_desktop.domain.entry import Line, Piece, read_line

TODAY = date(2026, 11, 20)  # a Friday
TUESDAY, NEXT_FRIDAY = date(2026, 11, 24), date(2026, 11, 27)
NAMES = [
    "Acme Fasteners", "Kovač Mizarstvo", "Αφοί Παπαδάκη", "Коваленко і син", "Call Center Ltd", "Noteworthy",
    "Promise Bakery", "Credit Note Services",
]  # fmt: skip
PEOPLE = ["Maria Kos", "Ivan Horvat", "Žiga Marn", "Олена Коваль"]


def read(text: str, language: str = "en") -> Line:
    return read_line(text, TODAY, accounts=NAMES, people=PEOPLE, language=language, currency="EUR")


def spanned(line: Line, text: str, piece: Piece) -> str:
    return next((text[s.start : s.end] for s in line.spans if s.piece is piece), "")
