"""The card of popups and dialogs: raised fill, a line around it, and one soft shadow kept as a 9-slice pixmap."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QMargins, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from crm_desktop.ui.theme import Theme, design_tokens

# A blurred shadow is half as strong where the card ends as under its middle.
_AT_THE_EDGE = 0.5


def card_margins(theme: Theme) -> QMargins:
    """The room around a card that its shadow needs, in logical pixels."""
    look = design_tokens()["elevation"]["dialog"]
    blur, offset = look["blur"] // 2, look["offsetY"]
    return QMargins(blur, blur - offset, blur, blur + offset)


def draw_card(painter: QPainter, rect: QRectF, theme: Theme, *, radius: float | None = None) -> None:
    """Paint a card that fills `rect`, with its shadow around it."""
    corner = float(theme.radius("card")) if radius is None else radius
    look = design_tokens()["elevation"]["dialog"]
    reach = look["blur"] // 2
    _draw_shadow(painter, rect.translated(0, look["offsetY"] / 2), theme.color("shadow"), reach=reach, corner=corner)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setPen(QPen(theme.color("line"), 1.0))
    painter.setBrush(theme.color("raised"))
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), corner, corner)
    painter.restore()


def _draw_shadow(painter: QPainter, rect: QRectF, color: QColor, *, reach: int, corner: float) -> None:
    ratio = painter.device().devicePixelRatio()
    pixmap = _shadow(color.rgba(), reach, corner, ratio)
    slice_px = float(reach + round(corner) + 1) * ratio
    outer = rect.adjusted(-reach, -reach, reach, reach)
    edge = slice_px / ratio
    xs = (outer.left(), outer.left() + edge, outer.right() - edge, outer.right())
    ys = (outer.top(), outer.top() + edge, outer.bottom() - edge, outer.bottom())
    side = float(pixmap.width())
    cuts = (0.0, slice_px, side - slice_px, side)
    for row in range(3):
        for column in range(3):
            target = QRectF(xs[column], ys[row], xs[column + 1] - xs[column], ys[row + 1] - ys[row])
            source = QRectF(cuts[column], cuts[row], cuts[column + 1] - cuts[column], cuts[row + 1] - cuts[row])
            painter.drawPixmap(target, pixmap, source)


@lru_cache(maxsize=8)
def _shadow(rgba: int, reach: int, corner: float, ratio: float) -> QPixmap:
    """A square shadow with its corners, the middle one logical pixel wide: thin layers that fall off to the edge."""
    side = 2 * (reach + round(corner) + 1) + 1
    pixmap = QPixmap(round(side * ratio), round(side * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setPen(Qt.PenStyle.NoPen)
    color = QColor.fromRgba(rgba)
    strength = color.alphaF() * _AT_THE_EDGE
    for step in range(reach):
        # Each layer lies on those before it, so together they rise with the square of the nearness.
        nearness = (step + 1) / reach
        color.setAlphaF(strength * (2 * nearness - 1 / reach) / reach)
        painter.setBrush(color)
        inset = float(step)
        radius = corner + reach - inset
        painter.drawRoundedRect(QRectF(inset, inset, side - 2 * inset, side - 2 * inset), radius, radius)
    painter.end()
    return pixmap
