"""Asks for one line of text in a card under what asked for it, with one or two ways to answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.i18n import tr
from crm_desktop.ui.theme import current_theme
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.fields import LineField
from crm_desktop.ui.widgets.labels import PlainLabel
from crm_desktop.ui.widgets.popup_card import PopupCard

_WIDTH = 340


class AskCard(PopupCard):
    """``answers`` are (words, what to do with the text); Enter gives the first.

    ``known`` are texts to complete to; ``note`` is a sentence under the title; ``extra`` stands under the line,
    and ``check`` says whether what is written there makes sense.
    """

    def __init__(
        self,
        title: str,
        answers: Sequence[tuple[str, Callable[[str], None]]],
        *,
        text: str = "",
        placeholder: str = "",
        note: str = "",
        known: Sequence[str] = (),
        empty: bool = False,
        extra: QWidget | None = None,
        check: Callable[[], bool] = lambda: True,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(title)
        self._answers, self._empty, self._check = answers, empty, check
        theme = current_theme()
        self.field = LineField(placeholder=placeholder, name=title)
        self.field.setText(text)
        self.field.selectAll()
        self.field.textEdited.connect(lambda _text: self._complain(""))
        if known:
            completer = QCompleter(list(known), self.field)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            self.field.setCompleter(completer)
        self._complaint = PlainLabel("", "small", "danger", wrap=True)
        self._complaint.hide()
        column = QVBoxLayout(self.body)
        column.setContentsMargins(theme.space(4), theme.space(4), theme.space(4), theme.space(4))
        column.setSpacing(theme.space(2))
        column.addWidget(PlainLabel(title, "bodyStrong"))
        if note:
            column.addWidget(PlainLabel(note, "small", "text2", wrap=True))
        column.addWidget(self.field)
        if extra is not None:
            column.addWidget(extra)
        column.addWidget(self._complaint)
        row = QHBoxLayout()
        row.addStretch()
        self.buttons = []
        for number, (words, _run) in enumerate(answers):
            button = Button(words, "primary" if number == 0 else "secondary", key=tr("Enter") if number == 0 else "")
            button.clicked.connect(lambda _checked=False, number=number: self._answer(number))
            self.buttons.append(button)
        for button in reversed(self.buttons):
            row.addWidget(button)
        column.addLayout(row)

    def open_under(self, rect: QRect) -> None:
        """Shows the card under a place on the screen, above it near the screen's edge."""
        self.open_at(rect, width=current_theme().px(_WIDTH))
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focused = next((number for number, button in enumerate(self.buttons) if button.hasFocus()), 0)
            self._answer(focused)
        else:
            super().keyPressEvent(event)

    def _answer(self, number: int) -> None:
        text = " ".join(self.field.text().split())
        if not text and not self._empty:
            self._complain(tr("Type something first."))
            return
        if self._check():
            self.close()
            self._answers[number][1](text)

    def _complain(self, text: str) -> None:
        self.field.set_error(text)
        self._complaint.setText(text)
        self._complaint.setVisible(bool(text))
        self.adjustSize()
