"""What the list of Today is made of, as data, and how the list shown last is kept between starts."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from crm_desktop.domain.kinds import Tier
from crm_desktop.domain.signals import Signal, Standing
from crm_desktop.services import shown
from crm_desktop.storage.store import Store

if TYPE_CHECKING:
    from crm_desktop.domain.whose_silence import WhoseSilence
    from crm_desktop.services.corrections import Correction
    from crm_desktop.services.quiet_book import QuietBook
    from crm_desktop.services.what_changed import Change, WhatChanged


class Section(StrEnum):
    """Where a row stands."""

    TODAY = "today"
    WEEK = "week"
    WATCHING = "watching"


class Step(StrEnum):
    """What to do next."""

    CALL = "call"
    EMAIL = "email"
    ASK = "ask"
    PERSON = "person"
    PROMISE = "promise"


class NextStep(NamedTuple):
    """What to do next, and with whom."""

    step: Step
    person: str
    phone: str
    email: str
    late: int = 0
    """Promises of ours that are late."""


class AttentionRow(NamedTuple):
    """One account, its signals strongest first, and the figures that order it. Money in minor units."""

    account: int
    name: str
    tier: Tier
    section: Section
    signals: tuple[Signal, ...]
    probability: float
    revenue: int
    stake: float
    status: Standing
    rating: float | None
    rating_before: float | None
    last_contact: date | None
    next_step: NextStep
    orders: tuple[tuple[int, int], ...]
    """(day number, minor units) of the last 12 months."""
    contacts: tuple[int, ...]
    """Day numbers of the last 12 months on which we were in touch."""
    usual_gap: float | None
    last_order: int | None
    """Day number."""
    purchases: int
    """Purchase days that the rhythm is learned from."""
    told: tuple[Correction, ...] = ()
    """What people told about the account and still holds."""
    change: Change | None = None
    """How it moved since the list was last looked at."""
    whose: WhoseSilence | None = None
    """Whose silence it is, of an account that is silent."""


class Summary(NamedTuple):
    """The line above the list. ``could_walk_away`` = sum of revenue x how sure; 12 months, minor units."""

    rated: int
    satisfied_share: float
    satisfied_share_before: float | None
    """The same three months earlier."""
    advocates: int
    at_risk: int
    could_walk_away: int
    revenue: int
    currency: str
    accounts: int


class SectionTotal(NamedTuple):
    """How many accounts a section holds, also those not fetched, and the revenue they stand for."""

    accounts: int
    revenue: int


HEAD_OF_WEEK = 20
"""So many rows of the week are at hand when it is unfolded."""


class TodayList(NamedTuple):
    """What Today shows."""

    day: date
    size: int
    rows: tuple[AttentionRow, ...]
    totals: dict[Section, SectionTotal]
    summary: Summary
    next_expected: tuple[str, date] | None
    news: WhatChanged | None = None
    """What is different since the last look; ``None`` when nobody looked before."""
    quiet_book: QuietBook | None = None
    """Everybody fell silent together: orders are missing, and nobody is surer than "maybe"."""
    whole: bool = True
    """Else only the rows of what is open at the start are there; the totals count all."""

    def section(self, section: Section) -> list[AttentionRow]:
        """The rows of one section, in order."""
        return [row for row in self.rows if row.section == section]


def as_json(listed: TodayList) -> dict[str, Any]:
    """Only what is open at the start is kept whole: For today, and the head of the rest."""
    kept = [*listed.section(Section.TODAY), *listed.section(Section.WEEK)[:HEAD_OF_WEEK]]
    return {
        "day": listed.day.isoformat(),
        "size": listed.size,
        "rows": [
            {
                **row._asdict(),
                "signals": [signal.as_json() for signal in row.signals],
                "last_contact": row.last_contact and row.last_contact.isoformat(),
                "told": [each.as_json() for each in row.told],
                "change": row.change and row.change.as_json(),
            }
            for row in kept
        ],
        "totals": listed.totals,
        "summary": listed.summary,
        "next_expected": listed.next_expected and (listed.next_expected[0], listed.next_expected[1].isoformat()),
        "news": listed.news and listed.news.as_json(),
        "quiet_book": listed.quiet_book and listed.quiet_book.as_json(),
        "whole": listed.whole and len(kept) == len(listed.rows),
    }


def stored_list(store: Store, today: date) -> TodayList | None:
    """What Today showed last on this day, without working anything out; ``None`` when it has changed since."""
    if not shown.is_current(store, today):
        return None
    stored = shown.get(store, "today")
    return _from_json(stored) if stored and stored["day"] == today.isoformat() else None


def _from_json(stored: dict[str, Any]) -> TodayList:
    expected = stored["next_expected"]
    return TodayList(
        day=date.fromisoformat(stored["day"]),
        size=stored["size"],
        rows=tuple(_row_from_json(row) for row in stored["rows"]),
        totals={Section(key): SectionTotal(*value) for key, value in stored["totals"].items()},
        summary=Summary(*stored["summary"]),
        next_expected=expected and (expected[0], date.fromisoformat(expected[1])),
        news=stored["news"] and _news(stored["news"]),
        quiet_book=stored["quiet_book"] and _quiet_book(stored["quiet_book"]),
        whole=stored.get("whole", False),
    )


def _row_from_json(row: dict[str, Any]) -> AttentionRow:
    return AttentionRow(
        **{
            **row,
            "tier": Tier(row["tier"]),
            "section": Section(row["section"]),
            "signals": tuple(Signal.from_json(signal) for signal in row["signals"]),
            "status": Standing(row["status"]),
            "last_contact": row["last_contact"] and date.fromisoformat(row["last_contact"]),
            "next_step": NextStep(Step(row["next_step"][0]), *row["next_step"][1:]),
            "orders": tuple((day, amount) for day, amount in row["orders"]),
            "contacts": tuple(row["contacts"]),
            "told": tuple(_told(each) for each in row["told"]),
            "change": row["change"] and _change(row["change"]),
            "whose": row["whose"] and _whose(row["whose"]),
        }
    )


# What most lists do not hold is imported when it is there: this is read before the first paint.


def _news(stored: Any) -> WhatChanged:
    from crm_desktop.services.what_changed import WhatChanged

    return WhatChanged.from_json(stored)


def _change(stored: Any) -> Change:
    from crm_desktop.services.what_changed import Change

    return Change.from_json(stored)


def _quiet_book(stored: Any) -> QuietBook:
    from crm_desktop.services.quiet_book import QuietBook

    return QuietBook.from_json(stored)


def _told(stored: Any) -> Correction:
    from crm_desktop.services.corrections import Correction

    return Correction.from_json(stored)


def _whose(stored: Any) -> WhoseSilence:
    from crm_desktop.domain.whose_silence import WhoseSilence

    return WhoseSilence(stored)
