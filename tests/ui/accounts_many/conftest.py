"""The page of accounts over a few of them."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QTest

from crm_desktop.app import App
from crm_desktop.domain.entities import AccountFields
from crm_desktop.services import accounts
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.pages.accounts import AccountsPage


@pytest.fixture
def page(app: App, window: MainWindow) -> AccountsPage:
    """Six accounts of two owners."""
    for number, name in enumerate(("Ada", "Bea", "Cleo", "Dora", "Eva", "Fay")):
        tags = ("vip",) if number < 2 else ()
        accounts.add(app.store, AccountFields(name=name, owner="Ana" if number % 2 else "Bo Ek", tags=tags))
    window.open_page("accounts")
    shown = window.page
    assert isinstance(shown, AccountsPage)
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window)
    shown.table.setFocus()
    return shown
