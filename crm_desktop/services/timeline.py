"""The timeline of an account in words, page by page: all of its lines, or those that have what one looks for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import NamedTuple

from crm_desktop.domain.sought import Sought
from crm_desktop.i18n import currency_exponent, format_day, format_money, tr, tr_n
from crm_desktop.services import history
from crm_desktop.services.history import EntryKind, TimelineEntry
from crm_desktop.services.wording import kind_word, score_text
from crm_desktop.storage.store import Store

LINES = 200
"""Lines of a page."""


class Line(NamedTuple):
    """One line in words. ``when`` is ``day`` as it stands there."""

    id: int
    kind: EntryKind
    day: date
    when: str
    title: str
    detail: str
    department: str

    @property
    def spoken(self) -> str:
        """The whole line as a screen reader says it."""
        return ". ".join(part for part in (self.when, self.title, self.detail, self.department) if part)


class Page(NamedTuple):
    """``complete``: there are no older lines."""

    lines: list[Line]
    complete: bool


def page(
    store: Store,
    account: int,
    *,
    today: date,
    department: str = "",
    text: str = "",
    before: Line | None = None,
    limit: int = LINES,
) -> Page:
    """The newest lines up to ``today``, or those before one of them: of all departments or of one, and with every
    word of ``text`` in what one sees of them."""
    sought = Sought(text)
    entries = history.lines(
        store,
        account,
        until=today,
        department=department,
        before=None if before is None else (before.day, before.id),
        limit=None if sought else limit,
    )
    lines = list(islice(_with(sought, entries, today), limit))
    return Page(lines, complete=len(lines) < limit)


def _with(sought: Sought, entries: Iterator[TimelineEntry], today: date) -> Iterator[Line]:
    for entry in entries:
        line = _line(entry, today)
        if not sought or sought.are_in(_searched(entry, line)):
            yield line


def _searched(entry: TimelineEntry, line: Line) -> str:
    """What one sees, and the year and the amount as they may also be typed: "1250" for "€1,250"."""
    amount = "" if entry.amount is None else Decimal(entry.amount).scaleb(-currency_exponent(entry.currency))
    return f"{line.spoken} {line.day.year} {amount}"


def _line(entry: TimelineEntry, today: date) -> Line:
    """The entry in words; days of other years show their year."""
    title, detail = _words(entry)
    return Line(
        entry.id,
        entry.kind,
        entry.day,
        format_day(entry.day, "day_month" if entry.day.year == today.year else "date"),
        " ".join(title.split()),
        " ".join(detail.split()),
        entry.department,
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
