"""The shared widgets, used as a person uses them: by pointer, by keyboard, through a screen reader."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

import pytest
from PySide6.QtCore import QModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.ui.paint.text import text_width
from crm_desktop.ui.theme import apply, current_theme, look
from crm_desktop.ui.widgets.announce import announce
from crm_desktop.ui.widgets.buttons import Button, ButtonKind, IconButton
from crm_desktop.ui.widgets.fields import CheckBox, ComboBox, LineField
from crm_desktop.ui.widgets.focus_ring import FocusRing
from crm_desktop.ui.widgets.labels import ElidedLabel, PlainLabel
from crm_desktop.ui.widgets.message import Message
from crm_desktop.ui.widgets.popup_card import PopupCard
from crm_desktop.ui.widgets.rating_picker import RatingPicker
from crm_desktop.ui.widgets.segmented import SegmentedChoice
from crm_desktop.ui.widgets.sidebar import NavItem, Sidebar

# The offscreen platform says so of every window it shows.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

LEFT_BUTTON = Qt.MouseButton.LeftButton
PAGES = (NavItem("today", "Today", "sun", 8), NavItem("accounts", "Accounts", "building-2"))
VIEWS = (NavItem("quiet", "Gone quiet", count=1940),)


@pytest.fixture(autouse=True)
def _dressed(qapp: QApplication) -> None:
    apply(qapp, "light")


class Show(Protocol):
    def __call__(self, *widgets: QWidget, size: tuple[int, int] = (600, 400)) -> QWidget: ...


@pytest.fixture
def show(qtbot: QtBot) -> Iterator[Show]:
    """Shows widgets under each other in a window with room around them."""
    windows: list[QWidget] = []

    def in_a_window(*widgets: QWidget, size: tuple[int, int] = (600, 400)) -> QWidget:
        window = QWidget()
        windows.append(window)
        qtbot.addWidget(window)
        layout = QVBoxLayout(window)
        layout.setContentsMargins(20, 20, 20, 20)
        for widget in widgets:
            layout.addWidget(widget)
        layout.addStretch()
        window.resize(*size)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        return window

    yield in_a_window
    windows.clear()


def role_of(widget: QWidget) -> QAccessible.Role:
    return QAccessible.queryAccessibleInterface(widget).role()


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


# ---- message


def test_a_message_offers_to_undo_and_then_leaves(show: Show, qtbot: QtBot) -> None:
    window = show(QLabel("page"))
    message = Message(window)
    undone: list[str] = []
    message.show_done("Call with <b>Maria</b> saved.", lambda: undone.append("call"))
    assert message.isVisible()
    assert message.is_counting
    assert message.focus_action()
    window.grab()
    with qtbot.waitSignal(message.closed):
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Space)
    assert undone == ["call"]
    assert message.isHidden()


def test_a_message_stands_at_the_bottom_in_the_middle_and_follows(show: Show) -> None:
    window = show(QLabel("page"))
    message = Message(window)
    message.show_done("Saved.")
    for size in ((600, 400), (900, 500), (250, 300)):
        window.resize(*size)
        QApplication.processEvents()
        assert abs(message.geometry().center().x() - window.rect().center().x()) <= 1
        assert window.rect().contains(message.geometry())
        assert window.height() - message.geometry().bottom() < 30


def test_a_message_goes_after_its_time_and_waits_while_attended(show: Show, qtbot: QtBot) -> None:
    other = Button("Elsewhere")
    window = show(other)
    message = Message(window, seconds=0.01)
    with qtbot.waitSignal(message.closed):
        message.show_done("Saved.")
    slow = Message(window)
    slow.show_done("Saved.", lambda: None)
    other.setFocus()
    assert slow.focus_action()
    assert not slow.is_counting
    other.setFocus()
    qtbot.waitUntil(lambda: slow.is_counting)


def test_the_keyboard_goes_back_to_where_it_was_before_the_message(show: Show, qtbot: QtBot) -> None:
    first, second = Button("First"), Button("Second")
    window = show(first, second)
    second.setFocus()
    message = Message(window)
    message.show_done("Saved.", lambda: None)
    assert message.focus_action()
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Escape)
    assert second.hasFocus()


def test_a_problem_stays_until_it_is_closed(show: Show, qtbot: QtBot) -> None:
    window = show(QLabel("page"))
    message = Message(window, seconds=0.0)
    message.show_done("Saved.", lambda: None)
    message.show_problem("The file is open in Excel. Nothing was changed.")
    assert message.is_problem
    assert not message.is_counting
    assert message.accessibleName() == message.text
    assert message.focus_action()
    window.grab()
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Escape)
    assert message.isHidden()
    assert not message.focus_action()


def test_announcing_needs_no_listener(qtbot: QtBot) -> None:
    label = QLabel()
    qtbot.addWidget(label)
    announce(label, "Saved. 7 left for today.")


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


# ---- popup


def test_a_popup_card_is_cut_out_where_nothing_is_see_through(qtbot: QtBot) -> None:
    """Without a compositor the room for the shadow would be a black frame."""
    card = PopupCard()
    qtbot.addWidget(card)
    QVBoxLayout(card.body).addWidget(QPushButton("They pause in winter"))
    card.has_shadow = False
    card.open_at(QRect(100, 100, 200, 64), width=300)
    assert card.mask().boundingRect().translated(card.pos()) == card.visible_card()
    card.close()


def test_a_popup_card_opens_below_or_above_and_closes_with_escape(qtbot: QtBot) -> None:
    card = PopupCard()
    qtbot.addWidget(card)
    column = QVBoxLayout(card.body)
    column.addWidget(QPushButton("They pause in winter"))
    free = QGuiApplication.primaryScreen().availableGeometry()
    top = QRect(free.left() + 100, free.top() + 100, 200, 64)
    card.open_at(top, width=300)
    card.grab()
    assert card.visible_card().top() > top.bottom()
    assert card.visible_card().width() == 300
    with qtbot.waitSignal(card.closed):
        qtbot.keyClick(card, Qt.Key.Key_Escape)
    bottom = QRect(free.left() + 100, free.bottom() - 70, 200, 64)
    card.open_at(bottom, width=300)
    assert card.visible_card().bottom() < bottom.top() + 1
    card.close()


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
