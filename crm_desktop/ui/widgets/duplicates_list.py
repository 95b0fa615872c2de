"""The pairs that are probably one: both names, and under them why."""

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
    QWidget,
)

from crm_desktop.i18n import tr
from crm_desktop.services import duplicates_wording
from crm_desktop.services.duplicates import Pair
from crm_desktop.ui.keys import ctrl_letter, letter
from crm_desktop.ui.paint.text import draw_text
from crm_desktop.ui.theme import current_theme, design_tokens

_Index = QModelIndex | QPersistentModelIndex


class PairModel(QAbstractListModel):
    """The pairs found, the surest first."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.pairs: list[Pair] = []

    def show(self, pairs: Sequence[Pair]) -> None:
        """Shows these pairs."""
        self.beginResetModel()
        self.pairs = list(pairs)
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.pairs)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        pair = self.pairs[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return both_names(pair)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{both_names(pair)}: {duplicates_wording.reasons(pair)}"
        return None


def both_names(pair: Pair) -> str:
    """ "Kovač d.o.o. · Kovac"; one name where both have the same."""
    return pair.one_name if pair.one_name == pair.other_name else f"{pair.one_name}  ·  {pair.other_name}"


class _PairDelegate(QStyledItemDelegate):
    def __init__(self, pairs: PairModel, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._pairs, self._view = pairs, view

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(0, current_theme().size("sideItem") + current_theme().px(8))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        theme, pair, rect = current_theme(), self._pairs.pairs[index.row()], QRectF(option.rect)
        draw_chosen(painter, rect, option, focused=self._view.hasFocus())
        upper, lower = theme.line("body"), theme.line("small")
        inner = rect.adjusted(theme.px(20), 0, -theme.px(12), 0)
        first = QRectF(inner.left(), rect.center().y() - (upper + lower) / 2, inner.width(), upper)
        draw_text(painter, first, both_names(pair), theme, weight=600 if pair.certain else None)
        second = QRectF(inner.left(), first.bottom(), inner.width(), lower)
        draw_text(painter, second, duplicates_wording.reasons(pair), theme, role="small", color="text2")


def draw_chosen(painter: QPainter, rect: QRectF, option: QStyleOptionViewItem, *, focused: bool) -> None:
    """The ground of a row that is chosen or under the mouse, with the bar of the focus."""
    theme = current_theme()
    if option.state & QStyle.StateFlag.State_Selected:
        painter.fillRect(rect, theme.color("selected" if focused else "pressed"))
        if focused:
            bar = design_tokens()["focus"]["rowBar"]
            painter.fillRect(QRectF(rect.left(), rect.top(), bar, rect.height()), theme.color("focus"))
    elif option.state & QStyle.StateFlag.State_MouseOver:
        painter.fillRect(rect, theme.color("hover"))


class KeyedList(QListView):
    """A list in a card. Enter, N and Ctrl Z are told; Esc goes on to the card."""

    entered = Signal()
    never = Signal()
    undo = Signal()
    sided = Signal(int)
    """Left (-1) or Right (1)."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setUniformItemSizes(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.setStyleSheet("QListView { background: transparent; }")
        self.setAccessibleName(name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, modifiers = event.key(), event.modifiers()
        plain = modifiers in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if ctrl_letter(event) == "Z" and modifiers == Qt.KeyboardModifier.ControlModifier:
            self.undo.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        elif letter(event) == "N" and plain:
            self.never.emit()
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and plain:
            self.sided.emit(1 if key == Qt.Key.Key_Right else -1)
        elif key == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)


class PairList(KeyedList):
    """The list of the pairs."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Pairs that are probably one, the surest first"), parent)
        self.pairs = PairModel(self)
        self.setModel(self.pairs)
        self.setItemDelegate(_PairDelegate(self.pairs, self))

    def current(self) -> Pair | None:
        """The chosen pair."""
        index = self.currentIndex()
        return self.pairs.pairs[index.row()] if index.isValid() else None

    def show_pairs(self, pairs: Sequence[Pair], row: int = 0) -> None:
        """Shows pairs and chooses one of them."""
        self.pairs.show(pairs)
        if pairs:
            self.setCurrentIndex(self.pairs.index(min(max(row, 0), len(pairs) - 1)))
