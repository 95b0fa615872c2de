"""The row of the why card that tells the detector what it cannot know: a pause, a new rhythm, or something else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from crm_desktop.domain.dates import months_before
from crm_desktop.domain.own_clock import MONTHS
from crm_desktop.i18n import format_day, month_names, tr
from crm_desktop.services import suggestions, told_wording
from crm_desktop.services.attention import AttentionRow
from crm_desktop.ui.paint.text import plain_tool_tip
from crm_desktop.ui.theme import current_theme
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.labels import PlainLabel


class CorrectionRow(QWidget):
    """Asks for everything by signals; the card does it. It breaks into lines where ``room`` is too narrow for one."""

    pause_asked = Signal(int, int)
    rhythm_asked = Signal(object)
    left_asked = Signal()
    calm_asked = Signal(object)
    """Until a day, or ``None``: a day is still to be asked for."""

    def __init__(self, row: AttentionRow, today: date, *, room: int) -> None:
        super().__init__()
        self._row, self._today = row, today
        season = suggestions.likely_season(row, today)
        first, last = suggestions.MONTHS_OF_SEASON[season]
        self.pause = Button(told_wording.pause_offer(season), small=True)
        self.pause.setToolTip(plain_tool_tip(told_wording.months(first, last)))
        self.pause.clicked.connect(lambda _checked=False: self.pause_asked.emit(first, last))
        from_day = suggestions.new_rhythm_from(row, today)
        self.rhythm = Button(tr("New rhythm"), small=True)
        self.rhythm.setToolTip(plain_tool_tip(tr("From {day}", day=format_day(from_day, "date"))))
        self.rhythm.clicked.connect(lambda _checked=False: self.rhythm_asked.emit(from_day))
        self.other = Button(tr("Other…"), small=True)
        self.other.clicked.connect(lambda _checked=False: self._open_menu())
        told = (first, last) in {(each.first_month, each.last_month) for each in row.told}
        self._lay_out(PlainLabel(tr("Not slipping?"), "small", "text2"), room, told=told)

    def _lay_out(self, question: QWidget, room: int, *, told: bool) -> None:
        """``told``: somebody said already that they pause then."""
        theme = current_theme()
        gap = theme.px(6)
        buttons: Sequence[QWidget] = [self.rhythm, self.other] if told else [self.pause, self.rhythm, self.other]
        wide = sum(button.sizeHint().width() for button in buttons) + gap * (len(buttons) - 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(gap)
        line: QBoxLayout = QHBoxLayout() if wide <= room else QVBoxLayout()
        line.setSpacing(gap)
        if question.sizeHint().width() + theme.px(10) + wide <= room:
            line.addWidget(question)
            line.addSpacing(theme.px(10) - gap)
        else:
            column.addWidget(question)
        for button in buttons:
            line.addWidget(button)
        line.addStretch(1)
        column.addLayout(line)

    def _open_menu(self) -> None:
        menu = self.menu()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.other.mapToGlobal(self.other.rect().bottomLeft()))

    def menu(self) -> QMenu:
        """What is told less often: when to ask again, other months of a pause, and that they are gone."""
        menu = QMenu(self)
        days = (
            (tr("Ask again in a week"), self._today + timedelta(days=7)),
            (tr("Ask again in a month"), months_before(self._today, -1)),
            (tr("Ask again in three months"), months_before(self._today, -3)),
        )
        for text, day in days:
            _add(menu, text, partial(self.calm_asked.emit, day))
        _add(menu, tr("Ask again on a day…"), partial(self.calm_asked.emit, None))
        menu.addSeparator()
        menu.addMenu(self._months(menu))
        menu.addSeparator()
        _add(menu, tr("Not a customer any more"), self.left_asked.emit)
        return menu

    def _months(self, parent: QMenu) -> QMenu:
        """First month, then last month: up to eleven of them."""
        names = month_names()
        menu = QMenu(tr("They pause from"), parent)
        for first in range(MONTHS):
            sub = menu.addMenu(names[first])
            _add(sub, tr("only {month}", month=names[first]), partial(self.pause_asked.emit, first + 1, first + 1))
            for step in range(1, MONTHS - 1):
                last = (first + step) % MONTHS
                text = tr("to {month}", month=names[last])
                _add(sub, text, partial(self.pause_asked.emit, first + 1, last + 1))
        return menu


def _add(menu: QMenu, text: str, run: Callable[[], None]) -> None:
    menu.addAction(text.replace("&", "&&")).triggered.connect(lambda _checked=False: run())
