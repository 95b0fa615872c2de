"""A sentence with a link after its last word, both wrapping as text does."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QTextLayout
from PySide6.QtWidgets import QSizePolicy, QWidget

from crm_desktop.ui.paint.text import draw_text, elided
from crm_desktop.ui.theme import current_theme, look
from crm_desktop.ui.widgets.buttons import Button

_MOST_LINES = 3


class WhyLine(QWidget):
    """``link`` is a real button, so that the keyboard and a screen reader reach it."""

    def __init__(self, link: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = ""
        self._lines: list[str] = []
        self.link = Button(link, "link", self)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        look().changed.connect(self._arrange)

    @property
    def text(self) -> str:
        """The sentence."""
        return self._text

    def set_text(self, text: str, *, linked: bool) -> None:
        """Shows a sentence; ``linked`` whether the link follows it."""
        self._text = text
        self.setAccessibleName(text)
        self.link.setVisible(linked)
        self.updateGeometry()
        self._arrange()

    def _broken(self, width: float) -> tuple[list[str], bool]:
        """The lines at a width, and whether the link needs a line of its own."""
        theme = current_theme()
        layout = QTextLayout(self._text, theme.font("body"))
        lines: list[str] = []
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(width, 1))
            if len(lines) == _MOST_LINES - 1:
                lines.append(elided(self._text[line.textStart() :], width, theme))
                break
            lines.append(self._text[line.textStart() : line.textStart() + line.textLength()].rstrip())
        layout.endLayout()
        if self.link.isHidden() or not lines:
            return lines, False
        room = width - theme.metrics("body").horizontalAdvance(lines[-1]) - theme.px(6)
        return lines, room < self.link.sizeHint().width()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        lines, extra = self._broken(width)
        return (max(len(lines), 1) + extra) * self._line_height()

    def _line_height(self) -> int:
        theme = current_theme()
        return max(theme.line("body"), theme.size("hitMin")) if not self.link.isHidden() else theme.line("body")

    def sizeHint(self) -> QSize:
        return QSize(current_theme().px(320), self.heightForWidth(self.width() or current_theme().px(320)))

    def minimumSizeHint(self) -> QSize:
        return QSize(current_theme().px(120), self._line_height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        theme = current_theme()
        self._lines, extra = self._broken(self.width())
        row = len(self._lines) - (0 if extra else 1)
        end = (
            0.0 if extra or not self._lines else theme.metrics("body").horizontalAdvance(self._lines[-1]) + theme.px(6)
        )
        size = self.link.sizeHint()
        self.link.setGeometry(
            round(end), max(row, 0) * self._line_height(), min(size.width(), self.width()), self._line_height()
        )
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = current_theme(), QPainter(self)
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        height = self._line_height()
        for row, line in enumerate(self._lines):
            place = QRectF(QPointF(0, row * height), QPointF(self.width(), (row + 1) * height))
            draw_text(painter, place, line, theme, color="text2")
