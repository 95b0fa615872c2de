"""What the tests of widgets share."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QWidget

LEFT_BUTTON = Qt.MouseButton.LeftButton


class Show(Protocol):
    def __call__(self, *widgets: QWidget, size: tuple[int, int] = (600, 400)) -> QWidget: ...


def role_of(widget: QWidget) -> QAccessible.Role:
    return QAccessible.queryAccessibleInterface(widget).role()
