"""The things a workspace knows, as plain frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from crm_desktop.domain.kinds import Direction, InteractionKind, MadeBy, PromiseState, Tier


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountFields:
    """What a person can write about an account. ``tier`` is set by hand; ``None`` follows the proposal.

    ``contact_every``: talk to them every so many days, 0 for never; ``None`` follows the standard of their tier.
    """

    name: str
    tier: Tier | None = None
    tier_reason: str = ""
    industry: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    owner: str = ""
    since: date | None = None
    notes: str = ""
    tags: tuple[str, ...] = ()
    archived: bool = False
    contact_every: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Account(AccountFields):
    """One customer firm."""

    id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactFields:
    """What a person can write about a contact."""

    name: str
    phone: str = ""
    email: str = ""
    notes: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact(ContactFields):
    """A person, seen from one account: ``role`` is theirs there."""

    id: int
    role: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class InteractionFields:
    """One call, visit, e-mail, message, complaint or note.

    ``happened_at`` is given where the moment is known; ``noted_at`` is when it was typed, ``None`` for
    imported history (which then counts as known from when it happened).
    """

    account: int
    kind: InteractionKind
    day: date
    contact: int | None = None
    direction: Direction = Direction.UNKNOWN
    department: str = ""
    happened_at: datetime | None = None
    noted_at: datetime | None = None
    who: str = ""
    subject: str = ""
    notes: str = ""
    minutes: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PurchaseFields:
    """One order. ``amount`` in minor units; a refund or a negative amount is no purchase day."""

    account: int
    day: date
    amount: int
    currency: str
    what: str = ""
    reference: str = ""
    refund: bool = False
    noted_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Purchase(PurchaseFields):
    """A stored order."""

    id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingFields:
    """How satisfied somebody was, 0 to 10."""

    account: int
    day: date
    score: float
    contact: int | None = None
    touchpoint: str = ""
    dimension: str = ""
    comment: str = ""
    noted_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating(RatingFields):
    """A stored rating."""

    id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpFields:
    """Something we will do; with ``repeat_days`` again so many days after it was done.

    ``at``: the time of that day on the wall, to the minute; ``owner`` is who of us does it.
    """

    account: int
    what: str
    due: date
    contact: int | None = None
    noted_at: datetime | None = None
    repeat_days: int | None = None
    at: time | None = None
    owner: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp(FollowUpFields):
    """A stored follow-up; ``done_on`` is ``None`` while it is open."""

    id: int
    account_name: str
    done_on: date | None
    contact_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseFields:
    """What we or they said would be done by a day, and a time of it; ``owner`` is who of us answers for it."""

    account: int
    what: str
    due: date
    made_by: MadeBy = MadeBy.US
    contact: int | None = None
    owner: str = ""
    noted_at: datetime | None = None
    at: time | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise(PromiseFields):
    """A stored promise; ``first_due`` stays when it is moved, ``settled_on`` is when it was kept or broken."""

    id: int
    account_name: str
    first_due: date
    state: PromiseState = PromiseState.OPEN
    settled_on: date | None = None
    contact_name: str = ""
