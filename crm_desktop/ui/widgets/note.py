"""A small sentence by a field: what it means, or with a sign what is wrong with it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from crm_desktop.ui.icons import draw_icon
from crm_desktop.ui.theme import current_theme
from crm_desktop.ui.widgets.labels import PlainLabel


class WarningIcon(QWidget):
    """The sign before what is wrong: an error is never told by its colour alone."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        size = current_theme().size("icon")
        return QSize(size, size)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        draw_icon(QPainter(self), QRectF(self.rect()), "triangle-alert", theme.color("danger"), size=theme.size("icon"))


class Note(QWidget):
    """``show_note`` says what a field means; ``show_problem`` puts what is wrong in its place."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._usual = text
        self._icon = WarningIcon()
        self._label = PlainLabel(text, "small", "text3", wrap=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(current_theme().px(6))
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._label, 1)
        self._icon.hide()
        if not text:
            self.hide()

    @property
    def text(self) -> str:
        return self._label.text()

    def show_note(self, text: str) -> None:
        """Another sentence for when nothing is wrong."""
        self._usual = text
        if not self._icon.isVisibleTo(self):
            self.show_problem("")

    def show_problem(self, text: str) -> None:
        """What is wrong; "" when nothing is."""
        self._icon.setVisible(bool(text))
        self._label.set_color("danger" if text else "text3")
        self._label.setText(text or self._usual)
        self.setVisible(bool(text or self._usual))
