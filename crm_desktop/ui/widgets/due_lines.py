"""What is due, read and put into words: follow-ups, promises of ours, and whom to ask for a rating."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from crm_desktop.app import App
from crm_desktop.i18n import format_day, format_number, tr, tr_n

if TYPE_CHECKING:
    from crm_desktop.domain.entities import FollowUp, Promise
    from crm_desktop.services.rating_requests import RatingRequest, RatingRequests

MOST_FOLLOW_UPS = 200
MOST_PROMISES = 50
PROMISES_AHEAD = 7
"""Promises are shown so many days before they are due, because they need to be prepared."""


class Due(NamedTuple):
    """What the pane shows."""

    today: date
    follow_ups: tuple[FollowUp, ...]
    next_one: FollowUp | None
    requests: RatingRequests
    promises: tuple[Promise, ...] = ()


def read_due(app: App) -> Due:
    """Reads what is due by today; for the worker."""
    from crm_desktop.services import follow_ups, promises, rating_requests  # not before the first paint

    store, today = app.store, app.today
    return Due(
        today,
        tuple(follow_ups.due(store, today, limit=MOST_FOLLOW_UPS)),
        follow_ups.next_after(store, today),
        rating_requests.due(store, today),
        tuple(promises.due(store, today + timedelta(days=PROMISES_AHEAD), limit=MOST_PROMISES)),
    )


class LineKind(StrEnum):
    """What a line of the pane is."""

    HEAD = "head"
    FOLLOW_UP = "follow_up"
    PROMISE = "promise"
    REQUEST = "request"
    NOTE = "note"


class Line(NamedTuple):
    """One line; `days_late` is above 0 for what is late. `when`: what is to come; `soon`: by tomorrow."""

    kind: LineKind
    text: str
    detail: str = ""
    account: int = 0
    follow_up: int = 0
    days_late: int = 0
    promise: int = 0
    when: str = ""
    soon: bool = False

    @property
    def task(self) -> int:
        """The id of what can be ticked off; 0 for none. No two things of a workspace have the same id."""
        return self.follow_up or self.promise

    @property
    def key(self) -> tuple[int, int]:
        """What stays the same when the list is read anew."""
        return self.task, self.account


def lines_of(due: Due) -> list[Line]:
    """The pane in words."""
    lines = [Line(LineKind.HEAD, tr("Follow-ups"), _how_many(due))]
    lines += [_follow_up_line(item, due.today) for item in due.follow_ups]
    if not due.follow_ups:
        lines.append(Line(LineKind.NOTE, _next_one(due.next_one, due.today)))
    if due.promises:
        lines.append(Line(LineKind.HEAD, tr("Promises you made"), format_number(len(due.promises))))
        lines += [_promise_line(item, due.today) for item in due.promises]
    if due.requests.total:
        lines.append(Line(LineKind.HEAD, tr("Ask for a rating"), _how_many_requests(due.requests)))
        lines += [Line(LineKind.REQUEST, each.name, _why_ask(each), each.account) for each in due.requests.first]
    return lines


def _how_many(due: Due) -> str:
    number = len(due.follow_ups)
    if not number:
        return tr("none today")
    if number == MOST_FOLLOW_UPS:
        return tr("{n} or more due", n=format_number(number))
    if any(item.due < due.today for item in due.follow_ups):
        return tr_n("{n} due", "{n} due", number)
    return tr_n("{n} today", "{n} today", number)


def _follow_up_line(item: FollowUp, today: date) -> Line:
    late = (today - item.due).days
    when = f"{item.at:%H:%M}" if item.at and not late else ""
    return Line(LineKind.FOLLOW_UP, item.what, item.account_name, item.account, item.id, days_late=late, when=when)


def _promise_line(item: Promise, today: date) -> Line:
    ahead = (item.due - today).days
    near = {0: tr("today"), 1: tr("tomorrow")}.get(ahead)
    when = near or format_day(item.due, "weekday")
    return Line(
        LineKind.PROMISE,
        item.what,
        item.account_name,
        item.account,
        days_late=-ahead,
        promise=item.id,
        when="" if ahead < 0 else f"{when} {item.at:%H:%M}" if item.at else when,
        soon=near is not None,
    )


def _next_one(item: FollowUp | None, today: date) -> str:
    if item is None:
        return tr("Nothing is planned.")
    near = (item.due - today).days < 7
    day = format_day(item.due, "weekday" if near else "short")
    return tr("Next: {what}, {account}, {day}.", what=item.what, account=item.account_name, day=day)


def _how_many_requests(requests: RatingRequests) -> str:
    """How many there are; where only the largest are shown, both figures, so that it reads as a choice and no debt."""
    if requests.total > len(requests.first):
        return tr("{shown} of {total}", shown=format_number(len(requests.first)), total=format_number(requests.total))
    return tr_n("{n} due", "{n} due", requests.total)


def _why_ask(request: RatingRequest) -> str:
    if request.last_rated is None:
        return tr("A year of orders, never asked")
    return tr("Last rated in {month}", month=format_day(request.last_rated, "month_year"))


def late_text(days: int) -> str:
    """How late a follow-up is."""
    return tr_n("{n} day late", "{n} days late", days)
