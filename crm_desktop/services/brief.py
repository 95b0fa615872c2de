"""What one should know in the half minute before a call: one account, read in a few queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from crm_desktop.domain.dates import day_from, day_number
from crm_desktop.domain.entities import Account, FollowUp, Promise
from crm_desktop.domain.folding import fold
from crm_desktop.domain.kinds import Direction
from crm_desktop.domain.product_lines import line_of
from crm_desktop.domain.signals import Asked, NoAnswer
from crm_desktop.services import accounts, attachments, attention, follow_ups, places, portrait, preferences, promises
from crm_desktop.services.attention import AttentionRow
from crm_desktop.services.history import EntryKind
from crm_desktop.services.places import Arrival, Former
from crm_desktop.services.portrait import Person
from crm_desktop.storage.store import Store

LAST_WORDS, MOST_LINES, _NOTES = 3, 4, 1
_YEAR = 365
_COMPLAINT_OPEN_FOR = 180


class Word(NamedTuple):
    """Something that was said. ``text``: the subject, and what was noted."""

    kind: EntryKind
    day: date
    direction: Direction
    person: str
    subject: str
    notes: str


class Bought(NamedTuple):
    """A line of what they buy, over the last 12 months. Money in minor units of ``currency``."""

    what: str
    amount: int
    currency: str
    orders: int
    last: date


@dataclass(frozen=True, slots=True)
class Brief:
    """One account before a call. ``row`` is ``None`` for one that is archived or in no list."""

    account: Account
    row: AttentionRow | None
    today: date
    currency: str
    words: tuple[Word, ...]
    notes: tuple[Word, ...]
    promises: tuple[Promise, ...]
    follow_ups: tuple[FollowUp, ...]
    people: tuple[Person, ...]
    arrivals: dict[int, Arrival]
    former: tuple[Former, ...]
    buys: tuple[Bought, ...]
    revenue: int
    orders: int
    last_order: date | None
    complaint: Word | None
    """A complaint after which nothing of ours came."""
    files: int


def brief(store: Store, account: int, today: date) -> Brief:
    """Raises ``UserError`` when the account is not there."""
    stored = accounts.get(store, account)
    row = attention.account_row(store, account, today)
    last = day_number(today)
    since = last - _YEAR + 1
    orders, last_order = store.row(
        """SELECT count(*) FILTER (WHERE day >= ?2), max(day) FROM purchase
        WHERE account_id = ?1 AND day <= ?3 AND deleted_at IS NULL AND refund = 0 AND amount >= 0""",
        (account, since, last),
    )
    return Brief(
        account=stored,
        row=row,
        today=today,
        currency=preferences.get(store).currency,
        words=_words(store, account, last, "kind <> 'note'", LAST_WORDS),
        notes=_words(store, account, last, "kind = 'note'", _NOTES),
        promises=tuple(promises.of_account(store, account)),
        follow_ups=tuple(follow_ups.of_account(store, account)),
        people=portrait.people_of(store, account),
        arrivals=places.arrivals(store, account, today),
        former=tuple(places.former(store, account, today)),
        buys=_buys(store, account, since, last),
        revenue=row.revenue if row else 0,
        orders=orders,
        last_order=None if last_order is None else day_from(last_order),
        complaint=_open_complaint(store, account, row, last),
        files=len(attachments.of_account(store, account)),
    )


def _words(store: Store, account: int, last: int, which: str, most: int) -> tuple[Word, ...]:
    rows = store.rows(
        f"""SELECT i.kind, i.day, i.direction, coalesce(c.name, ''), i.subject, i.notes
        FROM interaction i LEFT JOIN contact c ON c.id = i.contact_id
        WHERE i.account_id = ? AND i.day <= ? AND i.deleted_at IS NULL AND i.{which}
        ORDER BY i.day DESC, i.id DESC LIMIT ?""",
        (account, last, most),
    )
    return tuple(Word(EntryKind(r[0]), day_from(r[1]), Direction(r[2]), r[3], r[4], r[5]) for r in rows)


def _open_complaint(store: Store, account: int, row: AttentionRow | None, last: int) -> Word | None:
    """The newest complaint, where the detector or the history says that nothing of ours came after it."""
    newest = _words(store, account, last, "kind = 'complaint'", 1)
    if not newest or last - day_number(newest[0].day) > _COMPLAINT_OPEN_FOR:
        return None
    signals = row.signals if row else ()
    told = any(isinstance(each.evidence, NoAnswer) and each.evidence.asked is Asked.COMPLAINT for each in signals)
    answered = store.value(
        """SELECT EXISTS (SELECT 1 FROM interaction WHERE account_id = ? AND day BETWEEN ? AND ? AND deleted_at IS NULL
        AND kind NOT IN ('complaint', 'note') AND direction <> 'in')""",
        (account, day_number(newest[0].day), last),
    )
    return newest[0] if told or not answered else None


def _buys(store: Store, account: int, since: int, last: int) -> tuple[Bought, ...]:
    """By product line, whatever the quantities: the largest lines first."""
    rows = store.rows(
        """SELECT what, sum(amount), currency, count(*), max(day) FROM purchase
        WHERE account_id = ? AND day BETWEEN ? AND ? AND deleted_at IS NULL AND refund = 0 AND amount > 0 AND what <> ''
        GROUP BY what, currency ORDER BY max(day) DESC""",
        (account, since, last),
    )
    lines: dict[tuple[str, str], Bought] = {}
    for what, amount, currency, orders, day in rows:
        line = line_of(what) or what
        key = (fold(line), currency)
        before = lines.get(key, Bought(line, 0, currency, 0, day_from(day)))
        lines[key] = before._replace(amount=before.amount + amount, orders=before.orders + orders)
    return tuple(sorted(lines.values(), key=lambda each: -each.amount)[:MOST_LINES])
