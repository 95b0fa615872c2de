"""Accents and script do not matter when searching; they do when telling firms apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.domain.folding import fold, identity, search_text, words


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("kovac", "Kovač Mizarstvo"),
        ("papadaki", "Αφοί Παπαδάκη"),
        ("παπαδακη", "Αφοί ΠΑΠΑΔΆΚΗ"),
        ("papadopoulou", "Παπαδοπούλου ΑΕ"),
        ("kovalenko", "Коваленко і син"),
        ("kolosok", "Пекарня Колосок"),
        ("pekarnya", "Пекарня Колосок"),
        ("stojanovic", "Пекара Стојановић"),
        ("dordevic", "Đorđević i sinovi"),
        ("djordjevic", "Ђорђевић"),
        ("strasse", "Straße 5"),
        ("bjornstad", "Bjørnstad Bryggeri"),
        ("zizek", "Čebelarstvo Žižek"),
    ],
)
def test_a_latin_keyboard_finds_every_name(typed: str, name: str) -> None:
    assert fold(typed) in search_text(name).split()


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert all(word in search_text(text).split() for word in words(text))


def test_unicode_form_case_and_spaces_make_no_new_firm_but_accents_do() -> None:
    assert identity("Kovač  d.o.o.") == identity("KOVAČ d.o.o. ")
    assert identity("Kovač") == identity("Kovač")
    assert identity("Zero\u200bWidth") == identity("ZeroWidth")
    assert identity("Kovač") != identity("Kovac")
    assert identity("Нova") != identity("Hova")
