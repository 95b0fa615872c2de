"""What the one-line entry can say, as plain values."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, time
from decimal import Decimal
from enum import StrEnum
from typing import Any, NamedTuple

from crm_desktop.domain.kinds import InteractionKind


class Piece(StrEnum):
    """What a recognised stretch of the line is."""

    ACCOUNT = "account"
    KIND = "kind"
    PERSON = "person"
    ABOUT = "about"
    RATING = "rating"
    PROMISE = "promise"
    FOLLOW_UP = "follow_up"
    TAG = "tag"
    MINUTES = "minutes"
    DEPARTMENT = "department"
    HAPPENED = "happened"
    AMOUNT = "amount"


@dataclass(frozen=True, slots=True)
class Span:
    """Characters ``start`` to ``end`` of the line (end excluded) are this piece."""

    start: int
    end: int
    piece: Piece


class Promised(NamedTuple):
    """A promise; ``theirs``: they made it to us. ``what`` may be empty; ``at`` is the time of that day, if told."""

    what: str
    due: date
    theirs: bool = False
    at: time | None = None


class Amount(NamedTuple):
    """Money in whole units; ``currency`` is empty where none was typed."""

    value: Decimal
    currency: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is the same in a line, in the form below it and in what is saved; a new piece begins here."""

    rating: int | None = None
    follow_up: date | None = None
    follow_up_what: str = ""
    follow_up_at: time | None = None
    """The time of that day, as on the wall."""
    tags: tuple[str, ...] = ()
    minutes: int | None = None
    department: str = ""
    day: date | None = None
    """When it happened, if not today."""
    at: time | None = None
    """The time of that day, as on the wall."""


def carried(source: Told, kind: type[Told] = Told) -> dict[str, Any]:
    """The fields of ``kind`` as ``source`` has them, by name: what another of its kind is made with."""
    return {each.name: getattr(source, each.name) for each in fields(kind)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line(Told):
    """What was understood. ``rest`` is every character in no span: the note; nothing is thrown away."""

    spans: tuple[Span, ...] = ()
    account: str = ""
    """The words that named the account."""
    named: int | None = None
    """Which of the names given is meant."""
    kind: InteractionKind | None = None
    person: int | None = None
    """Which of the people given is meant."""
    about: str = ""
    promise: Promised | None = None
    amount: Amount | None = None
    rest: str = ""
    asks_day: Piece | None = None
    """The line ends in a promise or a follow-up whose day is still missing."""

    def span(self, piece: Piece) -> Span | None:
        """The first stretch that is this piece."""
        return next((span for span in self.spans if span.piece is piece), None)
