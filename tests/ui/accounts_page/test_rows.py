"""The rows of the Accounts page: their order, and what can be done with the one that has the keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QMenu

from crm_desktop import settings
from crm_desktop.app import App
from crm_desktop.domain.account_filter import AccountFilter
from crm_desktop.domain.entities import AccountFields
from crm_desktop.services import account_views, accounts
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.pages.accounts import AccountsPage
from crm_desktop.ui.widgets.account_form import AccountForm
from tests.ui.accounts_page.world import Key, go_to, names
from tests.world import TODAY, add_account, business, buy


def test_columns_sort_by_click_and_by_key(app: App, page: AccountsPage) -> None:
    for name, amount in (("Beta", 100), ("Alpha", 300), ("Gamma", 200)):
        buy(app.store, add_account(app.store, name), [10], amount=amount * 100)
    page.mark_stale()
    assert names(page) == ["Alpha", "Beta", "Gamma"]
    page.sort_by("revenue", True)
    assert names(page) == ["Alpha", "Gamma", "Beta"]
    header = page.table.header
    header.setFocus()
    for _ in range(3):
        QTest.keyClick(header, Key.Key_Left)
    for _ in range(2):
        QTest.keyClick(header, Key.Key_Right)
    QTest.keyClick(header, Key.Key_Space)
    assert names(page) == ["Alpha", "Beta", "Gamma"]
    QTest.keyClick(header, Key.Key_Space)
    assert names(page) == ["Gamma", "Beta", "Alpha"]
    place = header.sectionViewportPosition(7) + 10
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(place, 10))
    assert names(page) == ["Alpha", "Gamma", "Beta"]


@pytest.mark.parametrize("sort", list(account_views.SORTS))
@pytest.mark.parametrize("descending", [False, True])
def test_every_order_shows_every_account_once(sample_app: App, sort: str, descending: bool) -> None:
    every = account_views.filtered_ids(sample_app.store, AccountFilter(), TODAY, sort=sort, descending=descending)
    assert len(set(every)) == len(every) == accounts.count(sample_app.store)
    other = account_views.filtered_ids(sample_app.store, AccountFilter(), TODAY, sort=sort, descending=not descending)
    assert other == every[::-1]


def test_enter_opens_l_logs_and_letters_can_be_switched_off(app: App, page: AccountsPage) -> None:
    add_account(app.store, "Acme")
    acme = go_to(page, "Acme")
    asked: list[object] = []
    page.table.log_asked.connect(asked.append)
    page.table.log_asked.disconnect(page.desk.open_log)
    QTest.keyClick(page.table, Key.Key_L)
    assert asked == [acme]
    settings.change(letter_keys=False)
    page.mark_stale()
    QTest.keyClick(page.table, Key.Key_L)
    assert asked == [acme]
    assert page.current_account() == acme
    QTest.keyClick(page.table, Key.Key_Return)
    assert isinstance(page.desk, MainWindow)
    assert page.desk.page.title == "Acme"


def test_delete_goes_to_the_bin_and_undo_brings_it_back(app: App, page: AccountsPage) -> None:
    for name in ("Alpha", "Beta", "Gamma"):
        add_account(app.store, name)
    go_to(page, "Beta")
    QTest.keyClick(page.table, Key.Key_Delete)
    assert names(page) == ["Alpha", "Gamma"]
    face = page.table.current_face()
    assert face is not None
    assert face.name == "Gamma"
    app.store.undo()
    assert names(page) == ["Alpha", "Beta", "Gamma"]


def test_f2_renames_and_escape_does_not(app: App, page: AccountsPage) -> None:
    acme = accounts.add(app.store, AccountFields(name="Acme", phone="1", tags=("x",)))
    go_to(page, "Acme")
    for key, expected in ((Key.Key_Escape, "Acme"), (Key.Key_Return, "Acme & <b>Sons</b>")):
        QTest.keyClick(page.table, Key.Key_F2)
        editor = page.table.viewport().findChild(QLineEdit)
        assert editor is not None
        assert editor.selectedText() == "Acme"
        QTest.keyClicks(editor, "Acme & <b>Sons</b>")
        QTest.keyClick(editor, key)
        QApplication.processEvents()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        assert names(page) == [expected]
    stored = accounts.get(app.store, acme)
    assert (stored.phone, stored.tags) == ("1", ("x",))


def test_the_menu_has_what_the_keys_do(app: App, page: AccountsPage) -> None:
    add_account(app.store, "Acme")
    go_to(page, "Acme")
    page.table.menu_asked.emit(QPoint(0, 0))
    menu = page.findChild(QMenu)
    assert menu is not None
    assert [action.text().split("\t")[0] for action in menu.actions()] == [
        "Open",
        "Tick",
        "Log",
        "Rename",
        "Delete",
        "Sort by",
    ]
    menu.close()


def test_home_and_end_go_to_the_first_and_the_last_row(app: App, page: AccountsPage) -> None:
    business(app.store, 25)
    page.table.setFocus()
    QTest.keyClick(page.table, Key.Key_End)
    assert page.table.currentIndex().row() == 24
    QTest.keyClick(page.table, Key.Key_Home)
    assert page.table.currentIndex().row() == 0


def test_adding_an_account_goes_to_its_page(app: App, page: AccountsPage) -> None:
    page.add_account()
    form = page.findChild(AccountForm)
    assert form is not None
    QTest.keyClick(form.name, Key.Key_Return)
    assert form.name.error
    assert accounts.count(app.store) == 0
    form.name.setText("Acme")
    form.since.setText("2019")
    form.tags.setText("boxes, bags,, boxes")
    QTest.keyClick(form.name, Key.Key_Return)
    acme = accounts.by_name(app.store, "Acme")
    assert acme is not None
    stored = accounts.get(app.store, acme)
    assert stored.tags == ("boxes", "bags")
    assert stored.since is not None
    assert stored.since.year == 2019
    assert isinstance(page.desk, MainWindow)
    assert page.desk.page.title == "Acme"
    dialog = page.findChild(QDialog)
    assert dialog is None or not dialog.isVisible()
