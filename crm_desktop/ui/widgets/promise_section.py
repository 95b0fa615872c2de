"""The promises of one account, ours and theirs: add one, X or Space marks it as kept; and how many were kept so far."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from crm_desktop.domain.entities import Promise
from crm_desktop.domain.kinds import MadeBy
from crm_desktop.i18n import format_day, format_moment, format_number, tr, tr_n
from crm_desktop.services.promises import Kept
from crm_desktop.ui.keys import letter
from crm_desktop.ui.paint.chip import draw_status_glyph
from crm_desktop.ui.theme import current_theme
from crm_desktop.ui.widgets.fields import CheckBox, LineField
from crm_desktop.ui.widgets.labels import ElidedLabel
from crm_desktop.ui.widgets.pane_section import PaneSection
from crm_desktop.ui.widgets.segmented import SegmentedChoice
from crm_desktop.ui.widgets.task_form import NewTask, TaskForm


class PromiseSection(PaneSection):
    """``kept``, ``broken`` and ``move_asked`` carry the id of a promise, ``added`` a ``NewTask`` and whose it is."""

    kept = Signal(object)
    broken = Signal(object)
    move_asked = Signal(object)
    added = Signal(object, object)

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(tr("Promises"), parent)
        self.add_button = self.add_action(tr("Add a promise"), self.open_form)
        self._today = today
        self._usual_owner = ""
        self.single_letters = True
        self.whose = SegmentedChoice([(MadeBy.US.value, tr("We promise")), (MadeBy.THEM.value, tr("They promise"))],
                                     tr("Whose promise"))  # fmt: skip
        self.promised = LineField(placeholder=tr("what will be done"), name=tr("What is promised"))
        self.form = TaskForm(
            today,
            self.promised,
            when=tr("By when"),
            owner=tr("Who answers for it"),
            missing=tr("Say what is promised."),
            above=self.whose,
        )
        self.form.entered.connect(self._add)
        self.form.left.connect(self.close_form)
        self.when, self.owner = self.form.when, self.form.owner
        self.foot.addWidget(self.form)

    def show_promises(self, promises: Sequence[Promise], kept: Kept, owner: str = "") -> None:
        """Shows the open ones, the next one first; ``owner`` answers for a new one unless another is named."""
        if self.owner.text() == self._usual_owner:
            self.owner.setText(owner)
            self.owner.setCursorPosition(0)  # a long name shows its beginning
        self._usual_owner = owner
        note = "" if promises else tr("none open")
        if kept.settled:
            note = tr("kept {kept} of {all}", kept=format_number(kept.kept), all=format_number(kept.settled))
        self.set_note(note)
        self.set_rows([_PromiseRow(promise, self._today, self) for promise in promises])

    def focus_late(self) -> bool:
        """Puts the keyboard on the first late promise of ours, else on the first of ours; false when there is none."""
        rows = [row for row in self.rows if isinstance(row, _PromiseRow) and row.promise.made_by is MadeBy.US]
        if rows:
            rows[0].setFocus(Qt.FocusReason.ShortcutFocusReason)
        return bool(rows)

    def open_form(self) -> None:
        """Opens the fields under the list."""
        self.whose.set_value(MadeBy.US.value)
        self.owner.setText(self._usual_owner)
        self.owner.setCursorPosition(0)
        self.form.open()

    def close_form(self) -> None:
        """Empties and closes them."""
        self.forget_form()
        self.add_button.setFocus()

    def forget_form(self) -> None:
        """What was typed for another account is left behind."""
        self.form.forget()

    def _add(self, new: NewTask) -> None:
        self.added.emit(new, MadeBy(self.whose.value()))
        self.close_form()

    def what(self, promise: int) -> str:
        """What an open promise says."""
        rows = (row for row in self.rows if isinstance(row, _PromiseRow))
        return next((row.promise.what for row in rows if row.promise.id == promise), "")


class _PromiseRow(QWidget):
    """The box with what is promised, and under it whose promise it is and when it is due."""

    def __init__(self, promise: Promise, today: date, section: PromiseSection) -> None:
        super().__init__(section)
        self.promise = promise
        self._section = section
        late = (today - promise.due).days
        when = tr_n("{n} day late", "{n} days late", late) if late > 0 else format_moment(promise.due, promise.at)
        whose = tr("theirs") if promise.made_by is MadeBy.THEM else ""
        self._box = _KeptBox(promise.what, section, self)
        self._box.setAccessibleName(", ".join(part for part in (promise.what, whose, when) if part))
        self._box.setToolTip("")
        self._box.toggled.connect(self._tick)
        self.setFocusProxy(self._box)
        self.setFocusPolicy(self._box.focusPolicy())
        theme = current_theme()
        line = QHBoxLayout()
        line.setContentsMargins(theme.px(24), 0, 0, 0)
        line.setSpacing(theme.px(5))
        if late > 0:
            line.addWidget(_Late())
        moved = promise.due != promise.first_due
        first = tr("first {day}", day=format_day(promise.first_due, "day_month")) if moved else ""
        said = [when, whose, promise.owner, first]
        words = ElidedLabel(" · ".join(part for part in said if part), "small", "risk" if late > 0 else "text2")
        line.addWidget(words, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._box)
        column.addLayout(line)

    def menu(self) -> QMenu:
        """What can be done with it."""
        menu = QMenu(self)
        promise = self.promise.id
        menu.addAction(f"{tr('Mark as kept')}\tX", self._box.click)
        menu.addAction(tr("Mark as not kept"), lambda: self._section.broken.emit(promise))
        menu.addAction(f"{tr('Move…')}\tS", lambda: self._section.move_asked.emit(promise))
        return menu

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self.menu()
        menu.popup(event.globalPos())

    def _tick(self, ticked: bool) -> None:
        """The tick is seen for a moment before the row leaves."""
        if ticked:
            pause = current_theme().motion("rowLeave")
            QTimer.singleShot(pause, self, lambda: self._section.kept.emit(self.promise.id))


class _Late(QWidget):
    """The shape before what is late."""

    def __init__(self) -> None:
        super().__init__()
        theme = current_theme()
        self.setFixedSize(theme.px(9), theme.line("small"))

    def paintEvent(self, event: QPaintEvent) -> None:
        draw_status_glyph(QPainter(self), QRectF(self.rect()), "risk", current_theme())


class _KeptBox(CheckBox):
    """X does what Space does, S moves."""

    def __init__(self, text: str, section: PromiseSection, row: _PromiseRow) -> None:
        super().__init__(text, row=row)
        self._section, self._row = section, row

    def keyPressEvent(self, event: QKeyEvent) -> None:
        name = letter(event) if self._section.single_letters else ""
        if name == "X":
            self.click()
        elif name == "S":
            self._section.move_asked.emit(self._row.promise.id)
        else:
            super().keyPressEvent(event)
