"""The rows of a file that need a look: why, where, and whether they can be put right here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from typing import NamedTuple

from PySide6.QtCore import QModelIndex, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from crm_desktop.i18n import format_number, tr, tr_n
from crm_desktop.ui.paint.chip import draw_status_glyph
from crm_desktop.ui.paint.text import RIGHT, draw_text, draw_wrapped_text, text_width
from crm_desktop.ui.theme import Status, Theme, current_theme
from crm_desktop.ui.widgets.import_row_list import ImportRowList, Index

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


class ProblemList(ImportRowList):
    """``opened`` carries the ``Look`` to go to, ``edit_asked`` the one to correct."""

    edit_asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            parent,
            spoken=lambda look: f"{_row_words(look)}: {look.reason}. {_what_to_do(look)}",
            name=tr("Rows that need a look"),
            keys=tr("Enter goes to the cell, F2 corrects it"),
            least_height=_LEAST_HEIGHT,
        )
        self._all: Sequence[Look] = ()
        self._unfolded: set[tuple[str, Status]] = set()
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setItemDelegate(_LookDelegate(self))

    @property
    def looks(self) -> Sequence[Look]:
        """What is listed."""
        return self.items

    def show_looks(self, looks: Sequence[Look]) -> None:
        """Lists these rows, many of one kind as one line; the keyboard stays about where it was."""
        self._all = looks
        if not looks:
            self._unfolded.clear()
        self.show_items(_folded(looks, self._unfolded))

    def open_item(self, item: Look) -> None:
        """Goes to the row; many of one kind are listed one by one."""
        if item.rows == 1:
            self.opened.emit(item)
        else:
            self._unfolded.add((item.reason, item.status))
            self.show_looks(self._all)

    def click_item(self, item: Look, index: QModelIndex, at: QPointF) -> None:
        """Its last words correct it, the rest goes to it."""
        word = _action_place(QRectF(self.visualRect(index)), current_theme(), item)
        if item.rows == 1 and item.here and word.contains(at):
            self.edit_asked.emit(item)
        else:
            self.open_item(item)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        chosen = self.current()
        if chosen is not None and chosen.rows == 1 and event.key() == Qt.Key.Key_F2:
            self.edit_asked.emit(chosen)
        else:
            super().keyPressEvent(event)


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
        self._view.draw_ground(painter, option)
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
