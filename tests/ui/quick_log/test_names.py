"""A name in the line that nobody has: asked about, picked, created, also while the answer is still on its way."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from crm_desktop.app import App
from crm_desktop.domain.entities import AccountFields
from crm_desktop.services import accounts
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.widgets.quick_log_dialog import QuickLogDialog
from tests.ui.quick_log.world import focus, newest, opened, press, said, type_keys


def test_an_unknown_name_asks_and_enter_creates_it(app: App, log: QuickLogDialog, window: MainWindow) -> None:
    type_keys("Acmee call")
    assert said(log)["New account “Acmee”?"] == "Enter creates it, Tab picks Acme Fasteners"
    press(Qt.Key.Key_Return)
    account = accounts.by_name(app.store, "Acmee")
    assert account is not None
    assert newest(app, account) == [("call", "", "", None)]
    window.undo()
    assert accounts.by_name(app.store, "Acmee") is None, "the account and the call are one step"


def test_an_archived_account_is_said_to_be_so_and_offered_to_be_brought_back(app: App, window: MainWindow) -> None:
    old = accounts.add(app.store, AccountFields(name="Old Mill", archived=True))
    assert said(opened(window, old))["Account"] == "Old Mill (archived)"
    press(Qt.Key.Key_Escape)
    opened(window)
    type_keys("old mill call")
    press(Qt.Key.Key_Return)
    assert window.message.text.endswith("The account is archived and stays out of every list.")
    assert window.message.focus_action()
    press(Qt.Key.Key_Tab)
    assert focus().accessibleName() == "Bring it back"
    press(Qt.Key.Key_Return)
    assert not accounts.get(app.store, old).archived
    assert window.message.text == "Old Mill is back."
    window.undo()
    assert accounts.get(app.store, old).archived
    assert len(newest(app, old)) == 1


def test_tab_picks_the_account_that_was_meant(app: App, acme: int, log: QuickLogDialog) -> None:
    type_keys("Acmee call about late delivery")
    press(Qt.Key.Key_Tab)
    assert focus() is log.entry
    assert log.entry.text == "Acme Fasteners call about late delivery"
    assert said(log)["Account"] == "Acme Fasteners"
    press(Qt.Key.Key_Return)
    assert newest(app, acme)[0] == ("call", "late delivery", "", None)


def test_tab_picks_the_account_one_slip_away(app: App, acme: int, log: QuickLogDialog, qtbot: QtBot) -> None:
    type_keys("Amce call")
    qtbot.waitUntil(lambda: "Tab picks" in said(log).get("New account “Amce”?", ""))
    press(Qt.Key.Key_Tab)
    assert log.entry.text == "Acme Fasteners call"


def test_tab_picks_the_one_named_even_if_another_begins_alike(app: App, acme: int, window: MainWindow) -> None:
    twin = accounts.add(app.store, AccountFields(name="Acme Fasteners West"))
    log = opened(window)
    type_keys("Acmee call")
    nearest = said(log)["New account “Acmee”?"]
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Return)
    picked = acme if nearest.endswith("Acme Fasteners") else twin
    assert newest(app, picked)[0][0] == "call"


def test_a_name_that_was_not_seen_as_new_is_asked_about_first(
    app: App, slow_window: tuple[MainWindow, threading.Event], qtbot: QtBot
) -> None:
    window, gate = slow_window
    log = opened(window)
    type_keys("Acmee")
    press(Qt.Key.Key_Return)
    gate.set()
    qtbot.waitUntil(lambda: "New account “Acmee”?" in said(log))
    assert log.isVisible()
    assert accounts.by_name(app.store, "Acmee") is None
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(log.isHidden)
    assert accounts.by_name(app.store, "Acmee") is not None


def test_enter_before_the_line_is_read_waits_for_it(
    app: App, acme: int, slow_window: tuple[MainWindow, threading.Event], qtbot: QtBot
) -> None:
    window, gate = slow_window
    log = opened(window)
    type_keys("acme visit about pallets")
    press(Qt.Key.Key_Return)
    assert log.isVisible()
    gate.set()
    qtbot.waitUntil(log.isHidden)
    assert newest(app, acme)[0] == ("visit", "pallets", "", None)


def test_only_the_newest_line_is_answered(slow_window: tuple[MainWindow, threading.Event], qtbot: QtBot) -> None:
    window, gate = slow_window
    log = opened(window)
    type_keys("acme")
    log.entry.selectAll()
    type_keys("larkfield")
    gate.set()
    qtbot.waitUntil(lambda: said(log)["Account"] == "Larkfield Dairy")
    assert [log.entry.text[m.start : m.end] for m in log.entry.marks] == ["larkfield"]


@pytest.mark.expects_logging
def test_a_mistake_of_the_program_loses_no_text_and_does_not_lock_the_card(
    app: App, acme: int, slow_window: tuple[MainWindow, threading.Event], qtbot: QtBot
) -> None:
    window, gate = slow_window
    gate.set()
    log = opened(window, acme)

    def broken(_changes: object) -> None:
        raise RuntimeError("a mistake of ours")

    type_keys("late delivery")
    app.store.derivers.append(broken)
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(log.foot.problem))
    assert log.entry.text == "late delivery"
    app.store.derivers.remove(broken)
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(log.isHidden)
    assert newest(app, acme)[0][1] == "late delivery"
