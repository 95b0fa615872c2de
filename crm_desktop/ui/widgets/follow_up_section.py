"""The follow-ups of one account: tick with Space or X, move with S, add a word and a day; then one key for the next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.domain.entities import FollowUp
from crm_desktop.i18n import format_moment, tr, tr_n
from crm_desktop.ui.keys import letter
from crm_desktop.ui.theme import current_theme
from crm_desktop.ui.widgets.fields import CheckBox, LineField
from crm_desktop.ui.widgets.labels import PlainLabel
from crm_desktop.ui.widgets.next_step_bar import NextStepBar
from crm_desktop.ui.widgets.pane_section import PaneSection
from crm_desktop.ui.widgets.task_form import NewTask, TaskForm


class FollowUpSection(PaneSection):
    """``done`` and ``move_asked`` carry the id of a follow-up and what it says, ``added`` a ``NewTask``."""

    done = Signal(object, str)
    move_asked = Signal(object, str)
    added = Signal(object)

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(tr("Follow-ups"), parent)
        self.add_button = self.add_action(tr("Add a follow-up"), self.open_form)
        self._today = today
        self.single_letters = True
        what = LineField(placeholder=tr("what to do"), name=tr("What to do"))
        self.form = TaskForm(today, what, when=tr("When"), owner=tr("Who does it"), missing=tr("Say what to do."))
        self.form.entered.connect(self._add)
        self.form.left.connect(self.close_form)
        self.what, self.when, self.owner = what, self.form.when, self.form.owner
        self.foot.addWidget(self.form)
        self.next = NextStepBar(self, narrow=True, inset=False)
        self.next.left.connect(self.setFocus)
        self.foot.addWidget(self.next)

    def show_follow_ups(self, follow_ups: Sequence[FollowUp]) -> None:
        """Shows the open ones, the next one first."""
        late = sum(follow_up.due < self._today for follow_up in follow_ups)
        self.set_note(tr_n("{n} late", "{n} late", late) if late else "" if follow_ups else tr("none open"))
        self.set_rows([self._row(follow_up) for follow_up in follow_ups])

    def _row(self, follow_up: FollowUp) -> QWidget:
        return _FollowUpRow(follow_up, self._today, self)

    def open_form(self) -> None:
        """Opens the fields under the list."""
        self.form.open()

    def close_form(self) -> None:
        """Empties and closes them."""
        self.forget_form()
        self.add_button.setFocus()

    def forget_form(self) -> None:
        """What was typed for another account is left behind."""
        self.form.forget()

    def _add(self, new: NewTask) -> None:
        self.added.emit(new)
        self.close_form()


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
        self._box = _TickBox(follow_up, section, self)
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
    """X does what Space does, S moves."""

    def __init__(self, follow_up: FollowUp, section: FollowUpSection, row: QWidget) -> None:
        super().__init__(follow_up.what, row=row)
        self._section, self._follow_up = section, follow_up

    def keyPressEvent(self, event: QKeyEvent) -> None:
        name = letter(event) if self._section.single_letters else ""
        if name == "X":
            self.click()
        elif name == "S":
            self._section.move_asked.emit(self._follow_up.id, self._follow_up.what)
        else:
            super().keyPressEvent(event)
