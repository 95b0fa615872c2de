"""Promises in the window: in the pane of Today and on the account; X keeps one, S moves it, undo brings it back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.app import App
from crm_desktop.domain.entities import AccountFields, PromiseFields
from crm_desktop.domain.kinds import MadeBy, PromiseState
from crm_desktop.services import accounts, promises
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.pages.account import AccountPage
from crm_desktop.ui.pages.today import TodayPage
from tests.ui.today_world import press, window_of, window_on_today
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
    assert page.day_card is not None
    QTest.keyClick(page.day_card, Key.Key_2)
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
    assert not shown.pane.promises.isVisible(), "nobody ever promised anything"
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
