"""Asks every how many days with one key, or as a number that is typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.i18n import tr
from crm_desktop.ui.theme import current_theme
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.fields import LineField
from crm_desktop.ui.widgets.labels import ElidedLabel, PlainLabel
from crm_desktop.ui.widgets.popup_card import PopupCard

_WIDTH = 264


class Choice(NamedTuple):
    """One answer and its key."""

    key: str
    text: str
    days: int | None


class EveryCard(PopupCard):
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
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(title)
        self._choices, self._among, self._choose = choices, among, choose
        theme = current_theme()
        column = QVBoxLayout(self.body)
        column.setContentsMargins(theme.space(3), theme.space(3), theme.space(3), theme.space(3))
        column.setSpacing(theme.space(1))
        column.addWidget(ElidedLabel(title, "bodyStrong"))
        for choice in choices:
            button = Button(choice.text, "quiet", key=choice.key)
            button.clicked.connect(lambda _checked=False, choice=choice: self._chosen(choice.days))
            column.addWidget(button)
        self.field = LineField(placeholder=tr("or a number of days"), name=tr("Days"))
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
        choice = next((each for each in self._choices if each.key == event.text().upper()), None)
        if choice is not None and not self.field.hasFocus():
            self._chosen(choice.days)
        elif event.text().isdigit() and not self.field.hasFocus():
            self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.field.setText(event.text())
        else:
            super().keyPressEvent(event)

    def _typed(self) -> None:
        text = self.field.text().strip()
        days = int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
        if days in self._among:
            self._chosen(days)
        else:
            self._complain(
                tr("Type a number from {first} to {last}.", first=self._among.start, last=self._among.stop - 1)
            )

    def _complain(self, text: str) -> None:
        self.field.set_error(text)
        self._complaint.setText(text)
        self._complaint.setVisible(bool(text))
        self.adjustSize()

    def _chosen(self, days: int | None) -> None:
        self.close()
        self._choose(days)
