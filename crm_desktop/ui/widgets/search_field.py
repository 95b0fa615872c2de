"""The field that filters a list while one types: Esc clears it, Down and Enter go on to the list."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from crm_desktop.ui.paint.text import RIGHT, draw_text, text_width
from crm_desktop.ui.theme import current_theme
from crm_desktop.ui.widgets.fields import LineField

_HEIGHT = 36


class SearchField(LineField):
    """``note`` stands at its right end ("14 of 212 accounts")."""

    list_asked = Signal()
    entered = Signal()

    def __init__(self, parent: QWidget | None = None, *, placeholder: str, name: str) -> None:
        self._note = ""
        super().__init__(parent, placeholder=placeholder, name=name, icon="search")

    def set_note(self, text: str) -> None:
        """What was found, in words."""
        self._note = text
        self.setAccessibleDescription(text)
        self._make_room()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), current_theme().px(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(current_theme().px(120), current_theme().px(_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._note_width():
            theme = current_theme()
            place = QRectF(self.rect()).adjusted(0, 0, -theme.px(10), 0)
            draw_text(QPainter(self), place, self._note, theme, role="small", color="text3", align=RIGHT)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Escape):
            self.list_asked.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        else:
            super().keyPressEvent(event)

    def _note_width(self) -> int:
        """The room the note takes; none where it would leave too little to type in."""
        theme = current_theme()
        width = round(text_width(self._note, theme, "small")) + theme.px(16) if self._note else 0
        return width if self.width() - width > theme.px(240) else 0

    def _make_room(self) -> None:
        super()._make_room()
        margins = self.textMargins()
        margins.setRight(self._note_width())
        self.setTextMargins(margins)
