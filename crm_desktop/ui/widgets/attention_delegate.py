"""Paints and measures the lines of the list of Today, and tells what lies under the pointer."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from crm_desktop.domain.dates import day_from
from crm_desktop.i18n import format_day, format_money, format_number, tr
from crm_desktop.services.account_views import STRIP_DAYS
from crm_desktop.services.attention_data import AttentionRow
from crm_desktop.ui.paint.attention_row import (
    RowFace,
    RowLayout,
    RowState,
    draw_attention_row,
    layout_for,
    quick_action_rects,
    row_columns,
    row_height,
)
from crm_desktop.ui.paint.list_parts import draw_group_header, draw_loading_row, draw_note_row
from crm_desktop.ui.paint.text import text_width
from crm_desktop.ui.theme import current_theme, design_tokens
from crm_desktop.ui.widgets.attention_model import AttentionModel, Index, Item, ItemKind
from crm_desktop.ui.widgets.popup_card import PopupCard


class AttentionDelegate(QStyledItemDelegate):
    """`hovered_key` is the quick action under the pointer, set by the view."""

    def __init__(self, model: AttentionModel, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._model = model
        self._view = view
        self.hovered_key = ""

    @property
    def row_layout(self) -> RowLayout:
        """The layout that fits the window now."""
        window, room = self._view.window().width(), self._view.width()
        return layout_for(window, room, current_theme(), compact=self._model.compact)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        theme = current_theme()
        if self._model.item(index.row()).kind == ItemKind.SECTION:
            return QSize(0, theme.size("groupHeader"))
        return QSize(0, row_height(self.row_layout, theme))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect = self._room(option.rect)
        state = option.state
        selected = bool(state & QStyle.StateFlag.State_Selected)
        focused = has_keyboard(self._view)
        item = self._model.item(index.row())
        theme = current_theme()
        if item.kind == ItemKind.ACCOUNT and item.row is not None:
            hover = bool(state & QStyle.StateFlag.State_MouseOver)
            row_state = RowState(
                hover=hover,
                selected=selected,
                focused=focused,
                divider=not item.last,
                hovered_key=self.hovered_key if hover else "",
            )
            draw_attention_row(painter, rect, self._model.face(item.row), row_state, theme, self.row_layout)
        elif item.kind == ItemKind.SECTION:
            self._paint_head(painter, rect, item, first=index.row() == 0, focused=selected and focused)
        elif item.kind in (ItemKind.MORE, ItemKind.REST):
            icon, text, action = self._model.note(item)
            draw_note_row(painter, rect, icon, text, theme, action=action, key=tr("Enter"))
            if selected and focused:
                bar = design_tokens()["focus"]["rowBar"]
                painter.fillRect(QRectF(rect.left(), rect.top(), bar, rect.height()), theme.color("focus"))
        else:
            draw_loading_row(painter, rect, theme)

    def _paint_head(self, painter: QPainter, rect: QRectF, item: Item, *, first: bool, focused: bool) -> None:
        layout = self.row_layout
        named = first and layout in ("full", "no_strip")
        draw_group_header(
            painter,
            rect,
            self._model.section_title(item.section),
            self._model.section_note(item.section),
            current_theme(),
            folded=self._model.is_folded(item.section),
            focused=focused,
            captions=(tr("Last 12 months"), tr("Rating"), tr("At stake"), tr("Next step")) if named else None,
            layout=layout,
        )

    def _room(self, rect: QRect) -> QRectF:
        """The row as wide as the view: no column moves when the scroll bar, which lies right of all words, comes."""
        return QRectF(rect.left(), rect.top(), self._view.width(), rect.height())

    def action_at(self, place: QPoint, rect: QRect, item: Item, *, shown: bool) -> str:
        """The key of the quick action at a point of the view; `shown` tells whether the row shows them."""
        if item.row is None or not shown:
            return ""
        face = self._model.face(item.row)
        for key, spot in quick_action_rects(self._room(rect), face, current_theme(), self.row_layout):
            if spot.contains(QPointF(place)):
                return key
        return ""

    def tool_tip_at(self, place: QPoint, rect: QRect, row: AttentionRow, *, today: int, currency: str) -> str:
        """What a pointer at rest is told: an order of the strip, the rating before, a text that was cut."""
        theme = current_theme()
        point = QPointF(place)
        columns = row_columns(self._room(rect), theme, self.row_layout)
        face = self._model.face(row)
        if columns.strip.contains(point):
            return _order_at((point.x() - columns.strip.left()) / columns.strip.width(), row, today, currency)
        if columns.rating.contains(point) and row.rating is not None and row.rating_before is not None:
            return tr("{before} on average before", before=format_number(row.rating_before, 1))
        if columns.stake.contains(point):
            return tr("{money} in the last 12 months, {certainty}", money=format_money(row.revenue, currency),
                      certainty=face.certainty)  # fmt: skip
        if columns.name.contains(point) or columns.reason.contains(point):
            return _cut_text(face, columns.name.width(), columns.reason.width())
        return ""


def has_keyboard(view: QWidget) -> bool:
    """Whether keys go to the view, or to a card that stands open over it and gives them back."""
    card = QApplication.activePopupWidget()
    return view.hasFocus() or (isinstance(card, PopupCard) and card.parentWidget() is view)


def _order_at(position: float, row: AttentionRow, today: int, currency: str) -> str:
    """The order nearest to a place of the strip (0 to 1), when there is one within about four pixels."""
    first = today - STRIP_DAYS
    near = min(row.orders, key=lambda order: abs((order[0] - first) / STRIP_DAYS - position), default=None)
    if near is None or abs((near[0] - first) / STRIP_DAYS - position) > 4 / 168:
        return ""
    day = format_day(day_from(near[0]), "date")
    return tr("{day}: {money}", day=day, money=format_money(near[1], currency, exact=True))


def _cut_text(face: RowFace, name_width: float, reason_width: float) -> str:
    theme = current_theme()
    name_cut = text_width(face.name, theme, "bodyStrong") > name_width
    reason_cut = text_width(face.reason, theme) > reason_width
    return f"{face.name}\n{face.reason}" if name_cut or reason_cut else ""
