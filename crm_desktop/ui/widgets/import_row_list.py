"""A list of what is to be looked at in an import, painted, each item about one row of the file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QStyle, QStyleOptionViewItem, QWidget

from crm_desktop.ui.theme import current_theme, design_tokens, look

Index = QModelIndex | QPersistentModelIndex


class _Items(QAbstractListModel):
    def __init__(self, parent: QWidget, spoken: Callable[[Any], str]) -> None:
        super().__init__(parent)
        self._spoken = spoken
        self.items: Sequence[Any] = ()

    def show(self, items: Sequence[Any]) -> None:
        self.beginResetModel()
        self.items = items
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.items)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        return self._spoken(self.items[index.row()])


class ImportRowList(QListView):
    """``opened`` carries the item to go to: Enter, or a click. ``spoken`` words an item for who does not see it."""

    opened = Signal(object)

    def __init__(
        self, parent: QWidget | None, *, spoken: Callable[[Any], str], name: str, keys: str, least_height: int
    ) -> None:
        super().__init__(parent)
        self._items = _Items(self, spoken)
        self._least_height = least_height
        self.setModel(self._items)
        self.setAccessibleName(name)
        self.setAccessibleDescription(keys)
        self.setProperty("bare", True)
        self.viewport().setAutoFillBackground(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        look().changed.connect(self._make_room)
        self._make_room()

    @property
    def items(self) -> Sequence[Any]:
        """What is listed."""
        return self._items.items

    def show_items(self, items: Sequence[Any]) -> None:
        """Lists these; the keyboard stays about where it was."""
        row = self.currentIndex().row()
        self._items.show(items)
        if items:
            self.setCurrentIndex(self._items.index(min(max(row, 0), len(items) - 1)))

    def current(self) -> Any:
        """The item the keyboard is on, or None."""
        row = self.currentIndex().row()
        return self.items[row] if 0 <= row < len(self.items) else None

    def open_item(self, item: Any) -> None:
        """Enter, or a click."""
        self.opened.emit(item)

    def click_item(self, item: Any, index: QModelIndex, at: QPointF) -> None:
        """A click on an item, ``at`` in the list."""
        self.open_item(item)

    def _make_room(self) -> None:
        self.setMinimumHeight(current_theme().px(self._least_height))
        self.scheduleDelayedItemsLayout()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        item = self.current()
        if item is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.open_item(item)
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Typing does not jump about in the list."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.button() == Qt.MouseButton.LeftButton:
            self.click_item(self.items[index.row()], index, event.position())

    def draw_ground(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        """What an item stands on: chosen, under the mouse, and the line below it."""
        theme, place = current_theme(), QRectF(option.rect)
        selected = bool(option.state & QStyle.StateFlag.State_Selected) and self.hasFocus()
        if selected or option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(place, theme.color("selected" if selected else "hover"))
        if selected:
            bar = design_tokens()["focus"]["rowBar"]
            painter.fillRect(QRectF(place.left(), place.top(), bar, place.height() - 1), theme.color("focus"))
        painter.fillRect(QRectF(place.left(), place.bottom() - 1, place.width(), 1), theme.color("line"))
