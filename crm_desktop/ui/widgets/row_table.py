"""What every table of rows has: fixed heights, columns that go where there is no room, and the ground of its rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QModelIndex, QRect, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from crm_desktop.ui.rows_model import RowsModel
from crm_desktop.ui.theme import current_theme, design_tokens, look
from crm_desktop.ui.widgets.sort_header import SortHeader

_LEAST_OTHER = 60


class RowTable(QTableView):
    """A table over a ``RowsModel`` whose column "name" takes the room that the others leave."""

    least_name = 150
    dropped: Sequence[str] = ()
    """Columns that go when the name has no room, in this order."""

    def __init__(self, rows: RowsModel, header: SortHeader, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows, self.header = rows, header
        rows.setParent(self)
        self.setModel(rows)
        self.setHorizontalHeader(header)
        self._hovered_row = -1
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setWordWrap(False)
        # The ground of a chosen row is painted here: with a bar, and paler while the keyboard is elsewhere.
        self.setStyleSheet("QTableView { selection-background-color: transparent; }")
        # The ground is painted here as a whole: without this the page and the window under it are painted each time.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setMinimumSectionSize(1)
        look().changed.connect(self.arrange)

    def column_widths(self) -> Mapping[str, int]:
        """The widths of the columns that may be shown, but for the name's; in logical pixels."""
        raise NotImplementedError

    def is_picked(self, row: int) -> bool:
        """Whether a row is among those that something is to be done with."""
        return False

    @property
    def name_column(self) -> int:
        """Where the column that has a cell in every row stands."""
        return [column.name for column in self.rows.columns].index("name")

    def current_row(self) -> int | None:
        """The row that the keyboard is on."""
        row = self.currentIndex().row()
        return row if 0 <= row < len(self.rows.ids) else None

    def go_to(self, row: int) -> None:
        """Puts the keyboard on a row."""
        self.setCurrentIndex(self.rows.index(row, self.name_column))

    # -- room ------------------------------------------------------------------------------------

    def arrange(self) -> None:
        """Gives every column its width, and leaves out those that the name needs the room of."""
        theme = current_theme()
        self.verticalHeader().setDefaultSectionSize(theme.size("tableRow"))
        widths = dict(self.column_widths())
        # The room of the scroll bar is kept free, so that no column moves when it comes or goes.
        room = self.width() - self.verticalScrollBar().sizeHint().width()
        for dropped in self.dropped:
            if room - sum(widths.values()) >= theme.px(self.least_name):
                break
            widths.pop(dropped, None)
        widths["name"] = max(room - sum(widths.values()), theme.px(_LEAST_OTHER))
        for section, column in enumerate(self.rows.columns):
            self.header.setSectionHidden(section, column.name not in widths)
            self.header.resizeSection(section, widths.get(column.name, 0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange()

    # -- keys and pointer ------------------------------------------------------------------------

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        if self.rows.ids and action == QAbstractItemView.CursorAction.MoveHome:
            return self.rows.index(0, self.name_column)
        if self.rows.ids and action == QAbstractItemView.CursorAction.MoveEnd:
            return self.rows.index(len(self.rows.ids) - 1, self.name_column)
        return super().moveCursor(action, modifiers)

    def keyboardSearch(self, search: str) -> None:
        """Typing is for Ctrl+F; single letters are actions."""

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._hover(self.rowAt(int(event.position().y())))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(-1)

    def _hover(self, row: int) -> None:
        if row != self._hovered_row:
            self._hovered_row = row
            self.viewport().update()

    # -- paint -----------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        rows = self._rows_at(event.rect())
        self._paint_ground(painter, event.rect(), rows)
        self.paint_cells(painter, event, rows)

    def paint_cells(self, painter: QPainter, event: QPaintEvent, rows: range) -> None:
        """The cells of some rows, on top of their ground."""
        painter.end()
        super().paintEvent(event)

    def _rows_at(self, place: QRect) -> range:
        """The rows of which something is to be painted."""
        first, last = self.rowAt(place.top()), self.rowAt(place.bottom())
        return range(first, last + 1 if last >= 0 else len(self.rows.ids)) if first >= 0 else range(0)

    def _paint_ground(self, painter: QPainter, place: QRect, rows: range) -> None:
        """The ground, and hover, selection and dividers of the rows."""
        theme = current_theme()
        painter.fillRect(place, theme.color("surface"))
        if not rows:
            return
        width, height = self.viewport().width(), self.verticalHeader().defaultSectionSize()
        current, focused = self.currentIndex().row(), self.hasFocus()
        top = self.rowViewportPosition(rows.start)
        for row in rows:
            if (row == current and focused) or self.is_picked(row):
                painter.fillRect(0, top, width, height, theme.color("selected"))
            elif row == current:
                painter.fillRect(0, top, width, height, theme.color("pressed"))
            elif row == self._hovered_row:
                painter.fillRect(0, top, width, height, theme.color("hover"))
            if row == current and focused:
                painter.fillRect(0, top, design_tokens()["focus"]["rowBar"], height, theme.color("focus"))
            painter.fillRect(0, top + height - 1, width, 1, theme.color("line"))
            top += height
