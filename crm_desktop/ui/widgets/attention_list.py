"""The list of Today: keys, pointer, menu and where the focus goes when a row leaves."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal, SignalInstance
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QMenu, QToolTip, QWidget

from crm_desktop.domain.dates import day_number
from crm_desktop.domain.kinds import Tier
from crm_desktop.i18n import tr
from crm_desktop.services.attention_data import TodayList
from crm_desktop.ui.keys import letter
from crm_desktop.ui.paint.text import plain_tool_tip
from crm_desktop.ui.theme import current_theme, look
from crm_desktop.ui.widgets.attention_delegate import AttentionDelegate
from crm_desktop.ui.widgets.attention_model import AttentionModel, Item, ItemKind, Order


class AttentionList(QListView):
    """Asks its page for what a key or a click means; the account is the argument of every signal.

    `single_letters` False leaves L, S and D to the menu alone.
    """

    open_asked = Signal(object)
    why_asked = Signal(object)
    log_asked = Signal(object)
    snooze_asked = Signal(object)
    done_asked = Signal(object)
    more_asked = Signal()
    accounts_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.single_letters = True
        self._listed: TodayList | None = None
        self._left: set[int] = set()
        self.items = AttentionModel(self)
        self._delegate = AttentionDelegate(self.items, self)
        self._layout_shown = ""
        self.setModel(self.items)
        self.setItemDelegate(self._delegate)
        self.setUniformItemSizes(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(tr("Accounts worth a call"))
        look().changed.connect(self.scheduleDelayedItemsLayout)

    # -- what is shown ---------------------------------------------------------------------------

    def show_list(self, listed: TodayList) -> None:
        """Shows the list; a selected account that has left hands its place to the next one.

        An account that left before and is back (undo) is selected again.
        """
        current, place = self.current_account(), max(self.currentIndex().row(), 0)
        shown = {row.account for row in listed.rows}
        leaves = current is not None and current not in shown
        picture = self._picture_of_leaving() if leaves else None
        back = self._left & shown
        scrolled = self.verticalScrollBar().value()
        self._listed = listed
        self.items.show_list(listed)
        if leaves and current is not None:
            self._left.add(current)
        self._left -= shown
        wanted = back.pop() if back else current
        row = self.items.row_of(wanted) if wanted is not None else -1
        self.doItemsLayout()
        self.verticalScrollBar().setValue(scrolled)
        self._select(row if row >= 0 else self._account_near(place))
        if picture is not None:
            from crm_desktop.ui.widgets.leaving_row import LeavingRow  # no row leaves before the first paint

            rect, before = picture
            LeavingRow(
                self.viewport(),
                row=rect,
                before=before,
                after=self.viewport().grab(),
                milliseconds=current_theme().motion("rowLeave"),
            )

    def choose(self, *, tier: Tier | None, order: Order) -> None:
        """Shows one tier (``None``: all) in an order; the selected account stays selected."""
        current = self.current_account()
        self.items.choose(tier=tier, order=order)
        row = self.items.row_of(current) if current is not None else -1
        self._select(row if row >= 0 else self._account_near(0))

    def set_compact(self, compact: bool) -> None:
        """Rows of 36 px instead of 64."""
        if compact == self.items.compact:
            return
        current = self.current_account()
        self.items.set_compact(compact)
        self._select(self.items.row_of(current) if current is not None else self._account_near(0))
        self.scheduleDelayedItemsLayout()

    def current_account(self) -> int | None:
        """The account of the selected row."""
        item = self._current()
        return item.row.account if item is not None and item.row is not None else None

    def place_of(self, account: int) -> QRect:
        """Where the row of an account is on the screen; empty when it is not shown."""
        row = self.items.row_of(account)
        if row < 0:
            return QRect()
        rect = self.visualRect(self.items.index(row))
        return QRect(self.viewport().mapToGlobal(rect.topLeft()), rect.size())

    def _current(self) -> Item | None:
        index = self.currentIndex()
        return self.items.item(index.row()) if index.isValid() else None

    def _account_near(self, place: int) -> int:
        """The account at a place; behind the last one of a section the one before it, else the first line."""
        rows = range(self.items.rowCount())
        if not rows:
            return -1
        place = max(min(place, rows[-1]), 0)
        stop = [ItemKind.ACCOUNT, ItemKind.MORE]
        candidates = [place, place - 1, *range(place, rows[-1] + 1)]
        return next((n for n in candidates if n in rows and self.items.item(n).kind in stop), 0)

    def _select(self, row: int) -> None:
        if row >= 0:
            self.setCurrentIndex(self.items.index(row))

    def _picture_of_leaving(self) -> tuple[QRect, QPixmap] | None:
        rect = self.visualRect(self.currentIndex())
        if (
            not current_theme().motion("rowLeave")
            or not self.isVisible()
            or not rect.intersects(self.viewport().rect())
        ):
            return None
        return rect, self.viewport().grab(rect)

    # -- keys ------------------------------------------------------------------------------------

    def keyboardSearch(self, search: str) -> None:
        """Nothing: letters are actions here, and looking for a name is Ctrl+F."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        item, key = self._current(), event.key()
        if item is None:
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._activate(item, self.open_asked)
        elif key == Qt.Key.Key_Space:
            self._activate(item, self.why_asked)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and item.kind == ItemKind.SECTION:
            self.items.fold(item.section, key == Qt.Key.Key_Left)
        elif not self._act(letter(event), item):
            super().keyPressEvent(event)

    def _activate(self, item: Item, asked: SignalInstance) -> None:
        if item.kind == ItemKind.SECTION:
            self.items.fold(item.section, not self.items.is_folded(item.section))
        elif item.kind == ItemKind.MORE:
            self.more_asked.emit()
        elif item.kind == ItemKind.REST:
            self.accounts_asked.emit()
        elif item.row is not None:
            asked.emit(item.row.account)

    def _act(self, name: str, item: Item) -> bool:
        """Does what a letter stands for; False when it stands for nothing here."""
        asked = {"L": self.log_asked, "S": self.snooze_asked, "D": self.done_asked}.get(name)
        if asked is None or item.row is None or not self.single_letters:
            return False
        asked.emit(item.row.account)
        return True

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            self._select(self._account_near(0))

    # -- pointer ---------------------------------------------------------------------------------

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        key = self._action_at(event.position().toPoint())
        if key != self._delegate.hovered_key:
            self._delegate.hovered_key = key
            self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if key else Qt.CursorShape.ArrowCursor)
            self.viewport().update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = event.position().toPoint()
        # Read before the press selects the row: a row shows its actions under the pointer anyway.
        key, index = self._action_at(place), self.indexAt(place)
        super().mousePressEvent(event)
        if event.button() != Qt.MouseButton.LeftButton or not index.isValid():
            return
        item = self.items.item(index.row())
        if item.kind == ItemKind.ACCOUNT:
            self._act_by_pointer(key, item)
        else:
            self._activate(item, self.open_asked)

    def _act_by_pointer(self, key: str, item: Item) -> None:
        by_letter, self.single_letters = self.single_letters, True
        try:
            self._act(key, item)
        finally:
            self.single_letters = by_letter

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        place = event.position().toPoint()
        item = self._item_at(place)
        if item is not None and item.row is not None and not self._action_at(place):
            self.open_asked.emit(item.row.account)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent) and self._listed is not None:
            item, index = self._item_at(event.pos()), self.indexAt(event.pos())
            text = ""
            if item is not None and item.row is not None:
                text = self._delegate.tool_tip_at(
                    event.pos(),
                    self.visualRect(index),
                    item.row,
                    today=day_number(self._listed.day),
                    currency=self._listed.summary.currency,
                )
            QToolTip.showText(event.globalPos(), plain_tool_tip(text), self)
            return True
        return super().viewportEvent(event)

    def _item_at(self, place: QPoint) -> Item | None:
        index = self.indexAt(place)
        return self.items.item(index.row()) if index.isValid() else None

    def _action_at(self, place: QPoint) -> str:
        index = self.indexAt(place)
        if not index.isValid():
            return ""
        return self._delegate.action_at(place, self.visualRect(index), self.items.item(index.row()), shown=True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._delegate.row_layout != self._layout_shown:
            self._layout_shown = self._delegate.row_layout
            self.scheduleDelayedItemsLayout()

    # -- menu ------------------------------------------------------------------------------------

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        if not index.isValid():
            return
        self.setCurrentIndex(index)
        menu = self.row_menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        rect = self.visualRect(index)
        menu.popup(self.viewport().mapToGlobal(rect.center()) if by_key else event.globalPos())

    def row_menu(self) -> QMenu:
        """The menu of the selected line."""
        from crm_desktop.ui.widgets.attention_menu import row_menu  # not before somebody opens it

        item = self._current()
        return row_menu(self, item.row.account if item is not None and item.row is not None else None)
