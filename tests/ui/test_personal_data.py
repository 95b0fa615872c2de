"""Saving and erasing a person from the window: asked with a plain question, by the keyboard alone."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu

from crm_desktop.domain.entities import ContactFields
from crm_desktop.services import accounts, attachments, backups, contacts, personal_data
from crm_desktop.ui import theme
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.personal_data_actions import ask_to_erase, ask_whose, save_everything
from crm_desktop.ui.widgets.erase_card import EraseCard
from crm_desktop.ui.widgets.person_card import PersonCard
from tests.world import add_account

NAME = "Zdenka Quxova"


@pytest.fixture
def person(window: MainWindow) -> int:
    acme = add_account(window.app.store, "Acme")
    return contacts.add(window.app.store, acme, ContactFields(name=NAME, email="zdenka@canary.example"))


def _answer(monkeypatch: pytest.MonkeyPatch, file: Path | str) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(file), ""))


def _card(window: MainWindow) -> EraseCard:
    return next(card for card in window.findChildren(EraseCard) if card.isVisible())


def _type(text: str) -> None:
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClicks(focused, text)


def _press(key: Qt.Key) -> None:
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, key)


def test_everything_is_saved_in_one_archive(
    window: MainWindow, person: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _answer(monkeypatch, tmp_path / "all")
    save_everything(window, person, NAME, window)
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        assert {"everything.txt", "person.json", "contact.csv"} <= set(archive.namelist())
        assert NAME in archive.read("everything.txt").decode()
    assert "entries about Zdenka Quxova written to all.zip" in window.message.text


def test_a_person_is_erased_with_the_keyboard_alone(
    window: MainWindow, person: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backups.take(window.app.store)
    certificate = tmp_path / "c.txt"
    _answer(monkeypatch, certificate)
    ask_to_erase(window, person, window)
    card = _card(window)
    assert not window.message.isVisible(), "nobody is told of a search that is over"
    assert "cannot be undone" in card.warning.text
    assert "1 backup holds them too: it is made again" in card.told.text()
    assert not card.erase.isEnabled()
    _type("Zdenka")
    _press(Qt.Key.Key_Return)
    assert card.note.text == "That is another name."
    assert personal_data.called(window.app.store, NAME)
    card.name.clear()
    _type(NAME)
    assert card.erase.isEnabled()
    _press(Qt.Key.Key_Return)
    assert not card.isVisible()
    assert personal_data.called(window.app.store, NAME) == []
    assert "made again without them" in certificate.read_text(encoding="utf-8")
    assert "The person was erased." in window.message.text
    assert not window.message.is_problem


def test_esc_or_no_place_for_the_certificate_erases_nothing(
    window: MainWindow, person: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask_to_erase(window, person, window)
    _press(Qt.Key.Key_Escape)
    assert not [card for card in window.findChildren(EraseCard) if card.isVisible()]
    _answer(monkeypatch, "")
    ask_to_erase(window, person, window)
    _type(NAME)
    _press(Qt.Key.Key_Return)
    assert _card(window).isVisible()
    assert personal_data.called(window.app.store, NAME)


def test_a_certificate_that_cannot_be_written_is_told_in_the_card(
    window: MainWindow, person: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _answer(monkeypatch, tmp_path / "none" / "c.txt")
    ask_to_erase(window, person, window)
    _type(NAME)
    _press(Qt.Key.Key_Return)
    card = _card(window)
    assert "cannot be written" in card.note.text
    assert card.cancel.isEnabled()
    assert personal_data.called(window.app.store, NAME)


def test_backups_may_be_left_and_that_is_told_until_it_is_closed(
    window: MainWindow, person: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = backups.take(window.app.store)
    _answer(monkeypatch, tmp_path / "c.json")
    ask_to_erase(window, person, window)
    card = _card(window)
    _press(Qt.Key.Key_Tab)
    _press(Qt.Key.Key_Tab)
    _press(Qt.Key.Key_Right)
    assert "it is deleted" in card.told.text()
    _press(Qt.Key.Key_Right)
    assert "is left" in card.told.text()
    card.name.setFocus()
    _type(NAME)
    _press(Qt.Key.Key_Return)
    assert window.message.is_problem
    assert kept.name in window.message.text


def test_whose_data_is_asked_from_the_menu(window: MainWindow, person: int) -> None:
    card = ask_whose(window, window)
    card.field.setText(NAME)
    card.buttons[1].click()
    assert NAME in _card(window).accessibleName()
    assert "person.data" in window.actions_by_id


def test_the_card_of_a_person_leads_to_both(
    window: MainWindow, person: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _answer(monkeypatch, tmp_path / "all.zip")
    acme = accounts.by_name(window.app.store, "Acme") or 0
    card = PersonCard(window, window, contacts.of_account(window.app.store, acme)[0], [], lambda *_saved: None)
    ways: tuple[Callable[[], bool], ...] = (
        lambda: (tmp_path / "all.zip").exists(),
        lambda: _card(window).isVisible(),
    )
    for action, done in enumerate(ways):
        card.open_person()
        QTest.keyClick(card.data, Qt.Key.Key_Space)
        menu = card.findChildren(QMenu)[-1]
        menu.actions()[action].trigger()
        menu.close()
        assert not card.isVisible()
        assert done()


def test_an_erased_step_is_told_as_such_in_the_history(
    window: MainWindow, person: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _answer(monkeypatch, tmp_path / "c.txt")
    ask_to_erase(window, person, window)
    _type(NAME)
    _press(Qt.Key.Key_Return)
    window.overlays.open_history()
    history = window.overlays.history
    assert history is not None
    history.list.setCurrentIndex(history.steps.index(1))
    assert "[erased person]" in history.steps.lines[1].label
    assert "no longer known" in history.what.text()
    assert not history.undo_button.isEnabled()
    history.take_back()
    assert "cannot be taken back any more" in history.note.text


def test_the_card_is_of_one_colour(window: MainWindow, person: int, qapp: QApplication) -> None:
    theme.apply(qapp, mode="dark")
    ask_to_erase(window, person, window)
    card = _card(window)
    QApplication.processEvents()
    place = card.card.geometry()
    picture = card.grab().toImage()
    inside = picture.pixelColor(place.center().x(), place.bottom() - 100)
    foot = picture.pixelColor(place.left() + 30, place.bottom() - 20)
    assert inside.name() == foot.name()


@pytest.mark.parametrize("size", [(1366, 768), (683, 384)])
def test_what_is_asked_is_on_screen_at_any_size_and_files_go_if_the_person_says_so(
    window: MainWindow, person: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    window.resize(*size)
    store, acme = window.app.store, accounts.by_name(window.app.store, "Acme") or 0
    (letter := tmp_path / f"{NAME}.pdf").write_bytes(b"dear all")
    attachments.keep_files(store, acme, [letter], window.app.today)
    _answer(monkeypatch, tmp_path / "c.txt")
    ask_to_erase(window, person, window)
    card = _card(window)
    assert "left as they are" in card.told.text()
    for widget in (card.name, card.erase):
        assert card.card.rect().contains(QRect(widget.mapTo(card.card, widget.rect().topLeft()), widget.size()))
    assert card.card.height() <= size[1]
    _press(Qt.Key.Key_Backtab)
    _press(Qt.Key.Key_Right)
    assert card.removes_files
    assert "are removed" in card.told.text()
    _press(Qt.Key.Key_Tab)
    _type(NAME)
    _press(Qt.Key.Key_Return)
    assert attachments.of_account(store, acme) == []
    assert "1 file was removed." in window.message.text
