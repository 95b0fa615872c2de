"""A card with a question: each answer has its key, and another one can be typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.ui.keys import letter
from crm_desktop.ui.theme import current_theme
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.fields import LineField
from crm_desktop.ui.widgets.labels import ElidedLabel, PlainLabel
from crm_desktop.ui.widgets.popup_card import PopupCard

_WIDTH = 264


class KeyedAnswer(NamedTuple):
    """A key, what stands on its button, and what it does."""

    key: str
    text: str
    give: Callable[[], None]


class AnswerCard(PopupCard):
    """Answers once, and closes. ``typed`` is what Enter in ``field`` means."""

    def __init__(
        self,
        title: str,
        answers: Sequence[KeyedAnswer],
        field: LineField,
        *,
        typed: Callable[[], None],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(title)
        self.field = field
        self._answers = {answer.key: answer for answer in answers}
        theme = current_theme()
        column = QVBoxLayout(self.body)
        column.setContentsMargins(theme.space(3), theme.space(3), theme.space(3), theme.space(3))
        column.setSpacing(theme.space(1))
        column.addWidget(ElidedLabel(title, "bodyStrong"))
        for answer in answers:
            button = Button(answer.text, "quiet", key=answer.key)
            button.clicked.connect(lambda _checked=False, answer=answer: self.answer(answer.give))
            column.addWidget(button)
        field.returnPressed.connect(typed)
        field.textEdited.connect(lambda _text: self.complain(""))
        column.addWidget(field)
        self._complaint = PlainLabel("", "small", "danger", wrap=True)
        self._complaint.hide()
        column.addWidget(self._complaint)

    def open_under(self, rect: QRect) -> None:
        """Shows the card under a place on the screen, above it near the screen's edge."""
        self.open_at(rect, width=current_theme().px(_WIDTH))

    def answer(self, give: Callable[[], None]) -> None:
        """Closes, and then gives an answer."""
        self.close()
        give()

    def complain(self, text: str) -> None:
        """Says under the field what is wrong with what was typed; "" takes it away."""
        if text != self.field.error:
            self.field.set_error(text)
        self._complaint.setText(text)
        self._complaint.setVisible(bool(text))
        self.adjustSize()

    def is_typing(self, text: str) -> bool:
        """Whether a key that is no answer begins what is typed."""
        return bool(text.strip()) and text.isprintable()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        answer = self._answers.get(letter(event) or event.text())
        if self.field.hasFocus():
            super().keyPressEvent(event)
        elif answer is not None:
            self.answer(answer.give)
        elif self.is_typing(event.text()):
            # It goes into the field, so that "fri" needs no Tab before it.
            self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.field.setText(event.text())
        else:
            super().keyPressEvent(event)
