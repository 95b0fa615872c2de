"""The rows of the list of Today, asked of the pixels."""

from __future__ import annotations

import itertools

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QApplication

from crm_desktop.ui.paint.attention_row import (
    RowLayout,
    RowState,
    draw_attention_row,
    layout_for,
    quick_action_rects,
    row_columns,
    row_height,
)
from crm_desktop.ui.paint.chip import RatingFace, rating_chip_width
from crm_desktop.ui.paint.list_parts import draw_group_header, draw_loading_row, draw_note_row
from crm_desktop.ui.paint.text import draw_text, text_width
from crm_desktop.ui.theme import Theme, apply, build_theme
from tests.ui.paint.world import colors_of, painted, row

LAYOUTS: tuple[RowLayout, ...] = ("full", "no_strip", "wrapped", "compact")


# ---- attention row


@pytest.mark.parametrize(
    ("width", "room", "layout"),
    [(1366, 881, "full"), (860, 811, "full"), (859, 810, "no_strip"), (760, 711, "no_strip"), (759, 710, "wrapped")],
)
def test_the_layout_follows_the_window(theme: Theme, width: int, room: int, layout: RowLayout) -> None:
    assert layout_for(width, room, theme) == layout


def test_no_reason_is_cut_however_narrow_the_list_becomes(theme: Theme) -> None:
    """Beside the pane of what is due, a window of 1280 or 1100 leaves the list far less room than the design."""
    needed = text_width("Orders still come, but 38% smaller since June.", theme)
    layouts = []
    for room in range(900, 600, -4):
        layouts.append(layout_for(1280, room, theme))
        columns = row_columns(QRectF(0, 0, room, 64), theme, layouts[-1])
        assert columns.reason.width() * (2 if layouts[-1] == "wrapped" else 1) >= needed
        assert columns.strip.isEmpty() or columns.strip.width() >= theme.px(80)
    assert list(dict.fromkeys(layouts)) == ["full", "no_strip", "wrapped"]


def test_heights_of_rows_are_those_of_the_design(theme: Theme) -> None:
    assert [row_height(layout, theme) for layout in LAYOUTS] == [64, 64, 80, 36]
    assert layout_for(1366, 881, theme, compact=True) == "compact"


def test_columns_lie_beside_each_other(theme: Theme) -> None:
    for layout in LAYOUTS:
        columns = row_columns(QRectF(0, 0, 881, row_height(layout, theme)), theme, layout)
        shown = [column for column in columns if not column.isEmpty()]
        for earlier, later in itertools.pairwise(shown):
            assert earlier == later or earlier.right() <= later.left()


def test_the_whole_reason_fits_at_the_width_of_the_design(theme: Theme) -> None:
    columns = row_columns(QRectF(0, 0, 881, 64), theme, "full")
    assert text_width("Orders still come, but 38% smaller since June.", theme) <= columns.reason.width()


def test_quick_actions_can_be_hit_where_they_are_drawn(theme: Theme) -> None:
    rect = QRectF(0, 128, 881, 64)
    places = quick_action_rects(rect, row(), theme)
    assert [key for key, _ in places] == ["L", "S", "D"]
    for (_, earlier), (_, later) in itertools.pairwise(places):
        assert earlier.right() <= later.left()
    assert all(rect.contains(place) and place.height() >= 24 for _, place in places)
    assert quick_action_rects(QRectF(0, 0, 881, 36), row(), theme, "compact") == ()


def test_hover_and_focus_move_nothing(theme: Theme) -> None:
    """Above the second line of the step, ink stands on the same pixels in every state."""

    def ink(state: RowState) -> set[tuple[int, int]]:
        image = painted(
            lambda painter: draw_attention_row(painter, QRectF(0, 0, 881, 64), row(), state, theme),
            theme,
            width=881,
            height=64,
        )
        second_line = row_columns(QRectF(0, 0, 881, 64), theme, "full").step
        return {
            (x, y)
            for x in range(20, 881)
            for y in range(62)
            if image.pixelColor(x, y).lightness() < 60 and not (x >= second_line.left() and y >= 33)
        }

    plain = ink(RowState())
    assert len(plain) > 200
    for state in (RowState(hover=True), RowState(selected=True, focused=True)):
        # Smoothed edges blend with the ground, so a few pixels cross the threshold; a shift would change them all.
        assert len(plain ^ ink(state)) < len(plain) * 0.05


def test_states_of_a_row_have_their_own_ground(theme: Theme) -> None:
    def ground(state: RowState) -> tuple[str, str]:
        image = painted(
            lambda painter: draw_attention_row(painter, QRectF(0, 0, 881, 64), row(), state, theme),
            theme,
            width=881,
            height=64,
        )
        return image.pixelColor(1, 5).name(), image.pixelColor(10, 5).name()

    def names(bar: str, fill: str) -> tuple[str, str]:
        return theme.color(bar).name(), theme.color(fill).name()

    assert ground(RowState()) == names("surface", "surface")
    assert ground(RowState(hover=True)) == names("hover", "hover")
    assert ground(RowState(selected=True, focused=True)) == names("focus", "selected")
    assert ground(RowState(selected=True)) == names("pressed", "pressed")


def test_every_part_of_a_list_paints_in_both_themes_and_sizes(qapp: QApplication) -> None:
    for name in ("light", "dark"):
        for scale in (1.0, 2.0):
            look = build_theme(name, base_font=qapp.font(), text_scale=scale)  # type: ignore[arg-type]

            def everything(painter: QPainter, look: Theme = look) -> None:
                rect = QRectF(0, 0, 881, 80)
                for layout in LAYOUTS:
                    draw_attention_row(painter, rect, row(), RowState(hover=True), look, layout)
                draw_group_header(painter, rect, "For today", "8 of 143", look, captions=("12", "R", "S", "N"))
                draw_group_header(painter, rect, "Watching", "104 more", look, folded=True, focused=True)
                draw_loading_row(painter, rect, look)

            image = painted(everything, look, width=881, height=80)
            assert look.color("text").name() in colors_of(image)


def test_a_six_figure_stake_stands_clear_of_an_unknown_rating(qapp: QApplication) -> None:
    theme = apply(qapp, mode="light").theme
    columns = row_columns(QRectF(0, 0, 881, 64), theme, "full")
    chip_end = columns.rating.left() + rating_chip_width(RatingFace("not asked", "unknown"), theme)
    assert columns.stake.right() - text_width("€135,829", theme, weight=500) >= chip_end + theme.px(4)
    compact = row_columns(QRectF(0, 0, 881, 36), theme, "compact")
    assert text_width("€171,592", theme, weight=500) <= compact.stake.width()


def test_the_action_of_a_note_row_can_be_hit(theme: Theme) -> None:
    places: list[QRectF] = []
    rect = QRectF(0, 0, 881, 64)
    painted(
        lambda painter: places.append(
            draw_note_row(painter, rect, "alarm-clock", "Snoozed.", theme, action="Undo", key="Ctrl Z")
        ),
        theme,
        width=881,
        height=64,
    )
    assert rect.contains(places[0])
    assert places[0].width() >= text_width("Undo", theme)


@pytest.mark.parametrize(("text", "left"), [("מאפיית השחר של משפחת לוי", True), ("Bakery of the Newman family", False)])
def test_a_name_that_is_cut_has_its_dots_where_it_ends(theme: Theme, text: str, left: bool) -> None:
    def paint(painter: QPainter) -> None:
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # as a window paints
        draw_text(painter, QRectF(0, 0, 90, 24), text, theme)

    image = painted(paint, theme, width=90, height=24)
    ground = image.pixelColor(89, 0)
    inked = [[y for y in range(24) if image.pixelColor(x, y) != ground] for x in range(90)]
    columns = [rows for rows in inked if rows]
    # Nothing but dots stands at the foot of the line alone.
    ends = [min(min(rows) for rows in end) for end in (columns[:3], columns[-3:])]
    assert (ends[0] > ends[1]) == left
