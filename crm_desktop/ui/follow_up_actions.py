"""What can be done with a follow-up, from every page that shows one: each is one undoable step."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time

from crm_desktop.domain.entities import FollowUp, FollowUpFields
from crm_desktop.i18n import format_day, format_moment, tr
from crm_desktop.services.moments import typed_at
from crm_desktop.ui.desk import Desk


class FollowUpActions:
    """Writes through the desk, so that nothing waits for the disk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def finish(
        self,
        follow_up: int,
        what: str,
        ask_next: Callable[[FollowUp], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """It was done today. ``ask_next`` hears of one that does not come back by itself."""
        from crm_desktop.services import follow_ups  # not before the first paint

        store, today = self._desk.app.store, self._desk.app.today

        def finish() -> tuple[FollowUp, FollowUp | None]:
            return follow_ups.get(store, follow_up), follow_ups.finish(store, follow_up, today)

        def told(written: tuple[FollowUp, FollowUp | None]) -> str:
            coming = written[1]
            if coming is None:
                return tr("Done: {what}", what=what)
            return tr("Done: {what}. Again on {day}.", what=what, day=format_day(coming.due, "short"))

        def done(written: tuple[FollowUp, FollowUp | None]) -> None:
            if written[1] is None and ask_next is not None:
                ask_next(written[0])

        self._desk.write(finish, done, message=told, failed=failed)

    def add(self, account: int, what: str, due: date, at: time | None = None, owner: str = "") -> None:
        """Notes something to do for an account."""
        told = tr("Follow-up on {day}: {what}.", day=format_moment(due, at), what=what)
        self._add(FollowUpFields(account=account, what=what, due=due, at=at, owner=owner), told)

    def add_next(self, finished: FollowUp, what: str, due: date) -> None:
        """What comes after one that was finished."""
        told = tr("Next step on {day}: {what}.", day=format_day(due, "short"), what=what)
        fields = FollowUpFields(
            account=finished.account, contact=finished.contact, what=what, due=due, owner=finished.owner
        )
        self._add(fields, told)

    def move(self, follow_up: int, what: str, to: date) -> None:
        """It is for another day now."""
        from crm_desktop.services import follow_ups

        store = self._desk.app.store
        self._desk.write(
            lambda: follow_ups.move(store, follow_up, to),
            message=tr("“{what}” is moved to {day}.", what=what, day=format_day(to, "long")),
        )

    def _add(self, fields: FollowUpFields, told: str) -> None:
        from dataclasses import replace

        from crm_desktop.services import follow_ups

        store, noted_at = self._desk.app.store, typed_at(self._desk.app.today)
        self._desk.write(lambda: follow_ups.add(store, replace(fields, noted_at=noted_at)), message=told)
