"""The steps of an import in one line: done ones ticked, the one at hand filled and bold."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from crm_desktop.i18n import tr
from crm_desktop.ui.icons import draw_icon
from crm_desktop.ui.paint.text import CENTER, draw_text, text_width
from crm_desktop.ui.theme import Theme, current_theme, look

_CIRCLE, _GAP, _BETWEEN, _DASH = 20, 8, 14, 12


class StepsLine(QWidget):
    """Only shows where one is; going on and back is the work of the buttons."""

    def __init__(self, labels: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._labels = tuple(labels)
        self._current = 0
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.set_current(0)
        look().changed.connect(self.updateGeometry)

    @property
    def words(self) -> str:
        """Where one is, for a screen reader and for windows too low for the line."""
        return tr(
            "Step {n} of {total}: {name}",
            n=self._current + 1,
            total=len(self._labels),
            name=self._labels[self._current],
        )

    def set_current(self, step: int) -> None:
        """The step at hand, counted from 0; those before it are done."""
        self._current = step
        self.setAccessibleName(self.words)
        self.update()

    def _width_of(self, label: str, theme: Theme) -> float:
        # As wide as when it is bold, so that going on moves nothing.
        return theme.px(_CIRCLE + _GAP) + text_width(label, theme, "bodyStrong")

    def sizeHint(self) -> QSize:
        theme = current_theme()
        between = (len(self._labels) - 1) * theme.px(2 * _BETWEEN + _DASH)
        width = sum(self._width_of(label, theme) for label in self._labels) + between
        return QSize(round(width) + 1, theme.px(24))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        left = 0.0
        for number, label in enumerate(self._labels):
            if number:
                left += theme.px(_BETWEEN)
                painter.fillRect(QRectF(left, self.height() // 2, theme.px(_DASH), 1), theme.color("text3"))
                left += theme.px(_DASH + _BETWEEN)
            self._draw_step(painter, theme, left, number)
            left += self._width_of(label, theme)

    def _draw_step(self, painter: QPainter, theme: Theme, left: float, number: int) -> None:
        side = theme.px(_CIRCLE)
        circle = QRectF(left, (self.height() - side) // 2, side, side)
        reached = number <= self._current
        painter.setPen(Qt.PenStyle.NoPen if reached else QPen(theme.color("lineStrong"), 1.0))
        painter.setBrush(theme.color("accent") if reached else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(circle if reached else circle.adjusted(0.5, 0.5, -0.5, -0.5))
        if number < self._current:
            draw_icon(painter, circle, "check", theme.color("onAccent"), size=theme.px(12), stroke=2.6)
        else:
            ink = "onAccent" if reached else "text2"
            draw_text(painter, circle, str(number + 1), theme, role="caption", weight=500, color=ink, align=CENTER)
        current = number == self._current
        label = self._labels[number]
        words = QRectF(circle.right() + theme.px(_GAP), 0, self._width_of(label, theme), self.height())
        draw_text(
            painter, words, label, theme, role="bodyStrong" if current else "body", color="text" if current else "text2"
        )
