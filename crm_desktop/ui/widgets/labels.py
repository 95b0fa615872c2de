"""Labels in the type roles of the design; their text is always plain, never markup."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from crm_desktop.ui.paint.text import draw_text, elided, plain_tool_tip
from crm_desktop.ui.theme import current_theme, look


class PlainLabel(QLabel):
    """A label of one type role and one colour token; it follows the look, and can wrap."""

    def __init__(
        self,
        text: str = "",
        role: str = "body",
        color: str = "text",
        parent: QWidget | None = None,
        *,
        weight: int | None = None,
        wrap: bool = False,
    ) -> None:
        super().__init__(text, parent)
        self._role, self._color, self._weight = role, color, weight
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        self._restyle()
        look().changed.connect(self._restyle)

    def set_color(self, token: str) -> None:
        self._color = token
        self._restyle()

    def _restyle(self) -> None:
        theme = current_theme()
        self.setFont(theme.font(self._role, self._weight))
        palette = QPalette(self.palette())
        palette.setColor(QPalette.ColorRole.WindowText, theme.color(self._color))
        self.setPalette(palette)


class ElidedLabel(PlainLabel):
    """A label of one line that ends in an ellipsis when it is too narrow, with the whole text as its tool tip."""

    def __init__(
        self,
        text: str = "",
        role: str = "body",
        color: str = "text",
        parent: QWidget | None = None,
        *,
        weight: int | None = None,
    ) -> None:
        super().__init__(text, role, color, parent, weight=weight)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        return QSize(current_theme().px(24), self.sizeHint().height())

    def sizeHint(self) -> QSize:
        theme = current_theme()
        width = theme.metrics(self._role, self._weight).horizontalAdvance(self.text())
        return QSize(int(width) + 1, theme.line(self._role))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        shown = elided(self.text(), self.width(), theme, self._role, weight=self._weight)
        self.setToolTip(plain_tool_tip(self.text()) if shown != self.text() else "")
        color = self._color if self.isEnabled() else "disabled"
        painter = QPainter(self)
        rect = QRectF(self.rect())
        draw_text(
            painter,
            rect,
            self.text(),
            theme,
            role=self._role,
            weight=self._weight,
            color=color,
            align=self.alignment() | Qt.AlignmentFlag.AlignVCenter,
        )


class CopiedLabel(ElidedLabel):
    """One line that ends in an ellipsis where it is too narrow; a double click marks all of it, a menu copies it."""

    def __init__(self, text: str, role: str = "small") -> None:
        super().__init__(text, role, "text2")
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.hasSelectedText():
            # What is marked is drawn by Qt, which shows the mark.
            QLabel.paintEvent(self, event)
        else:
            super().paintEvent(event)
