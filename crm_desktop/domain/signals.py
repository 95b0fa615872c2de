"""What has been noticed about an account, as data: kind, how sure, since when, and the evidence; no wording."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any


class SignalKind(StrEnum):
    """What was noticed."""

    SILENT = "silent"
    GAPS_GROWING = "gaps_growing"
    SHRINKING = "shrinking"
    LOW_RATING = "low_rating"
    RATING_FALLING = "rating_falling"
    NARROWING = "narrowing"
    NO_ANSWER = "no_answer"
    CONTACT_LEFT = "contact_left"
    STOPPED_ANSWERING = "stopped_answering"
    PROMISES_MISSED = "promises_missed"
    WE_ARE_SILENT = "we_are_silent"


class Season(StrEnum):
    """A part of the year, as it is lived north of the equator."""

    WINTER = "winter"
    SPRING = "spring"
    SUMMER = "summer"
    AUTUMN = "autumn"


class Asked(StrEnum):
    """What they want an answer to."""

    QUOTE = "quote"
    COMPLAINT = "complaint"
    MESSAGE = "message"


class Standing(StrEnum):
    """How an account stands with its own rhythm."""

    SLIPPING = "slipping"
    SLOWING = "slowing"
    STEADY = "steady"
    GROWING = "growing"
    LEARNING = "learning"
    LEFT = "left"
    """No customer any more: a person said so."""


class Certainty(StrEnum):
    """How sure, in words; cut-offs in `certainty`."""

    VERY_LIKELY = "very_likely"
    LIKELY = "likely"
    MAYBE = "maybe"
    WATCHING = "watching"


VERY_LIKELY_FROM = 0.80
LIKELY_FROM = 0.50
MAYBE_FROM = 0.25


def certainty(probability: float) -> Certainty:
    """Very likely from 80 %, likely from 50 %, maybe from 25 %, below that watching."""
    if probability >= VERY_LIKELY_FROM:
        return Certainty.VERY_LIKELY
    if probability >= LIKELY_FROM:
        return Certainty.LIKELY
    return Certainty.MAYBE if probability >= MAYBE_FROM else Certainty.WATCHING


@dataclasses.dataclass(frozen=True)
class Silence:
    """Longer without a purchase than usual. Days throughout."""

    usual_gap: float
    silence: int
    gaps_seen: int
    gaps_most: int
    """So many of the gaps seen (nearly all) were ..."""
    gaps_most_under: int
    """... under so many days."""
    longest_gap: int
    one_in: int
    """A silence this long happens about once in so many gaps while all is well; a round number, at most 1000."""
    pause: Season | None = None
    """They were silent on these days in both years before: the season in which they pause."""


@dataclasses.dataclass(frozen=True)
class GrowingGaps:
    """The newest four gaps, oldest first, none shorter than the one before. Days."""

    gaps: tuple[int, ...]


@dataclasses.dataclass(frozen=True)
class Shrinking:
    """Orders still come but are smaller by a share (0.38 = 38 %); typical amounts are geometric means."""

    smaller_by: float
    typical_before: float
    typical_now: float
    purchases_since: int


@dataclasses.dataclass(frozen=True)
class LowRating:
    """A rating of 6 or less."""

    score: float
    previous: float | None
    comment: str = ""
    who: str = ""


@dataclasses.dataclass(frozen=True)
class FallingRatings:
    """The level of the ratings is lower than it was: means before and since."""

    before: float
    now: float
    ratings_since: int


@dataclasses.dataclass(frozen=True)
class Narrowing:
    """A product line that is no longer bought, while another one is. Days."""

    stopped: str
    still: str
    bought: int
    """On so many days was it bought."""
    usual_gap: float
    orders_since: int
    """So many orders came without it since."""


@dataclasses.dataclass(frozen=True)
class NoAnswer:
    """They asked, wrote or complained, and nothing of ours came after it."""

    asked: Asked
    subject: str = ""
    who: str = ""


@dataclasses.dataclass(frozen=True)
class ContactLeft:
    """The person most conversations were with has left; nobody else there has been spoken to since."""

    who: str
    conversations: int
    """So many in the year before they left ..."""
    of: int
    """... out of so many with anybody there."""


@dataclasses.dataclass(frozen=True)
class StoppedAnswering:
    """Somebody who used to answer has left our newest requests unanswered."""

    who: str
    answered: int
    """So many of the requests before ..."""
    of: int
    """... out of so many."""
    unanswered: int
    """So many in a row since."""


@dataclasses.dataclass(frozen=True)
class PromisesMissed:
    """Promises of ours that were broken, kept late, or are late now."""

    missed: int
    open: int
    """So many of them still wait to be kept."""
    what: str
    """The newest of them."""


@dataclasses.dataclass(frozen=True)
class OurSilence:
    """No contact for longer than the standard of the account's tier, or its own. Days."""

    tier: str
    """Whose standard it is; "" for the account's own."""
    every: int
    silence: int


Evidence = (
    Silence
    | GrowingGaps
    | Shrinking
    | LowRating
    | FallingRatings
    | Narrowing
    | NoAnswer
    | ContactLeft
    | StoppedAnswering
    | PromisesMissed
    | OurSilence
)

_EVIDENCE: dict[SignalKind, type[Evidence]] = {
    SignalKind.SILENT: Silence,
    SignalKind.GAPS_GROWING: GrowingGaps,
    SignalKind.SHRINKING: Shrinking,
    SignalKind.LOW_RATING: LowRating,
    SignalKind.RATING_FALLING: FallingRatings,
    SignalKind.NARROWING: Narrowing,
    SignalKind.NO_ANSWER: NoAnswer,
    SignalKind.CONTACT_LEFT: ContactLeft,
    SignalKind.STOPPED_ANSWERING: StoppedAnswering,
    SignalKind.PROMISES_MISSED: PromisesMissed,
    SignalKind.WE_ARE_SILENT: OurSilence,
}


@dataclasses.dataclass(frozen=True)
class Signal:
    """One detected drop."""

    kind: SignalKind
    probability: float
    """How sure we are that this is the beginning of a loss, 0 to 1."""
    since: date
    evidence: Evidence
    share: float = 1.0
    """Share of the account's revenue that is at stake: all of it, or the part by which orders shrank."""

    @property
    def weight(self) -> float:
        """What revenue is multiplied with to order the list."""
        return self.probability * self.share

    def as_json(self) -> dict[str, Any]:
        """Plain values under stable names; `from_json` reads them back exactly."""
        return {
            "kind": self.kind.value,
            "probability": self.probability,
            "since": self.since.isoformat(),
            "share": self.share,
            # dataclasses.asdict would copy every value one by one; evidence is flat, and there are tens of thousands.
            "evidence": dict(vars(self.evidence)),
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Signal:
        kind = SignalKind(stored["kind"])
        values = dict(stored["evidence"])
        if kind is SignalKind.GAPS_GROWING:
            values["gaps"] = tuple(values["gaps"])
        elif kind is SignalKind.SILENT and values.get("pause"):
            values["pause"] = Season(values["pause"])
        elif kind is SignalKind.NO_ANSWER:
            values["asked"] = Asked(values["asked"])
        return cls(
            kind=kind,
            probability=stored["probability"],
            since=date.fromisoformat(stored["since"]),
            share=stored["share"],
            evidence=_EVIDENCE[kind](**values),
        )


_KIND_ORDER = {kind: place for place, kind in enumerate(SignalKind)}


def strongest_first(signals: Sequence[Signal]) -> list[Signal]:
    """The order in which the signals of one account are told; equal weights in the order of SignalKind."""
    if len(signals) < 2:
        return list(signals)
    return sorted(signals, key=lambda signal: (-signal.weight, _KIND_ORDER[signal.kind]))
