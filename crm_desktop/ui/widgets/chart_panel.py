"""The account's chart with its title and legend, and the same as a table."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from crm_desktop.i18n import format_day, tr
from crm_desktop.services.portrait import Portrait
from crm_desktop.ui.chart_words import chart_lines
from crm_desktop.ui.paint.pixels import fill_sharp
from crm_desktop.ui.paint.text import draw_text, text_width
from crm_desktop.ui.theme import current_theme, look
from crm_desktop.ui.widgets.account_chart import AccountChart
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.figures_table import FiguresTable
from crm_desktop.ui.widgets.labels import ElidedLabel


class ChartPanel(QWidget):
    """T or the button turns the picture into a table and back."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._portrait: Portrait | None = None
        self.chart = AccountChart()
        self.table = _ChartTable()
        self._stack = QStackedWidget()
        self._stack.addWidget(self.chart)
        self._table_page = QWidget()
        self._table_row = QHBoxLayout(self._table_page)
        self._table_row.addWidget(self.table)
        self._stack.addWidget(self._table_page)
        self._legend = _Legend()
        self._switch = Button("", "quiet", key="T", small=True)
        self._switch.clicked.connect(self.toggle)
        self._head = QHBoxLayout()
        self._head.addWidget(ElidedLabel(tr("Rhythm and ratings, 24 months"), "bodyStrong"), 1)
        self._head.addWidget(self._legend)
        self._head.addWidget(self._switch)
        self._column = QVBoxLayout(self)
        self._column.addLayout(self._head)
        self._column.addWidget(self._stack, 1)
        self.setFocusProxy(self.chart)
        look().changed.connect(self._make_room)
        self._make_room()
        self._say_switch()

    def _make_room(self) -> None:
        theme = current_theme()
        side = theme.space(5)
        self._head.setContentsMargins(side, 0, side - theme.space(2), 0)
        self._head.setSpacing(theme.space(3))
        self._column.setContentsMargins(0, theme.space(2), 0, theme.space(2))
        self._column.setSpacing(theme.space(1))
        self._table_row.setContentsMargins(theme.space(4), 0, theme.space(4), 0)

    def begin_anew(self) -> None:
        """Draws nothing until an account is read."""
        self._portrait = None
        self.chart.begin_anew()
        self.table.show_rows([])

    def show_portrait(self, portrait: Portrait) -> None:
        """Draws this account."""
        self._portrait = portrait
        self.chart.show_portrait(portrait)
        if self.is_table:
            self.table.show_portrait(portrait)

    @property
    def is_table(self) -> bool:
        """Whether the numbers are shown instead of the picture."""
        return self._stack.currentWidget() is self._table_page

    def toggle(self) -> None:
        """From picture to table and back; the keyboard stays here."""
        if self._portrait is not None and not self.is_table:
            self.table.show_portrait(self._portrait)
        shown: QWidget = self.chart if self.is_table else self.table
        self._stack.setCurrentWidget(self.chart if self.is_table else self._table_page)
        self.setFocusProxy(shown)
        self._legend.setVisible(shown is self.chart)
        self._say_switch()
        shown.setFocus()

    def _say_switch(self) -> None:
        self._switch.set_label(tr("Show as picture") if self.is_table else tr("Show as table"))


class _ChartTable(FiguresTable):
    """Every mark of the chart as a line."""

    def __init__(self) -> None:
        super().__init__([tr("Day"), tr("What"), tr("How much")], tr("Rhythm and ratings as a table"))

    def minimumSizeHint(self) -> QSize:
        return QSize(current_theme().px(240), current_theme().px(96))

    def show_portrait(self, portrait: Portrait) -> None:
        lines = chart_lines(portrait)
        self.show_rows([(format_day(line.day, "date"), line.what, line.value) for line in lines])
        if lines:
            self.setCurrentCell(0, 0)


class _Legend(QWidget):
    """What the marks mean."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def _words(self) -> tuple[str, str, str]:
        return tr("order"), tr("order we expected"), tr("you were in touch")

    def sizeHint(self) -> QSize:
        theme = current_theme()
        widths = sum(text_width(word, theme, "caption") + theme.px(10 + 14) for word in self._words())
        return QSize(round(widths), theme.line("caption"))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = current_theme(), QPainter(self)
        if self.width() < self.sizeHint().width():
            return
        left, ratio, middle = 0.0, self.devicePixelRatioF(), self.height() / 2
        for number, word in enumerate(self._words()):
            mark = QRectF(left, middle - theme.px(5), theme.px(4), theme.px(10))
            if number == 2:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme.color("tickSoft"))
                painter.drawEllipse(QPointF(mark.center()), theme.px(1.5), theme.px(1.5))
            else:
                fill_sharp(painter, mark, theme.color("tick"), ratio)
                if number == 1:
                    fill_sharp(painter, mark.adjusted(1, 1, -1, -1), theme.color("surface"), ratio)
            width = text_width(word, theme, "caption")
            place = QRectF(left + theme.px(10), 0, width + 1, self.height())
            draw_text(painter, place, word, theme, role="caption", color="text2")
            left += width + theme.px(10 + 14)
