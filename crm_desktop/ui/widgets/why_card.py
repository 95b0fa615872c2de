"""Why an account is listed: its rhythm drawn large, the evidence in sentences, how sure, and what is at stake."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.i18n import format_day, format_money, tr
from crm_desktop.services import attention, preferences, wording
from crm_desktop.services.account_views import STRIP_DAYS
from crm_desktop.services.attention import AttentionRow
from crm_desktop.ui.attention_face import STATUS_OF_STANDING, signal_status, strip_of
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.paint.chip import draw_status_glyph
from crm_desktop.ui.paint.pixels import fill_sharp
from crm_desktop.ui.paint.strip import StripData, draw_strip
from crm_desktop.ui.paint.text import RIGHT, draw_text, text_width
from crm_desktop.ui.theme import Status, Theme, current_theme
from crm_desktop.ui.widgets.announce import announce
from crm_desktop.ui.widgets.labels import ElidedLabel, PlainLabel
from crm_desktop.ui.widgets.popup_card import PopupCard
from crm_desktop.ui.widgets.rule import Rule

STRIP_WIDTH = 410
_STRIP_HEIGHT = 54
_MARGIN = 20


class WhyCard(PopupCard):
    """Opens under a row or a button; Space or Esc closes it, every other key closes it and goes to `parent`.

    `row` spares reading the account again where the caller has it.
    """

    def __init__(self, desk: Desk, account: int, parent: QWidget, *, row: AttentionRow | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk, self._account, self._keys_go_to = desk, account, parent
        self._row = row

    def open_under(self, rect: QRect) -> None:
        """Shows the card under a place on the screen, or above it; nothing if the account is gone."""
        store, today = self._desk.app.store, self._desk.app.today
        if self._row is not None:
            self._open(self._row, preferences.get(store).currency, rect)
            return

        def show(found: tuple[AttentionRow | None, str]) -> None:
            if found[0] is not None:
                self._open(found[0], found[1], rect)

        self._desk.tasks.run(
            lambda: (attention.account_row(store, self._account, today), preferences.get(store).currency),
            show,
            latest="why",
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Escape):
            self.close()
        elif event.key() in (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta):
            event.ignore()
        else:
            passed_on = event.clone()
            self.close()
            QApplication.sendEvent(self._keys_go_to, passed_on)

    def _open(self, row: AttentionRow, currency: str, rect: QRect) -> None:
        theme, today = current_theme(), self._desk.app.today
        title = tr("Why {name} is here", name=row.name) if row.signals else row.name
        column = QVBoxLayout(self.body)
        margin = theme.px(_MARGIN)
        column.setContentsMargins(margin, theme.space(4), margin, theme.space(4))
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setSpacing(theme.space(3))
        head.addWidget(ElidedLabel(title, "title"), 1)
        head.addWidget(PlainLabel(tr("Space to close"), "small", "text2"))
        column.addLayout(head)
        column.addSpacing(theme.space(3))
        column.addWidget(_LargeStrip(strip_of(row, today), today))
        column.addSpacing(theme.space(3))
        said = self._add_evidence(column, row, today)
        if row.signals:
            column.addSpacing(theme.space(3))
            column.addWidget(Rule())
            column.addSpacing(theme.space(2))
            said += _add_sureness(column, row, currency)
        self.setAccessibleName(title)
        self.setAccessibleDescription(" ".join(said))
        self.open_at(rect, width=theme.px(STRIP_WIDTH) + 2 * margin)
        announce(self, ". ".join((title, *said)))

    def _add_evidence(self, column: QVBoxLayout, row: AttentionRow, today: date) -> list[str]:
        theme = current_theme()
        if not row.signals:
            sentence = wording.account_sentence(row, today)
            column.addWidget(_Evidence(STATUS_OF_STANDING[row.status], sentence, ""))
            return [sentence]
        said: list[str] = []
        for number, signal in enumerate(row.signals):
            if number:
                column.addSpacing(theme.space(3))
            title, detail = wording.evidence(signal, row, today)
            column.addWidget(_Evidence(signal_status(signal, row.status), title, detail))
            said += [title, detail]
        return said


def _add_sureness(column: QVBoxLayout, row: AttentionRow, currency: str) -> list[str]:
    theme = current_theme()
    grid = QGridLayout()
    grid.setHorizontalSpacing(theme.space(6))
    grid.setVerticalSpacing(0)
    money = format_money(row.revenue, currency)
    columns = (
        (tr("How sure"), wording.how_sure(row), wording.how_rare(row.signals[0])),
        (tr("At stake"), tr("{money}, their last 12 months", money=money), ""),
    )
    for number, (caption, value, note) in enumerate(columns):
        grid.addWidget(_lined(caption, "small", "text2"), 0, number)
        grid.addWidget(_lined(value, weight=500), 1, number, Qt.AlignmentFlag.AlignTop)
        if note:
            grid.addWidget(_lined(note, "small", "text2"), 2, 0, 1, 2)
        grid.setColumnStretch(number, 1)
    column.addLayout(grid)
    return [f"{caption}: {' '.join((value, note)).strip()}" for caption, value, note in columns]


def _lined(text: str, role: str = "body", color: str = "text", *, weight: int | None = None) -> PlainLabel:
    """A label that wraps and whose only line is as high as the design's, not as tight as the font's."""
    label = PlainLabel(text, role, color, weight=weight, wrap=True)
    label.setMinimumHeight(current_theme().line(role))
    return label


class _Evidence(QWidget):
    """The shape of a status, what we saw, and the figures behind it."""

    def __init__(self, status: Status, title: str, detail: str) -> None:
        super().__init__()
        self._status = status
        theme = current_theme()
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(20), 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(_lined(title))
        if detail:
            column.addWidget(_lined(detail, "small", "text2"))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        first_line = QRectF(0, 0, theme.px(9), theme.line("body"))
        draw_status_glyph(QPainter(self), first_line, self._status, theme)


class _LargeStrip(QWidget):
    """The rhythm strip at 410 px with the first month, today, and what the marks mean."""

    def __init__(self, data: StripData, today: date) -> None:
        super().__init__()
        self._data = data
        self._first_month = format_day(today - timedelta(days=STRIP_DAYS), "month_year")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        theme = current_theme()
        return QSize(theme.px(STRIP_WIDTH), theme.px(_STRIP_HEIGHT) + theme.space(2) + theme.line("caption"))

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
