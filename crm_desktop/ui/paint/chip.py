"""Status as shape, word or number, and colour: glyphs, the rating chip and the status chip."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from crm_desktop.domain.satisfaction import Band, band
from crm_desktop.ui.icons import draw_icon
from crm_desktop.ui.paint.pixels import draw_kept
from crm_desktop.ui.paint.text import draw_text, text_width
from crm_desktop.ui.theme import Status, Theme

Direction = Literal["up", "flat", "down", ""]

_GLYPH = 9.0
_CHIP_HEIGHT = 22.0
_STATUS_OF_BAND: dict[Band, Status] = {Band.AT_RISK: "risk", Band.SATISFIED: "steady", Band.ADVOCATE: "advocate"}
_ARROW_STROKE = 2.4
_ARROWS = {"up": "arrow-up-right", "flat": "arrow-right", "down": "arrow-down-right"}


@dataclass(frozen=True)
class RatingFace:
    """A rating ready to show: its number or words, what it means, and where it is heading."""

    text: str
    status: Status = "unknown"
    direction: Direction = ""


def rating_status(score: float | None) -> Status:
    """What a rating of 0 to 10 means as a status; None is unknown."""
    return "unknown" if score is None else _STATUS_OF_BAND[band(score)]


def status_color(status: Status, theme: Theme) -> QColor:
    """The colour of a status; unknown is grey."""
    return theme.color("text3" if status == "unknown" else status)


def draw_status_glyph(
    painter: QPainter, rect: QRectF, status: Status, theme: Theme, *, color: QColor | None = None
) -> None:
    """The shape of a status in the middle of `rect`: diamond, triangle down, circle, triangle up, dashed circle."""
    ink = color or status_color(status, theme)
    side = theme.px(_GLYPH) + 2
    place = QRectF(rect.center().x() - side / 2, rect.center().y() - side / 2, side, side)
    name = f"status {status} {ink.name(QColor.NameFormat.HexArgb)}"
    draw_kept(painter, place, name, theme, lambda on, within: _draw_glyph(on, within.center(), status, ink, theme))


def _draw_glyph(painter: QPainter, middle: QPointF, status: Status, ink: QColor, theme: Theme) -> None:
    half = theme.px(_GLYPH) / 2
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    if status == "risk":
        reach = half + 0.5
        painter.drawPolygon(_polygon(middle, ((0, -reach), (reach, 0), (0, reach), (-reach, 0))))
    elif status == "watch":
        reach = half + 0.5
        painter.drawPolygon(_polygon(middle, ((-reach, -half + 0.5), (reach, -half + 0.5), (0, half))))
    elif status == "advocate":
        reach = half + 0.5
        painter.drawPolygon(_polygon(middle, ((-reach, half - 0.5), (reach, half - 0.5), (0, -half))))
    elif status == "steady":
        painter.drawEllipse(middle, half - 0.5, half - 0.5)
    else:
        pen = QPen(ink, 1.3)
        pen.setDashPattern([1.6, 1.4])
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(middle, half - 0.4, half - 0.4)


def _polygon(middle: QPointF, corners: tuple[tuple[float, float], ...]) -> QPolygonF:
    return QPolygonF([QPointF(middle.x() + x, middle.y() + y) for x, y in corners])


def rating_chip_width(face: RatingFace, theme: Theme) -> float:
    """How wide the chip is in logical pixels."""
    if face.status == "unknown":
        return theme.px(14) + text_width(face.text, theme, "small")
    arrow = theme.px(17) if face.direction else 0
    return theme.px(22) + text_width(face.text, theme, "small", weight=600) + arrow + theme.px(8)


def draw_rating_chip(painter: QPainter, rect: QRectF, face: RatingFace, theme: Theme) -> QRectF:
    """The chip at the left of `rect`, in the middle of its height; an unknown rating has no fill. Returns its place."""
    height = theme.px(_CHIP_HEIGHT)
    chip = QRectF(rect.left(), rect.center().y() - height / 2, rating_chip_width(face, theme), height)
    glyph = theme.px(_GLYPH)
    if face.status == "unknown":
        draw_status_glyph(painter, QRectF(chip.left(), chip.top(), glyph, height), face.status, theme)
        words = QRectF(chip.left() + theme.px(14), chip.top(), rect.right() - chip.left() - theme.px(14), height)
        draw_text(painter, words, face.text, theme, role="small", color="text3")
        return chip
    _draw_pill(painter, chip, theme.color(f"{face.status}Tint"), theme)
    ink = status_color(face.status, theme)
    draw_status_glyph(painter, QRectF(chip.left() + theme.px(8), chip.top(), glyph, height), face.status, theme)
    number = QRectF(chip.left() + theme.px(22), chip.top(), chip.width(), height)
    draw_text(painter, number, face.text, theme, role="small", weight=600, color=ink)
    if face.direction:
        size = theme.px(12)
        arrow = QRectF(chip.right() - theme.px(8) - size, chip.top(), size, height)
        draw_icon(painter, arrow, _ARROWS[face.direction], ink, size=size, stroke=_ARROW_STROKE)
    return chip


def status_chip_width(text: str, theme: Theme) -> float:
    """How wide a status chip with this text is in logical pixels."""
    return theme.px(30) + text_width(text, theme, "small", weight=500)


def draw_status_chip(painter: QPainter, rect: QRectF, status: Status, text: str, theme: Theme) -> QRectF:
    """Glyph and words in a tinted pill, as beside an account's name ("Slipping away"). Returns its place."""
    height = theme.px(_CHIP_HEIGHT)
    width = min(status_chip_width(text, theme), rect.width())
    chip = QRectF(rect.left(), rect.center().y() - height / 2, width, height)
    _draw_pill(painter, chip, theme.color("pressed" if status == "unknown" else f"{status}Tint"), theme)
    glyph = theme.px(_GLYPH)
    draw_status_glyph(painter, QRectF(chip.left() + theme.px(8), chip.top(), glyph, height), status, theme)
    words = chip.adjusted(theme.px(22), 0, -theme.px(6), 0)
    draw_text(painter, words, text, theme, role="small", weight=500, color=status_color(status, theme))
    return chip


def draw_status_word(
    painter: QPainter, rect: QRectF, status: Status, word: str, theme: Theme, *, role: str = "body"
) -> None:
    """Glyph and word without a fill, as in the rhythm column; only the two alarms colour their word."""
    glyph = theme.px(_GLYPH)
    draw_status_glyph(painter, QRectF(rect.left(), rect.top(), glyph, rect.height()), status, theme)
    words = rect.adjusted(theme.px(17), 0, 0, 0)
    color = status_color(status, theme) if status in ("risk", "watch") else theme.color("text")
    draw_text(painter, words, word, theme, role=role, color=color)


def _draw_pill(painter: QPainter, rect: QRectF, fill: QColor, theme: Theme) -> None:
    def draw(painter: QPainter, rect: QRectF) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(fill)
        painter.drawRoundedRect(rect, rect.height() / 2, rect.height() / 2)

    draw_kept(painter, rect, f"pill {fill.name(QColor.NameFormat.HexArgb)}", theme, draw)
