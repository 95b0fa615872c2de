"""What stands above and below the list of the palette: the field one types in, and what the keys do."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from crm_desktop.i18n import tr
from crm_desktop.ui.icons import draw_icon
from crm_desktop.ui.theme import current_theme, look
from crm_desktop.ui.widgets.labels import PlainLabel

_HEAD, _FOOT, _PAGE = 52, 36, 8


class PaletteField(QLineEdit):
    """Up, Down and the page keys belong to the list; Enter and Esc to the palette."""

    moved = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("bare", True)
        self.setPlaceholderText(tr("An account, a person, something said, or what to do"))
        self.setAccessibleName(tr("Find or do"))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # It paints all of its place: with every letter the page below it would be painted anew otherwise. Only now,
        # as dressing it takes that back.
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(event.rect(), current_theme().color("raised"))
        super().paintEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_PageDown: _PAGE,
            Qt.Key.Key_PageUp: -_PAGE,
        }
        step = steps.get(Qt.Key(event.key()))
        if step is not None:
            self.moved.emit(step)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            event.ignore()
        else:
            super().keyPressEvent(event)


class PaletteHead(QWidget):
    """The field with its icon, and at the right what ">" does."""

    def __init__(self) -> None:
        super().__init__()
        self.field = PaletteField()
        self.hint = PlainLabel(tr("type > for commands only"), "small", "text2")
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.field, 1)
        self._row.addWidget(self.hint)
        look().changed.connect(self._restyle)
        self._restyle()

    def _restyle(self) -> None:
        theme = current_theme()
        self.setFixedHeight(theme.px(_HEAD))
        self._row.setContentsMargins(theme.px(46), 0, theme.px(17), 1)
        self._row.setSpacing(theme.px(12))
        self.field.setFont(theme.font("entry"))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        size = theme.px(18)
        draw_icon(painter, QRectF(theme.px(17), 0, size, self.height()), "search", theme.color("text2"), size=size)
        painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), theme.color("line"))


class PaletteFoot(QWidget):
    """What the keys do, and how much there is to be found."""

    def __init__(self) -> None:
        super().__init__()
        self.counts = PlainLabel("", "small", "text2")
        self._row = QHBoxLayout(self)
        for text in (tr("↑↓ move"), tr("Enter open"), tr("Esc close")):
            self._row.addWidget(PlainLabel(text, "small", "text2"))
        self._row.addStretch()
        self._row.addWidget(self.counts)
        look().changed.connect(self._restyle)
        self._restyle()

    def sizeHint(self) -> QSize:
        return QSize(current_theme().px(200), current_theme().px(_FOOT))

    def _restyle(self) -> None:
        theme = current_theme()
        self.setFixedHeight(theme.px(_FOOT))
        self._row.setContentsMargins(theme.px(17), 1, theme.px(17), 0)
        self._row.setSpacing(theme.px(16))

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(QRectF(0, 0, self.width(), 1), current_theme().color("line"))
