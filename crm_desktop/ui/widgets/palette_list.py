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
_HEAD, _SIDE, _INDENT, _BADGE, _BAR = 30, 17, 49, 20, 6


class _Rows(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: list[Row] = []

    def set_rows(self, rows: Sequence[Row]) -> None:
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def add_rows(self, rows: Sequence[Row]) -> None:
        if rows:
            self.beginInsertRows(QModelIndex(), len(self.rows), len(self.rows) + len(rows) - 1)
            self.rows += rows
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
        self.setAccessibleName(tr("Found"))
        # It paints all of its place: with every letter the page below it would be painted anew otherwise.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.entered.connect(self._hover)
        look().changed.connect(self.scheduleDelayedItemsLayout)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, bar = current_theme(), self.verticalScrollBar()
        QPainter(self.viewport()).fillRect(event.rect(), theme.color("raised"))
        super().paintEvent(event)
        if bar.maximum():
            # How far down one is. A bar that is a widget would have the page below painted anew as it comes and goes.
            part = self.height() / (bar.maximum() + self.height())
            top, width = part * bar.value(), theme.px(_BAR)
            place = QRectF(self.width() - width - 3, top + 3, width, part * self.height() - 6)
            painter = QPainter(self.viewport())
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(bar_color(theme))
            painter.drawRoundedRect(place, width / 2, width / 2)

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
        """More lines below; what is chosen stays."""
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

    def height_wanted(self) -> int:
        """How high all lines are."""
        theme = current_theme()
        heads = sum(row.run is None for row in self.rows)
        return heads * theme.px(_HEAD) + (len(self.rows) - heads) * theme.size("paletteRow")

    def _select(self, row: int) -> None:
        self.setCurrentIndex(self._items.index(row) if row >= 0 else QModelIndex())

    def _hover(self, index: QModelIndex) -> None:
        if self.rows[index.row()].run is not None:
            self.setCurrentIndex(index)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
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
