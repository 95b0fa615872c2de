"""The strip of orders, asked of the pixels."""

from __future__ import annotations

import itertools

import pytest
from PySide6.QtCore import QRectF

from crm_desktop.ui.paint.strip import StripData, bars_of, draw_cached_strip, draw_strip, strip_data
from crm_desktop.ui.theme import Theme
from tests.ui.paint.world import colors_of, painted, row

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
