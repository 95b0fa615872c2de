"""The Accounts page with tokens, views, ticks and columns, by keyboard, through the real window."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from crm_desktop import settings
from crm_desktop.app import App
from crm_desktop.domain.account_filter import Field
from crm_desktop.domain.entities import AccountFields, ContactFields
from crm_desktop.domain.kinds import Tier
from crm_desktop.services import accounts, contacts, follow_ups, preferences, saved_views
from crm_desktop.services.bulk import account_search, insert_rows
from crm_desktop.storage import tables
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.pages.accounts import AccountsPage
from crm_desktop.ui.widgets.ask_card import AskCard
from crm_desktop.ui.widgets.tier_card import TierCard

Key = Qt.Key
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def page(app: App, window: MainWindow) -> AccountsPage:
    """Six accounts of two owners."""
    for number, name in enumerate(("Ada", "Bea", "Cleo", "Dora", "Eva", "Fay")):
        tags = ("vip",) if number < 2 else ()
        accounts.add(app.store, AccountFields(name=name, owner="Ana" if number % 2 else "Bo Ek", tags=tags))
    window.open_page("accounts")
    shown = window.page
    assert isinstance(shown, AccountsPage)
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window)
    shown.table.setFocus()
    return shown


def names(page: AccountsPage) -> list[str]:
    return [str(page.table.rows.row_at(row).name) for row in range(len(page.table.rows.ids))]


def picked(page: AccountsPage) -> list[str]:
    return [accounts.name_of(page.app.store, account) for account in page.table.picked()]


def tokens(page: AccountsPage) -> list[str]:
    return [token.text_shown for token in page.search.tokens]


def type_in(page: AccountsPage, text: str) -> None:
    page.search.line.setFocus()
    QTest.keyClicks(page.search.line, text)


def desk(page: AccountsPage) -> MainWindow:
    assert isinstance(page.desk, MainWindow)
    return page.desk


# -- tokens ----------------------------------------------------------------------------------------


def test_a_filter_typed_in_full_filters_at_once_and_enter_makes_it_a_token(page: AccountsPage) -> None:
    type_in(page, "owner ana")
    assert names(page) == ["Bea", "Dora", "Fay"]
    assert tokens(page) == []
    QTest.keyClick(page.search.line, Key.Key_Return)
    assert tokens(page) == ["owner Ana"]
    assert page.search.line.text() == ""
    assert names(page) == ["Bea", "Dora", "Fay"]
    assert page.search.line.accessibleDescription() == "3 of 6 accounts"


def test_tab_takes_what_is_offered_and_another_value_joins_its_token(page: AccountsPage) -> None:
    type_in(page, "vi")
    assert page.search.suggestions.texts == ["tag vip"]
    QTest.keyClick(page.search.line, Key.Key_Tab)
    assert names(page) == ["Ada", "Bea"]
    for wanted in ("tier a", "tier b"):
        type_in(page, wanted)
        QTest.keyClick(page.search.line, Key.Key_Tab)
    assert tokens(page) == ["tag vip", "tier A, B"]
    assert names(page) == []
    assert "Tier A or B" in page.empty.sentence or "tier A or B" in page.empty.sentence


def test_down_goes_to_the_suggestions_and_enter_takes_the_marked_one(page: AccountsPage) -> None:
    type_in(page, "owner")
    QTest.keyClick(page.search.line, Key.Key_Down)
    QTest.keyClick(page.search.line, Key.Key_Down)
    wanted = page.search.suggestions.texts[1]
    QTest.keyClick(page.search.line, Key.Key_Return)
    assert tokens(page) == [wanted]


def test_backspace_and_escape_take_tokens_off_and_left_goes_to_them(page: AccountsPage) -> None:
    for wanted in ("tag: vip ", "owner: ana ", "silent: 30 "):
        type_in(page, wanted)
    assert tokens(page) == ["tag vip", "owner Ana", "silent for more than 30 days"]
    QTest.keyClick(page.search.line, Key.Key_Backspace)
    assert tokens(page) == ["tag vip", "owner Ana"]
    assert names(page) == ["Bea"]
    QTest.keyClick(page.search.line, Key.Key_Left)
    QTest.keyClick(page.search.tokens[1], Key.Key_Left)
    assert page.search.tokens[0].hasFocus()
    QTest.keyClick(page.search.tokens[0], Key.Key_Delete)
    assert tokens(page) == ["owner Ana"]
    assert page.search.line.hasFocus()
    QTest.keyClick(page.search.line, Key.Key_Escape)
    assert tokens(page) == []
    assert len(names(page)) == 6


def test_the_cross_of_a_token_takes_it_off(page: AccountsPage) -> None:
    type_in(page, "tag: vip ")
    token = page.search.tokens[0]
    QTest.mouseClick(token, Qt.MouseButton.LeftButton, pos=QPoint(token.width() - 12, token.height() // 2))
    assert tokens(page) == []


def test_what_is_no_filter_is_marked_and_lets_all_through(page: AccountsPage) -> None:
    type_in(page, "colour: red")
    QTest.keyClick(page.search.line, Key.Key_Return)
    assert tokens(page) == ["unknown filter colour: red"]
    assert page.search.tokens[0].is_unknown
    assert len(names(page)) == 6


def test_many_tokens_wrap_and_the_field_grows(page: AccountsPage) -> None:
    low = page.search.height()
    for wanted in ("silent: 30 ", "no contact: 60 ", "not rated: 365 ", "new: 90 ", "rating: not asked ", "tag: vip "):
        type_in(page, wanted)
    QApplication.processEvents()
    assert len(tokens(page)) == 6
    assert page.search.height() > low
    assert all(token.geometry().right() < page.search.width() for token in page.search.tokens)


def test_owner_me_is_who_sits_here(app: App, page: AccountsPage) -> None:
    preferences.change(app.store, owner="Ana")
    type_in(page, "owner: me ")
    assert tokens(page) == ["owner me"]
    assert names(page) == ["Bea", "Dora", "Fay"]


# -- ticks and the bar -----------------------------------------------------------------------------


def test_rows_are_ticked_by_key(page: AccountsPage) -> None:
    assert not page.bar.isVisible()
    QTest.keyClick(page.table, Key.Key_X)
    assert picked(page) == ["Ada"]
    assert page.bar.isVisible()
    QTest.keyClick(page.table, Key.Key_Down, SHIFT)
    QTest.keyClick(page.table, Key.Key_Down, SHIFT)
    assert picked(page) == ["Ada", "Bea", "Cleo"]
    QTest.keyClick(page.table, Key.Key_Up, SHIFT)
    assert picked(page) == ["Ada", "Bea"]
    QTest.keyClick(page.table, Key.Key_End)
    QTest.keyClick(page.table, Key.Key_Space, CTRL)
    assert picked(page) == ["Ada", "Bea", "Fay"]
    assert page.bar.text.startswith("3 selected")
    QTest.keyClick(page.table, Key.Key_A, CTRL)
    assert len(picked(page)) == 6
    QTest.keyClick(page.table, Key.Key_Escape)
    assert picked(page) == []
    assert not page.bar.isVisible()


def test_rows_are_ticked_by_pointer_and_all_from_the_head(page: AccountsPage) -> None:
    table, view = page.table, page.table.viewport()

    def place(row: int, column: int) -> QPoint:
        return table.visualRect(table.rows.index(row, column)).center()

    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=place(1, 0))
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, SHIFT, place(3, 2))
    assert picked(page) == ["Bea", "Cleo", "Dora"]
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, CTRL, place(2, 2))
    assert picked(page) == ["Bea", "Dora"]
    head = QPoint(table.header.sectionViewportPosition(0) + 25, 10)
    QTest.mouseClick(table.header.viewport(), Qt.MouseButton.LeftButton, pos=head)
    assert len(picked(page)) == 6
    QTest.mouseClick(table.header.viewport(), Qt.MouseButton.LeftButton, pos=head)
    assert picked(page) == []


def test_ticks_stay_in_another_order_and_go_with_rows_that_are_filtered_out(page: AccountsPage) -> None:
    for _ in range(2):
        QTest.keyClick(page.table, Key.Key_X)
        QTest.keyClick(page.table, Key.Key_Down)
    page.sort_by("name", True)
    assert picked(page) == ["Bea", "Ada"]
    type_in(page, "owner ana")
    assert picked(page) == ["Bea"]
    assert page.bar.text.startswith("1 selected")


def test_letters_switched_off_leave_ctrl_space(page: AccountsPage) -> None:
    settings.change(letter_keys=False)
    page.mark_stale()
    QTest.keyClick(page.table, Key.Key_X)
    assert picked(page) == []
    QTest.keyClick(page.table, Key.Key_Space, CTRL)
    assert picked(page) == ["Ada"]


def answer(card: object, text: str, number: int = 0) -> None:
    assert isinstance(card, AskCard)
    card.field.setText(text)
    if number == 0:
        QTest.keyClick(card.field, Key.Key_Return)
    else:
        card.buttons[number].click()


def test_all_ticked_get_an_owner_a_tag_a_tier_in_one_step_each_and_undo_takes_it_back(
    app: App, page: AccountsPage
) -> None:
    QTest.keyClick(page.table, Key.Key_A, CTRL)
    states = [app.store.dump()]
    page.bar.buttons["owner"].click()
    answer(page.ticked.questions.card, "Zed")
    assert desk(page).message.text == "Zed looks after 6 accounts."
    states.append(app.store.dump())
    page.bar.buttons["tags"].click()
    answer(page.ticked.questions.card, "spring")
    states.append(app.store.dump())
    page.bar.buttons["tags"].click()
    answer(page.ticked.questions.card, "vip", 1)
    assert desk(page).message.text == "2 accounts are not tagged “vip” any more."
    states.append(app.store.dump())
    page.bar.buttons["tier"].click()
    card = page.ticked.questions.card
    assert isinstance(card, TierCard)
    card.tier.set_value("A")
    card.reason.setEnabled(True)
    card.reason.setText("strategic")
    card.save()
    stored = accounts.get(app.store, page.table.rows.id_at(0))
    assert (stored.owner, stored.tags, stored.tier, stored.tier_reason) == ("Zed", ("spring",), Tier.A, "strategic")
    assert len(picked(page)) == 6
    while states:
        QTest.keyClick(desk(page), Key.Key_Z, CTRL)
        assert app.store.dump() == states.pop()


def test_archived_accounts_come_back_from_their_own_tab(app: App, page: AccountsPage) -> None:
    QTest.keyClick(page.table, Key.Key_Down, SHIFT)
    page.bar.buttons["archive"].click()
    assert names(page) == ["Cleo", "Dora", "Eva", "Fay"]
    assert not page.bar.isVisible()
    page.open_view(saved_views.ARCHIVED)
    assert names(page) == ["Ada", "Bea"]
    page.table.tick_all()
    assert page.bar.buttons["archive"].label == "Bring back"
    page.bar.buttons["archive"].click()
    assert accounts.count(app.store) == 6


def test_a_follow_up_and_a_wish_for_a_rating_are_planned_for_all(app: App, page: AccountsPage) -> None:
    QTest.keyClick(page.table, Key.Key_Down, SHIFT)
    page.bar.buttons["follow_up"].click()
    answer(page.ticked.questions.card, "Spring offer")
    page.bar.buttons["ask_rating"].click()
    assert sorted((each.what, each.account_name) for each in follow_ups.all_open(app.store)) == [
        ("Ask for a rating", "Ada"), ("Ask for a rating", "Bea"), ("Spring offer", "Ada"), ("Spring offer", "Bea"),
    ]  # fmt: skip


def test_delete_puts_all_ticked_into_the_bin(app: App, page: AccountsPage) -> None:
    page.table.tick_all()
    QTest.keyClick(page.table, Key.Key_Delete)
    assert accounts.count(app.store) == 0
    app.store.undo()
    assert accounts.count(app.store) == 6


# -- views -----------------------------------------------------------------------------------------


def sidebar_texts(window: MainWindow) -> list[str]:
    model = window.sidebar.list.model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def test_a_view_is_saved_shown_in_tabs_and_sidebar_and_brought_back(page: AccountsPage) -> None:
    type_in(page, "tag: vip ")
    page.save_view()
    answer(page.views.card, "My vips")
    assert page.tabs.tabText(page.tabs.currentIndex()) == "My vips 2"
    assert "My vips" in sidebar_texts(desk(page))
    page.tabs.setCurrentIndex(0)
    assert tokens(page) == []
    key = page.app.store.value("SELECT id FROM saved_view")
    desk(page).sidebar.chosen.emit(f"view:{key}")
    assert tokens(page) == ["tag vip"]
    assert names(page) == ["Ada", "Bea"]
    assert desk(page).sidebar.list.current_id == f"view:{key}"


def test_a_view_is_renamed_moved_changed_and_deleted_by_key(page: AccountsPage) -> None:
    window = desk(page)
    for number in (1, 2):
        type_in(page, "tag: vip " if number == 1 else "owner: ana ")
        page.save_view()
        answer(page.views.card, f"View {number}")
    page.tabs.setFocus()
    QTest.keyClick(page.tabs, Key.Key_F2)
    answer(page.views.card, "Second")
    assert page.tabs.tabText(page.tabs.currentIndex()) == "Second 1"
    QTest.keyClick(page.tabs, Key.Key_Left, CTRL | SHIFT)
    assert sidebar_texts(window)[-2:] == ["Second", "View 1"]
    page.search.remove(0)
    page.save_view()
    answer(page.views.card, "anything", 1)
    assert page.tabs.tabText(page.tabs.currentIndex()) == "Second 3"
    window.sidebar.list.set_current("view:thank")
    window.sidebar.list.setFocus()
    QTest.keyClick(window.sidebar.list, Key.Key_Delete)
    assert "Advocates to thank" not in sidebar_texts(window)
    page.tabs.setFocus()
    QTest.keyClick(page.tabs, Key.Key_Delete)
    assert "Second" not in sidebar_texts(window)
    assert len(names(page)) == 6
    window.undo()
    window.undo()
    assert {"Second", "Advocates to thank"} <= set(sidebar_texts(window))


def test_a_view_cannot_have_the_name_of_another(page: AccountsPage) -> None:
    before = page.app.store.dump()
    page.save_view()
    answer(page.views.card, "advocates")
    assert page.app.store.dump() == before
    assert desk(page).message.is_problem


def test_the_tabs_of_the_program_are_filters_too(page: AccountsPage) -> None:
    page.open_view("advocates")
    assert tokens(page) == ["rating advocate"]
    assert [term.field for term in page.search.terms.terms] == [Field.RATING]
    page.search.remove(0)
    assert page.tabs.currentIndex() == 0


# -- columns ---------------------------------------------------------------------------------------


def test_columns_are_chosen_ordered_and_remembered(app: App, page: AccountsPage) -> None:
    page.choose_columns()
    card = page.card
    assert card is not None
    rows = {card.list.item(row).text(): row for row in range(card.list.count())}
    card.list.item(rows["Owner"]).setCheckState(Qt.CheckState.Checked)
    card.list.item(rows["12 months"]).setCheckState(Qt.CheckState.Unchecked)
    card.list.setCurrentRow(rows["Owner"])
    for _ in range(2):
        QTest.keyClick(card.list, Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    card.close()
    shown = page.table.shown_columns()
    assert "strip" not in shown
    assert shown.index("owner") == shown.index("change") - 1
    assert settings.get().account_columns == ",".join(shown)
    cell = page.table.rows.index(0, [column.name for column in page.table.rows.columns].index("owner"))
    assert cell.data() == "Bo Ek"
    page.table.show_columns(["name", "no such column", "tick"])
    assert page.table.shown_columns() == ["name"]
    page.mark_stale()
    assert page.table.shown_columns() == shown
    page.sort_by("owner", True)
    assert names(page)[0] == "Eva"


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
