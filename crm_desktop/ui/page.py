"""What every page is: a widget that knows which kinds it shows, and refreshes when they change."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from crm_desktop.app import App
from crm_desktop.domain.changes import Changes
from crm_desktop.domain.errors import UserError
from crm_desktop.i18n import tr

if TYPE_CHECKING:
    from crm_desktop.services.listings import Listing
    from crm_desktop.ui.commands import Command
    from crm_desktop.ui.desk import Desk

_log = logging.getLogger(__name__)

Listed = Callable[[], "Listing"]
"""Makes the list that a page shows, in the worker."""


def mistake(what: str, error: Exception) -> UserError:
    """A mistake of ours on a page, noted in the log, and what the person is told of it."""
    _log.error("A page has failed", exc_info=error)
    return UserError(
        what,
        tr("What you saved is safe."),
        tr("Try again, or start the program again. The log file has the details."),
    )


class Page(QWidget):
    """A page pulls from services in ``refresh``; a hidden one only notes that it is stale.

    ``kinds`` are the table names whose changes concern it. ``self.desk`` is all it may ask of the window.
    """

    kinds: ClassVar[tuple[str, ...]] = ()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._stale = True

    @property
    def app(self) -> App:
        """The open workspace."""
        return self.desk.app

    @property
    def title(self) -> str:
        """What the window's title says while this page is shown."""
        raise NotImplementedError

    @property
    def foot(self) -> QWidget | None:
        """The part at the page's end that a message never covers while it is shown."""
        return None

    def refresh(self) -> None:
        """Reads everything shown anew. Called when shown while stale, and on changes of ``kinds`` while visible."""
        raise NotImplementedError

    def on_changes(self, changes: Changes) -> None:
        """Called after every operation, undo and redo."""
        if changes.touches(*self.kinds):
            self.mark_stale()

    def mark_stale(self) -> None:
        """Refreshes now if visible, else when shown next."""
        self._stale = True
        if self.isVisible():
            self._refresh_if_stale()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._refresh_if_stale()

    def _refresh_if_stale(self) -> None:
        if not self._stale:
            return
        self._stale = False
        try:
            self.refresh()
        except UserError as error:
            self._stale = True
            self.desk.show_problem(error)
        except Exception as error:  # the other pages, and what one does next, go on without it
            self._stale = True
            what = tr("“{page}” could not be shown as it is now: the program made a mistake.", page=self.title)
            self.desk.show_problem(mistake(what, error))

    def focus_search(self) -> bool:
        """Ctrl+F: puts the focus into this page's search field; false if it has none."""
        return False

    def panes(self) -> list[QWidget]:
        """What F6 steps through, in order."""
        return []

    def keys(self) -> list[tuple[str, str]]:
        """The page's own keys for the help sheet: (key, what it does)."""
        return []

    def commands(self) -> tuple[Command, ...]:
        """What can be done on this page now, which the palette offers before the commands of the window."""
        return ()

    def current_account(self) -> int | None:
        """The account that L and Ctrl+Shift+F mean here."""
        return None

    def listing(self) -> Listed | None:
        """What this page shows as a plain list, for Ctrl+E and Ctrl+P; ``None`` where it is no list."""
        return None
