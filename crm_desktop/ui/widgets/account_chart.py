"""Rhythm and ratings of one account over 24 months: one painted picture, which T shows as a table."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QHelpEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from crm_desktop.domain.dates import day_from, day_number
from crm_desktop.i18n import format_day, tr
from crm_desktop.services.portrait import Portrait, RatingMark
from crm_desktop.services.wording import score_text
from crm_desktop.ui.attention_face import STATUS_OF_STANDING
from crm_desktop.ui.chart_words import chart_finding, mark_words
from crm_desktop.ui.paint.chip import draw_status_glyph, rating_status, status_color
from crm_desktop.ui.paint.strip import StripData, draw_strip, strip_data
from crm_desktop.ui.paint.text import RIGHT, draw_text, plain_tool_tip, text_width
from crm_desktop.ui.theme import Theme, current_theme
from crm_desktop.ui.widgets.focus_ring import FocusRing

_LEFT, _MARGIN = 64, 20
_RATINGS_SHARE = 0.55
_MONTHS_APART = 4
_REACH = 7
# Where the bands of the scale meet: 9 to 10, 7 to 8, 0 to 6.
_BANDS = ((10.0, 8.5, "advocateTint", "9–10"), (8.5, 6.5, "", "7–8"), (6.5, 0.0, "riskTint", "0–6"))


class AccountChart(QWidget):
    """Ratings above, orders below with those that did not come, dots where we were in touch."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._portrait: Portrait | None = None
        self._strip = StripData()
        self._first, self._last = 0, 1
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setAccessibleDescription(tr("T shows it as a table"))
        FocusRing(self)

    def begin_anew(self) -> None:
        """Draws nothing until an account is read."""
        self._portrait = None
        self.setAccessibleName("")
        self.update()

    def show_portrait(self, portrait: Portrait) -> None:
        """Draws this account."""
        self._portrait = portrait
        self._first, self._last = day_number(portrait.chart_from), day_number(portrait.today)
        self._strip = strip_data(
            orders=portrait.orders,
            contact_days=portrait.contact_days,
            expected_days=portrait.missed,
            first_day=self._first,
            last_day=self._last,
            status=STATUS_OF_STANDING[portrait.row.status] if portrait.row else "unknown",
        )
        self.setAccessibleName(chart_finding(portrait))
        self.update()

    def sizeHint(self) -> QSize:
        theme = current_theme()
        return QSize(theme.px(480), theme.px(212))

    def minimumSizeHint(self) -> QSize:
        theme = current_theme()
        return QSize(theme.px(240), theme.px(120))

    # -- places ----------------------------------------------------------------------------------

    def _plot(self, theme: Theme) -> tuple[QRectF, QRectF]:
        """Where the ratings and where the orders are drawn."""
        whole = QRectF(self.rect()).adjusted(theme.px(_LEFT), theme.px(4), -theme.px(_MARGIN), -theme.line("caption"))
        whole.setBottom(whole.bottom() - theme.px(4))
        split = whole.top() + whole.height() * _RATINGS_SHARE
        return (
            QRectF(whole.left(), whole.top(), whole.width(), split - whole.top() - theme.px(12)),
            QRectF(whole.left(), split, whole.width(), whole.bottom() - split),
        )

    def _x(self, day: int, plot: QRectF) -> float:
        return plot.left() + plot.width() * (day - self._first) / max(self._last - self._first, 1)

    def _point(self, mark: RatingMark, plot: QRectF, theme: Theme) -> QPointF:
        # A mark of today or of the first day stays whole.
        edge = theme.px(6)
        x = min(max(self._x(mark.day, plot), plot.left() + edge), plot.right() - edge)
        return QPointF(x, plot.top() + plot.height() * (10.0 - mark.score) / 10.0)

    # -- painting --------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._portrait is None:
            return
        theme, painter = current_theme(), QPainter(self)
        ratings, orders = self._plot(theme)
        self._paint_bands(painter, ratings, theme)
        self._paint_ratings(painter, ratings, self._portrait, theme)
        draw_strip(painter, orders, self._strip, theme)
        labels = QRectF(0, orders.top(), orders.left() - theme.px(8), orders.height() - theme.px(8))
        draw_text(painter, labels, tr("orders"), theme, role="caption", color="text2", align=RIGHT)
        self._paint_months(painter, orders, self._portrait.today, theme)

    def _paint_bands(self, painter: QPainter, plot: QRectF, theme: Theme) -> None:
        for upper, lower, token, label in _BANDS:
            top = plot.top() + plot.height() * (10.0 - upper) / 10.0
            area = QRectF(plot.left(), top, plot.width(), plot.height() * (upper - lower) / 10.0)
            if token:
                color = QColor(theme.color(token))
                color.setAlphaF(0.75)
                painter.fillRect(area, color)
            if area.height() >= theme.metrics("caption").ascent():
                words = QRectF(0, area.top(), plot.left() - theme.px(8), area.height())
                draw_text(painter, words, label, theme, role="caption", color="text2", align=RIGHT)

    def _paint_ratings(self, painter: QPainter, plot: QRectF, portrait: Portrait, theme: Theme) -> None:
        points = [self._point(mark, plot, theme) for mark in portrait.ratings]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(QPen(theme.color("tickSoft"), 1.2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF(points))
        side = theme.px(9)
        for mark, point in zip(portrait.ratings, points, strict=True):
            status = rating_status(mark.score)
            draw_status_glyph(painter, QRectF(point.x() - side / 2, point.y() - side / 2, side, side), status, theme)
        if points:
            self._paint_newest(painter, plot, portrait.ratings[-1], points, theme)
        else:
            draw_text(
                painter, plot.adjusted(theme.px(8), 0, 0, 0), tr("Never rated in 24 months"), theme, color="text2"
            )

    def _paint_newest(
        self, painter: QPainter, plot: QRectF, mark: RatingMark, points: list[QPointF], theme: Theme
    ) -> None:
        """Says who gave the newest rating: beside the mark, or where no other one is."""
        first_name = mark.person.split()[0] if mark.person.split() else ""
        score = score_text(mark.score)
        words = tr("{score} from {person}", score=score, person=first_name) if first_name else score
        width, gap = text_width(words, theme, "caption", weight=600), theme.px(9)
        height = theme.line("caption")
        place = _free_place(QSizeF(width + 1, height), points, plot, gap=gap)
        color = status_color(rating_status(mark.score), theme)
        draw_text(painter, place, words, theme, role="caption", weight=600, color=color)

    def _paint_months(self, painter: QPainter, plot: QRectF, today: date, theme: Theme) -> None:
        """A month every so often, with its year where that is new."""
        place = QRectF(0, self.height() - theme.line("caption"), 0, theme.line("caption"))
        year, end = 0, -1.0
        for month in _months(day_from(self._first), today):
            style_of_year = month.year != year
            words = format_day(month, "month_year" if style_of_year else "month_short")
            left = self._x(day_number(month), plot)
            width = text_width(words, theme, "caption")
            if left < end + theme.px(8) or left + width > self.width() - theme.px(4):
                continue
            year, end = month.year, left + width
            spot = QRectF(left, place.top(), width + 1, place.height())
            draw_text(painter, spot, words, theme, role="caption", color="text2")

    # -- tool tips -------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), plain_tool_tip(self.words_at(QPointF(event.pos()))), self)
            return True
        return super().event(event)

    def words_at(self, place: QPointF) -> str:
        """What is drawn at a place, in words; empty where there is nothing."""
        if self._portrait is None:
            return ""
        theme = current_theme()
        ratings, orders = self._plot(theme)
        reach = theme.px(_REACH)
        for mark in reversed(self._portrait.ratings):
            point = self._point(mark, ratings, theme)
            if abs(point.x() - place.x()) <= reach and abs(point.y() - place.y()) <= reach:
                return mark_words(self._portrait, mark.day, "rating")
        if place.y() < orders.top():
            return ""
        baseline = orders.bottom() - theme.px(8)
        days: dict[str, list[int]] = (
            {"contact": list(self._portrait.contact_days)}
            if place.y() > baseline
            else {"order": [day for day, _ in self._portrait.orders], "missed": list(self._portrait.missed)}
        )
        near = [
            (abs(self._x(day, orders) - place.x()), kind, day)
            for kind, of_kind in days.items()
            for day in of_kind
        ]  # fmt: skip
        distance, kind, day = min(near, default=(reach + 1.0, "", 0))
        return mark_words(self._portrait, day, kind) if distance <= reach else ""


def _free_place(size: QSizeF, points: Sequence[QPointF], plot: QRectF, *, gap: float) -> QRectF:
    """Where words about the last point lie on no point, and on no line between them if that can be had."""
    last, below, above = points[-1], points[-1].y() + gap * 0.6, points[-1].y() - gap * 0.6 - size.height()
    level = last.y() - size.height() / 2
    right, left = last.x() + gap, last.x() - gap - size.width()
    middle = min(max(last.x() - size.width() / 2, plot.left()), plot.right() - size.width())
    corners = ((right, level), (left, level), (middle, below), (middle, above), (left, below), (left, above))
    places = [
        QRectF(QPointF(x, min(max(y, plot.top()), plot.bottom() - size.height())), size)
        for x, y in corners
        if plot.left() <= x and x + size.width() <= plot.right() + 1
    ] or [QRectF(QPointF(middle, below), size)]

    # Points go from left to right, and only the last ones can be in the way.
    first = min(place.left() for place in places) - gap
    near = points[max(bisect_left(points, first, key=QPointF.x) - 1, 0) :]

    def covered(place: QRectF) -> tuple[int, int]:
        half = gap / 2
        marks = sum(place.adjusted(-half, -half, half, half).contains(point) for point in near)
        steps = [step / 24 for step in range(25)]
        lines = sum(any(place.contains(one + (other - one) * step) for step in steps) for one, other in pairwise(near))
        return marks, lines

    return min(places, key=covered)


def _months(first: date, last: date) -> list[date]:
    """The first day of every fourth month between two days."""
    found, index = [], first.year * 12 + first.month
    while (month := date(index // 12, index % 12 + 1, 1)) <= last:
        found.append(month)
        index += _MONTHS_APART
    return found
