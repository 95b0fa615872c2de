"""The focus ring around a widget: 2 px wide, 2 px away, and outside, so that it takes no room in a layout."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractScrollArea, QWidget
from shiboken6 import isValid

from crm_desktop.ui.theme import current_theme, design_tokens

_FOLLOWED = (
    QEvent.Type.Move,
    QEvent.Type.Resize,
    QEvent.Type.Show,
    QEvent.Type.Hide,
    QEvent.Type.FocusIn,
    QEvent.Type.FocusOut,
    QEvent.Type.ParentChange,
)


class FocusRing(QWidget):
    """Draws the ring of one widget while that has the focus; made once, in the widget's constructor.

    It lives in the nearest ancestor that has room for it, because a parent cuts off what lies outside of it.
    ``around`` is what it goes round where the widget is only a part of that: a row with a second line.
    """

    def __init__(self, target: QWidget, *, radius: float | None = None, around: QWidget | None = None) -> None:
        super().__init__(target)
        self._target = target
        self._around = around or target
        self._radius = radius
        self._watched: list[QWidget] = []
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        target.installEventFilter(self)
        target.destroyed.connect(self.deleteLater)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _FOLLOWED and isValid(self._target):
            leaving = watched is self._target and event.type() in (QEvent.Type.FocusOut, QEvent.Type.Hide)
            if leaving or not self._target.hasFocus():
                self._leave()
            else:
                self._follow()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        width = float(design_tokens()["focus"]["width"])
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(QPen(theme.color("focus"), width))
        inner = theme.radius("control") if self._radius is None else self._radius
        radius = inner + _reach() - width / 2
        half = width / 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(half, half, -half, -half), radius, radius)

    def _leave(self) -> None:
        self.hide()
        for widget in self._watched:
            widget.removeEventFilter(self)
        self._watched.clear()

    def _follow(self) -> None:
        reach = _reach()
        around = QRect(QPoint(0, 0), self._around.size()).adjusted(-reach, -reach, reach, reach)
        host = self._around
        place = around
        ancestors: list[QWidget] = [] if host is self._target else [host]
        while not host.rect().contains(place) and not host.isWindow():
            parent = host.parentWidget()
            if parent is None or isinstance(parent, QAbstractScrollArea):
                break
            host = parent
            ancestors.append(host)
            place = QRect(self._around.mapTo(host, around.topLeft()), around.size())
        for widget in ancestors[:-1]:
            if widget not in self._watched:
                widget.installEventFilter(self)
                self._watched.append(widget)
        if self.parentWidget() is not host:
            self.setParent(host)
        self.setGeometry(place)
        self.raise_()
        self.show()


def _reach() -> int:
    look = design_tokens()["focus"]
    return int(look["width"] + look["gap"])
