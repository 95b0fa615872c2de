"""Tells a screen reader what has just happened."""

from __future__ import annotations

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget


def announce(widget: QWidget, text: str) -> None:
    """Say `text` through the screen reader, if one listens."""
    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, text))
