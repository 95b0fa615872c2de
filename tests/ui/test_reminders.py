"""Reminders in the window: the banner, its keys, what is done elsewhere, the one message at the start, the switch."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea

from crm_desktop import settings
from crm_desktop.app import App
from crm_desktop.domain.entities import FollowUpFields, PromiseFields
from crm_desktop.domain.kinds import PromiseState
from crm_desktop.services import follow_ups, promises
from crm_desktop.ui import launch_at_login
from crm_desktop.ui.beside import Beside
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.pages.settings import SettingsPage
from crm_desktop.ui.tray import Tray, literal
from crm_desktop.ui.widgets.reminder_bar import ReminderBar
from tests.world import TODAY, add_account

Key = Qt.Key


@pytest.fixture
def acme(app: App) -> int:
    return add_account(app.store, "Acme")


@pytest.fixture
def beside(window: MainWindow, acme: int) -> Beside:
    """Begun before anything was due."""
    window.activateWindow()
    return window.begin_beside()


@pytest.fixture
def bar(beside: Beside) -> ReminderBar:
    return beside.reminders.bar


def plan(app: App, account: int, what: str, when: time | None = None, days: int = 0) -> int:
    noted = datetime.combine(TODAY - timedelta(days=20), time(8)).astimezone()
    due = TODAY + timedelta(days=days)
    return follow_ups.add(app.store, FollowUpFields(account=account, what=what, due=due, at=when, noted_at=noted))


def at(hour: int, minute: int = 0, *, days: int = 0) -> datetime:
    return datetime.combine(TODAY + timedelta(days=days), time(hour, minute)).astimezone()


def test_it_comes_at_its_time_once_and_takes_a_place_of_its_own(
    app: App, acme: int, window: MainWindow, beside: Beside, bar: ReminderBar
) -> None:
    plan(app, acme, "Call <b>Maria</b>", time(14))
    beside.reminders.look(at(13, 59))
    assert not bar.isVisible()
    beside.reminders.look(at(14))
    assert bar.text == "Due 14:00 today: Call <b>Maria</b>, Acme"
    QApplication.processEvents()
    page = window.page
    assert page.mapTo(window, page.rect().bottomLeft()).y() < bar.mapTo(window, bar.rect().topLeft()).y()
    QTest.keyClick(bar.open, Key.Key_Escape)
    assert not bar.isVisible()
    beside.reminders.look(at(14, 1))
    assert not bar.isVisible()


def test_f6_reaches_it_and_enter_opens_the_account(
    app: App, acme: int, window: MainWindow, beside: Beside, bar: ReminderBar
) -> None:
    plan(app, acme, "Call", time(14))
    beside.reminders.look(at(14))
    for _ in range(8):
        if bar.open.hasFocus():
            break
        window.actions_by_id["pane.next"].trigger()
    assert bar.open.hasFocus()
    QTest.keyClick(bar.open, Key.Key_Return)
    assert window.page.title == "Acme"
    assert not bar.isVisible()


def test_x_finishes_it_and_undo_brings_it_back(
    app: App, acme: int, window: MainWindow, beside: Beside, bar: ReminderBar
) -> None:
    item = plan(app, acme, "Call", time(14))
    beside.reminders.look(at(14))
    QTest.keyClick(bar.open, Key.Key_X)
    assert follow_ups.get(app.store, item).done_on == TODAY
    assert window.message.text == "Done: Call"
    window.undo()
    assert follow_ups.get(app.store, item).done_on is None


def test_x_keeps_a_promise(app: App, acme: int, beside: Beside, bar: ReminderBar) -> None:
    promise = promises.add(app.store, PromiseFields(account=acme, what="Credit note", due=TODAY, at=time(10)))
    beside.reminders.look(at(10))
    assert bar.text == "Promised for 10:00 today: Credit note, Acme"
    QTest.keyClick(bar.open, Key.Key_X)
    assert promises.get(app.store, promise).state is PromiseState.KEPT


@pytest.mark.parametrize("key", [Key.Key_1, Key.Key_2, Key.Key_3, Key.Key_4])
def test_one_key_puts_it_off(
    app: App, acme: int, window: MainWindow, beside: Beside, bar: ReminderBar, key: Qt.Key
) -> None:
    plan(app, acme, "Call", time(0, 1))
    beside.reminders.look(at(0, 1))
    QTest.keyClick(bar.open, key)
    assert not bar.isVisible()
    assert window.message.text.startswith("You are reminded again: ")
    beside.reminders.look(at(23, 59, days=9))
    assert bar.isVisible()


def test_what_is_done_elsewhere_leaves_it(app: App, acme: int, beside: Beside, bar: ReminderBar) -> None:
    first = plan(app, acme, "Call")
    second = plan(app, acme, "Write")
    beside.reminders.look(at(9))
    assert bar.text == "2 are due: Call (Acme), Write (Acme)."
    assert not bar.done.isVisible()
    follow_ups.finish(app.store, first, TODAY)
    assert bar.text == "Due today: Write, Acme"
    follow_ups.move(app.store, second, TODAY + timedelta(days=1))
    assert not bar.isVisible()


def test_what_came_due_while_it_was_closed_is_one_message(app: App, acme: int, window: MainWindow) -> None:
    for number in range(4):
        plan(app, acme, f"Call {number}", days=-1 - number)
    bar = window.begin_beside().reminders.bar
    assert bar.text == "While crm-desktop was closed 4 came due: Call 3 (Acme), Call 2 (Acme), Call 1 (Acme), 1 more."
    bar.open.click()
    assert window.page.title == "Follow-ups"


def test_it_can_be_switched_off(app: App, acme: int, beside: Beside, bar: ReminderBar) -> None:
    settings.change(reminders=False)
    plan(app, acme, "Call", time(14))
    beside.reminders.look(at(15))
    assert not bar.isVisible()
    settings.change(reminders=True, morning=600)
    beside.reminders.look(at(15))
    assert bar.isVisible()


@pytest.mark.parametrize("width", [640, 900, 1366])
def test_it_fits(app: App, acme: int, window: MainWindow, beside: Beside, bar: ReminderBar, width: int) -> None:
    plan(app, acme, "Call about the very long offer for all of next year's boxes", time(14))
    beside.reminders.look(at(14))
    window.resize(width, 480)
    QApplication.processEvents()
    assert bar.width() <= width
    for button in (bar.open, bar.done, bar.close_button):
        assert button.isVisible()
        assert button.mapTo(window, button.rect().topRight()).x() <= width


def test_a_notification_is_plain_text_and_none_without_a_tray(window: MainWindow) -> None:
    assert literal("<img src='http://x'>&lt;b&gt; a\nb") == "‹img src='http://x'›＆lt;b＆gt; a b"
    assert Tray(window).tell("title", "text") is False


# --- the calendar file and the settings


@pytest.fixture
def page(window: MainWindow, beside: Beside) -> SettingsPage:
    window.open_page("settings")
    assert isinstance(window.page, SettingsPage)
    return window.page


def test_the_calendar_file_follows_what_changes(
    app: App, acme: int, page: SettingsPage, beside: Beside, window: MainWindow, tmp_path: Path
) -> None:
    file = tmp_path / "ours.ics"
    page.reminders.keep_file(file)
    assert window.message.text == "0 entries written to ours.ics."
    item = plan(app, acme, "Call Maria", time(14))
    assert beside.calendar.is_waiting
    beside.calendar.write()
    assert b"Call Maria (Acme)" in file.read_bytes()
    before = file.stat().st_mtime_ns, file.read_bytes()
    beside.calendar.write()
    assert (file.stat().st_mtime_ns, file.read_bytes()) == before
    follow_ups.finish(app.store, item, TODAY)
    window.close()
    assert b"Call Maria" not in file.read_bytes()


def test_a_folder_that_went_away_is_told_once(
    app: App, acme: int, page: SettingsPage, beside: Beside, window: MainWindow, tmp_path: Path
) -> None:
    folder = tmp_path / "drive"
    folder.mkdir()
    page.reminders.keep_file(folder / "ours.ics")
    (folder / "ours.ics").unlink()
    folder.rmdir()
    plan(app, acme, "Call")
    beside.calendar.write()
    assert window.message.is_problem
    assert "ours.ics cannot be written" in window.message.text
    window.message.close_message()
    beside.calendar.write()
    assert not window.message.isVisible()
    page.reminders.file.stop.click()
    assert settings.get().calendar_files == {}


def test_a_calendar_file_with_a_long_path_widens_nothing(page: SettingsPage, tmp_path: Path) -> None:
    folder = tmp_path / ("shared calendars of everybody in the office " * 2)
    folder.mkdir()
    page.reminders.keep_file(folder / "follow-ups.ics")
    QApplication.processEvents()
    for width in (1366, 700):
        page.window().resize(width, 720)
        QApplication.processEvents()
        area = next(each for each in page.findChildren(QScrollArea))
        assert area.horizontalScrollBar().maximum() == 0


def test_the_settings_of_reminders(page: SettingsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    parts = page.reminders
    parts.remind.click()
    assert not settings.get().reminders
    assert parts.morning.text() == "09:00"
    for text, kept in (("8:15", 495), ("7am", 420), ("25:00", 420), ("soon", 420)):
        parts.morning.setFocus()
        parts.morning.setText(text)
        QTest.keyClick(parts.morning, Key.Key_Return)
        assert settings.get().morning == kept
    assert parts.morning.error == "This is no time of day. Try 9:00."
    parts.login.click()
    assert launch_at_login.is_on()
    parts.login.click()
    assert not launch_at_login.is_on()


def test_a_system_that_refuses_leaves_the_switch_as_it_is(
    page: SettingsPage, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "config").write_text("in the way")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    page.reminders.login.click()
    assert not page.reminders.login.isChecked()
    assert window.message.is_problem
