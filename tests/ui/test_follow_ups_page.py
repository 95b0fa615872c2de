"""The Follow-ups page by keyboard: groups, done, move, repeat, the next step, and whom to talk to."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from crm_desktop import settings
from crm_desktop.app import App
from crm_desktop.domain.entities import ContactFields, FollowUpFields
from crm_desktop.services import accounts, cadence, contacts, follow_ups
from crm_desktop.services.follow_ups import When
from crm_desktop.ui import theme
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.pages.follow_ups import FollowUpsPage
from crm_desktop.ui.widgets.agenda_model import LineKind
from tests.world import TODAY, add_account


@pytest.fixture
def page(app: App, window: MainWindow) -> FollowUpsPage:
    """The page with one follow-up of each group, the keyboard in its list."""
    theme.look().choose(reduced_motion=True)
    acme = add_account(app.store, "Acme")
    maria = contacts.add(app.store, acme, ContactFields(name="Maria Kos"))
    for what, days in (("Old", -3), ("Now", 0), ("Soon", 3), ("Far", 40)):
        due = TODAY + timedelta(days=days)
        follow_ups.add(app.store, FollowUpFields(account=acme, what=what, due=due, contact=maria))
    window.activateWindow()
    window.open_page("follow_ups")
    found = window.page
    assert isinstance(found, FollowUpsPage)
    found.list.setFocus()
    return found


def lines(page: FollowUpsPage) -> list[str]:
    items = page.list.items
    return [items.title(line.when) if line.kind is LineKind.HEAD else items.what(line) for line in items.lines]


def press(page: FollowUpsPage, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(page.list, key)


def choose(page: FollowUpsPage, what: str) -> None:
    row = lines(page).index(what)
    page.list.setCurrentIndex(page.list.items.index(row))


def open_ones(app: App) -> dict[str, int]:
    """What is open, and in how many days."""
    return {item.what: (item.due - TODAY).days for item in follow_ups.all_open(app.store)}


def test_groups_that_fold(page: FollowUpsPage, window: MainWindow) -> None:
    assert lines(page) == ["Overdue", "Old", "Today", "Now", "Next 7 days", "Soon", "Later"]
    choose(page, "Later")
    press(page, Qt.Key.Key_Return)
    assert lines(page)[-1] == "Far"
    press(page, Qt.Key.Key_Left)
    assert lines(page)[-1] == "Later"
    press(page, Qt.Key.Key_Right)
    assert lines(page)[-1] == "Far"
    old = page.list.items.index(1)
    assert old.data(Qt.ItemDataRole.AccessibleTextRole) == "Old, Acme · Maria Kos, 3 days late"
    assert window.sidebar.list.model().rowCount() > 3


@pytest.mark.parametrize("key", [Qt.Key.Key_X, Qt.Key.Key_Space])
def test_done_asks_for_the_next_step_and_one_key_answers(page: FollowUpsPage, app: App, key: Qt.Key) -> None:
    choose(page, "Old")
    press(page, key)
    assert "Old" not in open_ones(app)
    assert page.next.isVisible()
    press(page, Qt.Key.Key_2)
    assert not page.next.isVisible()
    assert open_ones(app)["Follow up: Old"] == 7
    (coming,) = [item for item in follow_ups.all_open(app.store) if item.what == "Follow up: Old"]
    assert coming.contact_name == "Maria Kos"
    assert page.list.hasFocus()
    # The next of its kind does not pile words up.
    choose(page, "Follow up: Old")
    press(page, Qt.Key.Key_X, Qt.Key.Key_1)
    assert open_ones(app)["Follow up: Old"] == 1


@pytest.mark.parametrize("key", [Qt.Key.Key_N, Qt.Key.Key_Escape])
def test_nothing_may_come_next(page: FollowUpsPage, app: App, key: Qt.Key) -> None:
    choose(page, "Old")
    press(page, Qt.Key.Key_X, key)
    assert not page.next.isVisible()
    assert set(open_ones(app)) == {"Now", "Soon", "Far"}
    # Without the question the digits mean nothing.
    press(page, Qt.Key.Key_1)
    assert set(open_ones(app)) == {"Now", "Soon", "Far"}


def test_the_words_of_the_next_step_can_be_changed(page: FollowUpsPage, app: App) -> None:
    choose(page, "Old")
    press(page, Qt.Key.Key_X)
    page.next.what.setFocus()
    page.next.what.selectAll()
    QTest.keyClicks(page.next.what, "Send 3 samples")
    QTest.keyClick(page.next.what, Qt.Key.Key_Return)
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, Qt.Key.Key_3)
    assert open_ones(app)["Send 3 samples"] == 30
    assert page.list.hasFocus()


def test_undo_brings_it_back(page: FollowUpsPage, window: MainWindow, app: App) -> None:
    choose(page, "Old")
    press(page, Qt.Key.Key_X)
    assert window.message.text == "Done: Old"
    window.undo()
    assert "Old" in lines(page)
    assert "Old" in open_ones(app)


def test_move_with_two_keys(page: FollowUpsPage, app: App) -> None:
    choose(page, "Old")
    press(page, Qt.Key.Key_S)
    assert page.card is not None
    QTest.keyClick(page.card, Qt.Key.Key_2)
    assert open_ones(app)["Old"] == 7
    assert page.card is None
    assert page.list.hasFocus()


def test_what_is_moved_into_another_group_leaves_and_the_next_one_has_the_keyboard(
    page: FollowUpsPage, app: App
) -> None:
    choose(page, "Old")
    row = page.list.currentIndex().row()
    press(page, Qt.Key.Key_S)
    QTest.keyClick(page.card, Qt.Key.Key_2)
    line = page.list.current_line()
    assert line is not None
    assert line.follow_up is None or line.follow_up.what != "Old"
    assert abs(page.list.currentIndex().row() - row) <= 1


def test_repeat_by_key_and_by_number(page: FollowUpsPage, window: MainWindow, app: App) -> None:
    choose(page, "Old")
    press(page, Qt.Key.Key_R)
    assert page.card is not None
    QTest.keyClick(page.card, Qt.Key.Key_1)
    choose(page, "Old")
    line = page.list.current_line()
    assert line is not None
    assert page.list.items.due(line)[1] == "every 7 days"
    press(page, Qt.Key.Key_R)
    card = page.card
    assert card is not None
    QTest.keyClick(card, Qt.Key.Key_4)
    QTest.keyClicks(card.field, "5")
    QTest.keyClick(card.field, Qt.Key.Key_Return)
    choose(page, "Old")
    press(page, Qt.Key.Key_X)
    # What comes back by itself asks for nothing.
    assert not page.next.isVisible()
    assert open_ones(app)["Old"] == 45
    assert window.message.text == "Done: Old. Again on Mon 4 Jan."


def cyrillic_n(widget: QWidget) -> None:
    """The key of N on a Ukrainian keyboard."""
    none = Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(widget, QKeyEvent(QEvent.Type.KeyPress, ord("Т"), none, "т"))


def test_n_answers_under_a_cyrillic_layout_too(page: FollowUpsPage, app: App) -> None:
    choose(page, "Old")
    press(page, Qt.Key.Key_R)
    assert page.card is not None
    cyrillic_n(page.card)
    assert page.card is None or not page.card.isVisible()
    choose(page, "Old")
    press(page, Qt.Key.Key_X)
    assert page.next.isVisible()
    cyrillic_n(page.list)
    assert not page.next.isVisible()
    assert "Old" not in open_ones(app)


def test_a_number_that_makes_no_sense_is_told(page: FollowUpsPage, app: App) -> None:
    choose(page, "Old")
    press(page, Qt.Key.Key_R)
    card = page.card
    assert card is not None
    card.field.setFocus()  # type: ignore[union-attr]
    for typed in ("0", "9999", "x", "²"):
        card.field.setText(typed)
        QTest.keyClick(card.field, Qt.Key.Key_Return)
        assert card.isVisible()
        assert card.field.error
    card.close()
    assert follow_ups.due(app.store, TODAY)[0].repeat_days is None


def test_enter_opens_and_l_logs(page: FollowUpsPage, window: MainWindow) -> None:
    choose(page, "Now")
    press(page, Qt.Key.Key_L)
    assert window.overlays.quick_log.isVisible()
    window.overlays.quick_log.dismiss()
    press(page, Qt.Key.Key_Return)
    assert window.page.title == "Acme"


def test_whom_to_talk_to_stands_in_today_and_a_log_takes_it_off(
    page: FollowUpsPage, window: MainWindow, app: App
) -> None:
    cadence.set_every(app.store, add_account(app.store, "Larkfield"), 30)
    assert lines(page)[2:5] == ["Today", "Now", "Talk to Larkfield, every 30 days"]
    choose(page, "Talk to Larkfield, every 30 days")
    press(page, Qt.Key.Key_X)
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClicks(focus, "all is well")
    QTest.keyClick(focus, Qt.Key.Key_Return)
    assert "Talk to Larkfield, every 30 days" not in lines(page)
    window.undo()
    choose(page, "Talk to Larkfield, every 30 days")
    press(page, Qt.Key.Key_S)
    assert page.card is not None
    QTest.keyClick(page.card, Qt.Key.Key_1)
    assert "Talk to Larkfield, every 30 days" not in lines(page)
    window.undo()
    choose(page, "Talk to Larkfield, every 30 days")
    press(page, Qt.Key.Key_R)
    assert page.card is not None
    QTest.keyClick(page.card, Qt.Key.Key_N)
    assert accounts.get(app.store, accounts.by_name(app.store, "Larkfield") or 0).contact_every == 0
    assert "Talk to Larkfield, every 30 days" not in lines(page)


def test_the_window_asks_how_often_for_the_account_at_hand(window: MainWindow, app: App) -> None:
    acme = add_account(app.store, "Acme")
    window.open_page("settings")
    window.actions_by_id["talk.often"].trigger()
    assert window.message.text == "Choose an account first."
    window.open_account(acme)
    window.actions_by_id["talk.often"].trigger()
    assert window.overlays.card is not None
    QTest.keyClick(window.overlays.card, Qt.Key.Key_2)
    assert accounts.get(app.store, acme).contact_every == 30
    assert window.message.text == "Talk to Acme every 30 days."


def test_letters_can_be_switched_off(page: FollowUpsPage, window: MainWindow, app: App) -> None:
    settings.change(letter_keys=False)
    window.open_page("today")
    window.open_page("follow_ups")
    choose(page, "Old")
    press(page, Qt.Key.Key_X)
    assert "Old" in open_ones(app)
    menu = page.list.item_menu()
    assert menu is not None
    menu.actions()[0].trigger()
    assert "Old" not in open_ones(app)


def test_many_are_shown_in_portions(window: MainWindow, app: App) -> None:
    acme = add_account(app.store, "Acme")
    with app.store.operation("Many"):
        for number in range(450):
            follow_ups.insert(app.store, FollowUpFields(account=acme, what=f"{number}", due=TODAY))
    window.open_page("follow_ups")
    page = window.page
    assert isinstance(page, FollowUpsPage)
    assert lines(page)[-1] == "Show 250 more"
    choose(page, "Show 250 more")
    press(page, Qt.Key.Key_Return)
    assert lines(page)[-1] == "Show 50 more"
    assert page.list.items.note(When.TODAY) == "450"


def test_nothing_planned_says_so(window: MainWindow, app: App) -> None:
    add_account(app.store, "Acme")
    window.open_page("follow_ups")
    page = window.page
    assert isinstance(page, FollowUpsPage)
    assert page.empty.isVisible()
    page.empty.buttons[0].click()
    assert window.overlays.quick_log.entry.text == "follow up "


@pytest.mark.parametrize("width", [640, 900, 1366])
def test_the_question_fits_the_head_and_moves_no_row(page: FollowUpsPage, window: MainWindow, width: int) -> None:
    window.resize(width, 480)
    QApplication.processEvents()
    top = page.list.mapTo(page, page.list.rect().topLeft()).y()
    choose(page, "Old")
    press(page, Qt.Key.Key_X)
    QApplication.processEvents()
    assert page.list.mapTo(page, page.list.rect().topLeft()).y() == top
    for button in page.next.buttons.values():
        right = button.mapTo(page, button.rect().topRight()).x()
        assert right <= page.width()
        assert button.width() >= button.sizeHint().width()
