"""What is written from a window: in the worker, told in a message, taken back and done again; and what went wrong."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from crm_desktop import settings
from crm_desktop.app import App
from crm_desktop.domain.changes import Changes
from crm_desktop.domain.errors import UserError
from crm_desktop.i18n import tr
from crm_desktop.ui.desk import Message as DeskMessage
from crm_desktop.ui.desk import Offer
from crm_desktop.ui.tasks import Tasks
from crm_desktop.ui.widgets.message import Message

_log = logging.getLogger(__name__)


class WindowSteps:
    """The part of ``Desk`` that writes and tells; ``message`` is where it is told."""

    def __init__(self, app: App, tasks: Tasks, message: Message) -> None:
        self._app, self._tasks, self._message = app, tasks, message

    def write(
        self,
        work: Callable[[], Any],
        done: Callable[[Any], None] | None = None,
        *,
        message: DeskMessage = "",
        offer: Callable[[Any], Offer | None] = lambda _result: None,
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """See ``Desk``."""

        def written(result: Any) -> None:
            text = message(result) if callable(message) else message
            if text:
                self._message.show_done(text, undo=self.undo, offer=offer(result))
            if done is not None:
                done(result)

        self._tasks.run(work, written, failed=failed)

    def say(self, message: str) -> None:
        """See ``Desk``."""
        self._message.show_done(message, undo=None)

    def unsay(self) -> None:
        """See ``Desk``."""
        self._message.close_message()

    def show_problem(self, error: Exception) -> None:
        """See ``Desk``; what is no ``UserError`` is our mistake, and goes into the log."""
        if not isinstance(error, UserError):
            _log.error("Something went wrong", exc_info=error)
        text = str(error) if isinstance(error, UserError) else tr(
            "Something went wrong in the program. Nothing you saved is lost. The log file has the details."
        )  # fmt: skip
        self._message.show_problem(text)

    def remember(self, **choices: object) -> None:
        """See ``Desk``."""
        try:
            settings.change(**choices)
        except UserError as error:
            self.show_problem(error)

    def undo(self) -> None:
        """Takes back the newest step and says which."""
        self._tasks.run(self._app.store.undo, lambda changes: self._tell_undone(changes, tr("Undone: {label}")))

    def redo(self) -> None:
        """Does again what was undone last."""
        self._tasks.run(self._app.store.redo, lambda changes: self._tell_undone(changes, tr("Done again: {label}")))

    def _tell_undone(self, changes: Changes | None, text: str) -> None:
        self.say(text.format(label=changes.label) if changes else tr("There is nothing more to take back or do again."))
