"""The cards that open over Today: why an account is on the list, and until which day something waits."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QWidget

from crm_desktop.services.attention_data import AttentionRow
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.theme import current_theme

if TYPE_CHECKING:
    from crm_desktop.ui.widgets.day_card import DayCard
    from crm_desktop.ui.widgets.why_card import WhyCard


class TodayCards:
    """One at a time. ``place`` is a row on the screen; ``back_to`` gets the keyboard when the card goes."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.why: WhyCard | None = None
        self.day: DayCard | None = None

    def explain(self, row: AttentionRow, place: QRect, back_to: QWidget) -> None:
        """What stands behind a row."""
        from crm_desktop.ui.widgets.why_card import WhyCard  # not before somebody asks why

        self.why = WhyCard(self._desk, row.account, back_to, row=row)
        self.why.closed.connect(partial(self._closed, back_to))
        # Under the name, so that the row itself and its proof are read together.
        self.why.open_under(place.adjusted(current_theme().px(72), 0, 0, 0))

    def ask_day(self, title: str, place: QRect, back_to: QWidget, choose: Callable[[date], None]) -> None:
        """A day after today, with one key."""
        from crm_desktop.ui.widgets.day_card import DayCard  # not before somebody asks for a day

        self.day = DayCard(title, today=self._desk.app.today, choose=choose, parent=back_to)
        self.day.closed.connect(partial(self._closed, back_to))
        width = self.day.sizeHint().width()
        # Under the next step, where the key cap was seen.
        self.day.open_under(place.adjusted(max(place.width() - width, 0), 0, 0, 0))

    def _closed(self, back_to: QWidget) -> None:
        """The keyboard goes back to where it was; at once, because the next key may follow at once."""
        self.why = self.day = None
        back_to.window().activateWindow()
        back_to.setFocus(Qt.FocusReason.PopupFocusReason)
