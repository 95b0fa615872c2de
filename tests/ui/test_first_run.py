"""The first page of an empty workspace: three ways, each one key away."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from crm_desktop.app import App
from crm_desktop.opening import SAMPLE_ACCOUNTS
from crm_desktop.services import accounts
from crm_desktop.ui import theme
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.pages.first_run import FirstRunPage
from crm_desktop.ui.tasks import ImmediateTasks
from crm_desktop.ui.theme import look


@pytest.fixture
def reopened() -> list[Path | None]:
    """The workspaces that were asked for; None is the sample."""
    return []


@pytest.fixture
def empty_window(app: App, qapp: QApplication, reopened: list[Path | None]) -> Iterator[MainWindow]:
    theme.apply(qapp, mode="light")
    window = MainWindow(app, ImmediateTasks(), reopen=reopened.append)
    window.resize(1366, 768)
    window.show()
    window.activateWindow()
    QApplication.processEvents()
    yield window
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def page(empty_window: MainWindow) -> FirstRunPage:
    shown = empty_window.page
    assert isinstance(shown, FirstRunPage)
    return shown


def press(key: Qt.Key) -> None:
    widget = QApplication.focusWidget()
    assert widget is not None
    QTest.keyClick(widget, key)


def test_an_empty_workspace_opens_on_it_with_the_first_way_in_focus(page: FirstRunPage) -> None:
    assert page.title == "Welcome"
    assert QApplication.focusWidget() is page.ways[0]


def test_1_and_enter_go_to_the_import(empty_window: MainWindow, page: FirstRunPage) -> None:
    press(Qt.Key.Key_Return)
    assert empty_window.page.title == "Import"
    empty_window.open_page("first_run")
    press(Qt.Key.Key_1)
    assert empty_window.page.title == "Import"


def test_2_opens_the_sample_and_says_how_large_it_is(page: FirstRunPage, reopened: list[Path | None]) -> None:
    assert f"{SAMPLE_ACCOUNTS} accounts" in page.ways[1].accessibleDescription()
    press(Qt.Key.Key_2)
    assert reopened == [None]


def test_3_asks_for_a_name_and_enter_adds_and_opens_the_account(
    app: App, empty_window: MainWindow, page: FirstRunPage
) -> None:
    press(Qt.Key.Key_3)
    assert QApplication.focusWidget() is page.first_account.name
    QTest.keyClicks(page.first_account.name, "Wren & <b>Daughters</b> 123")
    press(Qt.Key.Key_Return)
    account = accounts.by_name(app.store, "Wren & <b>Daughters</b> 123")
    assert account is not None, "digits in the name are no shortcuts"
    assert empty_window.page.current_account() == account
    assert empty_window.message.text == "Wren & <b>Daughters</b> 123 added."
    empty_window.undo()
    assert accounts.is_empty(app.store)


def test_the_button_adds_too(app: App, page: FirstRunPage) -> None:
    page.first_account.click()
    QTest.keyClicks(page.first_account.name, "Acme")
    page.first_account.add.click()
    assert accounts.by_name(app.store, "Acme") is not None


def test_without_a_name_nothing_is_added_and_it_says_why(app: App, page: FirstRunPage) -> None:
    press(Qt.Key.Key_3)
    press(Qt.Key.Key_Return)
    assert accounts.is_empty(app.store)
    assert page.first_account.name.error == "An account needs a name. A name alone is enough."
    QTest.keyClicks(page.first_account.name, "A")
    assert page.first_account.name.error == ""


def test_esc_takes_the_question_back(page: FirstRunPage) -> None:
    press(Qt.Key.Key_3)
    QTest.keyClicks(page.first_account.name, "Acme")
    press(Qt.Key.Key_Escape)
    assert not page.first_account.asks
    assert QApplication.focusWidget() is page.first_account
    press(Qt.Key.Key_3)
    assert page.first_account.name.text() == ""


def test_tab_reaches_every_way_and_the_existing_file(page: FirstRunPage) -> None:
    seen = []
    for _ in range(3):
        press(Qt.Key.Key_Tab)
        seen.append(QApplication.focusWidget())
    assert seen == [page.ways[1], page.ways[2], page.open_existing]


def test_every_way_is_told_to_a_screen_reader(page: FirstRunPage) -> None:
    for number, way in enumerate(page.ways, start=1):
        assert way.accessibleName()
        assert way.accessibleDescription().endswith(f"Key {number}.")


@pytest.mark.parametrize(
    ("size", "scale", "flat"), [((1366, 768), 1.0, False), ((640, 360), 1.0, True), ((1366, 768), 2.0, True)]
)
def test_cards_stand_beside_each_other_where_there_is_room(
    empty_window: MainWindow, page: FirstRunPage, size: tuple[int, int], scale: float, flat: bool
) -> None:
    look().choose(text_scale=scale)
    empty_window.resize(*size)
    QApplication.processEvents()
    first, second, _ = page.ways
    assert (first.geometry().left() == second.geometry().left()) is flat
    assert all(way.width() <= page.width() for way in page.ways)
    look().choose(text_scale=1.0)
