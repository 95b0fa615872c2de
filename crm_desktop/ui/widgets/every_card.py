"""Asks every how many days with one key, or as a number that is typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

from PySide6.QtWidgets import QWidget

from crm_desktop.i18n import tr
from crm_desktop.ui.widgets.answer_card import AnswerCard, KeyedAnswer
from crm_desktop.ui.widgets.fields import LineField


class Choice(NamedTuple):
    """One answer and its key."""

    key: str
    text: str
    days: int | None


class EveryCard(AnswerCard):
    """Calls ``choose`` with the number of days of a choice, or one typed that lies in ``among``; once, and closes."""

    def __init__(
        self,
        title: str,
        choices: Sequence[Choice],
        *,
        among: range,
        choose: Callable[[int | None], None],
        parent: QWidget,
    ) -> None:
        self._among, self._choose = among, choose
        answers = [KeyedAnswer(each.key, each.text, partial(choose, each.days)) for each in choices]
        field = LineField(placeholder=tr("or a number of days"), name=tr("Days"))
        super().__init__(title, answers, field, typed=self._typed, parent=parent)

    def is_typing(self, text: str) -> bool:
        return text.isdigit()

    def _typed(self) -> None:
        text = self.field.text().strip()
        days = int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
        if days in self._among:
            self.answer(partial(self._choose, days))
        else:
            self.complain(
                tr("Type a number from {first} to {last}.", first=self._among.start, last=self._among.stop - 1)
            )
