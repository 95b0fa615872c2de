"""The page of one account over an only customer."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from crm_desktop.app import App
from crm_desktop.domain.entities import (
    AccountFields,
    ContactFields,
    RatingFields,
)
from crm_desktop.services import accounts, contacts, history
from crm_desktop.ui import theme
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.pages.account import AccountPage
from tests.ui.account_page.world import Opener
from tests.world import TODAY, buy


@pytest.fixture
def acme(app: App) -> int:
    """The only customer: silent for 100 days, with a person who rated 8 and then 4."""
    account = accounts.add(
        app.store, AccountFields(name="Acme <b>Fasteners</b>", address="Dunajska 5, 1000 Ljubljana", phone="+386 1 5")
    )
    buy(app.store, account, range(100, 560, 12), amount=90_000)
    maria = contacts.add(app.store, account, ContactFields(name="Maria Kos", phone="+386 41 2"), "Buyer")
    with app.store.operation("Ratings"):
        for days, score, comment in ((60, 8, ""), (14, 4, "nobody called back")):
            day = TODAY - timedelta(days=days)
            history.insert_rating(
                app.store, RatingFields(account=account, day=day, score=score, contact=maria, comment=comment)
            )
    return account


@pytest.fixture
def open_page(window: MainWindow) -> Opener:
    """Opens the page of an account in a window of the usual size."""
    theme.look().choose(reduced_motion=True)

    def opened(account: int) -> AccountPage:
        window.open_account(account)
        window.activateWindow()
        assert QTest.qWaitForWindowActive(window)
        QApplication.processEvents()
        assert isinstance(window.page, AccountPage)
        return window.page

    return opened
