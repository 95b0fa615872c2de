"""The steps of a workspace, the newest first: what was done, when and by whom, and whether it was taken back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from crm_desktop.i18n import format_day, tr
from crm_desktop.services.journal import StepLine
from crm_desktop.ui.keys import ctrl_letter
from crm_desktop.ui.paint.text import RIGHT, draw_text, text_width
from crm_desktop.ui.theme import current_theme, design_tokens

_Index = QModelIndex | QPersistentModelIndex


def when_and_who(line: StepLine) -> str:
    """ "Fri 20 Nov 2026, 14:05 · ana"."""
    when = f"{format_day(line.made_at.date(), 'date')}, {line.made_at:%H:%M}"
    return f"{when} · {line.made_by}" if line.made_by else when


class StepModel(QAbstractListModel):
    """The steps read so far; ``older_wanted`` carries the oldest of them when those before it are wanted."""

    older_wanted = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.lines: list[StepLine] = []
        self._complete = True

    def show(self, lines: Sequence[StepLine], *, complete: bool) -> None:
        """Shows these; ``complete`` when there are no older ones."""
        self.beginResetModel()
        self.lines, self._complete = list(lines), complete
        self.endResetModel()

    def add(self, lines: Sequence[StepLine], *, complete: bool) -> None:
        """Shows these older ones, too."""
        self._complete = complete
        if lines and self.lines and lines[0].id < self.lines[-1].id:
            self.beginInsertRows(QModelIndex(), len(self.lines), len(self.lines) + len(lines) - 1)
            self.lines += lines
            self.endInsertRows()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def canFetchMore(self, parent: _Index) -> bool:
        return not parent.isValid() and not self._complete and bool(self.lines)

    def fetchMore(self, parent: _Index) -> None:
        self.older_wanted.emit(self.lines[-1].id)

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


class _StepDelegate(QStyledItemDelegate):
    def __init__(self, steps: StepModel, view: QAbstractItemView) -> None:
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


class StepList(QListView):
    """Enter asks for the step to be taken back; ``step_chosen`` tells of every other one that is gone to."""

    asked = Signal()
    step_chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.steps = StepModel(self)
        self.setModel(self.steps)
        self.setItemDelegate(_StepDelegate(self.steps, self))
        self.setUniformItemSizes(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.setStyleSheet("QListView { background: transparent; }")
        self.setAccessibleName(tr("Steps, the newest first"))
        self.selectionModel().currentChanged.connect(lambda *_: self.step_chosen.emit())

    @property
    def step(self) -> StepLine | None:
        """The chosen step."""
        index = self.currentIndex()
        return self.steps.lines[index.row()] if index.isValid() else None

    def show_steps(self, lines: Sequence[StepLine], *, complete: bool, chosen: int | None) -> None:
        """Shows these steps and chooses one of them, or the newest."""
        self.steps.show(lines, complete=complete)
        # An undo stands above what it took back; the step that was chosen stays so.
        row = next((n for n, line in enumerate(lines) if line.id == chosen), 0)
        self.setCurrentIndex(self.steps.index(row if lines else -1))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        undo = ctrl_letter(event) == "Z" and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if undo or event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.asked.emit()
        elif event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)
