"""The fields of something new that is due with an account: what, by when, and who of us."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.i18n import tr
from crm_desktop.ui.theme import current_theme
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.day_field import DayField
from crm_desktop.ui.widgets.fields import LineField


class NewTask(NamedTuple):
    """What the form hands over."""

    what: str
    due: date
    at: time | None
    owner: str


class TaskForm(QWidget):
    """Enter anywhere in it hands over with ``entered``, Esc leaves with ``left``; ``missing`` asks for what to do."""

    entered = Signal(object)
    left = Signal()

    def __init__(
        self, today: date, what: LineField, *, when: str, owner: str, missing: str, above: QWidget | None = None
    ) -> None:
        super().__init__()
        self._today, self._missing = today, missing
        self.what = what
        self.when = DayField(today, placeholder=tr("fri, fri 14:00, +3"), name=when, times=True)
        self.owner = LineField(placeholder=tr("who of us"), name=owner)
        add = Button(tr("Add"), "secondary", small=True)
        add.clicked.connect(lambda: self.enter())
        what.textEdited.connect(lambda _text: what.set_error(""))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(current_theme().space(1))
        if above is not None:
            column.addWidget(above)
        column.addWidget(what)
        row = QHBoxLayout()
        row.addWidget(self.when, 3)
        row.addWidget(self.owner, 2)
        row.addWidget(add)
        column.addLayout(row)
        self.setVisible(False)

    def open(self) -> None:
        """Shows the fields."""
        self.setVisible(True)
        self.what.setFocus()

    def forget(self) -> None:
        """Empties and hides them."""
        self.what.clear()
        self.what.set_error("")
        self.owner.clear()
        self.when.set_day(None)
        self.setVisible(False)

    def enter(self) -> None:
        """Hands over what was typed; without a day it is for tomorrow."""
        what = " ".join(self.what.text().split())
        self.what.set_error("" if what else self._missing)
        understood, day = self.when.read()
        if not what or not understood:
            (self.when if what else self.what).setFocus()
            return
        due = day or self._today + timedelta(days=1)
        self.entered.emit(NewTask(what, due, self.when.at, " ".join(self.owner.text().split())))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.enter()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
