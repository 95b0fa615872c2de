"""The Follow-ups page as one flat list: groups that fold, follow-ups, whom to talk to, and rows that ask for more."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QWidget

from crm_desktop.domain.entities import FollowUp
from crm_desktop.i18n import format_day, format_number, format_relative_day, tr, tr_n
from crm_desktop.services.cadence import TalkDue, TalksDue
from crm_desktop.services.follow_ups import NEAR, Some, When
from crm_desktop.ui.widgets.task_list import TaskModel

Index = QModelIndex | QPersistentModelIndex


class LineKind(StrEnum):
    """What a line is."""

    HEAD = "head"
    FOLLOW_UP = "follow_up"
    TALK = "talk"
    MORE = "more"


class Line(NamedTuple):
    """One line; ``follow_up`` or ``talk`` is set by its kind."""

    kind: LineKind
    when: When
    follow_up: FollowUp | None = None
    talk: TalkDue | None = None

    @property
    def account(self) -> int | None:
        """The account it is about."""
        return self.follow_up.account if self.follow_up else self.talk.account if self.talk else None

    @property
    def task(self) -> int:
        """The follow-up that can be ticked off; 0 for none."""
        return self.follow_up.id if self.follow_up else 0

    @property
    def key(self) -> tuple[str, int]:
        """What stays the same when the list is read anew, while it stays in its group: a row that was moved away has
        left, and the next one has the keyboard."""
        return f"{self.kind} {self.when}", self.follow_up.id if self.follow_up else self.account or 0


class AgendaModel(TaskModel):
    """Later is folded at first."""

    lines: list[Line]

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.folded = {When.LATER}
        self.today = date.min
        self._some: Mapping[When, Some] = {}
        self._talks = TalksDue((), 0)

    def show(self, some: Mapping[When, Some], talks: TalksDue, today: date) -> None:
        """What is open, by group, and whom to talk to today."""
        self._some, self._talks, self.today = some, talks, today
        self.arrange()

    def arrange(self) -> None:
        """Puts the lines in order; a group without any is left out."""
        lines = []
        for when in When:
            some, talks = self._some.get(when, Some((), 0)), self._talks if when is When.TODAY else TalksDue((), 0)
            if not some.total and not talks.total:
                continue
            lines.append(Line(LineKind.HEAD, when))
            if when in self.folded:
                continue
            lines += [Line(LineKind.FOLLOW_UP, when, follow_up=item) for item in some.first]
            if some.total > len(some.first):
                lines.append(Line(LineKind.MORE, when))
            lines += [Line(LineKind.TALK, when, talk=talk) for talk in talks.first]
        self.set_lines(lines)

    def title(self, when: When) -> str:
        """The name of a group."""
        return {
            When.OVERDUE: tr("Overdue"),
            When.TODAY: tr("Today"),
            When.NEAR: tr_n("Next {n} day", "Next {n} days", NEAR),
            When.LATER: tr("Later"),
        }[when]

    def note(self, when: When) -> str:
        """How many a group holds; of those to talk to, how many of how many are shown."""
        total = self._some[when].total if when in self._some else 0
        parts = [format_number(total)] if total or when is not When.TODAY else []
        if when is When.TODAY and self._talks.total:
            shown = len(self._talks.first)
            text = tr_n("{n} to talk to", "{n} to talk to", self._talks.total)
            if shown < self._talks.total:
                all_ = format_number(self._talks.total)
                text = tr("the {shown} largest of {total} to talk to", shown=format_number(shown), total=all_)
            parts.append(text)
        return ", ".join(parts)

    def left(self, when: When) -> int:
        """How many of a group are not shown."""
        some = self._some[when]
        return some.total - len(some.first)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self.what(line)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(part for part in (self.what(line), self.whom(line), *self.due(line)) if part)
        if role == Qt.ItemDataRole.AccessibleDescriptionRole and line.follow_up:
            return tr("X or Space marks it as done, S moves it, R repeats it, Enter opens the account, L logs.")
        if role == Qt.ItemDataRole.AccessibleDescriptionRole and line.talk:
            return tr("L logs the talk, S puts it off, R says how often, Enter opens the account.")
        if role == Qt.ItemDataRole.CheckStateRole and line.follow_up:
            return self.check_state(line.task)
        return None

    # -- in words --------------------------------------------------------------------------------

    def what(self, line: Line) -> str:
        """What is to be done."""
        if line.follow_up:
            return line.follow_up.what
        if line.talk:
            return tr_n("Talk to {account}, every {n} day", "Talk to {account}, every {n} days", line.talk.every,
                        account=line.talk.name)  # fmt: skip
        if line.kind is LineKind.HEAD:
            return f"{self.title(line.when)}, {self.note(line.when)}"
        return tr_n("Show {n} more", "Show {n} more", self.left(line.when))

    def whom(self, line: Line) -> str:
        """For whom, or how long ago you talked."""
        if line.follow_up:
            item = line.follow_up
            return " · ".join(part for part in (item.account_name, item.contact_name, item.owner) if part)
        if line.talk is None:
            return ""
        if line.talk.last_talk is None:
            return tr("never talked so far")
        ago = tr("last talked {when}", when=format_relative_day(line.talk.last_talk, self.today))
        return ago if line.talk.own else tr("{ago} · the standard for {tier}", ago=ago, tier=line.talk.tier)

    def due(self, line: Line) -> tuple[str, str]:
        """When, and whether it comes back."""
        item = line.follow_up
        if item is None:
            return "", ""
        back = tr_n("every {n} day", "every {n} days", item.repeat_days) if item.repeat_days else ""
        late = (self.today - item.due).days
        if late > 0:
            return tr_n("{n} day late", "{n} days late", late), back
        when = {0: tr("today"), -1: tr("tomorrow")}.get(late) or format_day(item.due, "short")
        return (when if item.at is None else f"{when} {item.at:%H:%M}"), back
