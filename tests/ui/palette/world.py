"""What the tests of the palette share: the palette opened, its lines, its keys."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.widgets.palette import Palette


def opened(window: MainWindow, text: str = "") -> Palette:
    """The palette with something typed."""
    window.activateWindow()
    window.actions_by_id["palette"].trigger()
    palette = window.overlays.palette
    assert palette is not None
    assert palette.field.hasFocus()
    QTest.keyClicks(palette.field, text)
    return palette


def lines(palette: Palette) -> list[str]:
    """What stands in it; heads of groups in brackets."""
    return [row.title if row.run else f"[{row.title}]" for row in palette.list.rows]


def press(palette: Palette, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(palette.field, key)
