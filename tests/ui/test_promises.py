"""Promises in the window: in the pane of Today and on the account; X keeps one, S moves it, undo brings it back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.app import App
from crm_desktop.domain.entities import AccountFields, FollowUpFields, PromiseFields
from crm_desktop.domain.kinds import MadeBy, PromiseState
from crm_desktop.services import accounts, attention, follow_ups, promises, wording
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.pages.account import AccountPage
from crm_desktop.ui.pages.today import TodayPage
from tests.ui.today_world import STEADY, add_book, press, window_of, window_on_today
from tests.world import TODAY

Key = Qt.Key


@pytest.fixture
def acme(app: App) -> int:
    return accounts.add(app.store, AccountFields(name="Acme Fasteners"))


@pytest.fixture
def page(app: App, qapp: QApplication, acme: int) -> Iterator[TodayPage]:
    """Today with the keyboard in the pane."""
    with window_on_today(app, qapp) as shown:
        shown.due.setFocus()
        yield shown


def made(app: App, account: int, what: str, due: int, *, by: MadeBy = MadeBy.US) -> int:
    fields = PromiseFields(account=account, what=what, due=TODAY + timedelta(days=due), made_by=by)
    return promises.add(app.store, fields)


def said(page: TodayPage) -> list[tuple[str, str]]:
    return [(line.text, line.detail) for line in page.due.items.lines]


def choose(page: TodayPage, what: str) -> None:
    row = next(n for n, line in enumerate(page.due.items.lines) if line.text == what)
    page.due.setCurrentIndex(page.due.items.index(row))


# --- Today


def test_promises_we_made_stand_under_the_follow_ups(app: App, acme: int, page: TodayPage) -> None:
    for what, due in (("Sample box", 4), ("Credit note", -6), ("New artwork", 1), ("Far away", 30)):
        made(app, acme, what, due)
    made(app, acme, "Payment", -1, by=MadeBy.THEM)
    lines = page.due.items.lines[2:]
    assert [(line.text, line.detail) for line in lines] == [
        ("Promises you made", "3"),
        ("Credit note", "Acme Fasteners"),
        ("New artwork", "Acme Fasteners"),
        ("Sample box", "Acme Fasteners"),
    ]
    spoken = [page.due.items.index(row).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(3, 6)]
    assert spoken == [
        "Credit note, Acme Fasteners, 6 days late",
        "New artwork, Acme Fasteners, tomorrow",
        "Sample box, Acme Fasteners, Tuesday",
    ]
    assert page.due.grab().toImage().width() > 0


def test_without_promises_there_is_no_head(page: TodayPage) -> None:
    assert "Promises you made" not in dict(said(page))


def test_x_keeps_a_promise_and_undo_brings_it_back(app: App, acme: int, page: TodayPage) -> None:
    promise = made(app, acme, "Credit note", -6)
    choose(page, "Credit note")
    press(page.due, Key.Key_X)
    kept = promises.get(app.store, promise)
    assert (kept.state, kept.settled_on) == (PromiseState.KEPT, TODAY)
    assert window_of(page).message.text == "Promise kept: Credit note"
    window_of(page).undo()
    assert promises.get(app.store, promise).state is PromiseState.OPEN
    assert ("Credit note", "Acme Fasteners") in said(page)


def test_s_moves_a_promise(app: App, acme: int, page: TodayPage) -> None:
    promise = made(app, acme, "Credit note", -6)
    choose(page, "Credit note")
    press(page.due, Key.Key_S)
    assert page.cards.day is not None
    QTest.keyClick(page.cards.day, Key.Key_2)
    assert promises.get(app.store, promise).due == TODAY + timedelta(days=7)
    assert window_of(page).message.text == "“Credit note” is moved to Friday 27 November."


def test_one_that_will_not_be_kept_is_said_so_in_its_menu(app: App, acme: int, page: TodayPage) -> None:
    promise = made(app, acme, "Credit note", -6)
    choose(page, "Credit note")
    menu = page.due.item_menu()
    assert menu is not None
    texts = [action.text() for action in menu.actions()]
    assert texts == ["Mark as kept\tX", "Mark as not kept", "Move…\tS", "Open account\tEnter", "Log…\tL"]
    menu.actions()[1].trigger()
    assert promises.get(app.store, promise).state is PromiseState.BROKEN


# --- the account


@pytest.fixture
def shown(app: App, acme: int, window: MainWindow) -> AccountPage:
    window.activateWindow()
    window.open_account(acme)
    QApplication.processEvents()
    assert isinstance(window.page, AccountPage)
    return window.page


def named(page: AccountPage) -> list[str]:
    proxies = [row.focusProxy() for row in page.pane.promises.rows]
    return [proxy.accessibleName() for proxy in proxies if isinstance(proxy, QWidget)]


def test_the_account_shows_ours_and_theirs_and_how_many_were_kept(app: App, acme: int, shown: AccountPage) -> None:
    assert shown.pane.promises._note.text() == "none open"
    made(app, acme, "Credit note", -6)
    made(app, acme, "Payment", 4, by=MadeBy.THEM)
    assert shown.pane.promises.isVisible()
    assert named(shown) == ["Credit note, 6 days late", "Payment, theirs, Tue 24 Nov"]
    for number in range(15):
        promise = made(app, acme, f"Promise {number}", -1)
        (promises.keep if number else promises.break_)(app.store, promise, TODAY)
    assert shown.pane.promises._note.text() == "kept 14 of 15"


def test_x_keeps_a_promise_on_the_account(app: App, acme: int, shown: AccountPage, qtbot: QtBot) -> None:
    promise = made(app, acme, "Credit note", 1)
    box = shown.pane.promises.rows[0].focusProxy()
    assert box is not None
    box.setFocus()
    QTest.keyClick(box, Key.Key_X)
    qtbot.waitUntil(lambda: promises.get(app.store, promise).state is PromiseState.KEPT)
    assert shown.pane.promises._note.text() == "kept 1 of 1"


def test_s_moves_a_promise_on_the_account(app: App, acme: int, shown: AccountPage) -> None:
    promise = made(app, acme, "Credit note", 1)
    box = shown.pane.promises.rows[0].focusProxy()
    assert box is not None
    QTest.keyClick(box, Key.Key_S)
    card = QApplication.activePopupWidget()
    assert card is not None
    QTest.keyClick(card, Key.Key_2)
    moved = promises.get(app.store, promise)
    assert (moved.due, moved.first_due) == (date(2026, 11, 27), date(2026, 11, 21))


def test_a_promise_is_added_on_the_account(app: App, acme: int, shown: AccountPage, window: MainWindow) -> None:
    section = shown.pane.promises
    section.add_button.click()
    focus = QApplication.focusWidget()
    assert focus is section.promised
    QTest.keyClick(focus, Key.Key_Return)
    assert section.promised.error == "Say what is promised."
    QTest.keyClicks(focus, "Credit note")
    section.when.setFocus()
    QTest.keyClicks(section.when, "fri 14:00")
    section.owner.setText("Ana")
    QTest.keyClick(section.when, Key.Key_Return)
    (promise,) = promises.of_account(app.store, acme)
    assert (promise.what, promise.due, promise.at) == ("Credit note", date(2026, 11, 27), time(14))
    assert (promise.made_by, promise.owner) == (MadeBy.US, "Ana")
    assert window.message.text == "Promised for Fri 27 Nov 14:00: Credit note."
    assert named(shown) == ["Credit note, Fri 27 Nov 14:00"]
    window.undo()
    assert promises.of_account(app.store, acme) == []


def test_their_promise_is_added_and_the_form_empties(app: App, acme: int, shown: AccountPage) -> None:
    section = shown.pane.promises
    shown.add_promise()
    section.whose.set_value(MadeBy.THEM.value)
    section.promised.setText("Payment")
    section.when.setText("nonsense")
    section.form.enter()
    assert section.when.error
    section.when.setText("")
    section.form.enter()
    (promise,) = promises.of_account(app.store, acme)
    assert (promise.made_by, promise.due) == (MadeBy.THEM, TODAY + timedelta(days=1))
    section.open_form()
    assert (section.whose.value(), section.promised.text()) == (MadeBy.US.value, "")
    QTest.keyClick(section.promised, Key.Key_Escape)
    assert not section.promised.isVisible()


def test_a_command_opens_the_form_for_the_account_at_hand(
    app: App, acme: int, shown: AccountPage, window: MainWindow
) -> None:
    other = accounts.add(app.store, AccountFields(name="Other", owner="Luka"))
    window.actions_by_id["promise"].trigger()
    shown.pane.promises.promised.setText("For Acme")
    window.open_account(other)
    assert not shown.pane.promises.promised.isVisible(), "what was typed for another account is left behind"
    window.actions_by_id["promise"].trigger()
    section = shown.pane.promises
    assert (section.promised.text(), section.owner.text()) == ("", "Luka")
    assert section.promised.hasFocus()
    window.open_page("settings")
    window.actions_by_id["promise"].trigger()
    assert window.message.text == "Choose an account first."


def test_one_late_promise_of_ours_is_the_next_step_until_it_is_kept(app: App) -> None:
    account = add_book(app, STEADY)["Steady 20"]

    def step() -> tuple[str, str, str]:
        row = attention.account_row(app.store, account, TODAY)
        assert row is not None
        return wording.next_step(row, TODAY)

    before = step()
    made(app, account, "Not due yet", 1)
    made(app, account, "Theirs", -1, by=MadeBy.THEM)
    assert step() == before
    late = made(app, account, "Credit note", -1)
    assert step() == ("handshake", "Keep the promise", "1 is late")
    promises.keep(app.store, late, TODAY)
    assert step() == before


def test_the_next_step_is_to_keep_the_promise_when_that_is_the_strongest_cause(app: App, qapp: QApplication) -> None:
    ids = add_book(app, STEADY)
    account = ids["Steady 20"]
    for what, due in (("Credit note", -40), ("Samples", -6)):
        made(app, account, what, due)
    row = attention.account_row(app.store, account, TODAY)
    assert row is not None
    assert wording.next_step(row, TODAY) == ("handshake", "Keep the promise", "2 are late")
    with window_on_today(app, qapp) as page:
        window = window_of(page)
        window.open_account(account)
        found = window.page
        assert isinstance(found, AccountPage)
        found.head.next.click()
        assert found.pane.promises.rows[0].focusProxy() is QApplication.focusWidget()


# --- the follow-ups of the account


def test_the_next_step_is_asked_on_the_account(app: App, acme: int, shown: AccountPage, qtbot: QtBot) -> None:
    section = shown.pane.follow_ups
    section.open_form()
    section.what.setText("Call")
    section.when.setText("mon 9:30")
    section.owner.setText("Ana")
    section.form.enter()
    (item,) = follow_ups.of_account(app.store, acme)
    assert (item.what, item.due, item.at, item.owner) == ("Call", date(2026, 11, 23), time(9, 30), "Ana")
    box = section.rows[0].focusProxy()
    assert box is not None
    box.setFocus()
    QTest.keyClick(box, Key.Key_X)
    qtbot.waitUntil(section.next.isVisible)
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, Key.Key_2)
    assert not section.next.isVisible()
    (item,) = follow_ups.of_account(app.store, acme)
    assert (item.what, item.due, item.owner) == ("Follow up: Call", TODAY + timedelta(days=7), "Ana")


def test_shift_tab_reaches_whose_promise_it_is_and_an_arrow_says_theirs(
    app: App, acme: int, shown: AccountPage, window: MainWindow
) -> None:
    window.actions_by_id["promise"].trigger()
    for key in (Key.Key_Backtab, Key.Key_Right, Key.Key_Tab):
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, key)
    section = shown.pane.promises
    assert section.promised.hasFocus()
    QTest.keyClicks(section.promised, "Pay the invoice")
    QTest.keyClick(section.promised, Key.Key_Return)
    assert [each.made_by for each in promises.of_account(app.store, acme)] == [MadeBy.THEM]


def test_s_moves_the_follow_up_that_has_the_keyboard_and_not_the_account(
    app: App, acme: int, shown: AccountPage, window: MainWindow
) -> None:
    follow_ups.add(app.store, FollowUpFields(account=acme, what="Call", due=TODAY, at=time(9, 30)))
    box = shown.pane.follow_ups.rows[0].focusProxy()
    assert box is not None
    box.setFocus()
    QTest.keyClick(box, Key.Key_S)
    card = QApplication.activePopupWidget()
    assert card is not None
    QTest.keyClick(card, Key.Key_2)
    (item,) = follow_ups.of_account(app.store, acme)
    assert (item.due, item.at) == (TODAY + timedelta(days=7), time(9, 30))
    assert app.store.value("SELECT count(*) FROM snooze") == 0
    assert window.message.text == "“Call” is moved to Friday 27 November."


@pytest.mark.parametrize(("text", "every"), [("45", 45), ("never", 0), ("0", 0), ("", None)])
def test_how_often_to_talk_stands_in_the_form(
    app: App, acme: int, shown: AccountPage, text: str, every: int | None
) -> None:
    shown.edit()
    form = shown.head.form
    for wrong in ("9999", "often", "-3", "²"):
        form.talk.setText(wrong)
        QTest.keyClick(form.talk, Key.Key_Return)
        assert form.talk.error == "It can be every 1 to 730 days, or never."
    form.talk.setText(text)
    QTest.keyClick(form.talk, Key.Key_Return)
    assert accounts.get(app.store, acme).contact_every == every
    shown.edit()
    assert form.talk.text() == ("never" if every == 0 else text)
