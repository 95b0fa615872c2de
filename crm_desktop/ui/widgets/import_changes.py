"""What an import changes in what is known: of whom, which value, from what to what, before it happens."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from crm_desktop.i18n import format_number, tr
from crm_desktop.services.importing import Change, field_label
from crm_desktop.ui.paint.text import RIGHT, draw_text, text_width
from crm_desktop.ui.theme import current_theme, design_tokens, look

Index = QModelIndex | QPersistentModelIndex
_PADDING = 6
_LEAST_HEIGHT = 132
_LONGEST_SHOWN = 80


class _Changes(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.changes: Sequence[Change] = ()

    def show(self, changes: Sequence[Change]) -> None:
        self.beginResetModel()
        self.changes = changes
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.changes)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        change = self.changes[index.row()]
        if role == Qt.ItemDataRole.AccessibleTextRole or role == Qt.ItemDataRole.DisplayRole:
            return f"{change.of}, {value_words(change)}, {_row_words(change)}"
        return None


class ChangeList(QListView):
    """``opened`` carries the ``Change`` whose row is to be looked at."""

    opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._changes = _Changes(self)
        self.setModel(self._changes)
        self.setItemDelegate(_ChangeDelegate(self))
        self.setAccessibleName(tr("Values that change"))
        self.setAccessibleDescription(tr("Enter goes to the row"))
        self.setProperty("bare", True)
        self.viewport().setAutoFillBackground(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        look().changed.connect(self._make_room)
        self._make_room()

    @property
    def changes(self) -> Sequence[Change]:
        """What is listed."""
        return self._changes.changes

    def show_changes(self, changes: Sequence[Change]) -> None:
        """Lists these; the keyboard stays about where it was."""
        row = self.currentIndex().row()
        self._changes.show(changes)
        if changes:
            self.setCurrentIndex(self._changes.index(min(max(row, 0), len(changes) - 1)))

    def _make_room(self) -> None:
        self.setMinimumHeight(current_theme().px(_LEAST_HEIGHT))
        self.scheduleDelayedItemsLayout()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.currentIndex().row()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and 0 <= row < len(self.changes):
            self.opened.emit(self.changes[row])
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Typing does not jump about in the list."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.button() == Qt.MouseButton.LeftButton:
            self.opened.emit(self.changes[index.row()])


class _ChangeDelegate(QStyledItemDelegate):
    def __init__(self, view: ChangeList) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        theme = current_theme()
        return QSize(0, 2 * theme.px(_PADDING) + theme.line("body") + theme.px(18))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, place = current_theme(), QRectF(option.rect)
        change = self._view.changes[index.row()]
        selected = bool(option.state & QStyle.StateFlag.State_Selected) and self._view.hasFocus()
        if selected or option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(place, theme.color("selected" if selected else "hover"))
        if selected:
            bar = design_tokens()["focus"]["rowBar"]
            painter.fillRect(QRectF(place.left(), place.top(), bar, place.height() - 1), theme.color("focus"))
        painter.fillRect(QRectF(place.left(), place.bottom() - 1, place.width(), 1), theme.color("line"))
        line, top, left = theme.line("body"), place.top() + theme.px(_PADDING), place.left() + theme.px(4)
        number = text_width(_row_words(change), theme, "caption") + 1
        right = place.right() - theme.px(2)
        draw_text(
            painter, QRectF(right - number, top, number, line), _row_words(change), theme,
            role="caption", color="text2", align=RIGHT,
        )  # fmt: skip
        draw_text(painter, QRectF(left, top, right - number - theme.px(8) - left, line), change.of, theme, weight=500)
        words = QRectF(left, top + line, right - left, theme.px(18))
        draw_text(painter, words, value_words(change), theme, role="small", color="text2")


def value_words(change: Change) -> str:
    """Which value, from what to what: "Tier: B → C"."""
    return tr(
        "{field}: {before} → {after}",
        field=field_label(change.field),
        before=_shown(change.before) or tr("empty"),
        after=_shown(change.after),
    )


def _shown(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_SHOWN else line[:_LONGEST_SHOWN] + "…"


def _row_words(change: Change) -> str:
    return tr("row {row}", row=format_number(change.row))
