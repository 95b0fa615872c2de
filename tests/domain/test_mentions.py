"""Where a text names a person: by full name in any order and script, by e-mail, by phone as people write it."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.domain.mentions import Target

ANA = Target(
    frozenset({"Ana Marija Kovač"}), frozenset({"ana.kovac@acme.example"}), frozenset({"+386 41 123 456", "55-01"})
)


@pytest.mark.parametrize(
    "text",
    [
        "Spoke with {Ana Marija Kovač} today",
        "{KOVAC, ANA MARIJA}: late again",
        "met {Ana  Kovač}'s team",
        "{Ана Марија Ковач} rang",
        "{Ana Marija Kovac\u030c} rang",
        "Write to <{ANA.kovac@acme.example}>.",
        "x{}@acme.example is somebody else",
        "call {041/123-456} on 2026-11-20",
        "call {+38641123456} or {00386 (0)41 123 456}",
        "order 9041123456 and 0411234567 are no numbers of hers",
        "Ana said so, and Kovač agreed",
        "room 55-01",
        "Ana.\n\nMarija Kovač",
        "",
    ],
)
def test_who_is_meant_is_found_and_nobody_else(text: str) -> None:
    whole = text.replace("x{}@", "xana.kovac@").replace("{", "").replace("}", "")
    expected = text.replace("x{}@", "xana.kovac@")
    while "{" in expected:
        expected = expected[: expected.index("{")] + "#" + expected[expected.index("}") + 1 :]
    taken, count = ANA.without(whole, "#")
    assert (taken, count) == (expected, expected.count("#"))


def test_in_texts_of_their_own_one_name_is_enough_if_it_is_written_as_a_name() -> None:
    taken, _ = ANA.without("Ana said: ana is no name here. KOVAČ", "#", by_one_name=True)
    assert taken == "# said: ana is no name here. #"
    assert ANA.without("Ana Marija Kovač, ana.kovac@acme.example", "#", by_name=False) == ("Ana Marija Kovač, #", 1)


def test_json_stays_json_however_its_letters_are_written() -> None:
    for ascii_only in (True, False):
        text = json.dumps({"who": ["Ana Marija Kovač", 3, None], "Ana Kovač": "x"}, ensure_ascii=ascii_only)
        assert json.loads(ANA.without(text, '"#')[0]) == {"who": ['"#', 3, None], '"#': "x"}
    assert ANA.without("[Ana Kovač] rang", "#") == ("[#] rang", 1)


@given(st.text(max_size=60), st.text(max_size=60), st.sampled_from(["Ana Marija Kovač", "ana.kovac@acme.example"]))
def test_what_was_taken_out_is_not_found_again_and_the_rest_stays(before: str, after: str, who: str) -> None:
    target = Target(ANA.names, ANA.emails)
    taken, count = target.without(f"{before} {who} {after}", "[–]")
    assert count
    assert not target.spans(taken)
    if not target.spans(before) and not target.spans(after) and before[-1:].isspace() and count == 1:
        assert taken.startswith(before)
