"""Today: who is worth a call, in which order and why, and beside it what is due."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop import settings
from crm_desktop.app import App
from crm_desktop.domain.kinds import Tier
from crm_desktop.i18n import tr, tr_n
from crm_desktop.services import accounts, told_wording
from crm_desktop.services.attention_data import AttentionRow, TodayList, stored_list
from crm_desktop.services.emptiness import WayOut, why_empty
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.leaving_today import LeavingToday
from crm_desktop.ui.page import Listed, Page
from crm_desktop.ui.theme import current_theme, design_tokens, look
from crm_desktop.ui.today_cards import TodayCards
from crm_desktop.ui.today_due import TodayDue
from crm_desktop.ui.widgets.announce import announce
from crm_desktop.ui.widgets.attention_model import Order, ordered
from crm_desktop.ui.widgets.due_lines import Due, read_due
from crm_desktop.ui.widgets.today_head import TodayHead
from crm_desktop.ui.widgets.today_panes import TodayPanes

if TYPE_CHECKING:
    from crm_desktop.services.listings import Listing
    from crm_desktop.services.quiet_book import QuietBook
    from crm_desktop.ui.widgets.quiet_line import QuietLine

_MORE = 5


class TodayPage(Page):
    """The list, the figures above it and the pane of what is due."""

    kinds: ClassVar[tuple[str, ...]] = (
        "account", "contact", "affiliation", "interaction", "purchase", "rating", "follow_up", "promise", "snooze",
        "correction", "setting",
    )  # fmt: skip

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._listed: TodayList | None = None
        self._whole = False
        """Whether somebody has wanted to see more than is open at the start."""
        self._left = 0
        self._leaving = LeavingToday(desk, show_again=self._show_again, failed=self.mark_stale)
        self.quiet_line: QuietLine | None = None
        self.cards = TodayCards(desk)
        self._skeleton = QTimer(self, singleShot=True)
        self._skeleton.setInterval(design_tokens()["motion"]["skeletonDelay"])
        self._skeleton.timeout.connect(self._show_skeleton)
        self._build()
        self._connect()
        self._adapt()
        look().changed.connect(self._adapt)
        self.setFocusProxy(self.list)

    @property
    def title(self) -> str:
        return tr("Today")

    # -- building --------------------------------------------------------------------------------

    def _build(self) -> None:
        self.head = TodayHead()
        self._panes = TodayPanes()
        self.list, self.empty, self.stack, self.due = (
            self._panes.list, self._panes.empty, self._panes.stack, self._panes.due,
        )  # fmt: skip
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self._panes, 1)
        self._column = column

    def _connect(self) -> None:
        self.head.tab_chosen.connect(self._adapt)
        self.head.chosen.connect(self._choose)
        self.head.compact_chosen.connect(self._choose_compact)
        self.list.open_asked.connect(self.desk.open_account)
        self.list.log_asked.connect(self.desk.open_log)
        self.list.why_asked.connect(self._explain)
        self.list.snooze_asked.connect(self._ask_snooze)
        self.list.done_asked.connect(self._done_for_now)
        self.list.more_asked.connect(self._show_more)
        self.list.accounts_asked.connect(partial(self.desk.open_page, "accounts"))
        self.list.items.rows_wanted.connect(self._read_whole)
        self._due_actions = TodayDue(self.desk, self.due, self.cards)

    # -- what Page asks --------------------------------------------------------------------------

    def refresh(self) -> None:
        """Shows what was shown last at once, then the list as it stands now."""
        store, today = self.app.store, self.app.today
        self.head.show_day(today)
        if self._listed is None or self._listed.day != today:
            stored = stored_list(store, today)
            if stored is not None:
                self._show(stored)
            else:
                self._skeleton.start()
        self._read()
        self.desk.tasks.run(lambda: read_due(self.app), self._show_due, latest="due")

    def _read(self) -> None:
        self.desk.tasks.run(partial(_todays_list, self.app, whole=self._whole), self._show, latest="today")

    def _read_whole(self) -> None:
        if not self._whole:
            self._whole = True
            self._read()

    def panes(self) -> list[QWidget]:
        """The head, the list or what stands in its place, and what is due."""
        middle = self.list if self.stack.currentWidget() is self.list else self.empty
        return [self.head.tiers, middle, self.due]

    def keys(self) -> list[tuple[str, str]]:
        """What the list and the pane do on single keys."""
        return [
            ("Enter", tr("Open the account")),
            ("Space", tr("Why is it here?")),
            ("L", tr("Log")),
            ("S", tr("Snooze, or move a follow-up or a promise")),
            ("D", tr("Done for now")),
            ("X", tr("Mark a follow-up as done, a promise as kept")),
            ("1, 2, 3, N", tr("Next step tomorrow, in a week, in a month, or nothing")),
            ("Shift+F10", tr("Everything that can be done with the row")),
        ]

    def listing(self) -> Listed | None:
        if self._listed is None:
            return None
        from crm_desktop.services.listings import of_today  # only what is exported or printed needs it

        items, today, currency = self.list.items, self.app.today, self._listed.summary.currency
        tier, order = items.tier, items.order

        def read() -> Listing:
            sections = ordered(_todays_list(self.app, every=True), tier, order)
            rows = [row for section in sections.values() for row in section]
            return of_today(rows, today, currency=currency, title=tr("Today"))

        return read

    def current_account(self) -> int | None:
        """The account of the row or of the due item that has the focus."""
        if self.due.hasFocus():
            return self.due.current_account()
        return self.list.current_account()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        chosen = settings.get()
        self.list.single_letters = self.due.single_letters = chosen.letter_keys
        self.list.set_compact(chosen.compact_rows)
        self._adapt()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._adapt()

    # -- showing ---------------------------------------------------------------------------------

    def _show_skeleton(self) -> None:
        if self._listed is None:
            self.list.items.show_loading()

    def _show(self, listed: TodayList) -> None:
        listed = self._leaving.without(listed)
        self._skeleton.stop()
        first = self._listed is None
        self._listed = listed
        self.head.show_summary(listed.summary)
        self._ask_for_data(listed.quiet_book)
        self.head.show_news("" if listed.news is None else told_wording.news(listed.news, listed.day))
        self.list.show_list(listed)
        self._show_choice()
        self._show_list_or_empty()
        left = self.list.items.left_today()
        if not first and left < self._left:
            announce(self, tr_n("{n} left for today.", "{n} left for today.", left))
        self._left = left
        self.head.count(to_call=left)

    def _ask_for_data(self, quiet: QuietBook | None) -> None:
        """When everybody is silent, orders are missing rather than customers."""
        if self.quiet_line is None:
            if quiet is None:
                return
            from crm_desktop.ui.widgets.quiet_line import QuietLine  # most books are never quiet

            self.quiet_line = QuietLine()
            self.quiet_line.import_asked.connect(self.desk.open_import)
            self._column.insertWidget(1, self.quiet_line)
        self.quiet_line.say(quiet)

    def _show_due(self, due: Due) -> None:
        self.due.show_due(due)
        self.head.count(due=self.due.count())

    def _show_list_or_empty(self) -> None:
        if self._listed is None:
            return
        # The window remembers who has the keyboard also while it is not shown yet.
        holder = self.window().focusWidget()
        had_focus = holder is self.list or (holder is not None and self.empty.isAncestorOf(holder))
        # While the rows of a tier are still being read, nothing is said about it.
        if self.list.items.rowCount() or (self.list.items.tier and not self._listed.whole):
            shown: QWidget = self.list
        else:
            archive = not accounts.is_empty(self.app.store)
            empty = why_empty(self._listed, self.list.items.tier, archive=archive)
            self.empty.say(empty.title, empty.text, [(empty.label, partial(self._get_out, empty.way_out))])
            shown = self.empty
        self.stack.setCurrentWidget(shown)
        self.setFocusProxy(shown)
        if had_focus:
            shown.setFocus(Qt.FocusReason.OtherFocusReason)

    def _get_out(self, way: WayOut) -> None:
        if way == WayOut.IMPORT:
            self.desk.open_import()
        elif way == WayOut.ACCOUNTS:
            self.desk.open_page("accounts")
        else:
            self._choose(None, self.list.items.order)

    def _adapt(self) -> None:
        """Fits the page into the window: the pane becomes a tab, the buttons lose their words."""
        theme, width = current_theme(), self.window().width()
        narrow = width < theme.breakpoint("dropSidePaneBelow")
        self.head.fit(narrow=narrow, tight=width < theme.breakpoint("wrapReasonBelow"))
        self._panes.fit(narrow=narrow, on_due=self.head.on_due)

    # -- filter and order ------------------------------------------------------------------------

    def _choose(self, tier: Tier | None, order: Order) -> None:
        self.list.choose(tier=tier, order=order)
        self._show_choice()
        self._show_list_or_empty()
        if (tier, order) != (None, Order.STAKE):
            self._read_whole()

    def _choose_compact(self, compact: bool) -> None:
        self.list.set_compact(compact)
        self._show_choice()
        self.desk.remember(compact_rows=compact)

    def _show_choice(self) -> None:
        items = self.list.items
        self.head.show_choice(tier=items.tier, order=items.order, compact=items.compact)

    # -- doing -----------------------------------------------------------------------------------

    def _explain(self, account: int) -> None:
        row = self._row(account)
        if row is not None:
            self.cards.explain(row, self.list.place_of(account), self.list)

    def _row(self, account: int) -> AttentionRow | None:
        rows = () if self._listed is None else self._listed.rows
        return next((row for row in rows if row.account == account), None)

    def _ask_snooze(self, account: int) -> None:
        row = self._row(account)
        if row is not None:
            title, choose = tr("Snooze {name}", name=row.name), partial(self._leaving.snooze, account, row.name)
            self.cards.ask_day(title, self.list.place_of(account), self.list, choose)

    def _done_for_now(self, account: int) -> None:
        row = self._row(account)
        if row is not None:
            self._leaving.finish(account, row.name)

    def _show_again(self) -> None:
        if self._listed is not None:
            self._show(self._listed)

    def _show_more(self) -> None:
        from crm_desktop.services import attention  # works the list out; the stored one is shown without it

        store, today = self.app.store, self.app.today
        # Not under the key of the list: a refresh that overtakes it must not undo the wish.
        self.desk.tasks.run(lambda: attention.show_more(store, today, _MORE), lambda _result: self.mark_stale())


def _todays_list(app: App, *, whole: bool = True, every: bool = False) -> TodayList:
    from crm_desktop.services import attention  # works the list out; the stored one is shown without it

    return attention.today_list(app.store, app.today, whole=whole, every=every)
