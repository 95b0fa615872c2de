"""The page of one account: what it is, why it matters now, what to do next, and everything that happened."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import ClassVar, NamedTuple

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from crm_desktop import settings
from crm_desktop.domain.changes import Changes
from crm_desktop.domain.entities import AccountFields, ContactFields, FollowUpFields, InteractionKind, Tier
from crm_desktop.domain.errors import UserError
from crm_desktop.i18n import format_day, tr
from crm_desktop.services import accounts, contacts, follow_ups, history, snoozes
from crm_desktop.services.attention import Step
from crm_desktop.services.history import TimelineEntry
from crm_desktop.services.portrait import Portrait, portrait
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.icons import icon
from crm_desktop.ui.keys import letter
from crm_desktop.ui.page import Page
from crm_desktop.ui.theme import current_theme, look
from crm_desktop.ui.widgets.account_head import AccountHead
from crm_desktop.ui.widgets.account_pane import AccountPane
from crm_desktop.ui.widgets.chart_panel import ChartPanel
from crm_desktop.ui.widgets.count_tabs import CountTab, CountTabs
from crm_desktop.ui.widgets.day_card import DayCard
from crm_desktop.ui.widgets.nothing_found import NothingFound
from crm_desktop.ui.widgets.rule import Rule
from crm_desktop.ui.widgets.tier_card import TierCard
from crm_desktop.ui.widgets.timeline_panel import TimelinePanel
from crm_desktop.ui.widgets.why_card import WhyCard

_LINES = 200
_MOST_LINES = 5_000
_SHORT = 600


class _Read(NamedTuple):
    portrait: Portrait
    entries: list[TimelineEntry]


class AccountPage(Page):
    """``show_account`` says which one; everything is read in one job of the worker."""

    kinds: ClassVar[tuple[str, ...]] = (
        "account", "contact", "affiliation", "interaction", "purchase", "rating", "follow_up", "snooze", "setting",
    )  # fmt: skip

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._account: int | None = None
        self._name = ""
        self._portrait: Portrait | None = None
        self._department = ""
        self._lines = _LINES
        self._letters = True
        today = self.app.today
        self.head = AccountHead(today)
        self.chart = ChartPanel()
        self.timeline = TimelinePanel()
        self.pane = AccountPane(today)
        self.tabs = CountTabs(tr("Parts of this page"))
        self._part = "timeline"
        self.gone = NothingFound()
        self._rule = Rule()
        self._upright = Rule(upright=True)
        self._left = QWidget()
        left = QVBoxLayout(self._left)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(0)
        left.addWidget(self.chart)
        left.addWidget(self._rule)
        left.addWidget(self.timeline, 1)
        self._body = QWidget()
        body = QHBoxLayout(self._body)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(0)
        body.addWidget(self._left, 1)
        body.addWidget(self._upright)
        body.addWidget(self.pane)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        self._tab_row = QHBoxLayout()
        self._tab_row.addWidget(self.tabs, 1)
        column.addLayout(self._tab_row)
        column.addWidget(Rule())
        column.addWidget(self._body, 1)
        column.addStretch(0)
        self._stack = QStackedWidget()
        self._stack.addWidget(whole)
        self._stack.addWidget(self.gone)
        frame = QVBoxLayout(self)
        frame.setContentsMargins(0, 0, 0, 0)
        frame.addWidget(self._stack)
        self.setFocusProxy(self.timeline)
        self._connect()
        look().changed.connect(self.arrange)

    def _connect(self) -> None:
        self.head.next_asked.connect(self._do_next)
        self.head.log_asked.connect(self.log)
        self.head.snooze_asked.connect(self.snooze)
        self.head.why_asked.connect(self.why)
        self.head.edit_asked.connect(self.edit)
        self.head.more_asked.connect(self._open_more)
        self.head.form.saved.connect(self._save)
        self.head.form.cancelled.connect(self._end_edit)
        self.timeline.department_chosen.connect(self._choose_department)
        self.timeline.more_asked.connect(self._read_more)
        self.timeline.find_changed.connect(lambda _text: self._read_again(stay=False))
        self.pane.follow_ups.done.connect(self._finish)
        self.pane.follow_ups.added.connect(self._add_follow_up)
        self.pane.people.saved.connect(self._save_person)
        self.pane.people.left.connect(self._person_left)
        self.tabs.chosen.connect(self._choose_part)

    # -- what a page is --------------------------------------------------------------------------

    @property
    def title(self) -> str:
        return self._name or tr("Account")

    def show_account(self, account: int) -> None:
        """Goes to an account; what was typed into a form of another one is left behind."""
        if account != self._account:
            self._portrait, self._department, self._lines = None, "", _LINES
            self.timeline.search.blockSignals(True)
            self.timeline.search.clear()
            self.timeline.search.blockSignals(False)
            if self.head.is_editing:
                self.head.show_fields()
        self._account = account
        try:
            self._name = accounts.get(self.app.store, account).name
        except UserError:
            self._name = ""
        self.mark_stale()

    def current_account(self) -> int | None:
        return self._account if self._portrait is not None else None

    def focus_search(self) -> bool:
        if not self.timeline.isVisible():
            self._choose_part("timeline")
        self.timeline.search.setFocus()
        self.timeline.search.selectAll()
        return True

    def panes(self) -> list[QWidget]:
        if self._stack.currentWidget() is self.gone:
            return [self.gone]
        return [self.head.next, self.tabs, self.chart, self.timeline, self.pane]

    def on_changes(self, changes: Changes) -> None:
        # A person's own row does not say at which account they are.
        mine = self._account is not None and changes.touches_account(self._account)
        if changes.touches("contact", "setting") or (mine and changes.touches(*self.kinds)):
            self.mark_stale()

    def refresh(self) -> None:
        self._letters = settings.get().letter_keys
        self.pane.follow_ups.single_letters = self._letters
        self._read_again(stay=self._portrait is not None)

    def _read_again(self, *, stay: bool) -> None:
        store, account, today = self.app.store, self._account, self.app.today
        if account is None:
            return
        department = self._department
        limit = _MOST_LINES if self.timeline.search.text().strip() else self._lines

        def read() -> _Read:
            entries = history.timeline(store, account, until=today, department=department, limit=limit)
            return _Read(portrait(store, account, today), entries)

        self.desk.tasks.run(read, lambda found: self._show(found, stay=stay), latest="account", failed=self._show_gone)

    def _show(self, found: _Read, *, stay: bool) -> None:
        self._portrait = found.portrait
        self._name = found.portrait.account.name
        self._stack.setCurrentIndex(0)
        self.head.show_portrait(found.portrait)
        self.chart.show_portrait(found.portrait)
        self.timeline.show_departments(found.portrait.departments, self._department)
        self.timeline.show_entries(found.entries, found.portrait.today, stay=stay)
        self.pane.show_portrait(found.portrait)
        self.arrange()

    def _show_gone(self, error: Exception) -> None:
        self._portrait = None
        self.gone.say(str(error), [(tr("Go to all accounts"), lambda: self.desk.open_page("accounts"))])
        self._stack.setCurrentWidget(self.gone)

    # -- room ------------------------------------------------------------------------------------

    def arrange(self) -> None:
        """A narrow window shows the pane as a tab of its own, a low one also the chart."""
        theme = current_theme()
        narrow = self.window().width() < theme.breakpoint("dropSidePaneBelow")
        low = self._is_low()
        tabs = [CountTab("timeline", tr("Timeline") if low else tr("History"))]
        if low:
            tabs.append(CountTab("chart", tr("Rhythm")))
        if narrow:
            open_now = len(self._portrait.follow_ups) if self._portrait else None
            tabs.append(CountTab("pane", tr("Follow-ups and people"), open_now or None))
        if self._part not in [tab.id for tab in tabs]:
            self._part = "timeline"
        self.tabs.show_tabs(tabs, self._part)
        # A form in a low window needs all of it.
        self._body.setVisible(not (low and self.head.is_editing))
        self.tabs.setVisible(len(tabs) > 1 and not self._body.isHidden())
        self._tab_row.setContentsMargins(theme.space(3), 0, theme.space(3), 0)
        self._left.setVisible(self._part != "pane")
        self.chart.setVisible(not low or self._part == "chart")
        self.timeline.setVisible(not low or self._part == "timeline")
        self._rule.setVisible(not low)
        self.pane.setVisible(not narrow or self._part == "pane")
        self._upright.setVisible(not narrow)
        self.pane.setMinimumWidth(0 if narrow else theme.size("accountPane"))
        self.pane.setMaximumWidth(16_777_215 if narrow else theme.size("accountPane"))
        self.chart.setMaximumHeight(16_777_215 if low else theme.px(256))

    def _is_low(self) -> bool:
        return self.window().height() < current_theme().px(_SHORT)

    def _choose_part(self, part: str) -> None:
        self._part = part
        self.arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange()

    # -- keys ------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        actions: dict[str, Callable[[], None]] = {"L": self.log, "S": self.snooze, "T": self.toggle_chart}
        name = letter(event) if self._letters else ""
        if self.current_account() is not None and not self.head.is_editing and name in actions:
            actions[name]()
        elif event.key() == Qt.Key.Key_F2 and self.current_account() is not None:
            self.edit()
        elif event.key() == Qt.Key.Key_Space and self.current_account() is not None:
            self.why()
        else:
            super().keyPressEvent(event)

    # -- doing -----------------------------------------------------------------------------------

    def log(self) -> None:
        """Opens the quick log for this account."""
        self.desk.open_log(self._account)

    def _do_next(self) -> None:
        """The quick log with what the next step is."""
        row = self._portrait.row if self._portrait else None
        by_email = row is not None and row.next_step.step is Step.EMAIL
        self.desk.open_log(self._account, f"{InteractionKind.EMAIL} " if by_email else "")

    def snooze(self) -> None:
        """Asks until when the account stays off the list."""
        found = self._portrait
        if found is None or found.row is None or found.account.archived:
            return
        account, name, store, today = found.account.id, found.account.name, self.app.store, self.app.today

        def choose(until: date) -> None:
            self.desk.write(
                lambda: snoozes.snooze(store, account, today=today, until=until),
                message=tr("{name} is snoozed until {day}.", name=name, day=format_day(until, "short")),
            )

        card = DayCard(tr("Snooze {name} until", name=name), today=today, choose=choose, parent=self)
        card.open_under(self.head.place_of(self.head.snooze))

    def why(self) -> None:
        """Opens the evidence behind the sentence."""
        if self._portrait is not None and self._portrait.row is not None:
            card = WhyCard(self.desk, self._portrait.account.id, self, row=self._portrait.row)
            card.open_under(self.head.place_of(self.head.why))

    def toggle_chart(self) -> None:
        """The chart as a table, and back."""
        if not self.chart.isVisible():
            self._choose_part("chart" if self._is_low() else "timeline")
        self.chart.toggle()

    def edit(self) -> None:
        """Turns the head into a form."""
        if self._portrait is not None and not self.head.is_editing:
            self.head.edit_fields(self._portrait)
            self.arrange()

    def _end_edit(self) -> None:
        self.head.show_fields()
        self.arrange()

    def _save(self, fields: AccountFields) -> None:
        store, account = self.app.store, self._account
        if account is None:
            return
        self._end_edit()
        name = " ".join(fields.name.split())
        if self._portrait is None or fields != self._portrait.account:
            self.desk.write(
                lambda: accounts.change(store, account, fields), message=tr("{name} changed.", name=name)
            )  # fmt: skip

    def _open_more(self) -> None:
        found = self._portrait
        if found is None:
            return
        menu = QMenu(self)
        archived = found.account.archived
        entries: tuple[tuple[str, str, Callable[[], None]], ...] = (
            ("star", tr("Set the tier…"), self.set_tier),
            ("archive", tr("Bring back from the archive") if archived else tr("Archive"), self.archive),
            ("x", tr("Delete"), self.delete),
        )
        for name, text, run in entries:
            menu.addAction(icon(name), text).triggered.connect(lambda _checked=False, run=run: run())
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.head.more.mapToGlobal(QPoint(0, self.head.more.height())))

    def set_tier(self) -> None:
        """Asks for a tier and why."""
        found = self._portrait
        if found is None:
            return
        store, account = self.app.store, found.account

        def choose(tier: Tier | None, reason: str) -> None:
            if (tier, reason) == (account.tier, account.tier_reason) or (tier is None and account.tier is None):
                return
            name = account.name
            told = tr("{name} is tier {tier}.", name=name, tier=tier) if tier else tr(
                "The figures decide the tier of {name}.", name=name
            )  # fmt: skip
            self.desk.write(lambda: accounts.set_tier(store, account.id, tier, reason), message=told)

        card = TierCard(account.tier, account.tier_reason, choose=choose, parent=self)
        card.open_at(self.head.place_of(self.head.more), width=current_theme().px(300))

    def archive(self) -> None:
        """Takes the account out of every list, or brings it back."""
        found = self._portrait
        if found is None:
            return
        store, account = self.app.store, found.account
        told = tr("{name} is back.", name=account.name) if account.archived else tr(
            "{name} is archived.", name=account.name
        )  # fmt: skip
        fields = dataclasses.replace(account, archived=not account.archived)
        self.desk.write(lambda: accounts.change(store, account.id, fields), message=told)

    def delete(self) -> None:
        """Puts the account into the bin and goes back to all accounts."""
        found = self._portrait
        if found is None:
            return
        store, account = self.app.store, found.account
        self.desk.write(
            lambda: accounts.delete(store, account.id),
            lambda _done: self.desk.open_page("accounts"),
            message=tr("{name} is in the bin.", name=account.name),
        )

    def _finish(self, follow_up: int) -> None:
        store, today = self.app.store, self.app.today
        self.desk.write(lambda: follow_ups.finish(store, follow_up, today), message=tr("Done."))

    def _add_follow_up(self, what: str, due: date) -> None:
        if self._account is None:
            return
        fields = FollowUpFields(account=self._account, what=what, due=due, noted_at=datetime.now(UTC))
        store = self.app.store
        self.desk.write(
            lambda: follow_ups.add(store, fields),
            message=tr("Follow-up on {day}: {what}.", day=format_day(due, "short"), what=what),
        )

    def _save_person(self, contact: int | None, fields: ContactFields, role: str) -> None:
        store, account = self.app.store, self._account
        if account is None:
            return
        if contact is None:
            told = tr("{name} added.", name=" ".join(fields.name.split()))
            self.desk.write(lambda: contacts.add(store, account, fields, role), message=told)
        else:
            told = tr("{name} changed.", name=" ".join(fields.name.split()))
            self.desk.write(lambda: contacts.change(store, account, contact, fields, role), message=told)

    def _person_left(self, contact: int) -> None:
        store, account, today = self.app.store, self._account, self.app.today
        if account is not None:
            self.desk.write(lambda: contacts.leave(store, account, contact, today), message=tr("Noted who left."))

    def _choose_department(self, department: str) -> None:
        self._department, self._lines = department, _LINES
        self._read_again(stay=False)

    def _read_more(self) -> None:
        """Older lines, where there may be some."""
        if len(self.timeline.view.lines.faces) >= self._lines:
            self._lines += _LINES
            self._read_again(stay=True)
