"""What the tests of the Import page share: files of orders, good and bad, and the page open on one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit

from crm_desktop.app import App
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.pages.import_file import ImportPage

Write = Callable[..., Path]

ORDERS = (
    "Kovač Mizarstvo,2025-09-23,1240.00",
    "Пекара Стојановић,2025-10-03,410.50",
    "Kovač Mizarstvo,2025-10-30,99.00",
)
BAD = (
    "Αφοί Παπαδάκη,2025-09-31,780.00",
    "Дніпро-Пак,2025-10-29,much",
    ",2025-11-01,12.00",
)


def opened(window: MainWindow, path: Path) -> ImportPage:
    window.open_import(path)
    page = window.page
    assert isinstance(page, ImportPage)
    return page


def counts(page: ImportPage) -> dict[str, int]:
    return {words: n for n, words in page.check.summary.counts.lines}


def orders(app: App) -> list[tuple[str, int, int, str]]:
    return app.store.rows(
        "SELECT a.name, p.day, p.amount, p.currency FROM purchase p JOIN account a ON a.id = p.account_id"
        " WHERE p.deleted_at IS NULL ORDER BY p.day, a.name"
    )


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, key, modifiers)
    QApplication.processEvents()


def type_into_cell(page: ImportPage, text: str) -> None:
    press(Qt.Key.Key_F2)
    editor = page.check.table.findChild(QLineEdit)
    assert editor is not None
    editor.selectAll()
    QTest.keyClicks(editor, text)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QApplication.processEvents()  # Qt ends the editing
    QApplication.processEvents()  # then the page reads the file anew


def save_left_out(page: ImportPage, target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Clicks the button that saves the rows left out, and names a file."""
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(target), ""))
    page.check.summary.save_button.click()
