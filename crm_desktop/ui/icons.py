"""Lucide icons from resources/icons as pixmaps in a token's colour (importing QtSvg was measured at 1.5 ms)."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from crm_desktop.resources import resource_path
from crm_desktop.ui.theme import Theme, current_theme

_STROKE = 1.75  # of a grid of 24; thin marks under 14 px ask for more
_MARK_GROUND, _MARK_BARS = b"#0D6A5D", b"#FFFFFF"  # as drawn in app.svg
# A QIcon holds ready pixmaps for these screens; Qt scales down from the next larger for the fractional ones.
_PIXEL_RATIOS = (1.0, 2.0, 3.0)


@lru_cache(maxsize=128)
def _svg_source(name: str) -> bytes:
    return resource_path("icons", f"{name}.svg").read_bytes()


@lru_cache(maxsize=512)
def _render(name: str, color: str, size: int, pixel_ratio: float, stroke: float = _STROKE) -> QPixmap:
    source = _svg_source(name).replace(b"currentColor", color.encode("ascii"))
    source = source.replace(b'stroke-width="2"', f'stroke-width="{stroke}"'.encode("ascii"))
    pixels = round(size * pixel_ratio)
    pixmap = QPixmap(pixels, pixels)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(source)).render(painter, QRectF(0, 0, pixels, pixels))
    painter.end()
    pixmap.setDevicePixelRatio(pixel_ratio)
    return pixmap


def icon_pixmap(name: str, color: QColor, *, size: int, pixel_ratio: float) -> QPixmap:
    """The icon in one colour, `size` logical pixels square; cached per name, colour, size and pixel ratio."""
    return _render(name, color.name(), size, pixel_ratio)


def icon(name: str, token: str = "text2", *, theme: Theme | None = None) -> QIcon:
    """A QIcon for menus and Qt's own widgets. Its colours are those of now: make it anew when the look changes."""
    look = theme or current_theme()
    made = QIcon()
    for pixel_ratio in _PIXEL_RATIOS:
        for color, mode in ((token, QIcon.Mode.Normal), ("disabled", QIcon.Mode.Disabled)):
            made.addPixmap(icon_pixmap(name, look.color(color), size=look.size("icon"), pixel_ratio=pixel_ratio), mode)
    return made


def app_icon() -> QIcon:
    """The icon of the application, for the window and the task bar."""
    made = QIcon()
    for size in (16, 24, 32, 48, 64, 128, 256):
        made.addPixmap(_render("app", "", size, 1.0))
    return made


def draw_app_mark(painter: QPainter, rect: QRectF, theme: Theme) -> None:
    """The application's mark in the theme's own colours, as in the head of the sidebar; `rect` is square."""
    source = _svg_source("app").replace(_MARK_GROUND, theme.color("accent").name().encode("ascii"))
    source = source.replace(_MARK_BARS, theme.color("onAccent").name().encode("ascii"))
    QSvgRenderer(QByteArray(source)).render(painter, rect)


def draw_icon(painter: QPainter, rect: QRectF, name: str, color: QColor, *, size: int, stroke: float = _STROKE) -> None:
    """The icon in the middle of `rect`, on whole device pixels so that its lines stay sharp."""
    pixel_ratio = painter.device().devicePixelRatio()
    left = round((rect.center().x() - size / 2) * pixel_ratio) / pixel_ratio
    top = round((rect.center().y() - size / 2) * pixel_ratio) / pixel_ratio
    painter.drawPixmap(QRectF(left, top, size, size).topLeft(), _render(name, color.name(), size, pixel_ratio, stroke))
