"""Paints text as it stands: one line elided, or a few lines wrapped. Nothing here ever reads markup."""

from __future__ import annotations

from functools import lru_cache
from unicodedata import bidirectional

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QTextLayout, QTextOption

from crm_desktop.ui.theme import Theme

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
CENTER = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter

# Between Hebrew and this mark the ellipsis is part of the Hebrew, and stands at its end: on the left.
_RIGHT_TO_LEFT = "\N{RIGHT-TO-LEFT MARK}"
_SINGLE_LINE = int(Qt.TextFlag.TextSingleLine)


@lru_cache(maxsize=4_096)
def text_width(text: str, theme: Theme, role: str = "body", *, weight: int | None = None) -> float:
    """How wide the text is in logical pixels."""
    return theme.metrics(role, weight).horizontalAdvance(text)


@lru_cache(maxsize=8_192)  # a repaint draws the same words again
def elided(text: str, width: float, theme: Theme, role: str = "body", *, weight: int | None = None) -> str:
    """The text, cut with an ellipsis at its end if it is wider than `width`."""
    metrics = theme.metrics(role, weight)
    if metrics.horizontalAdvance(text) <= width:
        return text
    cut = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(width, 0))
    return cut + _RIGHT_TO_LEFT if _reads_from_the_right(text) else cut


def _reads_from_the_right(text: str) -> bool:
    """By its first letter that reads one way, as the Unicode rules for a paragraph have it."""
    ways = (bidirectional(letter) for letter in text)
    return next((way != "L" for way in ways if way in ("L", "R", "AL")), False)


def draw_text(
    painter: QPainter,
    rect: QRectF,
    text: str,
    theme: Theme,
    *,
    role: str = "body",
    weight: int | None = None,
    color: str | QColor = "text",
    align: Qt.AlignmentFlag = LEFT,
) -> None:
    """One line of plain text inside `rect`, elided at the right when it does not fit."""
    painter.setFont(theme.font(role, weight))
    painter.setPen(theme.color(color) if isinstance(color, str) else color)
    shown = elided(text, rect.width(), theme, role, weight=weight)
    painter.drawText(rect, int(align) | _SINGLE_LINE, shown)


def draw_wrapped_text(
    painter: QPainter,
    rect: QRectF,
    text: str,
    theme: Theme,
    *,
    role: str = "body",
    weight: int | None = None,
    color: str | QColor = "text",
    lines: int = 2,
    line_height: float | None = None,
) -> int:
    """Plain text from the top left of `rect` in at most `lines` lines, the last one elided; returns the lines used."""
    font = theme.font(role, weight)
    height = line_height or theme.line(role)
    starts = _line_starts(text, width=rect.width(), lines=lines, theme=theme, role=role, weight=weight)
    for number, start in enumerate(starts):
        end = starts[number + 1] if number + 1 < len(starts) else len(text)
        line = QRectF(rect.left(), rect.top() + number * height, rect.width(), height)
        draw_text(painter, line, text[start:end].strip(), theme, role=role, weight=weight, color=color)
    painter.setFont(font)
    return len(starts)


def _line_starts(text: str, *, width: float, lines: int, theme: Theme, role: str, weight: int | None) -> list[int]:
    layout = QTextLayout(text.replace("\n", " "), theme.font(role, weight))
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    starts: list[int] = []
    layout.beginLayout()
    while len(starts) < lines:
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(max(width, 1))
        line.setPosition(QPointF(0, 0))
        starts.append(line.textStart())
    layout.endLayout()
    return starts


def plain_tool_tip(text: str) -> str:
    """A tool tip that shows the text as it stands: Qt would guess markup from a name like "<b>Ltd"."""
    if not text:
        return ""
    # As html.escape does; importing it takes 2 ms, more than the whole of a tool tip.
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    return f'<span style="white-space: pre-wrap">{escaped}</span>'
