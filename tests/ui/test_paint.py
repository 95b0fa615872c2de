"""What the shared painting functions put on the screen, asked of the pixels."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from crm_desktop.ui.paint.attention_row import (
    QuickAction,
    RowFace,
    RowLayout,
    RowState,
    draw_attention_row,
    layout_for,
    quick_action_rects,
    row_columns,
    row_height,
)
from crm_desktop.ui.paint.badge import draw_tier_badge
from crm_desktop.ui.paint.chip import (
    RatingFace,
    draw_rating_chip,
    draw_status_chip,
    draw_status_glyph,
    draw_status_word,
    rating_chip_width,
    rating_status,
)
from crm_desktop.ui.paint.keycap import draw_keycap, keycap_size
from crm_desktop.ui.paint.list_parts import draw_group_header, draw_loading_row, draw_note_row
from crm_desktop.ui.paint.pixels import draw_kept
from crm_desktop.ui.paint.shadow import card_margins, draw_card
from crm_desktop.ui.paint.strip import StripData, bars_of, draw_cached_strip, draw_strip, strip_data
from crm_desktop.ui.paint.text import draw_text, draw_wrapped_text, elided, plain_tool_tip, text_width
from crm_desktop.ui.system_wishes import preferred_font
from crm_desktop.ui.theme import Status, Theme, apply, build_theme

ACTIONS = (QuickAction("L", "Log"), QuickAction("S", "Snooze"), QuickAction("D", "Done"))
STATUSES: tuple[Status, ...] = ("risk", "watch", "steady", "advocate", "unknown")
LAYOUTS: tuple[RowLayout, ...] = ("full", "no_strip", "wrapped", "compact")


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    return build_theme("light", base_font=preferred_font(qapp.font()))


def painted(
    paint: Callable[[QPainter], object], theme: Theme, *, width: int = 200, height: int = 40, ratio: float = 1.0
) -> QImage:
    image = QImage(round(width * ratio), round(height * ratio), QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    image.fill(theme.color("surface"))
    painter = QPainter(image)
    paint(painter)
    painter.end()
    return image


def colors_of(image: QImage) -> set[str]:
    return {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}


def row(**changes: object) -> RowFace:
    strip = strip_data(
        orders=[(day, 100) for day in range(0, 320, 12)],
        contact_days=[100],
        expected_days=[330, 342, 354],
        first_day=0,
        last_day=365,
        status="risk",
    )
    values: dict[str, object] = {
        "name": "Acme Fasteners",
        "tier": "A",
        "reason": "Usually orders every 12 days. Silent for 41.",
        "strip": strip,
        "rating": RatingFace("4", "risk", "down"),
        "at_stake": "€48,200",
        "certainty": "very likely",
        "step": "Call Maria Kos",
        "step_detail": "about the late pallet",
        "actions": ACTIONS,
    }
    return RowFace(**(values | changes))  # type: ignore[arg-type]


# ---- strip


def test_strip_data_places_orders_by_day_and_weighs_them_by_amount() -> None:
    data = strip_data(
        orders=[(10, 500), (10, 500), (60, 500), (110, 1000), (110, -700), (999, 5)],
        contact_days=[60, 60, -3],
        expected_days=[],
        first_day=10,
        last_day=110,
        status="steady",
    )
    assert data.orders == ((0.0, 1.0), (0.5, 0.5), (1.0, 1.0))
    assert data.contacts == (0.5,)
    assert data.gap_from is None
    assert data.days == 100


def test_the_gap_begins_at_the_last_order() -> None:
    data = strip_data(
        orders=[(0, 1), (40, 1)], contact_days=[], expected_days=[60, 80], first_day=0, last_day=100, status="risk"
    )
    assert data.gap_from == 0.4
    assert data.missed == (0.6, 0.8)


def test_one_huge_order_does_not_flatten_the_others() -> None:
    data = strip_data(
        orders=[(0, 100), (20, 100), (40, 100), (60, 100_000)],
        contact_days=[],
        expected_days=[],
        first_day=0,
        last_day=100,
        status="steady",
    )
    assert [weight for _, weight in data.orders] == pytest.approx([1 / 3, 1 / 3, 1 / 3, 1.0])


def test_orders_without_amounts_and_no_orders_are_drawn_all_the_same() -> None:
    free = strip_data(orders=[(5, 0)], contact_days=[], expected_days=[], first_day=0, last_day=10, status="steady")
    assert free.orders == ((0.5, 0.0),)
    none = strip_data(orders=[], contact_days=[], expected_days=[5], first_day=0, last_day=10, status="risk")
    assert (none.orders, none.gap_from) == ((), 0.0)


def test_orders_far_apart_stay_single_and_close_ones_become_weekly_totals() -> None:
    def every(days: int) -> StripData:
        return StripData(orders=tuple((day / 364, 1.0) for day in range(0, 364, days)), days=364)

    assert bars_of(every(12), 168) == every(12).orders
    daily = bars_of(every(1), 168)
    assert len(daily) == 52
    gaps = [(later[0] - earlier[0]) * 168 for earlier, later in itertools.pairwise(daily)]
    assert min(gaps) >= 3
    assert max(weight for _, weight in daily) == 1.0
    assert len(bars_of(every(1), 90)) == 26


def test_weekly_totals_keep_the_whole_of_what_was_ordered() -> None:
    data = StripData(orders=tuple((day / 364, 0.5) for day in range(365)), days=364)
    assert all(weight == pytest.approx(1.0) for _, weight in bars_of(data, 168))


def test_a_missed_order_is_a_hollow_box_on_a_tinted_gap(theme: Theme) -> None:
    data = StripData(orders=((0.2, 1.0),), missed=(0.6,), contacts=(0.1,), gap_from=0.2, status="risk")
    image = painted(lambda painter: draw_strip(painter, QRectF(0, 0, 100, 31), data, theme), theme)
    assert image.pixelColor(20, 15) == theme.color("tick")
    assert image.pixelColor(40, 10) == theme.color("riskTint")
    line = [image.pixelColor(x, 15).name() for x in range(56, 64)]
    edge, inside = theme.color("risk").name(), theme.color("surface").name()
    start = line.index(edge)
    assert line[start : start + 4] == [edge, inside, inside, edge]
    assert image.pixelColor(50, 23) == theme.color("line")
    assert image.pixelColor(10, 28) == theme.color("tickSoft")


def test_only_alarms_tint_the_gap(theme: Theme) -> None:
    for status in ("steady", "advocate", "unknown"):
        data = StripData(missed=(0.6,), gap_from=0.2, status=status)
        image = painted(lambda painter, data=data: draw_strip(painter, QRectF(0, 0, 100, 31), data, theme), theme)  # type: ignore[misc]
        assert image.pixelColor(40, 10) == theme.color("surface")


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 2.0])
def test_ticks_are_sharp_at_every_scale(theme: Theme, ratio: float) -> None:
    data = StripData(orders=tuple((number / 13, number / 13) for number in range(14)), status="steady")
    image = painted(lambda painter: draw_strip(painter, QRectF(3.3, 2.7, 168, 31), data, theme), theme, ratio=ratio)
    allowed = {theme.color(token).name() for token in ("surface", "tick", "line")}
    assert colors_of(image) == allowed


def test_higher_amounts_stand_higher_and_the_least_is_still_seen(theme: Theme) -> None:
    data = StripData(orders=((0.25, 0.0), (0.5, 0.5), (0.75, 1.0)), status="steady")
    image = painted(lambda painter: draw_strip(painter, QRectF(0, 0, 100, 31), data, theme), theme)
    tick = theme.color("tick")
    heights = [sum(image.pixelColor(x, y) == tick for y in range(24)) for x in (25, 50, 75)]
    assert heights == [8, 15, 22]


def test_the_cached_strip_looks_like_the_drawn_one(theme: Theme) -> None:
    rect = QRectF(4, 4, 168, 31)
    for ratio in (1.0, 2.0):
        drawn = painted(lambda painter: draw_strip(painter, rect, row().strip, theme), theme, ratio=ratio)
        for _ in range(2):
            cached = painted(lambda painter: draw_cached_strip(painter, rect, row().strip, theme), theme, ratio=ratio)
            assert cached == drawn
    painted(lambda painter: draw_cached_strip(painter, QRectF(0, 0, -5, 20), row().strip, theme), theme)


# ---- what is painted once and kept


@pytest.mark.parametrize("ratio", [1.0, 1.25, 2.0])
def test_what_is_kept_is_painted_where_it_would_be_and_only_once(theme: Theme, ratio: float) -> None:
    times: list[QRectF] = []

    def draw(painter: QPainter, rect: QRectF) -> None:
        times.append(rect)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setBrush(QColor("black"))
        painter.drawEllipse(rect.center(), 6, 6)

    name = f"a test of {ratio}"
    for rect in (QRectF(3, 4, 20, 20), QRectF(7.5, 2.5, 20, 21), QRectF(57.5, 12.5, 20, 21)):
        drawn = painted(lambda painter, rect=rect: draw(painter, rect), theme, ratio=ratio)  # type: ignore[misc]
        times.clear()
        for _ in range(2):
            kept = painted(lambda painter, rect=rect: draw_kept(painter, rect, name, theme, draw), theme, ratio=ratio)  # type: ignore[misc]
            difference = max(
                abs(kept.pixelColor(x, y).lightness() - drawn.pixelColor(x, y).lightness())
                for x in range(drawn.width())
                for y in range(drawn.height())
            )
            assert difference <= 3, rect
        assert len(times) <= 1, rect


# ---- marks


def test_statuses_are_told_apart_by_shape_alone(theme: Theme) -> None:
    ink = QColor("black")

    def glyph(status: Status) -> bytes:
        image = painted(
            lambda painter: draw_status_glyph(painter, QRectF(0, 0, 20, 20), status, theme, color=ink),
            theme,
            width=20,
            height=20,
        )
        return bytes(image.constBits())

    assert len({glyph(status) for status in STATUSES}) == len(STATUSES)


@pytest.mark.parametrize(
    ("score", "status"),
    [(0, "risk"), (6, "risk"), (7, "steady"), (8, "steady"), (9, "advocate"), (10, "advocate"), (None, "unknown")],
)
def test_what_a_rating_means(score: int | None, status: Status) -> None:
    assert rating_status(score) == status


def test_rating_chips_are_tinted_unless_nobody_was_asked(theme: Theme) -> None:
    rect = QRectF(0, 0, 200, 40)
    chip = painted(lambda painter: draw_rating_chip(painter, rect, RatingFace("4", "risk", "down"), theme), theme)
    assert {theme.color("riskTint").name(), theme.color("risk").name()} <= colors_of(chip)
    unknown = painted(lambda painter: draw_rating_chip(painter, rect, RatingFace("not asked"), theme), theme)
    assert theme.color("text3").name() in colors_of(unknown)
    for status in STATUSES:
        painted(lambda painter, status=status: draw_status_chip(painter, rect, status, "word", theme), theme)  # type: ignore[misc]
        painted(lambda painter, status=status: draw_status_word(painter, rect, status, "word", theme), theme)  # type: ignore[misc]


def test_tiers_differ_without_colour(theme: Theme) -> None:
    images = {
        tier: painted(lambda painter, tier=tier: draw_tier_badge(painter, QRectF(0, 0, 40, 40), tier, theme), theme)  # type: ignore[misc]
        for tier in ("A", "B", "C", "")
    }
    assert images["A"].pixelColor(4, 12) == theme.color("tierA")
    assert images["B"].pixelColor(4, 12) == theme.color("surface")
    assert images["C"].pixelColor(4, 12) == theme.color("pressed")
    assert colors_of(images[""]) == {theme.color("surface").name()}


def test_a_key_cap_keeps_to_its_side(theme: Theme) -> None:
    places: list[QRectF] = []
    rect = QRectF(10, 0, 100, 30)
    painted(lambda painter: places.append(draw_keycap(painter, rect, "Ctrl L", theme, align_right=True)), theme)
    assert places[0].right() == 110
    assert places[0].size() == keycap_size("Ctrl L", theme)


def test_a_card_casts_its_shadow_outside_of_itself(theme: Theme) -> None:
    margins = card_margins(theme)
    rect = QRectF(margins.left(), margins.top(), 120, 60)
    size = {"width": 120 + margins.left() + margins.right(), "height": 60 + margins.top() + margins.bottom()}
    image = painted(lambda painter: draw_card(painter, rect, theme), theme, **size)
    assert image.pixelColor(int(rect.center().x()), int(rect.center().y())) == theme.color("raised")
    assert image.pixelColor(int(rect.center().x()), int(rect.bottom()) + 3) != theme.color("surface")
    assert image.pixelColor(0, 0) == theme.color("surface")


# ---- text


def test_long_text_is_elided_and_short_text_is_not(theme: Theme) -> None:
    assert elided("Acme", 500, theme) == "Acme"
    assert elided("Acme Fasteners and Daughters", 60, theme).endswith("…")
    assert text_width(elided("Acme Fasteners and Daughters", 60, theme), theme) <= 60


def test_markup_in_a_name_is_painted_letter_by_letter(theme: Theme) -> None:
    rect = QRectF(0, 0, 200, 40)
    marked = painted(lambda painter: draw_text(painter, rect, "<b>Ltd</b>", theme), theme)
    plain = painted(lambda painter: draw_text(painter, rect, "Ltd", theme), theme)
    assert marked != plain
    assert text_width("<b>Ltd</b>", theme) > text_width("Ltd", theme) * 1.5


def test_tool_tips_show_data_as_it_stands() -> None:
    tip = plain_tool_tip("<img src=x> R&D")
    assert tip.startswith("<span")
    assert "&lt;img src=x&gt; R&amp;D" in tip
    assert plain_tool_tip("") == ""


def test_wrapped_text_uses_no_more_lines_than_allowed(theme: Theme) -> None:
    text = "Usually orders every 12 days. Silent for 41. And so on, and so on."
    lines: list[int] = []
    for width in (1000, 180, 60):
        rect = QRectF(0, 0, width, 40)
        painted(lambda painter, rect=rect: lines.append(draw_wrapped_text(painter, rect, text, theme)), theme)  # type: ignore[misc]
    assert lines == [1, 2, 2] if text_width(text, theme) > 180 else lines[0] == 1


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
