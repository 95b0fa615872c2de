"""Our own side: open questions, people who left or no longer answer, our own silence."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from crm_desktop.domain import our_side
from crm_desktop.domain.dates import day_from
from crm_desktop.domain.our_side import Said, asked, contact_left, from_talk, open_question, stopped_answering
from crm_desktop.domain.signals import Asked, ContactLeft, NoAnswer, SignalKind, StoppedAnswering


def said(
    day: int,
    kind: str = "email",
    direction: str = "out",
    *,
    subject: str = "",
    minutes: int | None = None,
    person: int | None = 7,
) -> Said:
    return Said(day, kind, direction, minutes, person, "Maria Kos" if person == 7 else "", subject)


# -- they asked ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "direction", "subject", "what"),
    [
        ("email", "in", "Request for a quote: boxes", Asked.QUOTE),
        ("call", "in", "Price for bags with print?", Asked.QUOTE),
        ("email", "in", "Ponudba za škatle", Asked.QUOTE),
        ("email", "in", "Пропозиція та ціни", Asked.QUOTE),
        ("message", "in", "Προσφορά για κουτιά", Asked.QUOTE),
        ("email", "in", "Kan vi få tilbud?", Asked.QUOTE),
        ("email", "in", "When does it arrive?", Asked.MESSAGE),
        ("call", "in", "When does it arrive?", None),
        ("complaint", "", "Wet boxes", Asked.COMPLAINT),
        ("email", "out", "Our quote", None),
        ("call", "", "Talked about the quote", None),
        ("visit", "in", "Came to see us", None),
    ],
)
def test_what_waits_for_an_answer(kind: str, direction: str, subject: str, what: Asked | None) -> None:
    assert asked(said(1, kind, direction, subject=subject)) is what


def test_a_quote_they_asked_for_waits_until_something_of_ours_comes() -> None:
    question = said(100, "email", "in", subject="Request for a quote")
    found = open_question([said(50), question], last_order=90)
    assert found is not None
    assert found.signal.kind is SignalKind.NO_ANSWER
    assert found.signal.evidence == NoAnswer(asked=Asked.QUOTE, subject="Request for a quote", who="Maria Kos")
    assert (found.signal.since, found.first_day, found.last_day) == (day_from(100), 105, 280)
    for answer in (said(101), said(100, "call"), said(130, "visit", ""), said(130, "message", "")):
        assert open_question([question, answer], last_order=90) is None


def test_an_order_settles_a_question_but_not_a_complaint() -> None:
    question, complaint = said(100, "email", "in", subject="Any news?"), said(100, "complaint", "in")
    assert open_question([question], last_order=100) is None
    found = open_question([question, complaint], last_order=140)
    assert found is not None
    assert found.signal.evidence == NoAnswer(asked=Asked.COMPLAINT, who="Maria Kos")


def test_of_several_the_gravest_and_oldest_is_told() -> None:
    talk = [said(day, "message", "in", subject="?") for day in (90, 95)]
    talk += [said(day, "email", "in", subject="quote") for day in (96, 99)]
    found = open_question(talk, last_order=None)
    assert found is not None
    assert found.signal.since == day_from(96)


def test_a_note_is_no_answer() -> None:
    talk = [said(100, "complaint", "in"), said(101, "note", "")]
    assert [each.signal.kind for each in from_talk(talk, last_order=None)] == [SignalKind.NO_ANSWER]


# -- they stopped answering ----------------------------------------------------------------------


def answered(days: Sequence[int]) -> list[Said]:
    return [row for day in days for row in (said(day), said(day + 2, "email", "in", subject="Re"))]


def test_somebody_who_always_answered_and_stopped_is_told() -> None:
    talk = [*answered(range(0, 300, 50)), said(310), said(330, "call", minutes=1), said(350)]
    found = stopped_answering(talk)
    assert found is not None
    assert found.signal.evidence == StoppedAnswering(who="Maria Kos", answered=6, of=6, unanswered=3)
    assert (found.signal.since, found.first_day, found.last_day) == (day_from(310), 361, 530)


@pytest.mark.parametrize(
    "talk",
    [
        [*answered(range(0, 300, 50)), said(310), said(350)],
        [*answered(range(0, 200, 50)), said(310), said(330), said(350)],
        [*answered(range(0, 300, 50)), said(310), said(330), said(350), said(352, "email", "in")],
        [*answered(range(0, 300, 50)), said(310), said(330), said(350, "call", minutes=9)],
        [*answered(range(0, 300, 50)), said(310), said(310, "call"), said(310, "message")],
        [said(day) for day in range(0, 400, 40)],
        [row._replace(direction="") for row in [*answered(range(0, 300, 50)), said(310), said(330), said(350)]],
        [row._replace(person=None) for row in [*answered(range(0, 300, 50)), said(310), said(330), said(350)]],
    ],
    ids=["two", "too few before", "wrote later", "spoke", "one day", "never did", "no directions", "nobody named"],
)
def test_who_did_not_stop_is_not_told(talk: list[Said]) -> None:
    assert stopped_answering(sorted(talk, key=lambda row: row.day)) is None


# -- they left -----------------------------------------------------------------------------------


def test_the_main_contact_who_left_is_told_until_somebody_else_is_spoken_to() -> None:
    talk = [said(day, "call") for day in (100, 150, 200)] + [said(210, "call", person=8)]
    found = contact_left(talk, person=7, who="Maria Kos", until=230)
    assert found is not None
    assert found.signal.evidence == ContactLeft(who="Maria Kos", conversations=3, of=4)
    assert (found.first_day, found.last_day) == (230, 230 + our_side.OPEN_FOR)
    assert contact_left([*talk, said(240, "call", person=8)], person=7, who="Maria Kos", until=230) is None
    assert contact_left([*talk, said(240, "call", person=None)], person=7, who="Maria Kos", until=230) is not None


def test_somebody_who_was_not_the_main_contact_may_leave() -> None:
    talk = [said(day, "call", person=8) for day in range(100, 200, 10)] + [said(day, "call") for day in (150, 160, 170)]
    assert contact_left(sorted(talk), person=7, who="Maria Kos", until=230) is None
    assert contact_left([said(100), said(150)], person=7, who="Maria Kos", until=230) is None


# -- we are silent -------------------------------------------------------------------------------


def test_our_silence_is_told_from_half_as_long_again_as_the_standard() -> None:
    assert our_side.our_silence(100, 144, tier="A", every=30) is None
    signal = our_side.our_silence(100, 163, tier="A", every=30)
    assert signal is not None
    assert signal.since == day_from(130)
    assert signal.probability < 0.25
