"""The window as a person walks through it: keys only, a real workspace, and the main job from end to end."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDropEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from crm_desktop.app import App, open_workspace
from crm_desktop.services import accounts, attention, history, shown
from crm_desktop.services.attention import Section
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.page_list import PAGES
from crm_desktop.ui.tasks import WorkerTasks
from tests.world import TODAY, add_account, business, buy


@pytest.fixture
def slipping(app: App, window: MainWindow) -> int:
    """Thirty calm accounts, and Acme, which has been silent for eighty days."""
    business(app.store)
    acme = add_account(app.store, "Acme")
    buy(app.store, acme, range(80, 500, 10), amount=50_000)
    window.open_page("today")
    return acme


def _names(app: App) -> list[str]:
    return [row.name for row in attention.today_list(app.store, TODAY).section(Section.TODAY)]


def _focused(window: MainWindow) -> QWidget:
    window.activateWindow()
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def _press(window: MainWindow, shortcut: str) -> None:
    """Presses a command's key as the person does; offscreen Qt delivers shortcuts only through the action."""
    action = next(action for action in window.findChildren(QAction) if QKeySequence(shortcut) in action.shortcuts())
    action.trigger()


def test_log_the_first_row_with_the_keyboard_and_take_it_back(app: App, window: MainWindow, slipping: int) -> None:
    assert _names(app) == ["Acme"]
    window.page.setFocus()
    QTest.keyClick(_focused(window), Qt.Key.Key_L)
    QTest.keyClicks(_focused(window), "no answer >tue")
    QTest.keyClick(_focused(window), Qt.Key.Key_Return)
    assert _names(app) == []
    assert window.message.isVisible()
    assert "Acme" in window.message.text
    assert [line.title for line in history.timeline(app.store, slipping, until=TODAY)][:1] == ["no answer"]
    _press(window, "Ctrl+Z")
    assert _names(app) == ["Acme"]
    _press(window, "Ctrl+Y")
    assert _names(app) == []


def test_every_page_opens_by_its_key_and_the_way_back_leads_home(window: MainWindow, slipping: int) -> None:
    seen = []
    for spec in PAGES:
        if spec.key:
            _press(window, spec.key)
            seen.append(window.page.title)
            assert window.windowTitle().startswith(window.page.title)
    assert len(set(seen)) == len(seen)
    window.open_account(slipping)
    assert "Acme" in window.windowTitle()
    for _ in range(len(seen)):
        _press(window, "Alt+Left")
    assert window.page.title == "Today"
    _press(window, "Alt+Right")
    assert window.page.title != "Today"


def test_an_empty_workspace_begins_with_the_three_ways(window: MainWindow, app: App) -> None:
    assert window.page.title == "Welcome"
    assert not window.sidebar.isVisible()
    add_account(app.store, "Acme")
    assert window.page.title == "Today"
    assert window.sidebar.isVisible()


def test_a_dropped_file_starts_an_import_and_the_import_fills_today(
    window: MainWindow, app: App, tmp_path: Path
) -> None:
    rows = [
        f"Firm {number:02},2026-{month:02}-{day:02},{100 + number}"
        for number in range(25)
        for month in range(1, 12)
        for day in (3, 17)
    ]
    rows += [f"Gone Ltd,2026-{month:02}-{day:02},900" for month in range(1, 8) for day in (2, 12, 22)]
    file = tmp_path / "orders.csv"
    file.write_text("Customer,Order date,Total\n" + "\n".join(rows), encoding="utf-8")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    window.dropEvent(
        QDropEvent(
            QPointF(10, 10),
            Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )
    assert window.page.title == "Import"
    assert accounts.is_empty(app.store)


def test_text_from_data_in_the_title_and_the_message_is_plain(window: MainWindow, app: App) -> None:
    account = add_account(app.store, "<img src='file:///x.png'>&Co")
    window.open_account(account)
    assert "<img" in window.windowTitle()
    window.write(lambda: accounts.delete(app.store, account), message="<b>gone</b>")
    assert window.message.text == "<b>gone</b>"


def test_a_problem_is_told_and_stays(window: MainWindow, app: App) -> None:
    window.write(lambda: accounts.delete(app.store, 404), message="Deleted.")
    assert window.message.is_problem
    assert "no longer here" in window.message.text


def test_saving_needs_no_key(window: MainWindow) -> None:
    _press(window, "Ctrl+S")
    assert window.message.text == "Saved already."


def test_two_commands_never_share_a_key(window: MainWindow) -> None:
    keys = [key for command in window.commands for key in command.keys]
    assert len(keys) == len(set(keys))
    assert not [key for key in keys if "Ctrl+Alt" in key or key == "Ctrl+Shift+U"]


def test_a_narrow_window_folds_the_sidebar(window: MainWindow, slipping: int) -> None:
    window.resize(900, 600)
    QTest.qWait(0)
    assert window.sidebar.collapsed
    window.resize(1366, 768)
    QTest.qWait(0)
    assert not window.sidebar.collapsed


@pytest.fixture
def working_window(tmp_path: Path, qapp: QApplication) -> Iterator[MainWindow]:
    """The window as it really runs: its work on the worker thread."""
    app = open_workspace(tmp_path / "real.crm", today=TODAY, create=True)
    business(app.store)
    acme = add_account(app.store, "Acme")
    buy(app.store, acme, range(80, 500, 10), amount=50_000)
    window = MainWindow(app, WorkerTasks(close_thread=app.store.close))
    window.resize(1366, 768)
    window.show()
    yield window
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_the_worker_answers_and_pages_follow(working_window: MainWindow, qtbot) -> None:  # type: ignore[no-untyped-def]
    app = working_window.app
    acme = accounts.by_name(app.store, "Acme")
    assert acme is not None
    working_window.open_account(acme)
    working_window.write(lambda: accounts.set_tier(app.store, acme, None, ""), message="Done.")
    qtbot.waitUntil(lambda: working_window.message.text == "Done.", timeout=10_000)
    working_window.write(lambda: accounts.delete(app.store, acme), message="Gone.")
    qtbot.waitUntil(lambda: working_window.message.text == "Gone.", timeout=10_000)
    assert accounts.by_name(app.store, "Acme") is None
    working_window.undo()
    qtbot.waitUntil(lambda: accounts.by_name(app.store, "Acme") == acme, timeout=10_000)


def test_f5_works_all_rhythms_out_anew_from_the_events(app: App, window: MainWindow, slipping: int) -> None:
    assert _names(app) == ["Acme"]
    with app.store.derivation():
        app.store.database.connection().execute("UPDATE rhythm SET days = x'', amounts = x''")
        shown.put(app.store, "stale", True)
    assert _names(app) == []
    _press(window, "F5")
    assert _names(app) == ["Acme"]
    assert window.message.text == "All rhythms are up to date."


@pytest.mark.expects_logging
def test_a_page_that_cannot_be_read_anew_is_told_and_tried_again_when_it_is_shown_next(
    window: MainWindow, slipping: int, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> None:
        raise KeyError

    window.open_page("follow_ups")
    page = window.page
    with monkeypatch.context() as patch:
        patch.setattr(page, "refresh", broken)
        add_account(window.app.store, "Beta")
        page.mark_stale()
        assert "“Follow-ups” could not be shown as it is now" in window.message.text
        assert "What you saved is safe." in window.message.text
        assert window.message.is_problem
    assert "KeyError" in caplog.text
    window.message.close_message()
    window.open_page("today")
    read = []
    monkeypatch.setattr(page, "refresh", lambda: read.append(True))
    window.open_page("follow_ups")
    assert read == [True]
    assert not window.message.isVisible()
