"""Notices what the window is not told: that it has become another day, and that another process has written."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from crm_desktop.app import App
from crm_desktop.ui.tasks import Tasks

_EVERY_MS = 60_000


class Watch(QObject):
    """Looks every minute, and when told to: a laptop may have slept, or somebody may come back from a terminal.

    ``new_day`` when a new day has begun; what others wrote comes as ``Changes`` to those who listen to the store.
    """

    new_day = Signal()

    def __init__(self, app: App, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._app, self._tasks = app, tasks
        self._day = app.today
        self._clock = QTimer(self)
        self._clock.setInterval(_EVERY_MS)
        self._clock.timeout.connect(self.look)
        self._clock.start()

    def stop(self) -> None:
        """The window closes."""
        self._clock.stop()

    def look(self) -> None:
        """Looks now."""
        if not self._clock.isActive():
            return
        if self._app.today != self._day:
            self._day = self._app.today
            self.new_day.emit()
        # A drive that went away is told by whoever reads next for a person, not once a minute.
        self._tasks.run(self._app.store.hear_others, latest="others", failed=lambda _error: None)
