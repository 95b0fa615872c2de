"""The history of the workspace over the window: every step with who and when, what it changed, and taking it back."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.domain.changes import Changes
from crm_desktop.domain.errors import UserError
from crm_desktop.i18n import tr
from crm_desktop.services import journal
from crm_desktop.services.journal import StepLine
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.theme import current_theme, design_tokens, look
from crm_desktop.ui.widgets.announce import announce
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.history_list import StepList, when_and_who
from crm_desktop.ui.widgets.labels import PlainLabel
from crm_desktop.ui.widgets.modal_card import ModalCard
from crm_desktop.ui.widgets.note import Note
from crm_desktop.ui.widgets.rule import Rule

_WIDTH, _HEIGHT = 860, 560
_LIST = 400
_AT_ONCE = 100


class HistoryCard(ModalCard):
    """``open_history`` shows it. Up and Down choose a step, Enter takes it back, Esc closes."""

    def __init__(self, desk: Desk, window: QWidget) -> None:
        super().__init__(window, name=tr("History"), width=_WIDTH)
        self._desk = desk
        self.list = StepList()
        self.steps = self.list.steps
        self.steps.older_wanted.connect(self._read_older)
        self.list.asked.connect(self.take_back)
        self.list.step_chosen.connect(self._read_step)
        # The step whose changes are told, or are being read.
        self._told: int | None = None
        self.heading = PlainLabel("", "bodyStrong", wrap=True)
        self._when = PlainLabel("", "small", "text2", wrap=True)
        self.what = PlainLabel("", wrap=True)
        self.what.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.waiting = QTimer(self, singleShot=True, interval=design_tokens()["motion"]["skeletonDelay"])
        self.waiting.timeout.connect(lambda: self.what.setText(tr("Reading what it changed…")))
        self._details = QWidget()
        self._said = QVBoxLayout(self._details)
        for label in (self.heading, self._when, self.what):
            self._said.addWidget(label)
        self._said.addStretch()
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setWidget(self._details)
        self._scroll.setAccessibleName(tr("What the step changed"))
        self._scroll.viewport().setAutoFillBackground(False)
        self._details.setAutoFillBackground(False)
        self.note = Note()
        self.note.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.close_button = Button(tr("Close"), "quiet", key=tr("Esc"))
        self.undo_button = Button(tr("Take back"), "primary", icon="undo-2", key=tr("Enter"))
        self.close_button.clicked.connect(self.close_card)
        self.undo_button.clicked.connect(self.take_back)
        self._lay_out()
        look().changed.connect(self._make_room)
        self._make_room()

    def _lay_out(self) -> None:
        self._head = QHBoxLayout()
        self._head.addWidget(PlainLabel(tr("History"), "title"))
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.list)
        middle.addWidget(Rule(upright=True))
        middle.addWidget(self._scroll, 1)
        self._foot = QHBoxLayout()
        self._foot.addWidget(self.note, 100)
        self._foot.addStretch(1)
        self._foot.addWidget(self.close_button)
        self._foot.addWidget(self.undo_button)
        column = QVBoxLayout(self.card)
        column.setContentsMargins(1, 0, 1, 0)
        column.setSpacing(0)
        column.addLayout(self._head)
        column.addWidget(Rule())
        column.addLayout(middle, 1)
        column.addWidget(Rule())
        column.addLayout(self._foot)

    def _make_room(self) -> None:
        theme = current_theme()
        self._head.setContentsMargins(theme.px(20), theme.px(14), theme.px(20), theme.px(12))
        self._said.setContentsMargins(theme.px(20), theme.px(14), theme.px(20), theme.px(14))
        self._said.setSpacing(theme.px(4))
        self._foot.setContentsMargins(theme.px(20), theme.px(10), theme.px(20), theme.px(12))
        self._foot.setSpacing(theme.px(8))
        self.list.setFixedWidth(min(theme.px(_LIST), max(self.card.width() // 2, theme.px(200))))

    def wanted_height(self, width: int) -> int:
        return current_theme().px(_HEIGHT)

    def place(self) -> None:
        super().place()
        self._make_room()

    # -- reading ---------------------------------------------------------------------------------

    def open_history(self) -> None:
        """Shows the newest steps."""
        if not self.isVisible():
            self.note.show_problem("")
            self._read(stay=False)
            self.open_card(self.list)

    def on_changes(self, _changes: Changes) -> None:
        """Something was written while the card is open."""
        if self.isVisible():
            self._read(stay=True)

    def _read(self, *, stay: bool) -> None:
        line = self.list.step if stay else None
        limit = max(_AT_ONCE, len(self.steps.lines) + 1) if stay else _AT_ONCE

        def show(lines: list[StepLine]) -> None:
            self.list.show_steps(lines, complete=len(lines) < limit, chosen=line.id if line else None)
            if not lines:
                self._read_step()

        self._desk.tasks.run(partial(journal.steps, self._desk.app.store, limit=limit), show, latest="history")

    def _read_older(self, step: int) -> None:
        """More steps, from before this one."""

        def show(lines: list[StepLine]) -> None:
            self.steps.add(lines, complete=len(lines) < _AT_ONCE)

        read = partial(journal.steps, self._desk.app.store, limit=_AT_ONCE, before=step)
        self._desk.tasks.run(read, show, latest="history-older")

    def current(self) -> StepLine | None:
        """The chosen step."""
        return self.list.step

    def _read_step(self) -> None:
        line, store = self.list.step, self._desk.app.store
        self.undo_button.setEnabled(line is not None and line.can_undo)
        self.note.show_problem("")
        if line is None:
            self.heading.setText(tr("Nothing was done in this workspace yet."))
            self._when.setText("")
            self._tell([])
            return
        self.heading.setText(line.label)
        self._when.setText(when_and_who(line))
        if line.id != self._told:
            # Nothing of another step stands under the heading of this one.
            self._told = line.id
            self.what.setText("")
            self.waiting.start()
        self._desk.tasks.run(
            lambda: journal.what_changed(store, line.id), self._tell, latest="history-step", failed=self._cannot_tell
        )

    def _tell(self, lines: Sequence[str]) -> None:
        self.waiting.stop()
        self.what.setText("\n".join(lines))

    def _cannot_tell(self, error: Exception) -> None:
        self._told = None
        self._tell([str(error) if isinstance(error, UserError) else tr("What it changed could not be read.")])

    # -- taking back -----------------------------------------------------------------------------

    def take_back(self) -> None:
        """Takes back the chosen step, or says why that cannot be."""
        line, store = self.list.step, self._desk.app.store
        if line is None:
            return
        if not line.can_undo:
            already = tr("This step was taken back already.")
            if line.forgotten and not line.undone:
                already = tr("This step cannot be taken back any more: a person was erased.")
            self._refused(
                already
                if line.undone or line.forgotten
                else tr("Nothing is taken back of an undo. Ctrl Y does it again.")
            )
            return

        def done(_changes: Changes | None) -> None:
            told = tr("Taken back: {label}", label=line.label)
            announce(self, told)
            self._read(stay=True)

        self._desk.tasks.run(lambda: journal.take_back(store, line.id), done, failed=self._refused)

    def _refused(self, error: Exception | str) -> None:
        self.note.show_problem(str(error))
        announce(self, str(error))
