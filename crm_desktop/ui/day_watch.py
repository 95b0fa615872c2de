"""Notices that it has become another day, also on a laptop that slept over midnight."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from crm_desktop.app import App

_EVERY_MS = 60_000


class DayWatch(QObject):
    """``changed`` when a new day has begun."""

    changed = Signal()

    def __init__(self, app: App, parent: QObject) -> None:
        super().__init__(parent)
        self._app = app
        self._day = app.today
        self._clock = QTimer(self)
        self._clock.setInterval(_EVERY_MS)
        self._clock.timeout.connect(self._look)
        self._clock.start()

    def stop(self) -> None:
        """The window closes."""
        self._clock.stop()

    def _look(self) -> None:
        if self._app.today != self._day:
            self._day = self._app.today
            self.changed.emit()
