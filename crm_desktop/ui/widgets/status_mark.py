"""Painted marks as small widgets: the tier badge and the status chip of an account's head, a rating beside a name."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from crm_desktop.ui.paint.badge import draw_tier_badge
from crm_desktop.ui.paint.chip import (
    RatingFace,
    draw_rating_chip,
    draw_status_chip,
    rating_chip_width,
    status_chip_width,
)
from crm_desktop.ui.paint.text import plain_tool_tip
from crm_desktop.ui.theme import Status, current_theme

_BADGE, _CHIP = 32, 22


class TierMark(QWidget):
    """The tier of an account; its name says also why, where it was set by hand."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tier = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_tier(self, tier: str, words: str) -> None:
        """Shows a tier; ``words`` for the tool tip and the screen reader."""
        self._tier = tier
        self.setAccessibleName(words)
        self.setToolTip(plain_tool_tip(words))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(current_theme().px(_BADGE), current_theme().px(_BADGE))

    def paintEvent(self, event: QPaintEvent) -> None:
        draw_tier_badge(QPainter(self), QRectF(self.rect()), self._tier, current_theme(), size=_BADGE)


class StatusMark(QWidget):
    """A status as shape and word in a pill."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._status: Status = "unknown"
        self._word = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_status(self, status: Status, word: str) -> None:
        """Shows a status; without a word nothing."""
        self._status, self._word = status, word
        self.setAccessibleName(word)
        self.setVisible(bool(word))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        theme = current_theme()
        return QSize(round(status_chip_width(self._word, theme) + 1), theme.px(_CHIP))

    def paintEvent(self, event: QPaintEvent) -> None:
        draw_status_chip(QPainter(self), QRectF(self.rect()), self._status, self._word, current_theme())


class RatingMark(QWidget):
    """A rating chip."""

    def __init__(self, face: RatingFace, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._face = face
        self.setAccessibleName(words)
        self.setToolTip(plain_tool_tip(words))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        theme = current_theme()
        return QSize(round(rating_chip_width(self._face, theme) + 1), theme.px(_CHIP))

    def paintEvent(self, event: QPaintEvent) -> None:
        draw_rating_chip(QPainter(self), QRectF(self.rect()), self._face, current_theme())
