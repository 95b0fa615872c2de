"""A small question over the window: a few numbered answers, ticks beside them, and an account that may be typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from crm_desktop.i18n import tr
from crm_desktop.services import accounts
from crm_desktop.services.accounts import Match
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.theme import current_theme
from crm_desktop.ui.widgets.account_field import AccountField
from crm_desktop.ui.widgets.announce import announce
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.fields import CheckBox
from crm_desktop.ui.widgets.labels import ElidedLabel, PlainLabel
from crm_desktop.ui.widgets.modal_card import ModalCard

_WIDTH, _MATCHES = 520, 6


class Answer(NamedTuple):
    """One answer: what it says, what speaks for it, and what it does. The first is what Enter takes."""

    text: str
    run: Callable[[], None]
    note: str = ""
    icon: str = ""


class ChoiceCard(ModalCard):
    """Numbers and arrows choose, Enter takes, Esc leaves everything as it is. One card is used for one question."""

    def __init__(
        self,
        desk: Desk,
        window: QWidget,
        title: str,
        *,
        lines: Sequence[str] = (),
        answers: Sequence[Answer] = (),
        ticks: Sequence[tuple[str, bool]] = (),
        typed: Callable[[Match | str], None] | None = None,
        left: Callable[[], None] = lambda: None,
    ) -> None:
        super().__init__(window, name=title, width=_WIDTH)
        self._desk, self._typed, self._left = desk, typed, left
        self.answers = list(answers)
        theme = current_theme()
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(theme.space(5), theme.space(4), theme.space(5), theme.space(4))
        column.setSpacing(theme.space(2))
        self.title = PlainLabel(title, "title", wrap=True)
        column.addWidget(self.title)
        for line in lines:
            column.addWidget(PlainLabel(line, "body", "text2", wrap=True))
        self.ticks = [CheckBox(text) for text, _ in ticks]
        for box, (_, on) in zip(self.ticks, ticks, strict=True):
            box.setChecked(on)
            column.addWidget(box)
        self.buttons = [self._button(number, answer, column) for number, answer in enumerate(self.answers, 1)]
        self.field: AccountField | None = None
        if typed is not None:
            name = tr("Somebody else…") if answers else tr("Which account?")
            self.field = AccountField(self, placeholder=name, name=name)
            self.field.asked.connect(self._look_up)
            self.field.picked.connect(self._picked)
            column.addWidget(self.field)
        column.addWidget(PlainLabel(tr("Esc leaves everything as it is."), "small", "text2"))
        # A low window shows a long question in pieces.
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(inner)
        self._scroll.viewport().setAutoFillBackground(False)
        inner.setAutoFillBackground(False)
        self._inner = inner
        outer = QVBoxLayout(self.card)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._scroll)

    def _button(self, number: int, answer: Answer, column: QVBoxLayout) -> Button:
        key = str(number) if number < 10 else ""
        kind = "primary" if number == 1 else "secondary"
        button = Button(answer.text, kind, icon=answer.icon, key=key)  # type: ignore[arg-type]
        button.setMinimumWidth(1)  # the card has its width: a longer name is cut
        button.clicked.connect(lambda _checked=False: self._take(answer))
        column.addWidget(button)
        if answer.note:
            button.setAccessibleDescription(answer.note)
            column.addWidget(ElidedLabel(answer.note, "small", "text2"))
        return button

    def ask(self) -> None:
        """Opens the card, the keyboard on the likeliest answer."""
        self.open_card(self.buttons[0] if self.buttons else self.field or self.card)
        announce(self, self.title.text())

    def wanted_height(self, width: int) -> int:
        layout = self._inner.layout()
        assert layout is not None
        return layout.heightForWidth(width) if layout.hasHeightForWidth() else layout.sizeHint().height()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        number = int(event.text()) if event.text() and event.text() in "123456789" else 0
        on = next((place for place, button in enumerate(self.buttons) if button.hasFocus()), None)
        if 0 < number <= len(self.answers):
            self._take(self.answers[number - 1])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.answers:
                self._take(self.answers[on or 0])
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self.buttons:
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            place = 0 if on is None else on + step
            last = self.field is not None and place == len(self.buttons)
            target: QWidget = self.field if last and self.field else self.buttons[place % len(self.buttons)]
            target.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)

    def dismiss(self) -> None:
        self.close_card()
        self._left()

    def _take(self, answer: Answer) -> None:
        self.close_card()
        answer.run()

    def _look_up(self, text: str) -> None:
        store, field = self._desk.app.store, self.field
        if field is not None:
            self._desk.tasks.run(
                lambda: accounts.matching(store, text, _MATCHES),
                lambda found: field.offer(text, found),
                latest="choice-account",
            )

    def _picked(self, choice: Match | str | None) -> None:
        if choice is not None and self._typed is not None:
            self.close_card()
            self._typed(choice)
