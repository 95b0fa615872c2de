"""The Accounts page over an empty workspace."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QTest

from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.pages.accounts import AccountsPage


@pytest.fixture
def page(window: MainWindow) -> AccountsPage:
    """The page over an empty workspace."""
    window.open_page("accounts")
    shown = window.page
    assert isinstance(shown, AccountsPage)
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window)
    return shown
