"""The fields of an account in place: filling them writes nothing, Enter saves, Esc leaves everything as it was."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from crm_desktop.domain.entities import AccountFields
from crm_desktop.i18n import tr
from crm_desktop.services.preferences import CONTACT_EVERY
from crm_desktop.ui.paint.text import plain_tool_tip
from crm_desktop.ui.theme import current_theme, look
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.day_field import DayField
from crm_desktop.ui.widgets.fields import LineField
from crm_desktop.ui.widgets.labels import PlainLabel

_NOTES_LINES = 3


class AccountForm(QWidget):
    """``saved`` carries the ``AccountFields``; what the form does not show (tier, archived) stays as it was."""

    saved = Signal(object)
    cancelled = Signal()

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stored = AccountFields(name="")
        self.name = LineField(name=tr("Name"))
        self.since = DayField(
            today, placeholder=tr("a year or a day"), name=tr("Customer since"), years=True, back=True
        )
        self.talk = LineField(name=tr("How often to talk"), placeholder=tr("30, or never"))
        self.talk.setToolTip(plain_tool_tip(tr("Every so many days, or never; empty means as its tier says.")))
        self.talk.textEdited.connect(lambda _text: self.talk.set_error(""))
        self.tags = LineField(name=tr("Tags"), placeholder=tr("separated by commas"))
        self.notes = QPlainTextEdit()
        self.notes.setTabChangesFocus(True)
        self.notes.setAccessibleName(tr("Notes"))
        self.notes.installEventFilter(self)
        self._lines = {
            "phone": LineField(name=tr("Phone")),
            "email": LineField(name=tr("Email")),
            "website": LineField(name=tr("Website")),
            "address": LineField(name=tr("Address")),
            "industry": LineField(name=tr("Industry")),
            "owner": LineField(name=tr("Owner")),
        }
        self.name.textEdited.connect(lambda _text: self.name.set_error(""))
        self._grid = QGridLayout()
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(3, 1)
        pairs = (
            (self.name, None),
            (self._lines["phone"], self._lines["email"]),
            (self._lines["website"], self._lines["address"]),
            (self._lines["industry"], self._lines["owner"]),
            (self.since, self.talk),
            (self.tags, None),
        )
        for row, pair in enumerate(pairs):
            for column, field in enumerate(pair):
                if field is not None:
                    self._put(field, row=row, column=2 * column, whole=pair[1] is None)
        self._put(self.notes, row=len(pairs), column=0, whole=True)
        self._save = Button(tr("Save"), "primary", key=tr("Enter"))
        self._cancel = Button(tr("Cancel"), "secondary", key=tr("Esc"))
        self._save.clicked.connect(self.save)
        self._cancel.clicked.connect(self.cancelled)
        buttons = QHBoxLayout()
        buttons.addWidget(self._save)
        buttons.addWidget(self._cancel)
        buttons.addStretch()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addLayout(self._grid)
        self._column.addLayout(buttons)
        look().changed.connect(self._make_room)
        self._make_room()

    def _put(self, field: QWidget, *, row: int, column: int, whole: bool) -> None:
        label = PlainLabel(field.accessibleName(), color="text2")
        label.setBuddy(field)
        top = Qt.AlignmentFlag.AlignTop if field is self.notes else Qt.AlignmentFlag.AlignVCenter
        self._grid.addWidget(label, row, column, top)
        self._grid.addWidget(field, row, column + 1, 1, 3 if whole else 1)

    def _make_room(self) -> None:
        theme = current_theme()
        self._grid.setHorizontalSpacing(theme.space(3))
        self._grid.setVerticalSpacing(theme.space(2))
        self._column.setSpacing(theme.space(3))
        self.notes.setFixedHeight(_NOTES_LINES * theme.line("body") + theme.space(4))

    def fill(self, account: AccountFields) -> None:
        """Shows the values of an account; nothing is written and nobody is told."""
        self._stored = account
        self.name.setText(account.name)
        self.name.set_error("")
        for name, field in self._lines.items():
            field.setText(getattr(account, name))
            field.setCursorPosition(0)
        self.since.set_day(account.since)
        every = account.contact_every
        self.talk.setText("" if every is None else tr("never") if every == 0 else str(every))
        self.talk.set_error("")
        self.tags.setText(", ".join(account.tags))
        self.notes.setPlainText(account.notes)

    @property
    def filled_with(self) -> AccountFields:
        """The values that stood in it before anybody typed."""
        return self._stored

    def typed(self) -> dict[str, str]:
        """What stands in the fields by which an account is known again, finished or not."""
        return {"name": self.name.text(), **{name: self._lines[name].text() for name in ("phone", "email", "website")}}

    def save(self) -> None:
        """Hands over what is in the fields, or says which one cannot be right."""
        self.name.set_error("" if self.name.text().strip() else tr("An account needs a name."))
        understood, since = self.since.read()
        every = self._read_talk()
        wrong = next((field for field in (self.name, self.since, self.talk) if field.error), None)
        if wrong is not None or not understood:
            (wrong or self.since).setFocus()
            return
        tags = (" ".join(tag.split()) for tag in self.tags.text().split(","))
        values: dict[str, Any] = {name: field.text().strip() for name, field in self._lines.items()}
        values |= {
            "name": self.name.text(),
            "since": since,
            "contact_every": every,
            "tags": tuple(dict.fromkeys(tag for tag in tags if tag)),
            "notes": self.notes.toPlainText().strip(),
        }
        self.saved.emit(dataclasses.replace(self._stored, **values))

    def _read_talk(self) -> int | None:
        """Every so many days, 0 for never, ``None`` as its tier says; what is none of these is marked."""
        text = self.talk.text().strip().casefold()
        self.talk.set_error("")
        if not text:
            return None
        if text in ("0", tr("never").casefold()):
            return 0
        days = int(text) if text.isascii() and text.isdigit() and len(text) <= 3 else 0
        first, last = CONTACT_EVERY.start, CONTACT_EVERY.stop - 1
        wrong = tr("It can be every {first} to {last} days, or never.", first=first, last=last)
        self.talk.set_error("" if days in CONTACT_EVERY else wrong)
        return days

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter in the notes is a new line; Ctrl+Enter saves."""
        if watched is self.notes and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.save()
                return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.save()
        elif event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
        else:
            super().keyPressEvent(event)
