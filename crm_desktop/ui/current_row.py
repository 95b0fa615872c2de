"""What the accounts page does with the row that has the keyboard: open, log, delete, and the menu that says so."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from crm_desktop.i18n import tr
from crm_desktop.ui.account_actions import AccountActions
from crm_desktop.ui.account_finding import AccountFinding
from crm_desktop.ui.accounts_ticked import AccountsTicked
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.row_menu import Entry, open_row_menu
from crm_desktop.ui.widgets.account_table import AccountTable


class CurrentRow:
    """Where rows are ticked, these are meant. ``finding`` knows the order of the list, ``sort`` changes it."""

    def __init__(
        self,
        desk: Desk,
        page: QWidget,
        table: AccountTable,
        ticked: AccountsTicked,
        finding: AccountFinding,
        *,
        sort: Callable[[str, bool], None],
    ) -> None:
        self._desk, self._page, self._table, self._ticked = desk, page, table, ticked
        self._finding, self._sort = finding, sort
        table.opened.connect(desk.open_account)
        table.log_asked.connect(desk.open_log)
        table.delete_asked.connect(self._delete)
        table.menu_asked.connect(self._open_menu)

    def open(self) -> None:
        """Goes to the account's page."""
        account = self._table.current_id()
        if account is not None:
            self._desk.open_account(account)

    def _log(self, account: int) -> None:
        if self._ticked.are_any:
            self._ticked.act("log")
        else:
            self._desk.open_log(account)

    def _delete(self, account: int) -> None:
        if self._ticked.are_any:
            self._ticked.act("delete")
            return
        face = self._table.current_face()
        AccountActions(self._desk).delete(account, face.name if face else "")

    def _open_menu(self, place: QPoint) -> None:
        account, row = self._table.current_id(), self._table.current_row()
        if account is None or row is None:
            return
        entries = (
            Entry("building-2", tr("Open"), tr("Enter"), self.open),
            Entry("check", tr("Tick"), "X", lambda: self._table.toggle(row)),
            Entry("square-pen", tr("Log"), "L", lambda: self._log(account)),
            Entry("tag", tr("Rename"), "F2", self._table.rename_current),
            Entry("x", tr("Delete"), tr("Del"), lambda: self._delete(account)),
        )
        columns = self._table.rows.columns
        open_row_menu(self._page, place, entries, columns=columns, sorted_by=self._finding.sort, sort=self._sort)
