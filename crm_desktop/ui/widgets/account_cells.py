"""What the cells of the Accounts table show and how they are painted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache, partial
from typing import NamedTuple

from PySide6.QtCore import QAbstractItemModel, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QLineEdit, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from crm_desktop.domain.dates import day_from, day_number
from crm_desktop.i18n import (
    currency_exponent,
    format_day,
    format_money,
    format_number,
    format_percent,
    format_relative_day,
    tr,
    tr_n,
)
from crm_desktop.services import wording
from crm_desktop.services.account_views import STRIP_DAYS, ListRow
from crm_desktop.services.standings import ORDER
from crm_desktop.ui.attention_face import STATUS_OF_STANDING, rating_face
from crm_desktop.ui.paint.badge import draw_tier_badge
from crm_desktop.ui.paint.chip import RatingFace, draw_rating_chip, draw_status_word
from crm_desktop.ui.paint.pixels import snapped
from crm_desktop.ui.paint.strip import StripData, draw_strip, strip_data
from crm_desktop.ui.paint.text import LEFT, RIGHT, draw_text
from crm_desktop.ui.rows_model import Column, Index, RowsModel
from crm_desktop.ui.theme import Status, Theme, current_theme
from crm_desktop.ui.widgets.fields import draw_check_mark_box

_STRIP_HEIGHT = 24
_BADGE = 20
_BOX = 16


def tick_box(place: QRectF, theme: Theme) -> QRectF:
    """Where the box of a ticked row, or of all rows, stands in its cell."""
    side = theme.px(_BOX)
    return QRectF(place.left(), round(place.center().y() - side / 2), side, side)


class AccountFace(NamedTuple):
    """One row ready to paint; ``text`` gives the columns that are words alone, by name."""

    id: int
    name: str
    tier: str
    status: Status
    status_word: str
    strip: StripData
    rating: RatingFace
    spoken_strip: Callable[[], str]
    text: Callable[[str], str]


def account_face(row: ListRow, *, today: date, currency: str) -> AccountFace:
    """The row in words and marks; money in minor units of ``currency``."""
    account, strip = row.account, row.strip
    standing = None if account.status is None else ORDER[account.status]
    status: Status = "unknown" if standing is None else STATUS_OF_STANDING[standing]
    last = day_number(today)
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
        rating=rating_face(account.rating, account.rating_before),
        # Worked out when they are asked for: most columns are not shown, and few people hear the strip.
        spoken_strip=lambda: _spoken_strip(row, today),
        text=cache(lambda column: _text(row, column, today=today, currency=currency)),
    )


def _change(now: int, before: int) -> str:
    """In per cent, from ten times as much on in times: both fit the column."""
    if before <= 0:
        return "–"
    if now >= 10 * before:
        return tr("×{n}", n=format_number(now / before))
    return format_percent(now / before - 1, signed=True)


def _text(row: ListRow, column: str, *, today: date, currency: str) -> str:
    """The words of a column that shows nothing else."""
    account, more = row.account, row.details
    match column:
        case "last_contact":
            return format_relative_day(account.last_contact, today)
        case "revenue":
            return _whole_money(account.revenue, currency)
        case "change":
            return _change(account.revenue, account.revenue_before)
        case "next_step":
            return more.next_step or (wording.step_text(row.step) if row.step else "")
        case "tags":
            return ", ".join(more.tags)
        case "address":
            return more.address.replace("\n", ", ")
        case "since":
            return format_day(more.since, "date") if more.since else ""
        case "last_order":
            return format_relative_day(more.last_order, today) if more.last_order else ""
        case "stake":
            return _whole_money(round(more.stake), currency)
    return str(getattr(more, column))  # owner, industry, phone, e-mail, website: as they stand


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


def _text_column(name: str, heading: str, *, right: bool = False, sortable: bool = True) -> Column:
    return Column(name, heading, lambda face: face.text(name), right=right, sortable=sortable)


def account_columns(rename: Callable[[AccountFace, str], None], ticked: Callable[[int], bool]) -> dict[str, Column]:
    """All columns by name, in the order in which they are offered; ``rename`` takes a name written into a cell."""

    def spoken_rating(face: AccountFace) -> str:
        words = {"risk": tr("at risk"), "steady": tr("satisfied"), "advocate": tr("advocate")}
        moves = {"up": tr("rising"), "down": tr("falling"), "flat": tr("unchanged")}
        parts = (face.rating.text, words.get(face.rating.status, ""), moves.get(face.rating.direction, ""))
        return ", ".join(part for part in parts if part)

    columns = (
        Column("tick", "", lambda face: tr("ticked") if ticked(face.id) else tr("not ticked"), sortable=False),
        Column("tier", tr("Tier"), lambda face: face.tier, spoken=lambda face: tr("tier {tier}", tier=face.tier)),
        Column("name", tr("Account"), lambda face: face.name, write=rename),
        Column("status", tr("Rhythm now"), lambda face: face.status_word),
        Column("strip", tr("12 months"), lambda face: face.spoken_strip(), sortable=False),
        _text_column("last_contact", tr("Last contact")),
        Column("rating", tr("Rating"), lambda face: face.rating.text, spoken=spoken_rating),
        _text_column("revenue", tr("Revenue"), right=True),
        _text_column("change", tr("Change"), right=True),
        _text_column("next_step", tr("Next step"), sortable=False),
        _text_column("owner", tr("Owner")),
        _text_column("last_order", tr("Last order")),
        _text_column("stake", tr("At stake"), right=True),
        _text_column("industry", tr("Industry")),
        _text_column("tags", tr("Tags"), sortable=False),
        _text_column("phone", tr("Phone"), sortable=False),
        _text_column("email", tr("Email"), sortable=False),
        _text_column("website", tr("Website"), sortable=False),
        _text_column("address", tr("Address"), sortable=False),
        _text_column("since", tr("Customer since")),
    )
    return {column.name: column for column in columns}


ALWAYS = ("tick", "name")
"""Columns that cannot be taken off."""
USUAL = ("tick", "tier", "name", "status", "strip", "last_contact", "rating", "revenue", "change", "next_step")
_WIDTHS = {
    "tick": 46, "tier": 44, "status": 129, "strip": 139, "last_contact": 104, "rating": 112, "revenue": 90,
    "change": 80, "next_step": 200, "owner": 120, "last_order": 104, "stake": 90, "industry": 110, "tags": 140,
    "phone": 130, "email": 180, "website": 150, "address": 200, "since": 110,
}  # fmt: skip
_STRONG = frozenset({"revenue", "stake"})


def column_width(name: str, theme: Theme) -> int:
    """The width of a column in logical pixels; the name takes what is left."""
    return theme.px(_WIDTHS.get(name, 0))


Paint = Callable[[QPainter, QRectF, AccountFace, Theme], object]
"""Paints a cell into its place."""


class AccountDelegate(QStyledItemDelegate):
    """Has the painter of each column, which asks for nothing but the row: no query and no ``data()`` a cell."""

    def __init__(self, model: RowsModel, parent: QObject, *, ticked: Callable[[int], bool]) -> None:
        super().__init__(parent)
        self._model, self._ticked = model, ticked
        self._painters: dict[str, Paint] = {
            "tick": self._paint_tick,
            "tier": lambda painter, place, face, theme: draw_tier_badge(painter, place, face.tier, theme, size=_BADGE),
            "name": lambda painter, place, face, theme: draw_text(painter, place, face.name, theme, role="bodyStrong"),
            "status": self._paint_status,
            "strip": self._paint_strip,
            "rating": lambda painter, place, face, theme: draw_rating_chip(painter, place, face.rating, theme),
        }

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        theme = current_theme()
        return QSize(column_width(self._model.columns[index.column()].name, theme), theme.size("tableRow"))

    def painter_of(self, column: Column) -> Paint:
        """What paints the cells of a column."""
        return self._painters.get(column.name) or partial(_paint_text, column)

    def _paint_tick(self, painter: QPainter, place: QRectF, face: AccountFace, theme: Theme) -> None:
        draw_check_mark_box(painter, tick_box(place, theme), checked=self._ticked(face.id))

    def _paint_status(self, painter: QPainter, place: QRectF, face: AccountFace, theme: Theme) -> None:
        if face.status_word:
            draw_status_word(painter, place, face.status, face.status_word, theme)

    def _paint_strip(self, painter: QPainter, place: QRectF, face: AccountFace, theme: Theme) -> None:
        # Not kept: of most rows that one scrolls or types through nobody sees the strip again.
        height = theme.px(_STRIP_HEIGHT)
        top = snapped(place.center().y() - height / 2 + theme.px(1), painter.device().devicePixelRatio())
        draw_strip(painter, QRectF(place.left(), top, place.width(), height), face.strip, theme)

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


def _paint_text(column: Column, painter: QPainter, place: QRectF, face: AccountFace, theme: Theme) -> None:
    color, align = "text" if column.name in _STRONG else "text2", RIGHT if column.right else LEFT
    draw_text(painter, place, face.text(column.name), theme, color=color, align=align)
