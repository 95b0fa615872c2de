"""The follow-ups of one account: tick with Space or X, add with a word and a day; then the next step in one key."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time, timedelta
from typing import NamedTuple

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.domain.entities import FollowUp
from crm_desktop.i18n import format_moment, tr, tr_n
from crm_desktop.ui.keys import letter
from crm_desktop.ui.theme import current_theme
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.day_field import DayField
from crm_desktop.ui.widgets.fields import CheckBox, LineField
from crm_desktop.ui.widgets.labels import PlainLabel
from crm_desktop.ui.widgets.next_step_bar import NextStepBar
from crm_desktop.ui.widgets.pane_section import PaneSection


class NewFollowUp(NamedTuple):
    """What the form hands over."""

    what: str
    due: date
    at: time | None
    owner: str


class FollowUpSection(PaneSection):
    """``done`` carries the id of a ticked follow-up and what it says, ``added`` a ``NewFollowUp``."""

    done = Signal(object, str)
    added = Signal(object)

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(tr("Follow-ups"), parent)
        self.add_button = self.add_action(tr("Add a follow-up"), self.open_form)
        self._today = today
        self.single_letters = True
        self.what = LineField(placeholder=tr("what to do"), name=tr("What to do"))
        self.when = DayField(today, placeholder=tr("fri, fri 14:00, +3"), name=tr("When"), times=True)
        self.owner = LineField(placeholder=tr("who of us"), name=tr("Who does it"))
        self._save = Button(tr("Add"), "secondary", small=True)
        self._save.clicked.connect(self.save)
        self.next = NextStepBar(self, narrow=True, inset=False)
        self.next.left.connect(self.setFocus)
        self._form = EnteredForm(self)
        self._form.setVisible(False)
        self._form.entered.connect(self.save)
        self._form.left.connect(self.close_form)
        column = QVBoxLayout(self._form)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(current_theme().space(1))
        column.addWidget(self.what)
        row = QHBoxLayout()
        row.addWidget(self.when, 3)
        row.addWidget(self.owner, 2)
        row.addWidget(self._save)
        column.addLayout(row)
        self.foot.addWidget(self._form)
        self.foot.addWidget(self.next)
        self.what.textEdited.connect(lambda _text: self.what.set_error(""))

    def show_follow_ups(self, follow_ups: Sequence[FollowUp]) -> None:
        """Shows the open ones, the next one first."""
        late = sum(follow_up.due < self._today for follow_up in follow_ups)
        self.set_note(tr_n("{n} late", "{n} late", late) if late else "" if follow_ups else tr("none open"))
        self.set_rows([self._row(follow_up) for follow_up in follow_ups])

    def _row(self, follow_up: FollowUp) -> QWidget:
        return _FollowUpRow(follow_up, self._today, self)

    def open_form(self) -> None:
        """Opens the two fields under the list."""
        self._form.setVisible(True)
        self.what.setFocus()

    def close_form(self) -> None:
        """Empties and closes them."""
        self.forget_form()
        self.add_button.setFocus()

    def forget_form(self) -> None:
        """What was typed for another account is left behind."""
        self.what.clear()
        self.owner.clear()
        self.when.set_day(None)
        self.what.set_error("")
        self._form.setVisible(False)

    def save(self) -> None:
        """Hands over a new follow-up; without a day it is for tomorrow."""
        what = " ".join(self.what.text().split())
        self.what.set_error("" if what else tr("Say what to do."))
        understood, day = self.when.read()
        if not what or not understood:
            (self.when if what else self.what).setFocus()
            return
        due = day or self._today + timedelta(days=1)
        self.added.emit(NewFollowUp(what, due, self.when.at, " ".join(self.owner.text().split())))
        self.close_form()


class EnteredForm(QWidget):
    """Enter anywhere in it saves, Esc leaves."""

    entered = Signal()
    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class _FollowUpRow(QWidget):
    """The box with what to do, and under it when."""

    def __init__(self, follow_up: FollowUp, today: date, section: FollowUpSection) -> None:
        super().__init__(section)
        self._section = section
        self._follow_up = follow_up
        late = (today - follow_up.due).days
        late_for = tr_n("{n} day late", "{n} days late", late) if late > 0 else ""
        due_on = late_for or format_moment(follow_up.due, follow_up.at)
        when = " · ".join(part for part in (due_on, follow_up.owner) if part)
        self._box = _TickBox(follow_up.what, section)
        self._box.setAccessibleName(f"{follow_up.what}, {when}")
        self._box.setToolTip("")
        self._box.toggled.connect(self._tick)
        self.setFocusProxy(self._box)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        theme = current_theme()
        due = PlainLabel(when, "small", "risk" if late > 0 else "text2")
        due.setContentsMargins(theme.px(24), 0, 0, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._box)
        column.addWidget(due)

    def _tick(self, ticked: bool) -> None:
        """The tick is seen for a moment before the row leaves."""
        if ticked:
            done, item = self._section.done, self._follow_up
            QTimer.singleShot(current_theme().motion("rowLeave"), self, lambda: done.emit(item.id, item.what))


class _TickBox(CheckBox):
    """X does what Space does."""

    def __init__(self, text: str, section: FollowUpSection) -> None:
        super().__init__(text)
        self._section = section

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._section.single_letters and letter(event) == "X":
            self.click()
        else:
            super().keyPressEvent(event)
