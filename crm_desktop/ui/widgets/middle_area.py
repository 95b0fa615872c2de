"""A page's content in a column in its middle, no wider than one reads well; it scrolls where there is no room."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from crm_desktop.ui.theme import current_theme, look


class MiddleArea(QScrollArea):
    """Add to ``column``, then ``make_room``; there is more room under it than over it. ``width`` as in the design."""

    def __init__(self, width: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._width = width
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        body = QWidget()
        whole = QVBoxLayout(body)
        self.column = QVBoxLayout()
        whole.addStretch(1)
        whole.addLayout(self.column)
        whole.addStretch(2)
        self._whole = whole
        self.setWidget(body)
        body.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)
        look().changed.connect(self.make_room)

    def make_room(self) -> None:
        """Fits the margins to the width and the look."""
        theme = current_theme()
        side = max((self.width() - theme.px(self._width)) // 2, theme.space(5))
        self._whole.setContentsMargins(side, theme.space(4), side, theme.space(4))
        for layout in (self._whole, self.column):
            layout.setSpacing(theme.space(4))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.make_room()
