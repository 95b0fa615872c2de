"""An icon and a sentence that wraps beside it: a note, or why something cannot be done."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from crm_desktop.ui.icons import draw_icon
from crm_desktop.ui.theme import current_theme, look
from crm_desktop.ui.widgets.labels import PlainLabel


class NoteLine(QWidget):
    """The colour is that of icon and words; danger never comes without its icon."""

    def __init__(self, icon: str, color: str = "text2", parent: QWidget | None = None, *, role: str = "small") -> None:
        super().__init__(parent)
        self._label = PlainLabel("", role, color, wrap=True)
        self._label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._icon = _Icon(icon, color, role)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._label, 1)
        self._row = row
        look().changed.connect(self._make_room)
        self._make_room()

    @property
    def text(self) -> str:
        """The sentence."""
        return self._label.text()

    def set_text(self, text: str) -> None:
        """Shows another sentence."""
        self._label.setText(text)
        self.setAccessibleName(text)

    def _make_room(self) -> None:
        self._row.setSpacing(current_theme().space(2))


class _Icon(QWidget):
    def __init__(self, name: str, color: str, role: str) -> None:
        super().__init__()
        self._name, self._color, self._role = name, color, role
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        theme = current_theme()
        return QSize(theme.size("iconSmall"), theme.line(self._role))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        size = theme.size("iconSmall")
        draw_icon(QPainter(self), QRectF(self.rect()), self._name, theme.color(self._color), size=size)
