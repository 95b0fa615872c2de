"""A new day begins while the window is open, as on a laptop that slept over midnight; another process writes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer
from PySide6.QtWidgets import QApplication, QLabel

from crm_desktop.app import App, open_workspace
from crm_desktop.domain.changes import Changes
from crm_desktop.domain.entities import AccountFields, FollowUpFields
from crm_desktop.services import account_views, accounts, follow_ups
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.pages.accounts import AccountsPage
from crm_desktop.ui.pages.today import TodayPage
from crm_desktop.ui.tasks import ImmediateTasks
from crm_desktop.ui.watch import Watch
from tests.world import TODAY

Wait = Callable[[int], None]


@pytest.fixture
def wait(monkeypatch: pytest.MonkeyPatch) -> Wait:
    """Sets the computer's clock on by so many days."""
    passed = [0]

    class Clock(date):
        @classmethod
        def today(cls) -> Clock:
            return cls.fromordinal(TODAY.toordinal() + passed[0])

    monkeypatch.setattr("crm_desktop.app.date", Clock)

    def on(days: int) -> None:
        passed[0] += days

    return on


@pytest.fixture
def app(tmp_path: Path, wait: Wait) -> Iterator[App]:
    """A workspace that goes by the clock."""
    opened = open_workspace(tmp_path / "test.crm", create=True)
    yield opened
    opened.close()


def look(watch: Watch) -> None:
    """What it does every minute."""
    (timer,) = watch.findChildren(QTimer)
    assert timer.isActive()
    timer.timeout.emit()


def test_a_new_day_is_told_once(app: App, qapp: QApplication, wait: Wait) -> None:
    watch = Watch(app, ImmediateTasks(), qapp)
    told: list[date] = []
    watch.new_day.connect(lambda: told.append(app.today))
    look(watch)
    assert told == []
    wait(3)
    look(watch)
    look(watch)
    assert told == [TODAY + timedelta(days=3)]
    watch.stop()
    assert not watch.findChildren(QTimer)[0].isActive()


def test_the_page_that_is_shown_is_of_the_new_day(app: App, qapp: QApplication, wait: Wait) -> None:
    acme = accounts.add(app.store, AccountFields(name="Acme"))
    follow_ups.add(app.store, FollowUpFields(account=acme, what="Call", due=TODAY + timedelta(days=1)))
    window = MainWindow(app, ImmediateTasks())
    window.resize(1366, 768)
    window.show()
    page = window.page
    assert isinstance(page, TodayPage)

    def shown() -> tuple[bool, int]:
        return any("Saturday 21 November" in label.text() for label in page.findChildren(QLabel)), page.due.count()

    assert shown() == (False, 0)
    wait(1)
    look(window.findChildren(Watch)[0])
    assert shown() == (True, 1)
    window.close()


@pytest.fixture
def elsewhere(app: App) -> Iterator[App]:
    """The same workspace as another process has it open."""
    opened = open_workspace(app.store.path)
    yield opened
    opened.close()


@pytest.fixture
def window(app: App, qapp: QApplication) -> Iterator[MainWindow]:
    """The window over the workspace that goes by the clock, with one account."""
    accounts.add(app.store, AccountFields(name="Acme"))
    shown = MainWindow(app, ImmediateTasks())
    shown.show()
    yield shown
    shown.close()


def _names(window: MainWindow) -> list[str]:
    page = window.page
    assert isinstance(page, AccountsPage)
    return [row.account.name for row in account_views.list_rows(window.app.store, list(page.table.rows.ids), TODAY)]


def test_what_another_process_writes_is_shown_when_the_window_is_looked_at_again(
    window: MainWindow, elsewhere: App
) -> None:
    window.open_page("accounts")
    window.words.read()
    accounts.add(elsewhere.store, AccountFields(name="Larkfield"))
    assert _names(window) == ["Acme"]
    window.activateWindow()
    QCoreApplication.sendEvent(window, QEvent(QEvent.Type.ActivationChange))
    assert _names(window) == ["Acme", "Larkfield"]
    words = window.words.now
    assert words is not None
    assert words.find("larkfield").sum() == 1
    assert window.sidebar.list.model().index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole).endswith("2")
    window.undo()
    assert _names(window) == ["Acme"], "the newest step is that of the other process"


def test_a_step_from_elsewhere_is_noticed_once_also_behind_ones_own(
    app: App, qapp: QApplication, elsewhere: App
) -> None:
    watch = Watch(app, ImmediateTasks(), qapp)
    told: list[Changes] = []
    accounts.add(app.store, AccountFields(name="Acme"))
    app.store.listeners.append(told.append)
    look(watch)
    assert told == [], "what was written here was told already"
    accounts.add(elsewhere.store, AccountFields(name="Larkfield"))
    accounts.add(app.store, AccountFields(name="Kovač"))
    told.clear()
    look(watch)
    look(watch)
    assert [changes.touches("account", "interaction") for changes in told] == [True]
    assert told[0].touches_account(1)
    watch.stop()
