"""The accounts that left, the newest first: when the list would have shown each, or that it would have missed it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from math import ceil

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from crm_desktop.i18n import currency_exponent, format_day, format_money, tr
from crm_desktop.services.court import Departure
from crm_desktop.services.court_wording import afterwards, warning_text
from crm_desktop.ui.icons import draw_icon
from crm_desktop.ui.keys import letter
from crm_desktop.ui.paint.text import LEFT, RIGHT, draw_text, text_width
from crm_desktop.ui.rows_model import Column, Index, RowsModel
from crm_desktop.ui.theme import Theme, current_theme, design_tokens, look
from crm_desktop.ui.widgets.sort_header import SortHeader

_LEAST_NAME = 150
_WIDTHS = {"last_order": 112, "first_listed": 112, "warning": 140, "afterwards": 150, "revenue": 108}
# What goes first when a name has no room.
_DROPPED = ("revenue", "afterwards", "first_listed")
_ROWS_AT_LEAST = 5


class DepartureTable(QTableView):
    """``fetch(ids)`` gives a window of departures; ``opened`` carries the account."""

    opened = Signal(object)

    def __init__(self, fetch: Callable[[Sequence[int]], Sequence[Departure]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.currency = "EUR"
        self.rows = RowsModel(self._columns(), fetch, self)
        self.setModel(self.rows)
        self._head = SortHeader(self)
        self._head.setSectionsClickable(False)
        self._head.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._head.setAccessibleName(tr("Columns"))
        self._head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._head.setMinimumSectionSize(1)
        self.setHorizontalHeader(self._head)
        self.setItemDelegate(_Delegate(self.rows, self))
        self._hovered_row = -1
        self.setAccessibleName(tr("Who left"))
        self.setAccessibleDescription(tr("Enter opens the account"))
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
        self.doubleClicked.connect(lambda _index: self._open())
        look().changed.connect(self._arrange)
        self._arrange()

    def _columns(self) -> tuple[Column, ...]:
        def listed(row: Departure) -> str:
            return "–" if row.first_listed is None else format_day(row.first_listed, "date")

        return (
            Column("name", tr("Account"), lambda row: row.name, sortable=False),
            Column("last_order", tr("Last order"), lambda row: format_day(row.last_order, "date"), sortable=False),
            Column("first_listed", tr("First listed"), listed, sortable=False),
            Column("warning", tr("Warning"), warning_text, sortable=False),
            Column("afterwards", tr("Since then"), afterwards, sortable=False),
            Column("revenue", tr("Revenue"), self._revenue, right=True, sortable=False),
        )

    def _revenue(self, row: Departure) -> str:
        # Without cents, so that the figures stand under each other.
        unit = 10 ** currency_exponent(self.currency)
        return format_money(round(row.revenue / unit) * unit, self.currency)

    def show_departures(self, places: Sequence[int], currency: str) -> None:
        """Shows these; where they are the same as before, the row and the place in the list stay."""
        self.currency = currency
        if tuple(places) == tuple(self.rows.ids):
            self.rows.refresh_rows()
            return
        self.rows.set_ids(tuple(places))
        if places:
            self.setCurrentIndex(self.rows.index(0, 0))
            self.scrollToTop()

    def current_account(self) -> int | None:
        """The account of the row that the keyboard is on."""
        index = self.currentIndex().row()
        row: Departure | None = self.rows.row_at(index) if 0 <= index < len(self.rows.ids) else None
        return row.account if row else None

    def _open(self) -> None:
        account = self.current_account()
        if account is not None:
            self.opened.emit(account)

    # -- room ------------------------------------------------------------------------------------

    def minimumSizeHint(self) -> QSize:
        theme = current_theme()
        shown = min(max(len(self.rows.ids), 1), _ROWS_AT_LEAST)
        return QSize(theme.px(240), self._head.sizeHint().height() + shown * theme.size("tableRow"))

    def _arrange(self) -> None:
        """Gives every column its width, and leaves out those that the name needs the room of."""
        theme = current_theme()
        self.verticalHeader().setDefaultSectionSize(theme.size("tableRow"))
        widths = {name: theme.px(width) for name, width in _WIDTHS.items()}
        widths["afterwards"] = max(widths["afterwards"], _widest_return(theme) + 2 * theme.space(2))
        room = self.viewport().width()
        for dropped in _DROPPED:
            if room - sum(widths.values()) >= theme.px(_LEAST_NAME):
                break
            del widths[dropped]
        widths["name"] = max(room - sum(widths.values()), theme.px(60))
        for section, column in enumerate(self.rows.columns):
            self._head.setSectionHidden(section, column.name not in widths)
            self._head.resizeSection(section, widths.get(column.name, 0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    # -- keys and pointer ------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open()
        elif event.key() == Qt.Key.Key_Home and self.rows.ids:
            self.setCurrentIndex(self.rows.index(0, 0))
        elif event.key() == Qt.Key.Key_End and self.rows.ids:
            self.setCurrentIndex(self.rows.index(len(self.rows.ids) - 1, 0))
        elif letter(event):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Letters are actions of the page."""

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


def _widest_return(theme: Theme) -> int:
    """The room that "back on 25 May 2011" takes in the longest of months."""
    days = (format_day(date(2000, month, 28), "date") for month in range(1, 13))
    return ceil(max(text_width(tr("back on {day}", day=day), theme) for day in days)) + 1


class _Delegate(QStyledItemDelegate):
    """Paints the cells; whether an account was seen is said by a mark and a word, never by colour alone."""

    def __init__(self, model: RowsModel, parent: QObject) -> None:
        super().__init__(parent)
        self._model = model

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: Departure | None = self._model.row_at(index.row())
        if row is None:
            return
        theme, column = current_theme(), self._model.columns[index.column()]
        left = theme.space(5 if index.column() == 0 else 2)
        right = theme.space(5 if column.right else 2)
        place = QRectF(option.rect).adjusted(left, 0, -right, -1)
        if column.name == "warning":
            self._paint_warning(painter, place, row, theme)
            return
        strong = column.name == "name"
        draw_text(
            painter,
            place,
            column.text(row),
            theme,
            role="bodyStrong" if strong else "body",
            color="text" if strong or column.right else "text2",
            align=RIGHT if column.right else LEFT,
        )

    def _paint_warning(self, painter: QPainter, place: QRectF, row: Departure, theme: Theme) -> None:
        seen = row.warning is not None
        size = theme.size("iconSmall")
        spot = QRectF(place.left(), place.top(), size, place.height())
        draw_icon(painter, spot, "check" if seen else "x", theme.color("accent" if seen else "text3"), size=size)
        words = place.adjusted(size + theme.px(6), 0, 0, 0)
        draw_text(painter, words, warning_text(row), theme, color="text" if seen else "text2")
