"""A new day begins while the window is open, as on a laptop that slept over midnight."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel

from crm_desktop.app import App, open_workspace
from crm_desktop.domain.entities import AccountFields, FollowUpFields
from crm_desktop.services import accounts, follow_ups
from crm_desktop.ui.day_watch import DayWatch
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.pages.today import TodayPage
from crm_desktop.ui.tasks import ImmediateTasks
from tests.ui.conftest import TODAY

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


def look(watch: DayWatch) -> None:
    """What it does every minute."""
    (timer,) = watch.findChildren(QTimer)
    assert timer.isActive()
    timer.timeout.emit()


def test_a_new_day_is_told_once(app: App, qapp: QApplication, wait: Wait) -> None:
    watch = DayWatch(app, qapp)
    told: list[date] = []
    watch.changed.connect(lambda: told.append(app.today))
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
    look(window.findChildren(DayWatch)[0])
    assert shown() == (True, 1)
    window.close()
