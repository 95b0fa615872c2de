"""What happened with an account: interactions, purchases and ratings, written here and read as one timeline."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from crm_desktop.domain.dates import day_from, day_number, milliseconds
from crm_desktop.domain.errors import UserError
from crm_desktop.i18n import tr
from crm_desktop.storage import tables
from crm_desktop.storage.store import Store

if TYPE_CHECKING:
    from crm_desktop.domain.entities import InteractionFields, PurchaseFields, RatingFields


def insert_interaction(store: Store, fields: InteractionFields) -> int:
    """Adds an interaction inside an operation that is already open."""
    return store.insert(
        tables.Interaction,
        account_id=fields.account,
        contact_id=fields.contact,
        kind=fields.kind,
        direction=fields.direction,
        department=fields.department,
        day=day_number(fields.day),
        happened_at=_milliseconds(fields.happened_at),
        noted_at=_milliseconds(fields.noted_at),
        who=fields.who,
        subject=fields.subject,
        notes=fields.notes,
        minutes=fields.minutes,
    )


def insert_purchase(store: Store, fields: PurchaseFields) -> int:
    """Adds a purchase inside an operation that is already open."""
    return store.insert(
        tables.Purchase,
        account_id=fields.account,
        day=day_number(fields.day),
        amount=fields.amount,
        currency=fields.currency,
        what=fields.what,
        reference=fields.reference,
        refund=int(fields.refund),
        noted_at=_milliseconds(fields.noted_at),
    )


def insert_rating(store: Store, fields: RatingFields) -> int:
    """Adds a rating inside an operation that is already open. Raises ``UserError`` outside 0 to 10."""
    if not 0 <= fields.score <= 10:
        raise UserError(tr("A rating goes from 0 to 10."), tr("Nothing was saved."))
    return store.insert(
        tables.Rating,
        account_id=fields.account,
        contact_id=fields.contact,
        day=day_number(fields.day),
        score=fields.score,
        touchpoint=fields.touchpoint,
        dimension=fields.dimension,
        comment=fields.comment,
        noted_at=_milliseconds(fields.noted_at),
    )


def _milliseconds(instant: datetime | None) -> int | None:
    return None if instant is None else milliseconds(instant)


class EntryKind(StrEnum):
    """What a line of the timeline is; the interaction kinds stand for themselves."""

    CALL = "call"
    VISIT = "visit"
    EMAIL = "email"
    MESSAGE = "message"
    COMPLAINT = "complaint"
    NOTE = "note"
    PURCHASE = "purchase"
    REFUND = "refund"
    RATING = "rating"
    FOLLOW_UP = "follow_up"


class TimelineEntry(NamedTuple):
    """One line of an account's timeline, newest first.

    ``title`` and ``detail`` are the stored words (subject and notes, what was bought and its reference, touchpoint
    and comment); ``score`` is set for ratings, ``amount`` (minor units) and ``currency`` for purchases.
    """

    id: int
    kind: EntryKind
    day: date
    department: str
    person: str
    title: str
    detail: str
    score: float | None
    score_before: float | None
    amount: int | None
    currency: str
    minutes: int | None


_TIMELINE = """
SELECT id, kind, day, department, person, title, detail, score, score_before, amount, currency, minutes FROM (
    SELECT i.id, i.kind, i.day, i.department, i.contact_id AS contact, i.subject AS title, i.notes AS detail,
        NULL AS score, NULL AS score_before, NULL AS amount, '' AS currency, i.minutes
    FROM interaction i WHERE i.account_id = :account AND i.deleted_at IS NULL
    UNION ALL
    SELECT p.id, iif(p.refund OR p.amount < 0, 'refund', 'purchase'), p.day, 'Sales', NULL, p.what, p.reference,
        NULL, NULL, p.amount, p.currency, NULL
    FROM purchase p WHERE p.account_id = :account AND p.deleted_at IS NULL
    UNION ALL
    SELECT r.id, 'rating', r.day, 'Feedback', r.contact_id, r.touchpoint, r.comment, r.score,
        (SELECT b.score FROM rating b WHERE b.account_id = r.account_id AND b.deleted_at IS NULL
            AND (b.day, b.id) < (r.day, r.id) ORDER BY b.day DESC, b.id DESC LIMIT 1), NULL, '', NULL
    FROM rating r WHERE r.account_id = :account AND r.deleted_at IS NULL
    UNION ALL
    SELECT f.id, 'follow_up', f.done_on, '', f.contact_id, f.what, '', NULL, NULL, NULL, '', NULL
    FROM follow_up f WHERE f.account_id = :account AND f.deleted_at IS NULL AND f.done_on IS NOT NULL
) e LEFT JOIN (SELECT id AS contact_id, name AS person FROM contact) c ON c.contact_id = e.contact
WHERE (:department = '' OR department = :department) AND (day, id) < (:day, :id)
ORDER BY day DESC, id DESC LIMIT :limit
"""


def timeline(store: Store, account: int, *, until: date, limit: int = 200) -> list[TimelineEntry]:
    """The newest lines of an account's one history."""
    return list(lines(store, account, until=until, limit=limit))


def lines(
    store: Store,
    account: int,
    *,
    until: date,
    department: str = "",
    before: tuple[date, int] | None = None,
    limit: int | None = None,
) -> Iterator[TimelineEntry]:
    """The same of all departments or of one, as they are asked for; ``None``: all there are.

    ``before``: day and id of a line; only older ones.
    """
    day, line = (day_number(until) + 1, 0) if before is None else (day_number(before[0]), before[1])
    rows = store.rows(
        _TIMELINE,
        {
            "account": account, "department": department, "day": day, "id": line,
            "limit": -1 if limit is None else limit,
        },
    )  # fmt: skip
    return (TimelineEntry(r[0], EntryKind(r[1]), day_from(r[2]), r[3], r[4] or "", *r[5:]) for r in rows)


def departments(store: Store, account: int) -> list[str]:
    """The departments that have something in an account's timeline."""
    rows = store.rows(
        """SELECT DISTINCT department FROM interaction WHERE account_id = ? AND deleted_at IS NULL AND department <> ''
        ORDER BY department""",
        (account,),
    )
    return [department for (department,) in rows]


class Marks(NamedTuple):
    """What a rhythm strip or chart draws of one account."""

    orders: list[tuple[int, int]]  # (day number, minor units), one a day
    contacts: list[int]  # day numbers
    ratings: list[tuple[int, float]]  # (day number, score)


def marks(store: Store, account: int, *, since: date, until: date) -> Marks:
    """Orders, contacts and ratings of an account between two days, both included."""
    span = (account, day_number(since), day_number(until))
    return Marks(
        store.rows(
            """SELECT day, sum(amount) FROM purchase WHERE account_id = ? AND day BETWEEN ? AND ? AND deleted_at IS NULL
            AND refund = 0 AND amount >= 0 GROUP BY day""",
            span,
        ),
        [d for (d,) in store.rows(
            """SELECT DISTINCT day FROM interaction WHERE account_id = ? AND day BETWEEN ? AND ? AND kind <> 'note'
            AND deleted_at IS NULL ORDER BY day""",
            span,
        )],
        store.rows(
            """SELECT day, score FROM rating WHERE account_id = ? AND day BETWEEN ? AND ? AND deleted_at IS NULL
            ORDER BY day, id""",
            span,
        ),
    )  # fmt: skip
