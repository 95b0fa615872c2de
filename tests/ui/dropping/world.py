"""What the tests of dropping share: mails, files, hands."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.pages.account import AccountPage

Key = Qt.Key


def file(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def drop(window: MainWindow, *files: Path, text: str = "") -> None:
    data = QMimeData()
    if files:
        data.setUrls([QUrl.fromLocalFile(str(each)) for each in files])
    if text:
        data.setText(text)
    assert window.dropping.takes(data)
    window.dropping.take(data)


def press(window: MainWindow, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    window.activateWindow()
    QTest.keyClick(QApplication.focusWidget() or window, key, modifier)


def page(window: MainWindow, account: int) -> AccountPage:
    window.open_account(account)
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window)
    QApplication.processEvents()
    assert isinstance(window.page, AccountPage)
    return window.page


def button(part: QWidget, name: str) -> QWidget:
    return next(each for each in part.findChildren(QWidget) if each.accessibleName() == name and each.isVisible())
