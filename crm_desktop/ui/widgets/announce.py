"""Tells a screen reader what has just happened."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget


def announce(widget: QWidget, text: str) -> None:
    """Say `text` through the screen reader, if one listens."""
    from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent  # 3 ms: nothing is said before the first paint

    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, text))
