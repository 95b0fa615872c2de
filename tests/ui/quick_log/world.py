"""What the tests of the quick log share: its days, and hands on the keyboard."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from crm_desktop.app import App
from crm_desktop.services import history
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.widgets.quick_log_dialog import QuickLogDialog

TODAY = date(2026, 11, 20)  # a Friday, as in conftest
TUESDAY = date(2026, 11, 24)
NAUGHTY = "Wren & <b>Daughters</b>"


def opened(window: MainWindow, account: int | None = None, text: str = "") -> QuickLogDialog:
    window.activateWindow()
    window.open_log(account, text)
    QApplication.processEvents()
    dialog = window.findChild(QuickLogDialog)
    assert isinstance(dialog, QuickLogDialog)
    return dialog


def focus() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def type_keys(text: str) -> None:
    QTest.keyClicks(focus(), text)


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(focus(), key, modifiers)


def said(log: QuickLogDialog) -> dict[str, str]:
    return {value.label: value.text for value in log.head.understood.said}


def newest(app: App, account: int) -> list[tuple[str, str, str, float | None]]:
    return [(e.kind.value, e.title, e.person, e.score) for e in history.timeline(app.store, account, until=TODAY)]
