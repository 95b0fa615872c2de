"""What the one-line entry makes of its pieces: a sentence, text again, and the next piece as an offer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.domain.entry import ghost, prose, read_line
from tests.domain.entry_world import NAMES, PEOPLE, TODAY, read

# --- the sentence in plain words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("acme call maria about boxes", ""),
        ("acme call no answer >tue", "no answer"),
        ("ivan will call back on monday", "will call back on monday"),
        ("talked to maria, she was angry 4/10", "talked to maria, she was angry"),
        ("met maria at the fair last month about spring", "at the fair"),
        ("no answer acme", "no answer"),
        ("visit yesterday and maria was away #vip", "and maria was away"),
        ("", ""),
    ],
)
def test_a_sentence_keeps_the_words_in_its_middle(text: str, words: str) -> None:
    assert prose(text, read(text)) == words


@given(st.text(max_size=60))
def test_prose_keeps_every_character_of_the_note(text: str) -> None:
    line = read(text)
    said = prose(text, line)
    assert all(word in said.split() for word in line.rest.split() if f" {word} " in f" {text} ")


# --- what a person made plain again


def test_a_piece_made_plain_stays_text_and_the_others_are_read() -> None:
    text = "acme call 4/10 follow up tue"
    start = text.index("follow")
    line = read_line(text, TODAY, accounts=NAMES, plain=[(start, len(text))])
    assert (line.follow_up, line.rating, line.rest) == (None, 4, "follow up tue")
    longer = read_line(text + "sday", TODAY, accounts=NAMES, plain=[(start, len(text))])
    assert longer.follow_up is None


# --- what comes next


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("", ""),
        ("acme", " call"),
        ("acme ", "call"),
        ("acme call", " maria"),
        ("acme call maria", " about "),
        ("acme call maria about boxes", ""),
        ("acme call maria about boxes 4/10", " follow up wed"),
        ("acme call maria about boxes 9/10", ""),
        ("acme no answer", " follow up wed"),
        ("acme fu", " wed"),
        ("acme >", "wed"),
        ("acme fu t", "omorrow"),
        ("acme fu tu", "e"),
        ("acme promise", ""),
        ("acme promise credit note", " tomorrow"),
        ("acme boxes prom", "ise"),
        ("acme boxes fol", "low up"),
        ("zzz call", ""),
    ],
)
def test_the_likeliest_next_piece_is_offered(text: str, offered: str) -> None:
    line = read(text)
    knows = line.named is not None
    assert ghost(text, line, TODAY, knows_account=knows, people=PEOPLE) == offered


@given(st.text(max_size=80))
def test_what_is_offered_never_raises(text: str) -> None:
    line = read(text)
    assert isinstance(ghost(text, line, TODAY, knows_account=True, people=PEOPLE), str)
