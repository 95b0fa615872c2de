"""The parts of an account's page in every size of window, by the keyboard, each with a name."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication

from crm_desktop.app import App
from crm_desktop.domain.entities import (
    FollowUpFields,
)
from crm_desktop.services import follow_ups
from crm_desktop.services.portrait import ServiceDimension, place_of, service_dimension
from crm_desktop.ui.main_window import MainWindow
from tests.ui.account_page.world import Key, Opener, texts
from tests.world import TODAY, add_account


def test_an_account_with_nothing_in_it_is_a_page_too(app: App, open_page: Opener) -> None:
    page = open_page(add_account(app.store, "New"))
    assert page.head.status.accessibleName() == "Still learning"
    assert page.head.facts.text() == ""
    assert page.pane.people.rows == []
    assert "Nothing has happened yet. L logs the first call." in texts(page.timeline)
    assert "No orders in 24 months." in page.chart.chart.accessibleName()


def test_narrow_and_low_windows_turn_parts_into_tabs(
    window: MainWindow, app: App, acme: int, open_page: Opener
) -> None:
    follow_ups.add(app.store, FollowUpFields(account=acme, what="Call", due=TODAY))
    page = open_page(acme)
    assert not page.tabs.isVisible()
    window.resize(1000, 768)
    QApplication.processEvents()
    assert [page.tabs.tabText(place) for place in range(page.tabs.count())] == ["History", "Follow-ups and people 1"]
    assert page.chart.isVisible()
    assert not page.pane.isVisible()
    window.resize(640, 360)
    QApplication.processEvents()
    shown = []
    for place in range(page.tabs.count()):
        page.tabs.setCurrentIndex(place)
        QApplication.processEvents()
        shown.append([part.isVisible() for part in (page.timeline, page.chart, page.pane)])
        assert page.minimumSizeHint().width() <= page.width()
    assert shown == [[True, False, False], [False, True, False], [False, False, True]]
    page.edit()
    QApplication.processEvents()
    assert page.head.form.isVisible()
    assert not page.tabs.isVisible()
    QTest.keyClick(page.head.form.name, Key.Key_Escape)
    window.resize(1366, 768)
    QApplication.processEvents()
    assert page.timeline.isVisible()
    assert page.pane.isVisible()


def test_f6_reaches_every_part(window: MainWindow, acme: int, open_page: Opener) -> None:
    page = open_page(acme)
    reached = set()
    for _ in range(8):
        window.actions_by_id["pane.next"].trigger()
        focus = QApplication.focusWidget()
        reached |= {pane for pane in page.panes() if focus is pane or pane.isAncestorOf(focus)}
    assert {page.head.next, page.chart, page.timeline, page.pane} <= reached


def test_every_button_has_a_name(acme: int, open_page: Opener) -> None:
    page = open_page(acme)
    nameless = [b for b in page.findChildren(QAbstractButton) if b.focusPolicy() and not b.accessibleName()]
    assert nameless == []


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("", ""),
        ("Dunajska 5, 1000 Ljubljana", "Ljubljana"),
        ("12 High St\nYork\nYO1 7HH", ""),
        ("Oslo", "Oslo"),
        ("Ulica 1,\n 11000 Beograd , ", "Beograd"),
    ],
)
def test_the_town_of_an_address(address: str, place: str) -> None:
    assert place_of(address) == place


@pytest.mark.parametrize(
    ("name", "dimension"),
    [
        ("keeps_promises", ServiceDimension.RELIABILITY),
        ("Reliability", ServiceDimension.RELIABILITY),
        ("Goods and papers", ServiceDimension.TANGIBLES),
        ("Goods & papers", ServiceDimension.TANGIBLES),
        ("parking", None),
    ],
)
def test_service_dimensions_by_either_name(name: str, dimension: ServiceDimension | None) -> None:
    assert service_dimension(name) is dimension
