"""The Accounts page: finding by name, person and number, and what stands there when nothing is found."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from crm_desktop.app import App
from crm_desktop.domain.entities import ContactFields
from crm_desktop.services import accounts, contacts
from crm_desktop.ui.pages.accounts import AccountsPage
from crm_desktop.ui.widgets.account_form import AccountForm
from tests.ui.accounts_page.world import Key, names
from tests.world import add_account, buy


def test_typing_filters_at_once_whatever_the_accents_or_the_script(app: App, page: AccountsPage) -> None:
    for name in ("Kovač Mizarstvo", "Αφοί Παπαδάκη", "Коваленко", "Acme Fasteners"):
        add_account(app.store, name)
    for typed, found in (("kovac", "Kovač Mizarstvo"), ("papadaki", "Αφοί Παπαδάκη"), ("kovalenko", "Коваленко")):
        page.search.line.clear()
        QTest.keyClicks(page.search.line, typed)
        assert names(page) == [found]
    assert "1 of 4 accounts" in page.search.line.accessibleDescription()
    QTest.keyClick(page.search.line, Key.Key_Escape)
    assert page.search.line.text() == ""
    assert len(names(page)) == 4


def test_a_change_beyond_all_measure_is_not_cut(app: App, page: AccountsPage) -> None:
    account = add_account(app.store, "Grown")
    buy(app.store, account, [20], amount=240_000)
    buy(app.store, account, [400], amount=10_000)
    assert page.table.rows.row_at(0).text("change") == "×24"
    buy(app.store, account, [410], amount=30_000)
    assert page.table.rows.row_at(0).text("change") == "+500%"


def test_what_tab_takes_is_still_offered_after_enter(app: App, page: AccountsPage) -> None:
    add_account(app.store, "Acme")
    page.search.line.setFocus()
    QTest.keyClicks(page.search.line, "slip")
    assert "Tab takes" in page.empty.sentence
    QTest.keyClick(page.search.line, Key.Key_Return)
    QTest.keyClick(page.search.line, Key.Key_Tab)
    assert [token.term.values for token in page.search.tokens] == [("slipping",)]


def test_no_column_moves_when_the_scroll_bar_goes(app: App, page: AccountsPage) -> None:
    for number in range(40):
        add_account(app.store, f"Account {number:02}")
    header, bar = page.table.header, page.table.verticalScrollBar()
    places = [header.sectionPosition(column) for column in range(header.count())]
    assert bar.isVisible()
    QTest.keyClicks(page.search.line, "Account 1")
    QApplication.processEvents()
    assert not bar.isVisible()
    assert [header.sectionPosition(column) for column in range(header.count())] == places


def test_people_and_phone_numbers_find_their_account(app: App, page: AccountsPage) -> None:
    acme = add_account(app.store, "Acme", phone="+386 1 555 42 32")
    contacts.add(app.store, acme, ContactFields(name="Maria Kos"))
    add_account(app.store, "Beta")
    for typed in ("maria", "38615554232"):
        page.search.line.setText(typed)
        assert names(page) == ["Acme"]


@pytest.mark.parametrize("typed", ["!!!", '"', "' OR 1=1 --", "a*", "NEAR(", "%%"])
def test_odd_text_is_searched_for_and_never_an_error(app: App, page: AccountsPage, typed: str) -> None:
    add_account(app.store, "Plain")
    page.search.line.setText(typed)
    assert names(page) == []
    add_account(app.store, f"Odd {typed} name")
    assert names(page) == [f"Odd {' '.join(typed.split())} name"]


def test_a_search_without_a_match_offers_to_clear_or_to_add(app: App, page: AccountsPage) -> None:
    add_account(app.store, "Acme")
    page.search.line.setText("kovx")
    assert page.empty.isVisible()
    assert page.empty.sentence == "No account matches “kovx”."
    clear, add = page.empty.links
    add.click()
    form = page.findChild(AccountForm)
    assert form is not None
    assert form.name.text() == "kovx"
    QTest.keyClick(form.name, Key.Key_Escape)
    assert accounts.count(app.store) == 1
    clear.click()
    assert page.search.line.text() == ""
    assert names(page) == ["Acme"]


def test_an_empty_workspace_offers_to_import_or_to_add(page: AccountsPage) -> None:
    assert page.empty.sentence == "No accounts yet."
    assert [link.label for link in page.empty.links] == ["Import a file", "Add an account"]
