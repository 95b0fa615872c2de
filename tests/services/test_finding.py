"""What the palette finds, in which order, and what was said; in a real workspace."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.app import App
from crm_desktop.domain.entities import ContactFields, InteractionFields, InteractionKind
from crm_desktop.domain.folding import words
from crm_desktop.domain.marking import marks
from crm_desktop.domain.typos import one_typo
from crm_desktop.services import accounts, contacts, finding, history, talk_index
from crm_desktop.storage import tables
from crm_desktop.storage.store import Store
from tests.world import TODAY, add_account


def names(store: Store, text: str) -> list[str]:
    return [hit.name for hit in finding.find(store, text).accounts]


def say(store: Store, account: int, subject: str, notes: str = "") -> None:
    with store.operation("Call"):
        fields = InteractionFields(account=account, kind=InteractionKind.CALL, day=TODAY, subject=subject, notes=notes)
        history.insert_interaction(store, fields)


@pytest.fixture
def book(app: App) -> Store:
    for name in ("Kovač Mizarstvo", "Larkfield Dairy", "Коваленко і син", "Αφοί Παπαδάκη", "Mizarstvo Kovačič"):
        add_account(app.store, name)
    return app.store


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("kov", {"Kovač Mizarstvo", "Коваленко і син", "Mizarstvo Kovačič"}),
        ("KOVAČ miz", {"Kovač Mizarstvo", "Mizarstvo Kovačič"}),
        ("papadaki", {"Αφοί Παπαδάκη"}),
        ("παπαδ", {"Αφοί Παπαδάκη"}),
        ("dairy lark", {"Larkfield Dairy"}),
    ],
)
def test_accents_script_and_order_do_not_matter(book: Store, typed: str, found: set[str]) -> None:
    assert set(names(book, typed)) == found
    assert finding.find(book, typed).exact


def test_names_that_begin_so_stand_first(book: Store) -> None:
    assert names(book, "miz")[0] == "Mizarstvo Kovačič"
    assert names(book, "kovač")[0] == "Kovač Mizarstvo"


@pytest.mark.parametrize("typed", ["kvoac", "kovca", "kobac", "kovaac", "iovac", "kvoac miz"])
def test_one_slip_is_forgiven(book: Store, typed: str) -> None:
    found = finding.find(book, typed)
    assert "Kovač Mizarstvo" in [hit.name for hit in found.accounts]
    assert not found.exact


def test_a_slip_is_not_looked_for_where_something_begins_so(book: Store) -> None:
    add_account(book, "Larkfuels")
    assert names(book, "larkfield") == ["Larkfield Dairy"]


@pytest.mark.parametrize("typed", ["kovx", "", "   ", "!!!", "zzzzzz", '"', "kov* OR", "NEAR("])
def test_what_is_not_there_is_not_found(book: Store, typed: str) -> None:
    assert finding.find(book, typed).accounts == ()


def test_what_is_gone_is_not_found(book: Store) -> None:
    account = accounts.by_name(book, "Larkfield Dairy")
    assert account is not None
    contacts.add(book, account, ContactFields(name="Tom Ashby"))
    accounts.delete(book, account)
    assert names(book, "larkfield") == []
    assert finding.find(book, "ashby").people == ()
    book.undo()
    assert [hit.account_name for hit in finding.find(book, "ashby").people] == ["Larkfield Dairy"]


def test_people_with_their_account_and_number(book: Store) -> None:
    account = accounts.by_name(book, "Kovač Mizarstvo")
    assert account is not None
    contact = contacts.add(book, account, ContactFields(name="Janez Kovač", phone="+386 41 555 207"))
    (hit,) = finding.find(book, "janez").people
    assert (hit.name, hit.account, hit.phone) == ("Janez Kovač", account, "+386 41 555 207")
    assert [person.name for person in finding.find(book, "38641").people] == ["Janez Kovač"]
    contacts.leave(book, account, contact, TODAY)
    assert finding.find(book, "janez").people == ()
    assert finding.count(book) == finding.Counts(5, 1)


def test_what_was_found_by_its_number_says_so(book: Store) -> None:
    add_account(book, "Harbour Vets", phone="+44 20 7946 0000")
    (hit,) = finding.find(book, "4420794").accounts
    assert (hit.name, hit.by, hit.marks) == ("Harbour Vets", "+44 20 7946 0000", ())


def test_opened_last_in_their_order(book: Store) -> None:
    ids = [accounts.by_name(book, name) for name in ("Larkfield Dairy", "Kovač Mizarstvo")]
    assert [hit.name for hit in finding.these(book, [ids[0] or 0, 404, ids[1] or 0])] == [
        "Larkfield Dairy",
        "Kovač Mizarstvo",
    ]


# -- marks -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "typed", "marked"),
    [
        ("Janez Kovač", ["kov"], ["Kov"]),
        ("Kovač Mizarstvo", ["miz", "kovac"], ["Kovač", "Miz"]),
        ("Коваленко і син", ["kov"], ["Ков"]),
        ("Αφοί Χρήστου", ["ch"], ["Χ"]),
        ("Æther & Straße", ["ae", "strass"], ["Æ", "Straß"]),
        ("no match", ["x"], []),
    ],
)
def test_marks_stand_where_the_words_begin(text: str, typed: list[str], marked: list[str]) -> None:
    assert [text[start:end] for start, end in marks(text, typed)] == marked


@given(st.text(), st.lists(st.text(min_size=1), max_size=4))
def test_marks_lie_inside_the_text_and_ascend(text: str, typed: list[str]) -> None:
    at = 0
    for start, end in marks(text, [word for each in typed for word in words(each)]):
        assert at <= start < end <= len(text)
        at = end


@given(st.text(alphabet="abcdefgh", min_size=1, max_size=9), st.data())
def test_a_slip_leads_back(word: str, data: st.DataObject) -> None:
    slips = one_typo(word)
    assert word not in slips
    assert len(set(slips)) == len(slips)
    if len(word) >= 5:
        other = data.draw(st.sampled_from(slips))
        # What was typed is at most one step from each of them, so the way back is one of its slips, or its beginning.
        assert word in one_typo(other) or other.startswith(word) or word.startswith(other) or len(other) < 5


# -- what was said ---------------------------------------------------------------------------------


def read_all(store: Store) -> None:
    while talk_index.read_some(store, 2):
        pass


def test_what_was_said_is_found_once_it_is_read(book: Store) -> None:
    account = accounts.by_name(book, "Larkfield Dairy")
    assert account is not None
    for number in range(5):
        say(book, account, f"Order {number}")
    say(book, account, "Call back", "please ask Kovač about the beech samples before Friday, he knows the price")
    assert talk_index.said(book, ["beech"], 3) == []
    read_all(book)
    (found,) = talk_index.said(book, ["kovac", "beech"], 3)
    assert found.account_name == "Larkfield Dairy"
    assert [found.text[start:end] for start, end in found.marks] == ["Kovač", "beech"]
    assert len(found.text) < 70
    assert len(talk_index.said(book, ["order"], 3)) == 3


def test_what_was_undone_is_not_found_and_redone_is_found_once(book: Store) -> None:
    account = accounts.by_name(book, "Larkfield Dairy")
    assert account is not None
    say(book, account, "Beech samples")
    read_all(book)
    book.undo()
    read_all(book)
    assert talk_index.said(book, ["beech"], 3) == []
    book.redo()
    read_all(book)
    assert len(talk_index.said(book, ["beech"], 3)) == 1


def test_a_changed_note_is_found_by_its_new_words_only(book: Store) -> None:
    account = accounts.by_name(book, "Larkfield Dairy")
    assert account is not None
    say(book, account, "Beech samples")
    read_all(book)
    with book.operation("Change"):
        tables.Interaction.update(subject="Oak samples").execute()
    read_all(book)
    assert talk_index.said(book, ["beech"], 3) == []
    assert len(talk_index.said(book, ["oak"], 3)) == 1


@given(text=st.text(max_size=60))
def test_no_text_breaks_the_search(app: App, text: str) -> None:
    finding.find(app.store, text)
    typed = words(text)[:8]
    if typed:
        talk_index.said(app.store, typed, 3)
