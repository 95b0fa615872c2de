"""The rhythm strip of the why card, with its first month, today, and what the marks mean."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from crm_desktop.i18n import format_day, tr
from crm_desktop.services.account_views import STRIP_DAYS
from crm_desktop.ui.paint.pixels import fill_sharp
from crm_desktop.ui.paint.strip import StripData, draw_strip
from crm_desktop.ui.paint.text import RIGHT, draw_text, text_width
from crm_desktop.ui.theme import Theme, current_theme

STRIP_WIDTH = 410
_STRIP_HEIGHT = 54


class LargeStrip(QWidget):
    """The rhythm strip at 410 px with the first month, today, and what the marks mean."""

    def __init__(self, data: StripData, today: date) -> None:
        super().__init__()
        self._data = data
        self._first_month = format_day(today - timedelta(days=STRIP_DAYS), "month_year")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        theme = current_theme()
        return QSize(theme.px(STRIP_WIDTH), theme.px(_STRIP_HEIGHT) + theme.space(2) + theme.line("caption"))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        draw_strip(painter, QRectF(0, 0, self.width(), theme.px(_STRIP_HEIGHT)), self._data, theme)
        height = theme.line("caption")
        line = QRectF(0, self.height() - height, self.width(), height)
        draw_text(painter, line, self._first_month, theme, role="caption", color="text2")
        draw_text(painter, line, tr("today"), theme, role="caption", color="text2", align=RIGHT)
        self._draw_legend(painter, line, theme)

    def _draw_legend(self, painter: QPainter, line: QRectF, theme: Theme) -> None:
        """A tick, a hollow tick and a dot, each with its word, in the middle between the two dates."""
        gap, mark, tick_height = theme.px(5), theme.px(4), theme.px(10)
        words = [tr("order"), tr("order we expected"), tr("you were in touch")]
        widths = [mark + gap + text_width(word, theme, "caption") for word in words]
        left = line.left() + (line.width() - sum(widths) - 2 * theme.px(10)) / 2
        ratio = self.devicePixelRatioF()
        for number, (word, width) in enumerate(zip(words, widths, strict=True)):
            box = QRectF(left, line.center().y() - tick_height / 2, mark, tick_height)
            if number == 2:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme.color("tickSoft"))
                painter.drawEllipse(QPointF(box.center()), theme.px(3) / 2, theme.px(3) / 2)
            else:
                fill_sharp(painter, box, theme.color("tick"), ratio)
                if number == 1:
                    edge = 1.0
                    fill_sharp(painter, box.adjusted(edge, edge, -edge, -edge), theme.color("raised"), ratio)
            place = QRectF(left + mark + gap, line.top(), width, line.height())
            draw_text(painter, place, word, theme, role="caption", color="text2")
            left += width + theme.px(10)
