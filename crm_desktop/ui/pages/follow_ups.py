"""Follow-ups: what is overdue, due today, soon and later, and whom it is time to talk to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import ClassVar

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from crm_desktop import settings
from crm_desktop.domain.entities import FollowUp
from crm_desktop.i18n import format_day, format_number, tr, tr_n
from crm_desktop.services import cadence, follow_ups, snoozes, standings
from crm_desktop.services.cadence import TalksDue
from crm_desktop.services.follow_ups import Some, When
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.follow_up_actions import FollowUpActions
from crm_desktop.ui.how_often import how_often_card
from crm_desktop.ui.page import Listed, Page
from crm_desktop.ui.theme import current_theme, look
from crm_desktop.ui.widgets.agenda_list import AgendaList
from crm_desktop.ui.widgets.agenda_model import Line
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.day_card import DayCard
from crm_desktop.ui.widgets.empty_state import EmptyState
from crm_desktop.ui.widgets.every_card import Choice, EveryCard
from crm_desktop.ui.widgets.labels import PlainLabel
from crm_desktop.ui.widgets.next_step_bar import NextStepBar
from crm_desktop.ui.widgets.popup_card import PopupCard
from crm_desktop.ui.widgets.rule import Rule

_AT_ONCE = 200
"""Rows of a group shown at first, and more at each wish."""
_TALKS = 10
"""A day has a size: of those to talk to only the largest are shown."""


class FollowUpsPage(Page):
    """The list; over it what is due, or for a while the question for the next step."""

    kinds: ClassVar[tuple[str, ...]] = (
        "follow_up", "account", "contact", "interaction", "snooze", "setting", "purchase",
    )  # fmt: skip

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._limits = dict.fromkeys(When, _AT_ONCE)
        self._some: dict[When, Some] = {}
        self._talks = TalksDue((), 0)
        self.card: PopupCard | None = None
        self._actions = FollowUpActions(desk)
        self._build()
        self.setFocusProxy(self.list)

    def _build(self) -> None:
        self.list = AgendaList()
        self.empty = EmptyState()
        self.next = NextStepBar()
        self._note = PlainLabel("", color="text2")
        self._add = Button(tr("Add follow-up"), "secondary", icon="calendar", key="Ctrl Shift F")
        self._add.clicked.connect(lambda: self._plan())
        self._usual = QWidget()
        usual = QHBoxLayout(self._usual)
        usual.setContentsMargins(0, 0, 0, 0)
        usual.addWidget(self._note, 1)
        usual.addWidget(self._add)
        self._head = QHBoxLayout()
        self._head.addWidget(PlainLabel(tr("Follow-ups"), "h1"))
        self._head.addWidget(self._usual, 1)
        self._head.addWidget(self.next, 1)
        self._body = QStackedWidget()
        self._body.addWidget(self.list)
        self._body.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._head)
        column.addWidget(Rule())
        column.addWidget(self._body, 1)
        self.list.open_asked.connect(lambda line: self.desk.open_account(line.account))
        self.list.log_asked.connect(lambda line: self.desk.open_log(line.account))
        self.list.finish_asked.connect(self._finish)
        self.list.move_asked.connect(self._ask_move)
        self.list.repeat_asked.connect(self._ask_repeat)
        self.list.more_asked.connect(self._show_more)
        self.list.answer = self.next.answer
        self.next.chosen.connect(self._actions.add_next)
        self.next.asks.connect(lambda asks: self._usual.setVisible(not asks))
        self.next.left.connect(self.list.setFocus)
        look().changed.connect(self._make_room)
        self._make_room()

    def _make_room(self) -> None:
        theme = current_theme()
        margin = theme.space(5)
        self._usual.setFixedHeight(theme.size("control"))
        self._head.setContentsMargins(margin, theme.space(3), margin, theme.space(3))
        self._head.setSpacing(theme.space(3))

    # -- what a page is --------------------------------------------------------------------------

    @property
    def title(self) -> str:
        return tr("Follow-ups")

    def panes(self) -> list[QWidget]:
        middle: QWidget = self.list if self._body.currentWidget() is self.list else self.empty
        return [self._add, middle, self.next.what]

    def keys(self) -> list[tuple[str, str]]:
        return [
            ("X, Space", tr("Mark as done, or log a talk")),
            ("1, 2, 3, N", tr("Next step tomorrow, in a week, in a month, or nothing")),
            ("S", tr("Move, or put off a talk")),
            ("R", tr("Repeat, or say how often to talk")),
            ("L", tr("Log")),
            ("Enter", tr("Open the account, or fold a group")),
            ("Shift+F10", tr("Everything that can be done with the row")),
        ]

    def current_account(self) -> int | None:
        line = self.list.current_line()
        return line.account if line is not None else None

    def listing(self) -> Listed:
        from crm_desktop.services.listings import of_follow_ups  # only what is exported or printed needs it

        store = self.app.store
        return lambda: of_follow_ups(store, tr("Follow-ups"))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.list.single_letters = settings.get().letter_keys

    def refresh(self) -> None:
        store, today, limits = self.app.store, self.app.today, dict(self._limits)
        self.desk.tasks.run(lambda: follow_ups.agenda(store, today, limits), self._show, latest="agenda")

        def talks() -> TalksDue:
            standings.bring_up_to_date(store, today)
            return cadence.due(store, today, _TALKS)

        self.desk.tasks.run(talks, self._show_talks, latest="agenda-talks")

    def _show(self, some: dict[When, Some]) -> None:
        self._some = some
        self._show_all()

    def _show_talks(self, talks: TalksDue) -> None:
        self._talks = talks
        self._show_all()

    def _show_all(self) -> None:
        self.list.show_agenda(self._some, self._talks, self.app.today)
        late, today = (self._some[when].total if when in self._some else 0 for when in (When.OVERDUE, When.TODAY))
        parts = [tr("{n} overdue", n=format_number(late))] if late else []
        parts.append(tr_n("{n} due today", "{n} due today", today) if today else tr("none due today"))
        self._note.setText(", ".join(parts))
        some = any(group.total for group in self._some.values()) or self._talks.total
        if not some:
            self.empty.say(
                tr("Nothing is planned"),
                tr("A follow-up says what to do next, for whom and when. Type it in one line, or press L on any row."),
                [(tr("Add a follow-up"), self._plan)],
            )
        shown = self.list if some else self.empty
        had_focus = self._body.isAncestorOf(self.window().focusWidget() or self)
        self._body.setCurrentWidget(shown)
        self.setFocusProxy(shown)
        if had_focus:
            shown.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- doing -----------------------------------------------------------------------------------

    def _plan(self) -> None:
        self.desk.open_log(self.current_account(), tr("follow up "))

    def _show_more(self, line: Line) -> None:
        self._limits[line.when] += _AT_ONCE
        self.mark_stale()

    def _finish(self, line: Line) -> None:
        item, today = line.follow_up, self.app.today
        if item is None:
            return

        def failed(error: Exception) -> None:
            self.list.items.ticked.discard(item.id)
            self.desk.show_problem(error)
            self.mark_stale()

        self._actions.finish(item.id, item.what, lambda done: self.next.ask(done, today), failed)

    def _ask_move(self, line: Line) -> None:
        if line.follow_up is not None:
            title, choose = tr("Move “{what}”", what=line.follow_up.what), self._mover(line.follow_up)
        elif line.talk is not None:
            title = tr("Put off {name}", name=line.talk.name)
            choose = partial(self._put_off, line.talk.account, line.talk.name)
        else:
            return
        self._open(DayCard(title, today=self.app.today, choose=choose, parent=self.list))

    def _mover(self, item: FollowUp) -> Callable[[date], None]:
        return partial(self._actions.move, item.id, item.what)

    def _put_off(self, account: int, name: str, until: date) -> None:
        store, today = self.app.store, self.app.today
        told = tr("{name} is snoozed until {day}.", name=name, day=format_day(until, "long"))
        self.desk.write(lambda: snoozes.snooze(store, account, today=today, until=until), message=told)

    def _ask_repeat(self, line: Line) -> None:
        if line.follow_up is not None:
            item = line.follow_up
            choices = [
                Choice("1", tr("Every week"), 7),
                Choice("2", tr("Every two weeks"), 14),
                Choice("3", tr_n("Every {n} day", "Every {n} days", 30), 30),
                Choice("N", tr("Not again"), None),
            ]
            title = tr("Repeat “{what}”", what=item.what)
            self._open(
                EveryCard(
                    title, choices, among=follow_ups.REPEATS, choose=partial(self._repeat, item), parent=self.list
                )
            )
        elif line.talk is not None:
            self._open(how_often_card(self.desk, line.talk.account, line.talk.name, self.list))

    def _repeat(self, item: FollowUp, days: int | None) -> None:
        store = self.app.store
        told = tr("“{what}” does not come back.", what=item.what)
        if days:
            told = tr_n(
                "“{what}” comes back {n} day after it is done.", "“{what}” comes back {n} days after it is done.", days,
                what=item.what,
            )  # fmt: skip
        self.desk.write(lambda: follow_ups.set_repeat(store, item.id, days), message=told)

    def _open(self, card: DayCard | EveryCard) -> None:
        self.card = card
        card.closed.connect(self._card_closed)
        place: QRect = self.list.place_of_current()
        opened: Callable[[QRect], None] = card.open_under
        opened(place.adjusted(max(place.width() - card.sizeHint().width(), 0), 0, 0, 0))

    def _card_closed(self) -> None:
        self.card = None
        self.window().activateWindow()
        self.list.setFocus(Qt.FocusReason.PopupFocusReason)
