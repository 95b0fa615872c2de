"""What was told about an account on its page, and what changed since the last look in the head of Today."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from crm_desktop.app import App
from crm_desktop.services import attention, corrections
from crm_desktop.ui.pages.account import AccountPage
from crm_desktop.ui.pages.today import TodayPage
from crm_desktop.ui.widgets.labels import ElidedLabel
from tests.ui.today_world import add_late, window_of, window_on_today
from tests.world import TODAY, buy

YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture
def late(app: App) -> dict[str, int]:
    """Four late accounts; the list was looked at yesterday, and one has ordered since."""
    ids = add_late(app)
    attention.today_list(app.store, YESTERDAY)
    buy(app.store, ids["Kovač Mizarstvo"], [0])
    return ids


@pytest.fixture
def page(app: App, qapp: QApplication, late: dict[str, int]) -> Iterator[TodayPage]:
    """Today, looked at for the first time on this day."""
    with window_on_today(app, qapp) as shown:
        yield shown


def _head(page: TodayPage) -> list[str]:
    return [label.text() for label in page.head.findChildren(ElidedLabel)]


def test_the_head_says_what_changed_since_the_last_look(page: TodayPage) -> None:
    assert "Friday 20 November  ·  1 recovered since Thursday: Kovač Mizarstvo." in _head(page)


def test_what_you_told_is_told_apart_in_the_head(page: TodayPage, late: dict[str, int]) -> None:
    corrections.left(page.app.store, late["Acme Fasteners"], TODAY)
    said = "1 recovered since Thursday: Kovač Mizarstvo. Off the list by your word: Acme Fasteners."
    assert f"Friday 20 November  ·  {said}" in _head(page)


def test_a_row_that_moved_says_so_to_a_screen_reader(app: App, page: TodayPage, late: dict[str, int]) -> None:
    before = corrections.of_account(app.store, late["Acme Fasteners"], TODAY)
    assert before == []
    new = _new_account(app)
    spoken = page.list.items.index(page.list.items.row_of(new)).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "New on the list since Thursday." in spoken


def _new_account(app: App) -> int:
    from tests.world import add_account

    account = add_account(app.store, "Just Noticed")
    buy(app.store, account, range(70, 400, 12), amount=80_000)
    return account


def test_the_account_page_shows_what_was_told_and_takes_it_back(page: TodayPage, late: dict[str, int]) -> None:
    window, account = window_of(page), late["Acme Fasteners"]
    corrections.pauses(page.app.store, account, 12, 2, TODAY)
    window.open_account(account)
    shown = window.page
    assert isinstance(shown, AccountPage)
    lines = shown.head.told.lines
    assert [line.text for line in lines] == ["You said: they pause December to February."]
    assert shown.head.told.isVisible()
    assert lines[0].link.accessibleName() == "Take back: You said: they pause December to February."
    lines[0].link.click()
    assert corrections.of_account(page.app.store, account, TODAY) == []
    assert not shown.head.told.isVisible()
    page.app.store.undo()
    assert len(corrections.of_account(page.app.store, account, TODAY)) == 1
    assert shown.head.told.isVisible()


def test_who_left_is_shown_as_such(page: TodayPage, late: dict[str, int]) -> None:
    corrections.left(page.app.store, late["Acme Fasteners"], TODAY)
    window_of(page).open_account(late["Acme Fasteners"])
    shown = window_of(page).page
    assert isinstance(shown, AccountPage)
    assert shown.head.why.text == "Not a customer any more."
