"""The Accounts page: all customers, filtered by tokens while one types, as views, in any order, many at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from PySide6.QtCore import QPoint, QRect, QTimer, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from crm_desktop import settings
from crm_desktop.domain.account_filter import AccountFilter, Field
from crm_desktop.domain.errors import UserError
from crm_desktop.i18n import format_money, format_number, tr, tr_n
from crm_desktop.services import account_views, bulk_edit, filter_words, preferences, saved_views, shown, standings
from crm_desktop.services.account_search import FirstPage, Order, first_page
from crm_desktop.services.filter_words import Vocabulary
from crm_desktop.services.saved_views import View
from crm_desktop.ui.account_actions import AccountActions
from crm_desktop.ui.bulk_actions import BulkActions, bulk_actions
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.page import Listed, Page
from crm_desktop.ui.row_menu import Entry, open_row_menu
from crm_desktop.ui.view_actions import ViewActions
from crm_desktop.ui.widgets.account_cells import USUAL, AccountFace, account_face
from crm_desktop.ui.widgets.account_table import AccountTable
from crm_desktop.ui.widgets.accounts_head import AccountsHead
from crm_desktop.ui.widgets.announce import announce
from crm_desktop.ui.widgets.bulk_bar import BulkBar
from crm_desktop.ui.widgets.columns_card import ColumnsCard
from crm_desktop.ui.widgets.count_tabs import CountTab
from crm_desktop.ui.widgets.new_account_dialog import NewAccountDialog
from crm_desktop.ui.widgets.nothing_found import NothingFound

_UNIT = 100
_REST_MS = 60


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
        self._sort, self._descending = "name", False
        # All ids of the terms in their order: what one types only chooses among them.
        self._ordered: tuple[AccountFilter, Order] | None = None
        # A letter that very many begin with: the first page is shown at once, the rest when one stops typing.
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._whole, self._asked = True, 0
        self._rest.timeout.connect(lambda: self._load(stay=True, anew=False, rest=True))
        self._views: list[View] = saved_views.fixed_views()
        self._view = saved_views.ALL
        self._counts: dict[str, int] = {}
        self._known = Vocabulary()
        self._currency = "EUR"
        self.card: ColumnsCard | None = None
        self._actions = AccountActions(desk)
        self.views, self.bulk = ViewActions(desk, self), BulkActions(desk, self)
        self._build()
        self._connect()
        self.table.header.show_order(self._sort, descending=self._descending)
        self._show_tabs()

    def _build(self) -> None:
        self.head = AccountsHead(self, known=lambda: self._known)
        self.search, self.tabs = self.head.search, self.head.tabs
        self.table = AccountTable(self._fetch, lambda face, written: self._actions.rename(face.id, written))
        self.empty = NothingFound()
        self.bar = BulkBar(bulk_actions())
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
        self.head.columns.clicked.connect(lambda: self.choose_columns())
        self.head.add.clicked.connect(lambda: self.add_account())
        self.head.save.clicked.connect(lambda: self.save_view())
        self.search.changed.connect(self._filter_changed)
        self.search.list_asked.connect(self.table.setFocus)
        self.search.entered.connect(self._open_current)
        self.tabs.chosen.connect(self.open_view)
        self.tabs.change_asked.connect(lambda key, what: self.change_view(key, what, self.tabs.place_of(key)))
        self.table.opened.connect(self.desk.open_account)
        self.table.log_asked.connect(self.desk.open_log)
        self.table.delete_asked.connect(self._delete)
        self.table.menu_asked.connect(self._open_menu)
        self.table.picks_changed.connect(self._show_picks)
        self.table.whole_asked.connect(self._show_rest_now)
        self.table.header.order_asked.connect(self.sort_by)
        self.bar.asked.connect(self.act)
        self.bar.cleared.connect(self._clear_picks)

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

    def current_account(self) -> int | None:
        return self.table.current_id() if self.table.hasFocus() else None

    # -- reading ---------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Shows the list as it stands, and again once what is worked out of it is up to date."""
        self._currency = preferences.get(self.app.store).currency
        chosen = settings.get()
        self.table.single_letters = chosen.letter_keys
        self.table.show_columns(chosen.account_columns.split(",") if chosen.account_columns else USUAL)
        self._load(stay=True, anew=True)
        store, today = self.app.store, self.app.today

        def bring_up_to_date() -> tuple[bool, list[View], dict[str, int], Vocabulary]:
            was_current = shown.is_current(store, today)
            standings.bring_up_to_date(store, today)
            me = preferences.get(store).owner
            every = [*saved_views.fixed_views(), *saved_views.views(store)]
            counts = saved_views.counts(store, every, today, me=me)
            return was_current, every, counts, filter_words.vocabulary(store, me)

        def done(answer: tuple[bool, list[View], dict[str, int], Vocabulary]) -> None:
            was_current, self._views, self._counts, self._known = answer
            self._show_tabs()
            self._say_how_many()
            if not was_current:
                self._load(stay=True, anew=True)

        self.desk.tasks.run(bring_up_to_date, done, latest="accounts-counts")

    def _load(self, *, stay: bool, anew: bool, rest: bool = False) -> None:
        """``rest``: all rows, where the first page of them is on screen."""
        store, today, wanted = self.app.store, self.app.today, self.search.wanted
        sort, descending, me = self._sort, self._descending, self._known.me
        terms, first = AccountFilter(wanted.terms), not rest and not stay and bool(wanted.text.strip())
        if anew:
            self._ordered = None  # what is typed before the answer comes must not choose among what was
        ordered = self._ordered[1] if self._ordered is not None and self._ordered[0] == terms else None
        self._rest.stop()
        self._whole = self._whole and stay
        self._asked += 1
        asked = self._asked
        # A key press need not wait for what the worker is at: the first page is a small window of rows.
        if first and ordered is not None and (page := first_page(store, wanted.text, ordered)) is not None:
            self._show(page, stay=False)
            return

        def read() -> tuple[Order, FirstPage]:
            order = ordered
            if order is None:
                ids = account_views.ordered_ids(store, wanted, today, sort=sort, descending=descending, me=me)
                order = Order(ids)
                if first and (page := first_page(store, wanted.text, order)) is not None:
                    return order, page
            return order, FirstPage(account_views.found_in(store, order, wanted.text), whole=True)

        def done(answer: tuple[Order, FirstPage]) -> None:
            if asked == self._asked:
                self._ordered = terms, answer[0]
                self._show(answer[1], stay=stay, rest=rest)

        self.desk.tasks.run(read, done, latest="accounts")

    def _show(self, page: FirstPage, *, stay: bool, rest: bool = False) -> None:
        if rest:
            self.table.show_more(page.ids)
        else:
            self.table.show_ids(page.ids, stay=stay)
        self._whole = page.whole
        if page.whole:
            self._say_how_many()
        else:
            self._rest.start()
        self._body.setCurrentWidget(self.table if page.ids else self.empty)

    def _show_rest_now(self) -> None:
        """All is to be ticked or exported a moment after a key press: more than the first page is meant."""
        wanted, ordered = self.search.wanted, self._ordered
        if not self._whole and ordered is not None and ordered[0] == AccountFilter(wanted.terms):
            self._rest.stop()
            self._asked += 1
            ids = account_views.found_in(self.app.store, ordered[1], wanted.text)
            self._show(FirstPage(ids, whole=True), stay=True, rest=True)

    def _fetch(self, ids: Sequence[int]) -> list[AccountFace]:
        today = self.app.today
        rows = account_views.list_rows(self.app.store, ids, today)
        return [account_face(row, today=today, currency=self._currency) for row in rows]

    def listing(self) -> Listed:
        """What is shown, or of it what is ticked, with the columns that one chose."""
        self._show_rest_now()
        store, today, currency = self.app.store, self.app.today, self._currency
        ids, columns = self.table.picked() or list(self.table.rows.ids), self.table.shown_columns()
        note = filter_words.sentence(self.search.wanted)

        from crm_desktop.services.listings import of_accounts  # only what is exported or printed needs it

        return lambda: of_accounts(store, ids, columns, today, currency=currency, title=tr("Accounts"), note=note)

    # -- filters and views -----------------------------------------------------------------------

    def _filter_changed(self) -> None:
        wanted = self.search.wanted
        current = self._current_view()
        if current is None or not current.filter.same_as(wanted):
            same = next((view for view in self._views if view.filter.same_as(wanted)), None)
            if same is not None:
                self._mark(same.key)
        self._load(stay=False, anew=False)

    def _current_view(self) -> View | None:
        return next((view for view in self._views if view.key == self._view), None)

    def _mark(self, key: str) -> None:
        self._view = key
        self._show_tabs()
        view = self._current_view()
        self.view_shown.emit("" if view is None or view.fixed else key)

    @property
    def current_view(self) -> str:
        """The key of the view that is shown, or that the filter began from."""
        return self._view

    def open_view(self, key: str) -> None:
        """Shows one of the views: its filter stands in the search field."""
        if all(view.key != key for view in self._views):
            # Saved a moment ago, or asked for before the page has read them.
            self._views = [*saved_views.fixed_views(), *saved_views.views(self.app.store)]
        view = next((view for view in self._views if view.key == key), None)
        if view is not None:
            self.table.clear_picks()
            self.search.show_filter(view.filter)
            self._mark(view.key)
            self._load(stay=False, anew=False)

    def save_view(self) -> None:
        """Asks for a name for the filter as it stands."""
        place = _place(self.head.save)
        self.views.save(self.search.wanted, self._current_view(), place, self.open_view)

    def change_view(self, key: str, what: str, place: QRect) -> None:
        """Renames, moves or deletes a view of one's own."""
        view = next((view for view in self._views if view.key == key and not view.fixed), None)
        if view is not None:
            if what == "delete" and key == self._view:
                self.open_view(saved_views.ALL)
            self.views.act(view, what, place)

    def sort_by(self, name: str, descending: bool) -> None:
        """Puts the list in the order of a column."""
        self._sort, self._descending = name, descending
        self.table.header.show_order(name, descending=descending)
        self._load(stay=False, anew=True)
        announce(self.table, tr("Sorted by {column}", column=self.table.all_columns[name].heading))

    def clear_filters(self) -> None:
        """Back to all accounts."""
        self.open_view(saved_views.ALL)
        self.search.line.setFocus()

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
        self.card.open_under(_place(self.head.columns))

    def _put_columns(self, names: list[str]) -> None:
        self.table.show_columns(names)
        try:
            settings.change(account_columns=",".join(names) if tuple(names) != USUAL[1:] else "")
        except UserError as error:
            self.desk.show_problem(error)

    # -- what is shown ---------------------------------------------------------------------------

    def _show_tabs(self) -> None:
        def is_tab(view: View) -> bool:
            if view.key == self._view:
                return True
            if view.key == saved_views.ARCHIVED:
                return bool(self._counts.get(saved_views.ARCHIVED))
            # Views of the program that are not tabs stand in the sidebar.
            return view.fixed or view.key.isdigit()

        tabs = [
            CountTab(view.key, view.name, self._counts.get(view.key), own=not view.fixed)
            for view in self._views
            if is_tab(view)
        ]
        self.tabs.show_tabs(tabs, self._view)

    def _say_how_many(self) -> None:
        count, of = len(self.table.rows.ids), self._counts.get(saved_views.ALL)
        wanted = self.search.wanted
        whole = of is None or wanted == AccountFilter() or any(term.field is Field.ARCHIVED for term in wanted.terms)
        self.search.set_note(
            tr_n("{n} account", "{n} accounts", count)
            if whole
            else tr_n("{shown} of {n} account", "{shown} of {n} accounts", of or 0, shown=format_number(count))
        )
        if count:
            return
        text = " ".join(wanted.text.split())
        clear = (tr("Clear filters"), self.clear_filters)
        if text:
            add = (tr("Add “{name}”", name=text), lambda: self.add_account(text))
            sentence = tr("No account matches “{text}”.", text=text)
            if self.search.suggestions.texts:
                sentence += " " + tr("Tab takes the filter “{filter}”.", filter=self.search.suggestions.texts[0])
            self.empty.say(sentence, [clear, add])
        elif wanted == AccountFilter():
            self.empty.say(
                tr("No accounts yet."),
                [(tr("Import a file"), self.desk.open_import), (tr("Add an account"), self.add_account)],
            )
        else:
            self.empty.say(tr("No account matches: {filter}.", filter=filter_words.sentence(wanted)), [clear])

    # -- ticked ----------------------------------------------------------------------------------

    def _show_picks(self) -> None:
        count = self.table.picked_count
        self.bar.show_count(count)
        if not count:
            return
        self.bar.rename("archive", tr("Bring back") if self._shows_archived() else tr("Archive"))
        announce(self.table, tr_n("{n} selected", "{n} selected", count))
        store, ids, currency = self.app.store, self.table.picked(), self._currency

        def told(minor: int) -> None:
            whole = round(minor / _UNIT) * _UNIT
            self.bar.show_worth(tr("{amount} a year", amount=format_money(whole, currency)))

        self.desk.tasks.run(lambda: bulk_edit.revenue(store, ids), told, latest="accounts-worth")

    def _shows_archived(self) -> bool:
        return any(term.field is Field.ARCHIVED for term in self.search.wanted.terms)

    def _clear_picks(self) -> None:
        self.table.clear_picks()
        self.table.setFocus()

    def act(self, name: str) -> None:
        """Does one of the bar's actions with all that is ticked."""
        ids = self.table.picked()
        if name == "export":
            self.desk.export_page()
        elif ids:
            button = self.bar.buttons.get(name, self.bar)
            self.bulk.act(name, ids, _place(button), self._known, archived=self._shows_archived())

    # -- doing -----------------------------------------------------------------------------------

    def add_account(self, name: str = "") -> None:
        """Asks for the fields of a new account and goes to its page once it is saved."""
        dialog = NewAccountDialog(self.app.today, name, self, desk=self.desk)
        dialog.saved.connect(self._actions.add)
        dialog.open()

    def _open_current(self) -> None:
        account = self.table.current_id()
        if account is not None:
            self.desk.open_account(account)

    def _delete(self, account: int) -> None:
        if self.table.picked_count:
            self.act("delete")
            return
        face = self.table.current_face()
        self._actions.delete(account, face.name if face else "")

    def _open_menu(self, place: QPoint) -> None:
        account, row = self.table.current_id(), self.table.current_row()
        if account is None or row is None:
            return
        entries = (
            Entry("building-2", tr("Open"), tr("Enter"), self._open_current),
            Entry("check", tr("Tick"), "X", lambda: self.table.toggle(row)),
            Entry("square-pen", tr("Log"), "L", lambda: self.desk.open_log(account)),
            Entry("tag", tr("Rename"), "F2", self.table.rename_current),
            Entry("x", tr("Delete"), tr("Del"), lambda: self._delete(account)),
        )
        open_row_menu(self, place, entries, columns=self.table.rows.columns, sorted_by=self._sort, sort=self.sort_by)


def _place(widget: QWidget) -> QRect:
    """Where a widget stands on the screen."""
    return QRect(widget.mapToGlobal(QPoint(0, 0)), widget.size())
