"""Keeps the calendar file up to date: a moment after something in it has changed, in the worker."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from crm_desktop import settings
from crm_desktop.domain.changes import Changes
from crm_desktop.services import calendar
from crm_desktop.ui.desk import Desk

_SOON_MS = 2_000


class CalendarFile(QObject):
    """The file that was chosen for this workspace on this laptop, if one was."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._told = False
        # Several changes in a row are written once.
        self._timer = QTimer(self, singleShot=True)
        self._timer.setInterval(_SOON_MS)
        self._timer.timeout.connect(self.write)

    @property
    def is_waiting(self) -> bool:
        """Whether something has changed that is not written yet."""
        return self._timer.isActive()

    def on_changes(self, changes: Changes) -> None:
        """Something was written."""
        if changes.touches(*calendar.KINDS):
            self._timer.start()

    def write(self) -> None:
        """Writes the file now, if one was chosen and anything in it has changed."""
        self._timer.stop()
        app = self._desk.app
        chosen = settings.get().calendar_files.get(str(app.store.path))
        if not chosen:
            return
        file, today = Path(chosen), app.today
        self._desk.tasks.run(
            lambda: calendar.keep_ics(app.store, file, today, datetime.now(UTC)), self._written, failed=self._failed
        )

    def _written(self, _changed: bool) -> None:
        self._told = False

    def _failed(self, error: Exception) -> None:
        """Told once, until it has worked again."""
        if not self._told:
            self._told = True
            self._desk.show_problem(error)

    def close(self) -> None:
        """The window closes: what waits is written first."""
        if self.is_waiting:
            self.write()
