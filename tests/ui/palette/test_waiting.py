"""The palette while the answer is still being worked out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication

from crm_desktop.app import App, open_workspace
from crm_desktop.services import accounts, quick_log, talk_index
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.tasks import WorkerTasks
from tests.ui.palette.world import lines, opened, press
from tests.world import TODAY, add_account


def test_notes_that_come_later_stand_above_the_offer_to_add(
    book: dict[str, int],
    window: MainWindow,
    app: App,
    qtbot,  # type: ignore[no-untyped-def]
) -> None:
    quick_log.save(app.store, quick_log.Entry(account=book["Larkfield Dairy"], subject="iovac was misspelt"), TODAY)
    palette = opened(window, "iovac")
    offer = "Nothing called “iovac”. Add it?"
    assert lines(palette)[1] == "Kovač Mizarstvo"
    assert lines(palette)[-1] == offer
    qtbot.waitUntil(lambda: "[Found in notes]" in lines(palette))
    assert lines(palette)[-2:] == ["“iovac was misspelt”", offer]
    current = palette.list.current()
    assert current is not None
    assert current.title == "Kovač Mizarstvo"


@pytest.fixture
def working_window(tmp_path: Path, qapp: QApplication) -> Iterator[MainWindow]:
    """The window as it really runs: its work on the worker thread."""
    app = open_workspace(tmp_path / "real.crm", today=TODAY, create=True)
    add_account(app.store, "Acme")
    window = MainWindow(app, WorkerTasks(close_thread=app.store.close))
    window.resize(1366, 768)
    window.show()
    yield window
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_enter_before_the_answer_waits_for_it(working_window: MainWindow, qtbot) -> None:  # type: ignore[no-untyped-def]
    palette = opened(working_window, "acm")
    press(palette, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: working_window.page.title == "Acme", timeout=10_000)
    assert not palette.isVisible()


def test_enter_before_the_answer_never_adds(working_window: MainWindow, qtbot) -> None:  # type: ignore[no-untyped-def]
    palette = opened(working_window, "zzz")
    press(palette, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: lines(palette) == ["Nothing called “zzz”. Add it?"], timeout=10_000)
    assert palette.isVisible()
    assert accounts.count(working_window.app.store) == 1


def test_what_was_said_is_read_in_the_background(working_window: MainWindow, qtbot) -> None:  # type: ignore[no-untyped-def]
    store = working_window.app.store
    acme = accounts.by_name(store, "Acme")
    quick_log.save(store, quick_log.Entry(account=acme, subject="beech samples"), TODAY)
    working_window.overlays.reader._timer.start(0)
    qtbot.waitUntil(lambda: bool(talk_index.said(store, ["beech"], 1)), timeout=10_000)
