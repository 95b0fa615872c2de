"""The little box that names a key."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from crm_desktop.ui.paint.text import CENTER, draw_text, text_width
from crm_desktop.ui.theme import Theme

# strong: on a row; quiet: beside a field or in a list; accent: on a primary button; message: on the message bar.
KeycapKind = Literal["strong", "quiet", "accent", "message"]

_HEIGHT = 18.0


@lru_cache(maxsize=128)
def keycap_size(key: str, theme: Theme) -> QSizeF:
    """The size of the box of `key` in logical pixels."""
    height = theme.px(_HEIGHT)
    width = text_width(key, theme, "caption", weight=500) + 2 * theme.px(5)
    return QSizeF(max(round(width), height - theme.px(2)), height)


def draw_keycap(
    painter: QPainter, rect: QRectF, key: str, theme: Theme, kind: KeycapKind = "quiet", *, align_right: bool = False
) -> QRectF:
    """The box at the left (or right) of `rect`, in the middle of its height; returns its place."""
    size = keycap_size(key, theme)
    left = rect.right() - size.width() if align_right else rect.left()
    box = QRectF(round(left), round(rect.center().y() - size.height() / 2), size.width(), size.height())
    painter.drawPixmap(box.topLeft(), _cap(key, kind, theme, painter.device().devicePixelRatio()))
    return box


@lru_cache(maxsize=128)
def _cap(key: str, kind: KeycapKind, theme: Theme, ratio: float) -> QPixmap:
    # Three caps painted anew took a third of the time of the selected row.
    size = keycap_size(key, theme)
    box = QRectF(0, 0, size.width(), size.height())
    pixmap = QPixmap((size * ratio).toSize())
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    fill, edge, ink = _colors(kind, theme)
    if kind != "message":
        radius = theme.radius("kbd")
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(QPen(edge, 1.0))
        painter.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), radius - 0.5, radius - 0.5)
    draw_text(painter, box, key, theme, role="caption", weight=500, color=ink, align=CENTER)
    painter.end()
    return pixmap


def _colors(kind: KeycapKind, theme: Theme) -> tuple[QColor | None, QColor, QColor]:
    if kind == "strong":
        return theme.color("raised"), theme.color("lineStrong"), theme.color("text")
    if kind == "quiet":
        return theme.color("sunken"), theme.color("line"), theme.color("text2")
    ink = QColor(theme.color("onAccent" if kind == "accent" else "onTierA"))
    edge = QColor(ink)
    edge.setAlphaF(0.5)
    if kind == "message":
        ink.setAlphaF(0.75)
    return None, edge, ink
