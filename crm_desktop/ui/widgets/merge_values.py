"""Two entries side by side: Up and Down go through their fields, Left and Right choose whose value stays."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from crm_desktop.i18n import tr
from crm_desktop.services.duplicates_wording import Line
from crm_desktop.services.merging import Side
from crm_desktop.ui.paint.text import draw_text
from crm_desktop.ui.theme import current_theme
from crm_desktop.ui.widgets.duplicates_list import KeyedList, draw_chosen

_Index = QModelIndex | QPersistentModelIndex
_LABEL = 108


class _Lines(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.lines: tuple[Line, ...] = ()
        self.chosen: dict[str, Side] = {}

    def show(self, lines: tuple[Line, ...]) -> None:
        self.beginResetModel()
        self.lines = lines
        self.chosen = {line.field: line.side for line in lines if line.side is not None}
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return line.label
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(line)
        return None

    def _spoken(self, line: Line) -> str:
        side = self.chosen.get(line.field)
        if side is None:
            both = ", ".join(dict.fromkeys(value for value in (line.kept, line.other) if value))
            return tr("{field}: {value}, stays", field=line.label, value=both)
        value = line.kept if side is Side.KEPT else line.other
        other = line.other if side is Side.KEPT else line.kept
        return tr(
            "{field}: {value} chosen, not {other}",
            field=line.label,
            value=value or tr("nothing"),
            other=other or tr("nothing"),
        )


class _Painted(QStyledItemDelegate):
    """The label, then both values; the chosen one is dark with a filled mark before it."""

    def __init__(self, lines: _Lines, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._lines, self._view = lines, view

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(0, current_theme().size("hitMin") + current_theme().px(8))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        theme, line, rect = current_theme(), self._lines.lines[index.row()], QRectF(option.rect)
        draw_chosen(painter, rect, option, focused=self._view.hasFocus())
        left, kept, other = columns(rect)
        draw_text(painter, left, line.label, theme, color="text2")
        side = self._lines.chosen.get(line.field)
        for place, value, mine in ((kept, line.kept, Side.KEPT), (other, line.other, Side.OTHER)):
            if side is not None:
                _draw_mark(painter, place, chosen=side is mine)
            words = place.adjusted(theme.px(22), 0, -theme.px(8), 0)
            color = "text" if side in (None, mine) else "text3"
            draw_text(painter, words, value or tr("nothing"), theme, color=color if value else "text3")


def columns(rect: QRectF) -> tuple[QRectF, QRectF, QRectF]:
    """Where the label and the two values of a row stand."""
    theme = current_theme()
    label = min(theme.px(_LABEL), rect.width() / 4)
    left = QRectF(rect.left() + theme.px(20), rect.top(), label - theme.px(8), rect.height())
    half = (rect.width() - theme.px(20) - label) / 2
    kept = QRectF(rect.left() + theme.px(20) + label, rect.top(), half, rect.height())
    return left, kept, kept.translated(half, 0)


def _draw_mark(painter: QPainter, place: QRectF, *, chosen: bool) -> None:
    theme = current_theme()
    side = theme.px(12)
    circle = QRectF(place.left(), place.center().y() - side / 2, side, side).adjusted(0.6, 0.6, -0.6, -0.6)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setPen(QPen(theme.color("accent" if chosen else "lineStrong"), 1.2))
    painter.setBrush(theme.color("raised"))
    painter.drawEllipse(circle)
    if chosen:
        painter.setBrush(theme.color("accent"))
        inset = side * 0.25
        painter.drawEllipse(circle.adjusted(inset, inset, -inset, -inset))
    painter.restore()


class MergeValues(KeyedList):
    """``chosen`` is whose value each field gets."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Whose values stay"), parent)
        self._lines = _Lines(self)
        self.setModel(self._lines)
        self.setItemDelegate(_Painted(self._lines, self))
        self.sided.connect(self._choose)

    @property
    def chosen(self) -> Mapping[str, Side]:
        """Whose value each field gets where there is a choice."""
        return dict(self._lines.chosen)

    @property
    def lines(self) -> tuple[Line, ...]:
        """What is shown."""
        return self._lines.lines

    def show_lines(self, lines: tuple[Line, ...]) -> None:
        """Shows the values of another two."""
        self._lines.show(lines)
        first = next((row for row, line in enumerate(lines) if line.side is not None), 0)
        if lines:
            self.setCurrentIndex(self._lines.index(first))

    def choose(self, field: str, side: Side) -> None:
        """This side's value stays."""
        if field in self._lines.chosen:
            self._lines.chosen[field] = side
            self._lines.dataChanged.emit(self._lines.index(0), self._lines.index(len(self._lines.lines) - 1))

    def _choose(self, step: int) -> None:
        index = self.currentIndex()
        if index.isValid():
            self.choose(self._lines.lines[index.row()].field, Side.OTHER if step > 0 else Side.KEPT)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid():
            _, kept, other = columns(QRectF(self.visualRect(index)))
            if kept.contains(event.position()):
                self._choose(-1)
            elif other.contains(event.position()):
                self._choose(1)
