"""Letters that find very many accounts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from PySide6.QtTest import QTest

from crm_desktop.domain.entities import AccountFields, ContactFields
from crm_desktop.services import accounts, contacts
from crm_desktop.services.bulk import account_search, insert_rows
from crm_desktop.storage import tables
from crm_desktop.ui.pages.accounts import AccountsPage
from tests.ui.accounts_many.world import CTRL, Key, names, type_in


@pytest.fixture
def very_many_found(page: AccountsPage) -> AccountsPage:
    """A letter with which 4,200 accounts begin has been typed."""
    store = page.app.store
    with store.operation("Import"):
        names = [(account, f"Kol {account}", *account_search(f"Kol {account}")) for account in store.ids.take(4_200)]
        insert_rows(store, tables.Account, ("id", "name", "name_key", "search"), names)
    type_in(page, "k")
    page.table.setFocus()
    return page


@pytest.mark.parametrize("by_head", [False, True])
def test_all_that_a_letter_finds_are_ticked(very_many_found: AccountsPage, by_head: bool) -> None:
    table = very_many_found.table
    if by_head:
        table.tick_all_or_none()
    else:
        QTest.keyClick(table, Key.Key_A, CTRL)
    assert table.picked_count == 4_200
    assert len(table.rows.ids) == 4_200


def test_all_that_a_letter_finds_are_exported(very_many_found: AccountsPage) -> None:
    assert len(very_many_found.listing()().accounts) == 4_200


def test_what_was_changed_is_found_at_once_under_its_new_words(page: AccountsPage) -> None:
    store = page.app.store
    acme = accounts.add(store, AccountFields(name="Acme"))
    type_in(page, "zrno")
    assert names(page) == []
    accounts.change(store, acme, AccountFields(name="Zrno"))
    assert names(page) == ["Zrno"]
    contacts.add(store, accounts.add(store, AccountFields(name="Mill")), ContactFields(name="Zrnka"))
    page.search.line.clear()
    type_in(page, "zrn")
    assert names(page) == ["Mill", "Zrno"]
    store.undo()
    assert names(page) == ["Zrno"]


def test_a_search_reads_no_row_twice_and_a_change_reads_them_anew(page: AccountsPage) -> None:
    asked: list[int] = []
    rows = page.table.rows
    fetch = rows._fetch

    def count(ids: Sequence[int]) -> Sequence[Any]:
        asked.extend(ids)
        return fetch(ids)

    rows._fetch = count  # type: ignore[method-assign]
    assert names(page) == ["Ada", "Bea", "Cleo", "Dora", "Eva", "Fay"]
    asked.clear()
    type_in(page, "da")
    assert names(page) == []
    page.search.line.setText("a")
    assert names(page) == ["Ada"]
    assert not asked
    accounts.change(page.app.store, rows.ids[0], AccountFields(name="Ada 2"))
    assert names(page) == ["Ada 2"]
    assert asked
