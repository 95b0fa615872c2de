"""The tier badge: A solid, B outlined, C grey; it carries no colour, because a tier is not a verdict."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from crm_desktop.ui.paint.pixels import draw_kept
from crm_desktop.ui.paint.text import CENTER, draw_text
from crm_desktop.ui.theme import Theme, design_tokens


def draw_tier_badge(painter: QPainter, rect: QRectF, tier: str, theme: Theme, *, size: float = 24) -> QRectF:
    """The badge, `size` design pixels square, at the left of `rect` and in the middle of its height.

    Paints nothing for an account without a tier. Returns the square it takes.
    """
    side = theme.px(size)
    square = QRectF(rect.left(), round(rect.center().y() - side / 2), side, side)
    look = design_tokens()["tier"].get(tier)
    if look is None:
        return square
    draw_kept(painter, square, f"tier {tier}", theme, lambda on, within: _draw_square(on, within, look, theme))
    role = "title" if size > 28 else "small" if size >= 22 else "caption"
    draw_text(painter, square, tier, theme, role=role, weight=600, color=look["text"], align=CENTER)
    return square


def _draw_square(painter: QPainter, square: QRectF, look: Mapping[str, str], theme: Theme) -> None:
    radius = theme.radius("badge")
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setBrush(theme.color(look["fill"]) if look["fill"] else Qt.BrushStyle.NoBrush)
    if look["border"]:
        painter.setPen(QPen(theme.color(look["border"]), 1.0))
        painter.drawRoundedRect(square.adjusted(0.5, 0.5, -0.5, -0.5), radius - 0.5, radius - 0.5)
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawRoundedRect(square, radius, radius)
