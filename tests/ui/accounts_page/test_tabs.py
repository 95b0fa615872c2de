"""The tabs of the Accounts page, the archive, and counts that wait for nothing."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from crm_desktop.app import App
from crm_desktop.domain.entities import AccountFields
from crm_desktop.services import accounts, bulk_edit
from crm_desktop.services import shown as derived
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.pages.accounts import AccountsPage
from tests.ui.accounts_page.world import in_sidebar, names, tab_texts
from tests.ui.test_court_page import StepTasks
from tests.world import TODAY, add_account, business, buy, rate


def test_tabs_count_and_filter(app: App, page: AccountsPage) -> None:
    business(app.store)
    silent = add_account(app.store, "Silent")
    buy(app.store, silent, range(90, 400, 12), amount=90_000)
    happy = add_account(app.store, "Happy")
    rate(app.store, happy, 10, 9)
    page.mark_stale()
    assert tab_texts(page)[0] == "All 32"
    assert "Advocates 1" in tab_texts(page)
    assert "Never rated 31" in tab_texts(page)
    assert not any(text.startswith("Archived") for text in tab_texts(page))
    page.tabs.setCurrentIndex(1)
    assert "Silent" in names(page)
    assert len(names(page)) == int(tab_texts(page)[1].split()[-1])
    page.tabs.setCurrentIndex(3)
    assert names(page) == ["Happy"]
    page.tabs.setCurrentIndex(4)
    assert "Happy" not in names(page)


def test_archived_accounts_have_their_own_tab_once_there_is_one(app: App, page: AccountsPage) -> None:
    accounts.add(app.store, AccountFields(name="Old", archived=True))
    add_account(app.store, "New")
    assert tab_texts(page)[-1] == "Archived 1"
    assert names(page) == ["New"]
    page.tabs.setCurrentIndex(page.tabs.count() - 1)
    assert names(page) == ["Old"]


def test_when_all_are_archived_it_says_so_and_shows_them(app: App, page: AccountsPage) -> None:
    acme = add_account(app.store, "Acme")
    bulk_edit.archive(app.store, [acme], True)
    assert page.empty.sentence == "All accounts are archived."
    assert [link.label for link in page.empty.links] == ["Show archived accounts", "Add an account"]
    page.empty.links[0].click()
    assert names(page) == ["Acme"]
    assert page.tabs.tabText(page.tabs.currentIndex()) == "Archived 1"
    bulk_edit.archive(app.store, [acme], False)
    assert page.empty.sentence == "No account matches: Archived."
    page.clear_filters()
    assert names(page) == ["Acme"]


def test_a_name_that_only_the_archive_has_is_looked_for_there_before_it_is_added_again(
    app: App, page: AccountsPage
) -> None:
    for name, archived in (("Old Acme", True), ("Old Mill", True), ("Beta", False)):
        accounts.add(app.store, AccountFields(name=name, archived=archived))
    page.search.line.setText("acme")
    assert [link.label for link in page.empty.links] == ["Clear filters", "Look in the archive", "Add “acme”"]
    page.empty.links[1].click()
    assert names(page) == ["Old Acme"]
    page.search.line.setText("nobody")
    assert [link.label for link in page.empty.links] == ["Clear filters", "Add “nobody”"]


def test_what_is_said_of_the_archive_waits_for_nothing_to_be_learned_anew(app: App, qapp: QApplication) -> None:
    every = business(app.store)
    tasks = StepTasks()
    window = MainWindow(app, tasks)
    window.resize(1366, 768)
    window.show()
    window.open_page("accounts")
    tasks.go_on(50)
    page = window.page
    assert isinstance(page, AccountsPage)
    bulk_edit.archive(app.store, every, True)
    while not page.empty.isVisible():
        tasks.go_on()
    assert page.empty.sentence == "All accounts are archived."
    while "All 0" not in tab_texts(page) or not {"Accounts", "No rating for a year, 0"} <= set(in_sidebar(window)):
        tasks.go_on()
    assert tab_texts(page)[-1] == "Archived 30"
    assert not derived.is_current(app.store, TODAY)
    tasks.waiting.clear()


def test_rows_read_before_their_figures_are_up_to_date_are_read_again(app: App, page: AccountsPage) -> None:
    first = business(app.store, 5)[0]
    page.refresh()
    rows = page.table.rows
    before = [rows.index(0, column).data() for column in range(rows.columnCount())]
    bulk_edit.archive(app.store, [first], True)
    rows.modelReset.connect(lambda: rows.rowCount() and rows.row_at(0))  # the list is painted as soon as it is there
    app.store.undo()
    assert [rows.index(0, column).data() for column in range(rows.columnCount())] == before
