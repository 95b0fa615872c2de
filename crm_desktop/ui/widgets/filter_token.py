"""One filter as a token in the search field: what is asked about, its values, and a cross that takes it off."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from crm_desktop.domain.account_filter import Field, Term
from crm_desktop.i18n import tr
from crm_desktop.services.filter_words import field_word, values_text
from crm_desktop.ui.icons import draw_icon
from crm_desktop.ui.paint.text import draw_text, elided, plain_tool_tip, text_width
from crm_desktop.ui.theme import current_theme, design_tokens

_HEIGHT, _PADDING, _GAP, _CROSS = 24, 8, 6, 14
_WIDEST_VALUES = 220


class FilterToken(QAbstractButton):
    """Backspace and Delete take it off, Left and Right go on; one that nobody understands has the edge of a risk."""

    remove_asked = Signal()
    step_asked = Signal(int)

    def __init__(self, term: Term, parent: QWidget) -> None:
        super().__init__(parent)
        self.term = term
        self._name, self._values = field_word(term.field), values_text(term)
        spoken = tr("Filter {text}. Backspace removes it.", text=f"{self._name} {self._values}")
        self.setAccessibleName(spoken)
        self.setToolTip(plain_tool_tip(f"{self._name} {self._values}".strip()))
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setFixedSize(self.sizeHint())

    @property
    def text_shown(self) -> str:
        """What it says."""
        return f"{self._name} {self._values}".strip()

    @property
    def is_unknown(self) -> bool:
        return self.term.field is Field.UNKNOWN

    def sizeHint(self) -> QSize:
        theme = current_theme()
        values = min(text_width(self._values, theme), theme.px(_WIDEST_VALUES))
        width = 2 * theme.px(_PADDING) + text_width(self._name, theme) + theme.px(_GAP) + theme.px(_CROSS)
        return QSize(round(width + (values + theme.px(_GAP) if self._values else 0) + 2), theme.px(_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = current_theme(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        width = float(design_tokens()["focus"]["width"])
        edge = theme.color("focus") if self.hasFocus() else theme.color("risk") if self.is_unknown else None
        painter.setPen(Qt.PenStyle.NoPen if edge is None else QPen(edge, width if self.hasFocus() else 1.0))
        painter.setBrush(theme.color("accentTint"))
        half = width / 2 if edge is not None else 0.0
        radius = theme.radius("kbd")
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(half, half, -half, -half), radius, radius)
        line = QRectF(self.rect()).adjusted(theme.px(_PADDING), 0, -theme.px(_PADDING), 0)
        draw_text(painter, line, self._name, theme, color="risk" if self.is_unknown else "text2")
        words = line.adjusted(text_width(self._name, theme) + theme.px(_GAP), 0, 0, 0)
        draw_text(painter, words, elided(self._values, theme.px(_WIDEST_VALUES), theme), theme)
        color = theme.color("text" if self.underMouse() else "text2")
        draw_icon(painter, self._cross(), "x", color, size=theme.px(_CROSS))

    def _cross(self) -> QRectF:
        theme = current_theme()
        return QRectF(self.width() - theme.px(_PADDING) - theme.px(_CROSS), 0, theme.px(_CROSS), self.height())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._cross().adjusted(-5, 0, 8, 0).contains(event.position()):
            self.remove_asked.emit()
        else:
            super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            self.remove_asked.emit()
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.step_asked.emit(-1 if event.key() == Qt.Key.Key_Left else 1)
        elif event.key() == Qt.Key.Key_Escape:
            self.step_asked.emit(1_000)
        else:
            super().keyPressEvent(event)
