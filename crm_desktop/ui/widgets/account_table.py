"""The table of all accounts: any number of rows, its own keys, and columns that go where there is no room."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from crm_desktop.i18n import tr
from crm_desktop.ui.keys import letter
from crm_desktop.ui.rows_model import RowsModel
from crm_desktop.ui.theme import current_theme, design_tokens, look
from crm_desktop.ui.widgets.account_cells import AccountDelegate, AccountFace, account_columns, column_width
from crm_desktop.ui.widgets.sort_header import SortHeader

_LEAST_NAME = 180
# What goes first when a name has no room; the strip also goes under the width that the design says.
_DROPPED = ("change", "last_contact", "strip", "revenue")


class AccountTable(QTableView):
    """``fetch(ids)`` gives the faces of a window of rows; ``rename`` takes a name written into a row.

    ``single_letters`` False leaves L to the menu alone.
    """

    opened = Signal(object)
    log_asked = Signal(object)
    delete_asked = Signal(object)
    menu_asked = Signal(QPoint)

    def __init__(
        self,
        fetch: Callable[[Sequence[int]], Sequence[AccountFace]],
        rename: Callable[[AccountFace, str], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.rows = RowsModel(account_columns(rename), fetch, self)
        self.setModel(self.rows)
        self.header = SortHeader(self)
        self.setHorizontalHeader(self.header)
        self.setItemDelegate(AccountDelegate(self.rows, self))
        self.single_letters = True
        self._hovered_row = -1
        self.setAccessibleName(tr("Accounts"))
        self.setAccessibleDescription(tr("Enter opens, L logs, F2 renames, Delete deletes, Shift+F10 shows more"))
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
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.header.setMinimumSectionSize(1)
        self.doubleClicked.connect(lambda index: self.opened.emit(self.rows.id_at(index.row())))
        look().changed.connect(self.arrange)
        self.arrange()

    @property
    def _name_column(self) -> int:
        return [column.name for column in self.rows.columns].index("name")

    def current_id(self) -> int | None:
        """The account of the row that the keyboard is on."""
        row = self.currentIndex().row()
        return self.rows.id_at(row) if 0 <= row < len(self.rows.ids) else None

    def current_face(self) -> AccountFace | None:
        """What that row shows."""
        row = self.currentIndex().row()
        face: AccountFace | None = self.rows.row_at(row) if 0 <= row < len(self.rows.ids) else None
        return face

    def show_ids(self, ids: Sequence[int], *, stay: bool) -> None:
        """Shows these rows; with ``stay`` the current account and the place in the list are kept where they can be."""
        current, row, scrolled = self.current_id(), self.currentIndex().row(), self.verticalScrollBar().value()
        if ids == self.rows.ids:
            self.rows.refresh_rows()
            return
        self.rows.set_ids(ids)
        if not ids:
            return
        if stay and current is not None:
            # Where the row has gone, the one that took its place is next.
            row = ids.index(current) if current in ids else min(row, len(ids) - 1)
            self._go_to(row)
            self.verticalScrollBar().setValue(scrolled)
        else:
            self._go_to(0)
            self.scrollToTop()

    def show_account(self, account: int) -> None:
        """Puts the row of an account in view and the keyboard on it, if it is among the rows."""
        if account in self.rows.ids:
            self._go_to(self.rows.ids.index(account))
            self.scrollTo(self.currentIndex())

    def rename_current(self) -> None:
        """Opens the name of the current row for writing."""
        if self.current_id() is not None:
            self.edit(self.rows.index(self.currentIndex().row(), self._name_column))

    def _go_to(self, row: int) -> None:
        self.setCurrentIndex(self.rows.index(row, self._name_column))

    # -- room ------------------------------------------------------------------------------------

    def arrange(self) -> None:
        """Gives every column its width, and leaves out those that the name needs the room of."""
        theme = current_theme()
        self.verticalHeader().setDefaultSectionSize(theme.size("tableRow"))
        names = [column.name for column in self.rows.columns]
        widths = {name: column_width(name, theme) for name in names}
        hidden = {"strip"} if self.window().width() < theme.breakpoint("dropStripBelow") else set()
        room = self.viewport().width()
        for dropped in _DROPPED:
            if room - sum(width for name, width in widths.items() if name not in hidden) >= theme.px(_LEAST_NAME):
                break
            hidden.add(dropped)
        left = room - sum(width for name, width in widths.items() if name not in hidden)
        widths["name"] = max(left, theme.px(60))
        for section, name in enumerate(names):
            self.header.setSectionHidden(section, name in hidden)
            self.header.resizeSection(section, widths[name])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange()

    # -- keys and pointer ------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        account = self.current_id()
        # The field that a name is written in hands on the Enter it was finished with.
        if account is None or self.state() == QAbstractItemView.State.EditingState:
            super().keyPressEvent(event)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(account)
        elif event.key() == Qt.Key.Key_Delete:
            self.delete_asked.emit(account)
        elif event.key() == Qt.Key.Key_F2:
            self.rename_current()
        elif self.single_letters and letter(event) == "L":
            self.log_asked.emit(account)
        else:
            super().keyPressEvent(event)

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        if self.rows.ids and action == QAbstractItemView.CursorAction.MoveHome:
            return self.rows.index(0, self._name_column)
        if self.rows.ids and action == QAbstractItemView.CursorAction.MoveEnd:
            return self.rows.index(len(self.rows.ids) - 1, self._name_column)
        return super().moveCursor(action, modifiers)

    def keyboardSearch(self, search: str) -> None:
        """Typing is for Ctrl+F; single letters are actions."""

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self.current_id() is None:
            return
        place = event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            rect = self.visualRect(self.currentIndex())
            place = self.viewport().mapToGlobal(rect.bottomLeft())
        self.menu_asked.emit(place)

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

    def paintEvent(self, event: QPaintEvent) -> None:
        self._paint_ground()
        super().paintEvent(event)

    def _paint_ground(self) -> None:
        """Hover, selection and dividers of the rows on screen; the cells are painted on top."""
        first = self.rowAt(0)
        if first < 0:
            return
        theme, painter = current_theme(), QPainter(self.viewport())
        width, height = self.viewport().width(), self.verticalHeader().defaultSectionSize()
        current, focused = self.currentIndex().row(), self.hasFocus()
        top = self.rowViewportPosition(first)
        for row in range(first, min(first + self.viewport().height() // height + 2, len(self.rows.ids))):
            if row == current:
                painter.fillRect(0, top, width, height, theme.color("selected" if focused else "pressed"))
                if focused:
                    painter.fillRect(0, top, design_tokens()["focus"]["rowBar"], height, theme.color("focus"))
            elif row == self._hovered_row:
                painter.fillRect(0, top, width, height, theme.color("hover"))
            painter.fillRect(0, top + height - 1, width, 1, theme.color("line"))
            top += height
