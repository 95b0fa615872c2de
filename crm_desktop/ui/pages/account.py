"""The page of one account: what it is, why it matters now, what to do next, and everything that happened."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, NamedTuple

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QMenu, QStackedWidget, QVBoxLayout, QWidget

from crm_desktop import settings
from crm_desktop.domain.changes import Changes
from crm_desktop.domain.entities import AccountFields, ContactFields, FollowUp
from crm_desktop.domain.errors import UserError
from crm_desktop.domain.kinds import InteractionKind, Tier
from crm_desktop.i18n import tr
from crm_desktop.services import accounts, history
from crm_desktop.services.attention import Step
from crm_desktop.services.brief import brief
from crm_desktop.services.brief_wording import plain_text
from crm_desktop.services.history import TimelineEntry
from crm_desktop.services.portrait import Portrait, portrait
from crm_desktop.ui.account_actions import AccountActions
from crm_desktop.ui.account_extras import AccountExtras, Extras, read_extras
from crm_desktop.ui.correcting import Correcting
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.follow_up_actions import FollowUpActions
from crm_desktop.ui.icons import icon
from crm_desktop.ui.keys import letter
from crm_desktop.ui.page import Page
from crm_desktop.ui.promise_actions import PromiseActions
from crm_desktop.ui.theme import current_theme
from crm_desktop.ui.widgets.account_head import AccountHead
from crm_desktop.ui.widgets.account_parts import AccountParts
from crm_desktop.ui.widgets.brief_card import BriefCard
from crm_desktop.ui.widgets.day_card import DayCard
from crm_desktop.ui.widgets.follow_up_section import NewFollowUp
from crm_desktop.ui.widgets.nothing_found import NothingFound
from crm_desktop.ui.widgets.offer_line import OfferLine
from crm_desktop.ui.widgets.promise_section import NewPromise
from crm_desktop.ui.widgets.tier_card import TierCard
from crm_desktop.ui.widgets.why_card import WhyCard

_LINES = 200
_MOST_LINES = 5_000


class _Read(NamedTuple):
    portrait: Portrait
    entries: list[TimelineEntry]
    extras: Extras


class AccountPage(Page):
    """``show_account`` says which one; everything is read in one job of the worker."""

    kinds: ClassVar[tuple[str, ...]] = (
        "account", "contact", "affiliation", "interaction", "purchase", "rating", "follow_up", "promise", "snooze",
        "correction", "attachment", "setting",
    )  # fmt: skip

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._account: int | None = None
        self._actions = AccountActions(desk)
        self._promises = PromiseActions(desk)
        self._follow_ups = FollowUpActions(desk)
        self._name = ""
        self._portrait: Portrait | None = None
        self._department = ""
        self._lines = _LINES
        self._letters = True
        self._brief_card: BriefCard | None = None
        today = self.app.today
        self.head = AccountHead(today)
        self.parts = AccountParts(today)
        self.chart, self.timeline, self.pane = self.parts.chart, self.parts.timeline, self.parts.pane
        self.tabs = self.parts.tabs
        self.offer = OfferLine()
        self.extras = AccountExtras(desk, self, self.head, self.pane, self.offer)
        self.gone = NothingFound()
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.offer)
        column.addWidget(self.parts, 1)
        self._stack = QStackedWidget()
        self._stack.addWidget(whole)
        self._stack.addWidget(self.gone)
        frame = QVBoxLayout(self)
        frame.setContentsMargins(0, 0, 0, 0)
        frame.addWidget(self._stack)
        self.setFocusProxy(self.timeline)
        self._connect()

    def _connect(self) -> None:
        self.head.next_asked.connect(self._do_next)
        self.head.log_asked.connect(self.log)
        self.head.snooze_asked.connect(self.snooze)
        self.head.why_asked.connect(self.why)
        self.head.take_back_asked.connect(self._take_back)
        self.head.edit_asked.connect(self.edit)
        self.head.more_asked.connect(self._open_more)
        self.head.form.saved.connect(self._save)
        self.head.form.cancelled.connect(self._end_edit)
        self.timeline.department_chosen.connect(self._choose_department)
        self.timeline.more_asked.connect(self._read_more)
        self.timeline.find_changed.connect(lambda _text: self._read_again(stay=False))
        self.pane.follow_ups.done.connect(self._finish_follow_up)
        self.pane.follow_ups.added.connect(self._add_follow_up)
        self.pane.follow_ups.next.chosen.connect(self._follow_ups.add_next)
        self.pane.promises.added.connect(self._add_promise)
        self.pane.promises.kept.connect(lambda each: self._promises.keep(each, self.pane.promises.what(each)))
        self.pane.promises.broken.connect(lambda each: self._promises.break_(each, self.pane.promises.what(each)))
        self.pane.promises.move_asked.connect(self._ask_move_promise)
        self.pane.people.saved.connect(self._save_person)
        self.pane.people.left.connect(self._person_left)
        self.offer.taken.connect(self.extras.log)

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
                self._end_edit()
            self.pane.follow_ups.next.close_bar()
            self.pane.follow_ups.forget_form()
            self.pane.promises.forget_form()
            self.offer.withdraw()
        self._account = self.extras.account = account
        try:
            self._name = accounts.get(self.app.store, account).name
        except UserError:
            self._name = ""
        self.mark_stale()

    def current_account(self) -> int | None:
        return self._account if self._portrait is not None else None

    def focus_search(self) -> bool:
        if not self.timeline.isVisible():
            self.parts.show_part("timeline")
        self.timeline.search.setFocus()
        self.timeline.search.selectAll()
        return True

    def panes(self) -> list[QWidget]:
        if self._stack.currentWidget() is self.gone:
            return [self.gone]
        return [self.head.next, self.tabs, self.chart, self.timeline, self.pane]

    def keys(self) -> list[tuple[str, str]]:
        return [
            ("Space", tr("Why is it here?")),
            ("L", tr("Log")),
            ("S", tr("Snooze, or move a promise")),
            ("T", tr("The chart as a table")),
            ("X", tr("Mark a follow-up as done, a promise as kept")),
            ("1, 2, 3, N", tr("Next step tomorrow, in a week, in a month, or nothing")),
            ("F2", tr("Change what is known about the account")),
            (tr("Del"), tr("Put a file into the bin")),
        ]

    def on_changes(self, changes: Changes) -> None:
        # A person's own row does not say at which account they are.
        mine = self._account is not None and changes.touches_account(self._account)
        if mine and changes.touches("interaction"):
            self.offer.withdraw()
        if changes.touches("contact", "setting") or (mine and changes.touches(*self.kinds)):
            self.mark_stale()

    def refresh(self) -> None:
        self._letters = settings.get().letter_keys
        self.pane.follow_ups.single_letters = self.pane.promises.single_letters = self._letters
        self._read_again(stay=self._portrait is not None)

    def _read_again(self, *, stay: bool) -> None:
        app, store, account, today = self.app, self.app.store, self._account, self.app.today
        if account is None:
            return
        department = self._department
        limit = _MOST_LINES if self.timeline.search.text().strip() else self._lines

        def read() -> _Read:
            entries = history.timeline(store, account, until=today, department=department, limit=limit)
            return _Read(portrait(store, account, today), entries, read_extras(app, account))

        self.desk.tasks.run(read, lambda found: self._show(found, stay=stay), latest="account", failed=self._show_gone)

    def _show(self, found: _Read, *, stay: bool) -> None:
        self._portrait = found.portrait
        self._name = found.portrait.account.name
        self._stack.setCurrentIndex(0)
        self.head.show_portrait(found.portrait)
        self.extras.show(found.extras)
        self.parts.show_portrait(found.portrait, found.entries, self._department, stay=stay)

    def _show_gone(self, error: Exception) -> None:
        self._portrait = None
        self.gone.say(str(error), [(tr("Go to all accounts"), lambda: self.desk.open_page("accounts"))])
        self._stack.setCurrentWidget(self.gone)

    # -- keys ------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        actions: dict[str, Callable[[], None]] = {
            "L": self.log, "S": self.snooze, "T": self.toggle_chart, "B": self.brief,
        }  # fmt: skip
        name = letter(event) if self._letters else ""
        said = "N" if name == "N" or event.key() == Qt.Key.Key_Escape else event.text()
        if said in ("1", "2", "3", "N") and self.pane.follow_ups.next.answer(said):
            return
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
        """Opens the quick log for this account, begun with a call or an e-mail that was just made."""
        self.extras.log()

    def brief(self) -> None:
        """What to know before a call."""
        self._brief_card = BriefCard(self.desk, self.window()) if self._brief_card is None else self._brief_card
        if self._account is not None:
            self._brief_card.open_brief(self._account)

    def _do_next(self) -> None:
        """The quick log with what the next step is, or the promise that is to be kept."""
        row = self._portrait.row if self._portrait else None
        if row is not None and row.next_step.step is Step.PROMISE:
            self.parts.show_part("pane")
            if self.pane.promises.focus_late():
                return
        by_email = row is not None and row.next_step.step is Step.EMAIL
        self.desk.open_log(self._account, f"{InteractionKind.EMAIL} " if by_email else "")

    def snooze(self) -> None:
        """Asks until when the account stays off the list."""
        found = self._portrait
        if found is None or found.row is None or found.account.archived:
            return
        account = found.account
        card = DayCard(
            tr("Snooze {name} until", name=account.name),
            today=self.app.today,
            choose=lambda until: self._actions.snooze(account, until),
            parent=self,
        )
        card.open_under(self.head.place_of(self.head.snooze))

    def why(self) -> None:
        """Opens the evidence behind the sentence."""
        if self._portrait is not None and self._portrait.row is not None:
            card = WhyCard(self.desk, self._portrait.account.id, self, row=self._portrait.row)
            card.open_under(self.head.place_of(self.head.why))

    def _take_back(self, correction: int) -> None:
        """What was told about the account counts no longer."""
        if self._account is not None:
            Correcting(self.desk, self._account, self._name).take_back(correction)

    def toggle_chart(self) -> None:
        """The chart as a table, and back."""
        if not self.chart.isVisible():
            self.parts.show_part("chart")
        self.chart.toggle()

    def edit(self) -> None:
        """Turns the head into a form."""
        if self._portrait is not None and not self.head.is_editing:
            self.head.edit_fields(self._portrait)
            self.parts.make_room_for_form(True)

    def _end_edit(self) -> None:
        self.head.show_fields()
        self.parts.make_room_for_form(False)

    def _save(self, fields: AccountFields) -> None:
        self._end_edit()
        if self._portrait is not None:
            self._actions.change(self._portrait.account, fields)

    def _open_more(self) -> None:
        found = self._portrait
        if found is None:
            return
        menu = QMenu(self)
        archived = found.account.archived
        entries: tuple[tuple[str, str, Callable[[], None]], ...] = (
            ("handshake", tr("Add a promise"), self.add_promise),
            ("phone", tr("Before the call"), self.brief),
            ("mail", tr("Copy for e-mail"), self.copy_brief),
            ("download", tr("Keep files here…"), self.extras.choose_files),
            ("star", tr("Set the tier…"), self.set_tier),
            ("archive", tr("Bring back from the archive") if archived else tr("Archive"), self.archive),
            ("x", tr("Delete"), self.delete),
        )
        for name, text, run in entries:
            menu.addAction(icon(name), text).triggered.connect(lambda _checked=False, run=run: run())
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.head.more.mapToGlobal(QPoint(0, self.head.more.height())))

    def copy_brief(self) -> None:
        """The brief as plain text in the clipboard."""
        app, account = self.app, self._account

        def copied(text: str) -> None:
            QGuiApplication.clipboard().setText(text)
            self.desk.say(tr("Copied. Paste it into an e-mail."))

        if account is not None:
            self.desk.tasks.run(lambda: plain_text(brief(app.store, account, app.today)), copied)

    def set_tier(self) -> None:
        """Asks for a tier and why."""
        if self._portrait is None:
            return
        account = self._portrait.account

        def choose(tier: Tier | None, reason: str) -> None:
            self._actions.set_tier(account, tier, reason)

        card = TierCard(account.tier, account.tier_reason, choose=choose, parent=self)
        card.open_at(self.head.place_of(self.head.more), width=current_theme().px(300))

    def archive(self) -> None:
        """Takes the account out of every list, or brings it back."""
        if self._portrait is not None:
            self._actions.archive(self._portrait.account)

    def delete(self) -> None:
        """Puts the account into the bin and goes back to all accounts."""
        if self._portrait is not None:
            self._actions.delete(self._portrait.account.id, self._portrait.account.name)
            self.desk.open_page("accounts")

    def _add_follow_up(self, new: NewFollowUp) -> None:
        if self._account is not None:
            self._follow_ups.add(self._account, new.what, new.due, new.at, new.owner)

    def _finish_follow_up(self, follow_up: int, what: str) -> None:
        today, section = self.app.today, self.pane.follow_ups

        def ask_next(done: FollowUp) -> None:
            if done.account == self._account:
                section.next.ask(done, today)

        self._follow_ups.finish(follow_up, what, ask_next)

    def _add_promise(self, new: NewPromise) -> None:
        if self._account is not None:
            self._promises.add(self._account, new.what, new.due, at=new.at, made_by=new.made_by, owner=new.owner)

    def add_promise(self) -> None:
        """Opens the form for a promise."""
        self.parts.show_part("pane")
        self.pane.promises.open_form()
        self.pane.ensureWidgetVisible(self.pane.promises)

    def _ask_move_promise(self, promise: int) -> None:
        """Asks to which day a promise is moved."""
        section = self.pane.promises
        what = section.what(promise)
        card = DayCard(
            tr("Move “{what}”", what=what),
            today=self.app.today,
            choose=lambda to: self._promises.move(promise, what, to),
            parent=self,
        )
        card.open_under(QRect(section.mapToGlobal(QPoint(0, 0)), section.size()))

    def _save_person(self, contact: int | None, fields: ContactFields, role: str) -> None:
        if self._account is not None:
            self._actions.save_person(self._account, contact, fields, role)

    def _person_left(self, contact: int) -> None:
        if self._account is not None:
            self._actions.person_left(self._account, contact)

    def _choose_department(self, department: str) -> None:
        self._department, self._lines = department, _LINES
        self._read_again(stay=False)

    def _read_more(self) -> None:
        """Older lines, where there may be some."""
        if len(self.timeline.view.lines.faces) >= self._lines:
            self._lines += _LINES
            self._read_again(stay=True)
