"""The rows of a file to import as drawn: columns with what they are, cells to correct, marks to jump between."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from crm_desktop.i18n import tr
from crm_desktop.services.importing import Row, field_label, fields_of
from crm_desktop.ui.paint.text import CENTER, draw_text, text_width
from crm_desktop.ui.theme import current_theme, look
from crm_desktop.ui.widgets.import_cells import FileDelegate, FileModel, Marks, column_name, one_line
from crm_desktop.ui.widgets.import_header import ColumnHeader, NumberHeader

_NARROWEST, _WIDEST = 84, 240
_BOX_ROOM = 46
_ROWS_MEASURED = 60
_COLUMNS_MEASURED = 300


class ImportTable(QTableView):
    """``edited`` carries row number, column and text; ``field_chosen`` column and field."""

    edited = Signal(int, int, str)
    field_chosen = Signal(int, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.file = FileModel(self)
        self.setModel(self.file)
        self.header = ColumnHeader(self.file, self)
        self.setHorizontalHeader(self.header)
        self.setVerticalHeader(NumberHeader(self.file, self))
        self._delegate = FileDelegate(self.file, self)
        self.setItemDelegate(self._delegate)
        self.setAccessibleName(tr("Rows of the file"))
        self.setAccessibleDescription(tr("F2 corrects a cell, Ctrl+Down goes to the next row that needs a look"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed | QAbstractItemView.EditTrigger.DoubleClicked)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self.setCornerWidget(QWidget())
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setWordWrap(False)
        self.header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.header.setMinimumSectionSize(current_theme().px(40))
        self.file.edited.connect(self.edited)
        self.file.modelReset.connect(self._measure)
        self.header.field_chosen.connect(self.field_chosen)
        look().changed.connect(self._measure)

    # -- what is shown -----------------------------------------------------------------------------

    def show_rows(self, header: tuple[str, ...], rows: Sequence[Row], marks: Marks) -> None:
        """Shows these rows of the file; the current cell stays where it was if its row is still there."""
        at = self.currentIndex()
        number, column = (self.file.rows[at.row()].number, at.column()) if at.isValid() else (-1, 0)
        self.file.show(header, rows, marks)
        self.verticalHeader().viewport().update()
        if not self.currentIndex().isValid() and rows and header:
            self.setCurrentIndex(self.file.index(self.file.place_of(number) or 0, min(column, len(header) - 1)))

    def show_columns(self, kind: str, fields: tuple[str, ...], readings: Sequence[str]) -> None:
        """Shows what each column is taken for and how it is read."""
        amounts = {field.name for field in fields_of(kind) if field.reads == "amount"}
        self.file.set_columns(
            used=frozenset(column for column, field in enumerate(fields) if field),
            right=frozenset(column for column, field in enumerate(fields) if field in amounts),
        )
        for column, field in enumerate(fields[:_COLUMNS_MEASURED]):
            self._make_room(column, self._box_width(field))
        self.header.show_columns(kind, fields, readings)

    def hide_columns(self) -> None:
        """Takes the boxes away: the file cannot be read as columns yet."""
        self.header.show_columns("accounts", (), ())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.file.rows:
            theme = current_theme()
            words = tr("The rows stand here once the file can be read.")
            place = QRectF(self.viewport().rect())
            draw_text(QPainter(self.viewport()), place, words, theme, color="text3", align=CENTER)

    def _measure(self) -> None:
        """Gives every column the width that its first rows ask for."""
        theme = current_theme()
        self.verticalHeader().setDefaultSectionSize(theme.size("tableRow"))
        self.header.setDefaultSectionSize(theme.px(120))
        for column in range(min(len(self.file.header), _COLUMNS_MEASURED)):
            name = text_width(column_name(self.file.header, column), theme, "caption")
            texts = [
                one_line(self.file.text_at(place, column)) for place in range(min(len(self.file.rows), _ROWS_MEASURED))
            ]
            longest = max((text_width(text, theme) for text in texts), default=0.0)
            # The mark of a bad cell takes as much room as its shape.
            wanted = max(name, longest + theme.px(16)) + 2 * theme.space(2)
            self.header.resizeSection(column, round(min(max(wanted, theme.px(_NARROWEST)), theme.px(_WIDEST))))

    def _box_width(self, field: str) -> int:
        theme = current_theme()
        return round(text_width(field_label(field), theme) + theme.px(_BOX_ROOM) + 2 * theme.space(2))

    def _make_room(self, column: int, width: int) -> None:
        if self.header.sectionSize(column) < width:
            self.header.resizeSection(column, width)

    # -- going about -------------------------------------------------------------------------------

    def jump_to(self, number: int, column: int | None, *, edit: bool = False) -> bool:
        """Puts the keyboard on a cell of the row with this number, and opens it for writing; false if not shown."""
        place = self.file.place_of(number)
        if place is None:
            return False
        at = column if column is not None else max(self.currentIndex().column(), 0)
        index = self.file.index(place, at)
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.setCurrentIndex(index)
        self.scrollTo(index)
        if edit:
            self.edit(index)
        return True

    def jump_to_mark(self, step: int) -> bool:
        """Goes to the next (1) or previous (-1) row that needs a look, round the end; false when there is none."""
        places: dict[int, int | None] = {}
        for number, column in sorted(self.file.marks, key=lambda at: (at[0], -1 if at[1] is None else at[1])):
            place = self.file.place_of(number)
            if place is not None and places.get(place) is None:
                places[place] = column
        if not places:
            return False
        here = self.currentIndex().row() if self.hasFocus() else -1
        if step > 0:
            place = next((place for place in places if place > here), next(iter(places)))
        else:
            backwards = list(reversed(places))
            place = next((place for place in backwards if place < here), backwards[0])
        return self.jump_to(self.file.rows[place].number, places[place])

    @property
    def is_writing(self) -> bool:
        """Whether a cell is open for writing."""
        return self.state() == QAbstractItemView.State.EditingState

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # The Enter that ends writing into a cell comes here too.
        opens = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not self.is_writing
        if opens and self.currentIndex().isValid():
            self.edit(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Typing into the table does not jump about in it."""

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._hover(self.rowAt(int(event.position().y())))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(-1)

    def _hover(self, row: int) -> None:
        if row != self._delegate.hovered_row:
            self._delegate.hovered_row = row
            self.viewport().update()

    def currentChanged(self, current: object, previous: object) -> None:
        super().currentChanged(current, previous)  # type: ignore[arg-type]
        self.viewport().update()
