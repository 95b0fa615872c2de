"""A search in memory finds what a search in the file finds, in the order of the table, whatever is typed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from crm_desktop.app import App, open_workspace
from crm_desktop.domain.account_filter import AccountFilter, Field, Term
from crm_desktop.domain.changes import Changes
from crm_desktop.domain.entities import AccountFields, ContactFields
from crm_desktop.domain.folding import fold, search_text
from crm_desktop.services import (
    account_search,
    account_views,
    account_words,
    accounts,
    contacts,
    finding,
    standings,
)
from crm_desktop.services.account_search import AccountWords, Order, Reading
from crm_desktop.storage import tables
from tests.world import TODAY, add_account, buy

_NAMES = (
    "Kovač & sinovi d.o.o.", "Kovač", "Мария Колосок", "Зрно", "Ζαχαρίας Παπαδάκης", "O'Neill", "O Neill", "Oneill",
    "Straße 38-641", "100% Cotton", "=1+1", "A_B", "A B", "Green Valley", "green-valley", "Łódź", "½ Pint", "№ 5",
    "Đuro Øst", "%%", "!!!", "🎈 Party", "数据 公司", "हिन्दी", "Papadaki Kova", "Ko.Va", '"quoted" AND x*', "a" * 400,
)  # fmt: skip
_PEOPLE = ("Zora Kovač", "Мария Зрно", "Ben O'Neill", "Παπαδάκη", "Green 38641", "Nora Ångström", "AND OR", "Zora D.")


def _book(path: Path) -> App:
    """Accounts with hostile names, people at some of them, some left, some in the bin."""
    app = open_workspace(path, today=TODAY, create=True)
    store = app.store
    with store.operation("Import"):
        ids = []
        for number, name in enumerate(_NAMES * 3):
            both = f"{name} {_NAMES[number % 13]}" if number > 40 else name
            fields = AccountFields(name=both, phone=f"+38 641 55{number:04}", archived=number % 11 == 5)
            ids.append(accounts.insert(store, fields))
        for number, name in enumerate(_PEOPLE * 3):
            person = contacts.insert(store, ids[number * 3], ContactFields(name=name))
            if number % 5 == 0:
                store.insert(tables.Affiliation, contact_id=person, account_id=ids[-number - 1])
            if number % 8 == 3:
                tables.Contact.update(deleted_at=1).where(tables.Contact.id == person).execute()
            if number % 7 == 1:
                tables.Affiliation.update(until=1).where(tables.Affiliation.contact_id == person).execute()
        tables.Account.update(deleted_at=1).where(tables.Account.id << ids[4::9]).execute()
    for number, account in enumerate(ids[::2]):
        buy(store, account, range(5, 100, 30), amount=1_000 * (number % 5))
    standings.bring_up_to_date(store, TODAY)
    return app


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """A book that nobody changes."""
    app = _book(tmp_path_factory.mktemp("book") / "book.crm")
    yield app
    app.close()


@pytest.fixture(scope="module")
def own_book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """A book that changes with every example."""
    app = _book(tmp_path_factory.mktemp("book") / "book.crm")
    yield app
    app.close()


def _read(app: App) -> AccountWords:
    words = _through(account_search.reading(app.store))
    assert words is not None
    return words


def _through(slices: Reading) -> AccountWords | None:
    while True:
        try:
            next(slices)
        except StopIteration as end:
            return end.value  # type: ignore[no-any-return]


def _found(app: App, text: str, *, sort: str = "name", descending: bool = False) -> tuple[list[int], list[int]]:
    order = account_views.ordered_ids(app.store, AccountFilter(), TODAY, sort=sort, descending=descending)
    in_file: Sequence[int] = account_views.found_among(app.store, order, text)
    return list(Order(order).found(_read(app), text)), list(in_file)


_TYPED = st.one_of(
    st.lists(
        st.sampled_from([*_NAMES, *_PEOPLE, "k", "ko", "38", "d.o", "o'", "zo", "pap", "", "AND", "\u200b"]),
        max_size=3,
    ).map(" ".join),
    st.text("kovačKOVзрноπάδ38=1+%._' -\"*", max_size=6),
    st.tuples(st.sampled_from([*_NAMES, *_PEOPLE]), st.integers(0, 9), st.integers(0, 9)).map(
        lambda piece: piece[0][piece[1] : piece[1] + piece[2]]
    ),
)


@given(
    text=_TYPED,
    sort=st.sampled_from(["name", "since", "revenue"]),
    descending=st.booleans(),
)
@example(text="d.o.o.", sort="name", descending=False)
@example(text="ko\u200bvac", sort="name", descending=False)
def test_memory_finds_what_the_file_has(book: App, text: str, sort: str, descending: bool) -> None:
    in_memory, in_file = _found(book, text, sort=sort, descending=descending)
    assert in_memory == in_file


@given(text=_TYPED, most=st.integers(1, 7))
@example(text="k", most=3)
@example(text="zora k", most=2)
@example(text="kvoac", most=7)
@example(text="papadkai kvoa", most=7)
def test_the_palette_finds_in_memory_what_it_finds_in_the_file(book: App, text: str, most: int) -> None:
    in_file = finding.find(book.store, text, most_accounts=most, most_people=most)
    in_memory = finding.find(book.store, text, _read(book), most_accounts=most, most_people=most)
    assert in_memory == in_file


def test_of_many_that_begin_so_the_largest_customers_come_first(app: App) -> None:
    ids = [add_account(app.store, f"Trgovina {number}") for number in range(9)]
    for size, number in enumerate((4, 8, 6), 1):
        buy(app.store, ids[number], range(5, 100, 30), amount=1_000 * size)
    standings.bring_up_to_date(app.store, TODAY)
    found = finding.find(app.store, "trg", _read(app), most_accounts=4)
    assert [hit.id for hit in found.accounts] == [ids[6], ids[8], ids[4], ids[0]]


def test_something_is_found_by_words_people_signs_and_scripts(book: App) -> None:
    for text, most in (("k", 40), ("kov", 40), ("zora", 20), ("d.o.o.", 9), ("%%", 9), ("мар", 20), ("mar", 20)):
        found, _ = _found(book, text)
        assert 0 < len(found) <= most, text
    assert _found(book, "")[0] == _found(book, "3")[0]  # everybody has a telephone
    assert _found(book, "zo")[0] == []  # two letters do not look for people
    assert _found(book, "no such thing")[0] == []


def test_only_accounts_that_the_filter_lets_through_are_found(book: App) -> None:
    archived = AccountFilter((Term(Field.ARCHIVED, ()),))
    order = account_views.ordered_ids(book.store, archived, TODAY)
    found = Order(order).found(_read(book), "38")
    assert set(found) < set(account_views.matching_ids(book.store, "38"))
    assert list(found) == order


def test_an_account_that_the_words_do_not_know_is_not_found(app: App) -> None:
    kovac = accounts.add(app.store, AccountFields(name="Kovač"))
    words = _read(app)
    other = accounts.add(app.store, AccountFields(name="Kovačev"))
    assert list(Order([other, kovac]).found(words, "kov")) == [kovac]
    assert list(Order([other, kovac]).found(_read(app), "kov")) == [other, kovac]


def test_too_many_accounts_are_left_to_the_file(book: App, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(account_search, "_MOST", 3)
    slices = account_search.reading(book.store)
    next(slices)
    with pytest.raises(StopIteration) as end:
        next(slices)
    assert end.value.value is None


def test_slices_are_put_together(book: App, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(account_words, "_SLICE", 7)
    for text in ("kov", "d.o.o.", "38"):
        in_memory, in_file = _found(book, text)
        assert in_memory == in_file


# -- what has changed since ------------------------------------------------------------------------


def _change(app: App, how: str, at: int, name: str) -> None:
    """One operation on somebody in the book, chosen by a number."""
    store = app.store
    ids = [account for (account,) in store.rows("SELECT id FROM account WHERE deleted_at IS NULL ORDER BY id")]
    account, other = ids[at % len(ids)], ids[(at * 7 + 3) % len(ids)]
    people = store.rows(
        "SELECT contact_id, account_id FROM affiliation WHERE until IS NULL AND account_id IN "
        "(SELECT id FROM account WHERE deleted_at IS NULL) AND contact_id NOT IN "
        "(SELECT id FROM contact WHERE deleted_at IS NOT NULL) ORDER BY id"
    )
    person, where = people[at % len(people)]
    if how == "add":
        accounts.add(store, AccountFields(name=name))
    elif how == "rename":
        accounts.change(store, account, replace(accounts.get(store, account), name=name))
    elif how == "archive":
        accounts.change(store, account, replace(accounts.get(store, account), archived=True))
    elif how == "delete":
        accounts.delete(store, account)
    elif how == "buy":
        buy(store, account, range(5, 60, 20), amount=900 * at)
    elif how == "person":
        contacts.add(store, account, ContactFields(name=name))
    elif how == "rename a person":
        with store.operation("Rename"):
            key = {"name": name, "name_key": fold(name), "search": search_text(name)}
            tables.Contact.update(**key).where(tables.Contact.id == person).execute()
    elif how == "move a person":
        with store.operation("Move"):
            tables.Affiliation.update(account_id=other).where(tables.Affiliation.contact_id == person).execute()
    elif how == "leave":
        contacts.leave(store, where, person, TODAY)
    else:
        store.undo()
    standings.bring_up_to_date(store, TODAY)


_WAYS = ("add", "rename", "archive", "delete", "buy", "person", "rename a person", "move a person", "leave", "undo")


@pytest.mark.parametrize("seed", range(4))
def test_what_has_changed_is_found_as_if_all_had_been_read_again(own_book: App, seed: int) -> None:
    store, words, chosen = own_book.store, _read(own_book), Random(seed)
    for together in (1, 3, 2, 4, 2):
        heard: list[Changes] = []
        store.listeners[:] = [heard.append]
        for _ in range(together):
            _change(own_book, chosen.choice(_WAYS), chosen.randrange(100), chosen.choice([*_NAMES, *_PEOPLE]))
        found = _through(account_search.updated(store, words, heard))
        assert found is not None
        words = found
        order = account_views.ordered_ids(store, AccountFilter(), TODAY)
        for text in ("k", "kov", "d.o.o.", "%%", "zora", "38", "papad", "kvoac", "o'n", "мар", "green val"):
            assert list(Order(order).found(words, text)) == list(account_views.found_among(store, order, text))
            assert finding.find(store, text, words) == finding.find(store, text)


def test_after_a_very_large_change_all_is_read_again(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    words, heard = _read(app), list[Changes]()
    app.store.listeners.append(heard.append)
    add_account(app.store, "Kovač")
    add_account(app.store, "Kovačev")
    assert _through(account_search.updated(app.store, words, heard)) is not None
    monkeypatch.setattr(account_search, "_MOST_CHANGED", 1)
    assert _through(account_search.updated(app.store, words, heard)) is None
    unnamed = Changes(1, "Import", {"account": None}, None)
    assert _through(account_search.updated(app.store, words, [unnamed])) is None
