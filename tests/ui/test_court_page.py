"""The Court page over a real workspace: the finding, the slider, the picture, and who left."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from crm_desktop.app import App
from crm_desktop.domain.changes import Changes
from crm_desktop.services import preferences
from crm_desktop.services.sample import create_sample
from crm_desktop.ui import theme
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.pages.court import CourtPage
from crm_desktop.ui.tasks import ImmediateTasks
from tests.services.test_court import leaver, order, steady
from tests.world import TODAY

ASKED = "What would this list have shown you in the past?"


class StepTasks(ImmediateTasks):
    """Keeps work until the test lets it go on, and drops what was overtaken, as the worker does."""

    def __init__(self) -> None:
        super().__init__()
        self.waiting: list[tuple[str, Callable[[], Any]]] = []

    def run(self, work: Any, done: Any = None, *, latest: str = "", failed: Any = None) -> None:
        if latest:
            self.waiting = [job for job in self.waiting if job[0] != latest]
        self.waiting.append((latest, lambda: super(StepTasks, self).run(work, done, failed=failed)))

    def go_on(self, jobs: int = 1) -> None:
        for _ in range(jobs):
            if self.waiting:
                self.waiting.pop(0)[1]()


def shown(window: MainWindow, width: int = 1166, height: int = 768) -> CourtPage:
    """The page beside its window, so that the test does not depend on where the window keeps it."""
    page = CourtPage(window)
    page.resize(width, height)
    page.show()
    page.activateWindow()
    QApplication.processEvents()
    return page


@pytest.fixture
def court_app(app: App) -> App:
    """Some accounts that stay and two that left."""
    steady(app, how_many=22, since=500)
    leaver(app, "Acme <b>Fasteners</b>", last=150)
    small = leaver(app, "Kovač & sinovi", last=130)
    order(app, small, [5])
    return app


@pytest.fixture
def court_window(court_app: App, qapp: QApplication) -> Iterator[MainWindow]:
    theme.apply(qapp, mode="light")
    window = MainWindow(court_app, ImmediateTasks())
    yield window
    window.close()


@pytest.fixture
def page(court_window: MainWindow) -> Iterator[CourtPage]:
    found = shown(court_window)
    yield found
    found.close()


def cells(page: CourtPage, row: int) -> list[str]:
    rows = page.departures.rows
    return [rows.index(row, column).data() for column in range(rows.columnCount())]


def test_the_finding_is_the_title(page: CourtPage) -> None:
    assert page.headline.text().startswith("Of the last 2 customers who left, this list would have shown you 2, on ")
    assert "each list only with what was known that day" in page.span.text()
    assert "2 of 2 is a small sample" in page.notes.text()
    assert not page.progress.isVisible()


def test_who_left_stands_below_the_newest_first_and_names_are_plain_text(page: CourtPage) -> None:
    assert [cells(page, row)[0] for row in range(2)] == ["Kovač & sinovi", "Acme <b>Fasteners</b>"]
    assert cells(page, 0)[4] == "back on 15 Nov 2026"
    assert cells(page, 1)[3].endswith("days ahead")
    assert cells(page, 1)[4] == "no order since"


def test_enter_opens_the_account_and_l_means_it(page: CourtPage, court_window: MainWindow) -> None:
    opened: list[int] = []
    page.departures.opened.disconnect()
    page.departures.opened.connect(opened.append)
    page.departures.setFocus()
    QTest.keyClick(page.departures, Qt.Key.Key_End)
    assert page.current_account() == page.departures.current_account()
    QTest.keyClick(page.departures, Qt.Key.Key_Return)
    [account] = opened
    assert court_window.app.store.value("SELECT name FROM account WHERE id = ?", (account,)) == "Acme <b>Fasteners</b>"


def test_the_slider_starts_with_the_day_and_answers_at_once(page: CourtPage, court_window: MainWindow) -> None:
    assert page.size_row.size_chosen == preferences.get(court_window.app.store).day_size == 8
    assert not page.size_row.keep.isEnabled()
    before = page.departures.rows.ids
    for key in (Qt.Key.Key_Home, Qt.Key.Key_Right):
        QTest.keyClick(page.size_row.slider, key)
    assert page.size_row.size_chosen == 4
    assert page.departures.rows.ids == before
    QTest.keyClick(page.size_row.slider, Qt.Key.Key_End)
    assert page.size_row.size_chosen == 20


def test_the_size_can_be_kept_for_today_and_taken_back(page: CourtPage, court_window: MainWindow) -> None:
    store = court_window.app.store
    page.size_row.slider.setValue(12)
    assert preferences.get(store).day_size == 8
    page.size_row.keep.click()
    assert preferences.get(store).day_size == 12
    page.mark_stale()
    assert not page.size_row.keep.isEnabled()
    store.undo()
    assert preferences.get(store).day_size == 8
    page.mark_stale()
    assert page.size_row.keep.isEnabled()


def test_t_shows_the_rules_as_a_table_and_back(page: CourtPage) -> None:
    page.panel.chart.setFocus()
    QTest.keyClick(page.panel.chart, Qt.Key.Key_T)
    assert page.panel.is_table
    table = page.panel.table
    texts = [[table.item(row, column).text() for column in range(7)] for row in range(3)]
    assert [row[0] for row in texts] == ["Own rhythm (Today)", "Silent for 60 days", "90 days against the 90 before"]
    assert texts[0][1:3] == ["2 of 2", "0"]
    QTest.keyClick(table, Qt.Key.Key_T)
    assert not page.panel.is_table


def test_the_picture_says_all_of_it_to_a_screen_reader(page: CourtPage) -> None:
    spoken = page.panel.chart.accessibleName()
    assert page.headline.text() in spoken
    assert "Silent for 60 days: " in spoken
    assert "false alarms a month" in spoken


def test_how_it_is_counted_can_be_unfolded(page: CourtPage) -> None:
    assert page.counted.isHidden()
    page.explain.click()
    assert page.counted.isVisible()
    assert "three times its own usual gap" in page.counted.text()
    page.explain.click()
    assert page.counted.isHidden()


def test_too_little_history_is_one_sentence_and_a_way_out(window: MainWindow) -> None:
    page = shown(window)
    assert page.headline.text() == ASKED
    assert page.empty.isVisible()
    assert page.empty.text.text().startswith("We cannot tell yet whom the list would have shown in time: 0 accounts")
    assert [button.label for button in page.empty.buttons] == ["Import a file"]
    assert not page.departures.isVisible()
    page.close()


def test_it_says_how_far_it_is_and_can_be_stopped_and_begun_again(court_app: App, qapp: QApplication) -> None:
    theme.apply(qapp, mode="light")
    tasks = StepTasks()
    window = MainWindow(court_app, tasks)
    tasks.go_on(100)
    page = shown(window)
    assert page.progress.isVisible()
    tasks.go_on(4)
    assert page.progress.bar.value() == 3
    total = page.progress.bar.maximum()
    assert total > 50
    QTest.keyClick(page.progress.stop, Qt.Key.Key_Space)
    tasks.go_on(10)
    assert page.empty.isVisible()
    assert page.empty.title.text() == "Stopped"
    page.empty.buttons[0].click()
    tasks.go_on(total + 5)
    assert page.headline.text().startswith("Of the last 2 customers")
    page.close()
    window.close()


def test_a_new_order_replays_it_and_the_old_finding_stays_until_then(court_app: App, qapp: QApplication) -> None:
    theme.apply(qapp, mode="light")
    tasks = StepTasks()
    window = MainWindow(court_app, tasks)
    page = shown(window)
    tasks.go_on(500)
    found = page.headline.text()
    leaver(court_app, "Third", last=140)
    page.mark_stale()
    tasks.go_on(5)
    assert page.headline.text() == found
    assert page.progress.isVisible()
    QTest.keyClick(page.progress.stop, Qt.Key.Key_Space)
    assert (page.headline.text(), page.progress.isVisible()) == (found, False)
    page.mark_stale()
    tasks.go_on(500)
    assert page.headline.text().startswith("Of the last 3 customers")
    page.close()
    window.close()


def test_another_day_size_is_judged_at_once_and_only_money_replays_the_past(court_app: App, qapp: QApplication) -> None:
    theme.apply(qapp, mode="light")
    tasks = StepTasks()
    window = MainWindow(court_app, tasks)
    page = shown(window)
    tasks.go_on(500)
    preferences.change(court_app.store, day_size=5)
    page.on_changes(Changes(0, "", {"setting": None}))
    assert page.size_row.size_chosen == 5
    assert not page.size_row.keep.isEnabled()
    assert not page.progress.isVisible()
    preferences.change(court_app.store, currency="GBP")
    page.on_changes(Changes(0, "", {"setting": None}))
    assert page.progress.isVisible()
    page.close()
    window.close()


def test_the_keyboard_alone_reaches_everything(page: CourtPage) -> None:
    page.size_row.slider.setFocus()
    reached = []
    for _ in range(12):
        reached.append(QApplication.focusWidget())
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    for widget in (page.panel.chart, page.panel.switch, page.explain, page.departures):
        assert widget in reached
    assert page.panes() == [page.size_row.slider, page.panel.chart, page.departures]


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_it_fits_and_paints(page: CourtPage, qapp: QApplication, mode: theme.Mode) -> None:
    page.explain.click()
    for width, height, scale in ((1166, 768, 1.0), (592, 360, 1.0), (1166, 768, 2.0)):
        theme.apply(qapp, mode=mode, text_scale=scale)
        page.resize(width, height)
        assert (page.width(), page.height()) == (width, height)
        assert not page.grab().isNull()
        page.panel.toggle()
        page.departures.setFocus()
        assert not page.grab().isNull()


def test_the_sample_has_something_to_say(app: App, qapp: QApplication) -> None:
    create_sample(app.store, 120, TODAY)
    theme.apply(qapp, mode="light")
    window = MainWindow(app, ImmediateTasks())
    page = shown(window)
    assert "this list would have shown you" in page.headline.text()
    assert page.departures.isVisible()
    page.close()
    window.close()
