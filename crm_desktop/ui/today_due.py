"""What Today does with what is due, in the pane beside its list: finish it, keep it, move it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from crm_desktop.i18n import tr
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.follow_up_actions import FollowUpActions
from crm_desktop.ui.promise_actions import PromiseActions
from crm_desktop.ui.today_cards import TodayCards
from crm_desktop.ui.widgets.due_pane import DuePane


class TodayDue:
    """Belongs to the page; ``cards`` asks for days."""

    def __init__(self, desk: Desk, pane: DuePane, cards: TodayCards) -> None:
        self._desk, self._pane, self._cards = desk, pane, cards
        self._follow_ups, promises = FollowUpActions(desk), PromiseActions(desk)
        pane.open_asked.connect(desk.open_account)
        pane.log_asked.connect(desk.open_log)
        pane.finish_asked.connect(self._finish)
        pane.move_asked.connect(lambda each: self._ask_move(each, self._follow_ups.move))
        pane.next.chosen.connect(self._follow_ups.add_next)
        pane.keep_asked.connect(lambda each: promises.keep(each, pane.what(each)))
        pane.break_asked.connect(lambda each: promises.break_(each, pane.what(each)))
        pane.move_promise_asked.connect(lambda each: self._ask_move(each, promises.move))

    def _finish(self, follow_up: int) -> None:
        today = self._desk.app.today
        self._follow_ups.finish(follow_up, self._pane.what(follow_up), lambda done: self._pane.next.ask(done, today))

    def _ask_move(self, task: int, move: Callable[[int, str, date], None]) -> None:
        what = self._pane.what(task)
        title, choose = tr("Move “{what}”", what=what), partial(move, task, what)
        self._cards.ask_day(title, self._pane.place_of_current(), self._pane, choose)
