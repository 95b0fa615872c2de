"""Fields, ratings and choices."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.ui.widgets.fields import CheckBox, ComboBox, LineField
from crm_desktop.ui.widgets.rating_picker import RatingPicker
from crm_desktop.ui.widgets.segmented import SegmentedChoice
from tests.ui.widgets.world import LEFT_BUTTON, Show, role_of

# The offscreen platform says so of every window it shows.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


# ---- fields


def test_a_field_says_what_is_wrong_with_it(show: Show) -> None:
    field = LineField(name="Due", icon="calendar")
    show(field)
    field.set_error("September has 30 days. <Try> 30 September.")
    assert field.accessibleDescription() == field.error == "September has 30 days. <Try> 30 September."
    assert "&lt;Try&gt;" in field.toolTip()
    field.grab()
    field.set_error("")
    assert (field.accessibleDescription(), field.toolTip()) == ("", "")
    assert LineField(placeholder="Find").accessibleName() == "Find"


def test_a_field_does_not_move_what_is_under_it_when_focused(show: Show) -> None:
    field, below = LineField(), QLabel("below")
    show(field, below)
    place = below.geometry()
    field.setFocus()
    field.set_error("wrong")
    QApplication.processEvents()
    assert below.geometry() == place


def test_a_check_box_is_ticked_on_its_whole_width(show: Show, qtbot: QtBot) -> None:
    box = CheckBox("R&D")
    show(box)
    assert role_of(box) == QAccessible.Role.CheckBox
    assert box.accessibleName() == "R&D"
    qtbot.mouseClick(box, LEFT_BUTTON, pos=QPoint(box.width() - 3, box.height() // 2))
    assert box.isChecked()
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Space)
    assert not box.isChecked()
    box.grab()
    box.setEnabled(False)
    box.grab()


def test_a_combo_box_paints_each_of_its_states(show: Show, qtbot: QtBot) -> None:
    box = ComboBox(name="Kind")
    box.setPlaceholderText("Skip")
    box.addItems(["Account name", "<b>Amount</b>"])
    show(box)
    assert (box.accessibleName(), role_of(box)) == ("Kind", QAccessible.Role.ComboBox)
    assert box.currentIndex() == -1
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Down)
    qtbot.keyClick(box, Qt.Key.Key_Down)
    assert box.currentText() == "<b>Amount</b>"
    box.grab()
    box.setCurrentIndex(-1)
    box.grab()
    box.setEnabled(False)
    box.grab()


# ---- choices


def test_a_rating_is_picked_by_digits(show: Show, qtbot: QtBot) -> None:
    picker = RatingPicker("Rating")
    window = show(picker)
    heard: list[object] = []
    picker.picked.connect(heard.append)
    picker.setFocus()
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_4)
    assert picker.score() == 4
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_1)
    assert picker.score() == 1
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_0)
    assert picker.score() == 10
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_0)
    assert picker.score() == 0
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Backspace)
    assert picker.score() is None
    assert heard == [4, 1, 10, 0, None]


def test_a_rating_is_picked_by_arrows_and_pointer(show: Show, qtbot: QtBot) -> None:
    picker = RatingPicker("Rating")
    window = show(picker)
    picker.set_score(6)
    buttons = {button.text(): button for button in window.findChildren(QWidget) if hasattr(button, "isChecked")}
    buttons["6"].setFocus()
    qtbot.keyClick(buttons["6"], Qt.Key.Key_Right)
    assert picker.score() == 7
    qtbot.mouseClick(buttons["9"], LEFT_BUTTON, pos=QPoint(28, 28))
    assert picker.score() == 9
    assert role_of(buttons["9"]) == QAccessible.Role.RadioButton
    assert buttons["9"].accessibleName() == "Rating: 9, advocate"
    picker.grab()
    picker.setEnabled(False)
    picker.grab()


def test_filling_a_rating_tells_nobody(qtbot: QtBot) -> None:
    picker = RatingPicker("Rating")
    qtbot.addWidget(picker)
    with qtbot.assertNotEmitted(picker.picked):
        picker.set_score(3)
        picker.set_score(None)
    assert picker.score() is None


def test_a_segmented_choice_always_has_one_value(show: Show, qtbot: QtBot) -> None:
    choice = SegmentedChoice([("call", "Call"), ("visit", "Visit"), ("r&d", "R&D")], "What")
    window = show(choice)
    assert choice.value() == "call"
    with qtbot.assertNotEmitted(choice.chosen):
        choice.set_value("visit")
    chosen = next(button for button in window.findChildren(QWidget) if getattr(button, "isChecked", bool)())
    chosen.setFocus()
    with qtbot.waitSignal(choice.chosen) as heard:
        qtbot.keyClick(chosen, Qt.Key.Key_Right)
    assert heard.args == ["r&d"]
    assert choice.value() == "r&d"
    assert choice.sizeHint().height() == 28
    choice.grab()
    assert SegmentedChoice([], "None").value() == ""
