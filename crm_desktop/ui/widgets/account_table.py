"""The table of accounts: any number of rows, of which many can be ticked, its own keys, and the columns one chose."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QModelIndex, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from crm_desktop.i18n import tr
from crm_desktop.ui.keys import ctrl_letter, letter
from crm_desktop.ui.paint.list_parts import draw_loading_cells
from crm_desktop.ui.rows_model import RowsModel
from crm_desktop.ui.theme import current_theme
from crm_desktop.ui.widgets.account_cells import (
    USUAL,
    AccountDelegate,
    AccountFace,
    account_columns,
    column_width,
)
from crm_desktop.ui.widgets.row_table import RowTable
from crm_desktop.ui.widgets.row_ticks import RowTicks
from crm_desktop.ui.widgets.tick_header import TickHeader

_MOVES = {
    Qt.Key.Key_Up: QAbstractItemView.CursorAction.MoveUp,
    Qt.Key.Key_Down: QAbstractItemView.CursorAction.MoveDown,
    Qt.Key.Key_PageUp: QAbstractItemView.CursorAction.MovePageUp,
    Qt.Key.Key_PageDown: QAbstractItemView.CursorAction.MovePageDown,
    Qt.Key.Key_Home: QAbstractItemView.CursorAction.MoveHome,
    Qt.Key.Key_End: QAbstractItemView.CursorAction.MoveEnd,
}


_LOADING_ROWS = 8


class AccountTable(RowTable):
    """``fetch(ids)`` gives the faces of a window of rows; ``rename`` takes a name written into a row.

    ``single_letters`` False leaves L and X to the menu and to Ctrl+Space.
    """

    opened = Signal(object)
    log_ticked_asked = Signal()
    log_asked = Signal(object)
    delete_asked = Signal(object)
    menu_asked = Signal(QPoint)
    picks_changed = Signal()

    least_name = 150
    dropped = (
        "address", "website", "email", "phone", "tags", "industry", "since", "stake", "last_order", "owner",
        "next_step", "change", "last_contact", "strip", "revenue",
    )  # fmt: skip

    def __init__(
        self,
        fetch: Callable[[Sequence[int]], Sequence[AccountFace]],
        rename: Callable[[AccountFace, str], None],
        parent: QWidget | None = None,
    ) -> None:
        self.ticks = RowTicks(lambda: self.rows.ids, self._show_ticks)
        self.loading = False
        self.all_columns = account_columns(rename, self.ticks.has)
        super().__init__(RowsModel([self.all_columns[name] for name in USUAL], fetch), TickHeader(), parent)
        self._cells = AccountDelegate(self.rows, self, ticked=self.ticks.has)
        self.setItemDelegate(self._cells)
        self.single_letters = True
        self.setAccessibleName(tr("Accounts"))
        self.setAccessibleDescription(
            tr("Enter opens, X ticks, L logs, F2 renames, Delete deletes, Shift+F10 shows more")
        )
        self._head.tick_asked.connect(self.tick_all_or_none)
        self.doubleClicked.connect(self._open_clicked)
        self.arrange()

    @property
    def _head(self) -> TickHeader:
        assert isinstance(self.header, TickHeader)
        return self.header

    def current_id(self) -> int | None:
        """The account of the row that the keyboard is on."""
        row = self.current_row()
        return None if row is None else self.rows.id_at(row)

    def current_face(self) -> AccountFace | None:
        """What that row shows."""
        row = self.current_row()
        face: AccountFace | None = None if row is None else self.rows.row_at(row)
        return face

    def show_ids(self, ids: Sequence[int], *, stay: bool) -> None:
        """Shows these rows; with ``stay`` the current account and the place in the list are kept where they can be.

        Without it another search has found them: the same rows again are not read anew.
        """
        self._set_loading(False)
        current, row, scrolled = self.current_id(), self.currentIndex().row(), self.verticalScrollBar().value()
        self.ticks.end_range()
        if ids == self.rows.ids:
            if stay:
                self.rows.refresh_rows()
            elif ids:
                self.go_to(0)
                self.scrollToTop()
            return
        self.rows.set_ids(ids, same_rows=not stay)
        self.ticks.rows_are_others()
        if not ids:
            return
        if stay and current is not None:
            # Where the row has gone, the one that took its place is next.
            self.go_to(ids.index(current) if current in ids else min(row, len(ids) - 1))
            self.verticalScrollBar().setValue(scrolled)
        else:
            self.go_to(0)
            self.scrollToTop()

    def show_loading(self) -> None:
        """Grey rows where the first list will stand."""
        self._set_loading(not self.rows.ids)

    def _set_loading(self, loading: bool) -> None:
        if loading != self.loading:
            self.loading = loading
            self.viewport().update()

    def show_columns(self, names: Sequence[str]) -> None:
        """Shows these columns in this order; those that cannot be taken off are put back, unknown ones left out."""
        known = [name for name in dict.fromkeys(names) if name in self.all_columns and name != "tick"]
        shown = ["tick", *known, *([] if "name" in known else ["name"])]
        if shown != [column.name for column in self.rows.columns]:
            row = self.current_row()
            self.rows.set_columns([self.all_columns[name] for name in shown])
            self.arrange()
            if row is not None:
                self.go_to(row)

    def shown_columns(self) -> list[str]:
        """The columns that one chose, also those that have no room now."""
        return [column.name for column in self.rows.columns if column.name != "tick"]

    def show_account(self, account: int) -> None:
        """Puts the row of an account in view and the keyboard on it, if it is among the rows."""
        if account in self.rows.ids:
            self.go_to(self.rows.ids.index(account))
            self.scrollTo(self.currentIndex())

    def rename_current(self) -> None:
        """Opens the name of the current row for writing."""
        if self.current_id() is not None:
            self.edit(self.rows.index(self.currentIndex().row(), self.name_column))

    def column_widths(self) -> Mapping[str, int]:
        theme = current_theme()
        widths = {column.name: column_width(column.name, theme) for column in self.rows.columns}
        if self.window().width() < theme.breakpoint("dropStripBelow"):
            widths.pop("strip", None)
        widths.pop("name")
        return widths

    # -- paint -----------------------------------------------------------------------------------

    def paint_cells(self, painter: QPainter, event: QPaintEvent, rows: range) -> None:
        # Not by the view, which would ask the model about each of 170 cells, of which nothing depends on the answer.
        theme, height = current_theme(), self.verticalHeader().defaultSectionSize()
        edge, gap, last = theme.space(5), theme.space(2), len(self.rows.columns) - 1
        cells = []
        for section, column in enumerate(self.rows.columns):
            left, width = self.columnViewportPosition(section), self.columnWidth(section)
            if width and left <= event.rect().right() and left + width > event.rect().left():
                begin, end = edge if section == 0 else gap, edge if section == last else gap
                cells.append((self._cells.painter_of(column), left + begin, width - begin - end))
        if self.loading:
            for row in range(_LOADING_ROWS):
                place = QRectF(0, row * height, self.viewport().width(), height)
                draw_loading_cells(painter, place, [(left, width) for _, left, width in cells], theme)
        top = self.rowViewportPosition(rows.start) if rows else 0
        self.rows.read(rows)
        for row in rows:
            face: AccountFace | None = self.rows.row_at(row)
            if face is not None:
                for paint, left, width in cells:
                    paint(painter, QRectF(left, top, width, height - 1), face, theme)
            top += height

    # -- ticks -----------------------------------------------------------------------------------

    def picked(self) -> list[int]:
        """What is ticked, in the order of the rows."""
        return self.ticks.ids()

    @property
    def picked_count(self) -> int:
        """How many of the rows are ticked."""
        return self.ticks.count

    def is_picked(self, row: int) -> bool:
        return self.ticks.has(self.rows.ids[row])

    def clear_picks(self) -> None:
        """Unticks everything."""
        self.ticks.clear()

    def tick_all(self) -> None:
        """Ticks every row there is, on screen or not."""
        self.ticks.tick_all()

    def tick_all_or_none(self) -> None:
        """What the box in the head does."""
        if self.ticks.are_all:
            self.ticks.clear()
        else:
            self.ticks.tick_all()

    def toggle(self, row: int) -> None:
        """Ticks or unticks one row."""
        self.ticks.toggle(row)

    def _show_ticks(self) -> None:
        self._head.ticked = self.ticks.are_all
        self._head.viewport().update()
        self.viewport().update()
        self.picks_changed.emit()

    def _extend_to(self, row: int) -> None:
        self.ticks.extend(max(self.currentIndex().row(), 0), row)
        self.go_to(row)

    # -- keys and pointer ------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        account, row = self.current_id(), self.current_row()
        held = event.modifiers()
        # The field that a name is written in hands on the Enter it was finished with.
        if account is None or row is None or self.state() == QAbstractItemView.State.EditingState:
            super().keyPressEvent(event)
        elif event.key() in _MOVES:
            to = self.moveCursor(_MOVES[Qt.Key(event.key())], Qt.KeyboardModifier.NoModifier).row()
            if held & Qt.KeyboardModifier.ShiftModifier:
                self._extend_to(to)
            else:
                self.ticks.end_range()
                self.go_to(to)
        elif ctrl_letter(event) == "A":
            self.tick_all()
        elif event.key() == Qt.Key.Key_Space and held & Qt.KeyboardModifier.ControlModifier:
            self.toggle(row)
        elif event.key() == Qt.Key.Key_Escape and self.picked_count:
            self.clear_picks()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(account)
        elif event.key() == Qt.Key.Key_Delete:
            self.delete_asked.emit(account)
        elif event.key() == Qt.Key.Key_F2:
            self.rename_current()
        elif self.single_letters and letter(event) == "L":
            if self.picked_count:
                self.log_ticked_asked.emit()
            else:
                self.log_asked.emit(account)
        elif self.single_letters and letter(event) == "X":
            self.toggle(row)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if event.button() != Qt.MouseButton.LeftButton or not index.isValid():
            super().mousePressEvent(event)
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._extend_to(index.row())
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier or self._is_tick(index):
            self.go_to(index.row())
            self.toggle(index.row())
        else:
            self.ticks.end_range()
            super().mousePressEvent(event)

    def _is_tick(self, index: QModelIndex) -> bool:
        return self.rows.columns[index.column()].name == "tick"

    def _open_clicked(self, index: QModelIndex) -> None:
        if not self._is_tick(index):
            self.opened.emit(self.rows.id_at(index.row()))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self.current_id() is None:
            return
        place = event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            rect = self.visualRect(self.currentIndex())
            place = self.viewport().mapToGlobal(rect.bottomLeft())
        self.menu_asked.emit(place)
