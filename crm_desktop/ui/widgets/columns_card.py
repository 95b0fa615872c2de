"""Chooses the columns of a table and their order: Space ticks, Alt with Up or Down moves, each at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.i18n import tr
from crm_desktop.ui.paint.text import draw_text
from crm_desktop.ui.theme import current_theme
from crm_desktop.ui.widgets.announce import announce
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.fields import draw_check_mark_box
from crm_desktop.ui.widgets.labels import PlainLabel
from crm_desktop.ui.widgets.popup_card import PopupCard

_WIDTH, _ROWS, _ROW, _BOX = 360, 12, 26, 16


class ColumnsCard(PopupCard):
    """``headings``: (name, heading) of every column; ``changed`` is told the names that are shown, in their order.

    A column of ``always`` cannot be taken off; ``usual`` is what "Usual columns" goes back to.
    """

    def __init__(
        self,
        headings: Sequence[tuple[str, str]],
        shown: Sequence[str],
        *,
        always: Sequence[str],
        usual: Sequence[str],
        changed: Callable[[list[str]], None],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(tr("Columns"))
        self._headings, self._always, self._usual, self._changed = dict(headings), always, usual, changed
        theme = current_theme()
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Columns"))
        self.list.setAccessibleDescription(tr("Space shows or hides, Alt with Up or Down moves"))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setItemDelegate(_Delegate(self.list))
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.list.installEventFilter(self)
        self._up = Button(tr("Up"), "quiet", key="Alt ↑", small=True)
        self._down = Button(tr("Down"), "quiet", key="Alt ↓", small=True)
        self._up.clicked.connect(lambda: self.move_current(-1))
        self._down.clicked.connect(lambda: self.move_current(1))
        self.usual = Button(tr("Usual columns"), "link")
        self.usual.clicked.connect(lambda: self._fill(self._usual, tell=True))
        column = QVBoxLayout(self.body)
        column.setContentsMargins(theme.space(3), theme.space(3), theme.space(3), theme.space(3))
        column.setSpacing(theme.space(2))
        column.addWidget(PlainLabel(tr("Columns"), "bodyStrong"))
        column.addWidget(self.list)
        row = QHBoxLayout()
        row.addWidget(self._up)
        row.addWidget(self._down)
        row.addStretch()
        row.addWidget(self.usual)
        column.addLayout(row)
        self._fill(shown, tell=False)
        self.list.itemChanged.connect(lambda _item: self._tell())
        self.list.model().rowsMoved.connect(lambda *_: self._tell())

    def open_under(self, rect: QRect) -> None:
        """Shows the card under a place on the screen."""
        self.open_at(rect, width=current_theme().px(_WIDTH))
        self.list.setFocus(Qt.FocusReason.PopupFocusReason)

    def shown(self) -> list[str]:
        """The names that are ticked, in their order."""
        items = [self.list.item(row) for row in range(self.list.count())]
        return [self._name(item) for item in items if item.checkState() == Qt.CheckState.Checked]

    def move_current(self, step: int) -> None:
        """Moves the marked column up or down."""
        row = self.list.currentRow()
        to = row + step
        if row < 0 or not 0 <= to < self.list.count():
            return
        self.list.blockSignals(True)
        self.list.insertItem(to, self.list.takeItem(row))
        self.list.setCurrentRow(to)
        self.list.blockSignals(False)
        announce(self.list, tr("{column}, place {place}", column=self.list.currentItem().text(), place=to + 1))
        self._tell()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.list and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.modifiers() & Qt.KeyboardModifier.AltModifier and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
                self.move_current(-1 if event.key() == Qt.Key.Key_Up else 1)
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.close()
                return True
        return super().eventFilter(watched, event)

    @staticmethod
    def _name(item: QListWidgetItem) -> str:
        return str(item.data(Qt.ItemDataRole.UserRole))

    def _fill(self, shown: Sequence[str], *, tell: bool) -> None:
        theme = current_theme()
        self.list.blockSignals(True)
        self.list.clear()
        order = [name for name in shown if name in self._headings]
        for name in [*order, *(name for name in self._headings if name not in order)]:
            item = QListWidgetItem(self._headings[name], self.list)
            item.setData(Qt.ItemDataRole.UserRole, name)
            item.setSizeHint(QSize(0, theme.px(_ROW)))
            flags = item.flags() | Qt.ItemFlag.ItemIsUserCheckable
            # The name of the account is what a row is about.
            item.setFlags(flags & ~Qt.ItemFlag.ItemIsUserCheckable if name in self._always else flags)
            item.setCheckState(Qt.CheckState.Checked if name in order else Qt.CheckState.Unchecked)
        self.list.setCurrentRow(0)
        self.list.setFixedHeight(min(self.list.count(), _ROWS) * theme.px(_ROW) + 4)
        self.list.blockSignals(False)
        if tell:
            self._tell()

    def _tell(self) -> None:
        self._changed(self.shown())


class _Delegate(QStyledItemDelegate):
    """The box and the name, in the colours of the theme."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        theme, rect = current_theme(), QRectF(option.rect)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.color("selected"))
        side = theme.px(_BOX)
        box = QRectF(rect.left() + theme.px(4), round(rect.center().y() - side / 2), side, side)
        ticked = index.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked.value
        fixed = not index.flags() & Qt.ItemFlag.ItemIsUserCheckable
        draw_check_mark_box(painter, box, checked=ticked, enabled=not fixed)
        draw_text(painter, rect.adjusted(theme.px(4) + side + theme.px(10), 0, 0, 0), str(index.data()), theme)
