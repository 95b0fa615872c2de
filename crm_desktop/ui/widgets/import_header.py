"""The head of a file to import: over each column its name, what it is taken for, and how its cells are read."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QStandardItem, QStandardItemModel, QWheelEvent
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from crm_desktop.i18n import tr
from crm_desktop.services.importing import field_label, fields_of
from crm_desktop.ui.icons import draw_icon
from crm_desktop.ui.paint.chip import draw_status_glyph
from crm_desktop.ui.paint.text import RIGHT, draw_text, plain_tool_tip
from crm_desktop.ui.theme import current_theme, look
from crm_desktop.ui.widgets.fields import ComboBox
from crm_desktop.ui.widgets.import_cells import FileModel, column_name

_HEIGHT = 76
_NAME_TOP, _NAME_HEIGHT = 8, 16
_BOX_TOP, _BOX_HEIGHT = 24, 30
_NOTE_TOP, _NOTE_HEIGHT = 56, 16
_TICK = 10


class StillComboBox(ComboBox):
    """A combo box that changes only when an entry of its open list is chosen.

    The wheel scrolls past it, and keys open the list: on the way from "Skip" to "Amount" no other column may lose
    what it is, and no file be read anew.
    """

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        opening = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F4)
        other = event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.MetaModifier)
        ends = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: self.count() - 1}
        if event.key() in opening and not other:
            self.showPopup()
        elif event.key() in ends and not other:
            self.showPopup()
            self.view().setCurrentIndex(self.model().index(ends[Qt.Key(event.key())], self.modelColumn()))
        elif event.text().isalnum() and not other:
            self.showPopup()
            self.view().keyboardSearch(event.text())
        else:
            event.ignore()


class ColumnHeader(QHeaderView):
    """``field_chosen`` carries the column and the field that a person chose for it ("" leaves it out).

    Boxes are made for the columns in view and their neighbours only, so that a thousand columns cost nothing; Tab
    goes from one to the next and brings it into view.
    """

    field_chosen = Signal(int, str)

    def __init__(self, model: FileModel, view: QTableView) -> None:
        super().__init__(Qt.Orientation.Horizontal, view)
        self._file = model
        self._view = view
        self._fields: tuple[str, ...] = ()
        self._readings: Sequence[str] = ()
        self._choices = QStandardItemModel(self)
        self._boxes: dict[int, StillComboBox] = {}
        self._after: QWidget | None = None
        self.setSectionsClickable(False)
        self.setHighlightSections(False)
        self.setAccessibleName(tr("What each column is"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.sectionResized.connect(self._place_boxes)
        view.horizontalScrollBar().valueChanged.connect(self._place_boxes)
        look().changed.connect(self._place_boxes)

    def show_columns(self, kind: str, fields: tuple[str, ...], readings: Sequence[str]) -> None:
        """Shows what each column is taken for. ``readings`` may be empty while nothing has been read yet."""
        choices = ["", *(field.name for field in fields_of(kind))]
        if choices != [self._choices.item(row).data() for row in range(self._choices.rowCount())]:
            self._choices.clear()
            for name in choices:
                item = QStandardItem(field_label(name))
                item.setData(name)
                self._choices.appendRow(item)
        self._fields, self._readings = fields, readings
        for column in [column for column in self._boxes if column >= len(fields)]:
            box = self._boxes.pop(column)
            box.hide()
            box.deleteLater()
        for column in self._boxes:
            self._fill(column)
        self._place_boxes()
        self.viewport().update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        # A focus proxy would do this too, but with one Tab in the table leads back to the boxes, not on.
        if self._boxes:
            self._boxes[min(self._boxes)].setFocus(event.reason())

    def follow(self, widget: QWidget) -> None:
        """Says after which widget Tab comes to the boxes."""
        self._after = widget

    def box(self, column: int) -> ComboBox:
        """The combo box over a column, made if it is not there yet."""
        found = self._boxes.get(column)
        if found is None:
            found = self._boxes[column] = StillComboBox(self.viewport())
            found.setModel(self._choices)
            found.installEventFilter(self)
            found.activated.connect(lambda row, column=column: self._choose(column, row))
            self._fill(column)
            self._put(column)
            found.show()
            in_order = [self._boxes[other] for other in sorted(self._boxes)]
            for before, after in pairwise([self._after, *in_order] if self._after else in_order):
                QWidget.setTabOrder(before, after)
        return found

    def _fill(self, column: int) -> None:
        box = self._boxes[column]
        names = [self._choices.item(row).data() for row in range(self._choices.rowCount())]
        box.setCurrentIndex(names.index(self._fields[column]) if self._fields[column] in names else 0)
        name = column_name(self._file.header, column)
        box.setAccessibleName(tr("Column “{name}” is", name=name))
        box.setToolTip(plain_tool_tip(name))

    def _choose(self, column: int, row: int) -> None:
        field = self._choices.item(row).data()
        if field != self._fields[column]:
            self.field_chosen.emit(column, field)

    def _place_boxes(self) -> None:
        """Puts the boxes over their columns; makes those that have come near."""
        if not self._fields:
            return
        first = max(self.visualIndexAt(0), 0)
        last = self.visualIndexAt(self.viewport().width() - 1)
        last = len(self._fields) - 1 if last < 0 else last
        for column in range(max(first - 1, 0), min(last + 2, len(self._fields))):
            self.box(column)
        for column in self._boxes:
            self._put(column)

    def _put(self, column: int) -> None:
        theme = current_theme()
        side = theme.space(2)
        left, width = self.sectionViewportPosition(column) + side, self.sectionSize(column) - 2 * side
        self._boxes[column].setGeometry(left, theme.px(_BOX_TOP), max(width, theme.px(24)), theme.px(_BOX_HEIGHT))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A box that gets the keyboard comes into view."""
        if event.type() == QEvent.Type.FocusIn:
            column = next((column for column, box in self._boxes.items() if box is watched), None)
            if column is not None:
                self._bring_into_view(column)
        return super().eventFilter(watched, event)

    def _bring_into_view(self, column: int) -> None:
        bar = self._view.horizontalScrollBar()
        left, width = self.sectionViewportPosition(column), self.sectionSize(column)
        if left < 0:
            bar.setValue(bar.value() + left)
        elif left + width > self.viewport().width():
            bar.setValue(bar.value() + min(left, left + width - self.viewport().width()))
        self._place_boxes()

    def sizeHint(self) -> QSize:
        return QSize(0, current_theme().px(_HEIGHT))

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._place_boxes()

    def paintSection(self, painter: QPainter, rect: QRect, logical_index: int) -> None:
        theme = current_theme()
        painter.fillRect(rect, theme.color("surface"))
        painter.fillRect(QRectF(rect.left(), rect.bottom(), rect.width(), 1), theme.color("line"))
        if logical_index >= len(self._fields):
            return
        side = theme.space(2)
        line = QRectF(rect).adjusted(side, 0, -side, 0)
        used = bool(self._fields[logical_index])
        name = QRectF(line.left(), theme.px(_NAME_TOP), line.width(), theme.px(_NAME_HEIGHT))
        color = "text2" if used else "text3"
        draw_text(painter, name, column_name(self._file.header, logical_index), theme, role="caption", color=color)
        note = QRectF(line.left(), theme.px(_NOTE_TOP), line.width(), theme.px(_NOTE_HEIGHT))
        words = self._readings[logical_index] if logical_index < len(self._readings) else ""
        if used and words:
            tick = theme.px(_TICK)
            draw_icon(
                painter, QRectF(note.left(), note.top(), tick, note.height()), "check", theme.color("text2"), size=tick
            )
            note.adjust(tick + theme.px(4), 0, 0, 0)
        draw_text(painter, note, words, theme, role="caption", color=color)


class NumberHeader(QHeaderView):
    """The numbers of the rows, as a spreadsheet counts them; a row that is wrong as a whole is marked here."""

    def __init__(self, model: FileModel, view: QTableView) -> None:
        super().__init__(Qt.Orientation.Vertical, view)
        self._file = model
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setSectionsClickable(False)

    def sizeHint(self) -> QSize:
        theme = current_theme()
        last = self._file.headerData(len(self._file.rows) - 1, self.orientation()) if self._file.rows else ""
        width = theme.metrics("body").horizontalAdvance(last) + theme.px(30)
        return QSize(max(round(width), theme.px(48)), 0)

    def paintSection(self, painter: QPainter, rect: QRect, logical_index: int) -> None:
        theme = current_theme()
        painter.fillRect(rect, theme.color("surface"))
        painter.fillRect(QRectF(rect.left() + theme.px(8), rect.bottom(), rect.width(), 1), theme.color("line"))
        if logical_index >= len(self._file.rows):
            return
        number = self._file.headerData(logical_index, self.orientation())
        line = QRectF(rect).adjusted(0, 0, -theme.space(2), -1)
        draw_text(painter, line, number, theme, color="text3", align=RIGHT)
        mark = self._file.row_mark(logical_index)
        if mark is not None:
            glyph = QRectF(rect.left() + theme.px(9), rect.top(), theme.px(9), rect.height())
            draw_status_glyph(painter, glyph, mark.status, theme)
