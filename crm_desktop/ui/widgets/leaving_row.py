"""Lets a row slide out of a list, over the list that is already up to date beneath."""

from __future__ import annotations

from PySide6.QtCore import QEasingCurve, QRect, Qt, QVariantAnimation
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget


class LeavingRow(QWidget):
    """Covers a viewport from the row downwards: the row closes like a drawer while what follows moves up.

    `before` is a picture of the row alone, `after` one of the whole viewport without it.
    """

    def __init__(self, viewport: QWidget, *, row: QRect, before: QPixmap, after: QPixmap, milliseconds: int) -> None:
        super().__init__(viewport)
        self._row, self._before, self._after = row, before, after
        self._remaining = float(row.height())
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setGeometry(viewport.rect())
        animation = QVariantAnimation(self)
        animation.setStartValue(float(row.height()))
        animation.setEndValue(0.0)
        animation.setDuration(milliseconds)
        animation.setEasingCurve(QEasingCurve.Type.OutCubic)
        animation.valueChanged.connect(self._shrink)
        animation.finished.connect(self.deleteLater)
        animation.start()
        self.show()

    def _shrink(self, remaining: float) -> None:
        self._remaining = remaining
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        top, remaining = self._row.top(), round(self._remaining)
        painter.drawPixmap(0, 0, self._after)
        painter.setClipRect(0, top, self.width(), self.height() - top)
        painter.drawPixmap(0, remaining, self._after)
        painter.setClipRect(0, top, self.width(), remaining)
        painter.drawPixmap(self._row.topLeft(), self._before)
