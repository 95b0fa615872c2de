"""The list of pages and views in the sidebar: icon, name, count, painted by a delegate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from crm_desktop.i18n import format_number, tr
from crm_desktop.ui.icons import draw_icon
from crm_desktop.ui.paint.text import RIGHT, draw_text, plain_tool_tip, text_width
from crm_desktop.ui.theme import Theme, current_theme, design_tokens, look

_Index = QModelIndex | QPersistentModelIndex
_ITEM = Qt.ItemDataRole.UserRole


@dataclass(frozen=True)
class NavItem:
    """A place to go. An item without an id is the heading over those that follow."""

    id: str
    text: str
    icon: str = ""
    count: int | None = None
    told: str = ""
    """A sentence about it, such as the filter of a view."""


class _NavModel(QAbstractListModel):
    def __init__(self, parent: NavList) -> None:
        super().__init__(parent)
        self.items: tuple[NavItem, ...] = ()

    def show_items(self, items: Sequence[NavItem]) -> None:
        self.beginResetModel()
        self.items = tuple(items)
        self.endResetModel()

    def row_of(self, item_id: str) -> int:
        return next((row for row, item in enumerate(self.items) if item.id == item_id), -1)

    def set_count(self, item_id: str, count: int | None) -> None:
        row = self.row_of(item_id)
        if row >= 0 and self.items[row].count != count:
            self.items = (*self.items[:row], replace(self.items[row], count=count), *self.items[row + 1 :])
            self.dataChanged.emit(self.index(row), self.index(row))

    def rowCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.items)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        if not self.items[index.row()].id:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        item = self.items[index.row()]
        if role == _ITEM:
            return item
        if role == Qt.ItemDataRole.DisplayRole:
            return item.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return item.text if item.count is None else f"{item.text}, {format_number(item.count)}"
        if role == Qt.ItemDataRole.ToolTipRole:
            parent = self.parent()
            collapsed = isinstance(parent, NavList) and parent.collapsed
            return plain_tool_tip(item.text if collapsed else item.told) if collapsed or item.told else None
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return item.told
        return None


class NavList(QListView):
    """Chosen with a click, or with the arrows and Enter or Space; it has one tab stop.

    ``change_asked`` carries the id of a view and what to do with it: rename, delete, back, on or menu.
    """

    chosen = Signal(str)
    change_asked = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.collapsed = False
        self._pages: tuple[NavItem, ...] = ()
        self._views: tuple[NavItem, ...] = ()
        self._heading = ""
        self._current_id = ""
        self._model = _NavModel(self)
        self.setModel(self._model)
        self.setItemDelegate(_NavDelegate(self))
        self.setAccessibleName(tr("Pages"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setProperty("bare", True)  # The sidebar's ground shows through.
        self.clicked.connect(lambda index: self._choose(index.row()))
        look().changed.connect(self._restyle)

    @property
    def current_id(self) -> str:
        """The id of the place that is marked as the current one."""
        return self._current_id

    def set_items(self, items: Sequence[NavItem], views: Sequence[NavItem] = (), *, views_title: str = "") -> None:
        self._pages, self._views, self._heading = tuple(items), tuple(views), views_title
        self._show()

    def set_views(self, views: Sequence[NavItem], *, views_title: str) -> None:
        """Other views, or the same with other counts; the pages stay."""
        same = [replace(view, count=None) for view in views] == [replace(view, count=None) for view in self._views]
        self._views, self._heading = tuple(views), views_title
        if same:
            self.set_counts({view.id: view.count for view in views})
        else:
            self._show()

    def set_counts(self, counts: Mapping[str, int | None]) -> None:
        self._pages = tuple(replace(item, count=counts.get(item.id, item.count)) for item in self._pages)
        self._views = tuple(replace(item, count=counts.get(item.id, item.count)) for item in self._views)
        for item_id, count in counts.items():
            self._model.set_count(item_id, count)

    def set_current(self, item_id: str) -> None:
        self._current_id = item_id
        row = self._model.row_of(item_id)
        self.setCurrentIndex(self._model.index(row) if row >= 0 else QModelIndex())
        self.viewport().update()

    def set_collapsed(self, collapsed: bool) -> None:
        self.collapsed = collapsed
        self._show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        keys = {Qt.Key.Key_F2: "rename", Qt.Key.Key_Delete: "delete"}
        if event.modifiers() & both == both:
            keys = {Qt.Key.Key_Up: "back", Qt.Key.Key_Down: "on"}
        what = keys.get(Qt.Key(event.key()))
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._choose(self.currentIndex().row())
        elif what is not None and self._view_at(self.currentIndex().row()):
            self.change_asked.emit(self._view_at(self.currentIndex().row()), what)
        elif (
            event.text() and not event.modifiers() & Qt.KeyboardModifier.ControlModifier and event.text().isprintable()
        ):
            event.ignore()  # No type-ahead: letters are keys of the page.
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        row = (self.currentIndex() if by_key else self.indexAt(event.pos())).row()
        if self._view_at(row):
            self.change_asked.emit(self._view_at(row), "menu")

    def place_of(self, item_id: str) -> QRect:
        """Where an item stands on the screen."""
        row = self._model.row_of(item_id)
        rect = self.visualRect(self._model.index(row)) if row >= 0 else self.rect()
        return QRect(self.viewport().mapToGlobal(rect.topLeft()), rect.size())

    def _view_at(self, row: int) -> str:
        """The id of the view in a row; "" for a page or none."""
        here = self._model.items[row].id if 0 <= row < len(self._model.items) else ""
        return here if any(view.id == here for view in self._views) else ""

    def _choose(self, row: int) -> None:
        if 0 <= row < len(self._model.items) and self._model.items[row].id:
            item_id = self._model.items[row].id
            self.set_current(item_id)
            self.chosen.emit(item_id)

    def _show(self) -> None:
        views = () if self.collapsed else self._views
        heading = (NavItem("", self._heading),) if views else ()
        self._model.show_items((*self._pages, *heading, *views))
        self.set_current(self._current_id)

    def _restyle(self) -> None:
        self.scheduleDelayedItemsLayout()
        self.viewport().update()


class _NavDelegate(QStyledItemDelegate):
    def __init__(self, view: NavList) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        theme = current_theme()
        heading = not index.data(_ITEM).id
        return QSize(theme.px(36), theme.px(36) if heading else theme.size("navItem") + 1)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        theme = current_theme()
        item: NavItem = index.data(_ITEM)
        rect = QRectF(option.rect)
        if not item.id:
            line = QRectF(rect.left() + theme.px(8), rect.bottom() - theme.px(20), rect.width(), theme.px(16))
            draw_text(painter, line, item.text, theme, role="caption", weight=500, color="text2")
            return
        rect.adjust(0, 0, 0, -1)
        current = item.id == self._view.current_id
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        self._draw_ground(painter, rect, theme, current=current, hovered=hovered, focused=self._has_focus(index))
        size = theme.size("icon")
        left = rect.left() + ((rect.width() - size) / 2 if self._view.collapsed else theme.px(8))
        color = theme.color("accent" if current else "text2")
        if item.icon:
            draw_icon(painter, QRectF(left, rect.top(), size, rect.height()), item.icon, color, size=size)
        if not self._view.collapsed:
            self._draw_words(painter, rect, item, theme, current=current)
        painter.restore()

    def _has_focus(self, index: _Index) -> bool:
        return self._view.hasFocus() and index == self._view.currentIndex()

    def _draw_ground(
        self, painter: QPainter, rect: QRectF, theme: Theme, *, current: bool, hovered: bool, focused: bool
    ) -> None:
        radius = theme.radius("control")
        if current or hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("selected" if current else "hover"))
            painter.drawRoundedRect(rect, radius, radius)
        if focused:
            width = float(design_tokens()["focus"]["width"])
            painter.setPen(QPen(theme.color("focus"), width))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            half = width / 2
            painter.drawRoundedRect(rect.adjusted(half, half, -half, -half), radius - half, radius - half)

    def _draw_words(self, painter: QPainter, rect: QRectF, item: NavItem, theme: Theme, *, current: bool) -> None:
        line = rect.adjusted(theme.px(34 if item.icon else 8), 0, -theme.px(8), 0)
        if item.count is not None:
            number = format_number(item.count)
            role = "bodyStrong" if current else "small"
            draw_text(
                painter,
                line,
                number,
                theme,
                role="small",
                weight=500 if current else 400,
                color="text" if current else "text2",
                align=RIGHT,
            )
            line.setRight(line.right() - text_width(number, theme, role) - theme.px(8))
        draw_text(painter, line, item.text, theme, weight=600 if current else 400, color="text" if current else "text2")
