"""What waits for the first paint: it runs once afterwards, and work that was held back is not lost."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.ui.first_paint import after_first_paint
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.tasks import WorkerTasks


def test_it_runs_once_and_only_after_the_window_was_painted(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    ran: list[bool] = []
    after_first_paint(window, lambda: ran.append(window.isVisible()))
    assert ran == []
    window.show()
    assert ran == []
    qtbot.waitUntil(lambda: ran == [True])
    window.repaint()
    QApplication.processEvents()
    assert ran == [True]


def test_a_window_that_is_never_painted_does_not_keep_everybody_waiting(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    ran: list[int] = []
    after_first_paint(window, lambda: ran.append(1))
    qtbot.waitUntil(lambda: ran == [1], timeout=5000)


def test_a_window_may_go_at_the_moment_its_work_has_run(qtbot: QtBot) -> None:
    def show_and_forget() -> None:
        window = QWidget()
        ran: list[int] = []
        after_first_paint(window, lambda: ran.append(1))
        window.show()
        qtbot.waitUntil(lambda: ran == [1])

    for _ in range(25):
        show_and_forget()
        QApplication.processEvents()


def test_work_that_is_held_back_begins_in_its_order(qtbot: QtBot) -> None:
    tasks = WorkerTasks(held=True)
    done: list[int] = []
    for number in range(3):
        tasks.run(lambda number=number: number, done.append)
    assert done == []
    tasks.begin()
    qtbot.waitUntil(lambda: done == [0, 1, 2])
    tasks.run(lambda: 3, done.append)
    qtbot.waitUntil(lambda: done == [0, 1, 2, 3])
    tasks.stop()


def test_alt_alone_shows_the_menu_bar_and_hides_it_again(window: MainWindow) -> None:
    shown = window.menuBar().isVisible()
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Alt)
    assert window.menuBar().isVisible() is not shown
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Alt)
    assert window.menuBar().isVisible() is shown


def test_alt_gives_the_keyboard_to_the_menu_bar_and_escape_gives_it_back(window: MainWindow) -> None:
    window.open_page("accounts")
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window)
    before = QApplication.focusWidget()
    assert before is not None
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Alt)
    bar = window.menuBar()
    assert bar.hasFocus()
    assert bar.activeAction() is bar.actions()[0]
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Escape)
    assert not bar.isVisible()
    assert QApplication.focusWidget() is before


def test_alt_with_another_key_leaves_the_menu_bar_as_it_is(window: MainWindow) -> None:
    before = window.body.pages.here.page
    window.open_page("accounts")
    alt, handle = Qt.KeyboardModifier.AltModifier, window.windowHandle()
    QTest.keyPress(handle, Qt.Key.Key_Alt, alt)
    QTest.keyClick(handle, Qt.Key.Key_Left, alt)
    QTest.keyRelease(handle, Qt.Key.Key_Alt)
    assert window.body.pages.here.page == before, "the key did what it is for"
    assert not window.menuBar().isVisible()
