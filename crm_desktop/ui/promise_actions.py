"""What can be done with a promise, from Today and from the account: each is one undoable step."""

from __future__ import annotations

from datetime import date, time

from crm_desktop.domain.entities import PromiseFields
from crm_desktop.domain.kinds import MadeBy
from crm_desktop.i18n import format_day, format_moment, tr
from crm_desktop.services.moments import typed_at
from crm_desktop.ui.desk import Desk


class PromiseActions:
    """Writes through the desk, so that nothing waits for the disk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def add(
        self,
        account: int,
        what: str,
        due: date,
        *,
        at: time | None = None,
        made_by: MadeBy = MadeBy.US,
        owner: str = "",
    ) -> None:
        """Notes what we or they promised an account."""
        from crm_desktop.services import promises  # not before the first paint

        store = self._desk.app.store
        fields = PromiseFields(
            account=account, what=what, due=due, at=at, made_by=made_by, owner=owner,
            noted_at=typed_at(self._desk.app.today),
        )  # fmt: skip
        told = tr("Promised for {day}: {what}.", day=format_moment(due, at), what=what)
        self._desk.write(lambda: promises.add(store, fields), message=told)

    def keep(self, promise: int, what: str) -> None:
        """It was kept today."""
        from crm_desktop.services import promises  # not before the first paint

        store, today = self._desk.app.store, self._desk.app.today
        self._desk.write(lambda: promises.keep(store, promise, today), message=tr("Promise kept: {what}", what=what))

    def break_(self, promise: int, what: str) -> None:
        """It was not kept, and will not be."""
        from crm_desktop.services import promises

        store, today = self._desk.app.store, self._desk.app.today
        self._desk.write(
            lambda: promises.break_(store, promise, today), message=tr("Promise not kept: {what}", what=what)
        )

    def move(self, promise: int, what: str, to: date) -> None:
        """It is for another day now."""
        from crm_desktop.services import promises

        store = self._desk.app.store
        self._desk.write(
            lambda: promises.move(store, promise, to),
            message=tr("“{what}” is moved to {day}.", what=what, day=format_day(to, "long")),
        )
