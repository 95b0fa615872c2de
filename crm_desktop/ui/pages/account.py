"""The page of one account: what it is, why it matters now, what to do next, and everything that happened."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import ClassVar, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from crm_desktop import settings
from crm_desktop.domain.changes import Changes
from crm_desktop.domain.entities import AccountFields
from crm_desktop.domain.errors import UserError
from crm_desktop.domain.kinds import InteractionKind
from crm_desktop.i18n import tr
from crm_desktop.services import accounts, attachments, merging
from crm_desktop.services.attachments import Attachment
from crm_desktop.services.attention import Step
from crm_desktop.services.portrait import Portrait, portrait
from crm_desktop.ui.account_actions import AccountActions
from crm_desktop.ui.account_cards import AccountCards
from crm_desktop.ui.account_due import AccountDue
from crm_desktop.ui.account_files import AccountFiles
from crm_desktop.ui.account_more import open_more
from crm_desktop.ui.account_people import AccountPeople, Moves, read_moves
from crm_desktop.ui.account_timeline import AccountTimeline
from crm_desktop.ui.correcting import Correcting
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.keys import letter
from crm_desktop.ui.page import Page
from crm_desktop.ui.widgets.account_head import AccountHead
from crm_desktop.ui.widgets.account_parts import AccountParts
from crm_desktop.ui.widgets.nothing_found import NothingFound
from crm_desktop.ui.widgets.offer_line import OfferLine


class _Read(NamedTuple):
    portrait: Portrait
    files: list[Attachment]
    moves: Moves


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
        self._name = ""
        self._portrait: Portrait | None = None
        today = self.app.today
        self.head, self.parts = AccountHead(today), AccountParts(today)
        self.chart, self.timeline, self.pane = self.parts.chart, self.parts.timeline, self.parts.pane
        self.tabs = self.parts.tabs
        self.offer = OfferLine()
        self.due = AccountDue(desk, self.pane, account=lambda: self._account)
        self.people = AccountPeople(desk, self, self.head, self.pane.people, self.offer, account=lambda: self._account)
        self.files = AccountFiles(desk, self, self.pane.files, account=lambda: self._account)
        self._lines = AccountTimeline(desk, self.timeline, account=lambda: self._account)
        self._cards = AccountCards(desk, self, self.head)
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
        self.head.back_asked.connect(self.archive)
        self.head.log_asked.connect(self.log)
        self.head.snooze_asked.connect(self.snooze)
        self.head.why_asked.connect(self.why)
        self.head.take_back_asked.connect(self._take_back)
        self.head.edit_asked.connect(self.edit)
        self.head.more_asked.connect(self._open_more)
        self.head.form.saved.connect(self._save)
        self.head.form.cancelled.connect(self._end_edit)

    # -- what a page is --------------------------------------------------------------------------

    @property
    def title(self) -> str:
        return self._name or tr("Account")

    def show_account(self, account: int) -> None:
        """Goes to an account; what was typed into a form of another one is left behind."""
        if account != self._account:
            self._portrait = None
            self.parts.begin_anew()
            if self.head.is_editing:
                self._end_edit()
            self.due.forget_forms()
            self.offer.withdraw()
        self._account = account
        self._name = ""
        with suppress(UserError):
            self._name = accounts.name_of(self.app.store, account)
        if self._portrait is None:
            self.head.show_name(self._name)
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
        return [self.head.next, self.head.back, self.tabs, self.chart, self.timeline, self.pane]

    def keys(self) -> list[tuple[str, str]]:
        return [
            ("Space", tr("Why is it here?")),
            ("L", tr("Log")),
            ("S", tr("Snooze, or move a follow-up or promise")),
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
        self.due.set_single_letters(settings.get().letter_keys)
        app, store, account, today = self.app, self.app.store, self._account, self.app.today
        if account is None:
            return

        def read() -> _Read | int:
            left = merging.survivor(store, account)
            if left != account:
                return left
            files = attachments.of_account(store, account)
            return _Read(portrait(store, account, today), files, read_moves(app, account))

        self._lines.read(stay=self._portrait is not None)
        self.desk.tasks.run(read, self._show, latest="account", failed=self._show_gone)

    def _show(self, found: _Read | int) -> None:
        if isinstance(found, int):
            self.show_account(found)  # the one that was shown went into this one
            return
        self._portrait = found.portrait
        self._name = found.portrait.account.name
        self.setWindowTitle(self._name)
        self._stack.setCurrentIndex(0)
        self.head.show_portrait(found.portrait)
        self.pane.files.show_files(found.files)
        self.people.show_moves(found.moves)
        self.parts.show_portrait(found.portrait)

    def _show_gone(self, error: Exception) -> None:
        self._portrait = None
        told = str(error) if isinstance(error, UserError) else tr("This account cannot be shown.")
        self.gone.say(told, [(tr("Go to all accounts"), lambda: self.desk.open_page("accounts"))])
        self._stack.setCurrentWidget(self.gone)

    # -- keys ------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        actions: dict[str, Callable[[], None]] = {
            "L": self.log, "S": self.snooze, "T": self.toggle_chart, "B": self.brief,
        }  # fmt: skip
        name = letter(event) if settings.get().letter_keys else ""
        said = "N" if name == "N" or event.key() == Qt.Key.Key_Escape else event.text()
        if said in ("1", "2", "3", "N") and self.due.answer_next(said):
            return
        if self.current_account() is not None and not self.head.is_editing and name in actions:
            actions[name]()
        elif event.key() == Qt.Key.Key_Escape and self.head.is_editing:
            self._end_edit()
        elif event.key() == Qt.Key.Key_F2 and self.current_account() is not None:
            self.edit()
        elif event.key() == Qt.Key.Key_Space and self.current_account() is not None:
            self.why()
        else:
            super().keyPressEvent(event)

    # -- doing -----------------------------------------------------------------------------------

    def log(self) -> None:
        """Opens the quick log for this account, begun with a call or an e-mail that was just made."""
        self.people.log()

    def brief(self) -> None:
        """What to know before a call."""
        if self._account is not None:
            self.desk.open_brief(self._account)

    def copy_brief(self) -> None:
        """What to know, onto the clipboard."""
        if self._account is not None:
            self.desk.copy_brief(self._account)

    def _do_next(self) -> None:
        """The quick log with what the next step is, or the promise that is to be kept."""
        row = self._portrait.row if self._portrait else None
        if row is not None and row.next_step.step is Step.PROMISE:
            self.parts.show_part("pane")
            if self.due.focus_late_promise():
                return
        by_email = row is not None and row.next_step.step is Step.EMAIL
        self.desk.open_log(self._account, f"{InteractionKind.EMAIL} " if by_email else "")

    def snooze(self) -> None:
        """Asks until when the account stays off the list."""
        if self._portrait is not None:
            self._cards.snooze(self._portrait)

    def why(self) -> None:
        """Opens the evidence behind the sentence."""
        if self._portrait is not None:
            self._cards.why(self._portrait)

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
        if self._account is not None:
            self._actions.change(self._account, self.head.form.filled_with, fields)

    def _open_more(self) -> None:
        if self._portrait is not None:
            open_more(self, archived=self._portrait.account.archived)

    def set_tier(self) -> None:
        """Asks for a tier and why."""
        if self._portrait is not None:
            self._cards.tier(self._portrait)

    def archive(self) -> None:
        """Takes the account out of every list, or brings it back."""
        if self._portrait is not None:
            self._actions.archive(self._portrait.account)

    def delete(self) -> None:
        """Puts the account into the bin and goes back to all accounts."""
        if self._portrait is not None:
            self._actions.delete(self._portrait.account.id, self._portrait.account.name)
            self.desk.open_page("accounts")

    def add_promise(self) -> None:
        """Opens the form for a promise."""
        self.parts.show_part("pane")
        self.due.add_promise()
