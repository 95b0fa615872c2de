"""A card that pops up beside what it explains and goes away with Esc or a click elsewhere."""

from __future__ import annotations

from PySide6.QtCore import QMargins, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QGuiApplication, QHideEvent, QKeyEvent, QPainter, QPainterPath, QPaintEvent, QRegion
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from crm_desktop.ui.paint.shadow import card_margins, draw_card
from crm_desktop.ui.system_wishes import shows_through
from crm_desktop.ui.theme import current_theme


class PopupCard(QFrame):
    """Put a layout on `body`; the card keeps room for its shadow around it."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setWindowFlag(Qt.WindowType.NoDropShadowWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.body = QWidget(self)
        theme = current_theme()
        self._shadow: QMargins = card_margins(theme)
        self.has_shadow = shows_through()
        frame = QVBoxLayout(self)
        frame.setContentsMargins(self._shadow)
        frame.addWidget(self.body)

    def open_at(self, anchor: QRect, *, width: int | None = None) -> None:
        """Show the card under `anchor` (global coordinates), or above it when there is no room under it."""
        if width is not None:
            self.setFixedWidth(width + self._shadow.left() + self._shadow.right())
        self.adjustSize()
        free = _free_screen(anchor)
        card = self.rect().marginsRemoved(self._shadow)
        top = anchor.bottom() + 1
        if top + card.height() > free.bottom():
            above = anchor.top() - card.height()
            top = above if above >= free.top() else max(free.bottom() - card.height(), free.top())
        left = min(max(anchor.left(), free.left()), max(free.right() - card.width(), free.left()))
        self.move(left - self._shadow.left(), top - self._shadow.top())
        if not self.has_shadow:
            self.setMask(_rounded(card, current_theme().radius("card") + 1))
        self.show()
        self.setFocus(Qt.FocusReason.PopupFocusReason)

    def spare_height(self, anchor: QRect, width: int) -> int:
        """How much lower than the screen at `anchor` the card is when it is so wide; below 0 it is too high."""
        height = self.body.heightForWidth(width) if self.body.hasHeightForWidth() else self.body.sizeHint().height()
        return _free_screen(anchor).height() - height

    def visible_card(self) -> QRect:
        """Where the card lies on the screen, without the room for its shadow."""
        return self.geometry().marginsRemoved(self._shadow)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        draw_card(painter, QRectF(self.rect().marginsRemoved(self._shadow)), current_theme())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.closed.emit()


def _rounded(rect: QRect, radius: float) -> QRegion:
    path = QPainterPath()
    path.addRoundedRect(QRectF(rect), radius, radius)
    return QRegion(path.toFillPolygon().toPolygon())


def on_screen(widget: QWidget) -> QRect:
    """Where a widget stands on the screen, so that a card can be opened there."""
    return QRect(widget.mapToGlobal(QPoint(0, 0)), widget.size())


def _free_screen(anchor: QRect) -> QRect:
    screen = QGuiApplication.screenAt(anchor.center()) or QGuiApplication.primaryScreen()
    return screen.availableGeometry()
