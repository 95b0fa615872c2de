"""Messages at the bottom of the window, and cards that open over it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QVBoxLayout
from pytestqt.qtbot import QtBot

from crm_desktop.ui.desk import Offer
from crm_desktop.ui.widgets.announce import announce
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.message import Message
from crm_desktop.ui.widgets.popup_card import PopupCard
from tests.ui.widgets.world import Show

# The offscreen platform says so of every window it shows.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


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


def test_a_message_can_offer_what_to_do_beside_undo(show: Show, qtbot: QtBot) -> None:
    window = show(QLabel("page"))
    message = Message(window)
    done: list[str] = []
    message.show_done(
        "Saved.", lambda: done.append("undone"), offer=Offer("Bring it back", lambda: done.append("back"))
    )
    assert message.focus_action()
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
    assert not message.is_counting
    window.grab()
    with qtbot.waitSignal(message.closed):
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Space)
    assert done == ["back"]
    message.show_done("Saved.", lambda: None)
    assert message.focus_action()
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
    assert window.focusWidget().accessibleName() != "Bring it back"


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
