"""Which rows of a table are ticked: one by one, as a range that Shift draws, or all of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence


class RowTicks:
    """``rows`` gives the ids of the rows in their order; ``changed`` is told of every change.

    What is ticked and not among the rows is ticked again when it comes back; it does not count meanwhile.
    """

    def __init__(self, rows: Callable[[], Sequence[int]], changed: Callable[[], None]) -> None:
        self._rows, self._changed = rows, changed
        self._ticked: set[int] = set()
        # Where Shift draws a range from, and what was ticked before it.
        self._anchor: int | None = None
        self._before: set[int] = set()
        self.count = 0

    def has(self, row: int) -> bool:
        """Whether the row with this id is ticked."""
        return row in self._ticked

    def ids(self) -> list[int]:
        """What is ticked, in the order of the rows."""
        return [row for row in self._rows() if row in self._ticked] if self._ticked else []

    @property
    def are_all(self) -> bool | None:
        """``None`` when some are and some are not."""
        return False if not self.count else True if self.count == len(self._rows()) else None

    def clear(self) -> None:
        self._set(set())

    def tick_all(self) -> None:
        """Every row there is, on screen or not."""
        self._set(set(self._rows()))

    def toggle(self, place: int) -> None:
        """Ticks or unticks the row at a place; a range that Shift draws begins there."""
        self._set(self._ticked ^ {self._rows()[place]})
        self._anchor, self._before = place, set(self._ticked)

    def extend(self, here: int, to: int) -> None:
        """Shift is held: ticks from where it began, which is ``here`` unless a range is being drawn."""
        if self._anchor is None:
            self._anchor, self._before = here, set(self._ticked)
        first, last = sorted((self._anchor, to))
        self._set(self._before | set(self._rows()[first : last + 1]))

    def end_range(self) -> None:
        """The next range begins where the keyboard is by then."""
        self._anchor = None

    def rows_are_others(self) -> None:
        """The rows have changed, and with them how many of them are ticked."""
        if self._ticked:
            self._count()

    def _set(self, ticked: set[int]) -> None:
        if ticked != self._ticked:
            self._ticked = ticked
            self._count()

    def _count(self) -> None:
        self.count = sum(row in self._ticked for row in self._rows()) if self._ticked else 0
        self._changed()
