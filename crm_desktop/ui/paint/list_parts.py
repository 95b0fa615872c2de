"""The parts of a list around its rows: section head with column names, loading row, note and error row."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from crm_desktop.ui.icons import draw_icon
from crm_desktop.ui.paint.attention_row import RowLayout, row_columns
from crm_desktop.ui.paint.keycap import draw_keycap
from crm_desktop.ui.paint.text import RIGHT, draw_text, text_width
from crm_desktop.ui.theme import Theme


def draw_group_header(
    painter: QPainter,
    rect: QRectF,
    title: str,
    note: str,
    theme: Theme,
    *,
    folded: bool = False,
    focused: bool = False,
    captions: tuple[str, str, str, str] | None = None,
    layout: RowLayout = "full",
) -> None:
    """The head of a section of Today: chevron, title, how many; with the names of the four columns on the first one.

    `captions` name the strip, the rating, the stake and the next step.
    """
    if focused:
        painter.fillRect(rect, theme.color("selected"))
    size = theme.size("icon")
    chevron = QRectF(rect.left() + theme.px(19), rect.top(), size, rect.height())
    draw_icon(painter, chevron, "chevron-right" if folded else "chevron-down", theme.color("text2"), size=size)
    left = rect.left() + theme.px(42)
    columns = row_columns(rect, theme, layout)
    end = columns.name.right() if captions else rect.right() - theme.px(16)
    line = QRectF(left, rect.top(), end - left, rect.height())
    draw_text(painter, line, title, theme, role="small", weight=600)
    after = text_width(title, theme, "small", weight=600) + theme.px(8)
    draw_text(painter, line.adjusted(after, 0, 0, 0), note, theme, role="small", color="text2")
    if captions and layout != "compact":
        for caption, column in zip(captions[:2], (columns.strip, columns.rating), strict=True):
            draw_text(painter, column, caption, theme, role="caption", color="text2")
        draw_text(painter, columns.stake, captions[2], theme, role="caption", color="text2", align=RIGHT)
        draw_text(painter, columns.step, captions[3], theme, role="caption", color="text2")


def draw_loading_row(painter: QPainter, rect: QRectF, theme: Theme) -> None:
    """Grey bars where name and reason will stand, after 300 ms of waiting."""
    columns = row_columns(rect, theme, "full")
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setPen(Qt.PenStyle.NoPen)
    middle, radius = rect.center().y(), theme.radius("kbd")
    left, side = columns.name.left(), theme.px(24)
    for bar, token in (
        (QRectF(columns.badge.left(), middle - side / 2, side, side), "pressed"),
        (QRectF(left, middle - theme.px(13), theme.px(130), theme.px(9)), "pressed"),
        (QRectF(left, middle + theme.px(5), theme.px(230), theme.px(8)), "hover"),
        (QRectF(columns.rating.left(), middle - theme.px(10), theme.px(60), theme.px(20)), "hover"),
        (QRectF(columns.stake.right() - theme.px(62), middle - theme.px(4), theme.px(62), theme.px(9)), "pressed"),
    ):
        painter.setBrush(theme.color(token))
        painter.drawRoundedRect(bar, radius, radius)
    painter.restore()
    painter.fillRect(QRectF(columns.strip.left(), middle, columns.strip.width(), 1), theme.color("line"))


def draw_loading_cells(painter: QPainter, rect: QRectF, cells: Sequence[tuple[float, float]], theme: Theme) -> None:
    """A grey bar in each of some cells of a table's row, told by their left edges and widths, and the line under it."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("pressed"))
    bar, radius = theme.px(9), theme.radius("kbd")
    for left, width in cells:
        painter.drawRoundedRect(QRectF(left, rect.center().y() - bar / 2, width * 0.6, bar), radius, radius)
    painter.restore()
    painter.fillRect(QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), theme.color("line"))


def draw_note_row(
    painter: QPainter, rect: QRectF, icon: str, text: str, theme: Theme, *, action: str = "", key: str = ""
) -> QRectF:
    """A row that says what became of it ("Acme is snoozed until Tuesday"), with one action at its right.

    Returns where the action can be clicked; empty when there is none.
    """
    painter.fillRect(rect, theme.color("sunken"))
    size = theme.size("icon")
    draw_icon(
        painter,
        QRectF(rect.left() + theme.px(20), rect.top(), size, rect.height()),
        icon,
        theme.color("text2"),
        size=size,
    )
    right = rect.right() - theme.px(20)
    if key:
        right = draw_keycap(painter, QRectF(0, rect.top(), right, rect.height()), key, theme, align_right=True).left()
        right -= theme.px(6)
    place = QRectF()
    if action:
        width = text_width(action, theme, "body", weight=500)
        place = QRectF(right - width, rect.top(), width, rect.height())
        draw_text(painter, place, action, theme, weight=500, color="accent")
        right = place.left() - theme.px(12)
    left = rect.left() + theme.px(46)
    draw_text(painter, QRectF(left, rect.top(), right - left, rect.height()), text, theme, color="text2")
    return place
