"""The pane of what is due: follow-ups that are ticked off or moved, and whom to ask for a rating."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time, timedelta

import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from crm_desktop.app import App
from crm_desktop.domain.entities import FollowUpFields
from crm_desktop.domain.kinds import Tier
from crm_desktop.services import accounts, attention, follow_ups, rating_requests
from crm_desktop.ui.pages.today import TodayPage
from crm_desktop.ui.theme import current_theme
from crm_desktop.ui.widgets.due_pane import MARGIN
from crm_desktop.ui.widgets.task_list import check_box
from tests.ui.today_world import add_book, press, window_of, window_on_today
from tests.world import TODAY, rate

Key = Qt.Key
A_YEAR = range(5, 420, 14)


@pytest.fixture
def ids(app: App) -> dict[str, int]:
    """Two accounts on their rhythm for more than a year, both rated this year, so that nothing else is due."""
    added = add_book(app, [("Larkfield Dairy", A_YEAR, 20_000), ("Acme Fasteners", A_YEAR, 10_000)])
    for account in added.values():
        rate(app.store, account, 30, 9)
    return added


@pytest.fixture
def page(app: App, qapp: QApplication, ids: dict[str, int]) -> Iterator[TodayPage]:
    """Today with the keyboard in the pane."""
    with window_on_today(app, qapp) as shown:
        shown.due.setFocus()
        yield shown


def plan(app: App, account: int, what: str, in_days: int) -> int:
    return follow_ups.add(app.store, FollowUpFields(account=account, what=what, due=TODAY + timedelta(days=in_days)))


def said(page: TodayPage) -> list[tuple[str, str]]:
    return [(line.text, line.detail) for line in page.due.items.lines]


def test_late_ones_stand_first_and_say_how_late(app: App, ids: dict[str, int], page: TodayPage) -> None:
    plan(app, ids["Acme Fasteners"], "Check the pallet", 0)
    plan(app, ids["Larkfield Dairy"], "Send prices", -6)
    plan(app, ids["Larkfield Dairy"], "Not yet", 3)
    assert said(page) == [
        ("Follow-ups", "2 due"),
        ("Send prices", "Larkfield Dairy"),
        ("Check the pallet", "Acme Fasteners"),
    ]
    spoken = page.due.items.index(1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Send prices, Larkfield Dairy, 6 days late"
    assert page.due.items.index(2).data(Qt.ItemDataRole.AccessibleTextRole) == "Check the pallet, Acme Fasteners"


def test_none_today_names_the_next_one(app: App, ids: dict[str, int], page: TodayPage) -> None:
    assert said(page) == [("Follow-ups", "none today"), ("Nothing is planned.", "")]
    plan(app, ids["Acme Fasteners"], "Book spring review", 3)
    assert said(page)[1] == ("Next: Book spring review, Acme Fasteners, Monday.", "")


@pytest.mark.parametrize("key", [Key.Key_X, Key.Key_Space])
def test_x_and_space_finish_and_undo_brings_it_back(
    app: App, ids: dict[str, int], page: TodayPage, key: Qt.Key
) -> None:
    plan(app, ids["Acme Fasteners"], "First", 0)
    plan(app, ids["Larkfield Dairy"], "Second", 0)
    press(page.due, key)
    assert [text for text, _ in said(page)] == ["Follow-ups", "Second"]
    line = page.due.current_line()
    assert line is not None
    assert line.text == "Second"
    window_of(page).undo()
    assert said(page)[0] == ("Follow-ups", "2 today")


@pytest.mark.parametrize(("key", "days"), [(Key.Key_1, 1), (Key.Key_2, 7), (Key.Key_3, 30)])
def test_the_next_step_is_asked_at_the_foot_and_answered_in_one_key(
    app: App, ids: dict[str, int], page: TodayPage, key: Qt.Key, days: int
) -> None:
    plan(app, ids["Acme Fasteners"], "First", 0)
    plan(app, ids["Acme Fasteners"], "Second", 0)
    top = page.due.visualRect(page.due.items.index(1)).top()
    press(page.due, Key.Key_X)
    bar = page.due.next
    assert bar.isVisible()
    assert page.due.visualRect(page.due.items.index(1)).top() == top, "no row moves"
    assert page.due.viewport().geometry().bottom() < bar.geometry().top() + 1, "none is covered"
    for button in bar.buttons.values():
        assert bar.rect().contains(button.geometry())
        assert button.width() >= button.sizeHint().width()
    press(page.due, key)
    assert not bar.isVisible()
    planned = {item.what: (item.due - TODAY).days for item in follow_ups.all_open(app.store)}
    assert planned == {"Second": 0, "Follow up: First": days}
    assert page.due.hasFocus()


@pytest.mark.parametrize("key", [Key.Key_N, Key.Key_Escape])
def test_nothing_may_come_next_also_after_the_last_one(
    app: App, ids: dict[str, int], page: TodayPage, key: Qt.Key
) -> None:
    plan(app, ids["Acme Fasteners"], "First", 0)
    press(page.due, Key.Key_X)
    assert page.due.next.isVisible()
    press(page.due, key)
    assert not page.due.next.isVisible()
    assert follow_ups.all_open(app.store) == []
    press(page.due, Key.Key_1)
    assert follow_ups.all_open(app.store) == []


def test_a_time_stands_beside_the_account(app: App, ids: dict[str, int], page: TodayPage) -> None:
    fields = FollowUpFields(account=ids["Acme Fasteners"], what="Call", due=TODAY, at=time(14))
    follow_ups.add(app.store, fields)
    plan(app, ids["Acme Fasteners"], "Whenever", 0)
    spoken = [page.due.items.index(row).data(Qt.ItemDataRole.AccessibleTextRole) for row in (1, 2)]
    assert spoken == ["Whenever, Acme Fasteners", "Call, Acme Fasteners, 14:00"]


def test_a_click_on_the_box_finishes_and_one_beside_it_only_selects(
    app: App, ids: dict[str, int], page: TodayPage
) -> None:
    plan(app, ids["Acme Fasteners"], "First", 0)
    place = page.due.visualRect(page.due.items.index(1))
    QTest.mouseClick(page.due.viewport(), Qt.MouseButton.LeftButton, pos=place.center())
    assert page.due.count() == 1
    box = check_box(QRectF(place), current_theme(), MARGIN).center()
    QTest.mouseClick(page.due.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(round(box.x()), round(box.y())))
    assert page.due.count() == 0


def test_s_moves_it_to_another_day(app: App, ids: dict[str, int], page: TodayPage) -> None:
    plan(app, ids["Acme Fasteners"], "First", -2)
    press(page.due, Key.Key_S)
    assert page.cards.day is not None
    press(page.cards.day, Key.Key_2)
    assert page.due.count() == 0
    assert follow_ups.due(app.store, TODAY + timedelta(days=6)) == []
    assert [item.what for item in follow_ups.due(app.store, TODAY + timedelta(days=7))] == ["First"]
    assert page.due.hasFocus()


def test_enter_opens_and_l_logs_its_account(app: App, ids: dict[str, int], page: TodayPage) -> None:
    plan(app, ids["Larkfield Dairy"], "First", 0)
    asked: list[tuple[str, object]] = []
    for name, signal in (("open", page.due.open_asked), ("log", page.due.log_asked)):
        signal.disconnect()
        signal.connect(lambda account, name=name: asked.append((name, account)))
    press(page.due, Key.Key_Return, Key.Key_L)
    assert asked == [("open", ids["Larkfield Dairy"]), ("log", ids["Larkfield Dairy"])]
    assert page.current_account() == ids["Larkfield Dairy"]


def test_the_menu_offers_what_fits_the_item(app: App, ids: dict[str, int], page: TodayPage) -> None:
    assert page.due.item_menu() is None
    plan(app, ids["Acme Fasteners"], "First", 0)
    menu = page.due.item_menu()
    assert menu is not None
    assert [action.text() for action in menu.actions()] == [
        "Mark as done\tX",
        "Move…\tS",
        "Open account\tEnter",
        "Log…\tL",
    ]
    menu.actions()[0].trigger()
    assert page.due.count() == 0


def test_a_ticked_one_stays_struck_through_for_a_moment(app: App, qapp: QApplication, ids: dict[str, int]) -> None:
    plan(app, ids["Acme Fasteners"], "First", 0)
    with window_on_today(app, qapp, reduced_motion=False) as page:
        page.due.setFocus()
        press(page.due, Key.Key_X)
        assert follow_ups.due(app.store, TODAY) == []
        assert page.due.count() == 0
        item = page.due.items.index(1)
        assert item.data(Qt.ItemDataRole.DisplayRole) == "First"
        assert item.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked
        press(page.due, Key.Key_X)
        assert app.store.next_step("undo") is not None


def test_whom_to_ask_for_a_rating(app: App, page: TodayPage) -> None:
    added = add_book(
        app,
        [
            ("Asked lately", A_YEAR, 30_000),
            ("Never asked", A_YEAR, 40_000),
            ("Asked long ago", range(5, 600, 14), 35_000),
            ("Too new", range(5, 200, 14), 90_000),
            ("Left us", range(500, 900, 14), 90_000),
            ("Small fry", A_YEAR, 100),
        ],
    )
    rate(app.store, added["Asked lately"], 100, 9)
    rate(app.store, added["Asked long ago"], 430, 9)
    accounts.set_tier(app.store, added["Asked long ago"], Tier.B, "by hand")
    found = rating_requests.due(app.store, TODAY)
    assert [request.name for request in found.first] == ["Never asked", "Asked long ago"]
    assert found.total == 2
    page.mark_stale()
    assert said(page)[-3:] == [
        ("Ask for a rating", "2 due"),
        ("Never asked", "A year of orders, never asked"),
        ("Asked long ago", "Last rated in Sep 2025"),
    ]


def test_only_the_five_largest_are_asked_first(app: App, ids: dict[str, int]) -> None:
    add_book(app, [(f"Firm {number}", A_YEAR, 50_000 + number) for number in range(9)])
    attention.today_list(app.store, TODAY)
    found = rating_requests.due(app.store, TODAY)
    assert [request.name for request in found.first] == [f"Firm {number}" for number in (8, 7, 6, 5, 4)]
    assert found.total >= 5
