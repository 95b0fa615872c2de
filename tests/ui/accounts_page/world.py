"""What the tests of the Accounts page share: what it shows, and going to a row."""

from __future__ import annotations

from PySide6.QtCore import Qt

from crm_desktop.services import accounts
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.pages.accounts import AccountsPage

Key = Qt.Key


def names(page: AccountsPage) -> list[str]:
    """The names in the table, in order."""
    return [str(page.table.rows.row_at(row).name) for row in range(len(page.table.rows.ids))]


def tab_texts(page: AccountsPage) -> list[str]:
    return [page.tabs.tabText(place) for place in range(page.tabs.count())]


def in_sidebar(window: MainWindow) -> list[str]:
    model = window.sidebar.list.model()
    return [model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(model.rowCount())]


def go_to(page: AccountsPage, name: str) -> int:
    """Puts the keyboard on a row; returns its account."""
    account = accounts.by_name(page.app.store, name)
    assert account is not None
    page.table.show_account(account)
    page.table.setFocus()
    return account
