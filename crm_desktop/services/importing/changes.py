"""What an import changes in known accounts and people, value by value, so that it can be seen before it happens."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

from crm_desktop.domain.dates import day_from

EMPTY = ("", None, "[]")
MOST_KEPT = 20_000


class Change(NamedTuple):
    """One value of an account or a person: in which row of the file, of whom, which field, from what to what."""

    row: int
    of: str
    field: str
    before: str
    after: str

    def to_json(self) -> dict[str, str | int]:
        """As ``crm import --dry-run --json`` tells it."""
        return {"row": self.row, "of": self.of, "field": self.field, "before": self.before, "after": self.after}


class Noted(NamedTuple):
    """Something about the row at ``place`` of the block at hand; ``field`` is the column it is about."""

    place: int
    field: str
    sentence: str


class Diary:
    """What was changed, doubted and left out while the rows of one block were taken."""

    def __init__(self) -> None:
        self.place = 0
        self.changes: list[Change] = []
        self.doubts: list[Noted] = []
        self.left: dict[int, Noted] = {}

    def changed(self, of: str, field: str, before: Any, after: Any) -> None:
        """A value becomes another one."""
        self.changes.append(Change(self.place, of, field, as_text(field, before), as_text(field, after)))

    def doubt(self, field: str, sentence: str) -> None:
        """The row is taken, but is worth a look."""
        self.doubts.append(Noted(self.place, field, sentence))

    def leave(self, field: str, sentence: str) -> None:
        """The row is left out."""
        self.left[self.place] = Noted(self.place, field, sentence)

    def begin(self) -> None:
        """Forgets what the block before said."""
        self.place = 0
        self.changes, self.doubts, self.left = [], [], {}


class Told:
    """What the file has said already: of two rows that contradict each other the first is believed."""

    def __init__(self) -> None:
        self._told: dict[tuple[Any, int], Any] = {}

    def overwrite(self, whose: Any, entry: list[Any], values: Sequence[Any], same: Any) -> tuple[list[int], int]:
        """Puts the filled values over those of ``entry``; the places that changed, and how many were contradicted.

        ``same(place, one, other)``: two ways of writing one value.
        """
        fresh: list[int] = []
        contradicted = 0
        for place, value in enumerate(values[: len(entry)]):
            if value in EMPTY:
                continue
            if (whose, place) in self._told:
                contradicted += not same(place, self._told[whose, place], value)
                continue
            self._told[whose, place] = value
            if not same(place, entry[place], value):
                fresh.append(place)
        return fresh, contradicted


def as_text(field: str, value: Any) -> str:
    """A value of the tables as a person reads it."""
    if value in EMPTY:
        return ""
    if field == "since":
        return day_from(value).isoformat()
    return ", ".join(json.loads(value)) if field == "tags" else str(value)
