"""A few accounts, the quick log opened over them, and a window whose worker can be made to wait."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from pytestqt.qtbot import QtBot

from crm_desktop.app import App
from crm_desktop.domain.entities import AccountFields, ContactFields
from crm_desktop.services import accounts, contacts, quick_log
from crm_desktop.services.quick_log import Entry
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.tasks import WorkerTasks
from crm_desktop.ui.widgets.quick_log_dialog import QuickLogDialog
from tests.ui.quick_log.world import NAUGHTY, TODAY, opened


@pytest.fixture
def acme(app: App) -> int:
    """An account with two people and a rating of 8; three others stand beside it."""
    account = accounts.add(app.store, AccountFields(name="Acme Fasteners"))
    contacts.add(app.store, account, ContactFields(name="Maria Kos", phone="+386 40 555 018"), "buyer")
    contacts.add(app.store, account, ContactFields(name="Ivan Horvat"), "owner")
    for name in ("Kovač Mizarstvo", "Larkfield Dairy", NAUGHTY):
        accounts.add(app.store, AccountFields(name=name))
    quick_log.save(app.store, Entry(account=account, subject="price list", rating=8), TODAY - timedelta(days=13))
    return account


@pytest.fixture
def log(acme: int, window: MainWindow) -> QuickLogDialog:
    """The quick log, opened on no account."""
    return opened(window)


@pytest.fixture
def slow_window(app: App, acme: int, qtbot: QtBot) -> Iterator[tuple[MainWindow, threading.Event]]:
    """The window with its real worker, which waits until the event is set."""
    gate = threading.Event()
    tasks = WorkerTasks(close_thread=app.store.close)
    window = MainWindow(app, tasks)
    window.resize(1366, 768)
    window.show()
    tasks.run(gate.wait)
    yield window, gate
    gate.set()
    answered = threading.Event()
    tasks.run(lambda: None, lambda _nothing: answered.set())
    qtbot.waitUntil(answered.is_set)
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
