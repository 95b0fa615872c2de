"""The message at the bottom of the window: what was done, with Undo for 8 seconds, or what went wrong."""

from __future__ import annotations

from collections.abc import Callable
from math import ceil

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QEnterEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QWidget
from shiboken6 import isValid

from crm_desktop.i18n import tr
from crm_desktop.ui.desk import Offer
from crm_desktop.ui.icons import draw_icon
from crm_desktop.ui.paint.keycap import draw_keycap, keycap_size
from crm_desktop.ui.paint.text import draw_text, text_width
from crm_desktop.ui.theme import Theme, current_theme, design_tokens, look
from crm_desktop.ui.widgets.announce import announce
from crm_desktop.ui.widgets.labels import ElidedLabel

_MOVES = (QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.Move, QEvent.Type.Resize)


class Message(QFrame):
    """One message at a time, bottom centre of `host`, which it follows; a newer one takes its place.

    The time stops while the pointer or the keyboard is on it. A problem stays until it is closed.
    """

    closed = Signal()

    def __init__(self, host: QWidget, *, seconds: float | None = None) -> None:
        super().__init__(host)
        self._host = host
        self._seconds = design_tokens()["motion"]["toastSeconds"] if seconds is None else seconds
        self._undo: Callable[[], None] | None = None
        self._offer: Offer | None = None
        self._problem = False
        self._came_from: QWidget | None = None
        self._feet: list[QWidget] = []
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.close_message)
        self._text = ElidedLabel("", color="onTierA", parent=self)
        self._action = _MessageButton(self)
        self._other = _MessageButton(self)
        self._close = _MessageButton(self, icon="x")
        self._close.setAccessibleName(tr("Close"))
        self._action.clicked.connect(lambda: self._act(self._undo))
        self._other.clicked.connect(lambda: self._act(self._offer.take if self._offer else None))
        self._close.clicked.connect(self.close_message)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._text)
        for button in self._buttons:
            self._row.addWidget(button)
            button.installEventFilter(self)
        host.installEventFilter(self)
        self.hide()
        look().changed.connect(self._place)

    @property
    def _buttons(self) -> tuple[_MessageButton, ...]:
        return self._action, self._other, self._close

    @property
    def text(self) -> str:
        return self._text.text()

    @property
    def is_problem(self) -> bool:
        return self._problem

    @property
    def is_counting(self) -> bool:
        """Whether the seconds run: not while somebody attends to the message, and never for a problem."""
        return self._timer.isActive()

    def show_done(
        self,
        text: str,
        undo: Callable[[], None] | None = None,
        *,
        undo_label: str = "",
        key: str = "Ctrl Z",
        offer: Offer | None = None,
    ) -> None:
        """Say what was done; with `undo` the message offers to take it back, with `offer` something else, too."""
        self._undo, self._offer = undo, offer
        self._other.set_text(offer.label if offer else "", key="")
        self._other.setVisible(offer is not None)
        self._action.set_text(undo_label or tr("Undo"), key=key)
        self._action.setVisible(undo is not None)
        self._show(text, problem=False)

    def show_problem(self, text: str) -> None:
        """Say what went wrong; it stays until it is closed."""
        self._undo = self._offer = None
        self._action.hide()
        self._other.hide()
        self._show(text, problem=True)

    def close_message(self) -> None:
        """Take the message away; if the keyboard was on it, it goes back to where it came from."""
        if self.isHidden():
            return
        came_from = self._came_from
        attended = self._has_keyboard()
        if attended and came_from is not None and isValid(came_from):
            came_from.setFocus(Qt.FocusReason.OtherFocusReason)
        self._timer.stop()
        self._undo = self._offer = None
        self.hide()
        self.closed.emit()

    def stay_above(self, foot: QWidget) -> None:
        """Never covers this part of the host while it is shown."""
        self._feet.append(foot)
        foot.installEventFilter(self)
        self._place()

    @property
    def is_reachable(self) -> bool:
        """Whether there is a button for the keyboard."""
        return not self.isHidden() and not self._target().isHidden()

    def focus_action(self) -> bool:
        """Put the keyboard on the message (F6); False when there is nothing to reach."""
        if not self.is_reachable:
            return False
        self._came_from = self._host.window().focusWidget()
        self._target().setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def _target(self) -> QWidget:
        return self._close if self._problem else self._action

    def _show(self, text: str, *, problem: bool) -> None:
        self._problem = problem
        self._close.setVisible(problem)
        self._text.setText(text)
        self._text.set_color("danger" if problem else "onTierA")
        self.setAccessibleName(text)
        self._place()
        self.show()
        self.raise_()
        self._timer.stop()
        if not problem:
            self._start()
        announce(self, text)

    def _start(self) -> None:
        attended = self.underMouse() or self._has_keyboard()
        if not self._problem and not self.isHidden() and not attended:
            self._timer.start(round(self._seconds * 1000))

    def _has_keyboard(self) -> bool:
        return any(button.hasFocus() for button in self._buttons)

    def _act(self, run: Callable[[], None] | None) -> None:
        self.close_message()
        if run is not None:
            run()

    def _place(self) -> None:
        theme = current_theme()
        side, gap = theme.px(14), theme.px(12)
        icon_room = theme.size("icon") + gap
        self._row.setContentsMargins(side + icon_room, theme.px(6), side - theme.px(6), theme.px(6))
        self._row.setSpacing(theme.px(14))
        self._row.activate()
        host = self._host
        width = min(self._row.sizeHint().width(), host.width() - 2 * theme.px(20))
        height = max(theme.px(36), self._row.sizeHint().height())
        ends = [foot.mapTo(host, QPoint(0, 0)).y() for foot in self._feet if foot.isVisible()]
        bottom = min([host.height(), *ends])
        self.setGeometry((host.width() - width) // 2, bottom - height - theme.px(20), width, height)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(theme.color("danger") if self._problem else Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("dangerTint" if self._problem else "tierA"))
        frame = QRectF(self.rect())
        if self._problem:
            frame.adjust(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(frame, theme.radius("page"), theme.radius("page"))
        size = theme.size("icon")
        place = QRectF(theme.px(14), 0, size, self.height())
        # Only what can be taken back was done; the rest is said, or advice.
        done = "info" if self._undo is None else "check"
        name, color = ("triangle-alert", "danger") if self._problem else (done, "onTierA")
        draw_icon(painter, place, name, theme.color(color), size=size)

    def enterEvent(self, event: QEnterEvent) -> None:
        self._timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self._host:
            self._place()
        elif watched in self._feet and event.type() in _MOVES:
            QTimer.singleShot(0, self, self._place)
        elif event.type() == QEvent.Type.FocusIn and watched in self._buttons:
            self._timer.stop()
        elif event.type() == QEvent.Type.FocusOut and watched in self._buttons:
            QTimer.singleShot(0, self, self._start)
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_message()
        else:
            super().keyPressEvent(event)


class _MessageButton(QAbstractButton):
    """A button on the message: words and a key, or an icon."""

    def __init__(self, parent: QWidget, *, icon: str = "") -> None:
        super().__init__(parent)
        self._icon_name, self._key = icon, ""
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_text(self, text: str, *, key: str) -> None:
        self.setText(text)
        self._key = key
        self.setAccessibleName(text)
        self.updateGeometry()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        theme = current_theme()
        if self._icon_name:
            return QSize(theme.size("hitMin"), theme.size("hitMin"))
        width = text_width(self.text(), theme, "bodyStrong") + 2 * theme.px(6)
        if self._key:
            width += keycap_size(self._key, theme).width() + theme.px(6)
        return QSize(ceil(width), theme.size("hitMin"))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        ink = theme.color("danger" if self._icon_name else "onTierA")
        if self.hasFocus():
            painter.setPen(ink)
            radius = theme.radius("kbd")
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        if self._icon_name:
            size = theme.size("icon")
            draw_icon(painter, QRectF(self.rect()), self._icon_name, ink, size=size)
            return
        self._draw_words(painter, theme)

    def _draw_words(self, painter: QPainter, theme: Theme) -> None:
        line = QRectF(self.rect()).adjusted(theme.px(6), 0, -theme.px(6), 0)
        if self._key:
            cap = draw_keycap(painter, line, self._key, theme, "message", align_right=True)
            line.setRight(cap.left())
        draw_text(painter, line, self.text(), theme, role="bodyStrong", color="onTierA")
        if self.underMouse():
            width = text_width(self.text(), theme, "bodyStrong")
            painter.setPen(theme.color("onTierA"))
            y = line.center().y() + theme.metrics("bodyStrong").ascent() / 2
            painter.drawLine(round(line.left()), round(y), round(line.left() + width), round(y))
