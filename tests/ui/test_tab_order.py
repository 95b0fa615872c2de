"""Tab goes through a page as one reads it, and comes to every part of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from crm_desktop.app import App
from crm_desktop.domain.entities import AccountFields, ContactFields, FollowUpFields
from crm_desktop.services import accounts, contacts, follow_ups
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.pages.account import AccountPage
from tests.world import TODAY


def focus() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def tab(times: int = 1, key: Qt.Key = Qt.Key.Key_Tab) -> str:
    """What has the keyboard after so many Tabs."""
    for _ in range(times):
        QTest.keyClick(focus(), key)
    return focus().accessibleName()


@pytest.fixture
def acme(app: App) -> int:
    account = accounts.add(app.store, AccountFields(name="Acme"))
    contacts.add(app.store, account, ContactFields(name="Maria Kos"))
    for what in ("Call", "Write"):
        follow_ups.add(app.store, FollowUpFields(account=account, what=what, due=TODAY + timedelta(days=2)))
    return account


def test_the_rows_of_a_section_come_between_its_head_and_its_form(
    window: MainWindow, acme: int, capfd: pytest.CaptureFixture[str]
) -> None:
    window.open_account(acme)
    window.activateWindow()
    assert isinstance(window.page, AccountPage)
    pane = window.page.pane
    pane.follow_ups.add_button.setFocus()
    pane.follow_ups.form.setVisible(True)
    names = [tab() for _ in range(7)]
    assert [name.split(",")[0] for name in names[:5]] == ["Call", "Write", "What to do", "When", "Who does it"]
    assert names[6] == "Add a promise"
    assert tab() == "Add a person"
    assert "Maria Kos" in tab()
    assert "setTabOrder" not in capfd.readouterr().err


def around(window: MainWindow, key: Qt.Key) -> list[QWidget]:
    """All that Tab comes to, from what has the keyboard until it has it again."""
    begin, met = focus(), []
    while not met or met[-1] is not begin:
        assert len(met) < 200
        tab(key=key)
        met.append(focus())
    return met


@pytest.mark.parametrize("name", ["today", "accounts", "follow_ups", "import", "court", "settings"])
def test_tab_comes_to_every_pane_of_a_page_and_back(window: MainWindow, acme: int, name: str) -> None:
    window.open_page(name)
    window.activateWindow()
    there, back = around(window, Qt.Key.Key_Tab), around(window, Qt.Key.Key_Backtab)
    assert there[:-1] == back[-2::-1]
    for pane in (pane for pane in window.page.panes() if pane.isVisible()):
        assert any(pane is each or pane.isAncestorOf(each) for each in there), pane


def test_tab_comes_to_the_head_of_an_account_and_to_the_search_of_its_timeline(window: MainWindow, acme: int) -> None:
    window.open_account(acme)
    window.activateWindow()
    window.sidebar.list.setFocus()
    met = around(window, Qt.Key.Key_Tab)
    page = window.page
    assert isinstance(page, AccountPage)
    parts = (page.head.more, page.head.log, page.timeline.search, page.timeline.view, page.pane.follow_ups.add_button)
    places = [met.index(next(each for each in met if part is each or part.isAncestorOf(each))) for part in parts]
    assert places == sorted(places)
