"""The quick log: one line in, one undoable step out."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.app import App
from crm_desktop.domain.entities import AccountFields, ContactFields
from crm_desktop.domain.entry import Piece
from crm_desktop.domain.errors import UserError
from crm_desktop.domain.kinds import InteractionKind
from crm_desktop.services import accounts, contacts, follow_ups, history, naming, preferences, promises, quick_log
from crm_desktop.services.history import EntryKind
from crm_desktop.services.quick_log import Entry
from tests.world import TODAY, add_account


@pytest.fixture
def acme(app: App) -> int:
    add_account(app.store, "Kovač Mizarstvo")
    add_account(app.store, "Αφοί Παπαδάκη")
    return add_account(app.store, "Acme Fasteners")


def test_a_line_is_understood_against_the_workspace(app: App, acme: int) -> None:
    said = quick_log.understand(app.store, "acme call about late delivery 4/10 follow up tue", TODAY)
    assert said.account is not None
    assert said.account.id == acme
    assert (said.kind, said.subject, said.rating) == (InteractionKind.CALL, "late delivery", 4)
    assert said.follow_up == date(2026, 11, 24)


def test_opened_on_a_row_the_line_names_no_account(app: App, acme: int) -> None:
    match = accounts.matching(app.store, "acme")[0]
    said = quick_log.understand(app.store, "late delivery 4/10 >tue", TODAY, match)
    assert (said.account, said.subject, said.rating) == (match, "late delivery", 4)


def test_an_unknown_name_is_offered_to_be_added(app: App, acme: int) -> None:
    said = quick_log.understand(app.store, "Nordlys Interiør call about prices", TODAY)
    assert (said.account, said.new_account, said.subject) == (None, "Nordlys Interiør", "prices")


def test_saving_is_one_step_with_all_it_says(app: App, acme: int) -> None:
    before = app.store.dump()
    saved = quick_log.save(
        app.store, Entry(account=acme, subject="late delivery", rating=4, follow_up=date(2026, 11, 24)), TODAY
    )
    assert saved.message == "Call with Acme Fasteners saved. Follow-up on Tue 24 Nov."
    kinds = [line.kind for line in history.timeline(app.store, acme, until=TODAY)]
    assert sorted(kinds) == [EntryKind.CALL, EntryKind.RATING]
    assert [f.due for f in follow_ups.of_account(app.store, acme)] == [date(2026, 11, 24)]
    app.store.undo()
    assert app.store.dump() == before


def test_what_is_logged_with_an_archived_account_says_that_it_is_archived(app: App) -> None:
    old = accounts.add(app.store, AccountFields(name="Old Mill", archived=True))
    saved = quick_log.save(app.store, quick_log.understand(app.store, "old mill call", TODAY).entry(), TODAY)
    assert (saved.account, saved.archived) == (old, True)
    assert saved.message == "Call with Old Mill saved. The account is archived and stays out of every list."
    assert accounts.get(app.store, old).archived


def test_everything_a_line_says_is_one_step(app: App, acme: int) -> None:
    maria = contacts.add(app.store, acme, ContactFields(name="Maria Kos"))
    line = (
        "acme visit maria about late delivery 4/10 promise credit note fri follow up call Maria tue "
        "#vip 12 min dept billing yesterday 15:30 order 1.200,50 eur"
    )
    before = app.store.dump()
    saved = quick_log.save(app.store, quick_log.understand(app.store, line, TODAY).entry(), TODAY)
    assert saved.message == (
        "Visit with Acme Fasteners saved. Order of €1,200.50. Promise for Fri 27 Nov. Follow-up on Tue 24 Nov."
    )
    told = {entry.kind: entry for entry in history.timeline(app.store, acme, until=TODAY)}
    visit, yesterday = told[EntryKind.VISIT], date(2026, 11, 19)
    assert (visit.title, visit.day, visit.minutes, visit.department) == ("late delivery", yesterday, 12, "Billing")
    assert (visit.person, told[EntryKind.RATING].score, told[EntryKind.RATING].day) == ("Maria Kos", 4.0, yesterday)
    assert (told[EntryKind.PURCHASE].amount, told[EntryKind.PURCHASE].currency) == (120_050, "EUR")
    promised = promises.of_account(app.store, acme)[0]
    assert (promised.what, promised.due, promised.contact) == ("credit note", date(2026, 11, 27), maria)
    todo = follow_ups.of_account(app.store, acme)[0]
    assert (todo.what, todo.due, todo.contact) == ("call Maria", date(2026, 11, 24), maria)
    assert accounts.get(app.store, acme).tags == ("vip",)
    assert app.store.value("SELECT happened_at FROM interaction") is not None
    assert len(app.store.steps(limit=1)) == 1
    app.store.undo()
    assert app.store.dump() == before


def test_an_order_alone_is_a_note_and_no_call(app: App, acme: int) -> None:
    said = quick_log.understand(app.store, "acme order 1200", TODAY)
    assert (said.kind, said.order) == (InteractionKind.NOTE, quick_log.Order(120_000, "EUR"))
    quick_log.save(app.store, said.entry(), TODAY)
    kinds = {entry.kind: entry.title for entry in history.timeline(app.store, acme, until=TODAY)}
    assert kinds == {EntryKind.NOTE: "Order", EntryKind.PURCHASE: ""}


@pytest.mark.parametrize(("currency", "line", "minor"), [("JPY", "order 1200", 1200), ("KWD", "order 1200", 1_200_000)])
def test_minor_units_are_those_of_the_currency(app: App, acme: int, currency: str, line: str, minor: int) -> None:
    preferences.change(app.store, currency=currency)
    assert quick_log.understand(app.store, f"acme {line}", TODAY).order == quick_log.Order(minor, currency)


def test_an_amount_that_its_currency_cannot_have_stays_text(app: App, acme: int) -> None:
    said = quick_log.understand(app.store, "acme call order 12,50 jpy", TODAY)
    assert (said.order, said.subject) == (None, "order 12,50 jpy")
    assert Piece.AMOUNT not in {span.piece for span in said.spans}


def test_tags_are_added_to_those_that_are_there(app: App) -> None:
    account = accounts.add(app.store, AccountFields(name="Acme", tags=("Key", "old")))
    quick_log.save(app.store, Entry(account=account, tags=("key", "new")), TODAY)
    assert accounts.get(app.store, account).tags == ("Key", "old", "new")


def test_what_stands_beside_what_it_is_about_is_the_note(app: App, acme: int) -> None:
    said = quick_log.understand(app.store, "acme call they were angry about late delivery 4/10 and left", TODAY)
    assert (said.subject, said.notes) == ("late delivery", "they were angry and left")


def test_a_pasted_page_becomes_the_note_and_its_beginning_the_subject(app: App, acme: int) -> None:
    page = "blue boxes " * 5_000
    said = quick_log.understand(app.store, f"acme {page}", TODAY)
    assert said.subject.endswith("…")
    assert len(said.subject) <= 161
    assert said.notes == page.strip()


def test_the_next_key_press_looks_up_only_what_is_new(app: App, acme: int) -> None:
    memo = naming.Memo()
    text = "acme call maria about late delivery"
    quick_log.understand(app.store, text, TODAY, memo=memo)
    known = set(memo.accounts)
    quick_log.understand(app.store, text + "s", TODAY, memo=memo)
    asked = [terms for terms, _ in set(memo.accounts) - known]
    assert sorted(asked) == ['"deliverys"', '"late" * "deliverys" *']


def test_a_name_nobody_has_has_a_nearest_account(app: App, acme: int) -> None:
    found = [naming.nearest(app.store, "Acmee", naming.Memo()), naming.slip_away(app.store, "Amce Fasteners")]
    assert [match.name for match in found if match] == ["Acme Fasteners", "Acme Fasteners"]
    assert naming.nearest(app.store, "Zupan", naming.Memo()) is None
    assert naming.slip_away(app.store, "Zupan") is None


def test_a_new_account_is_made_in_the_same_step(app: App) -> None:
    saved = quick_log.save(app.store, Entry(account=None, new_account="Nordlys", subject="hello"), TODAY)
    assert accounts.get(app.store, saved.account).name == "Nordlys"
    app.store.undo()
    assert accounts.is_empty(app.store)


@pytest.mark.parametrize("entry", [Entry(account=None), Entry(account=None, new_account="  "), Entry(account=12345)])
def test_without_an_account_nothing_is_saved_and_a_sentence_says_why(app: App, entry: Entry) -> None:
    with pytest.raises(UserError):
        quick_log.save(app.store, entry, TODAY)
    assert app.store.steps() == []


def test_a_rating_outside_the_scale_saves_nothing(app: App, acme: int) -> None:
    before = app.store.dump()
    with pytest.raises(UserError, match="0 to 10"):
        quick_log.save(app.store, Entry(account=acme, rating=11), TODAY)
    assert app.store.dump() == before


@given(st.text(max_size=80))
def test_no_line_is_too_strange(app: App, text: str) -> None:
    if accounts.is_empty(app.store):
        add_account(app.store, "Acme Fasteners")
    said = quick_log.understand(app.store, text, TODAY)
    assert all(text[span.start : span.end] for span in said.spans)


def _bakeries(app: App) -> dict[str, int]:
    """Four that share a word, of whom one is archived."""
    ids = {name: add_account(app.store, f"Pekarna {name}") for name in ("Hrast", "Javor", "Klas")}
    return ids | {"Koren": accounts.add(app.store, AccountFields(name="Pekarna Koren", archived=True))}


@pytest.mark.parametrize("line", ["pekarna koren", "Pekarna Koren call about flour", "visit pekarna koren 4/10"])
def test_an_archived_account_is_not_taken_for_one_that_shares_a_word_with_it(app: App, line: str) -> None:
    ids = _bakeries(app)
    said = quick_log.understand(app.store, line, TODAY)
    assert said.account is not None
    assert (said.account.id, said.account.archived) == (ids["Koren"], True)


def test_a_word_that_many_share_names_none_of_them(app: App) -> None:
    ids = _bakeries(app)
    said = quick_log.understand(app.store, "pekarna novak late delivery", TODAY)
    assert (said.account, said.new_account) == (None, "pekarna novak late delivery")
    assert quick_log.understand(app.store, "talked about a pekarna in town", TODAY).account is None
    for line in ("pekarna kl late delivery", "klas late delivery", "late delivery pekarna klas"):
        found = quick_log.understand(app.store, line, TODAY).account
        assert found is not None, line
        assert found.id == ids["Klas"]


def test_what_two_share_means_the_larger_and_one_that_is_archived_only_when_nobody_else_is(app: App, acme: int) -> None:
    west = accounts.add(app.store, AccountFields(name="Acme West", archived=True))
    for line, meant in (("acme late delivery", acme), ("acme", acme), ("acme west late delivery", west)):
        found = quick_log.understand(app.store, line, TODAY).account
        assert found is not None
        assert found.id == meant
