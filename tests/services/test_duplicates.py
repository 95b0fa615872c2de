"""What stands twice is found, says why, and is kept apart when somebody says so."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from crm_desktop.app import App
from crm_desktop.domain.entities import AccountFields, ContactFields
from crm_desktop.domain.errors import UserError
from crm_desktop.domain.sample.doubles import labelled
from crm_desktop.domain.sample.lexicon import Lexicon
from crm_desktop.domain.sample.names import LANGUAGES
from crm_desktop.services import accounts, contacts, duplicates, duplicates_typing, duplicates_wording, importing
from crm_desktop.services.duplicates import Of, Search
from crm_desktop.services.importing import ImportSettings
from scripts.duplicates import fill, judged
from scripts.duplicates_held_out import HELD_OUT
from tests.world import TODAY, add_account, business


@pytest.mark.parametrize("lexicons", [LANGUAGES, HELD_OUT], ids=["sample", "held out"])
def test_doubles_are_found_and_look_alikes_are_not(app: App, lexicons: tuple[Lexicon, ...]) -> None:
    entries = labelled(2_000, 5, lexicons)
    fill(app.store, entries)
    found = duplicates.find(app.store)
    right, wanted = judged(entries, found)
    assert len(wanted) > 90
    assert len(right) >= 0.95 * len(wanted)
    assert len(right) >= 0.95 * len(found)


def test_the_set_is_the_same_for_the_same_seed_and_another_for_another() -> None:
    assert labelled(200, 1) == labelled(200, 1) != labelled(200, 2)


def test_a_pair_says_why(app: App) -> None:
    business(app.store, 3)
    one = add_account(app.store, "Mizarstvo Kovač d.o.o.", phone="+386 41 555 207", website="https://kovac.si")
    other = add_account(app.store, "Mizarstvo Kovšč", phone="041 555 207", email="info@kovac.si")
    (pair,) = duplicates.find(app.store)
    assert (pair.one, pair.other) == (one, other)
    assert duplicates_wording.reasons(pair) == "same phone, same domain, name 93 % alike"


def test_never_the_same_is_remembered_and_can_be_taken_back(app: App) -> None:
    one, other = add_account(app.store, "Kovač d.o.o."), add_account(app.store, "Kovač")
    assert len(duplicates.find(app.store)) == 1
    duplicates.say_never_same(app.store, Of.ACCOUNTS, other, one, TODAY)
    duplicates.say_never_same(app.store, Of.ACCOUNTS, one, other, TODAY)
    assert duplicates.find(app.store) == []
    app.store.undo()
    assert len(duplicates.find(app.store)) == 1
    with pytest.raises(UserError, match="one and the same"):
        duplicates.say_never_same(app.store, Of.ACCOUNTS, one, one, TODAY)
    with pytest.raises(UserError, match="no longer here"):
        duplicates.say_never_same(app.store, Of.ACCOUNTS, one, 5, TODAY)


def test_what_is_in_the_bin_stands_nowhere(app: App) -> None:
    one = add_account(app.store, "Kovač d.o.o.")
    add_account(app.store, "Kovač")
    accounts.delete(app.store, one)
    assert duplicates.find(app.store) == []


def test_after_an_import_only_its_accounts_are_looked_at(app: App, tmp_path: Path) -> None:
    add_account(app.store, "Old Double Bakery")
    add_account(app.store, "Old Double Bakery Ltd")
    add_account(app.store, "Fjordmat AS", phone="+47 22 55 12 34")
    file = tmp_path / "customers.csv"
    rows = "".join(f"Somebody Number {number},\n" for number in range(100))
    file.write_text(f"Name,Phone\nFJORDMAT,22 55 12 34\n{rows}", encoding="utf-8")
    result = importing.import_file(app.store, file, kind="accounts", settings=ImportSettings(), today=TODAY)
    assert result.operation is not None
    created = duplicates.created_by(app.store, result.operation)
    assert len(created) == 101
    found = duplicates.find(app.store, among=created)
    assert [(pair.one_name, pair.other_name) for pair in found] == [("Fjordmat AS", "FJORDMAT")]


def test_people_who_stand_twice_are_found(app: App) -> None:
    account = add_account(app.store, "Kovač")
    elsewhere = add_account(app.store, "Fjordmat")
    contacts.add(app.store, account, ContactFields(name="Ana Kos", phone="041 555 207"))
    contacts.add(app.store, account, ContactFields(name="Kos Ana"))
    contacts.add(app.store, elsewhere, ContactFields(name="Ana Kos", phone="031 111 222"))
    (pair,) = duplicates.find(app.store, Of.PEOPLE)
    assert {pair.one_name, pair.other_name} == {"Ana Kos", "Kos Ana"}
    assert duplicates_wording.reasons(pair) == "at the same account, same name"


def test_a_search_that_is_stopped_gives_what_it_found(app: App) -> None:
    fill(app.store, labelled(1_200, 3))
    steps = []
    search = Search(app.store)
    while search.step():
        steps.append(search.done)
    assert steps == sorted(steps)
    assert len(steps) > 2
    assert search.done == search.total
    assert duplicates.find(app.store, stopped=lambda: True) == []


@pytest.mark.parametrize(
    "typed",
    [
        {"name": "Kovac Mizarstvo"},
        {"name": "Mizarstvo Kovšč"},
        {"name": "МИЗАРСТВО КОВАЧ"},
        {"name": "Kovac", "phone": "+386 41 555 207"},
    ],
)
def test_what_is_typed_is_recognised(app: App, typed: dict[str, str]) -> None:
    business(app.store, 5)
    fields = AccountFields(name="Mizarstvo Kovač d.o.o.", phone="+386 41 555 207", email="info@kovac.si")
    account = accounts.add(app.store, replace(fields, website="https://kovac.si"))
    assert [pair.other for pair in duplicates_typing.like(app.store, **typed)] == [account]


@pytest.mark.parametrize(
    "name", ["", "K", "Miz", '"; DROP TABLE account; --', "%", "Nobody Has This Name", "* OR NEAR("]
)
def test_what_says_nothing_yet_is_nobody(app: App, name: str) -> None:
    add_account(app.store, "Mizarstvo Kovač d.o.o.")
    assert duplicates_typing.like(app.store, name=name) == []


def test_names_without_a_word_stop_no_search_and_are_found_by_what_else_they_share(app: App) -> None:
    for name in ("-", "−", "!!!", "🙂", "=?", "+", "...", "«»"):
        add_account(app.store, name)
    add_account(app.store, "??", phone="+386 41 555 207", email="info@mlin.example")
    add_account(app.store, "Mlin", phone="041 555 207", email="info@mlin.example")
    add_account(app.store, "***", phone="041 555 207", email="info@mlin.example")
    found = duplicates.find(app.store)
    assert {frozenset((pair.one_name, pair.other_name)) for pair in found} <= {
        frozenset(both) for both in (("??", "Mlin"), ("***", "Mlin"), ("??", "***"))
    }
    assert frozenset(("??", "***")) in {frozenset((pair.one_name, pair.other_name)) for pair in found}
    assert duplicates_typing.like(app.store, name="-", phone="041 555 207", email="info@mlin.example")
