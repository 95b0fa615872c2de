"""A line of the timeline in words: what happened, and what was said about it."""

from __future__ import annotations

from typing import NamedTuple

from crm_desktop.i18n import format_day, format_money, tr, tr_n
from crm_desktop.services.history import EntryKind, TimelineEntry
from crm_desktop.services.wording import kind_word, score_text

ICONS = {
    EntryKind.CALL: "phone",
    EntryKind.VISIT: "users",
    EntryKind.EMAIL: "mail",
    EntryKind.MESSAGE: "message-circle",
    EntryKind.COMPLAINT: "triangle-alert",
    EntryKind.NOTE: "sticky-note",
    EntryKind.PURCHASE: "receipt",
    EntryKind.REFUND: "undo-2",
    EntryKind.RATING: "star",
    EntryKind.FOLLOW_UP: "check",
}


class TimelineFace(NamedTuple):
    """One line ready to paint."""

    icon: str
    day: str
    title: str
    detail: str
    department: str

    @property
    def spoken(self) -> str:
        """The whole line as a screen reader says it."""
        return ". ".join(part for part in (self.day, self.title, self.detail, self.department) if part)


def timeline_face(entry: TimelineEntry, *, this_year: int) -> TimelineFace:
    """The entry in words; days of other years show their year."""
    title, detail = _words(entry)
    style = "day_month" if entry.day.year == this_year else "date"
    return TimelineFace(
        icon=ICONS[entry.kind],
        day=format_day(entry.day, "day_month" if style == "day_month" else "date"),
        title=" ".join(title.split()),
        detail=" ".join(detail.split()),
        department=entry.department,
    )


def _words(entry: TimelineEntry) -> tuple[str, str]:
    if entry.kind is EntryKind.RATING and entry.score is not None:
        return _rating(entry, entry.score)
    if entry.kind in (EntryKind.PURCHASE, EntryKind.REFUND) and entry.amount is not None:
        return _purchase(entry, format_money(entry.amount, entry.currency)), ""
    if entry.kind is EntryKind.FOLLOW_UP:
        return tr("Done: {what}", what=entry.title), ""
    kind = kind_word(entry.kind)
    title = tr("{kind} with {person}", kind=kind, person=entry.person) if entry.person else kind
    if entry.minutes:
        title = tr("{what}, {minutes}", what=title, minutes=tr_n("{n} min", "{n} min", entry.minutes))
    return title, _joined(entry.title, entry.detail)


def _rating(entry: TimelineEntry, score: float) -> tuple[str, str]:
    now = score_text(score)
    if entry.person:
        title = tr("{person} rated us {score}", person=entry.person, score=now)
    else:
        title = tr("Rated us {score}", score=now)
    if entry.score_before is not None and entry.score_before != score:
        title = tr("{what}, was {before}", what=title, before=score_text(entry.score_before))
    comment = tr("“{comment}”", comment=entry.detail) if entry.detail else ""
    asked = tr("Asked after: {touchpoint}", touchpoint=entry.title) if entry.title else ""
    return title, _joined(asked, comment)


def _purchase(entry: TimelineEntry, amount: str) -> str:
    kind = kind_word(entry.kind)
    named = f"{kind} {entry.detail}" if entry.detail else kind
    return ", ".join(part for part in (named, entry.title, amount) if part)


def _joined(first: str, second: str) -> str:
    """Two notes one after the other, as sentences."""
    first, second = first.strip(), second.strip()
    if not first or not second:
        return first or second
    return f"{first} {second}" if first[-1] in ".!?:…" else f"{first}. {second}"
