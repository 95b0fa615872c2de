"""The rows of a file that need a look: why, where, and whether they can be put right here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

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

from crm_desktop.i18n import format_number, tr, tr_n
from crm_desktop.ui.paint.chip import draw_status_glyph
from crm_desktop.ui.paint.text import RIGHT, draw_text, draw_wrapped_text, text_width
from crm_desktop.ui.theme import Status, Theme, current_theme, design_tokens, look

Index = QModelIndex | QPersistentModelIndex
_PADDING, _INDENT = 8, 16
_LEAST_HEIGHT = 150
# So many rows with one reason are listed one by one; more are one line, which opens.
_MOST_ALIKE = 5


class Look(NamedTuple):
    """One row that needs a look. ``here``: it is among the rows shown, so that it can be corrected here.

    ``rows``: more than one where rows with the same reason are folded into one line, ``number`` is then the first's.
    """

    number: int
    column: int | None
    reason: str
    status: Status
    here: bool
    rows: int = 1

    @property
    def left_out(self) -> bool:
        """Whether the row is not imported as it stands."""
        return self.status == "risk"


class _Looks(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.looks: Sequence[Look] = ()

    def show(self, looks: Sequence[Look]) -> None:
        self.beginResetModel()
        self.looks = looks
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.looks)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        look = self.looks[index.row()]
        return f"{_row_words(look)}: {look.reason}. {_what_to_do(look)}"


class ProblemList(QListView):
    """``opened`` carries the ``Look`` to go to, ``edit_asked`` the one to correct."""

    opened = Signal(object)
    edit_asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._looks = _Looks(self)
        self._all: Sequence[Look] = ()
        self._unfolded: set[tuple[str, Status]] = set()
        self.setModel(self._looks)
        self.setItemDelegate(_LookDelegate(self))
        self.setAccessibleName(tr("Rows that need a look"))
        self.setAccessibleDescription(tr("Enter goes to the cell, F2 corrects it"))
        self.setProperty("bare", True)
        self.viewport().setAutoFillBackground(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        look().changed.connect(self._make_room)
        self._make_room()

    @property
    def looks(self) -> Sequence[Look]:
        """What is listed."""
        return self._looks.looks

    def show_looks(self, looks: Sequence[Look]) -> None:
        """Lists these rows, many of one kind as one line; the keyboard stays about where it was."""
        self._all = looks
        if not looks:
            self._unfolded.clear()
        row = self.currentIndex().row()
        self._looks.show(_folded(looks, self._unfolded))
        if looks:
            self.setCurrentIndex(self._looks.index(min(max(row, 0), len(self.looks) - 1)))

    def _open(self, chosen: Look) -> None:
        """Goes to the row; many of one kind are listed one by one."""
        if chosen.rows == 1:
            self.opened.emit(chosen)
        else:
            self._unfolded.add((chosen.reason, chosen.status))
            self.show_looks(self._all)

    def _make_room(self) -> None:
        self.setMinimumHeight(current_theme().px(_LEAST_HEIGHT))
        self.scheduleDelayedItemsLayout()

    def _current(self) -> Look | None:
        row = self.currentIndex().row()
        return self.looks[row] if 0 <= row < len(self.looks) else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        chosen = self._current()
        if chosen is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(chosen)
        elif chosen is not None and chosen.rows == 1 and event.key() == Qt.Key.Key_F2:
            self.edit_asked.emit(chosen)
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Typing does not jump about in the list."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if not index.isValid() or event.button() != Qt.MouseButton.LeftButton:
            return
        chosen = self.looks[index.row()]
        word = _action_place(QRectF(self.visualRect(index)), current_theme(), chosen)
        if chosen.rows == 1 and chosen.here and word.contains(event.position()):
            self.edit_asked.emit(chosen)
        else:
            self._open(chosen)


class _LookDelegate(QStyledItemDelegate):
    def __init__(self, view: ProblemList) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        theme = current_theme()
        look = self._view.looks[index.row()]
        room = self._view.viewport().width() - theme.px(_INDENT) - _number_width(look, theme) - theme.px(8)
        lines = 1 if text_width(look.reason, theme, weight=500) <= room else 2
        return QSize(0, 2 * theme.px(_PADDING) + lines * theme.line("body") + theme.px(18))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, place = current_theme(), QRectF(option.rect)
        look = self._view.looks[index.row()]
        selected = bool(option.state & QStyle.StateFlag.State_Selected) and self._view.hasFocus()
        if selected or option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(place, theme.color("selected" if selected else "hover"))
        if selected:
            bar = design_tokens()["focus"]["rowBar"]
            painter.fillRect(QRectF(place.left(), place.top(), bar, place.height() - 1), theme.color("focus"))
        painter.fillRect(QRectF(place.left(), place.bottom() - 1, place.width(), 1), theme.color("line"))
        line = theme.line("body")
        top = place.top() + theme.px(_PADDING)
        draw_status_glyph(painter, QRectF(place.left() + theme.px(4), top, theme.px(9), line), look.status, theme)
        number = _number_width(look, theme)
        right = place.right() - theme.px(2)
        draw_text(
            painter, QRectF(right - number, top, number, line), _row_words(look), theme,
            role="caption", color="text2", align=RIGHT,
        )  # fmt: skip
        left = place.left() + theme.px(_INDENT + 2)
        words = QRectF(left, top, right - number - theme.px(8) - left, 2 * line)
        draw_wrapped_text(painter, words, look.reason, theme, weight=500)
        action = _action_place(place, theme, look)
        color, weight = ("accent", 500) if look.here or look.rows > 1 else ("text2", 400)
        draw_text(painter, action, _what_to_do(look), theme, role="small", weight=weight, color=color)


def _folded(looks: Sequence[Look], unfolded: Collection[tuple[str, Status]]) -> list[Look]:
    """Rows with one and the same reason as one line, where there are many and nobody asked for each."""
    alike = Counter((row.reason, row.status) for row in looks)
    lines: list[Look] = []
    told: set[tuple[str, Status]] = set()
    for row in looks:
        kind = row.reason, row.status
        if alike[kind] <= _MOST_ALIKE or kind in unfolded:
            lines.append(row)
        elif kind not in told:
            told.add(kind)
            lines.append(row._replace(rows=alike[kind]))
    return lines


def _action_place(place: QRectF, theme: Theme, look: Look) -> QRectF:
    height = theme.px(18)
    top = place.bottom() - theme.px(_PADDING) - height
    width = text_width(_what_to_do(look), theme, "small", weight=500) + 1
    left = place.left() + theme.px(_INDENT + 2)
    return QRectF(left, top, min(width, place.right() - left), height)


def _number_width(look: Look, theme: Theme) -> float:
    return text_width(_row_words(look), theme, "caption") + 1


def _row_words(look: Look) -> str:
    if look.rows > 1:
        return tr_n("{n} row", "{n} rows", look.rows)
    return tr("row {row}", row=format_number(look.number))


def _what_to_do(look: Look) -> str:
    if look.rows > 1:
        return tr("Show them")
    if look.here:
        return tr("Edit")
    return tr("Correct it in the file") if look.left_out else tr("Imported as it stands")
