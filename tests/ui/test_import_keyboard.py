"""The Import page by the keyboard alone, in every size of window, each part with a name."""

from __future__ import annotations

import gc
import weakref

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from crm_desktop.app import App
from crm_desktop.ui.main_window import MainWindow
from tests.ui.import_world import BAD, ORDERS, Write, opened, orders, press


def test_the_keyboard_alone_imports_a_file(window: MainWindow, app: App, write: Write) -> None:
    page = opened(window, write(ORDERS))
    assert QApplication.focusWidget() is page.check.table
    stops: list[QWidget] = []
    for _ in range(4):
        press(Qt.Key.Key_F6)
        stops.append(QApplication.focusWidget() or page)
    assert page.check.summary.isAncestorOf(stops[0])
    assert stops[1] is page.footer.import_button
    assert page.head.kind_box in stops
    page.footer.import_button.setFocus()
    press(Qt.Key.Key_Space)
    assert len(orders(app)) == 3


def test_tab_goes_over_the_columns_into_the_data(window: MainWindow, write: Write) -> None:
    page = opened(window, write(ORDERS))
    header = page.check.table.header
    page.head.kind_box.setFocus()
    stops = []
    for _ in range(4):
        press(Qt.Key.Key_Tab)
        stops.append(QApplication.focusWidget())
    assert stops == [header.box(0), header.box(1), header.box(2), page.check.table]


def test_tab_leads_out_of_the_data_to_the_problems_and_the_import(window: MainWindow, write: Write) -> None:
    page = opened(window, write((*ORDERS, *BAD)))
    page.check.table.setFocus()
    stops = []
    for _ in range(6):
        press(Qt.Key.Key_Tab)
        stops.append(QApplication.focusWidget())
    summary, footer = page.check.summary, page.footer
    already_here, *others = stops
    assert already_here is not None
    assert already_here.accessibleName() == "Already here"
    assert summary.isAncestorOf(already_here)
    assert others[0] is summary.problems
    assert others[1:] == [summary.save_button, summary.reading_button, footer.back_button, footer.import_button]


def test_what_tab_went_over_outlives_a_collection_of_garbage(window: MainWindow, write: Write) -> None:
    page = opened(window, write((*ORDERS, *BAD)))
    table = weakref.ref(page.check.table)
    page.check.table.setFocus()
    press(Qt.Key.Key_Tab)
    # Nothing is asked of the page meanwhile: what a widget answers it would hold from then on.
    ours = [part for part in QApplication.allWidgets() if type(part).__module__.startswith("crm_desktop")]
    shown = [weakref.ref(part) for part in ours if window.isAncestorOf(part)]
    del ours
    gc.collect()
    assert table in shown
    assert all(part() is not None for part in shown)


def test_ctrl_enter_imports_but_first_ends_what_is_being_written(window: MainWindow, app: App, write: Write) -> None:
    page = opened(window, write((*ORDERS, *BAD)))
    page.check.table.setFocus()
    press(Qt.Key.Key_F2)
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert page.check.isVisible()
    assert not orders(app)
    QApplication.processEvents()
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert len(orders(app)) == 3


def test_a_message_stays_above_the_foot_of_the_import(window: MainWindow, write: Write) -> None:
    window.say("Saved.")
    page = opened(window, write(ORDERS))
    QApplication.processEvents()
    foot = page.footer.mapTo(window, page.footer.rect().topLeft()).y()
    assert window.message.isVisible()
    assert window.message.mapTo(window, window.message.rect().bottomLeft()).y() < foot


def test_everything_that_takes_the_keyboard_has_a_name(window: MainWindow, write: Write) -> None:
    page = opened(window, write((*ORDERS, *BAD)))
    page.check.summary.reading_button.click()
    unnamed = [
        widget
        for widget in page.findChildren(QWidget)
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus and not widget.accessibleName()
    ]
    assert unnamed == []


def test_a_small_window_shows_data_and_check_as_tabs(window: MainWindow, write: Write, qapp: QApplication) -> None:
    window.resize(640, 360)
    page = opened(window, write((*ORDERS, *BAD)))
    qapp.processEvents()
    assert page.check.tabs.isVisible()
    assert page.check.table.isVisible()
    assert not page.check.summary.isVisible()
    assert page.width() <= 640
    assert page.footer.import_button.visibleRegion().boundingRect().size() == page.footer.import_button.size()
    page.check.tabs.setFocus()
    page.check.tabs.setCurrentIndex(1)
    assert page.check.summary.isVisible()
    press(Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    assert page.check.table.isVisible()
