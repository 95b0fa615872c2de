"""The head of Today: title and day, the tabs of a narrow window, filter and order, and the line of figures."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from crm_desktop.domain.kinds import Tier
from crm_desktop.i18n import format_day, tr
from crm_desktop.services.attention_data import Summary
from crm_desktop.ui.theme import current_theme, look
from crm_desktop.ui.widgets.attention_model import Order
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.count_tabs import CountTab, CountTabs
from crm_desktop.ui.widgets.labels import ElidedLabel, PlainLabel
from crm_desktop.ui.widgets.summary_line import SummaryLine

_TO_CALL, _DUE = "to_call", "due"


class TodayHead(QWidget):
    """`chosen` carries the tier (None: all) and the order; `tab_chosen` tells that `on_due` has changed."""

    chosen = Signal(object, object)
    compact_chosen = Signal(bool)
    tab_chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tier: Tier | None = None
        self._order = Order.STAKE
        self._compact = False
        self._day = self._news = ""
        self._date = ElidedLabel("", "body", "text2")
        self.tabs = CountTabs(tr("What to show"))
        self._on_due = False
        self._to_call: int | None = None
        self._due: int | None = None
        self._show_tabs()
        self.tiers = Button("", "quiet", icon="list-filter", small=True)
        self.orders = Button("", "quiet", small=True, menu_arrow=True)
        self.summary = SummaryLine()
        self._title_row = QHBoxLayout()
        self._title_row.addWidget(PlainLabel(tr("Today"), "h1"))
        self._title_row.addWidget(self._date, 1)
        for widget in (self.tabs, self.tiers, self.orders):
            self._title_row.addWidget(widget)
        self._column = QVBoxLayout(self)
        self._column.addLayout(self._title_row)
        self._column.addWidget(self.summary)
        self.tabs.chosen.connect(self._go_to_tab)
        self.tiers.clicked.connect(lambda: _pop_up(self.tier_menu(), self.tiers))
        self.orders.clicked.connect(lambda: _pop_up(self.order_menu(), self.orders))
        self.show_choice(tier=None, order=Order.STAKE, compact=False)
        self._restyle()
        look().changed.connect(self._restyle)

    def show_day(self, day: date) -> None:
        """Names the day that the page reasons from."""
        self._day = format_day(day, "long")
        self._show_date()

    def show_news(self, news: str) -> None:
        """What changed since the last look, after the day; in a narrow window it is the tool tip."""
        self._news = news
        self._show_date()

    def _show_date(self) -> None:
        self._date.setText("  ·  ".join(part for part in (self._day, self._news) if part))

    def show_summary(self, summary: Summary) -> None:
        """Shows the figures."""
        self.summary.show_summary(summary)

    def show_choice(self, *, tier: Tier | None, order: Order, compact: bool) -> None:
        """Shows what is chosen."""
        self._tier, self._order, self._compact = tier, order, compact
        self.tiers.set_label(_tier_name(tier))
        self.orders.set_label(_order_name(order))

    def count(self, *, to_call: int | None = None, due: int | None = None) -> None:
        """The figures of the tabs."""
        self._to_call = self._to_call if to_call is None else to_call
        self._due = self._due if due is None else due
        self._show_tabs()

    def fit(self, *, narrow: bool, tight: bool) -> None:
        """`narrow`: the pane is a tab; `tight`: the buttons lose their words."""
        self.tabs.setVisible(narrow)
        self.tiers.set_icon_only(tight)
        self.orders.setVisible(not tight)

    @property
    def on_due(self) -> bool:
        """Whether a narrow window shows what is due instead of the list."""
        return self._on_due

    def _go_to_tab(self, tab: str) -> None:
        self._on_due = tab == _DUE
        self.tab_chosen.emit()

    def _show_tabs(self) -> None:
        tabs = [CountTab(_TO_CALL, tr("To call"), self._to_call), CountTab(_DUE, tr("Due"), self._due)]
        self.tabs.show_tabs(tabs, _DUE if self._on_due else _TO_CALL)

    def tier_menu(self) -> QMenu:
        """All tiers, A, B, C; in a tight window the orders too, whose button is hidden then."""
        menu = QMenu(self)
        group = QActionGroup(menu)
        for tier in (None, *Tier):
            run = partial(self.chosen.emit, tier, self._order)
            _add_choice(menu, group, _tier_name(tier), chosen=self._tier == tier, run=run)
        if self.orders.isHidden():
            menu.addSeparator()
            self._add_orders(menu)
        return menu

    def order_menu(self) -> QMenu:
        """The three orders, and the height of the rows."""
        menu = QMenu(self)
        self._add_orders(menu)
        return menu

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(0, self.height() - 1, self.width(), 1, current_theme().color("line"))

    def _add_orders(self, menu: QMenu) -> None:
        group = QActionGroup(menu)
        for order in Order:
            run = partial(self.chosen.emit, self._tier, order)
            _add_choice(menu, group, _order_name(order), chosen=self._order == order, run=run)
        menu.addSeparator()
        compact = menu.addAction(tr("Compact rows"))
        compact.setCheckable(True)
        compact.setChecked(self._compact)
        compact.toggled.connect(self.compact_chosen)

    def _restyle(self) -> None:
        theme = current_theme()
        self._column.setContentsMargins(theme.space(5), theme.space(3), theme.space(5), theme.space(4))
        self._column.setSpacing(theme.px(11))
        self._title_row.setSpacing(theme.px(10))


def _add_choice(menu: QMenu, group: QActionGroup, text: str, *, chosen: bool, run: Callable[[], None]) -> None:
    action = QAction(text, menu)
    action.setCheckable(True)
    action.setChecked(chosen)
    action.triggered.connect(lambda _checked=False: run())
    group.addAction(action)
    menu.addAction(action)


def _pop_up(menu: QMenu, under: QWidget) -> None:
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.popup(under.mapToGlobal(under.rect().bottomLeft()))


def _tier_name(tier: Tier | None) -> str:
    return tr("All tiers") if tier is None else tr("Tier {tier}", tier=tier)


def _order_name(order: Order) -> str:
    names = {Order.STAKE: tr("Most at stake"), Order.SURE: tr("Most sure"), Order.SILENT: tr("Longest silent")}
    return names[order]
