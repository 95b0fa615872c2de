"""Whether a text has the words that were typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.domain.folding import search_text, words
from crm_desktop.domain.sought import Sought

_TEXT = st.text(st.sampled_from("aAbčŽ ςσοΟυύкК-.·€'ﬁ\n\u00a0"), max_size=24)


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("", "anything"),
        ("kovac", "Order of Kovač"),
        ("KOVAČ", "kovac mizarstvo"),
        ("kovalenko late", "Late again. Call with Коваленко"),
        ("papadaki", "Παπαδάκη Ελένη"),
        ("A-1001", "Order A-1001, €50"),
        ("cal", "Call, 6 min"),
        ("credit-note", "Credit note promised"),
        ("!?", "anything"),
    ],
)
def test_it_has_them(typed: str, text: str) -> None:
    assert Sought(typed).are_in(text)


@pytest.mark.parametrize(("typed", "text"), [("late", "translated"), ("kovac nova", "Kovač"), ("a", "")])
def test_it_has_them_not(typed: str, text: str) -> None:
    assert not Sought(typed).are_in(text)


@given(_TEXT, st.lists(_TEXT, min_size=1, max_size=4))
def test_it_is_what_the_search_index_finds(typed: str, texts: list[str]) -> None:
    sought = Sought(typed)
    for text in texts:
        indexed = search_text(text).split()
        assert sought.are_in(text) == all(any(each.startswith(word) for each in indexed) for word in words(typed))
