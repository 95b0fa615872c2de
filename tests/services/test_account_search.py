"""The first page of a search is what the whole would begin with, in any order of the table."""

from __future__ import annotations

from datetime import date

import pytest

from crm_desktop.app import App
from crm_desktop.domain.account_filter import AccountFilter
from crm_desktop.services import account_views
from crm_desktop.services.account_search import PAGE, Order, first_page
from crm_desktop.services.bulk import account_search, insert_rows
from crm_desktop.storage import tables
from tests.world import TODAY

_WORDS = ("Kovač", "Мария", "Green", "Ζαχαρίας", "O'Neill", "38-641", "Straße")


@pytest.fixture
def many(app: App) -> App:
    """Five thousand accounts, some in the bin: half of them begin with a k somewhere."""
    names = [f"{_WORDS[n % 7]} {'Kol' if n % 2 else 'Bor'}{n * 7919 % 5003}" for n in range(9_000)]
    with app.store.operation("Import"):
        insert_rows(
            app.store,
            tables.Account,
            ("id", "name", "name_key", "search", "deleted_at"),
            [
                (row, name, *account_search(name), None if number % 5 else 1)
                for number, (row, name) in enumerate(zip(app.store.ids.take(len(names)), names, strict=True))
            ],
        )
    return app


def _order(app: App, sort: str, descending: bool, today: date) -> Order:
    return Order(account_views.ordered_ids(app.store, AccountFilter(), today, sort=sort, descending=descending))


def test_the_first_page_begins_what_all_of_them_are(many: App) -> None:
    firsts, wholes = 0, 0
    for sort, descending in (("name", False), ("name", True), ("since", False)):
        order = _order(many, sort, descending, TODAY)
        for text in ("k", "K", "ko", "kol", "b", "k k", "к", "z", "3", "'", "o'", "38-", "%", "kol1", "kovac", "qq"):
            page = first_page(many.store, text, order)
            if page is None:
                continue
            found = order.of(account_views.matching_ids(many.store, text))
            assert page.ids == (found if page.whole else found[: len(page.ids)]), text
            assert page.whole or len(page.ids) >= PAGE
            firsts, wholes = firsts + (not page.whole), wholes + page.whole
    assert firsts >= 9
    assert wholes >= 9


def test_people_are_found_on_the_first_page_too(many: App) -> None:
    order = _order(many, "name", False, TODAY)
    with many.store.operation("Import"):
        people = [(1 + account, "Zora", "zora", "zora") for account in order.ids]
        insert_rows(many.store, tables.Contact, ("id", "name", "name_key", "search"), people)
        works = [(2 + account, 1 + account, account) for account in order.ids if account % 3]
        insert_rows(many.store, tables.Affiliation, ("id", "contact_id", "account_id"), works)
    with many.store.operation("Zora GmbH"):
        names = [(9_000_000 + n, f"Zora {n}", *account_search(f"Zora {n}")) for n in range(4_200)]
        insert_rows(many.store, tables.Account, ("id", "name", "name_key", "search"), names)
    page = first_page(many.store, "zora", order)
    assert page is not None
    assert page.ids == order.of(account_views.matching_ids(many.store, "zora"))[: len(page.ids)]
    assert not page.whole


def test_what_has_no_word_in_it_is_left_to_the_whole_search(many: App) -> None:
    order = _order(many, "name", False, TODAY)
    for text in ("", "   ", "!!"):
        assert first_page(many.store, text, order) is None


def test_the_order_keeps_those_found_in_it_however_many_they_are(many: App) -> None:
    order = _order(many, "name", True, TODAY)
    for some in (set(order.ids[::100]), set(order.ids[::2]), {-1, order.ids[3]}, set()):
        assert order.of(some) == [account for account in order.ids if account in some]
