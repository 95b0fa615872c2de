"""What the accounts page does with the accounts that are ticked: how many and what they are worth, and the actions."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from crm_desktop.domain.account_filter import AccountFilter
from crm_desktop.i18n import format_money, tr, tr_n
from crm_desktop.services import bulk_edit, preferences
from crm_desktop.services.filter_words import Vocabulary
from crm_desktop.ui.accounts_found import shows_archived
from crm_desktop.ui.bulk_actions import BulkActions
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.widgets.account_table import AccountTable
from crm_desktop.ui.widgets.announce import announce
from crm_desktop.ui.widgets.bulk_bar import BulkBar
from crm_desktop.ui.widgets.popup_card import on_screen

_UNIT = 100


class AccountsTicked:
    """Keeps the bar at what is ticked in the table; ``wanted`` is the filter, ``known`` what may be typed."""

    def __init__(
        self,
        desk: Desk,
        page: QWidget,
        table: AccountTable,
        bar: BulkBar,
        *,
        wanted: Callable[[], AccountFilter],
        known: Callable[[], Vocabulary],
    ) -> None:
        self._desk, self._table, self._bar = desk, table, bar
        self._wanted, self._known = wanted, known
        self.questions = BulkActions(desk, page)
        table.picks_changed.connect(self._show)
        table.log_ticked_asked.connect(lambda: self.act("log"))
        bar.asked.connect(self.act)
        bar.cleared.connect(self._clear)
        bar.left.connect(table.setFocus)

    @property
    def are_any(self) -> bool:
        """Whether one of the rows is ticked."""
        return bool(self._table.picked_count)

    def act(self, name: str) -> None:
        """Does one of the bar's actions with all that is ticked."""
        ids = self._table.picked()
        if name == "export":
            self._desk.export_page()
        elif ids:
            place = on_screen(self._bar.buttons.get(name, self._bar))
            self.questions.act(name, ids, place, self._known(), archived=shows_archived(self._wanted()))

    def _show(self) -> None:
        count = self._table.picked_count
        self._bar.show_count(count)
        if not count:
            return
        self._bar.rename("archive", tr("Bring back") if shows_archived(self._wanted()) else tr("Archive"))
        announce(self._table, tr_n("{n} selected", "{n} selected", count))
        store, ids = self._desk.app.store, self._table.picked()

        def worth() -> str:
            whole = round(bulk_edit.revenue(store, ids) / _UNIT) * _UNIT
            return tr("{amount} a year", amount=format_money(whole, preferences.get(store).currency))

        self._desk.tasks.run(worth, self._bar.show_worth, latest="accounts-worth")

    def _clear(self) -> None:
        self._table.clear_picks()
        self._table.setFocus()
