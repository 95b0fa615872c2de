"""Reminds: looks every half minute what has come due, tells it once, and does with it what one key says."""

from __future__ import annotations

import logging
from datetime import datetime

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from crm_desktop import settings
from crm_desktop.domain.changes import Changes
from crm_desktop.domain.errors import UserError
from crm_desktop.domain.reminding import PutOff
from crm_desktop.i18n import format_day, tr
from crm_desktop.services import reminders
from crm_desktop.services.reminders import Reminder
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.follow_up_actions import FollowUpActions
from crm_desktop.ui.promise_actions import PromiseActions
from crm_desktop.ui.tray import Tray
from crm_desktop.ui.widgets.reminder_bar import ReminderBar

_log = logging.getLogger(__name__)
_EVERY_MS = 30_000


class Reminders(QObject):
    """``room`` is the column under the page. What came due while the program was closed is one message at the start."""

    def __init__(self, desk: Desk, window: QWidget, room: QVBoxLayout) -> None:
        super().__init__(window)
        self._desk, self._window = desk, window
        self.waiting: list[Reminder] = []
        self._at_start = True
        self.bar = ReminderBar()
        room.addWidget(self.bar)
        self.bar.show_asked.connect(self._open)
        self.bar.done_asked.connect(self._finish)
        self.bar.put_off_asked.connect(self._put_off)
        self.bar.close_asked.connect(self._clear)
        self._tray = Tray(self)
        self._tray.clicked.connect(self._come_forward)
        # A timer of so many seconds also runs out soon after the laptop wakes up.
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self.look)

    def begin(self) -> None:
        """Looks now and from now on."""
        self._timer.start()
        self.look()

    def look(self, now: datetime | None = None) -> None:
        """Takes what has come due; ``now`` is what the clock says otherwise."""
        chosen = settings.get()
        if not chosen.reminders:
            return
        store, moment = self._desk.app.store, now or reminders.clock(self._desk.app.today)
        # Every answer counts: what was taken is never given again.
        self._desk.tasks.run(lambda: reminders.take(store, moment, chosen.morning), self._give, failed=self._refused)

    def on_changes(self, changes: Changes) -> None:
        """What was done or moved elsewhere is no longer waited for."""
        if self.waiting and changes.touches("follow_up", "promise", "account"):
            store, keys = self._desk.app.store, [each.key for each in self.waiting]
            self._desk.tasks.run(lambda: reminders.still_due(store, keys), self._keep)

    def close(self) -> None:
        """The window closes."""
        self._timer.stop()
        self._tray.leave()

    def _give(self, found: list[Reminder]) -> None:
        at_start, self._at_start = self._at_start, False
        if not found:
            return
        at_start = at_start and not self.waiting
        self.waiting += [each for each in found if each not in self.waiting]
        self._show(at_start=at_start)
        if at_start or self._window.isActiveWindow():
            return
        text = reminders.sentence(found, self._desk.app.today, at_start=False)
        if not self._tray.tell(tr("crm-desktop reminds you"), text):
            QApplication.alert(self._window)

    def _show(self, *, at_start: bool = False) -> None:
        text = reminders.sentence(self.waiting, self._desk.app.today, at_start=at_start)
        self.bar.say(text, one=len(self.waiting) == 1)

    def _keep(self, left: list[Reminder]) -> None:
        fewer = len(left) < len(self.waiting)
        self.waiting = [each for each in self.waiting if each.key in {other.key for other in left}]
        if not self.waiting:
            self._clear()
        elif fewer:
            self._show()

    def _refused(self, error: Exception) -> None:
        """A file that cannot be written, or our own mistake: told or logged once, and not every half minute again."""
        self._timer.stop()
        if isinstance(error, UserError):
            _log.info("Reminders have stopped: %s", error)

    # -- doing -------------------------------------------------------------------------------------

    def _clear(self) -> None:
        self.waiting = []
        self._tray.leave()
        self.bar.take_away()

    def _open(self) -> None:
        waiting = self.waiting
        self._clear()
        if len(waiting) == 1:
            self._desk.open_account(waiting[0].account)
        elif waiting:
            self._desk.open_page("follow_ups")

    def _finish(self) -> None:
        each = self.waiting[0]
        self._clear()
        if each.is_promise:
            PromiseActions(self._desk).keep(each.key.item, each.what)
        else:
            FollowUpActions(self._desk).finish(each.key.item, each.what)

    def _put_off(self, choice: PutOff) -> None:
        if not self.waiting:
            return
        keys, store, morning = [each.key for each in self.waiting], self._desk.app.store, settings.get().morning
        now = reminders.clock(self._desk.app.today)
        self._clear()

        def told(until: datetime) -> None:
            day = "" if until.date() == now.date() else f"{format_day(until.date(), 'short')} "
            self._desk.say(tr("You are reminded again: {when}.", when=f"{day}{until:%H:%M}"))

        self._desk.tasks.run(lambda: reminders.put_off(store, keys, choice, now, morning), told)

    def _come_forward(self) -> None:
        self._window.setWindowState(self._window.windowState() & ~Qt.WindowState.WindowMinimized)
        self._window.raise_()
        self._window.activateWindow()
        if self.bar.isVisible():
            self.bar.setFocus()
