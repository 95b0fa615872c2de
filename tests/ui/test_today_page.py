"""Today through its page: the list, its keys, what leaves it and comes back, and how it fits the window."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date, timedelta

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAction, QImage, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from crm_desktop import settings
from crm_desktop.app import App
from crm_desktop.domain.entities import FollowUpFields
from crm_desktop.domain.kinds import Tier
from crm_desktop.services import accounts, attention, follow_ups, preferences, snoozes
from crm_desktop.services.attention import Section
from crm_desktop.ui import theme
from crm_desktop.ui.pages.today import TodayPage
from crm_desktop.ui.widgets.attention_model import ItemKind, Order
from tests.ui.today_world import STEADY, add_book, add_late, press, window_of, window_on_today
from tests.world import TODAY

Key = Qt.Key
Opener = Callable[[], TodayPage]


@pytest.fixture
def opened(app: App, qapp: QApplication) -> Iterator[Opener]:
    """Opens the window on Today, over whatever the test has put into the workspace by then."""
    with ExitStack() as stack:
        yield lambda: stack.enter_context(window_on_today(app, qapp))


@pytest.fixture
def late(app: App) -> dict[str, int]:
    """Thirty accounts on their rhythm and four that went silent, from the largest to the smallest."""
    return add_late(app)


def shown(page: TodayPage) -> list[str]:
    """Names of the accounts in the list, in order."""
    items = (page.list.items.item(row) for row in range(page.list.items.rowCount()))
    return [item.row.name for item in items if item.row is not None]


def selected(page: TodayPage) -> str:
    return str(page.list.currentIndex().data() or "")


# -- what is shown -------------------------------------------------------------------------------


def test_the_largest_loss_stands_first_and_says_why(late: dict[str, int], opened: Opener) -> None:
    page = opened()
    assert shown(page)[:4] == list(late)
    row = page.list.items.item(1).row
    assert row is not None
    face = page.list.items.face(row)
    assert face.reason == "Usually orders every 12 days. Silent for 70."
    assert face.step == "Call Maria Kos"
    assert face.rating.text == "4"
    assert face.rating.status == "risk"
    assert face.rating.direction == "down"
    assert len(face.strip.missed) == 5
    assert [action.key for action in face.actions] == ["L", "S", "D"]


def test_a_row_is_told_whole_to_a_screen_reader(late: dict[str, int], opened: Opener) -> None:
    page = opened()
    spoken = page.list.items.index(1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith(
        "Acme Fasteners, tier A. Usually orders every 12 days. Silent for 70. Rating 4, at risk, falling."
    )
    assert "at stake" in spoken
    assert "Next: Call Maria Kos" in spoken
    assert spoken.endswith("1 of 4.")
    head = page.list.items.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert head == "For today, 4 of 4, unfolded"


def test_the_figures_say_how_they_are_worked_out(late: dict[str, int], opened: Opener) -> None:
    figures = opened().head.summary.figures
    assert figures["at_risk"].accessibleName() == "1 at risk, rated us 6 or less"
    assert "times how sure we are" in figures["walk_away"].accessibleDescription()
    assert all(figure.accessibleDescription() for figure in figures.values())


def test_day_size_holds_and_the_rest_is_folded(app: App, late: dict[str, int], opened: Opener) -> None:
    preferences.change(app.store, day_size=3)
    page = opened()
    items = page.list.items
    assert len(shown(page)) == 3
    assert items.section_note(Section.TODAY) == "3 of 4"
    assert items.section_note(Section.WEEK).startswith("1 more, €")
    items.fold(Section.WEEK, False)
    assert shown(page) == list(late)


def test_section_folds_with_keys_and_mouse(late: dict[str, int], opened: Opener) -> None:
    page = opened()
    press(page.list, Key.Key_Home)
    press(page.list, Key.Key_Up, Key.Key_Left)
    assert shown(page) == []
    press(page.list, Key.Key_Right)
    assert len(shown(page)) == 4
    head = page.list.visualRect(page.list.items.index(0)).center()
    QTest.mouseClick(page.list.viewport(), Qt.MouseButton.LeftButton, pos=head)
    assert shown(page) == []


def test_the_list_last_shown_is_there_before_anything_is_worked_out(app: App, late: dict[str, int]) -> None:
    attention.today_list(app.store, TODAY)
    stored = attention.stored_list(app.store, TODAY)
    assert stored is not None
    assert [row.name for row in stored.section(Section.TODAY)] == list(late)


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
    _action(menu, "Done for now").trigger()
    assert "Acme Fasteners" not in shown(page)


def _action(menu: QMenu, text: str) -> QAction:
    return next(action for action in menu.actions() if action.text().startswith(text))


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


# -- a day's work --------------------------------------------------------------------------------


def test_a_worked_off_day_offers_five_more(app: App, late: dict[str, int], opened: Opener) -> None:
    preferences.change(app.store, day_size=3)
    page = opened()
    press(page.list, Key.Key_D, Key.Key_D, Key.Key_D)
    assert shown(page) == []
    item = page.list.items.item(page.list.currentIndex().row())
    assert item.kind == ItemKind.MORE
    press(page.list, Key.Key_Return)
    assert shown(page) == ["Пекарня Колосок"]
    assert selected(page) == "Пекарня Колосок"


def test_when_all_are_seen_to_it_says_so_and_not_that_all_is_well(
    app: App, late: dict[str, int], opened: Opener
) -> None:
    page = opened()
    press(page.list, Key.Key_D, Key.Key_D, Key.Key_D, Key.Key_D)
    assert page.stack.currentWidget() is page.empty
    assert page.empty.title.text() == "You have seen to everybody"
    assert page.empty.buttons[0].hasFocus()


# -- empty ---------------------------------------------------------------------------------------


def test_everyone_on_their_rhythm_names_the_next_order(app: App, opened: Opener) -> None:
    add_book(app, STEADY)
    page = opened()
    assert page.empty.title.text() == "Everyone is on their usual rhythm"
    assert "The next order we expect is from Steady" in page.empty.text.text()
    assert page.head.summary.figures["walk_away"].face.detail == "nobody is slipping"


def test_few_orders_mean_still_learning(app: App, opened: Opener) -> None:
    add_book(app, [("Nova", (3, 20), 9_000)])
    assert opened().empty.title.text() == "Still learning their rhythms"


def test_no_accounts_offers_the_import(opened: Opener) -> None:
    page = opened()
    assert page.empty.title.text() == "No accounts yet"
    assert [button.label for button in page.empty.buttons] == ["Import a file"]


# -- filter, order, width ------------------------------------------------------------------------


def test_filter_by_tier_from_its_menu(app: App, late: dict[str, int], opened: Opener) -> None:
    accounts.set_tier(app.store, late["Kovač Mizarstvo"], Tier.C, "pays late")
    page = opened()
    _action(page.head.tier_menu(), "Tier C").trigger()
    assert shown(page) == ["Kovač Mizarstvo"]
    assert page.head.tiers.label == "Tier C"
    _action(page.head.tier_menu(), "Tier B").trigger()
    assert page.empty.title.text() == "No account of tier B needs you"
    QTest.mouseClick(page.empty.buttons[0], Qt.MouseButton.LeftButton)
    assert shown(page)[:4] == list(late)


def test_order_by_silence_keeps_the_selected_account(app: App, late: dict[str, int], opened: Opener) -> None:
    add_book(app, [("Slow One", range(150, 900, 30), 10_000)])
    page = opened()
    _action(page.head.order_menu(), "Longest silent").trigger()
    assert page.list.items.order == Order.SILENT
    assert shown(page)[0] == "Slow One"
    assert selected(page) == "Acme Fasteners"


def test_compact_rows_are_chosen_in_the_menu_and_kept(late: dict[str, int], opened: Opener) -> None:
    page = opened()
    _action(page.head.order_menu(), "Compact rows").trigger()
    assert page.list.visualRect(page.list.items.index(1)).height() == theme.current_theme().px(36)
    assert settings.get().compact_rows
    assert "Everything else is ranked and can wait." in page.list.items.section_note(Section.TODAY)


@pytest.mark.parametrize(("width", "height"), [(1366, 64), (1000, 64), (700, 80)])
def test_rows_follow_the_width_of_the_window(late: dict[str, int], opened: Opener, width: int, height: int) -> None:
    page = opened()
    page.window().resize(width, 600)
    QApplication.processEvents()
    assert page.list.visualRect(page.list.items.index(1)).height() == theme.current_theme().px(height)


def test_a_narrow_window_turns_the_pane_into_a_tab(app: App, late: dict[str, int], opened: Opener) -> None:
    follow_ups.add(app.store, FollowUpFields(account=late["Acme Fasteners"], what="Send prices", due=TODAY))
    page = opened()
    assert page.due.isVisible()
    assert not page.head.tabs.isVisible()
    page.window().resize(1000, 700)
    assert not page.due.isVisible()
    assert page.head.tabs.tabText(1) == "Due 1"
    page.head.tabs.setCurrentIndex(1)
    assert page.due.isVisible()
    assert not page.list.isVisible()
    page.window().resize(1366, 768)
    assert page.due.isVisible()
    assert page.list.isVisible()


def test_narrow_windows_drop_advocates_then_satisfied(late: dict[str, int], opened: Opener) -> None:
    page = opened()
    summary = page.head.summary
    visible = []
    for width in (900, 520, 330):
        summary.resize(width, summary.height())
        visible.append({name for name, figure in summary.figures.items() if figure.isVisible()})
    assert visible[0] == {"satisfied", "advocates", "at_risk", "walk_away"}
    assert visible[1] == {"satisfied", "at_risk", "walk_away"}
    assert visible[2] == {"at_risk", "walk_away"}


# -- many ----------------------------------------------------------------------------------------


def test_no_column_moves_and_no_word_is_cut_when_the_scroll_bar_comes(app: App, opened: Opener) -> None:
    add_book(app, [*STEADY, *((f"Late {n:02}", range(70, 400, 12), 9_000 + n) for n in range(40))])
    page = opened()

    def first_rows() -> QImage:
        return page.list.viewport().grab(QRect(0, 40, page.list.width() - 12, 400)).toImage()

    before = first_rows()
    assert not page.list.verticalScrollBar().isVisible()
    page.list.items.fold(Section.WEEK, False)
    QApplication.processEvents()
    assert page.list.verticalScrollBar().isVisible()
    assert first_rows() == before


def test_512_late_accounts_open_calmly(app: App, opened: Opener) -> None:
    late = [(f"Late {n:03}", range(70 + n % 9, 300, 12 + n % 5), 10_000 + n) for n in range(512)]
    add_book(app, [*STEADY, *late])
    attention.today_list(app.store, TODAY)
    page = opened()
    assert len(shown(page)) == preferences.get(app.store).day_size
    page.list.items.fold(Section.WEEK, False)
    page.list.show_list(attention.today_list(app.store, TODAY))
    page.list.viewport().grab()
    assert page.list.items.rowCount() > 250
    # What is not read is not passed over in silence.
    last = next(row for row in reversed(range(page.list.items.rowCount())) if page.list.items.item(row).kind == "rest")
    assert page.list.items.index(last).data() == "These are the first 300. Go to all accounts"
    page.list.setCurrentIndex(page.list.items.index(last))
    press(page.list, Key.Key_Return)
    assert window_of(page).page.title == "Accounts"


def test_what_is_folded_is_read_when_it_is_asked_for(app: App, opened: Opener) -> None:
    """Unfolded, in another order, or exported: every account of the week is there."""
    late = [(f"Late {n:02}", range(70 + n % 9, 300, 12 + n % 5), 10_000 + n) for n in range(33)]
    add_book(app, [*STEADY, *late])
    preferences.change(app.store, day_size=3)
    page = opened()
    listing = page.listing()
    assert listing is not None
    in_all = len(attention.today_list(app.store, TODAY).rows)
    assert listing().size == in_all >= 30
    assert page.list.items.section_note(Section.WEEK).startswith("30 more")
    assert sum(len(rows) for rows in page.list.items.rows.values()) < 30
    page.list.items.fold(Section.WEEK, False)
    assert len(shown(page)) == 33
    page = opened()
    page.head.chosen.emit(None, Order.SILENT)
    assert sum(len(rows) for rows in page.list.items.rows.values()) == in_all


def test_a_row_gone_meanwhile_is_not_acted_on(app: App, late: dict[str, int], opened: Opener) -> None:
    page = opened()
    snoozes.snooze(app.store, late["Acme Fasteners"], today=TODAY, until=TODAY + timedelta(days=7))
    assert "Acme Fasteners" not in shown(page)
    before = app.store.dump()
    page.list.done_asked.emit(late["Acme Fasteners"])
    page.list.why_asked.emit(late["Acme Fasteners"])
    assert app.store.dump() == before
