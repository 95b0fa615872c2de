"""Chips, badges, shadows and text, asked of the pixels."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter

from crm_desktop.ui.paint.badge import draw_tier_badge
from crm_desktop.ui.paint.chip import (
    RatingFace,
    draw_rating_chip,
    draw_status_chip,
    draw_status_glyph,
    draw_status_word,
    rating_status,
)
from crm_desktop.ui.paint.keycap import draw_keycap, keycap_size
from crm_desktop.ui.paint.pixels import draw_kept
from crm_desktop.ui.paint.shadow import card_margins, draw_card
from crm_desktop.ui.paint.text import draw_text, draw_wrapped_text, elided, plain_tool_tip, text_width
from crm_desktop.ui.theme import Status, Theme
from tests.ui.paint.world import colors_of, painted

STATUSES: tuple[Status, ...] = ("risk", "watch", "steady", "advocate", "unknown")


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
