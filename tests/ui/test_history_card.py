"""Edit > History by keyboard: reading a step, taking it back, and being refused."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from crm_desktop.app import App
from crm_desktop.services import accounts
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.widgets.history_card import HistoryCard
from tests.ui.test_court_page import StepTasks
from tests.world import add_account


@pytest.fixture
def card(app: App, window: MainWindow) -> HistoryCard:
    """Acme was added, then called Acme Ltd, then Larkfield was added; the history stands open."""
    acme = add_account(app.store, "Acme")
    accounts.change(app.store, acme, replace(accounts.get(app.store, acme), name="Acme Ltd"))
    add_account(app.store, "Larkfield")
    window.activateWindow()
    window.actions_by_id["history"].trigger()
    found = window.overlays.history
    assert found is not None
    return found


def labels(card: HistoryCard) -> list[str]:
    return [line.label for line in card.steps.lines]


def press(card: HistoryCard, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(card.list, key)


def test_the_newest_step_first_and_what_it_changed(card: HistoryCard) -> None:
    assert card.list.hasFocus()
    assert labels(card) == ["Add Larkfield", "Change Acme", "Add Acme"]
    press(card, Qt.Key.Key_Down)
    assert card.what.text() == "1 account changed\nAcme: name: Acme → Acme Ltd"


def test_enter_takes_back_the_chosen_step(card: HistoryCard, app: App) -> None:
    press(card, Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert accounts.by_name(app.store, "Acme") is not None
    assert accounts.by_name(app.store, "Larkfield") is not None
    assert labels(card)[0] == "Undo: Change Acme"
    current = card.current()
    assert current is not None
    assert (current.label, current.undone) == ("Change Acme", True)
    press(card, Qt.Key.Key_Return)
    assert card.note.text == "This step was taken back already."
    press(card, Qt.Key.Key_Home, Qt.Key.Key_Return)
    assert "Ctrl Y" in card.note.text


def test_a_step_that_changed_since_is_refused_in_words(card: HistoryCard, app: App) -> None:
    before = app.store.dump()
    press(card, Qt.Key.Key_End, Qt.Key.Key_Return)
    assert card.note.text.startswith("“Add Acme” cannot be taken back: something in it has changed since.")
    assert app.store.dump() == before
    assert card.isVisible()


def test_escape_closes_it_and_the_keyboard_is_back(window: MainWindow, card: HistoryCard) -> None:
    press(card, Qt.Key.Key_Escape)
    assert not card.isVisible()
    assert QApplication.focusWidget() is not card.list


def test_ctrl_z_takes_back_what_is_chosen(card: HistoryCard, app: App) -> None:
    QTest.keyClick(card.list, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert accounts.by_name(app.store, "Larkfield") is None


def test_what_is_written_meanwhile_appears_and_the_choice_stays(card: HistoryCard, app: App) -> None:
    press(card, Qt.Key.Key_Down)
    add_account(app.store, "Harbour")
    assert labels(card)[0] == "Add Harbour"
    current = card.current()
    assert current is not None
    assert current.label == "Change Acme"


def test_while_a_step_is_read_nothing_of_another_one_stands_under_its_heading(app: App, qapp: QApplication) -> None:
    acme = add_account(app.store, "Acme")
    accounts.change(app.store, acme, replace(accounts.get(app.store, acme), name="Acme Ltd"))
    tasks = StepTasks()
    window = MainWindow(app, tasks)
    window.show()
    tasks.go_on(50)
    window.overlays.open_history()
    tasks.go_on(50)
    card = window.overlays.history
    assert card is not None
    assert card.what.text() == "1 account changed\nAcme: name: Acme → Acme Ltd"
    press(card, Qt.Key.Key_Down)
    assert card.heading.text() == "Add Acme"
    assert card.what.text() == ""
    card.waiting.timeout.emit()
    assert card.what.text() == "Reading what it changed…"
    tasks.go_on(50)
    assert card.what.text().startswith("1 account added")
    assert not card.waiting.isActive()
    # What is read again because something was written stays while it is.
    add_account(app.store, "Beta")
    while any(key == "history" for key, _ in tasks.waiting):
        tasks.go_on()
    assert labels(card)[0] == "Add Beta"
    assert any(key == "history-step" for key, _ in tasks.waiting)
    assert card.what.text().startswith("1 account added")
    tasks.waiting.clear()


def test_older_steps_come_when_they_are_wanted(window: MainWindow, app: App) -> None:
    for number in range(130):
        add_account(app.store, f"Firm {number}")
    window.overlays.open_history()
    card = window.overlays.history
    assert card is not None
    assert len(labels(card)) == 100
    while card.steps.canFetchMore(card.list.rootIndex()):
        card.steps.fetchMore(card.list.rootIndex())
    assert len(labels(card)) == 130
    assert labels(card)[-1] == "Add Firm 0"


def test_an_older_step_stays_chosen_when_it_is_taken_back(window: MainWindow, app: App) -> None:
    for number in range(130):
        add_account(app.store, f"Firm {number}")
    window.overlays.open_history()
    card = window.overlays.history
    assert card is not None
    press(card, Qt.Key.Key_End, Qt.Key.Key_End, Qt.Key.Key_Return)
    current = card.current()
    assert current is not None
    assert (current.label, current.undone) == ("Add Firm 0", True)


def test_an_empty_workspace_has_no_history(window: MainWindow) -> None:
    window.overlays.open_history()
    card = window.overlays.history
    assert card is not None
    assert labels(card) == []
    assert not card.undo_button.isEnabled()


@pytest.mark.parametrize(("width", "height"), [(640, 360), (1366, 768)])
def test_it_fits_every_window(window: MainWindow, card: HistoryCard, width: int, height: int) -> None:
    window.resize(width, height)
    QApplication.processEvents()
    assert window.rect().contains(card.card.geometry())
    assert card.undo_button.mapTo(card, card.undo_button.rect().bottomRight()).y() < card.card.geometry().bottom()
