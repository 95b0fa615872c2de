"""The list of the palette: heads and lines, painted; the keyboard stays in the field above it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from crm_desktop.domain.marking import Marks
from crm_desktop.i18n import tr
from crm_desktop.ui.icons import draw_icon
from crm_desktop.ui.paint.badge import draw_tier_badge
from crm_desktop.ui.paint.keycap import draw_keycap
from crm_desktop.ui.paint.text import draw_text, elided, text_width
from crm_desktop.ui.style_sheet import bar_color
from crm_desktop.ui.theme import Theme, current_theme, design_tokens, look
from crm_desktop.ui.widgets.palette_rows import Row

_Index = QModelIndex | QPersistentModelIndex
_HEAD, _SIDE, _INDENT, _BADGE, _BAR, _BAR_ROOM = 30, 17, 49, 20, 12, 3


class _Rows(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: list[Row] = []

    def set_rows(self, rows: Sequence[Row]) -> None:
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def add_rows(self, rows: Sequence[Row]) -> None:
        at = len(self.rows) - bool(self.rows and self.rows[-1].creates)
        if rows:
            self.beginInsertRows(QModelIndex(), at, at + len(rows) - 1)
            self.rows[at:at] = rows
            self.endInsertRows()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        if not index.isValid() or self.rows[index.row()].run is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.spoken or row.title
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return row.key
        return None


class PaletteList(QListView):
    """``chosen`` carries the line that was clicked."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items = _Rows(self)
        self.setModel(self._items)
        self.setItemDelegate(_PaletteDelegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalScrollBar().valueChanged.connect(self.viewport().update)
        # How far below its top the handle of the scroll bar was taken hold of.
        self._held_at: float | None = None
        self.setAccessibleName(tr("Found"))
        # It paints all of its place: with every letter the page below it would be painted anew otherwise.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.entered.connect(self._hover)
        look().changed.connect(self.scheduleDelayedItemsLayout)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        QPainter(self.viewport()).fillRect(event.rect(), theme.color("raised"))
        super().paintEvent(event)
        if self.verticalScrollBar().maximum():
            # A bar that is a widget would have the page below painted anew with every letter.
            painter = QPainter(self.viewport())
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("lineStrong") if self._held_at is not None else bar_color(theme))
            place, room = self._handle(), theme.px(_BAR_ROOM)
            painter.drawRoundedRect(place.adjusted(room, room, -room, -room), place.width() / 4, place.width() / 4)

    def _handle(self) -> QRectF:
        """Where the handle of the scroll bar lies: how far down one is, and how much of the lines is seen."""
        bar, width = self.verticalScrollBar(), current_theme().px(_BAR)
        part = self.height() / (bar.maximum() + self.height())
        return QRectF(self.width() - width, part * bar.value(), width, part * self.height())

    @property
    def rows(self) -> list[Row]:
        """The lines as they stand."""
        return self._items.rows

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Other lines; the first that can be chosen is."""
        self._items.set_rows(rows)
        self.scrollToTop()
        self._select(next((n for n, row in enumerate(rows) if row.run), -1))

    def add_rows(self, rows: Sequence[Row]) -> None:
        """More lines below, but above the offer to add what is not there; what is chosen stays."""
        self._items.add_rows(rows)
        if not self.currentIndex().isValid():
            self._select(next((n for n, row in enumerate(self.rows) if row.run), -1))

    def current(self) -> Row | None:
        """The chosen line."""
        index = self.currentIndex()
        return self.rows[index.row()] if index.isValid() else None

    def move_by(self, step: int) -> None:
        """The next or the previous line that can be chosen, round the ends for one step; a page stops there."""
        places = [n for n, row in enumerate(self.rows) if row.run]
        if not places:
            return
        at = places.index(self.currentIndex().row()) if self.currentIndex().row() in places else -1
        wanted = (at + step) % len(places) if abs(step) == 1 else min(max(at + step, 0), len(places) - 1)
        self._select(places[wanted])
        # The head of the first group comes with its first line.
        self.scrollTo(self._items.index(0 if wanted == 0 else places[wanted]))

    def _select(self, row: int) -> None:
        self.setCurrentIndex(self._items.index(row) if row >= 0 else QModelIndex())

    def _hover(self, index: QModelIndex) -> None:
        if self.rows[index.row()].run is not None:
            self.setCurrentIndex(index)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        handle, at = self._handle(), event.position()
        if not self.verticalScrollBar().maximum() or at.x() < handle.left():
            super().mousePressEvent(event)
        elif event.button() == Qt.MouseButton.LeftButton:
            # Beside it the handle comes to the mouse.
            self._held_at = at.y() - handle.top() if handle.contains(at) else handle.height() / 2
            self._drag(at.y())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._held_at is None:
            super().mouseMoveEvent(event)
        else:
            self._drag(event.position().y())

    def _drag(self, to: float) -> None:
        bar = self.verticalScrollBar()
        bar.setValue(round((to - (self._held_at or 0)) * (bar.maximum() + self.height()) / self.height()))
        self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._held_at is not None:
            self._held_at = None
            self.viewport().update()
            return
        index = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and index.isValid() and self.rows[index.row()].run is not None:
            self.chosen.emit(self.rows[index.row()])


class _PaletteDelegate(QStyledItemDelegate):
    def __init__(self, view: PaletteList) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        theme = current_theme()
        head = self._view.rows[index.row()].run is None
        return QSize(0, theme.px(_HEAD) if head else theme.size("paletteRow"))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        theme, row = current_theme(), self._view.rows[index.row()]
        rect = QRectF(option.rect)
        line = rect.adjusted(theme.px(_INDENT), 0, -theme.px(_SIDE), 0)
        if row.run is None:
            words = line.adjusted(0, theme.px(7), 0, 0)
            draw_text(painter, words, row.title, theme, role="caption", weight=500, color="text2")
            return
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected:
            painter.fillRect(rect, theme.color("selected"))
            bar = design_tokens()["focus"]["rowBar"]
            painter.fillRect(QRectF(rect.left(), rect.top(), bar, rect.height()), theme.color("focus"))
        mark = QRectF(rect.left() + theme.px(_SIDE), rect.top(), theme.px(_BADGE), rect.height())
        if row.tier:
            draw_tier_badge(painter, mark, row.tier, theme, size=_BADGE)
        else:
            size = theme.size("icon")
            draw_icon(painter, mark, row.icon, theme.color("accent" if row.creates else "text2"), size=size)
        key = row.key or (tr("Enter") if selected else "")
        if key:
            line.setRight(draw_keycap(painter, line, key, theme, align_right=True).left() - theme.px(12))
        used = _draw_marked(painter, line, row.title, row.marks, theme)
        detail = line.adjusted(used + theme.px(12), 0, 0, 0)
        if row.detail and detail.width() > theme.px(40):
            draw_text(painter, detail, row.detail, theme, role="small", color="text2")


def _draw_marked(painter: QPainter, rect: QRectF, text: str, marked: Marks, theme: Theme) -> float:
    """One line with some of its letters in bold accent, elided at the right; returns the width it takes."""
    pieces: list[tuple[str, bool]] = []
    at = 0
    for start, end in marked:
        pieces += [(text[at:start], False), (text[start:end], True)]
        at = end
    pieces.append((text[at:], False))
    left = rect.left()
    for piece, strong in pieces:
        weight, room = 600 if strong else None, rect.right() - left
        if not piece or room <= 0:
            continue
        width = text_width(piece, theme, weight=weight)
        place = QRectF(left, rect.top(), min(width, room) + 1, rect.height())
        cut = width > room
        shown = elided(piece, room, theme, weight=weight) if cut else piece
        draw_text(painter, place, shown, theme, weight=weight, color="accent" if strong else "text")
        left += min(width, room)
        if cut:
            break
    return left - rect.left()
