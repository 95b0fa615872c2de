"""What the sample book is made of: one account with everything that happened, and the truth about it."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Pattern(StrEnum):
    """What is really going on with an account: its label, known to the generator alone."""

    STEADY = "steady"
    GROWING = "growing"
    BURSTY = "bursty"
    SUMMER_PAUSE = "summer_pause"
    WINTER_PAUSE = "winter_pause"
    RECOVERED = "recovered"
    NEW = "new"
    SILENT = "silent"
    SLOWING = "slowing"
    SHRINKING = "shrinking"
    NARROWING = "narrowing"
    RATING_FALL = "rating_fall"
    LOW_RATING = "low_rating"
    LAPSED = "lapsed"

    @property
    def in_danger(self) -> bool:
        """Whether a person should look at the account now; a lapsed one is past that."""
        return self in _IN_DANGER


_IN_DANGER = frozenset(
    {
        Pattern.SILENT,
        Pattern.SLOWING,
        Pattern.SHRINKING,
        Pattern.NARROWING,
        Pattern.RATING_FALL,
        Pattern.LOW_RATING,
    }
)


class Cause(StrEnum):
    """Why a pattern began, where the history tells."""

    NONE = ""
    LATE_DELIVERY = "late_delivery"
    UNANSWERED_QUOTE = "unanswered_quote"
    BUYER_LEFT = "buyer_left"


class Opinion(StrEnum):
    """How an account feels about us."""

    ADVOCATE = "advocate"
    SATISFIED = "satisfied"
    MIXED = "mixed"
    NEVER_RATED = "never_rated"


class Truth(NamedTuple):
    """The label of one account. ``changed_on`` is the day number on which the pattern began, if it began at all."""

    pattern: Pattern
    changed_on: int | None
    cause: Cause
    usual_gap: float
    """Days between orders before anything changed."""
    yearly: int
    """Revenue a year that the account was drawn with, minor units."""
    opinion: Opinion


class SampleContact(NamedTuple):
    """A person; ``until`` is the day number on which they left."""

    name: str
    first_name: str
    role: str
    phone: str
    email: str
    until: int | None = None


class SampleInteraction(NamedTuple):
    """Something that passed between us and them. ``contact`` is an index into the account's contacts."""

    day: int
    kind: str
    direction: str
    department: str
    who: str
    contact: int | None
    subject: str
    notes: str
    minutes: int | None
    moment: int | None
    """Milliseconds into the day (UTC), where the entry was typed and not imported."""
    noted_after: int
    """Milliseconds from the moment to the typing."""


class SamplePurchase(NamedTuple):
    """One line of an order; a refund has a negative amount. Minor units of EUR."""

    day: int
    amount: int
    what: str
    reference: str
    refund: bool


class SampleRating(NamedTuple):
    """One score from 0 to 10. ``contact`` is an index into the account's contacts."""

    day: int
    score: int
    contact: int | None
    touchpoint: str
    dimension: str
    comment: str


class SampleFollowUp(NamedTuple):
    """Something we will do; ``noted_on`` is the day it was written down, ``done_on`` is ``None`` while open."""

    what: str
    due: int
    noted_on: int
    done_on: int | None
    contact: int | None
    minute: int | None = None
    """Of the day, where it has a time."""


class SamplePromise(NamedTuple):
    """What we ("us") or they ("them") said would be done; ``settled_on`` is ``None`` while it is open."""

    what: str
    made_by: str
    due: int
    noted_on: int
    state: str
    settled_on: int | None
    contact: int
    owner: str
    minute: int | None


class SampleAccount(NamedTuple):
    """One customer with its whole history, oldest first. All days are day numbers."""

    name: str
    language: str
    industry: str
    address: str
    phone: str
    email: str
    website: str
    owner: str
    since: int
    notes: str
    tags: tuple[str, ...]
    tier: str
    tier_reason: str
    contacts: tuple[SampleContact, ...]
    interactions: list[SampleInteraction]
    purchases: list[SamplePurchase]
    ratings: list[SampleRating]
    follow_ups: list[SampleFollowUp]
    promises: list[SamplePromise]
    truth: Truth
