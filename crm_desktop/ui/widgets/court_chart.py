"""The three rules side by side: a figure and a bar for each measure, and the same as a table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from crm_desktop.domain.court_score import Score
from crm_desktop.i18n import format_number, tr
from crm_desktop.services.court import Verdict
from crm_desktop.services.court_wording import caught_of, headline, revenue_share, rule_name, warning_days
from crm_desktop.ui.paint.pixels import fill_sharp
from crm_desktop.ui.paint.text import RIGHT, draw_text, draw_wrapped_text, text_width
from crm_desktop.ui.theme import Theme, current_theme, look
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.figures_table import FiguresTable
from crm_desktop.ui.widgets.focus_ring import FocusRing
from crm_desktop.ui.widgets.labels import ElidedLabel

_ROW, _HEAD, _BAR = 40, 24, 5
_NAME_SHARE, _LEAST_NAME, _GAP = 0.24, 120, 20


class _Measure(NamedTuple):
    heading: Callable[[], str]
    value: Callable[[Score], float]
    text: Callable[[Score], str]
    beside: Callable[[Score], str]
    """What stands at the right of the figure, where there is room."""
    whole: Callable[[Sequence[Score]], float]
    """What a full bar means."""


def _most(value: Callable[[Score], float]) -> Callable[[Sequence[Score]], float]:
    return lambda scores: max((value(score) for score in scores), default=0.0)


_MEASURES = (
    _Measure(
        lambda: tr("Caught"),
        lambda score: score.caught,
        caught_of,
        lambda score: tr("{n} missed", n=format_number(score.missed)),
        lambda scores: scores[0].departures,
    ),
    _Measure(
        lambda: tr("False alarms"),
        lambda score: score.false_alarms_a_month,
        lambda score: tr("{n} a month", n=format_number(score.false_alarms_a_month, 1)),
        lambda score: tr("{n} in all", n=format_number(score.false_alarms)),
        _most(lambda score: score.false_alarms_a_month),
    ),
    _Measure(
        lambda: tr("Days of warning"),
        lambda score: score.warning,
        warning_days,
        lambda _score: "",
        _most(lambda score: score.warning),
    ),
    _Measure(
        lambda: tr("Revenue shown"),
        lambda score: score.revenue_caught,
        revenue_share,
        lambda _score: "",
        lambda scores: scores[0].revenue,
    ),
)


class CourtPanel(QWidget):
    """T or the button turns the picture into a table and back."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chart = _Chart()
        self.table = _Figures()
        self._stack = QStackedWidget()
        self._stack.addWidget(self.chart)
        self._stack.addWidget(self.table)
        self._stack.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.switch = Button("", "quiet", key="T", small=True)
        self.switch.clicked.connect(self.toggle)
        self._head = QHBoxLayout()
        self._head.setContentsMargins(0, 0, 0, 0)
        self._head.addWidget(ElidedLabel(tr("Beside two rules that others use, with as many places"), "bodyStrong"), 1)
        self._head.addWidget(self.switch)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addLayout(self._head)
        self._column.addWidget(self._stack)
        self._say_switch()

    def show_verdict(self, verdict: Verdict) -> None:
        """Draws these figures."""
        self.chart.show_verdict(verdict)
        self.table.show_verdict(verdict)

    @property
    def shown(self) -> QWidget:
        """The picture or the table, whichever one sees."""
        return self.table if self.is_table else self.chart

    @property
    def is_table(self) -> bool:
        """Whether the numbers are shown instead of the picture."""
        return self._stack.currentWidget() is self.table

    def toggle(self) -> None:
        """From picture to table and back; the keyboard stays here."""
        self._stack.setCurrentWidget(self.chart if self.is_table else self.table)
        self._say_switch()
        self.shown.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say_switch(self) -> None:
        self.switch.set_label(tr("Show as picture") if self.is_table else tr("Show as table"))


class _Chart(QWidget):
    """One row a rule: ours first, in strong type and in the accent."""

    def __init__(self) -> None:
        super().__init__()
        self._scores: tuple[Score, ...] = ()
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleDescription(tr("T shows it as a table"))
        FocusRing(self)
        look().changed.connect(self.updateGeometry)

    def show_verdict(self, verdict: Verdict) -> None:
        self._scores = verdict.scores
        self.setAccessibleName(" ".join([headline(verdict), *(_spoken(score) for score in verdict.scores)]))
        self.update()

    def sizeHint(self) -> QSize:
        theme = current_theme()
        return QSize(theme.px(560), theme.px(_HEAD + 3 * _ROW))

    def minimumSizeHint(self) -> QSize:
        return QSize(current_theme().px(360), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = current_theme(), QPainter(self)
        gap = theme.px(_GAP)
        name_width = max(self.width() * _NAME_SHARE, theme.px(_LEAST_NAME))
        width = (self.width() - name_width) / len(_MEASURES) - gap
        for number, measure in enumerate(_MEASURES):
            column = QRectF(name_width + gap + number * (width + gap), 0, width, theme.px(_HEAD))
            draw_text(painter, column, measure.heading(), theme, role="caption", color="text2")
            whole = measure.whole(self._scores) if self._scores else 0.0
            for row, score in enumerate(self._scores):
                cell = column.translated(0, theme.px(_HEAD + row * _ROW))
                self._paint_cell(painter, cell, measure, score, theme, whole=whole, ours=row == 0)
        for row, score in enumerate(self._scores):
            name, weight = rule_name(score.rule), 600 if row == 0 else 400
            place = QRectF(0, theme.px(_HEAD + row * _ROW), name_width, theme.line("body"))
            if text_width(name, theme, weight=weight) <= name_width:
                draw_text(painter, place, name, theme, weight=weight)
            else:
                tight = theme.line("small")
                draw_wrapped_text(painter, place, name, theme, role="small", weight=weight, line_height=tight)

    def _paint_cell(
        self,
        painter: QPainter,
        cell: QRectF,
        measure: _Measure,
        score: Score,
        theme: Theme,
        *,
        whole: float,
        ours: bool,
    ) -> None:
        weight, line = 600 if ours else 400, theme.line("body")
        words = QRectF(cell.left(), cell.top(), cell.width(), line)
        text, beside = measure.text(score), measure.beside(score)
        draw_text(painter, words, text, theme, weight=weight)
        used = text_width(text, theme, weight=weight) + theme.space(3)
        if beside and used + text_width(beside, theme, "caption") <= cell.width():
            draw_text(painter, words.adjusted(used, 0, 0, 0), beside, theme, role="caption", color="text2", align=RIGHT)
        share = min(max(measure.value(score) / whole, 0.0), 1.0) if whole > 0 else 0.0
        bar = QRectF(cell.left(), cell.top() + line + theme.px(2), cell.width(), theme.px(_BAR))
        ratio = self.devicePixelRatioF()
        fill_sharp(painter, bar, theme.color("pressed"), ratio)
        if share > 0:
            bar.setWidth(bar.width() * share)
            fill_sharp(painter, bar, theme.color("accent" if ours else "tickSoft"), ratio)


def _spoken(score: Score) -> str:
    return tr(
        "{rule}: {caught} caught, {missed} missed, {alarms} false alarms a month, {days} days of warning, {revenue} of "
        "the revenue shown.",
        rule=rule_name(score.rule),
        caught=caught_of(score),
        missed=format_number(score.missed),
        alarms=format_number(score.false_alarms_a_month, 1),
        days=warning_days(score),
        revenue=revenue_share(score),
    )


class _Figures(FiguresTable):
    """Every figure of the picture."""

    def __init__(self) -> None:
        headings = [
            tr("Rule"),
            tr("Caught"),
            tr("Missed"),
            tr("False alarms a month"),
            tr("False alarms"),
            tr("Days of warning"),
            tr("Revenue shown"),
        ]
        super().__init__(headings, tr("The three rules as a table"))
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrap(False)
        self.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        look().changed.connect(self._make_room)
        self._make_room()

    def _make_room(self) -> None:
        self.verticalHeader().setDefaultSectionSize(current_theme().px(32))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        theme = current_theme()
        return QSize(theme.px(560), theme.px(_HEAD + 3 * _ROW))

    def minimumSizeHint(self) -> QSize:
        return QSize(current_theme().px(240), self.sizeHint().height())

    def show_verdict(self, verdict: Verdict) -> None:
        self.show_rows(
            [
                (
                    rule_name(score.rule),
                    caught_of(score),
                    format_number(score.missed),
                    format_number(score.false_alarms_a_month, 1),
                    format_number(score.false_alarms),
                    warning_days(score),
                    revenue_share(score),
                )
                for score in verdict.scores
            ]
        )
        if self.currentRow() < 0:
            self.setCurrentCell(0, 0)
