"""Lines up what is painted with the device's own pixels, so that bars and lines are sharp at every scale."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter


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
