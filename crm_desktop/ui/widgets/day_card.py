"""Asks for a day with one key: 1 tomorrow, 2 in a week, 3 in a month, or a day that is typed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

from PySide6.QtWidgets import QWidget

from crm_desktop.domain.dates import months_before
from crm_desktop.i18n import format_day, tr
from crm_desktop.ui.widgets.answer_card import AnswerCard, KeyedAnswer
from crm_desktop.ui.widgets.day_field import DayField


class DayCard(AnswerCard):
    """Calls `choose` with a day after `today`, once, and closes."""

    def __init__(self, title: str, *, today: date, choose: Callable[[date], None], parent: QWidget) -> None:
        self._today, self._choose = today, choose
        self._day = DayField(today, placeholder=tr("fri, 5.12., or Tab, 21.11."), name=tr("Another day"))
        days = (
            ("1", tr("Tomorrow"), today + timedelta(days=1)),
            ("2", tr("In a week"), today + timedelta(days=7)),
            ("3", tr("In a month"), months_before(today, -1)),  # the same day next month
        )
        answers = [
            KeyedAnswer(key, tr("{when}, {day}", when=when, day=format_day(day, "short")), partial(choose, day))
            for key, when, day in days
        ]
        super().__init__(title, answers, self._day, typed=self._typed, parent=parent)

    def _typed(self) -> None:
        understood, day = self._day.read()
        if not understood:
            self.complain(self._day.error)
        elif day is not None and day <= self._today:
            self.complain(tr("{day} is not after today.", day=format_day(day, "date")))
        elif day is not None:
            self.answer(partial(self._choose, day))
