"""The sidebar: places, counts, keys, and its narrow form."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crm_desktop.ui.theme import look
from crm_desktop.ui.widgets.sidebar import NavItem, Sidebar
from tests.ui.widgets.world import LEFT_BUTTON

# The offscreen platform says so of every window it shows.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


PAGES = (NavItem("today", "Today", "sun", 8), NavItem("accounts", "Accounts", "building-2"))
VIEWS = (NavItem("quiet", "Gone quiet", count=1940),)


# ---- sidebar


def sidebar(qtbot: QtBot) -> Sidebar:
    bar = Sidebar()
    bar.set_workspace_name("Hallam & Reed")
    bar.set_items(PAGES, VIEWS, views_title="Your views")
    bar.set_status("All changes saved")
    bar.set_current("today")
    qtbot.addWidget(bar)
    bar.resize(bar.width(), 600)
    with qtbot.waitExposed(bar):
        bar.show()
    return bar


def texts(bar: Sidebar, role: int = Qt.ItemDataRole.DisplayRole) -> list[str]:
    model = bar.list.model()
    return [model.index(row, 0).data(role) for row in range(model.rowCount(QModelIndex()))]


def test_the_sidebar_lists_pages_and_views_with_their_counts(qtbot: QtBot) -> None:
    bar = sidebar(qtbot)
    assert texts(bar) == ["Today", "Accounts", "Your views", "Gone quiet"]
    spoken = Qt.ItemDataRole.AccessibleTextRole
    assert texts(bar, spoken) == ["Today, 8", "Accounts", "Your views", "Gone quiet, 1,940"]
    bar.set_counts({"today": 7, "accounts": 212, "unknown": 3})
    assert texts(bar, spoken)[:2] == ["Today, 7", "Accounts, 212"]
    bar.set_counts({"today": None})
    assert texts(bar, spoken)[0] == "Today"
    bar.grab()


def test_places_are_chosen_by_pointer_and_keyboard(qtbot: QtBot) -> None:
    bar = sidebar(qtbot)
    heard: list[str] = []
    bar.chosen.connect(heard.append)
    second = bar.list.visualRect(bar.list.model().index(1, 0))
    qtbot.mouseClick(bar.list.viewport(), LEFT_BUTTON, pos=second.center())
    qtbot.keyClick(bar.list, Qt.Key.Key_Down)
    qtbot.keyClick(bar.list, Qt.Key.Key_Return)
    qtbot.keyClick(bar.list, Qt.Key.Key_Up)
    qtbot.keyClick(bar.list, Qt.Key.Key_Space)
    assert heard == ["accounts", "quiet", "accounts"]
    assert bar.list.current_id == "accounts"


def test_a_heading_cannot_be_chosen_and_letters_are_left_to_the_page(qtbot: QtBot) -> None:
    bar = sidebar(qtbot)
    with qtbot.assertNotEmitted(bar.chosen):
        heading = bar.list.visualRect(bar.list.model().index(2, 0))
        qtbot.mouseClick(bar.list.viewport(), LEFT_BUTTON, pos=heading.center())
        bar.set_current("quiet")
        qtbot.keyClick(bar.list, Qt.Key.Key_T)
    assert bar.list.current_id == "quiet"


def test_the_sidebar_asks_the_window(qtbot: QtBot) -> None:
    bar = sidebar(qtbot)
    for button, signal in (
        (bar.log_button, bar.log_requested),
        (bar.find_button, bar.find_requested),
        (bar.settings_button, bar.settings_requested),
        (bar.workspace_button, bar.workspace_requested),
    ):
        with qtbot.waitSignal(signal):
            qtbot.mouseClick(button, LEFT_BUTTON)


def test_a_collapsed_sidebar_explains_its_icons(qtbot: QtBot) -> None:
    bar = sidebar(qtbot)
    bar.set_collapsed(True)
    assert bar.collapsed
    assert bar.width() == 48
    assert texts(bar) == ["Today", "Accounts"]
    assert "Accounts" in texts(bar, Qt.ItemDataRole.ToolTipRole)[1]
    assert "Log (Ctrl L)" in bar.log_button.toolTip()
    assert "Hallam &amp; Reed" in bar.workspace_button.toolTip()
    assert bar.list.current_id == "today"
    bar.grab()
    bar.set_collapsed(False)
    assert (bar.width(), bar.log_button.toolTip(), bar.workspace_button.toolTip()) == (200, "", "")


def test_the_sidebar_grows_with_the_text(qtbot: QtBot) -> None:
    bar = sidebar(qtbot)
    look().choose(text_scale=1.5)
    QApplication.processEvents()
    assert bar.width() == 300
    assert bar.list.visualRect(bar.list.model().index(0, 0)).height() >= 45
