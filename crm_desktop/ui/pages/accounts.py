"""The Accounts page: all customers, filtered by tokens while one types, as views, in any order, many at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from PySide6.QtCore import QRect, QTimer, Signal
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget

from crm_desktop import settings
from crm_desktop.domain.account_filter import AccountFilter
from crm_desktop.i18n import tr
from crm_desktop.services import account_views, accounts, filter_words, preferences, saved_views
from crm_desktop.services.filter_words import Vocabulary
from crm_desktop.services.saved_views import View
from crm_desktop.ui.account_actions import AccountActions
from crm_desktop.ui.account_finding import AccountFinding
from crm_desktop.ui.accounts_found import WaysOn, how_many, in_archive, say_none
from crm_desktop.ui.accounts_ticked import AccountsTicked
from crm_desktop.ui.bulk_actions import bulk_actions, bulk_commands
from crm_desktop.ui.commands import Command
from crm_desktop.ui.counting import count_accounts
from crm_desktop.ui.current_row import CurrentRow
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.page import Listed, Page
from crm_desktop.ui.theme import design_tokens
from crm_desktop.ui.view_actions import ViewActions, view_commands
from crm_desktop.ui.view_tabs import ViewTabs
from crm_desktop.ui.widgets.account_cells import USUAL, AccountFace, account_face
from crm_desktop.ui.widgets.account_table import AccountTable
from crm_desktop.ui.widgets.accounts_head import AccountsHead
from crm_desktop.ui.widgets.announce import announce
from crm_desktop.ui.widgets.bulk_bar import BulkBar
from crm_desktop.ui.widgets.columns_card import ColumnsCard
from crm_desktop.ui.widgets.new_account_dialog import NewAccountDialog
from crm_desktop.ui.widgets.nothing_found import NothingFound
from crm_desktop.ui.widgets.popup_card import on_screen


class AccountsPage(Page):
    """Every account in a table; the ids come from the worker, the rows on screen from the store as they are painted."""

    view_shown = Signal(str)
    """The key of the view that is shown, ``""`` for none of one's own."""

    kinds: ClassVar[tuple[str, ...]] = (
        "account", "contact", "affiliation", "interaction", "purchase", "rating", "correction", "setting", "promise",
        "follow_up", "saved_view",
    )  # fmt: skip

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.finding = AccountFinding(desk, self._show)
        self._skeleton = QTimer(self, singleShot=True, interval=design_tokens()["motion"]["skeletonDelay"])
        self._known = Vocabulary()
        self._currency = "EUR"
        self.card: ColumnsCard | None = None
        self._actions = AccountActions(desk)
        self.views = ViewActions(desk, self)
        self._build()
        self._connect()
        self.table.header.show_order(self.finding.sort, descending=self.finding.descending)

    def _build(self) -> None:
        self.head = AccountsHead(self, known=lambda: self._known)
        self.search, self.tabs = self.head.search, self.head.tabs
        self._view_tabs = ViewTabs(self.app, self.tabs)
        self.table = AccountTable(self._fetch, lambda face, written: self._actions.rename(face.id, written))
        self.empty = NothingFound()
        self.bar = BulkBar(bulk_actions())
        self.ticked = AccountsTicked(
            self.desk, self, self.table, self.bar, wanted=lambda: self.search.wanted, known=lambda: self._known
        )
        self._row = CurrentRow(self.desk, self, self.table, self.ticked, self.finding, sort=self.sort_by)
        self._body = QStackedWidget()
        self._body.addWidget(self.table)
        self._body.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self._body, 1)
        column.addWidget(self.bar)
        self.setFocusProxy(self.table)

    def _connect(self) -> None:
        self._skeleton.timeout.connect(self.table.show_loading)
        self.head.columns.clicked.connect(lambda: self.choose_columns())
        self.head.add.clicked.connect(lambda: self.add_account())
        self.head.save.clicked.connect(lambda: self.save_view())
        self.search.changed.connect(self._filter_changed)
        self.search.list_asked.connect(self.table.setFocus)
        self.search.entered.connect(self._row.open)
        self.tabs.chosen.connect(self.open_view)
        self.tabs.change_asked.connect(lambda key, what: self.change_view(key, what, self.tabs.place_of(key)))
        self.table.header.order_asked.connect(self.sort_by)

    @property
    def title(self) -> str:
        return tr("Accounts")

    @property
    def foot(self) -> QWidget | None:
        return self.bar

    def focus_search(self) -> bool:
        self.search.line.setFocus()
        self.search.line.selectAll()
        return True

    def panes(self) -> list[QWidget]:
        body: QWidget = self.table if self._body.currentWidget() is self.table else self.empty
        return [self.search, self.tabs, body, self.bar]

    def keys(self) -> list[tuple[str, str]]:
        return [
            ("Ctrl+F", tr("Add a filter, or type a name; Tab takes what is offered")),
            (tr("Backspace"), tr("Take the last filter off, at the beginning of the field")),
            (tr("X, Ctrl+Space"), tr("Tick the account")),
            (tr("Shift+Up, Shift+Down"), tr("Tick several in a row")),
            ("Ctrl+A", tr("Tick all")),
            (tr("Esc"), tr("Untick all; clear the search")),
            ("L", tr("Log")),
            ("F2", tr("Rename the account, or the view on its tab")),
            (tr("Ctrl+Shift+Left, Ctrl+Shift+Right"), tr("Move the view, on its tab")),
            (tr("Del"), tr("Put into the bin")),
        ]

    def commands(self) -> tuple[Command, ...]:
        return (
            *view_commands(self.title, self._view_tabs.views, self.open_view, self.save_view),
            Command("columns", tr("Choose columns…"), self.title, self.choose_columns),
            *bulk_commands(self.title, self.ticked.act, lambda: self.ticked.are_any),
        )

    def current_account(self) -> int | None:
        return self.table.current_id() if self.table.hasFocus() else None

    # -- reading ---------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Shows the list as it stands, and again once what is worked out of it is up to date."""
        self._currency = preferences.get(self.app.store).currency
        chosen = settings.get()
        self.table.single_letters = chosen.letter_keys
        self.table.show_columns(chosen.account_columns.split(",") if chosen.account_columns else USUAL)
        if not self.table.rows.ids:
            self._skeleton.start()
        self._load(stay=True, anew=True)
        store, today = self.app.store, self.app.today

        def count() -> tuple[list[View], dict[str, int], Vocabulary]:
            me = preferences.owner(store)
            every = [*saved_views.fixed_views(), *saved_views.views(store)]
            return every, saved_views.counts(store, every, today, me=me), filter_words.vocabulary(store, me)

        def show(counted: tuple[list[View], dict[str, int], Vocabulary], was_current: bool) -> None:
            views, counts, self._known = counted
            self._view_tabs.show(views, counts)
            self._say_how_many()
            if not was_current:
                self._load(stay=True, anew=True)

        count_accounts(self.desk, count, show, latest="accounts-counts")
        self.desk.words.read()

    def _load(self, *, stay: bool, anew: bool) -> None:
        if anew:
            self.table.rows.forget()
        self.finding.find(self.search.wanted, me=self._known.me, stay=stay, anew=anew)

    def _show(self, ids: Sequence[int], stay: bool) -> None:
        self._skeleton.stop()
        self.table.show_ids(ids, stay=stay)
        had_keyboard = self._body.isAncestorOf(QApplication.focusWidget() or self)
        self._say_how_many()
        self._body.setCurrentWidget(self.table if ids else self.empty)
        if had_keyboard:
            (self.table if ids else self.empty).setFocus()

    def _fetch(self, ids: Sequence[int]) -> list[AccountFace]:
        today = self.app.today
        rows = account_views.list_rows(self.app.store, ids, today)
        return [account_face(row, today=today, currency=self._currency) for row in rows]

    def listing(self) -> Listed:
        """What is shown, or of it what is ticked, with the columns that one chose."""
        store, today, currency = self.app.store, self.app.today, self._currency
        picked, columns = self.table.picked(), self.table.shown_columns()
        ids = picked or list(self.table.rows.ids)
        note = tr("Ticked accounts") if picked else filter_words.sentence(self.search.wanted)

        from crm_desktop.services.listings import of_accounts  # only what is exported or printed needs it

        return lambda: of_accounts(store, ids, columns, today, currency=currency, title=tr("Accounts"), note=note)

    # -- filters and views -----------------------------------------------------------------------

    def _filter_changed(self) -> None:
        other = self._view_tabs.other_for(self.search.wanted)
        if other is not None:
            self._mark(other.key)
        self._load(stay=False, anew=False)

    def _mark(self, key: str) -> None:
        self._view_tabs.mark(key)
        self.view_shown.emit(self._view_tabs.of_ones_own)

    @property
    def view_of_ones_own(self) -> str:
        """The key of the view in the sidebar that is shown; "" for none."""
        return self._view_tabs.of_ones_own

    def open_view(self, key: str) -> None:
        """Shows one of the views: its filter stands in the search field."""
        view = self._view_tabs.find(key)
        if view is not None:
            self.table.clear_picks()
            self.search.show_filter(view.filter)
            self._mark(view.key)
            self._load(stay=False, anew=False)

    def save_view(self) -> None:
        """Asks for a name for the filter as it stands."""
        place = on_screen(self.head.save)
        self.views.save(self.search.wanted, self._view_tabs.shown, place, self.open_view)

    def change_view(self, key: str, what: str, place: QRect) -> None:
        """Renames, moves or deletes a view of one's own."""
        view = self._view_tabs.find(key)
        if view is not None and not view.fixed:
            if what == "delete" and key == self._view_tabs.key:
                self.open_view(saved_views.ALL)
            self.views.act(view, what, place)

    def sort_by(self, name: str, descending: bool) -> None:
        """Puts the list in the order of a column."""
        self.finding.sort, self.finding.descending = name, descending
        self.table.header.show_order(name, descending=descending)
        self._load(stay=False, anew=True)
        announce(self.table, tr("Sorted by {column}", column=self.table.all_columns[name].heading))

    def clear_filters(self) -> None:
        """Back to all accounts."""
        self.open_view(saved_views.ALL)
        self.search.line.setFocus()

    def look_in_archive(self) -> None:
        """The same filter among the archived accounts."""
        self.search.show_filter(in_archive(self.search.wanted))
        self._filter_changed()

    def choose_columns(self) -> None:
        """Asks which columns to show, in which order; each change is there at once and remembered."""
        headings = [(name, column.heading) for name, column in self.table.all_columns.items() if name != "tick"]
        self.card = ColumnsCard(
            headings,
            self.table.shown_columns(),
            always=("name",),
            usual=USUAL[1:],
            changed=self._put_columns,
            parent=self,
        )
        self.card.open_under(on_screen(self.head.columns))

    def _put_columns(self, names: list[str]) -> None:
        self.table.show_columns(names)
        self.desk.remember(account_columns=",".join(names) if tuple(names) != USUAL[1:] else "")

    # -- what is shown ---------------------------------------------------------------------------

    def _say_how_many(self) -> None:
        count, wanted = len(self.table.rows.ids), self.search.wanted
        self.search.set_note(how_many(count, self._view_tabs.counts.get(saved_views.ALL), wanted))
        if not count:
            ways = WaysOn(self.clear_filters, self.add_account, self.desk.open_import, self.look_in_archive)
            say_none(self.empty, wanted, self.search.suggestions.texts, ways, archive=self._has_archive())

    def _has_archive(self) -> bool:
        """Where nobody is listed at all, without waiting for the counts."""
        if self.search.wanted == AccountFilter():
            return not accounts.is_empty(self.app.store)
        return bool(self._view_tabs.counts.get(saved_views.ARCHIVED))

    # -- doing -----------------------------------------------------------------------------------

    def add_account(self, name: str = "") -> None:
        """Asks for the fields of a new account and goes to its page once it is saved."""
        dialog = NewAccountDialog(self.app.today, name, self, desk=self.desk)
        dialog.saved.connect(self._actions.add)
        dialog.open()
