"""What the tests of many accounts at once share: what the page shows, and hands on its field."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.pages.accounts import AccountsPage
from crm_desktop.ui.widgets.ask_card import AskCard

Key = Qt.Key
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def names(page: AccountsPage) -> list[str]:
    return [str(page.table.rows.row_at(row).name) for row in range(len(page.table.rows.ids))]


def tokens(page: AccountsPage) -> list[str]:
    return [token.text_shown for token in page.search.tokens]


def type_in(page: AccountsPage, text: str) -> None:
    page.search.line.setFocus()
    QTest.keyClicks(page.search.line, text)


def desk(page: AccountsPage) -> MainWindow:
    assert isinstance(page.desk, MainWindow)
    return page.desk


def answer(card: object, text: str, number: int = 0) -> None:
    assert isinstance(card, AskCard)
    card.field.setText(text)
    if number == 0:
        QTest.keyClick(card.field, Key.Key_Return)
    else:
        card.buttons[number].click()
