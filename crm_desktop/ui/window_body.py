"""What the window is made of: the sidebar, the pages beside it, and the messages under them."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.i18n import tr
from crm_desktop.services import preferences
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.navigation import Navigation
from crm_desktop.ui.page import Page
from crm_desktop.ui.page_stack import PageStack
from crm_desktop.ui.widgets.message import Message
from crm_desktop.ui.widgets.read_only_line import ReadOnlyLine
from crm_desktop.ui.widgets.sidebar import Sidebar

if TYPE_CHECKING:
    from crm_desktop.ui.pages.accounts import AccountsPage


class WindowBody(QWidget):
    """Keeps the sidebar and the window's title at the page that is shown."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._sidebar_wanted = True
        self.sidebar = Sidebar(self)
        self.sidebar.set_status(tr("All changes saved"))
        self.navigation = Navigation(desk, self.sidebar, accounts_page=self.accounts_page)
        self.pages = PageStack(desk)
        self.pages.made.connect(self._on_page_made)
        self.pages.shown.connect(self._on_page_shown)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.sidebar)
        # Under the page there is room for what is told without covering a row.
        self.room = QVBoxLayout()
        self.room.setSpacing(0)
        if why := desk.app.store.reading_only:
            self.room.addWidget(ReadOnlyLine(why))
            self.sidebar.set_status(tr("Open for reading only"))
        self.room.addWidget(self.pages, 1)
        row.addLayout(self.room, 1)
        self.message = Message(self)

    def accounts_page(self) -> AccountsPage:
        """Goes to the accounts."""
        self._desk.open_page("accounts")
        return cast("AccountsPage", self.pages.page)

    def toggle_sidebar(self) -> None:
        """Shows or hides the sidebar."""
        self._sidebar_wanted = not self._sidebar_wanted
        self.sidebar.setVisible(self._sidebar_wanted)

    def show_title(self) -> None:
        """The page and the business, in the window's title."""
        app = self._desk.app
        name = preferences.get(app.store).business or app.store.path.stem
        self.sidebar.set_workspace_name(name)
        self.window().setWindowTitle(f"{self.pages.page.title} – {name}")

    def panes(self) -> list[QWidget]:
        """What F6 reaches, in order, also what is hidden now."""
        return [self.sidebar.list, *self.pages.page.panes()]

    def _on_page_made(self, name: str, page: Page) -> None:
        page.windowTitleChanged.connect(lambda: self.show_title())
        if page.foot is not None:
            self.message.stay_above(page.foot)
        if name == "accounts":
            cast("AccountsPage", page).view_shown.connect(self._show_view)

    def _on_page_shown(self, name: str) -> None:
        self.sidebar.setVisible(name != "first_run" and self._sidebar_wanted)
        self.navigation.mark_page(name)
        if name == "accounts":
            self.navigation.mark_view(cast("AccountsPage", self.pages.page).view_of_ones_own)
        self.show_title()
        self.pages.page.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_view(self, key: str) -> None:
        """Marks where the accounts page is."""
        if self.pages.here.page == "accounts":
            self.navigation.mark_view(key)
