"""Everything that the page of one account shows besides its timeline, read in a few queries."""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from crm_desktop.domain.dates import day_from, day_number, months_before
from crm_desktop.domain.entities import Account, Contact, FollowUp, Promise, Purchase
from crm_desktop.services import accounts, attention, contacts, follow_ups, history, preferences, promises
from crm_desktop.services.account_views import ALARMS, missed_days, unpacked_orders
from crm_desktop.services.attention import AttentionRow
from crm_desktop.services.corrections import paused_months
from crm_desktop.services.promises import Kept
from crm_desktop.storage.store import Store

CHART_MONTHS = 24
YEAR = 365
NEWEST_PURCHASES = 5


class ServiceDimension(StrEnum):
    """The five dimensions of service quality (SERVQUAL; Parasuraman, Zeithaml and Berry, 1988), in their order."""

    RELIABILITY = "keeps_promises"
    RESPONSIVENESS = "answers_fast"
    ASSURANCE = "knows_the_job"
    EMPATHY = "cares"
    TANGIBLES = "goods_and_papers"


def service_dimension(name: str) -> ServiceDimension | None:
    """The dimension that a stored name means: by our plain name or by the one of the textbook."""
    key = "_".join(name.lower().replace("&", "and").split())
    return next((each for each in ServiceDimension if key in (each.value, each.name.lower())), None)


class RatingMark(NamedTuple):
    """One rating on the chart."""

    day: int
    score: float
    person: str
    touchpoint: str


class Person(NamedTuple):
    """Somebody at the account, with their newest rating and the one before."""

    contact: Contact
    rating: float | None
    rating_before: float | None


class Dimension(NamedTuple):
    """How one dimension of service was rated over the last 12 months: stored name, mean, number of ratings."""

    name: str
    mean: float
    ratings: int


@dataclass(frozen=True, slots=True)
class Portrait:
    """One account on one day. Money in minor units of ``currency``; days in the chart are day numbers."""

    account: Account
    row: AttentionRow | None
    today: date
    currency: str
    revenue: int
    rank: int | None
    snoozed_until: date | None
    orders: tuple[tuple[int, int], ...]
    missed: tuple[int, ...]
    contact_days: tuple[int, ...]
    ratings: tuple[RatingMark, ...]
    people: tuple[Person, ...]
    follow_ups: tuple[FollowUp, ...]
    promises: tuple[Promise, ...]
    kept: Kept
    """Of our promises of the last 12 months."""
    dimensions: tuple[Dimension, ...]
    orders_of_year: int
    newest_purchases: tuple[Purchase, ...]
    departments: tuple[str, ...]

    @property
    def chart_from(self) -> date:
        """The first day of the chart."""
        return months_before(self.today, CHART_MONTHS)


def portrait(store: Store, account: int, today: date) -> Portrait:
    """Raises ``UserError`` when the account is not there."""
    stored = accounts.get(store, account)
    first, last = day_number(months_before(today, CHART_MONTHS)), day_number(today)
    row = attention.account_row(store, account, today)
    packed = store.row("SELECT days, amounts FROM rhythm WHERE account_id = ?", (account,))
    revenue = row.revenue if row else 0 if packed is None else _revenue(packed[0], packed[1], last)
    return Portrait(
        account=stored,
        row=row,
        today=today,
        currency=preferences.get(store).currency,
        revenue=revenue,
        rank=_rank(store, revenue) if revenue > 0 and not stored.archived else None,
        snoozed_until=_snoozed_until(store, account, last),
        orders=unpacked_orders(*packed, first=first, last=last) if packed else (),
        missed=missed_days(row.last_order, row.usual_gap, last, paused_months(row.told))
        if row and row.status in ALARMS
        else (),
        contact_days=tuple(history.marks(store, account, since=day_from(first), until=today).contacts),
        ratings=_ratings(store, account, first, last),
        people=people_of(store, account),
        follow_ups=tuple(follow_ups.of_account(store, account)),
        promises=tuple(promises.of_account(store, account)),
        kept=promises.kept_of(store, account, months_before(today, 12)),
        dimensions=_dimensions(store, account, last),
        orders_of_year=store.value(
            """SELECT count(*) FROM purchase WHERE account_id = ? AND day BETWEEN ? AND ? AND deleted_at IS NULL
            AND refund = 0 AND amount >= 0""",
            (account, last - YEAR + 1, last),
        ),
        newest_purchases=_newest_purchases(store, account, last),
        departments=tuple(history.departments(store, account)),
    )


def place_of(address: str) -> str:
    """The town of an address for one line of text: its last part without the post code."""
    parts = [part.strip() for part in re.split(r"[,\n]", address) if part.strip()]
    if not parts:
        return ""
    return " ".join(word for word in parts[-1].split() if not any(c.isdigit() for c in word))


def _revenue(days: bytes, amounts: bytes, last: int) -> int:
    """Of the last year, for an account that has no standing since it is archived."""
    numbers, sums = array("i"), array("q")
    numbers.frombytes(days)
    sums.frombytes(amounts)
    return sum(amount for day, amount in zip(numbers, sums, strict=True) if last - YEAR < day <= last)


def _rank(store: Store, revenue: int) -> int:
    """The place by revenue; only accounts that are in use have a standing."""
    return int(store.value("SELECT count(*) FROM standing WHERE revenue > ?", (revenue,))) + 1


def _snoozed_until(store: Store, account: int, today: int) -> date | None:
    until = store.value(
        "SELECT max(until) FROM snooze WHERE account_id = ? AND until > ? AND deleted_at IS NULL", (account, today)
    )
    return None if until is None else day_from(until)


def _ratings(store: Store, account: int, first: int, last: int) -> tuple[RatingMark, ...]:
    rows = store.rows(
        """SELECT r.day, r.score, coalesce(c.name, ''), r.touchpoint FROM rating r
        LEFT JOIN contact c ON c.id = r.contact_id
        WHERE r.account_id = ? AND r.day BETWEEN ? AND ? AND r.deleted_at IS NULL ORDER BY r.day, r.id""",
        (account, first, last),
    )
    return tuple(RatingMark(*row) for row in rows)


def people_of(store: Store, account: int) -> tuple[Person, ...]:
    """Who is at an account, with how they rated us; the one we talk to most first."""
    scores: dict[int, list[float]] = {}
    for contact, score in store.rows(
        """SELECT contact_id, score FROM rating WHERE account_id = ? AND contact_id IS NOT NULL AND deleted_at IS NULL
        ORDER BY day DESC, id DESC""",
        (account,),
    ):
        scores.setdefault(contact, []).append(score)
    people = []
    for contact in contacts.of_account(store, account):
        given = scores.get(contact.id, [])
        people.append(Person(contact, given[0] if given else None, given[1] if len(given) > 1 else None))
    return tuple(people)


def _dimensions(store: Store, account: int, last: int) -> tuple[Dimension, ...]:
    rows = store.rows(
        """SELECT lower(dimension), avg(score), count(*) FROM rating
        WHERE account_id = ? AND dimension <> '' AND day BETWEEN ? AND ? AND deleted_at IS NULL GROUP BY 1""",
        (account, last - YEAR + 1, last),
    )
    order = list(ServiceDimension)

    def place(dimension: Dimension) -> tuple[int, str]:
        known = service_dimension(dimension.name)
        return (len(order) if known is None else order.index(known), dimension.name)

    return tuple(sorted((Dimension(*row) for row in rows), key=place))


def _newest_purchases(store: Store, account: int, last: int) -> tuple[Purchase, ...]:
    rows = store.rows(
        """SELECT id, day, amount, currency, what, reference, refund FROM purchase
        WHERE account_id = ? AND day <= ? AND deleted_at IS NULL ORDER BY day DESC, id DESC LIMIT ?""",
        (account, last, NEWEST_PURCHASES),
    )
    return tuple(
        Purchase(
            id=row[0],
            account=account,
            day=day_from(row[1]),
            amount=row[2],
            currency=row[3],
            what=row[4],
            reference=row[5],
            refund=bool(row[6]),
        )
        for row in rows
    )
