"""The rhythm strip: orders as ticks, orders that did not come as hollow ticks, contacts as dots below."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from crm_desktop.ui.paint.pixels import draw_kept, fill_sharp, snapped, snapped_length
from crm_desktop.ui.theme import Status, Theme, design_tokens

_WEEK = 7
# Bars of whole weeks stand at least this far apart (logical px): a tick of 2 px and a gap of 1.
_CLOSEST_BARS = 3.0
# Room under the baseline for the dots, and where in it their middle lies (logical px).
_FOOT, _DOT_DROP = 8.0, 5.5
_MISSED_HEIGHT_RATIO = 0.75
# An order far larger than usual must not press all the others down to the least height.
_TALLEST_IN_MEDIANS = 3.0


@dataclass(frozen=True)
class StripData:
    """What a strip shows. Positions run from 0 (first day) to 1 (last day), weights from 0 to 1 (largest amount)."""

    orders: tuple[tuple[float, float], ...] = ()
    missed: tuple[float, ...] = ()
    contacts: tuple[float, ...] = ()
    gap_from: float | None = None
    status: Status = "unknown"
    days: int = 365


def strip_data(
    *,
    orders: Iterable[tuple[int, int]],
    contact_days: Iterable[int],
    expected_days: Iterable[int],
    first_day: int,
    last_day: int,
    status: Status,
) -> StripData:
    """The strip between two day numbers, both included.

    `orders` are (day number, amount in minor units) and may be many a day; refunds (amounts below 0) are no orders.
    `expected_days` are the days on which an order was expected and did not come; the gap begins at the last order.
    """
    span = max(last_day - first_day, 1)
    per_day: dict[int, int] = {}
    for day, amount in orders:
        if amount >= 0 and first_day <= day <= last_day:
            per_day[day] = per_day.get(day, 0) + amount
    tallest = _tallest(list(per_day.values()))
    missed = tuple((day - first_day) / span for day in sorted(set(expected_days)) if first_day <= day <= last_day)
    gap_from = None
    if missed:
        gap_from = (max(per_day) - first_day) / span if per_day else 0.0
    return StripData(
        orders=tuple(((day - first_day) / span, min(per_day[day] / tallest, 1.0)) for day in sorted(per_day)),
        missed=missed,
        contacts=tuple((day - first_day) / span for day in sorted(set(contact_days)) if first_day <= day <= last_day),
        gap_from=gap_from,
        status=status,
        days=span,
    )


def _tallest(amounts: Sequence[int]) -> float:
    if not amounts or max(amounts) <= 0:
        return 1.0
    return min(float(max(amounts)), max(_TALLEST_IN_MEDIANS * _median(amounts), 1.0))


def _median(values: Sequence[float]) -> float:
    """The middle of some values, or the mean of the two in the middle (the module statistics takes 2 ms to import)."""
    ordered = sorted(values)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def bars_of(data: StripData, width: float) -> tuple[tuple[float, float], ...]:
    """The ticks to draw at `width` logical pixels: the orders, or totals of whole weeks when they stand too close."""
    positions = [position for position, _ in data.orders]
    gaps = [(later - earlier) * width for earlier, later in pairwise(positions)]
    if not gaps or _median(gaps) >= design_tokens()["rhythmStrip"]["minBeatSpacing"]:
        return data.orders
    days_of_pixel = data.days / max(width, 1.0)
    bucket = _WEEK
    while bucket / days_of_pixel < _CLOSEST_BARS:
        bucket += _WEEK
    totals: dict[int, float] = {}
    for position, weight in data.orders:
        # Counted back from the last day, so that the newest week is always whole.
        number = round((1.0 - position) * data.days) // bucket
        totals[number] = totals.get(number, 0.0) + weight
    largest = max(totals.values()) or 1.0
    middles = ((1.0 - (number + 0.5) * bucket / data.days, totals[number]) for number in sorted(totals, reverse=True))
    # The oldest bucket may be cut off by the first day; one that is less than half there would read as a small order.
    return tuple((middle, total / largest) for middle, total in middles if middle >= 0.0)


def draw_strip(painter: QPainter, rect: QRectF, data: StripData, theme: Theme) -> None:
    """Paint the strip into `rect`; the baseline lies 8 px above its lower edge and the dots below that."""
    look = design_tokens()["rhythmStrip"]
    ratio = painter.device().devicePixelRatio()
    baseline = snapped(rect.bottom() - theme.px(_FOOT), ratio)
    area = baseline - rect.top()
    pixel = 1.0 / ratio
    alarmed = data.status in ("risk", "watch")
    painter.save()
    if data.gap_from is not None and alarmed:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(f"{data.status}Tint"))
        left = rect.left() + data.gap_from * rect.width() + look["tick"]["width"] * theme.unit
        gap = QRectF(left, rect.top(), max(rect.right() - left, 0.0), area)
        painter.drawRoundedRect(gap, look["gap"]["radius"], look["gap"]["radius"])
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.fillRect(
        QRectF(rect.left(), baseline, rect.width(), snapped_length(1.0, ratio)), theme.color(look["baseline"]["color"])
    )
    _draw_bars(
        painter, rect, bars_of(data, rect.width() / theme.unit), baseline=baseline, area=area - pixel, theme=theme
    )
    _draw_missed(painter, rect, data, baseline=baseline, area=area, theme=theme)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color(look["contact"]["color"]))
    radius = look["contact"]["radius"] * theme.unit
    for position in data.contacts:
        middle = min(max(rect.left() + position * rect.width(), rect.left() + radius), rect.right() - radius)
        painter.drawEllipse(QPointF(middle, baseline + theme.px(_DOT_DROP)), radius, radius)
    painter.restore()


def _draw_bars(
    painter: QPainter,
    rect: QRectF,
    bars: Sequence[tuple[float, float]],
    *,
    baseline: float,
    area: float,
    theme: Theme,
) -> None:
    look = design_tokens()["rhythmStrip"]["tick"]
    ratio = painter.device().devicePixelRatio()
    width = snapped_length(look["width"] * theme.unit, ratio)
    color = theme.color(look["color"])
    least = look["minHeightRatio"]
    rightmost = rect.right() - width
    for position, weight in bars:
        height = snapped_length(area * (least + (1.0 - least) * weight), ratio)
        left = min(max(rect.left() + position * rect.width() - width / 2, rect.left()), rightmost)
        painter.fillRect(QRectF(snapped(left, ratio), baseline - height, width, height), color)


def _draw_missed(
    painter: QPainter, rect: QRectF, data: StripData, *, baseline: float, area: float, theme: Theme
) -> None:
    look = design_tokens()["rhythmStrip"]["missed"]
    ratio = painter.device().devicePixelRatio()
    # Rounded down: a thick edge would fill the box and make it look like an order.
    edge = max(1, int(look["stroke"] * theme.unit * ratio)) / ratio
    width = snapped_length((look["width"] + look["stroke"]) * theme.unit, ratio)
    color: QColor = theme.color(data.status if data.status in ("risk", "watch") else "tickSoft")
    height = snapped(area * _MISSED_HEIGHT_RATIO, ratio)
    end_of_last = rect.left() - width
    for position in data.missed:
        left = snapped(min(rect.left() + position * rect.width() - width / 2, rect.right() - width), ratio)
        if left < end_of_last + 1.0 / ratio:
            continue  # Boxes on top of each other would read as one broad bar.
        end_of_last = left + width
        box = QRectF(left, baseline - height, width, height)
        fill_sharp(painter, box, color, ratio)
        fill_sharp(painter, box.adjusted(edge, edge, -edge, -edge), theme.color(look["fill"]), ratio)


def draw_cached_strip(painter: QPainter, rect: QRectF, data: StripData, theme: Theme) -> None:
    """The same as `draw_strip`, on whole pixels and kept by its contents."""
    ratio = painter.device().devicePixelRatio()
    place = QRectF(
        snapped(rect.left(), ratio), snapped(rect.top(), ratio), max(round(rect.width()), 0), round(rect.height())
    )
    draw_kept(painter, place, f"strip {hash(data)}", theme, lambda on, within: draw_strip(on, within, data, theme))
