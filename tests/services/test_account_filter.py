"""Filters of accounts: what each lets through, the words for it, and that nothing typed is ever part of a query."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.app import App
from crm_desktop.domain.account_filter import (
    CHOICES,
    DAYS,
    LATE,
    ME,
    NAMES,
    NEVER,
    NOBODY,
    NONE,
    OPEN,
    YES,
    AccountFilter,
    Field,
    Term,
    from_json,
)
from crm_desktop.domain.entities import AccountFields, FollowUpFields, PromiseFields
from crm_desktop.domain.errors import UserError
from crm_desktop.domain.kinds import MadeBy, Tier
from crm_desktop.services import account_views, accounts, attention, filter_words, follow_ups, promises, saved_views
from crm_desktop.services.filter_words import Vocabulary
from tests.world import TODAY, buy, rate, talk


@pytest.fixture
def book(app: App) -> App:
    """Five accounts that differ in everything one can filter by."""
    store = app.store
    fields = {
        "Alpha": AccountFields(name="Alpha", owner="Ana", tags=("vip", "o'hara"), industry="Dairy", since=TODAY),
        "Beta": AccountFields(name="Beta", owner="Bo", tags=("vip",), industry="Wine"),
        "Gamma": AccountFields(name="Gamma", tier=Tier.A, tier_reason="known"),
        "Delta": AccountFields(name="Delta", archived=True, owner="Ana"),
        "Omega": AccountFields(name="Omega", owner="x') OR 1=1 --", tags=("%", '"')),
    }
    ids = {name: accounts.add(store, each) for name, each in fields.items()}
    buy(store, ids["Alpha"], [5], amount=100)
    buy(store, ids["Beta"], [200, 230, 260, 290], amount=90_000)
    talk(store, ids["Alpha"], 10)
    talk(store, ids["Beta"], 100)
    rate(store, ids["Alpha"], 5, 9)
    rate(store, ids["Beta"], 400, 3)
    rate(store, ids["Gamma"], 5, 7)
    follow_ups.add(store, FollowUpFields(account=ids["Alpha"], what="Call", due=TODAY - timedelta(1)))
    follow_ups.add(store, FollowUpFields(account=ids["Beta"], what="Call", due=TODAY + timedelta(1)))
    for name, due in (("Beta", -3), ("Gamma", 3)):
        promises.add(
            store, PromiseFields(account=ids[name], made_by=MadeBy.US, what="Offer", due=TODAY + timedelta(due))
        )
    attention.today_list(store, TODAY)
    return app


def names(app: App, *terms: tuple[Field, tuple[str, ...]], text: str = "") -> set[str]:
    wanted = AccountFilter(tuple(Term(*term) for term in terms), text)
    ids = account_views.filtered_ids(app.store, wanted, TODAY, me="Ana")
    assert saved_views.counts(app.store, [saved_views.View("v", "v", wanted)], TODAY, me="Ana") == {"v": len(ids)}
    return {accounts.name_of(app.store, account) for account in ids}


EVERYBODY = {"Alpha", "Beta", "Gamma", "Omega"}


@pytest.mark.parametrize(
    ("field", "values", "found"),
    [
        (Field.OWNER, ("Ana",), {"Alpha"}),
        (Field.OWNER, (ME,), {"Alpha"}),
        (Field.OWNER, (NOBODY, "Bo"), {"Beta", "Gamma"}),
        (Field.OWNER, ("x') OR 1=1 --",), {"Omega"}),
        (Field.OWNER, ("') OR 1=1 --",), set()),
        (Field.TAG, ("vip",), {"Alpha", "Beta"}),
        (Field.TAG, ("o'hara", "%"), {"Alpha", "Omega"}),
        (Field.TAG, ('"',), {"Omega"}),
        (Field.INDUSTRY, ("Wine",), {"Beta"}),
        (Field.RATING, ("advocate",), {"Alpha"}),
        (Field.RATING, ("satisfied", "at_risk"), {"Gamma", "Beta"}),
        (Field.RATING, (NEVER,), {"Omega"}),
        (Field.SILENT, ("100",), {"Beta"}),
        (Field.NO_CONTACT, ("50",), {"Beta", "Gamma", "Omega"}),
        (Field.NO_CONTACT, ("9",), EVERYBODY),
        (Field.NOT_RATED, ("365",), {"Beta", "Omega"}),
        (Field.NEW, ("30",), {"Alpha"}),
        (Field.NEW, ("365",), {"Alpha", "Beta"}),
        (Field.PROMISE, (OPEN,), {"Beta", "Gamma"}),
        (Field.PROMISE, (LATE,), {"Beta"}),
        (Field.FOLLOW_UP, (OPEN,), {"Alpha", "Beta"}),
        (Field.FOLLOW_UP, (LATE,), {"Alpha"}),
        (Field.FOLLOW_UP, (NONE, LATE), {"Alpha", "Gamma", "Omega"}),
        (Field.ARCHIVED, (YES,), {"Delta"}),
        (Field.UNKNOWN, ("colour: red",), EVERYBODY),
    ],
)
def test_a_term_lets_through_what_it_says(book: App, field: Field, values: tuple[str, ...], found: set[str]) -> None:
    assert names(book, (field, values)) == found


def test_terms_join_and_text_chooses_among_them(book: App) -> None:
    assert names(book, (Field.TAG, ("vip",)), (Field.PROMISE, (OPEN,))) == {"Beta"}
    assert names(book, (Field.TAG, ("vip",)), text="alp") == {"Alpha"}
    assert names(book) == EVERYBODY
    assert "Gamma" in names(book, (Field.TIER, ("A",)))


@pytest.mark.parametrize("field", [field for field in Field if field is not Field.UNKNOWN])
def test_every_value_of_every_field_can_be_asked_and_said(book: App, field: Field) -> None:
    for value in CHOICES.get(field) or (("30",) if field in DAYS else (NOBODY,) if field in NAMES else ()):
        names(book, (field, (value,)))
        assert filter_words.sentence(AccountFilter((Term(field, (value,)),))).strip()


def test_a_filter_reads_as_a_sentence() -> None:
    wanted = AccountFilter().with_term(Term(Field.TIER, ("A",))).with_term(Term(Field.TIER, ("B",)))
    wanted = wanted.with_term(Term(Field.RHYTHM, ("slipping",))).with_term(Term(Field.OWNER, ("Ana",)))
    assert filter_words.sentence(wanted) == "Tier A or B, rhythm slipping, owner Ana"
    days = AccountFilter().with_term(Term(Field.SILENT, ("30",))).with_term(Term(Field.SILENT, ("60",)))
    assert filter_words.sentence(days) == "Silent for more than 60 days"
    assert filter_words.sentence(AccountFilter()) == "All accounts"


KNOWN = Vocabulary(("Ana Kos", "Bo"), ("vip", "pallet deliveries"), ("Dairy",), "Ana Kos")


@pytest.mark.parametrize(
    ("typed", "field", "value"),
    [
        ("tier a", Field.TIER, "A"),
        ("Tier: b", Field.TIER, "B"),
        ("rhythm slipping", Field.RHYTHM, "slipping"),
        ("silent 45", Field.SILENT, "45"),
        ("silent for more than 45 days", Field.SILENT, "45"),
        ("no contact: 10", Field.NO_CONTACT, "10"),
        ("owner ana kos", Field.OWNER, "Ana Kos"),
        ("owner me", Field.OWNER, ME),
        ("tag Pallet deliveries", Field.TAG, "pallet deliveries"),
        ("archived", Field.ARCHIVED, YES),
        ("follow-up none", Field.FOLLOW_UP, NONE),
    ],
)
def test_words_typed_in_full_are_a_filter(typed: str, field: Field, value: str) -> None:
    assert filter_words.meant(typed, KNOWN) == Term(field, (value,))
    assert filter_words.offers(typed, KNOWN, AccountFilter())[0].meant


@pytest.mark.parametrize("typed", ["slipping", "kov", "tier", "tier x", "silent 0", "silent 999999", "Acme: sons", ""])
def test_other_words_are_a_name(typed: str) -> None:
    assert filter_words.meant(typed, KNOWN) is None


def test_the_beginning_of_a_word_offers_its_filters_but_not_what_is_set() -> None:
    assert [offer.text for offer in filter_words.offers("slip", KNOWN, AccountFilter())] == ["rhythm slipping"]
    assert [offer.text for offer in filter_words.offers("own an", KNOWN, AccountFilter())] == ["owner Ana Kos"]
    assert not filter_words.offers("slip", KNOWN, AccountFilter((Term(Field.RHYTHM, ("slipping",)),)))
    assert filter_words.unknown("colour: red") == Term(Field.UNKNOWN, ("colour: red",))
    assert filter_words.unknown("http://x") is None


terms = st.one_of(
    [st.builds(Term, st.just(field), st.lists(st.sampled_from(CHOICES[field]), min_size=1, unique=True).map(tuple))
     for field in CHOICES]
    + [st.builds(Term, st.sampled_from(NAMES), st.lists(st.text(min_size=1).filter(str.strip), min_size=1).map(tuple)),
       st.builds(Term, st.sampled_from(DAYS), st.integers(1, 36_500).map(lambda days: (str(days),)))]
)  # fmt: skip


@given(st.lists(terms, max_size=6), st.text(max_size=20))
def test_a_filter_comes_back_from_json(some: list[Term], text: str) -> None:
    wanted = AccountFilter(tuple(some), text)
    assert from_json(json.loads(json.dumps(wanted.as_json()))) == wanted


@given(st.recursive(st.none() | st.text() | st.integers(), lambda inner: st.lists(inner) | st.dictionaries(
    st.sampled_from(["terms", "text", "x"]), inner)))  # fmt: skip
def test_a_damaged_filter_never_fails(stored: object) -> None:
    for term in from_json(stored).terms:
        assert filter_words.values_text(term) is not None
    for term in from_json({"terms": [stored, ["tier", stored], ["tier", ["Z"]], ["colour", ["red"]]]}).terms:
        assert term.field is Field.UNKNOWN or term.field is Field.TIER


# -- views -----------------------------------------------------------------------------------------


def view_names(app: App) -> list[str]:
    return [view.name for view in saved_views.views(app.store)]


def test_views_are_saved_renamed_moved_and_deleted_and_each_can_be_undone(book: App) -> None:
    store, before = book.store, view_names(book)
    wanted = AccountFilter((Term(Field.TAG, ("vip",)),))
    states = [store.dump()]
    key = saved_views.create(store, " My  view ", wanted)
    states.append(store.dump())
    assert view_names(book) == [*before, "My view"]
    saved_views.rename(store, "thank", "Say thanks")
    states.append(store.dump())
    assert saved_views.move(store, key, -4)
    states.append(store.dump())
    assert view_names(book) == ["My view", *["Say thanks" if n == "Advocates to thank" else n for n in before]]
    assert not saved_views.move(store, key, -1)
    saved_views.change(store, "new", wanted)
    states.append(store.dump())
    saved_views.delete(store, "new")
    assert "New, first 90 days" not in view_names(book)
    while states:
        store.undo()
        assert store.dump() == states.pop()
    assert view_names(book) == before


@pytest.mark.parametrize("name", ["", "  ", "x" * 61, "all", "Advocates to thank"])
def test_a_view_needs_a_name_of_its_own(book: App, name: str) -> None:
    before = book.store.dump()
    with pytest.raises(UserError):
        saved_views.create(book.store, name, AccountFilter())
    assert book.store.dump() == before
