"""What the tests of Today share: a small book of accounts, and the window open on Today."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from crm_desktop.app import App
from crm_desktop.domain.dates import day_number
from crm_desktop.domain.entities import AccountFields, ContactFields
from crm_desktop.services import accounts, bulk, contacts
from crm_desktop.storage import tables
from crm_desktop.ui import theme
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.pages.today import TodayPage
from crm_desktop.ui.tasks import ImmediateTasks
from tests.world import TODAY, rate

Book = Iterable[tuple[str, Iterable[int], int]]
"""Accounts: name, days before today on which they bought, amount in minor units."""

STEADY = [(f"Steady {number:02}", range(number % 13, 400, 14), 5_000 + number) for number in range(30)]
"""Thirty accounts on their rhythm."""
LATE = [
    ("Acme Fasteners", range(70, 400, 12), 90_000),
    ("Kovač Mizarstvo", range(70, 400, 12), 60_000),
    ("Αφοί Παπαδάκη", range(70, 400, 12), 40_000),
    ("Пекарня Колосок", range(70, 400, 12), 20_000),
]
"""Four that went silent, from the largest to the smallest."""


def add_book(app: App, book: Book) -> dict[str, int]:
    """Adds accounts with their orders in one operation; returns their ids by name."""
    store = app.store
    ids, orders = {}, []
    with store.operation("Book"):
        for name, days_ago, amount in book:
            ids[name] = accounts.insert(store, AccountFields(name=name))
            orders += [(ids[name], day_number(TODAY) - days, amount, "EUR") for days in days_ago]
        rows = [(order, *rest) for order, rest in zip(store.ids.take(len(orders)), orders, strict=True)]
        bulk.insert_rows(store, tables.Purchase, ("id", "account_id", "day", "amount", "currency"), rows)
    return ids


def add_late(app: App) -> dict[str, int]:
    """The steady and the late ones; Acme has a person and a bad rating. Returns the ids of the late ones."""
    ids = add_book(app, [*STEADY, *LATE])
    contacts.add(app.store, ids["Acme Fasteners"], ContactFields(name="Maria Kos", phone="1"), "Buyer")
    rate(app.store, ids["Acme Fasteners"], 30, 8)
    rate(app.store, ids["Acme Fasteners"], 14, 4, "pallet came nine days late")
    return {name: ids[name] for name, _, _ in LATE}


@contextmanager
def window_on_today(app: App, qapp: QApplication, *, reduced_motion: bool = True) -> Iterator[TodayPage]:
    """The window at 1366x768, active, with the keyboard in the list."""
    theme.apply(qapp, mode="light")
    theme.look().choose(reduced_motion=reduced_motion)
    window = MainWindow(app, ImmediateTasks())
    window.resize(1366, 768)
    window.show()
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window)
    window.open_page("today")
    page = window.page
    assert isinstance(page, TodayPage)
    page.list.setFocus()
    yield page
    window.close()
    window.deleteLater()
    # Windows that are only closed would be styled anew with every later test.
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    theme.look().choose(reduced_motion=False)


def press(widget: QWidget, *keys: Qt.Key) -> None:
    """Types these keys one after the other."""
    for key in keys:
        QTest.keyClick(widget, key)


def window_of(page: TodayPage) -> MainWindow:
    """The window around the page."""
    window = page.window()
    assert isinstance(window, MainWindow)
    return window
