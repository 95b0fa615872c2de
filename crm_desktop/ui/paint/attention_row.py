"""Paints a whole row of Today: tier, name and reason, strip, rating, what is at stake, and the next step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from crm_desktop.ui.icons import draw_icon
from crm_desktop.ui.paint.badge import draw_tier_badge
from crm_desktop.ui.paint.chip import RatingFace, draw_rating_chip
from crm_desktop.ui.paint.keycap import draw_keycap, keycap_size
from crm_desktop.ui.paint.strip import StripData, draw_cached_strip
from crm_desktop.ui.paint.text import RIGHT, draw_text, draw_wrapped_text, text_width
from crm_desktop.ui.theme import Theme, design_tokens

# full: all columns; no_strip: where the reason has no room beside it, and under 860 px of window; wrapped: the reason
# takes two lines, and under 760; compact: 36 px.
RowLayout = Literal["full", "no_strip", "wrapped", "compact"]

# The words of the next step end where the divider does; the keys under them may go on to the scroll bar.
_STEP_END = 10
_SCROLL_BAR = 6
_NO_STRIP = StripData()
_NO_RATING = RatingFace("")


class QuickAction(NamedTuple):
    """What one key does on the row."""

    key: str
    label: str


@dataclass(frozen=True)
class RowFace:
    """One row of Today, every word ready to show."""

    name: str
    tier: str = ""
    reason: str = ""
    strip: StripData = _NO_STRIP
    rating: RatingFace = _NO_RATING
    at_stake: str = ""
    certainty: str = ""
    step_icon: str = "phone"
    step: str = ""
    step_detail: str = ""
    actions: tuple[QuickAction, ...] = ()


@dataclass(frozen=True)
class RowState:
    """How the row stands: under the pointer, selected, in the list that has the keyboard, followed by a divider."""

    hover: bool = False
    selected: bool = False
    focused: bool = False
    divider: bool = True
    hovered_key: str = ""

    @property
    def shows_actions(self) -> bool:
        return self.hover or (self.selected and self.focused)


class RowColumns(NamedTuple):
    """Where the columns of a row or of the list's head lie; `strip` is empty where there is none."""

    badge: QRectF
    name: QRectF
    reason: QRectF
    strip: QRectF
    rating: QRectF
    stake: QRectF
    step: QRectF


def layout_for(window_width: float, list_width: float, theme: Theme, *, compact: bool = False) -> RowLayout:
    """The row's layout in a window and a list of these widths (logical px): the strip goes before a reason is cut."""
    if window_width < theme.breakpoint("wrapReasonBelow"):
        return "wrapped"
    if compact:
        return "compact"
    row = QRectF(0, 0, list_width, 1)
    if window_width >= theme.breakpoint("dropStripBelow") and _holds_reason(row, theme, "full"):
        return "full"
    return "no_strip" if _holds_reason(row, theme, "no_strip") else "wrapped"


def _holds_reason(row: QRectF, theme: Theme, layout: RowLayout) -> bool:
    return row_columns(row, theme, layout).reason.width() >= _reason_width(theme)


def _reason_width(theme: Theme) -> float:
    """Of a reason as long as they may be."""
    return text_width("Orders still come, but 38% smaller since June.", theme)


def row_height(layout: RowLayout, theme: Theme) -> int:
    """The height of a row in logical pixels."""
    names = {"compact": "attentionRowCompact", "wrapped": "attentionRowWrapped"}
    return theme.size(names.get(layout, "attentionRow"))


def row_columns(rect: QRectF, theme: Theme, layout: RowLayout) -> RowColumns:
    """The columns of a row that fills `rect`: fixed from the right, name and reason take what is left."""
    top, height, right = rect.top(), rect.height(), rect.right()

    def column(left: float, width: float) -> QRectF:
        return QRectF(left, top, max(width, 0.0), height)

    badge = column(rect.left() + theme.px(20), theme.px(24))
    if layout == "compact":
        badge = column(rect.left() + theme.px(20), theme.px(20))
        strip = column(right - theme.px(396), theme.px(90))
        name_left = rect.left() + theme.px(52)
        room = strip.left() - theme.px(16) - name_left
        name = column(name_left, min(theme.px(138), room * 0.4))
        reason_left = name.right() + theme.px(8)
        return RowColumns(
            badge=badge,
            name=name,
            reason=column(reason_left, strip.left() - theme.px(12) - reason_left),
            strip=strip,
            rating=column(right - theme.px(292), theme.px(58)),
            stake=column(right - theme.px(234), theme.px(68)),
            step=column(right - theme.px(150), theme.px(144)),
        )
    name_left = rect.left() + theme.px(56)
    rating = column(right - theme.px(344), theme.px(72))
    strip = QRectF()
    if layout == "full":
        # Where there is less room than in the design, the strip gives way first.
        spare = rating.left() - theme.px(14 + 16) - name_left - _reason_width(theme)
        wide = min(max(spare, theme.px(80)), theme.px(168))
        strip = column(rating.left() - theme.px(14) - wide, wide)
    name = column(name_left, (strip.left() if layout == "full" else rating.left()) - theme.px(16) - name_left)
    return RowColumns(
        badge=badge,
        name=name,
        reason=name,
        strip=strip,
        rating=rating,
        stake=column(right - theme.px(268), theme.px(70)),
        step=column(right - theme.px(178), theme.px(172)),
    )


def draw_attention_row(
    painter: QPainter, rect: QRectF, row: RowFace, state: RowState, theme: Theme, layout: RowLayout = "full"
) -> None:
    """Paint the row with its background; nothing moves between its states, only the second line of the step changes."""
    columns = row_columns(rect, theme, layout)
    _draw_ground(painter, rect, state, theme, left_of_divider=columns.name.left())
    if layout == "compact":
        _draw_compact(painter, columns, row, theme)
        return
    draw_tier_badge(painter, columns.badge, row.tier, theme)
    _draw_name_and_reason(painter, columns.name, row, theme, wrapped=layout == "wrapped")
    if layout == "full":
        strip = columns.strip
        place = QRectF(strip.left(), strip.center().y() - theme.px(15), strip.width(), theme.px(31))
        draw_cached_strip(painter, place, row.strip, theme)
    chip = draw_rating_chip(painter, columns.rating, row.rating, theme)
    upper, lower = _two_lines(_stake_after(chip, columns.stake, theme), theme)
    draw_text(painter, upper, row.at_stake, theme, weight=500, align=RIGHT)
    draw_text(painter, lower, row.certainty, theme, role="small", color="text3", align=RIGHT)
    _draw_step(painter, columns.step, row, state, theme)


def quick_action_rects(
    rect: QRectF, row: RowFace, theme: Theme, layout: RowLayout = "full"
) -> tuple[tuple[str, QRectF], ...]:
    """Where each quick action can be clicked while the row shows them: (key, rectangle), at least 24 px high."""
    if layout == "compact":
        return ()
    return _placed_actions(row_columns(rect, theme, layout).step, row, theme)


def _stake_after(chip: QRectF, column: QRectF, theme: Theme) -> QRectF:
    """The stake's column, widened to what the chip leaves free: an amount should never be cut."""
    left = min(chip.right() + theme.px(6), column.left())
    return QRectF(left, column.top(), column.right() - left, column.height())


def _draw_ground(painter: QPainter, rect: QRectF, state: RowState, theme: Theme, *, left_of_divider: float) -> None:
    if state.selected:
        painter.fillRect(rect, theme.color("selected" if state.focused else "pressed"))
        if state.focused:
            bar = design_tokens()["focus"]["rowBar"]
            painter.fillRect(QRectF(rect.left(), rect.top(), bar, rect.height()), theme.color("focus"))
    elif state.hover:
        painter.fillRect(rect, theme.color("hover"))
    elif state.divider:
        width = rect.right() - theme.px(16) - left_of_divider
        painter.fillRect(QRectF(left_of_divider, rect.bottom() - 1, width, 1), theme.color("line"))


def _two_lines(column: QRectF, theme: Theme) -> tuple[QRectF, QRectF]:
    upper, lower = theme.line("body"), theme.line("small")
    top = column.center().y() - (upper + lower) / 2
    return (
        QRectF(column.left(), top, column.width(), upper),
        QRectF(column.left(), top + upper, column.width(), lower),
    )


def _draw_name_and_reason(painter: QPainter, column: QRectF, row: RowFace, theme: Theme, *, wrapped: bool) -> None:
    if not wrapped:
        upper, lower = _two_lines(column, theme)
        draw_text(painter, upper, row.name, theme, role="bodyStrong")
        draw_text(painter, lower, row.reason, theme, color="text2")
        return
    name_height, reason_height = theme.line("body"), theme.px(18)
    top = column.center().y() - (name_height + 2 * reason_height) / 2
    draw_text(painter, QRectF(column.left(), top, column.width(), name_height), row.name, theme, role="bodyStrong")
    reason = QRectF(column.left(), top + name_height, column.width(), 2 * reason_height)
    draw_wrapped_text(painter, reason, row.reason, theme, color="text2", lines=2, line_height=reason_height)


def _draw_step(painter: QPainter, column: QRectF, row: RowFace, state: RowState, theme: Theme) -> None:
    upper, lower = _two_lines(column, theme)
    indent = _draw_step_words(painter, upper, row, theme)
    if not (state.shows_actions and row.actions):
        detail = lower.adjusted(indent, 0, -theme.px(_STEP_END), 0)
        draw_text(painter, detail, row.step_detail, theme, role="small", color="text3")
        return
    labels = dict(row.actions)
    for key, place in _placed_actions(column, row, theme):
        cap = draw_keycap(painter, place, key, theme, "strong")
        words = QRectF(cap.right() + theme.px(3), place.top(), place.right() - cap.right(), place.height())
        color = "accent" if key == state.hovered_key else "text2"
        draw_text(painter, words, labels[key], theme, role="small", color=color)


def _placed_actions(column: QRectF, row: RowFace, theme: Theme) -> tuple[tuple[str, QRectF], ...]:
    _, lower = _two_lines(column, theme)
    height = theme.size("hitMin")
    left = lower.left()
    places: list[tuple[str, QRectF]] = []
    for action in row.actions:
        width = keycap_size(action.key, theme).width() + theme.px(3) + text_width(action.label, theme, "small")
        if left + width > column.right() - theme.px(_SCROLL_BAR):
            break  # There is room for about three; all of them stand in the context menu.
        places.append((action.key, QRectF(left, lower.center().y() + theme.px(1) - height / 2, width, height)))
        left += width + theme.px(5)
    return tuple(places)


def _draw_compact(painter: QPainter, columns: RowColumns, row: RowFace, theme: Theme) -> None:
    draw_tier_badge(painter, columns.badge, row.tier, theme, size=20)
    draw_text(painter, columns.name, row.name, theme, role="bodyStrong")
    draw_text(painter, columns.reason, row.reason, theme, color="text2")
    strip = columns.strip
    place = QRectF(strip.left(), strip.center().y() - theme.px(9), strip.width(), theme.px(20))
    draw_cached_strip(painter, place, row.strip, theme)
    chip = draw_rating_chip(painter, columns.rating, row.rating, theme)
    draw_text(painter, _stake_after(chip, columns.stake, theme), row.at_stake, theme, weight=500, align=RIGHT)
    _draw_step_words(painter, columns.step, row, theme)


def _draw_step_words(painter: QPainter, line: QRectF, row: RowFace, theme: Theme) -> float:
    size, indent = theme.size("icon"), theme.px(22)
    place = QRectF(line.left(), line.top(), size, line.height())
    draw_icon(painter, place, row.step_icon, theme.color("accent"), size=size)
    draw_text(painter, line.adjusted(indent, 0, -theme.px(_STEP_END), 0), row.step, theme, weight=500)
    return indent
