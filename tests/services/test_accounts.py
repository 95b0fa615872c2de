"""Adding, changing, finding and ordering accounts."""

from __future__ import annotations

import pytest

from crm_desktop.app import App
from crm_desktop.domain.account_filter import AccountFilter
from crm_desktop.domain.entities import AccountFields, ContactFields
from crm_desktop.domain.errors import UserError
from crm_desktop.domain.kinds import Tier
from crm_desktop.services import account_views, accounts, attention, contacts
from tests.world import TODAY, add_account, buy, rate

# Names that are awkward for SQL, FTS5 and LIKE: each must be found by its own text, and nothing else by it.
AWKWARD = [
    "Robert'); DROP TABLE account;--",
    'A "quoted" firm',
    "100% Cotton",
    "under_score",
    "NEAR AND OR NOT",
    "* star *",
    "name:search",
    "{curly} ^caret",
    "<b>bold</b> & Co",
    "=1+1",
    "../../etc/passwd",
    "👩‍👩‍👧‍👦 Family",
    "%%%",
    "שלום בע״מ",
    "Ångström ﬁne",
    "x\u202egnp.exe",
]


def _found(app: App, text: str) -> list[str]:
    every = account_views.filtered_ids(app.store, AccountFilter(), TODAY)
    found = account_views.matching_ids(app.store, text) if text else every
    return [row.name for row in accounts.rows(app.store, [account for account in every if account in found])]


@pytest.mark.parametrize("name", AWKWARD)
def test_every_name_is_found_by_its_own_text_and_nothing_else_is(app: App, name: str) -> None:
    for other in AWKWARD:
        add_account(app.store, other)
    assert _found(app, name) == [name]


@pytest.mark.parametrize("text", ['"', "'", "%", "_", "*", "(", "AND", "a OR b", "NEAR(", "\x00", "-", "😀"])
def test_a_search_for_signs_never_fails_and_finds_only_what_holds_them(app: App, text: str) -> None:
    add_account(app.store, "Plain")
    assert _found(app, text) == []


def test_names_people_phones_and_addresses_are_searched_in_any_script(app: App) -> None:
    kovac = add_account(app.store, "Kovač Mizarstvo", phone="+386 41 555-207")
    add_account(app.store, "Αφοί Παπαδάκη", email="info@papadaki.example")
    add_account(app.store, "Пекарня Колосок")
    contacts.add(app.store, kovac, ContactFields(name="Олена Коваленко", phone="+380 67 555 231"))
    assert _found(app, "kovac") == ["Kovač Mizarstvo"]
    assert _found(app, "kova miz") == ["Kovač Mizarstvo"]
    assert _found(app, "38641555") == ["Kovač Mizarstvo"]
    assert _found(app, "papadaki") == ["Αφοί Παπαδάκη"]
    assert _found(app, "kolosok") == ["Пекарня Колосок"]
    assert _found(app, "kovalenko") == ["Kovač Mizarstvo"]
    assert _found(app, "olena") == ["Kovač Mizarstvo"]


def test_somebody_who_left_or_was_deleted_no_longer_finds_the_account(app: App) -> None:
    acme = add_account(app.store, "Acme")
    maria = contacts.add(app.store, acme, ContactFields(name="Maria Kos"))
    contacts.leave(app.store, acme, maria, TODAY)
    assert _found(app, "maria") == []
    app.store.undo()
    assert _found(app, "maria") == ["Acme"]
    accounts.delete(app.store, acme)
    assert _found(app, "acme") == []
    assert accounts.count(app.store) == 0
    with pytest.raises(UserError):
        accounts.get(app.store, acme)


def test_names_are_ordered_as_people_read_them(app: App) -> None:
    for name in ("zebra", "Čebelar", "Cesta", "Ωμέγα", "άλφα", "Борис", "аліса", "Äpfel"):
        add_account(app.store, name)
    assert _found(app, "") == ["Äpfel", "Čebelar", "Cesta", "zebra", "άλφα", "Ωμέγα", "аліса", "Борис"]


@pytest.mark.parametrize("column", list(accounts.SORTS))
def test_every_column_sorts_both_ways_without_losing_a_row(app: App, column: str) -> None:
    for number, name in enumerate(("Acme", "Beta", "Gamma")):
        account = add_account(app.store, name)
        buy(app.store, account, range(number, 300, 20 + number), amount=1000 * (number + 1))
        rate(app.store, account, 10, 5 + number)
    attention.today_list(app.store, TODAY)
    rising = account_views.filtered_ids(app.store, AccountFilter(), TODAY, sort=column)
    falling = account_views.filtered_ids(app.store, AccountFilter(), TODAY, sort=column, descending=True)
    assert sorted(rising) == sorted(falling)
    assert len(rising) == 3
    if column in ("name", "revenue", "rating"):
        assert rising == falling[::-1]


def test_a_change_writes_only_what_differs(app: App) -> None:
    acme = add_account(app.store, "Acme")
    steps = len(app.store.steps())
    accounts.change(app.store, acme, AccountFields(name="Acme"))
    assert len(app.store.steps()) == steps
    accounts.change(app.store, acme, AccountFields(name=" Acme  Ltd ", tags=("vip", "č"), notes="x"))
    stored = accounts.get(app.store, acme)
    assert (stored.name, stored.tags, stored.notes) == ("Acme Ltd", ("vip", "č"), "x")
    assert _found(app, "ltd") == ["Acme Ltd"]


@pytest.mark.parametrize("name", ["", "   ", "\n\t", "x" * 501])
def test_a_name_that_is_none_is_refused_with_a_sentence(app: App, name: str) -> None:
    with pytest.raises(UserError, match="name"):
        add_account(app.store, name)
    assert accounts.is_empty(app.store)


def test_a_tier_set_by_hand_needs_a_reason_and_is_never_overwritten_by_the_proposal(app: App) -> None:
    small = add_account(app.store, "Small")
    big = add_account(app.store, "Big")
    buy(app.store, small, range(5, 300, 30), amount=100)
    buy(app.store, big, range(5, 300, 30), amount=1_000_000)
    with pytest.raises(UserError, match="reason"):
        accounts.set_tier(app.store, small, Tier.A, " ")
    accounts.set_tier(app.store, small, Tier.A, "opens doors")
    attention.today_list(app.store, TODAY)
    tiers = {row.name: row.tier for row in accounts.rows(app.store, [small, big])}
    assert tiers == {"Small": Tier.A, "Big": Tier.A}
    buy(app.store, small, [1])
    attention.today_list(app.store, TODAY)
    assert accounts.rows(app.store, [small])[0].tier == Tier.A
    accounts.set_tier(app.store, small, None, "")
    assert accounts.rows(app.store, [small])[0].tier == Tier.C


def test_exact_names_are_told_apart_by_accents_only_where_they_differ(app: App) -> None:
    kovac = add_account(app.store, "Kovač")
    assert accounts.by_name(app.store, "KOVAČ ") == kovac
    assert accounts.by_name(app.store, "Kovac") is None
