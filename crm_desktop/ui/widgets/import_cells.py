"""The cells of a file to import: rows as written, marks on those that cannot be read, editing in place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QLineEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from crm_desktop.i18n import format_number, tr
from crm_desktop.services.importing import Row
from crm_desktop.ui.paint.chip import draw_status_glyph, status_color
from crm_desktop.ui.paint.text import LEFT, RIGHT, draw_text, plain_tool_tip
from crm_desktop.ui.theme import Status, Theme, current_theme, design_tokens

Index = QModelIndex | QPersistentModelIndex
# A cell is one line on the page; what is longer is seen while editing it.
_LONGEST_SHOWN = 300


class Mark(NamedTuple):
    """Why a cell needs a look: ``risk`` leaves its row out, ``watch`` does not."""

    status: Status
    reason: str


Marks = Mapping[tuple[int, int | None], Mark]
"""By row number and column; column ``None`` is the row as a whole."""


class FileModel(QAbstractTableModel):
    """Some rows of the file. ``edited`` carries row number, column and the text that a person wrote into a cell."""

    edited = Signal(int, int, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.header: tuple[str, ...] = ()
        self.used: frozenset[int] = frozenset()
        self.right: frozenset[int] = frozenset()
        self.marks: Marks = {}
        self._rows: Sequence[Row] = ()
        self._places: dict[int, int] = {}

    @property
    def rows(self) -> Sequence[Row]:
        """The rows shown, in the order of the file."""
        return self._rows

    def show(self, header: tuple[str, ...], rows: Sequence[Row], marks: Marks) -> None:
        """Shows these rows; where they stand at the same places as before, the view keeps its own place."""
        numbers = {row.number: place for place, row in enumerate(rows)}
        same = header == self.header and numbers == self._places
        if not same:
            self.beginResetModel()
        self.header, self._rows, self._places, self.marks = header, rows, numbers, marks
        if same:
            self.mark_changed()
        else:
            self.endResetModel()

    def set_columns(self, *, used: frozenset[int], right: frozenset[int]) -> None:
        """Which columns are imported, and which hold figures and stand at the right."""
        self.used, self.right = used, right
        self.mark_changed()

    def mark_changed(self) -> None:
        """Lets the view paint everything anew."""
        if self._rows and self.header:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, len(self.header) - 1))

    def place_of(self, number: int) -> int | None:
        """Where the row with this number stands, if it is shown."""
        return self._places.get(number)

    def mark_at(self, index: Index) -> Mark | None:
        """Why this cell needs a look."""
        return self.marks.get((self._rows[index.row()].number, index.column()))

    def row_mark(self, place: int) -> Mark | None:
        """Why the row as a whole needs a look."""
        return self.marks.get((self._rows[place].number, None))

    def text_at(self, place: int, column: int) -> str:
        """The cell as written; empty when the row is too short."""
        cells = self._rows[place].cells
        return cells[column] if column < len(cells) else ""

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.header)

    def flags(self, index: Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsEditable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        text = self.text_at(index.row(), index.column())
        if role == Qt.ItemDataRole.EditRole:
            return text
        if role == Qt.ItemDataRole.DisplayRole:
            return one_line(text)
        mark = self.mark_at(index)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            words = tr(
                "row {row}, {column}: {text}",
                row=format_number(self._rows[index.row()].number),
                column=column_name(self.header, index.column()),
                text=one_line(text) or tr("empty"),
            )
            return f"{words}. {mark.reason}" if mark else words
        if role == Qt.ItemDataRole.ToolTipRole and (mark or len(text) > _LONGEST_SHOWN):
            return plain_tool_tip(mark.reason if mark else text[: 10 * _LONGEST_SHOWN])
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Hands the text on; the cell shows it when the file has been read with it."""
        if role != Qt.ItemDataRole.EditRole:
            return False
        self.edited.emit(self._rows[index.row()].number, index.column(), str(value))
        return True

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        # While the rows are changed, the heads still ask for those they had.
        length = len(self._rows) if orientation == Qt.Orientation.Vertical else len(self.header)
        if role != Qt.ItemDataRole.DisplayRole or section >= length:
            return None
        if orientation == Qt.Orientation.Vertical:
            return format_number(self._rows[section].number)
        return column_name(self.header, section)


def one_line(text: str) -> str:
    """The text as one line can show it."""
    return " ".join(text[:_LONGEST_SHOWN].split())


def column_name(header: Sequence[str], column: int) -> str:
    """What a column is called; one without a name by its place."""
    return one_line(header[column]) or tr("Column {n}", n=column + 1)


class FileDelegate(QStyledItemDelegate):
    """Paints the cells; a marked one has shape, frame and tint."""

    def __init__(self, model: FileModel, view: QTableView) -> None:
        super().__init__(view)
        self._model = model
        self._view = view
        self.hovered_row = -1

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, place = current_theme(), QRectF(option.rect)
        current = index.row() == self._view.currentIndex().row() and self._view.hasFocus()
        if current or index.row() == self.hovered_row:
            painter.fillRect(place, theme.color("selected" if current else "hover"))
        painter.fillRect(QRectF(place.left(), place.bottom() - 1, place.width(), 1), theme.color("line"))
        place.adjust(0, 0, 0, -1)
        mark = self._model.mark_at(index)
        if mark is not None:
            self._paint_marked(painter, place, index, mark, theme)
        else:
            side = theme.space(2)
            used = index.column() in self._model.used
            draw_text(
                painter,
                place.adjusted(side, 0, -side, 0),
                one_line(self._model.text_at(index.row(), index.column())),
                theme,
                color="text" if used else "text3",
                align=RIGHT if index.column() in self._model.right else LEFT,
            )
        if option.state & QStyle.StateFlag.State_HasFocus and self._view.hasFocus():
            width = float(design_tokens()["focus"]["width"])
            painter.setPen(QPen(theme.color("focus"), width))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(place.adjusted(width / 2, width / 2, -width / 2, -width / 2))

    def _paint_marked(self, painter: QPainter, place: QRectF, index: Index, mark: Mark, theme: Theme) -> None:
        ink = status_color(mark.status, theme)
        box = place.adjusted(theme.px(3), theme.px(6), -theme.px(3), -theme.px(5))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(QPen(ink, 1.0))
        painter.setBrush(theme.color(f"{mark.status}Tint"))
        radius = theme.radius("kbd")
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        painter.restore()
        glyph = QRectF(box.left() + theme.px(6), box.top(), theme.px(9), box.height())
        draw_status_glyph(painter, glyph, mark.status, theme)
        words = QRectF(glyph.right() + theme.px(4), box.top(), box.right() - glyph.right() - theme.px(9), box.height())
        draw_text(painter, words, one_line(self._model.text_at(index.row(), index.column())), theme, color=ink)

    # Writing into a cell.

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = QLineEdit(parent)
        editor.setAccessibleName(column_name(self._model.header, index.column()))
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        assert isinstance(editor, QLineEdit)
        editor.setText(index.data(Qt.ItemDataRole.EditRole))
        editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        assert isinstance(editor, QLineEdit)
        # A line field shows line ends as spaces: what was not changed must stay as it is.
        if editor.isModified():
            model.setData(index, editor.text(), Qt.ItemDataRole.EditRole)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        place = option.rect
        editor.setGeometry(place.adjusted(0, 2, 0, -3))
