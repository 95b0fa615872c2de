"""A card over the whole window: what lies under it is dimmed and out of reach until the card is closed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QFrame, QWidget
from shiboken6 import isValid

from crm_desktop.ui.paint.shadow import draw_card
from crm_desktop.ui.theme import current_theme, look
from crm_desktop.ui.widgets.tab_order import go_on

_TOP, _MARGIN = 52, 12
# What still works while the card is open: quitting, and the text size.
_WINDOW_KEYS = (Qt.Key.Key_Q, Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus, Qt.Key.Key_0)


class ModalCard(QWidget):
    """Lay out ``card`` and say in ``wanted_height`` how high it would like to be; it is never higher than the window.

    A child and not a window of its own: it follows the window on every platform, and no compositor places it anew.
    """

    def __init__(self, window: QWidget, *, name: str, width: int, top: int = _TOP) -> None:
        super().__init__(window)
        self._window, self._width, self._top = window, width, top
        self._focus_before: QWidget | None = None
        self.card = QFrame(self)
        self.setAccessibleName(name)
        self.card.setAccessibleName(name)
        # Takes files dropped on it, and does nothing with them: the page under it must not.
        self.setAcceptDrops(True)
        self.hide()
        window.installEventFilter(self)
        look().changed.connect(self.place)

    def wanted_height(self, width: int) -> int:
        """How high the card would like to be at this width."""
        raise NotImplementedError

    def dismiss(self) -> None:
        """Esc."""
        self.close_card()

    def open_card(self, focus: QWidget) -> None:
        """Shows the card; ``focus`` gets the keyboard, and whoever had it gets it back at the end."""
        self._focus_before = QApplication.focusWidget()
        self.place()
        self.show()
        self.raise_()
        focus.setFocus(Qt.FocusReason.PopupFocusReason)

    def close_card(self) -> None:
        """Hides it; where what had the keyboard has gone meanwhile, the part of the window it was in gets it back."""
        before, self._focus_before = self._focus_before, None
        at = before if before is not None and isValid(before) else None
        while at is not None and not at.isVisible():
            at = at.parentWidget()
        if at is not None and at is before:
            at.setFocus(Qt.FocusReason.PopupFocusReason)
        elif self.isAncestorOf(QApplication.focusWidget() or self):
            within = at or self._window
            go_on(within, within, forward=True)
        self.hide()

    def place(self) -> None:
        """Fits the card into the window: near its top, as high as it likes, with a margin all round."""
        theme = current_theme()
        window = self._window.rect()
        margin = theme.px(_MARGIN)
        width = min(theme.px(self._width), window.width() - 2 * margin)
        height = min(self.wanted_height(width), window.height() - 2 * margin)
        top = max(min(theme.px(self._top), (window.height() - height) // 2), margin)
        card = QRect((window.width() - width) // 2, top, width, height)
        if self.geometry() != window or self.card.geometry() != card:
            self.setGeometry(window)
            self.card.setGeometry(card)
            self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self._window and self.isVisible():
            self.place()
        return False

    def event(self, event: QEvent) -> bool:
        """No shortcut of the window works while the card is open; Alt and a letter are the card's own."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            alt_letter = (
                event.modifiers() == Qt.KeyboardModifier.AltModifier and Qt.Key.Key_A <= event.key() <= Qt.Key.Key_Z
            )
            of_window = event.modifiers() & Qt.KeyboardModifier.ControlModifier and event.key() in _WINDOW_KEYS
            if not alt_letter and not of_window:
                event.accept()
                return True
        return super().event(event)

    def focusNextPrevChild(self, next: bool) -> bool:
        """Tab goes round inside the card."""
        go_on(self, QApplication.focusWidget() or self.card, forward=next)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("scrim"))
        draw_card(painter, QRectF(self.card.geometry()), theme)
