"""The accounts that left, the newest first: when the list would have shown each, or that it would have missed it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from math import ceil

from PySide6.QtCore import QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from crm_desktop.i18n import currency_exponent, format_day, format_money, tr
from crm_desktop.services.court import Departure
from crm_desktop.services.court_wording import afterwards, warning_text
from crm_desktop.ui.icons import draw_icon
from crm_desktop.ui.keys import letter
from crm_desktop.ui.paint.text import LEFT, RIGHT, draw_text, text_width
from crm_desktop.ui.rows_model import Column, Index, RowsModel
from crm_desktop.ui.theme import Theme, current_theme
from crm_desktop.ui.widgets.row_table import RowTable
from crm_desktop.ui.widgets.sort_header import SortHeader

_WIDTHS = {"last_order": 112, "first_listed": 112, "warning": 140, "afterwards": 150, "revenue": 108}
_ROWS_AT_LEAST = 5


class DepartureTable(RowTable):
    """``fetch(ids)`` gives a window of departures; ``opened`` carries the account."""

    opened = Signal(object)
    # What goes first when a name has no room.
    dropped = ("revenue", "afterwards", "first_listed")

    def __init__(self, fetch: Callable[[Sequence[int]], Sequence[Departure]], parent: QWidget | None = None) -> None:
        self.currency = "EUR"
        head = SortHeader()
        head.setSectionsClickable(False)
        head.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        head.setAccessibleName(tr("Columns"))
        super().__init__(RowsModel(self._columns(), fetch), head, parent)
        self.setItemDelegate(_Delegate(self.rows, self))
        self.setAccessibleName(tr("Who left"))
        self.setAccessibleDescription(tr("Enter opens the account"))
        self.doubleClicked.connect(lambda _index: self._open())
        self.arrange()

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
            self.go_to(0)
            self.scrollToTop()

    def current_account(self) -> int | None:
        """The account of the row that the keyboard is on."""
        place = self.current_row()
        row: Departure | None = self.rows.row_at(place) if place is not None else None
        return row.account if row else None

    def _open(self) -> None:
        account = self.current_account()
        if account is not None:
            self.opened.emit(account)

    # -- room ------------------------------------------------------------------------------------

    def minimumSizeHint(self) -> QSize:
        theme = current_theme()
        shown = min(max(len(self.rows.ids), 1), _ROWS_AT_LEAST)
        return QSize(theme.px(240), self.header.sizeHint().height() + shown * theme.size("tableRow"))

    def column_widths(self) -> Mapping[str, int]:
        theme = current_theme()
        widths = {name: theme.px(width) for name, width in _WIDTHS.items()}
        widths["afterwards"] = max(widths["afterwards"], _widest_return(theme) + 2 * theme.space(2))
        return widths

    # -- keys and pointer ------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open()
        elif letter(event):
            event.ignore()
        else:
            super().keyPressEvent(event)


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
