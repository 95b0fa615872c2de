"""The filters that typed words may mean, in a card under the field; the keyboard stays in the field."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QListWidgetItem, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from crm_desktop.domain.account_filter import Term
from crm_desktop.i18n import tr
from crm_desktop.services.filter_words import Offer
from crm_desktop.ui.icons import draw_icon
from crm_desktop.ui.paint.text import draw_text
from crm_desktop.ui.theme import current_theme
from crm_desktop.ui.widgets.match_list import MatchList

_WIDEST = 420


class FilterList(MatchList):
    """``picked`` carries the index of the offer as text; ``term`` turns it into the filter."""

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self._offers: Sequence[Offer] = ()
        self.list.setAccessibleName(tr("Filters"))
        self.list.setItemDelegate(_OfferDelegate(self.list))

    def offer_filters(self, offers: Sequence[Offer], under: QWidget) -> None:
        """Shows the offers; only one that was typed in full is marked, so that Enter still goes on to the list."""
        self._offers = offers
        self.offer((), "", under)
        if not offers:
            return
        for number, offer in enumerate(offers):
            item = QListWidgetItem(offer.text, self.list)
            item.setData(Qt.ItemDataRole.UserRole, str(number))
            item.setSizeHint(QSize(0, current_theme().size("tableRow")))
        self.list.setCurrentRow(0 if offers[0].meant else -1)
        self._place(under)
        self.setFixedWidth(min(self.width(), current_theme().px(_WIDEST)))
        self.show()
        self.raise_()

    def term(self, picked: str) -> Term:
        """The filter that was picked."""
        return self._offers[int(picked)].term

    @property
    def texts(self) -> list[str]:
        """What is offered."""
        return [offer.text for offer in self._offers] if self.isVisible() else []

    @property
    def has_mark(self) -> bool:
        """Whether Enter takes one of them."""
        return self.isVisible() and self.list.currentRow() >= 0

    def move_by(self, step: int) -> None:
        if self.list.currentRow() < 0:
            self.list.setCurrentRow(self.list.count() - 1 if step > 0 else 0)
        super().move_by(step)

    def pick_first(self) -> None:
        """Takes the marked one, or the best."""
        if self.list.currentRow() < 0:
            self.list.setCurrentRow(0)
        self.pick()


class _OfferDelegate(QStyledItemDelegate):
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        theme = current_theme()
        rect = QRectF(option.rect)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.color("selected"))
        size = theme.size("icon")
        line = rect.adjusted(theme.px(8), 0, -theme.px(8), 0)
        draw_icon(
            painter,
            QRectF(line.left(), line.top(), size, line.height()),
            "list-filter",
            theme.color("text2"),
            size=size,
        )
        draw_text(painter, line.adjusted(size + theme.px(10), 0, 0, 0), str(index.data()), theme)
