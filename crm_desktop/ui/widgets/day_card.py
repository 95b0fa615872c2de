"""Asks for a day with one key: 1 tomorrow, 2 in a week, 3 in a month, or a day that is typed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.domain.dates import months_before
from crm_desktop.i18n import format_day, tr
from crm_desktop.ui.theme import current_theme
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.day_field import DayField
from crm_desktop.ui.widgets.labels import ElidedLabel, PlainLabel
from crm_desktop.ui.widgets.popup_card import PopupCard

_WIDTH = 264


class DayCard(PopupCard):
    """Calls `choose` with a day after `today`, once, and closes."""

    def __init__(self, title: str, *, today: date, choose: Callable[[date], None], parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(title)
        self._today, self._choose = today, choose
        theme = current_theme()
        column = QVBoxLayout(self.body)
        column.setContentsMargins(theme.space(3), theme.space(3), theme.space(3), theme.space(3))
        column.setSpacing(theme.space(1))
        column.addWidget(ElidedLabel(title, "bodyStrong"))
        self.days = {
            "1": today + timedelta(days=1),
            "2": today + timedelta(days=7),
            "3": months_before(today, -1),  # the same day next month
        }
        names = {"1": tr("Tomorrow"), "2": tr("In a week"), "3": tr("In a month")}
        for key, day in self.days.items():
            button = Button(tr("{when}, {day}", when=names[key], day=format_day(day, "short")), "quiet", key=key)
            button.clicked.connect(lambda _checked=False, day=day: self._chosen(day))
            column.addWidget(button)
        self.field = DayField(today, placeholder=tr("fri, 21.11., in 2 weeks"), name=tr("Another day"))
        self.field.returnPressed.connect(self._typed)
        self.field.textEdited.connect(lambda _text: self._complain(""))
        column.addWidget(self.field)
        self._complaint = PlainLabel("", "small", "danger", wrap=True)
        self._complaint.hide()
        column.addWidget(self._complaint)

    def open_under(self, rect: QRect) -> None:
        """Shows the card under a place on the screen, above it near the screen's edge."""
        self.open_at(rect, width=current_theme().px(_WIDTH))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        day = self.days.get(event.text())
        if self.field.hasFocus():
            super().keyPressEvent(event)
        elif day is not None:
            self._chosen(day)
        elif event.text().strip() and event.text().isprintable():
            # Typing goes into the field, so that "fri" needs no Tab before it.
            self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.field.setText(event.text())
        else:
            super().keyPressEvent(event)

    def _typed(self) -> None:
        understood, day = self.field.read()
        if not understood:
            self._complain(self.field.error)
        elif day is not None and day <= self._today:
            self._complain(tr("{day} is not after today.", day=format_day(day, "date")))
        elif day is not None:
            self._chosen(day)

    def _complain(self, text: str) -> None:
        if text != self.field.error:
            self.field.set_error(text)
        self._complaint.setText(text)
        self._complaint.setVisible(bool(text))
        self.adjustSize()

    def _chosen(self, day: date) -> None:
        self.close()
        self._choose(day)
