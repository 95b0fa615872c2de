"""What our own side of the conversation says: questions left open, people who left or fell silent, our own silence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from crm_desktop.domain.dates import day_from
from crm_desktop.domain.findings import Finding
from crm_desktop.domain.folding import fold
from crm_desktop.domain.kinds import Direction, InteractionKind
from crm_desktop.domain.signals import (
    Asked,
    ContactLeft,
    NoAnswer,
    OurSilence,
    PromisesMissed,
    Signal,
    SignalKind,
    StoppedAnswering,
)

# No public log ties conversations to customers who left: all probabilities here are modest assumptions, not
# measurements. docs/signals.md gives the false alarms of each on the sample book.
PROBABILITY_OF = {Asked.QUOTE: 0.35, Asked.COMPLAINT: 0.40, Asked.MESSAGE: 0.20}
CONTACT_LEFT_PROBABILITY = 0.30
STOPPED_PROBABILITY = 0.30
PROMISES_MISSED_PROBABILITY = 0.30
OUR_SILENCE_PROBABILITY = 0.12

ANSWER_WITHIN = {Asked.QUOTE: 5, Asked.COMPLAINT: 3, Asked.MESSAGE: 7}
"""Days for which nobody is surprised to wait."""
OPEN_FOR = 180
"""Days after which an open question, or a departure, is history."""
REPLY_WITHIN = 10
"""Days within which somebody who answers has answered."""
ASKED_BEFORE, ALWAYS, UNANSWERED_SINCE = 5, 0.8, 3
"""At least so many requests before, of which at least this share was answered, then so many in a row were not."""
_REMEMBERED = 20
REALLY_TALKED = 3
"""A call of ours from so many minutes on was a conversation; a shorter one may be a message left behind."""
MOST_CONVERSATIONS, CONVERSATIONS = 0.5, 3
"""The main contact had at least this share of at least so many conversations in their last year."""
MISSED_FROM = 2
"""One promise missed happens; from so many on it is how we treat them."""
SURPLUS = 1.5
"""We are silent from so many times the standard on: a standard missed by a day is no news."""

# "quote", "price" and "offer" as they begin in the languages of the house, folded.
_QUOTE = re.compile(
    r"\b(?:quot(?:e|es|ation|ations)\b|pric(?:e|es|ing)\b|offer\b|estimate\b|ponudb|ponud|cen[aeiouy]\b|tilbud|pris(?:er)?\b"
    r"|προσφορ|τιμ[ηεω]|понуд|пропозиц|цін|цен[аеуи]\b)"
)
_CONVERSATIONS = frozenset(kind.value for kind in InteractionKind) - {InteractionKind.NOTE.value}
_WRITTEN = frozenset({InteractionKind.EMAIL.value, InteractionKind.MESSAGE.value})
_REQUESTS = frozenset({InteractionKind.CALL.value, *_WRITTEN})


class Said(NamedTuple):
    """One contact between us and them. ``kind`` and ``direction`` as they are stored."""

    day: int
    kind: str
    direction: str
    minutes: int | None
    person: int | None
    who: str
    subject: str


def from_talk(talk: Sequence[Said], *, last_order: int | None) -> list[Finding]:
    """What an account's conversations say, oldest first and none of them in the future.

    ``last_order``: day number of the newest order. Notes are no conversation and are passed over.
    """
    spoken = [said for said in talk if said.kind in _CONVERSATIONS]
    found = (open_question(spoken, last_order), stopped_answering(spoken))
    return [each for each in found if each is not None]


# -- they asked ----------------------------------------------------------------------------------


def asked(said: Said) -> Asked | None:
    """What an incoming contact wants from us, if anything.

    A complaint always waits for a word, a request for a quote too, also on the phone. Any other call of theirs was
    answered by taking it; a written message was not.
    """
    if said.direction != Direction.IN and said.kind != InteractionKind.COMPLAINT:
        return None
    if said.kind == InteractionKind.COMPLAINT:
        return Asked.COMPLAINT
    if _QUOTE.search(fold(said.subject)):
        return Asked.QUOTE
    return Asked.MESSAGE if said.kind in _WRITTEN else None


def open_question(spoken: Sequence[Said], last_order: int | None) -> Finding | None:
    """Their question or complaint after which nothing of ours came: the gravest, and of those the one waiting longest.

    Any contact that they did not begin answers it, on the same day too. An order on that day or later settles a
    question (it was the order, or the answer was good enough), but not a complaint.
    """
    answered = max((said.day for said in spoken if _is_ours(said)), default=-1)
    waiting = []
    for said in spoken:
        what = asked(said)
        if what is None or said.day <= answered:
            continue
        if what is not Asked.COMPLAINT and last_order is not None and last_order >= said.day:
            continue
        waiting.append((-PROBABILITY_OF[what], said.day, what, said))
    if not waiting:
        return None
    _, day, what, said = min(waiting, key=lambda each: each[:2])
    signal = Signal(
        kind=SignalKind.NO_ANSWER,
        probability=PROBABILITY_OF[what],
        since=day_from(day),
        evidence=NoAnswer(asked=what, subject=said.subject, who=said.who),
    )
    return Finding(signal, day + ANSWER_WITHIN[what], day + OPEN_FOR)


def _is_ours(said: Said) -> bool:
    """Begun by us, or by nobody knows whom: then the two sides have talked."""
    return said.direction != Direction.IN and said.kind != InteractionKind.COMPLAINT


# -- they stopped answering ----------------------------------------------------------------------


def stopped_answering(spoken: Sequence[Said]) -> Finding | None:
    """Somebody who answered at least four in five of five or more requests, and none of the newest three.

    A request is a call, e-mail or message of ours to a named person, counted once a day. It is answered by the call
    itself when it lasted three minutes, or by anything of theirs (that person's, or nobody's by name) within ten days.
    Told for as long as nothing of theirs comes, at most ``OPEN_FOR`` days after the newest request.
    """
    people = list(dict.fromkeys(said.person for said in spoken if said.person is not None))
    found = [_stopped(spoken, person) for person in people]
    return max((each for each in found if each), key=lambda each: each.first_day, default=None)


def _stopped(spoken: Sequence[Said], person: int) -> Finding | None:
    own = [said for said in spoken if said.person == person]
    requests: dict[int, Said] = {}
    for said in own:
        if said.direction == Direction.OUT and said.kind in _REQUESTS:
            best = requests.get(said.day)
            if best is None or (said.minutes or 0) > (best.minutes or 0):
                requests[said.day] = said
    days = sorted(requests)
    if len(days) < ASKED_BEFORE + UNANSWERED_SINCE:
        return None
    heard = sorted({said.day for said in spoken if said.person in (person, None) and _they_spoke(said)})
    first = days[-UNANSWERED_SINCE]
    if heard and heard[-1] >= first:
        return None
    while (at := days.index(first)) and (not heard or heard[-1] < days[at - 1]):
        first = days[at - 1]
    unanswered = len(days) - days.index(first)
    before = days[: days.index(first)][-_REMEMBERED:]
    answered = sum(any(day <= reply <= day + REPLY_WITHIN for reply in heard) for day in before)
    if len(before) < ASKED_BEFORE or answered < ALWAYS * len(before):
        return None
    signal = Signal(
        kind=SignalKind.STOPPED_ANSWERING,
        probability=STOPPED_PROBABILITY,
        since=day_from(first),
        evidence=StoppedAnswering(who=requests[first].who, answered=answered, of=len(before), unanswered=unanswered),
    )
    return Finding(signal, days[-1] + REPLY_WITHIN + 1, days[-1] + OPEN_FOR)


def _they_spoke(said: Said) -> bool:
    """Something of theirs, or a conversation."""
    if said.direction == Direction.IN or said.kind in (InteractionKind.VISIT, InteractionKind.COMPLAINT):
        return True
    if said.kind != InteractionKind.CALL:
        return False
    return said.direction == Direction.UNKNOWN or (said.minutes or 0) >= REALLY_TALKED


# -- they left -----------------------------------------------------------------------------------


def contact_left(talk: Sequence[Said], *, person: int, who: str, until: int) -> Finding | None:
    """The main contact who left on the day ``until``, as long as nobody else there has been spoken to since."""
    named = [said for said in talk if said.kind in _CONVERSATIONS and said.person is not None]
    year = [said for said in named if until - 365 < said.day <= until]
    own = sum(said.person == person for said in year)
    if own < CONVERSATIONS or own < MOST_CONVERSATIONS * len(year):
        return None
    if any(said.day > until and said.person != person for said in named):
        return None
    signal = Signal(
        kind=SignalKind.CONTACT_LEFT,
        probability=CONTACT_LEFT_PROBABILITY,
        since=day_from(until),
        evidence=ContactLeft(who=who, conversations=own, of=len(year)),
    )
    return Finding(signal, until, until + OPEN_FOR)


# -- we promised ---------------------------------------------------------------------------------


def promises_missed(*, missed: int, still_open: int, first: date, what: str) -> Signal | None:
    """Two promises or more of ours that were broken, kept late, or are late now; ``first``: the first day missed."""
    if missed < MISSED_FROM:
        return None
    return Signal(
        kind=SignalKind.PROMISES_MISSED,
        probability=PROMISES_MISSED_PROBABILITY,
        since=first,
        evidence=PromisesMissed(missed=missed, open=still_open, what=what),
    )


# -- we are silent -------------------------------------------------------------------------------


def is_too_long(silence: Any, every: Any) -> Any:
    """Whether days without a contact are half as many again as the standard; also of arrays."""
    return silence >= SURPLUS * every


def our_silence(last_contact: int, as_of: int, *, tier: str, every: int) -> Signal | None:
    """No contact with a customer for half as long again as the standard of their tier. Days."""
    if not is_too_long(as_of - last_contact, every):
        return None
    return Signal(
        kind=SignalKind.WE_ARE_SILENT,
        probability=OUR_SILENCE_PROBABILITY,
        since=day_from(last_contact + every),
        evidence=OurSilence(tier=tier, every=every, silence=as_of - last_contact),
    )
