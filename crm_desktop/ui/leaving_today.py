"""Takes an account off today's list, for some days or for now: at once on screen, then in the workspace."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from crm_desktop.domain.kinds import SnoozeReason
from crm_desktop.i18n import format_day, tr
from crm_desktop.services import snoozes
from crm_desktop.services.attention_data import SectionTotal, TodayList
from crm_desktop.ui.desk import Desk

_DONE_FOR = 7
"""Done for now keeps an account off the list for so many days."""


class LeavingToday:
    """``show_again`` shows the list anew; ``failed`` says that it must be read anew: an account did not leave."""

    def __init__(self, desk: Desk, *, show_again: Callable[[], None], failed: Callable[[], None]) -> None:
        self._desk, self._show_again, self._failed = desk, show_again, failed
        # Accounts whose snooze is being written: off the list at once, whatever an older answer still says.
        self._leaving: set[int] = set()

    def without(self, listed: TodayList) -> TodayList:
        """The list without those who are leaving it."""
        for account in self._leaving:
            listed = _without(listed, account)
        return listed

    def snooze(self, account: int, name: str, until: date) -> None:
        """Off the list until a day."""
        message = tr("{name} is snoozed until {day}.", name=name, day=format_day(until, "long"))
        self._leave(account, until, SnoozeReason.SNOOZED, message)

    def finish(self, account: int, name: str) -> None:
        """Done for now."""
        until = self._desk.app.today + timedelta(days=_DONE_FOR)
        self._leave(account, until, SnoozeReason.DONE, tr("{name} is done for now.", name=name))

    def _leave(self, account: int, until: date, reason: SnoozeReason, message: str) -> None:
        """Takes the row off the list at once and writes why; it comes back if that cannot be written."""
        store, today = self._desk.app.store, self._desk.app.today

        def failed(error: Exception) -> None:
            self._leaving.discard(account)
            self._desk.show_problem(error)
            self._failed()

        self._leaving.add(account)
        self._show_again()
        self._desk.write(
            lambda: snoozes.snooze(store, account, today=today, until=until, reason=reason),
            lambda _result: self._leaving.discard(account),
            message=message,
            failed=failed,
        )


def _without(listed: TodayList, account: int) -> TodayList:
    """The list as it is when one account has left it."""
    row = next((row for row in listed.rows if row.account == account), None)
    if row is None:
        return listed
    total = listed.totals[row.section]
    fewer = SectionTotal(total.accounts - 1, total.revenue - row.revenue)
    rows = tuple(other for other in listed.rows if other is not row)
    return listed._replace(rows=rows, totals={**listed.totals, row.section: fewer})
