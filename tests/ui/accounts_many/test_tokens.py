"""Filters typed into the field of the accounts."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from crm_desktop.app import App
from crm_desktop.services import preferences
from crm_desktop.ui.pages.accounts import AccountsPage
from tests.ui.accounts_many.world import Key, names, tokens, type_in

# -- tokens ----------------------------------------------------------------------------------------


def test_a_filter_typed_in_full_filters_at_once_and_enter_makes_it_a_token(page: AccountsPage) -> None:
    type_in(page, "owner ana")
    assert names(page) == ["Bea", "Dora", "Fay"]
    assert tokens(page) == []
    QTest.keyClick(page.search.line, Key.Key_Return)
    assert tokens(page) == ["owner Ana"]
    assert page.search.line.text() == ""
    assert names(page) == ["Bea", "Dora", "Fay"]
    assert page.search.line.accessibleDescription() == "3 of 6 accounts"


def test_tab_takes_what_is_offered_and_another_value_joins_its_token(page: AccountsPage) -> None:
    type_in(page, "vi")
    assert page.search.suggestions.texts == ["tag vip"]
    QTest.keyClick(page.search.line, Key.Key_Tab)
    assert names(page) == ["Ada", "Bea"]
    for wanted in ("tier a", "tier b"):
        type_in(page, wanted)
        QTest.keyClick(page.search.line, Key.Key_Tab)
    assert tokens(page) == ["tag vip", "tier A, B"]
    assert names(page) == []
    assert "Tier A or B" in page.empty.sentence or "tier A or B" in page.empty.sentence


def test_down_goes_to_the_suggestions_and_enter_takes_the_marked_one(page: AccountsPage) -> None:
    type_in(page, "owner")
    QTest.keyClick(page.search.line, Key.Key_Down)
    QTest.keyClick(page.search.line, Key.Key_Down)
    wanted = page.search.suggestions.texts[1]
    QTest.keyClick(page.search.line, Key.Key_Return)
    assert tokens(page) == [wanted]


def test_backspace_and_escape_take_tokens_off_and_left_goes_to_them(page: AccountsPage) -> None:
    for wanted in ("tag: vip ", "owner: ana ", "silent: 30 "):
        type_in(page, wanted)
    assert tokens(page) == ["tag vip", "owner Ana", "silent for more than 30 days"]
    QTest.keyClick(page.search.line, Key.Key_Backspace)
    assert tokens(page) == ["tag vip", "owner Ana"]
    assert names(page) == ["Bea"]
    QTest.keyClick(page.search.line, Key.Key_Left)
    QTest.keyClick(page.search.tokens[1], Key.Key_Left)
    assert page.search.tokens[0].hasFocus()
    QTest.keyClick(page.search.tokens[0], Key.Key_Delete)
    assert tokens(page) == ["owner Ana"]
    assert page.search.line.hasFocus()
    QTest.keyClick(page.search.line, Key.Key_Escape)
    assert tokens(page) == []
    assert len(names(page)) == 6


def test_the_cross_of_a_token_takes_it_off(page: AccountsPage) -> None:
    type_in(page, "tag: vip ")
    token = page.search.tokens[0]
    QTest.mouseClick(token, Qt.MouseButton.LeftButton, pos=QPoint(token.width() - 12, token.height() // 2))
    assert tokens(page) == []


def test_what_is_no_filter_is_marked_and_lets_all_through(page: AccountsPage) -> None:
    type_in(page, "colour: red")
    QTest.keyClick(page.search.line, Key.Key_Return)
    assert tokens(page) == ["unknown filter colour: red"]
    assert page.search.tokens[0].is_unknown
    assert len(names(page)) == 6


def test_many_tokens_wrap_and_the_field_grows(page: AccountsPage) -> None:
    low = page.search.height()
    for wanted in ("silent: 30 ", "no contact: 60 ", "not rated: 365 ", "new: 90 ", "rating: not asked ", "tag: vip "):
        type_in(page, wanted)
    QApplication.processEvents()
    assert len(tokens(page)) == 6
    assert page.search.height() > low
    assert all(token.geometry().right() < page.search.width() for token in page.search.tokens)


def test_owner_me_is_who_sits_here(app: App, page: AccountsPage) -> None:
    preferences.change(app.store, owner="Ana")
    type_in(page, "owner: me ")
    assert tokens(page) == ["owner me"]
    assert names(page) == ["Bea", "Dora", "Fay"]
