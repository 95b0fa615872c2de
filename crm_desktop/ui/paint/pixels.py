"""Lines up what is painted with the device's own pixels, so that it is sharp at every scale, and keeps what it can."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from math import ceil, floor

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap

from crm_desktop.ui.theme import Theme


def snapped(value: float, pixel_ratio: float) -> float:
    """The logical coordinate nearest to `value` that lies on a device pixel."""
    return round(value * pixel_ratio) / pixel_ratio


def snapped_length(value: float, pixel_ratio: float) -> float:
    """A logical length of whole device pixels, at least one."""
    return max(1, round(value * pixel_ratio)) / pixel_ratio


def fill_sharp(painter: QPainter, rect: QRectF, color: QColor, pixel_ratio: float) -> None:
    """Fill `rect` with edges on device pixels, whatever the painter's antialiasing."""
    left, top = snapped(rect.left(), pixel_ratio), snapped(rect.top(), pixel_ratio)
    width = snapped_length(rect.width(), pixel_ratio)
    height = snapped_length(rect.height(), pixel_ratio)
    painter.fillRect(QRectF(left, top, width, height), color)


def draw_kept(
    painter: QPainter, rect: QRectF, name: str, theme: Theme, draw: Callable[[QPainter, QRectF], object]
) -> None:
    """What `draw` paints into `rect`, painted once and then taken from a pixmap.

    `name` says all that it depends on but the theme, its size and where between two pixels it begins.
    """
    ratio = painter.device().devicePixelRatio()
    x, y, width, height = rect.x(), rect.y(), rect.width(), rect.height()
    left, top = floor(x * ratio) / ratio, floor(y * ratio) / ratio
    kept = _kept(name, x - left, y - top, width, height, ratio, theme.key)
    if not kept:
        place = QRectF(x - left, y - top, width, height)
        pixmap = QPixmap(ceil(place.right() * ratio), ceil(place.bottom() * ratio))
        if pixmap.isNull():
            return
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        on_pixmap = QPainter(pixmap)
        draw(on_pixmap, place)
        on_pixmap.end()
        kept.append(pixmap)
    painter.drawPixmap(QPointF(left, top), kept[0])


@lru_cache(maxsize=800)  # the strips of some screens: 10 MB, at twice the pixels 40
def _kept(name: str, x: float, y: float, width: float, height: float, ratio: float, theme: str) -> list[QPixmap]:
    """A place for the pixmap of so many pixels: empty until it has been painted."""
    return []
