"""The Accounts page: finding, filtering, ordering, and what can be done with a row, through the real window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from crm_desktop import settings
from crm_desktop.app import App
from crm_desktop.domain.account_filter import AccountFilter
from crm_desktop.domain.entities import AccountFields, ContactFields
from crm_desktop.domain.kinds import Tier
from crm_desktop.services import account_views, accounts, bulk_edit, contacts
from crm_desktop.services import shown as derived
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.pages.accounts import AccountsPage
from crm_desktop.ui.tasks import WorkerTasks
from crm_desktop.ui.theme import current_theme
from crm_desktop.ui.widgets.account_form import AccountForm
from tests.ui.test_court_page import StepTasks
from tests.world import TODAY, add_account, business, buy, rate, talk

Key = Qt.Key


@pytest.fixture
def page(window: MainWindow) -> AccountsPage:
    """The page over an empty workspace."""
    window.open_page("accounts")
    shown = window.page
    assert isinstance(shown, AccountsPage)
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window)
    return shown


def names(page: AccountsPage) -> list[str]:
    """The names in the table, in order."""
    return [str(page.table.rows.row_at(row).name) for row in range(len(page.table.rows.ids))]


def tab_texts(page: AccountsPage) -> list[str]:
    return [page.tabs.tabText(place) for place in range(page.tabs.count())]


def in_sidebar(window: MainWindow) -> list[str]:
    model = window.sidebar.list.model()
    return [model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(model.rowCount())]


def go_to(page: AccountsPage, name: str) -> int:
    """Puts the keyboard on a row; returns its account."""
    account = accounts.by_name(page.app.store, name)
    assert account is not None
    page.table.show_account(account)
    page.table.setFocus()
    return account


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


def test_columns_sort_by_click_and_by_key(app: App, page: AccountsPage) -> None:
    for name, amount in (("Beta", 100), ("Alpha", 300), ("Gamma", 200)):
        buy(app.store, add_account(app.store, name), [10], amount=amount * 100)
    page.mark_stale()
    assert names(page) == ["Alpha", "Beta", "Gamma"]
    page.sort_by("revenue", True)
    assert names(page) == ["Alpha", "Gamma", "Beta"]
    header = page.table.header
    header.setFocus()
    for _ in range(3):
        QTest.keyClick(header, Key.Key_Left)
    for _ in range(2):
        QTest.keyClick(header, Key.Key_Right)
    QTest.keyClick(header, Key.Key_Space)
    assert names(page) == ["Alpha", "Beta", "Gamma"]
    QTest.keyClick(header, Key.Key_Space)
    assert names(page) == ["Gamma", "Beta", "Alpha"]
    place = header.sectionViewportPosition(7) + 10
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(place, 10))
    assert names(page) == ["Alpha", "Gamma", "Beta"]


@pytest.mark.parametrize("sort", list(account_views.SORTS))
@pytest.mark.parametrize("descending", [False, True])
def test_every_order_shows_every_account_once(sample_app: App, sort: str, descending: bool) -> None:
    every = account_views.filtered_ids(sample_app.store, AccountFilter(), TODAY, sort=sort, descending=descending)
    assert len(set(every)) == len(every) == accounts.count(sample_app.store)
    other = account_views.filtered_ids(sample_app.store, AccountFilter(), TODAY, sort=sort, descending=not descending)
    assert other == every[::-1]


def test_enter_opens_l_logs_and_letters_can_be_switched_off(app: App, page: AccountsPage) -> None:
    add_account(app.store, "Acme")
    acme = go_to(page, "Acme")
    asked: list[object] = []
    page.table.log_asked.connect(asked.append)
    page.table.log_asked.disconnect(page.desk.open_log)
    QTest.keyClick(page.table, Key.Key_L)
    assert asked == [acme]
    settings.change(letter_keys=False)
    page.mark_stale()
    QTest.keyClick(page.table, Key.Key_L)
    assert asked == [acme]
    assert page.current_account() == acme
    QTest.keyClick(page.table, Key.Key_Return)
    assert isinstance(page.desk, MainWindow)
    assert page.desk.page.title == "Acme"


def test_delete_goes_to_the_bin_and_undo_brings_it_back(app: App, page: AccountsPage) -> None:
    for name in ("Alpha", "Beta", "Gamma"):
        add_account(app.store, name)
    go_to(page, "Beta")
    QTest.keyClick(page.table, Key.Key_Delete)
    assert names(page) == ["Alpha", "Gamma"]
    face = page.table.current_face()
    assert face is not None
    assert face.name == "Gamma"
    app.store.undo()
    assert names(page) == ["Alpha", "Beta", "Gamma"]


def test_f2_renames_and_escape_does_not(app: App, page: AccountsPage) -> None:
    acme = accounts.add(app.store, AccountFields(name="Acme", phone="1", tags=("x",)))
    go_to(page, "Acme")
    for key, expected in ((Key.Key_Escape, "Acme"), (Key.Key_Return, "Acme & <b>Sons</b>")):
        QTest.keyClick(page.table, Key.Key_F2)
        editor = page.table.viewport().findChild(QLineEdit)
        assert editor is not None
        assert editor.selectedText() == "Acme"
        QTest.keyClicks(editor, "Acme & <b>Sons</b>")
        QTest.keyClick(editor, key)
        QApplication.processEvents()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        assert names(page) == [expected]
    stored = accounts.get(app.store, acme)
    assert (stored.phone, stored.tags) == ("1", ("x",))


def test_the_menu_has_what_the_keys_do(app: App, page: AccountsPage) -> None:
    add_account(app.store, "Acme")
    go_to(page, "Acme")
    page.table.menu_asked.emit(QPoint(0, 0))
    menu = page.findChild(QMenu)
    assert menu is not None
    assert [action.text().split("\t")[0] for action in menu.actions()] == [
        "Open",
        "Tick",
        "Log",
        "Rename",
        "Delete",
        "Sort by",
    ]
    menu.close()


def test_home_and_end_go_to_the_first_and_the_last_row(app: App, page: AccountsPage) -> None:
    business(app.store, 25)
    page.table.setFocus()
    QTest.keyClick(page.table, Key.Key_End)
    assert page.table.currentIndex().row() == 24
    QTest.keyClick(page.table, Key.Key_Home)
    assert page.table.currentIndex().row() == 0


def test_adding_an_account_goes_to_its_page(app: App, page: AccountsPage) -> None:
    page.add_account()
    form = page.findChild(AccountForm)
    assert form is not None
    QTest.keyClick(form.name, Key.Key_Return)
    assert form.name.error
    assert accounts.count(app.store) == 0
    form.name.setText("Acme")
    form.since.setText("2019")
    form.tags.setText("boxes, bags,, boxes")
    QTest.keyClick(form.name, Key.Key_Return)
    acme = accounts.by_name(app.store, "Acme")
    assert acme is not None
    stored = accounts.get(app.store, acme)
    assert stored.tags == ("boxes", "bags")
    assert stored.since is not None
    assert stored.since.year == 2019
    assert isinstance(page.desk, MainWindow)
    assert page.desk.page.title == "Acme"
    dialog = page.findChild(QDialog)
    assert dialog is None or not dialog.isVisible()


def test_a_row_tells_a_screen_reader_what_it_shows(app: App, page: AccountsPage) -> None:
    acme = add_account(app.store, "Acme")
    accounts.set_tier(app.store, acme, Tier.A, "opens doors")
    buy(app.store, acme, [13, 33, 53])
    talk(app.store, acme, 13)
    rate(app.store, acme, 20, 8)
    rate(app.store, acme, 5, 4)
    page.mark_stale()
    spoken = {
        column.name: page.table.rows.index(0, place).data(Qt.ItemDataRole.AccessibleTextRole)
        for place, column in enumerate(page.table.rows.columns)
    }
    assert spoken["tier"] == "tier A"
    assert spoken["strip"] == "3 orders in 12 months, the last one 13 days ago"
    assert spoken["last_contact"] == "13 days ago"
    assert spoken["rating"] == "4, at risk, falling"
    assert spoken["revenue"] == "€300"


def test_what_stands_on_a_row_stays_the_current_one_when_others_come(app: App, page: AccountsPage) -> None:
    for name in ("Beta", "Gamma"):
        add_account(app.store, name)
    go_to(page, "Gamma")
    add_account(app.store, "Alpha")
    face = page.table.current_face()
    assert face is not None
    assert face.name == "Gamma"


def test_narrow_windows_leave_columns_out_and_keep_the_name(sample_window: MainWindow) -> None:
    sample_window.open_page("accounts")
    page = sample_window.page
    assert isinstance(page, AccountsPage)
    for width, gone in ((1366, set()), (683, {"strip", "change", "last_contact", "next_step"})):
        sample_window.resize(width, 500)
        QApplication.processEvents()
        header = page.table.header
        hidden = {c.name for place, c in enumerate(page.table.rows.columns) if header.isSectionHidden(place)}
        assert hidden == gone
        assert header.sectionSize(2) >= 120
        assert not page.table.horizontalScrollBar().maximum()


def test_a_page_of_rows_takes_a_few_queries_whatever_the_number_of_cells(sample_window: MainWindow) -> None:
    sample_window.open_page("accounts")
    page = sample_window.page
    assert isinstance(page, AccountsPage)
    store = sample_window.app.store
    asked: list[str] = []
    connection = store.database.connection()
    connection.exec_trace = lambda _cursor, statement, _bindings: asked.append(statement) or True
    try:
        page.table.rows.refresh_rows()
        for row in range(len(page.table.rows.ids)):
            for column in range(page.table.rows.columnCount(QModelIndex())):
                page.table.rows.index(row, column).data()
    finally:
        connection.exec_trace = None
    windows = len(page.table.rows.ids) // 32 + 1
    assert len(asked) <= 4 * windows


def test_grey_rows_stand_where_the_first_list_will_until_it_is_there(app: App, qtbot: QtBot) -> None:
    business(app.store, 3)
    tasks = WorkerTasks(close_thread=app.store.close, held=True)
    window = MainWindow(app, tasks)
    window.resize(1366, 768)
    window.show()
    window.open_page("accounts")
    page = window.page
    assert isinstance(page, AccountsPage)

    def grey_rows() -> int:
        height, image = page.table.verticalHeader().defaultSectionSize(), page.table.viewport().grab().toImage()
        grey = current_theme().color("pressed").rgb()
        middles = range(height // 2, image.height(), height)
        return sum(any(image.pixel(x, y) == grey for x in range(image.width())) for y in middles)

    assert grey_rows() == 0
    qtbot.waitUntil(lambda: page.table.loading)
    assert grey_rows() == 8
    tasks.begin()
    qtbot.waitUntil(lambda: len(page.table.rows.ids) == 3)
    qtbot.waitUntil(lambda: grey_rows() == 0)  # the badge of tier C is grey too, until the tiers are worked out
    answered: list[bool] = []
    tasks.run(lambda: True, answered.append)
    qtbot.waitUntil(lambda: bool(answered))
    window.close()
