"""Reads the timeline of an account for its page, in the worker: what is asked for last is what is shown."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from crm_desktop.services import timeline
from crm_desktop.services.timeline import LINES, Line, Page
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.widgets.timeline_panel import TimelinePanel


class AccountTimeline:
    """Belongs to one page; ``account`` says which one it shows."""

    def __init__(self, desk: Desk, panel: TimelinePanel, *, account: Callable[[], int | None]) -> None:
        self._desk, self._panel, self._account = desk, panel, account
        panel.asked.connect(self._asked)

    def read(self, *, stay: bool) -> None:
        """All lines that are wanted; with ``stay`` the place in them is kept."""
        self._run(partial(self._panel.show_page, stay=stay), before=None, limit=self._panel.wanted)

    def _asked(self, older: bool) -> None:
        if older:
            self._run(self._panel.add_page, before=self._panel.last, limit=LINES)
        else:
            self.read(stay=False)

    def _run(self, show: Callable[[Page], None], *, before: Line | None, limit: int) -> None:
        account = self._account()
        if account is not None:
            app, panel = self._desk.app, self._panel
            read = partial(
                timeline.page, app.store, account, today=app.today, department=panel.department, text=panel.text,
                before=before, limit=limit,
            )  # fmt: skip
            self._desk.tasks.run(read, show, latest="timeline")
