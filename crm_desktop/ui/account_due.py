"""What the page of an account does with what is due there: its follow-ups and promises."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtWidgets import QWidget

from crm_desktop.domain.entities import FollowUp
from crm_desktop.domain.kinds import MadeBy
from crm_desktop.i18n import tr
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.follow_up_actions import FollowUpActions
from crm_desktop.ui.promise_actions import PromiseActions
from crm_desktop.ui.widgets.account_pane import AccountPane
from crm_desktop.ui.widgets.day_card import DayCard
from crm_desktop.ui.widgets.popup_card import on_screen
from crm_desktop.ui.widgets.task_form import NewTask


class AccountDue:
    """Belongs to one page; ``account`` says which one it shows."""

    def __init__(self, desk: Desk, pane: AccountPane, *, account: Callable[[], int | None]) -> None:
        self._desk, self._pane, self._account = desk, pane, account
        self._follow_up_actions, self._promise_actions = FollowUpActions(desk), PromiseActions(desk)
        self._follow_ups, self._promises = pane.follow_ups, pane.promises
        self._follow_ups.done.connect(self._finish_follow_up)
        self._follow_ups.added.connect(self._add_follow_up)
        self._follow_ups.move_asked.connect(self._ask_move_follow_up)
        self._follow_ups.next.chosen.connect(self._follow_up_actions.add_next)
        self._promises.added.connect(self._add_promise)
        self._promises.kept.connect(lambda each: self._promise_actions.keep(each, self._promises.what(each)))
        self._promises.broken.connect(lambda each: self._promise_actions.break_(each, self._promises.what(each)))
        self._promises.move_asked.connect(self._ask_move_promise)

    def set_single_letters(self, on: bool) -> None:
        """Whether letters alone are keys."""
        self._follow_ups.single_letters = self._promises.single_letters = on

    def forget_forms(self) -> None:
        """What was typed for another account is left behind."""
        self._follow_ups.next.close_bar()
        self._follow_ups.forget_form()
        self._promises.forget_form()

    def answer_next(self, said: str) -> bool:
        """A key for the question what comes next; false while it is not asked."""
        return self._follow_ups.next.answer(said)

    def add_promise(self) -> None:
        """Opens the form for a promise."""
        self._promises.open_form()
        self._pane.ensureWidgetVisible(self._promises)

    def focus_late_promise(self) -> bool:
        """The promise that is to be kept; false when there is none."""
        return self._promises.focus_late()

    def _add_follow_up(self, new: NewTask) -> None:
        if (account := self._account()) is not None:
            self._follow_up_actions.add(account, new.what, new.due, new.at, new.owner)

    def _finish_follow_up(self, follow_up: int, what: str) -> None:
        def ask_next(done: FollowUp) -> None:
            if done.account == self._account():
                self._follow_ups.next.ask(done, self._desk.app.today)

        self._follow_up_actions.finish(follow_up, what, ask_next)

    def _add_promise(self, new: NewTask, made_by: MadeBy) -> None:
        if (account := self._account()) is not None:
            self._promise_actions.add(account, new.what, new.due, at=new.at, made_by=made_by, owner=new.owner)

    def _ask_move_follow_up(self, follow_up: int, what: str) -> None:
        self._ask_day(self._follow_ups, what, partial(self._follow_up_actions.move, follow_up, what))

    def _ask_move_promise(self, promise: int) -> None:
        what = self._promises.what(promise)
        self._ask_day(self._promises, what, partial(self._promise_actions.move, promise, what))

    def _ask_day(self, section: QWidget, what: str, move: Callable[[date], None]) -> None:
        """Asks to which day something is moved."""
        card = DayCard(tr("Move “{what}”", what=what), today=self._desk.app.today, choose=move, parent=section)
        card.open_under(on_screen(section))
