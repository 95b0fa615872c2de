"""What stands in the sidebar beside the names: figures of the pages, views of the accounts; and where they lead."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from crm_desktop.app import App
from crm_desktop.i18n import tr
from crm_desktop.services import accounts, preferences
from crm_desktop.ui.counting import count_accounts
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.page_list import PAGES
from crm_desktop.ui.widgets.sidebar import NavItem, Sidebar

if TYPE_CHECKING:
    from crm_desktop.ui.pages.accounts import AccountsPage

# What the ids of views in the sidebar begin with.
_VIEW = "view:"


class Navigation(QObject):
    """``accounts_page`` goes to the accounts, who know their views."""

    def __init__(self, desk: Desk, sidebar: Sidebar, *, accounts_page: Callable[[], AccountsPage]) -> None:
        super().__init__(sidebar)
        self._desk, self._sidebar, self._accounts_page = desk, sidebar, accounts_page
        sidebar.set_items([NavItem(spec.name, spec.text(), spec.icon) for spec in PAGES if spec.icon])
        sidebar.chosen.connect(self._go)
        sidebar.view_change_asked.connect(self._change_view)

    def count(self) -> None:
        """Works the figures out anew."""
        app = self._desk.app
        self._desk.tasks.run(partial(_figures, app), self._sidebar.set_counts, latest="counts")
        count_accounts(self._desk, partial(_views, app), self._show_views, latest="view-counts")
        # Last, since it may have to be worked out anew who is listed.
        self._desk.tasks.run(partial(_figure_of_today, app), self._sidebar.set_counts, latest="count-of-today")

    def mark_page(self, name: str) -> None:
        """Marks the page that is shown."""
        self._sidebar.set_current("accounts" if name == "account" else name)

    def mark_view(self, key: str) -> None:
        """Marks the view that the accounts show; "" for none."""
        self._sidebar.set_current(_VIEW + key if key else "accounts")

    def _show_views(self, views: list[NavItem], _was_current: bool) -> None:
        self._sidebar.set_views(views, views_title=tr("Your views"))

    def _go(self, item: str) -> None:
        if item.startswith(_VIEW):
            self._accounts_page().open_view(item.removeprefix(_VIEW))
        else:
            self._desk.open_page(item)

    def _change_view(self, item: str, what: str) -> None:
        place = self._sidebar.list.place_of(item)
        page = self._accounts_page()
        # Before the page asks for anything: what it opens takes the keyboard, and gives it back here.
        self._sidebar.list.setFocus(Qt.FocusReason.OtherFocusReason)
        self._sidebar.set_current(item)
        page.change_view(item.removeprefix(_VIEW), what, place)


def _figures(app: App) -> dict[str, int | None]:
    """What is counted in no time."""
    # Not before the first paint.
    from crm_desktop.services import follow_ups

    return {
        "accounts": accounts.count(app.store) or None,
        "follow_ups": follow_ups.count_open(app.store) or None,
    }


def _figure_of_today(app: App) -> dict[str, int | None]:
    from crm_desktop.services import attention

    return {"today": attention.count_today(app.store, app.today) or None}


def _views(app: App) -> list[NavItem]:
    """The views of the accounts, with how many each has."""
    from crm_desktop.services import filter_words, saved_views

    views = saved_views.views(app.store)
    counts = saved_views.counts(app.store, views, app.today, me=preferences.owner(app.store))
    return [
        NavItem(_VIEW + view.key, view.name, count=counts[view.key], told=filter_words.sentence(view.filter))
        for view in views
    ]
