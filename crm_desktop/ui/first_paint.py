"""Puts off what can wait until a window has been seen for the first time."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget

# The window's own first events (its place, its size) go before ours.
_AFTER_PAINT = 30
# A window that opens minimised is not painted at all.
_AT_THE_LATEST = 1_000


def after_first_paint(window: QWidget, run: Callable[[], None]) -> None:
    """Calls ``run`` once, soon after ``window`` has been painted, or a second later where it is not."""
    _Waiting(window, run)


class _Waiting(QObject):
    def __init__(self, window: QWidget, run: Callable[[], None]) -> None:
        super().__init__(window)
        self._window = window
        self._run = run
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._ready)
        self._timer.start(_AT_THE_LATEST)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self._window.removeEventFilter(self)
            self._timer.start(_AFTER_PAINT)
        return False

    def _ready(self) -> None:
        # It stays, a few bytes, until its window goes: deleting itself later may come after the window and crash.
        self._window.removeEventFilter(self)
        self._run()
