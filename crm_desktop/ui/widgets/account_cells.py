"""What the cells of the Accounts table show and how they are painted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from PySide6.QtCore import QAbstractItemModel, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QLineEdit, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from crm_desktop.domain.dates import day_from, day_number
from crm_desktop.i18n import currency_exponent, format_money, format_percent, format_relative_day, tr, tr_n
from crm_desktop.services import wording
from crm_desktop.services.account_views import STRIP_DAYS, ListRow
from crm_desktop.services.standings import ORDER
from crm_desktop.ui.attention_face import STATUS_OF_STANDING, rating_face
from crm_desktop.ui.paint.badge import draw_tier_badge
from crm_desktop.ui.paint.chip import RatingFace, draw_rating_chip, draw_status_word
from crm_desktop.ui.paint.strip import StripData, draw_cached_strip, strip_data
from crm_desktop.ui.paint.text import LEFT, RIGHT, draw_text
from crm_desktop.ui.rows_model import Column, Index, RowsModel
from crm_desktop.ui.theme import Status, Theme, current_theme

_STRIP_HEIGHT = 24
_BADGE = 20


class AccountFace(NamedTuple):
    """One row ready to paint."""

    id: int
    name: str
    tier: str
    status: Status
    status_word: str
    strip: StripData
    last_contact: str
    rating: RatingFace
    revenue: str
    change: str
    spoken_strip: str


def account_face(row: ListRow, *, today: date, currency: str) -> AccountFace:
    """The row in words and marks; money in minor units of ``currency``."""
    account, strip = row.account, row.strip
    standing = None if account.status is None else ORDER[account.status]
    status: Status = "unknown" if standing is None else STATUS_OF_STANDING[standing]
    last = day_number(today)
    before = account.revenue_before
    return AccountFace(
        id=row.id,
        name=account.name,
        tier=account.tier,
        status=status,
        status_word="" if standing is None else wording.status_word(standing),
        strip=strip_data(
            orders=strip.orders,
            contact_days=strip.contacts,
            expected_days=strip.missed,
            first_day=last - STRIP_DAYS,
            last_day=last,
            status=status,
        ),
        last_contact=format_relative_day(account.last_contact, today),
        rating=rating_face(account.rating, account.rating_before),
        revenue=_whole_money(account.revenue, currency),
        change=format_percent((account.revenue - before) / before, signed=True) if before > 0 else "–",
        spoken_strip=_spoken_strip(row, today),
    )


def _whole_money(minor: int, currency: str) -> str:
    """Without cents, so that the figures of a column stand under each other."""
    unit = 10 ** currency_exponent(currency)
    return format_money(round(minor / unit) * unit, currency)


def _spoken_strip(row: ListRow, today: date) -> str:
    orders = row.strip.orders
    if not orders:
        return tr("No order in 12 months")
    last = format_relative_day(day_from(orders[-1][0]), today)
    words = tr_n("{n} order in 12 months, the last one {when}", "{n} orders in 12 months, the last one {when}",
                 len(orders), when=last)  # fmt: skip
    missed = len(row.strip.missed)
    return words + (", " + tr_n("{n} expected order missing", "{n} expected orders missing", missed) if missed else "")


def account_columns(rename: Callable[[AccountFace, str], None]) -> Sequence[Column]:
    """The columns in their order; ``rename`` takes a name written into a cell."""

    def spoken_rating(face: AccountFace) -> str:
        words = {"risk": tr("at risk"), "steady": tr("satisfied"), "advocate": tr("advocate")}
        moves = {"up": tr("rising"), "down": tr("falling"), "flat": tr("unchanged")}
        parts = (face.rating.text, words.get(face.rating.status, ""), moves.get(face.rating.direction, ""))
        return ", ".join(part for part in parts if part)

    return (
        Column("tier", tr("Tier"), lambda face: face.tier, spoken=lambda face: tr("tier {tier}", tier=face.tier)),
        Column("name", tr("Account"), lambda face: face.name, write=rename),
        Column("status", tr("Rhythm now"), lambda face: face.status_word),
        Column("strip", tr("12 months"), lambda face: face.spoken_strip, sortable=False),
        Column("last_contact", tr("Last contact"), lambda face: face.last_contact),
        Column("rating", tr("Rating"), lambda face: face.rating.text, spoken=spoken_rating),
        Column("revenue", tr("Revenue"), lambda face: face.revenue, right=True),
        Column("change", tr("Change"), lambda face: face.change, right=True),
    )


def column_width(name: str, theme: Theme) -> int:
    """The width of a column in logical pixels; the name takes what is left."""
    widths = {"tier": 60, "status": 140, "strip": 190, "last_contact": 112, "rating": 112, "revenue": 108, "change": 92}
    return theme.px(widths.get(name, 0))


class AccountDelegate(QStyledItemDelegate):
    """Paints the cells from the model's rows and asks for nothing else: no query and no ``data()`` a cell.

    The ground of a row (hover, selection, divider) is painted by the view, once a row.
    """

    def __init__(self, model: RowsModel, parent: QObject) -> None:
        super().__init__(parent)
        self._model = model
        self._painters: list[Callable[[QPainter, QRectF, AccountFace, Theme], None]] = [
            getattr(self, f"_paint_{column.name}") for column in model.columns
        ]

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        theme = current_theme()
        return QSize(column_width(self._model.columns[index.column()].name, theme), theme.size("tableRow"))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, column = current_theme(), index.column()
        face = self._model.row_at(index.row())
        if face is not None:
            left = theme.space(5 if column == 0 else 2)
            right = theme.space(5 if column == len(self._painters) - 1 else 2)
            self._painters[column](painter, QRectF(option.rect).adjusted(left, 0, -right, -1), face, theme)

    # One function a column, found by its name.

    def _paint_tier(self, painter: QPainter, place: QRectF, face: AccountFace, theme: Theme) -> None:
        draw_tier_badge(painter, place, face.tier, theme, size=_BADGE)

    def _paint_name(self, painter: QPainter, place: QRectF, face: AccountFace, theme: Theme) -> None:
        draw_text(painter, place, face.name, theme, role="bodyStrong")

    def _paint_status(self, painter: QPainter, place: QRectF, face: AccountFace, theme: Theme) -> None:
        if face.status_word:
            draw_status_word(painter, place, face.status, face.status_word, theme)

    def _paint_strip(self, painter: QPainter, place: QRectF, face: AccountFace, theme: Theme) -> None:
        height = theme.px(_STRIP_HEIGHT)
        top = place.center().y() - height / 2 + theme.px(1)
        draw_cached_strip(painter, QRectF(place.left(), top, place.width(), height), face.strip, theme)

    def _paint_last_contact(self, painter: QPainter, place: QRectF, face: AccountFace, theme: Theme) -> None:
        draw_text(painter, place, face.last_contact, theme, color="text2", align=LEFT)

    def _paint_rating(self, painter: QPainter, place: QRectF, face: AccountFace, theme: Theme) -> None:
        draw_rating_chip(painter, place, face.rating, theme)

    def _paint_revenue(self, painter: QPainter, place: QRectF, face: AccountFace, theme: Theme) -> None:
        draw_text(painter, place, face.revenue, theme, align=RIGHT)

    def _paint_change(self, painter: QPainter, place: QRectF, face: AccountFace, theme: Theme) -> None:
        draw_text(painter, place, face.change, theme, color="text2", align=RIGHT)

    # Writing into the name.

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = QLineEdit(parent)
        editor.setAccessibleName(tr("Name"))
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        assert isinstance(editor, QLineEdit)
        editor.setText(index.data(Qt.ItemDataRole.EditRole) or "")
        editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        assert isinstance(editor, QLineEdit)
        if editor.text() != index.data(Qt.ItemDataRole.EditRole):
            model.setData(index, editor.text(), Qt.ItemDataRole.EditRole)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        editor.setGeometry(option.rect.adjusted(-current_theme().space(1), 2, 0, -2))
