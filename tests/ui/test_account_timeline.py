"""The timeline on the page of an account: read and searched in the worker, page by page, however long it is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from crm_desktop.app import App
from crm_desktop.domain.dates import day_number
from crm_desktop.domain.entities import InteractionFields
from crm_desktop.domain.kinds import InteractionKind
from crm_desktop.services import history
from crm_desktop.storage.tables import Purchase
from crm_desktop.ui import theme
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.pages.account import AccountPage
from crm_desktop.ui.tasks import ImmediateTasks
from tests.ui.test_court_page import StepTasks
from tests.world import TODAY, add_account


def call(app: App, account: int, days_ago: int, notes: str, department: str = "") -> None:
    with app.store.operation("Call"):
        fields = InteractionFields(
            account=account, kind=InteractionKind.CALL, day=TODAY - timedelta(days=days_ago), notes=notes,
            department=department,
        )  # fmt: skip
        history.insert_interaction(app.store, fields)


@pytest.fixture
def busy(app: App) -> int:
    """450 orders, one a day, and before all of them a call."""
    account, today = add_account(app.store, "Busy"), day_number(TODAY)
    with app.store.operation("Orders"):
        columns = ["id", "account_id", "day", "amount", "currency", "what"]
        rows = [(app.store.ids.one(), account, today - days, 100 * days, "EUR", "Boxes") for days in range(1, 451)]
        app.store.insert_many(Purchase, columns, rows)
    call(app, account, 500, "Žaga je pokvarjena")
    return account


def page_of(app: App, qapp: QApplication, account: int, tasks: ImmediateTasks) -> AccountPage:
    theme.apply(qapp, mode="light")
    window = MainWindow(app, tasks)
    window.resize(1366, 768)
    window.show()
    window.open_account(account)
    assert isinstance(window.page, AccountPage)
    return window.page


@pytest.fixture
def page(app: App, qapp: QApplication, busy: int) -> AccountPage:
    return page_of(app, qapp, busy, ImmediateTasks())


@pytest.fixture
def tasks() -> StepTasks:
    return StepTasks()


@pytest.fixture
def slow(app: App, qapp: QApplication, busy: int, tasks: StepTasks) -> Iterator[AccountPage]:
    """The same in a window whose worker does nothing until the test lets it go on."""
    shown = page_of(app, qapp, busy, tasks)
    tasks.go_on(50)
    yield shown
    tasks.waiting.clear()


def titles(page: AccountPage) -> list[str]:
    return [line.title for line in page.timeline.view.rows.lines]


def told(page: AccountPage) -> list[str]:
    return [label.text() for label in page.timeline.findChildren(QLabel) if label.isVisible()]


def test_words_are_looked_for_in_all_lines_not_only_in_those_that_were_read(page: AccountPage) -> None:
    assert "Call" not in titles(page)
    page.timeline.search.setText("zaga")
    assert titles(page) == ["Call"]
    page.timeline.search.setText("žagar")
    assert titles(page) == []
    assert "Nothing in the timeline has “žagar”." in told(page)
    page.timeline.search.clear()
    assert len(titles(page)) == 200


def test_of_a_department_no_more_is_claimed_than_was_looked_through(app: App, page: AccountPage, busy: int) -> None:
    call(app, busy, 3, "Invoice", "Billing")
    page.timeline.choose_department("Billing")
    page.timeline.search.setText("boxes")
    assert "Nothing of Billing has “boxes”." in told(page)


def test_what_was_found_comes_in_pages_too(page: AccountPage) -> None:
    page.timeline.search.setText("order boxes")
    bar = page.timeline.view.verticalScrollBar()
    for lines in (200, 400, 450, 450):
        assert len(titles(page)) == lines
        bar.setValue(bar.maximum())
    assert titles(page)[0] == "Order, Boxes, €1"
    assert titles(page)[-1] == "Order, Boxes, €450"


def test_after_a_change_the_same_lines_are_there_at_the_same_place(app: App, page: AccountPage, busy: int) -> None:
    view = page.timeline.view
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
    view.setCurrentIndex(view.rows.index(250))
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum() // 2)
    place = view.verticalScrollBar().value()
    call(app, busy, 600, "Older than all")
    assert len(titles(page)) == 400
    assert (view.currentIndex().row(), view.verticalScrollBar().value()) == (250, place)


def test_typing_does_not_wait_and_what_was_overtaken_is_never_read(slow: AccountPage, tasks: StepTasks) -> None:
    before = titles(slow)
    QTest.keyClicks(slow.timeline.search, "zaga")
    assert titles(slow) == before
    assert [key for key, _ in tasks.waiting].count("timeline") == 1
    tasks.go_on(50)
    assert titles(slow) == ["Call"]


def test_when_the_answer_takes_a_while_nothing_stands_there_as_if_it_were_it(
    slow: AccountPage, tasks: StepTasks
) -> None:
    slow.timeline.search.setText("zaga")
    slow.timeline.waiting.timeout.emit()
    assert titles(slow) == []
    assert "Looking for “zaga”…" in told(slow)
    tasks.go_on(50)
    assert titles(slow) == ["Call"]
    assert not slow.timeline.waiting.isActive()


def test_nothing_of_another_account_stands_there_while_one_is_read(
    app: App, slow: AccountPage, tasks: StepTasks
) -> None:
    slow.timeline.search.setText("zaga")
    slow.desk.open_account(add_account(app.store, "Beta"))
    assert titles(slow) == []
    assert not slow.pane.follow_ups.isVisible()
    assert slow.chart.chart.accessibleName() == ""
    assert not any(text.startswith("Nothing") for text in told(slow))
    tasks.go_on(50)
    assert "Nothing has happened yet. L logs the first call." in told(slow)
    assert slow.pane.follow_ups.isVisible()
    assert slow.chart.chart.accessibleName() != ""
