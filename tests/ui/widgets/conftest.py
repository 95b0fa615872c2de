"""What the tests of widgets share: the look, and a way to show one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.ui.theme import apply
from tests.ui.widgets.world import Show


@pytest.fixture(autouse=True)
def _dressed(qapp: QApplication) -> None:
    apply(qapp, "light")


@pytest.fixture
def show(qtbot: QtBot) -> Iterator[Show]:
    """Shows widgets under each other in a window with room around them."""
    windows: list[QWidget] = []

    def in_a_window(*widgets: QWidget, size: tuple[int, int] = (600, 400)) -> QWidget:
        window = QWidget()
        windows.append(window)
        qtbot.addWidget(window)
        layout = QVBoxLayout(window)
        layout.setContentsMargins(20, 20, 20, 20)
        for widget in widgets:
            layout.addWidget(widget)
        layout.addStretch()
        window.resize(*size)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        return window

    yield in_a_window
    windows.clear()
