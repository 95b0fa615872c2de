"""The pages of the window, one over the other, and the way one came: back and forward as in a browser."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget

from crm_desktop.domain.changes import Changes
from crm_desktop.domain.errors import UserError
from crm_desktop.i18n import tr
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.page import Page, mistake
from crm_desktop.ui.page_list import PAGES


class Place(NamedTuple):
    """A page by its name, and the account it shows, if it is the page of one."""

    page: str
    account: int | None = None


class PageStack(QStackedWidget):
    """Each page is made when it is first gone to; ``made`` carries it then, ``shown`` its name whenever it is shown."""

    made = Signal(str, object)
    shown = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._pages: dict[str, Page] = {}
        self._behind: list[Place] = []
        self._ahead: list[Place] = []
        self.here = Place("")

    @property
    def page(self) -> Page:
        """The page that is shown."""
        return self._pages[self.here.page]

    def go(self, place: Place) -> None:
        """Shows a page; the one before is a step back. Raises ``UserError`` where it cannot be made."""
        self._make(place.page)
        if self.here.page and self.here != place:
            self._behind.append(self.here)
            self._ahead.clear()
        self._show(place)

    def go_back(self) -> None:
        """To the page before."""
        if self._behind:
            self._ahead.append(self.here)
            self._show(self._behind.pop())

    def go_forward(self) -> None:
        """The way back again."""
        if self._ahead:
            self._behind.append(self.here)
            self._show(self._ahead.pop())

    def mark_stale(self) -> None:
        """What the pages show may no longer be so."""
        for page in self._pages.values():
            page.mark_stale()

    def on_changes(self, changes: Changes) -> None:
        """Something was written."""
        for page in self._pages.values():
            page.on_changes(changes)

    def _make(self, name: str) -> None:
        if name in self._pages:
            return
        spec = next(spec for spec in PAGES if spec.name == name)
        try:
            page = spec.make(self._desk)
        except UserError:
            raise
        except Exception as error:
            what = tr("“{page}” could not be opened: the program made a mistake.", page=spec.text())
            raise mistake(what, error) from error
        self._pages[name] = page
        self.addWidget(page)
        self.made.emit(name, page)

    def _show(self, place: Place) -> None:
        self.here = place
        if place.account is not None:
            self.page.show_account(place.account)  # type: ignore[attr-defined]
        self.setCurrentWidget(self.page)
        self.shown.emit(place.page)
