"""Labels, buttons and the ring round what has the keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.ui.paint.text import text_width
from crm_desktop.ui.theme import current_theme, look
from crm_desktop.ui.widgets.buttons import Button, ButtonKind, IconButton
from crm_desktop.ui.widgets.fields import CheckBox
from crm_desktop.ui.widgets.focus_ring import FocusRing
from crm_desktop.ui.widgets.labels import ElidedLabel, PlainLabel
from tests.ui.widgets.world import LEFT_BUTTON, Show, role_of

# The offscreen platform says so of every window it shows.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


# ---- labels


def test_labels_never_read_markup(qtbot: QtBot) -> None:
    label = PlainLabel("<b>Ltd</b>")
    qtbot.addWidget(label)
    assert label.textFormat() == Qt.TextFormat.PlainText


def test_labels_follow_the_look(qtbot: QtBot) -> None:
    label = PlainLabel("Today", "h1", "text2")
    qtbot.addWidget(label)
    look().choose(mode="dark", text_scale=2.0)
    assert label.font().pixelSize() == 40
    assert label.palette().color(QPalette.ColorRole.WindowText) == current_theme().color("text2")
    label.set_color("danger")
    assert label.palette().color(QPalette.ColorRole.WindowText) == current_theme().color("danger")


def test_an_elided_label_tells_the_whole_text_in_its_tool_tip(show: Show) -> None:
    label = ElidedLabel("<i>Wren & Daughters</i> of Larkfield")
    show(label, size=(100, 80))
    label.grab()
    assert "&lt;i&gt;Wren &amp; Daughters" in label.toolTip()
    label.setText("A")
    label.grab()
    assert label.toolTip() == ""


# ---- buttons


@pytest.mark.parametrize("kind", ["primary", "secondary", "quiet", "danger", "link", "field"])
def test_a_button_shows_its_text_as_it_stands(show: Show, kind: ButtonKind) -> None:
    button = Button("Call Wren & Daughters", kind, icon="phone", key="L")
    show(button)
    assert button.label == button.accessibleName() == "Call Wren & Daughters"
    assert button.shortcut().isEmpty()
    assert role_of(button) == QAccessible.Role.PushButton
    assert button.width() >= text_width(button.label, current_theme())
    button.grab()


def test_buttons_are_large_enough_at_every_text_size(show: Show) -> None:
    button, small = Button("Import 204 rows", "primary"), Button("Save", small=True)
    show(button, small)
    assert (button.sizeHint().height(), small.sizeHint().height()) == (32, 28)
    look().choose(text_scale=2.0)
    assert (button.sizeHint().height(), small.sizeHint().height()) == (64, 56)
    assert button.sizeHint().width() > text_width(button.label, current_theme(), weight=500)


def test_a_button_works_by_keyboard_pointer_and_mnemonic(show: Show, qtbot: QtBot) -> None:
    button = Button("Save", "primary", mnemonic="S")
    show(button)
    pressed: list[bool] = []
    button.clicked.connect(lambda: pressed.append(True))
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)
    qtbot.mouseClick(button, LEFT_BUTTON)
    assert len(pressed) == 2
    assert button.shortcut().toString() == "Alt+S"


def test_a_busy_button_keeps_its_width_and_cannot_be_pressed(qtbot: QtBot) -> None:
    button = Button("Import 1,204 rows", "primary")
    qtbot.addWidget(button)
    width = button.sizeHint().width()
    button.set_busy("Importing…")
    assert (button.sizeHint().width(), button.isEnabled()) == (width, False)
    button.grab()
    button.set_ready("Import 1,204 rows")
    assert (button.sizeHint().width(), button.isEnabled()) == (width, True)


def test_an_icon_button_has_a_name_and_tells_its_key(show: Show) -> None:
    button = IconButton("settings", "Settings", key="Ctrl ,")
    show(button)
    assert button.accessibleName() == "Settings"
    assert "Settings (Ctrl ,)" in button.toolTip()
    assert button.sizeHint().width() == button.sizeHint().height() == 32
    button.set_name("Preferences")
    assert "Preferences" in button.toolTip()
    button.grab()


def test_the_focus_ring_lies_outside_and_takes_no_room(show: Show) -> None:
    first, second = Button("One"), Button("Two")
    window = show(first, second)
    places = (first.geometry(), second.geometry())
    first.setFocus()
    rings = [ring for ring in window.findChildren(FocusRing) if ring.isVisible()]
    assert len(rings) == 1
    top_left = rings[0].mapTo(window, QPoint(0, 0))
    assert QRect(top_left, rings[0].size()) == first.geometry().adjusted(-4, -4, 4, 4)
    assert (first.geometry(), second.geometry()) == places
    second.setFocus()
    assert [ring for ring in window.findChildren(FocusRing) if ring.isVisible()] != rings
    window.grab()
    second.hide()
    visible = [ring for ring in window.findChildren(FocusRing) if ring.isVisible()]
    assert visible == rings  # The focus has gone back to the first.
    second.deleteLater()
    QApplication.sendPostedEvents(None, 0)


def test_the_focus_ring_climbs_out_of_a_tight_parent(show: Show) -> None:
    tight = QWidget()
    column = QVBoxLayout(tight)
    column.setContentsMargins(0, 0, 0, 0)
    button = Button("Tight")
    column.addWidget(button)
    window = show(tight)
    button.setFocus()
    ring = next(ring for ring in window.findChildren(FocusRing) if ring.isVisible())
    assert ring.parentWidget() is window
    tight.move(tight.x() + 7, tight.y())
    assert ring.mapTo(window, QPoint(0, 0)) == button.mapTo(window, QPoint(-4, -4))


def test_the_focus_ring_of_a_part_goes_round_the_whole_row(show: Show) -> None:
    row = QWidget()
    column = QVBoxLayout(row)
    column.setContentsMargins(0, 0, 0, 0)
    box = CheckBox("Pay the invoice", row=row)
    column.addWidget(box)
    column.addWidget(QLabel("3 days late"))
    window = show(row)
    box.setFocus()
    ring = next(ring for ring in window.findChildren(FocusRing) if ring.isVisible())
    assert QRect(ring.mapTo(window, QPoint(0, 0)), ring.size()) == row.geometry().adjusted(-4, -4, 4, 4)
    row.move(row.x() + 7, row.y())
    assert ring.mapTo(window, QPoint(0, 0)) == row.geometry().topLeft() - QPoint(4, 4), "it follows the row"
