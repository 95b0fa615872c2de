"""The history of the workspace over the window: every step with who and when, what it changed, and taking it back."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QListView,
    QScrollArea,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.domain.changes import Changes
from crm_desktop.i18n import format_day, tr
from crm_desktop.services import journal
from crm_desktop.services.journal import StepLine
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.keys import ctrl_letter
from crm_desktop.ui.paint.text import RIGHT, draw_text, text_width
from crm_desktop.ui.theme import current_theme, design_tokens, look
from crm_desktop.ui.widgets.announce import announce
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.labels import PlainLabel
from crm_desktop.ui.widgets.modal_card import ModalCard
from crm_desktop.ui.widgets.note import Note
from crm_desktop.ui.widgets.rule import Rule

_Index = QModelIndex | QPersistentModelIndex
_WIDTH, _HEIGHT = 860, 560
_LIST = 400
_AT_ONCE = 100


class _Steps(QAbstractListModel):
    """The steps read so far; older ones are asked for at the end."""

    def __init__(self, card: HistoryCard) -> None:
        super().__init__(card)
        self._card = card
        self.lines: list[StepLine] = []
        self.complete = False

    def show(self, lines: Sequence[StepLine]) -> None:
        self.beginResetModel()
        self.lines, self.complete = list(lines), len(lines) < _AT_ONCE
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def canFetchMore(self, parent: _Index) -> bool:
        return not parent.isValid() and not self.complete and bool(self.lines)

    def fetchMore(self, parent: _Index) -> None:
        self._card.read_older(self.lines[-1].id)

    def add(self, lines: Sequence[StepLine]) -> None:
        self.complete = len(lines) < _AT_ONCE
        if lines and lines[0].id < self.lines[-1].id:
            self.beginInsertRows(QModelIndex(), len(self.lines), len(self.lines) + len(lines) - 1)
            self.lines += lines
            self.endInsertRows()

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return line.label
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(
                part for part in (line.label, when_and_who(line), tr("taken back") if line.undone else "") if part
            )
        return None


def when_and_who(line: StepLine) -> str:
    """ "Fri 20 Nov 2026, 14:05 · ana"."""
    when = f"{format_day(line.made_at.date(), 'date')}, {line.made_at:%H:%M}"
    return f"{when} · {line.made_by}" if line.made_by else when


class _StepDelegate(QStyledItemDelegate):
    def __init__(self, steps: _Steps, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._steps, self._view = steps, view

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(0, current_theme().size("sideItem"))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        theme, line, rect = current_theme(), self._steps.lines[index.row()], QRectF(option.rect)
        if option.state & QStyle.StateFlag.State_Selected:
            focused = self._view.hasFocus()
            painter.fillRect(rect, theme.color("selected" if focused else "pressed"))
            if focused:
                bar = design_tokens()["focus"]["rowBar"]
                painter.fillRect(QRectF(rect.left(), rect.top(), bar, rect.height()), theme.color("focus"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, theme.color("hover"))
        upper, lower = theme.line("body"), theme.line("small")
        inner = rect.adjusted(theme.px(20), 0, -theme.px(12), 0)
        first = QRectF(inner.left(), rect.center().y() - (upper + lower) / 2, inner.width(), upper)
        draw_text(painter, first, line.label, theme, color="text3" if line.undone else "text")
        second = QRectF(first.left(), first.bottom(), first.width(), lower)
        if line.undone:
            note = tr("taken back")
            draw_text(painter, second, note, theme, role="small", color="text2", align=RIGHT)
            second.setRight(second.right() - text_width(note, theme, "small") - theme.px(8))
        draw_text(painter, second, when_and_who(line), theme, role="small", color="text2")


class _StepList(QListView):
    """Enter asks for the step to be taken back."""

    asked = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        undo = ctrl_letter(event) == "Z" and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if undo or event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.asked.emit()
        elif event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)


class HistoryCard(ModalCard):
    """``open_history`` shows it. Up and Down choose a step, Enter takes it back, Esc closes."""

    def __init__(self, desk: Desk, window: QWidget) -> None:
        super().__init__(window, name=tr("History"), width=_WIDTH)
        self._desk = desk
        self.steps = _Steps(self)
        self.list = _StepList()
        self.list.setModel(self.steps)
        self.list.setItemDelegate(_StepDelegate(self.steps, self.list))
        self.list.setUniformItemSizes(True)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setMouseTracking(True)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.viewport().setAutoFillBackground(False)
        self.list.setStyleSheet("QListView { background: transparent; }")
        self.list.setAccessibleName(tr("Steps, the newest first"))
        self.list.asked.connect(self.take_back)
        self.list.selectionModel().currentChanged.connect(lambda *_: self._read_step())
        self._heading = PlainLabel("", "bodyStrong", wrap=True)
        self._when = PlainLabel("", "small", "text2", wrap=True)
        self.what = PlainLabel("", wrap=True)
        self.what.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._details = QWidget()
        self._said = QVBoxLayout(self._details)
        for label in (self._heading, self._when, self.what):
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
        store = self._desk.app.store
        line = self.current() if stay else None
        here = line.id if line else None
        read = partial(journal.steps, store, limit=_AT_ONCE)
        self._desk.tasks.run(read, partial(self._show, here), latest="history")

    def read_older(self, step: int) -> None:
        """More steps, from before this one."""
        read = partial(journal.steps, self._desk.app.store, limit=_AT_ONCE, before=step)
        self._desk.tasks.run(read, self.steps.add, latest="history-older")

    def _show(self, here: int | None, lines: list[StepLine]) -> None:
        self.steps.show(lines)
        # An undo stands above what it took back; the step that was chosen stays so.
        row = next((n for n, line in enumerate(lines) if line.id == here), 0)
        self.list.setCurrentIndex(self.steps.index(row if lines else -1))
        self._read_step()

    def current(self) -> StepLine | None:
        """The chosen step."""
        index = self.list.currentIndex()
        return self.steps.lines[index.row()] if index.isValid() else None

    def _read_step(self) -> None:
        line, store = self.current(), self._desk.app.store
        self.undo_button.setEnabled(line is not None and line.can_undo)
        self.note.show_problem("")
        if line is None:
            self._heading.setText(tr("Nothing was done in this workspace yet."))
            self._when.setText("")
            self.what.setText("")
            return
        self._heading.setText(line.label)
        self._when.setText(when_and_who(line))
        self._desk.tasks.run(
            lambda: journal.what_changed(store, line.id),
            lambda lines: self.what.setText("\n".join(lines)),
            latest="history-step",
        )

    # -- taking back -----------------------------------------------------------------------------

    def take_back(self) -> None:
        """Takes back the chosen step, or says why that cannot be."""
        line, store = self.current(), self._desk.app.store
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
