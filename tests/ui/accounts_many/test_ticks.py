"""Rows ticked, and what is done with all of them at once."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from crm_desktop import settings
from crm_desktop.app import App
from crm_desktop.domain.kinds import Tier
from crm_desktop.services import accounts, follow_ups, saved_views
from crm_desktop.ui.pages.accounts import AccountsPage
from crm_desktop.ui.widgets.tier_card import TierCard
from tests.ui.accounts_many.world import CTRL, SHIFT, Key, answer, desk, names, type_in


def picked(page: AccountsPage) -> list[str]:
    return [accounts.name_of(page.app.store, account) for account in page.table.picked()]


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
