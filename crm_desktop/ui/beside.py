"""What goes on beside the pages once the window has been painted: reminders, the calendar file, a daily backup."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.domain.changes import Changes
from crm_desktop.ui.backing_up import DailyBackup
from crm_desktop.ui.calendar_file import CalendarFile
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.reminders import Reminders


class Beside(QObject):
    """Belongs to the window; ``room`` is the column that its pages stand in."""

    def __init__(self, desk: Desk, window: QWidget, room: QVBoxLayout) -> None:
        super().__init__(window)
        self.reminders = Reminders(desk, window, room)
        self.calendar = CalendarFile(desk, self)
        self.backup = DailyBackup(desk, self)

    def begin(self) -> None:
        """From now on."""
        self.reminders.begin()
        self.calendar.write()
        self.backup.begin()

    def on_new_day(self) -> None:
        """It is another day."""
        self.reminders.look()
        self.calendar.write()
        self.backup.begin()

    def on_changes(self, changes: Changes) -> None:
        """Something was written."""
        self.reminders.on_changes(changes)
        self.calendar.on_changes(changes)

    def panes(self) -> list[QWidget]:
        """What F6 reaches."""
        return [self.reminders.bar]

    def close(self) -> None:
        """The window closes."""
        self.reminders.close()
        self.calendar.close()
        self.backup.close()
