"""Fills the index of what was said while nobody waits for anything, one small piece after the other."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from crm_desktop.domain.changes import Changes
from crm_desktop.services import talk_index
from crm_desktop.ui.desk import Desk

_FIRST, _NEXT = 3_000, 100
"""Milliseconds after the start or a change, and between two pieces: nine tenths of the worker's time are free."""


class TalkReader(QObject):
    """Begins by itself, and again when conversations were written; waits while ``busy`` says that somebody searches."""

    def __init__(self, desk: Desk, parent: QObject, *, busy: Callable[[], bool]) -> None:
        super().__init__(parent)
        self._desk, self._busy = desk, busy
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._read)
        self._timer.start(_FIRST)

    def on_changes(self, changes: Changes) -> None:
        """Reads what an operation wrote, a little later."""
        if changes.touches("interaction"):
            self._timer.start(_FIRST)

    def _read(self) -> None:
        if self._busy():
            self._timer.start(_FIRST)
            return
        store = self._desk.app.store
        self._desk.tasks.run(lambda: talk_index.read_some(store), self._go_on, latest="talk-index")

    def _go_on(self, more: bool) -> None:
        if more:
            self._timer.start(_NEXT)

    def stop(self) -> None:
        """The window closes."""
        self._timer.stop()
