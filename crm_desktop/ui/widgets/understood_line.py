"""What the quick log would save, as labelled values in a row that wraps where there is little room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from crm_desktop.ui.icons import draw_icon
from crm_desktop.ui.paint.badge import draw_tier_badge
from crm_desktop.ui.paint.chip import RatingFace, draw_rating_chip, rating_chip_width
from crm_desktop.ui.paint.text import draw_text, text_width
from crm_desktop.ui.theme import Theme, current_theme, look

_BADGE = 18


@dataclass(frozen=True, slots=True)
class Said:
    """One value with its label; a tier badge or an icon stands before the text, or a rating chip in its place."""

    label: str
    text: str
    tier: str = ""
    icon: str = ""
    rating: RatingFace | None = None
    known: bool = True
    """False: grey, because the value is still missing."""


class UnderstoodLine(QWidget):
    """Read only; a screen reader gets it as one sentence."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._said: tuple[Said, ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        look().changed.connect(self.updateGeometry)

    @property
    def said(self) -> tuple[Said, ...]:
        return self._said

    def set_said(self, said: Sequence[Said]) -> None:
        if tuple(said) == self._said:
            return
        self._said = tuple(said)
        self.setAccessibleName(". ".join(f"{value.label}: {value.text}" for value in self._said))
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        theme = current_theme()
        rows = 1 + max((row for row, _ in self._places(width)), default=0)
        return rows * _row_height(theme) + (rows - 1) * theme.space(2)

    def sizeHint(self) -> QSize:
        return QSize(current_theme().px(300), self.heightForWidth(self.width()))

    def minimumSizeHint(self) -> QSize:
        return QSize(current_theme().px(120), _row_height(current_theme()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.updateGeometry()

    def _places(self, width: int) -> list[tuple[int, float]]:
        """Row and left edge of each value."""
        theme = current_theme()
        places: list[tuple[int, float]] = []
        row, left = 0, 0.0
        for value in self._said:
            wide = min(_width(value, theme), width)
            if left > 0 and left + wide > width:
                row, left = row + 1, 0.0
            places.append((row, left))
            left += wide + theme.px(14)
        return places

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        for value, (row, left) in zip(self._said, self._places(self.width()), strict=True):
            top = row * (_row_height(theme) + theme.space(2))
            width = min(_width(value, theme), self.width() - left)
            label = QRectF(left, top, width, theme.line("caption"))
            draw_text(painter, label, value.label, theme, role="caption", color="text2")
            line = QRectF(left, top + theme.line("caption"), width, theme.line("body") + theme.px(2))
            _draw_value(painter, line, value, theme)


def _row_height(theme: Theme) -> int:
    return theme.line("caption") + theme.line("body") + theme.px(2)


def _before(value: Said, theme: Theme) -> float:
    if value.tier:
        return theme.px(_BADGE + 6)
    return theme.size("icon") + theme.px(4) if value.icon else 0.0


def _width(value: Said, theme: Theme) -> float:
    label = text_width(value.label, theme, "caption")
    if value.rating is not None:
        return max(label, rating_chip_width(value.rating, theme)) + 1
    return max(label, _before(value, theme) + text_width(value.text, theme, weight=500)) + 1


def _draw_value(painter: QPainter, line: QRectF, value: Said, theme: Theme) -> None:
    if value.rating is not None:
        draw_rating_chip(painter, line, value.rating, theme)
        return
    if value.tier:
        draw_tier_badge(painter, line, value.tier, theme, size=_BADGE)
    elif value.icon:
        size = theme.size("icon")
        place = QRectF(line.left(), line.top(), size, line.height())
        draw_icon(painter, place, value.icon, theme.color("text2"), size=size)
    words = line.adjusted(_before(value, theme), 0, 0, 0)
    draw_text(painter, words, value.text, theme, weight=500, color="text" if value.known else "text3")
