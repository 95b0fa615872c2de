"""What the page of today shows: the largest loss, the fold, and what stands there when nothing is due."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from crm_desktop.app import App
from crm_desktop.services import attention, bulk_edit, preferences
from crm_desktop.services.attention import Section
from crm_desktop.ui.widgets.attention_model import ItemKind
from tests.ui.today.world import Key, Opener, selected, shown
from tests.ui.today_world import STEADY, add_book, press
from tests.world import TODAY

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


def test_when_all_accounts_are_archived_it_does_not_ask_for_an_import(app: App, opened: Opener) -> None:
    (archived,) = add_book(app, [("Nova", (3, 20), 9_000)]).values()
    bulk_edit.archive(app.store, [archived], True)
    page = opened()
    assert page.empty.title.text() == "All accounts are archived"
    assert [button.label for button in page.empty.buttons] == ["Go to all accounts"]
