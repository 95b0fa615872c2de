"""The keys, the menu and the quick actions of a row."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from crm_desktop import settings
from crm_desktop.app import App
from crm_desktop.services import attention
from crm_desktop.services.attention import Section
from tests.ui.today.world import Key, Opener, action_called, selected, shown
from tests.ui.today_world import press, window_of
from tests.world import TODAY

# -- keys ----------------------------------------------------------------------------------------


def test_arrows_walk_and_letters_do_not_search(late: dict[str, int], opened: Opener) -> None:
    page = opened()
    assert selected(page) == "Acme Fasteners"
    press(page.list, Key.Key_Down)
    assert selected(page) == "Kovač Mizarstvo"
    press(page.list, Key.Key_A, Key.Key_C, Key.Key_K)
    assert selected(page) == "Kovač Mizarstvo"
    press(page.list, Key.Key_End)
    assert page.list.currentIndex().row() == page.list.items.rowCount() - 1


def test_done_takes_the_row_away_and_undo_brings_it_back(app: App, late: dict[str, int], opened: Opener) -> None:
    page = opened()
    press(page.list, Key.Key_Down, Key.Key_D)
    assert "Kovač Mizarstvo" not in shown(page)
    assert selected(page) == "Αφοί Παπαδάκη"
    assert page.list.items.section_note(Section.TODAY) == "3 of 3"
    window_of(page).undo()
    assert shown(page)[:4] == list(late)
    assert selected(page) == "Kovač Mizarstvo"


def test_after_the_last_row_the_one_before_has_the_focus(late: dict[str, int], opened: Opener) -> None:
    page = opened()
    press(page.list, Key.Key_Down, Key.Key_Down, Key.Key_Down)
    assert selected(page) == "Пекарня Колосок"
    press(page.list, Key.Key_D)
    assert selected(page) == "Αφοί Παπαδάκη"


@pytest.mark.parametrize(("key", "days"), [(Key.Key_1, 1), (Key.Key_2, 7), (Key.Key_3, 30)])
def test_snooze_for_a_day_a_week_or_a_month(
    app: App, late: dict[str, int], opened: Opener, key: Qt.Key, days: int
) -> None:
    page = opened()
    press(page.list, Key.Key_S)
    assert page.cards.day is not None
    assert page.cards.day.isVisible()
    press(page.cards.day, key)
    assert page.cards.day is None
    assert "Acme Fasteners" not in shown(page)
    assert page.list.hasFocus()
    until = TODAY + timedelta(days=days)
    assert "Acme Fasteners" not in _names_on(app, until - timedelta(days=1))
    assert "Acme Fasteners" in _names_on(app, until)


def _names_on(app: App, day: date) -> list[str]:
    return [row.name for row in attention.today_list(app.store, day).rows]


def test_snooze_until_a_day_that_is_typed(app: App, late: dict[str, int], opened: Opener) -> None:
    page = opened()
    press(page.list, Key.Key_S)
    card = page.cards.day
    assert card is not None
    QTest.keyClicks(card, "n")
    assert card.field.hasFocus()
    QTest.keyClicks(card.field, "ever")
    press(card.field, Key.Key_Return)
    assert card.field.error
    card.field.clear()
    QTest.keyClicks(card.field, "20.11.2026")
    press(card.field, Key.Key_Return)
    assert "not after today" in card.field.error
    card.field.clear()
    QTest.keyClicks(card.field, "in 2 weeks")
    press(card.field, Key.Key_Return)
    assert "Acme Fasteners" not in shown(page)
    assert "Acme Fasteners" in _names_on(app, TODAY + timedelta(days=14))


def test_escape_leaves_everything_as_it_was(app: App, late: dict[str, int], opened: Opener) -> None:
    page = opened()
    before = app.store.dump()
    press(page.list, Key.Key_S)
    assert page.cards.day is not None
    press(page.cards.day, Key.Key_Escape)
    assert page.cards.day is None
    assert page.list.hasFocus()
    assert app.store.dump() == before


def test_enter_opens_and_l_logs_the_account(late: dict[str, int], opened: Opener) -> None:
    page = opened()
    asked: list[tuple[str, object]] = []
    for name, signal in (("open", page.list.open_asked), ("log", page.list.log_asked)):
        signal.disconnect()
        signal.connect(lambda account, name=name: asked.append((name, account)))
    press(page.list, Key.Key_Return, Key.Key_L)
    acme = late["Acme Fasteners"]
    assert asked == [("open", acme), ("log", acme)]
    assert page.current_account() == acme


def test_letters_work_with_a_cyrillic_layout_and_can_be_switched_off(late: dict[str, int], opened: Opener) -> None:
    page = opened()
    cyrillic = QKeyEvent(QKeyEvent.Type.KeyPress, ord("В"), Qt.KeyboardModifier.NoModifier, "в")
    page.list.single_letters = False
    QApplication.sendEvent(page.list, cyrillic)
    assert len(shown(page)) == 4
    page.list.single_letters = True
    QApplication.sendEvent(page.list, cyrillic)
    assert "Acme Fasteners" not in shown(page)


def test_single_letters_follow_the_settings(late: dict[str, int], opened: Opener) -> None:
    settings.change(letter_keys=False, compact_rows=True)
    page = opened()
    press(page.list, Key.Key_D)
    assert len(shown(page)) == 4
    assert page.list.items.compact


def test_c_and_other_letters_do_nothing(app: App, late: dict[str, int], opened: Opener) -> None:
    page = opened()
    before = app.store.dump()
    press(page.list, Key.Key_C, Key.Key_X, Key.Key_Q)
    assert app.store.dump() == before
    assert len(shown(page)) == 4


def test_the_menu_has_what_the_keys_do(app: App, late: dict[str, int], opened: Opener) -> None:
    page = opened()
    menu = page.list.row_menu()
    texts = [action.text() for action in menu.actions() if not action.isSeparator()]
    assert texts == [
        "Open\tEnter",
        "Why is it here?\tSpace",
        "Log…\tL",
        "Snooze…\tS",
        "Done for now\tD",
        "Show 5 more for today",
    ]
    action_called(menu, "Done for now").trigger()
    assert "Acme Fasteners" not in shown(page)


def test_quick_actions_work_under_the_pointer(late: dict[str, int], opened: Opener) -> None:
    page = opened()
    row = page.list.visualRect(page.list.items.index(2))
    spots = {
        page.list._action_at(QPoint(x, y)): QPoint(x, y)
        for x in range(row.left(), row.right(), 4)
        for y in (row.center().y() + 10,)
    }
    assert {"L", "S", "D"} <= set(spots)
    QTest.mouseClick(page.list.viewport(), Qt.MouseButton.LeftButton, pos=spots["D"])
    assert "Kovač Mizarstvo" not in shown(page)
    assert "Acme Fasteners" in shown(page)
