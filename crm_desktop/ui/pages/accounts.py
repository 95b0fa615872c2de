"""The Accounts page: all customers, filtered while one types, in any order, with their rhythm of the last year."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from crm_desktop import settings
from crm_desktop.i18n import format_number, tr, tr_n
from crm_desktop.services import account_views, preferences, shown, standings
from crm_desktop.services.account_views import Group
from crm_desktop.ui.account_actions import AccountActions
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.icons import icon
from crm_desktop.ui.page import Page
from crm_desktop.ui.theme import current_theme, look
from crm_desktop.ui.widgets.account_cells import AccountFace, account_face
from crm_desktop.ui.widgets.account_table import AccountTable
from crm_desktop.ui.widgets.announce import announce
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.count_tabs import CountTab, CountTabs
from crm_desktop.ui.widgets.labels import PlainLabel
from crm_desktop.ui.widgets.new_account_dialog import NewAccountDialog
from crm_desktop.ui.widgets.nothing_found import NothingFound
from crm_desktop.ui.widgets.rule import Rule
from crm_desktop.ui.widgets.search_field import SearchField


class AccountsPage(Page):
    """Every account in a table; the ids come from the worker, the rows on screen from the store as they are painted."""

    kinds: ClassVar[tuple[str, ...]] = (
        "account", "contact", "affiliation", "interaction", "purchase", "rating", "correction", "setting",
    )  # fmt: skip

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._text = ""
        self._sort, self._descending = "name", False
        self._group = Group.ALL
        # All ids of the group in their order: what one types only chooses among them.
        self._ordered: list[int] | None = None
        self._counts: dict[Group, int] = {}
        self._currency = "EUR"
        self._add = Button(tr("Add account"), "secondary", icon="user-plus")
        self._add.clicked.connect(lambda: self.add_account())
        self.search = SearchField(placeholder=tr("Type a name, a person or a phone number"), name=tr("Search accounts"))
        self.search.textChanged.connect(self._typed)
        self.tabs = CountTabs(tr("Which accounts"))
        self.tabs.chosen.connect(self._choose_group)
        self._actions = AccountActions(desk)
        self.table = AccountTable(self._fetch, lambda face, written: self._actions.rename(face.id, written))
        self.table.opened.connect(desk.open_account)
        self.table.log_asked.connect(desk.open_log)
        self.table.delete_asked.connect(self._delete)
        self.table.menu_asked.connect(self._open_menu)
        self.table.header.order_asked.connect(self.sort_by)
        self.search.list_asked.connect(self.table.setFocus)
        self.search.entered.connect(self._open_current)
        self.empty = NothingFound()
        self._body = QStackedWidget()
        self._body.addWidget(self.table)
        self._body.addWidget(self.empty)
        self._head = QHBoxLayout()
        self._head.addWidget(PlainLabel(tr("Accounts"), "h1"))
        self._head.addStretch()
        self._head.addWidget(self._add)
        self._search_row = QVBoxLayout()
        self._search_row.addWidget(self.search)
        self._tab_row = QHBoxLayout()
        self._tab_row.addWidget(self.tabs, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._head)
        column.addLayout(self._search_row)
        column.addLayout(self._tab_row)
        column.addWidget(Rule())
        column.addWidget(self._body, 1)
        self.table.header.show_order(self._sort, descending=self._descending)
        self._show_tabs()
        self.setFocusProxy(self.table)
        look().changed.connect(self._make_room)
        self._make_room()

    def _make_room(self) -> None:
        theme = current_theme()
        margin = theme.space(5)
        self._head.setContentsMargins(margin, theme.space(3), margin, theme.space(2))
        self._search_row.setContentsMargins(margin, theme.space(1), margin, theme.space(2))
        # The words of the first tab stand where those of the head and of the table begin.
        self._tab_row.setContentsMargins(theme.space(3), 0, theme.space(3), 0)

    @property
    def title(self) -> str:
        return tr("Accounts")

    def focus_search(self) -> bool:
        self.search.setFocus()
        self.search.selectAll()
        return True

    def panes(self) -> list[QWidget]:
        return [self.search, self.tabs, self.table if self._body.currentWidget() is self.table else self.empty]

    def current_account(self) -> int | None:
        return self.table.current_id() if self.table.hasFocus() else None

    # -- reading ---------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Shows the list as it stands, and again once what is worked out of it is up to date."""
        self._currency = preferences.get(self.app.store).currency
        self.table.single_letters = settings.get().letter_keys
        self._load(stay=True, anew=True)
        store, today = self.app.store, self.app.today

        def bring_up_to_date() -> tuple[bool, dict[Group, int]]:
            was_current = shown.is_current(store, today)
            standings.bring_up_to_date(store, today)
            return was_current, account_views.count_groups(store)

        def done(answer: tuple[bool, dict[Group, int]]) -> None:
            was_current, self._counts = answer
            self._show_tabs()
            self._say_how_many()
            if not was_current:
                self._load(stay=True, anew=True)

        self.desk.tasks.run(bring_up_to_date, done, latest="accounts-counts")

    def _load(self, *, stay: bool, anew: bool) -> None:
        store, text = self.app.store, self._text
        sort, descending, group = self._sort, self._descending, self._group
        if anew:
            self._ordered = None
        ordered = self._ordered

        def read() -> tuple[list[int], list[int]]:
            every = ordered
            if every is None:
                every = account_views.ordered_ids(store, sort, descending=descending, group=group)
            if not text.strip():
                return every, every
            found = account_views.matching_ids(store, text)
            return every, [account for account in every if account in found]

        def done(answer: tuple[list[int], list[int]]) -> None:
            self._ordered, ids = answer
            self.table.show_ids(ids, stay=stay)
            self._say_how_many()
            self._body.setCurrentWidget(self.table if ids else self.empty)

        self.desk.tasks.run(read, done, latest="accounts")

    def _fetch(self, ids: Sequence[int]) -> list[AccountFace]:
        today = self.app.today
        rows = account_views.list_rows(self.app.store, ids, today)
        return [account_face(row, today=today, currency=self._currency) for row in rows]

    # -- what is shown ---------------------------------------------------------------------------

    def _typed(self, text: str) -> None:
        self._text = text
        self._load(stay=False, anew=False)

    def _choose_group(self, group: str) -> None:
        self._group = Group(group)
        self._load(stay=False, anew=True)

    def sort_by(self, name: str, descending: bool) -> None:
        """Puts the list in the order of a column."""
        self._sort, self._descending = name, descending
        self.table.header.show_order(name, descending=descending)
        self._load(stay=False, anew=True)
        heading = next(column.heading for column in self.table.rows.columns if column.name == name)
        announce(self.table, tr("Sorted by {column}", column=heading))

    def clear_filters(self) -> None:
        """Back to all accounts."""
        self._group = Group.ALL
        self._show_tabs()
        self.search.clear()
        self._load(stay=False, anew=True)
        self.search.setFocus()

    def _show_tabs(self) -> None:
        labels = {
            Group.ALL: tr("All"),
            Group.OFF_RHYTHM: tr("Off rhythm"),
            Group.TIER_A: tr("A accounts"),
            Group.ADVOCATES: tr("Advocates"),
            Group.NEVER_RATED: tr("Never rated"),
            Group.ARCHIVED: tr("Archived"),
        }
        if not self._counts.get(Group.ARCHIVED) and self._group is not Group.ARCHIVED:
            del labels[Group.ARCHIVED]
        tabs = [CountTab(group, label, self._counts.get(group)) for group, label in labels.items()]
        self.tabs.show_tabs(tabs, self._group)

    def _say_how_many(self) -> None:
        shown, of = len(self.table.rows.ids), self._counts.get(Group.ALL)
        whole = of is None or (shown == of and not self._text.strip())
        self.search.set_note(
            tr_n("{n} account", "{n} accounts", shown)
            if whole
            else tr_n("{shown} of {n} account", "{shown} of {n} accounts", of or 0, shown=format_number(shown))
        )
        if shown:
            return
        text = " ".join(self._text.split())
        if text:
            self.empty.say(
                tr("No account matches “{text}”.", text=text),
                [
                    (tr("Clear filters"), self.clear_filters),
                    (tr("Add “{name}”", name=text), lambda: self.add_account(text)),
                ],
            )
        elif self._group is Group.ALL:
            self.empty.say(
                tr("No accounts yet."),
                [(tr("Import a file"), self.desk.open_import), (tr("Add an account"), self.add_account)],
            )
        else:
            self.empty.say(tr("No account here now."), [(tr("Show all accounts"), self.clear_filters)])

    # -- doing -----------------------------------------------------------------------------------

    def add_account(self, name: str = "") -> None:
        """Asks for the fields of a new account and goes to its page once it is saved."""
        dialog = NewAccountDialog(self.app.today, name, self)
        dialog.saved.connect(self._actions.add)
        dialog.open()

    def _open_current(self) -> None:
        account = self.table.current_id()
        if account is not None:
            self.desk.open_account(account)

    def _delete(self, account: int) -> None:
        face = self.table.current_face()
        self._actions.delete(account, face.name if face else "")

    def _open_menu(self, place: QPoint) -> None:
        account = self.table.current_id()
        if account is None:
            return
        menu = QMenu(self)
        entries: tuple[tuple[str, str, str, Callable[[], None]], ...] = (
            ("building-2", tr("Open"), tr("Enter"), self._open_current),
            ("square-pen", tr("Log"), "L", lambda: self.desk.open_log(account)),
            ("tag", tr("Rename"), "F2", self.table.rename_current),
            ("x", tr("Delete"), tr("Del"), lambda: self._delete(account)),
        )
        for name, text, key, run in entries:
            menu.addAction(icon(name), f"{text}\t{key}").triggered.connect(lambda _checked=False, run=run: run())
        order = menu.addMenu(tr("Sort by"))
        for column in self.table.rows.columns:
            if column.sortable:
                action = order.addAction(column.heading)
                action.setCheckable(True)
                action.setChecked(column.name == self._sort)
                action.triggered.connect(lambda _checked=False, column=column: self.sort_by(column.name, column.right))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place)
