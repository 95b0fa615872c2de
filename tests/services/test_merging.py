"""Two accounts become one, with the values chosen and the history of both, and two again with one undo."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_desktop.app import App
from crm_desktop.domain.entities import AccountFields, ContactFields
from crm_desktop.domain.errors import UserError
from crm_desktop.domain.kinds import Tier
from crm_desktop.services import accounts, attention, contacts, duplicates, history, merging, merging_people, standings
from crm_desktop.services.duplicates import Of
from crm_desktop.services.merging import Side
from crm_desktop.storage import tables
from crm_desktop.storage.store import Store
from tests.services.merging_world import build, check_laws, record, run_sequence, totals, world
from tests.world import TODAY, add_account, business, buy, verdicts


def two(store: Store) -> tuple[int, int]:
    """The account of which more is known, and its double."""
    kept = accounts.add(
        store,
        AccountFields(
            name="Kovač d.o.o.", phone="041 555 207", notes="Ring after lunch", tags=("key",), since=date(2024, 5, 1)
        ),
    )
    other = accounts.add(
        store,
        AccountFields(
            name="Kovač Mizarstvo", phone="031 111 222", email="info@kovac.si", notes="Met at the fair",
            tags=("fair", "key"),
            since=date(2023, 1, 2), tier=Tier.A, tier_reason="Founder's friend",
        ),
    )  # fmt: skip
    buy(store, kept, [10, 40, 70])
    buy(store, other, [20, 50])
    return kept, other


def test_each_value_is_the_one_chosen_and_nothing_of_either_is_lost(app: App) -> None:
    kept, other = two(app.store)
    compared = merging.compare(app.store, other, kept)
    assert (compared.kept.id, compared.other.id) == (kept, other), "more happened with it"
    assert compared.sides["email"] is Side.OTHER
    assert compared.sides["name"] is Side.KEPT
    merging.merge(app.store, kept, other, {"phone": Side.OTHER})
    merged = accounts.get(app.store, kept)
    assert (merged.name, merged.phone, merged.email) == ("Kovač d.o.o.", "031 111 222", "info@kovac.si")
    assert (merged.tier, merged.tier_reason) == (Tier.A, "Founder's friend")
    assert merged.since == date(2023, 1, 2)
    assert merged.notes == "Ring after lunch\n\nMet at the fair"
    assert merged.tags == ("key", "fair")
    assert len(history.timeline(app.store, kept, until=TODAY)) == 5
    assert accounts.matching(app.store, "031111222")[0].id == kept
    with pytest.raises(UserError, match="no longer here"):
        accounts.get(app.store, other)
    assert merging.survivor(app.store, other) == kept


def test_every_table_that_belongs_to_an_account_comes_along(app: App) -> None:
    build(app.store)
    everybody = [row[0] for row in app.store.rows("SELECT id FROM account ORDER BY id")]
    before = totals(app.store)
    for other in everybody[1:]:
        merging.merge(app.store, everybody[0], other)
    belonging = [table for table in tables.RECORDED if "account_id" in table._meta.columns]
    assert len(belonging) >= 9
    for table in belonging:
        if table is not tables.Affiliation:
            assert {row for (row,) in app.store.rows(f"SELECT DISTINCT account_id FROM {table._meta.table_name}")} == {
                everybody[0]
            }
    assert totals(app.store) == before
    check_laws(app.store)
    people = contacts.of_account(app.store, everybody[0])
    assert sorted(person.name for person in people) == ["Ana Kos", "Ola Nord"], "who is at both is one person"


def test_undo_next_month_takes_back_the_merge_and_keeps_what_came_since(app: App) -> None:
    kept, other = two(app.store)
    before = accounts.get(app.store, kept), accounts.get(app.store, other)
    merging.merge(app.store, kept, other)
    step = app.store.next_step("undo")
    assert step is not None
    assert step.label == "Merge Kovač Mizarstvo into Kovač d.o.o."
    buy(app.store, kept, [1])
    record(app.store, kept, None, 3)
    app.store.undo(step.id)
    assert (accounts.get(app.store, kept), accounts.get(app.store, other)) == before
    mine, theirs = (app.store.value("SELECT count(*) FROM purchase WHERE account_id = ?", (a,)) for a in (kept, other))
    assert (mine, theirs) == (5, 2), "the orders since were noted with the one that stayed"


def test_undo_gives_back_every_byte_and_redo_merges_again(app: App) -> None:
    kept, other = two(app.store)
    before = app.store.dump()
    merging.merge(app.store, kept, other)
    after = app.store.dump()
    app.store.undo()
    assert app.store.dump() == before
    app.store.redo()
    assert app.store.dump() == after


def test_undo_is_refused_when_a_value_it_would_give_back_was_changed_since(app: App) -> None:
    kept, other = two(app.store)
    merging.merge(app.store, kept, other, {"phone": Side.OTHER})
    step = app.store.next_step("undo")
    assert step is not None
    accounts.change(app.store, kept, AccountFields(name="Kovač d.o.o.", phone="070 000 000"))
    before = app.store.dump()
    with pytest.raises(UserError, match="something in it has changed since"):
        app.store.undo(step.id)
    assert app.store.dump() == before


def test_what_cannot_be_merged_is_refused_and_nothing_changes(app: App) -> None:
    kept, other = two(app.store)
    third = add_account(app.store, "Third")
    with pytest.raises(UserError, match="with itself"):
        merging.merge(app.store, kept, kept)
    merging.merge(app.store, kept, other)
    before = app.store.dump()
    for one, two_ in ((kept, other), (other, kept), (third, other), (other, third), (third, 12)):
        with pytest.raises(UserError, match="no longer here"):
            merging.merge(app.store, one, two_)
    assert app.store.dump() == before


def test_what_was_changed_after_it_was_shown_is_looked_at_once_more(app: App) -> None:
    kept, other = two(app.store)
    compared = merging.compare(app.store, kept, other)
    accounts.change(app.store, other, AccountFields(name="Kovač Pohištvo"))
    before = app.store.dump()
    with pytest.raises(UserError, match="changed meanwhile"):
        merging.merge(app.store, kept, other, seen=(compared.kept, compared.other))
    assert app.store.dump() == before


def test_whom_the_other_was_never_the_same_as_the_merged_one_is_not_either(app: App) -> None:
    kept, other = two(app.store)
    third = add_account(app.store, "Kovač s.p.")
    duplicates.say_never_same(app.store, Of.ACCOUNTS, other, third, TODAY)
    duplicates.say_never_same(app.store, Of.ACCOUNTS, other, kept, TODAY)
    merging.merge(app.store, kept, other)
    assert duplicates.never_same(app.store, Of.ACCOUNTS) == {(other, third), (min(kept, third), max(kept, third))}


def test_two_entries_of_one_person_become_one_with_all_they_said(app: App) -> None:
    account = add_account(app.store, "Kovač")
    elsewhere = add_account(app.store, "Fjordmat")
    kept = contacts.add(app.store, account, ContactFields(name="Ana Kos", notes="Buys"), "Buyer")
    other = contacts.add(app.store, account, ContactFields(name="A. Kos", phone="123", notes="Likes tea"))
    with app.store.operation("Elsewhere too"):
        app.store.insert(tables.Affiliation, contact_id=other, account_id=elsewhere, role="Owner")
    record(app.store, account, other, 1)
    before = app.store.dump()
    merging_people.merge(app.store, kept, other)
    (person,) = contacts.of_account(app.store, account)
    assert (person.name, person.phone, person.role) == ("Ana Kos", "123", "Buyer")
    assert person.notes == "Buys\n\nLikes tea"
    assert [each.id for each in contacts.of_account(app.store, elsewhere)] == [kept]
    assert app.store.value("SELECT count(*) FROM interaction WHERE contact_id = ?", (kept,)) == 1
    check_laws(app.store)
    app.store.undo()
    assert app.store.dump() == before
    with pytest.raises(UserError, match="with themselves"):
        merging_people.merge(app.store, kept, kept)


def test_people_with_two_addresses_stay_two(app: App) -> None:
    one, other = add_account(app.store, "Kovač"), add_account(app.store, "Kovač d.o.o.")
    contacts.add(app.store, one, ContactFields(name="Ana Kos", email="ana@kovac.si", phone="1234567"))
    contacts.add(app.store, other, ContactFields(name="Ana Kos", email="ana.kos@siol.net", phone="7654321"))
    merging.merge(app.store, one, other)
    assert len(contacts.of_account(app.store, one)) == 2


def test_what_is_derived_follows(app: App) -> None:
    business(app.store)
    kept, other = two(app.store)
    attention.today_list(app.store, TODAY)
    for change in (lambda: merging.merge(app.store, kept, other), app.store.undo, app.store.redo):
        change()
        standings.bring_up_to_date(app.store, TODAY)
        derived = _derived(app.store, kept, other)
        standings.check_again(app.store, TODAY)
        assert _derived(app.store, kept, other) == derived


def _derived(store: Store, *these: int) -> dict[str, list[object]]:
    marks = ", ".join(map(str, these))
    return {
        "rhythm": store.rows(f"SELECT * FROM rhythm WHERE account_id IN ({marks}) ORDER BY 1"),
        "standing": verdicts(store, these),
    }


@settings(max_examples=5)
@given(seed=st.integers(0, 10**9))
def test_whatever_is_merged_logged_and_undone_the_sums_stay(seed: int, tmp_path: Path) -> None:
    """Five thousand of these: ``python -m scripts.merge_soak``."""
    with world(tmp_path) as app:
        run_sequence(app, Random(seed), 10)
