"""Finding duplicates from the keyboard: the pairs, the two side by side, merging, keeping apart, and taking it back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from crm_desktop.domain.entities import AccountFields, ContactFields
from crm_desktop.services import accounts, contacts, duplicates
from crm_desktop.services.duplicates import Of
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.widgets.duplicates_card import DuplicatesCard
from crm_desktop.ui.widgets.new_account_dialog import NewAccountDialog

Key = Qt.Key


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(focused(), key, modifiers)


def open_card(window: MainWindow) -> DuplicatesCard:
    window.activateWindow()
    window.actions_by_id["duplicates"].trigger()
    card = window.overlays.duplicates
    assert card is not None
    return card


@pytest.fixture
def two(window: MainWindow) -> tuple[int, int]:
    """Two entries of one firm; and two others that are nobody's double."""
    store = window.app.store
    kept = accounts.add(store, AccountFields(name="Kovač d.o.o.", phone="041 555 207", notes="Ring after lunch"))
    other = accounts.add(store, AccountFields(name="Kovač", phone="+38641555207", email="info@kovac.si"))
    contacts.add(store, kept, ContactFields(name="Ana Kos"))
    for name in ("Fjordmat AS", "Harbour Books"):
        accounts.add(store, AccountFields(name=name))
    return kept, other


def test_enter_goes_to_the_pair_arrows_choose_and_enter_merges(window: MainWindow, two: tuple[int, int]) -> None:
    kept, other = two
    card = open_card(window)
    assert [pair.other for pair in card.pairs.pairs.pairs] == [other]
    assert focused() is card.pairs
    press(Key.Key_Return)
    assert focused() is card.values
    fields = [line.field for line in card.values.lines]
    assert fields[:3] == ["name", "phone", "email"]
    press(Key.Key_Down)
    press(Key.Key_Right)
    press(Key.Key_Return)
    merged = accounts.get(window.app.store, kept)
    assert (merged.name, merged.phone, merged.email) == ("Kovač d.o.o.", "+38641555207", "info@kovac.si")
    assert accounts.count(window.app.store) == 3
    assert card.pairs.current() is None
    assert card.note.text == "Kovač d.o.o. and Kovač are one now. Ctrl Z takes it back."


def test_the_page_of_who_went_into_another_leads_on_to_it(window: MainWindow, two: tuple[int, int]) -> None:
    kept, other = two
    window.open_account(other)
    window.page.setFocus()
    before = focused()
    card = open_card(window)
    card.merge()
    press(Key.Key_Escape)
    assert window.page.title == "Kovač d.o.o."
    assert window.page.current_account() == kept
    assert focused() is before


def test_the_keyboard_stays_on_the_page_when_what_had_it_goes(window: MainWindow, two: tuple[int, int]) -> None:
    window.open_account(two[0])
    window.page.setFocus()
    open_card(window)
    accounts.delete(window.app.store, two[0])
    press(Key.Key_Escape)
    assert focused().isVisible()
    assert window.page.isAncestorOf(focused())


def test_ctrl_z_in_the_card_takes_the_merge_back(window: MainWindow, two: tuple[int, int]) -> None:
    store = window.app.store
    accounts.add(store, AccountFields(name="Fjordmat"))
    before = store.dump()
    card = open_card(window)
    press(Key.Key_Return)
    press(Key.Key_Return)
    assert store.dump() != before
    assert focused() is card.pairs
    assert window.message.text == "Kovač d.o.o. and Kovač are one now."
    press(Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert store.dump() == before
    # No message is left that offers to take back what was taken back.
    assert window.message.text == "Undone: Merge Kovač into Kovač d.o.o."
    assert len(card.pairs.pairs.pairs) == 2


def test_n_keeps_the_two_apart_and_they_are_not_shown_again(window: MainWindow, two: tuple[int, int]) -> None:
    card = open_card(window)
    press(Key.Key_N)
    assert duplicates.never_same(window.app.store, Of.ACCOUNTS) == {tuple(sorted(two))}
    assert card.empty.isVisible()
    press(Key.Key_Escape)
    assert not card.isVisible()
    card = open_card(window)
    assert card.empty.title.text() == "No account stands twice"


def test_esc_goes_back_to_the_list_and_then_out(window: MainWindow, two: tuple[int, int]) -> None:
    card = open_card(window)
    press(Key.Key_Return)
    press(Key.Key_Escape)
    assert focused() is card.pairs
    press(Key.Key_Escape)
    assert not card.isVisible()
    assert accounts.count(window.app.store) == 4


def test_people_who_stand_twice_have_a_tab_of_their_own(window: MainWindow, two: tuple[int, int]) -> None:
    contacts.add(window.app.store, two[0], ContactFields(name="Kos Ana", phone="041 555 207"))
    card = open_card(window)
    card.tabs.setCurrentIndex(1)
    assert len(card.pairs.pairs.pairs) == 1
    card.merge()
    (person,) = contacts.of_account(window.app.store, two[0])
    assert person.phone == "041 555 207"


def test_while_it_searches_words_say_how_far_it_is(window: MainWindow, two: tuple[int, int]) -> None:
    class OneAtATime:
        """Keeps the work, to be done piece by piece."""

        def __init__(self) -> None:
            self.waiting: list[Callable[[], None]] = []

        def run(self, work: Callable[[], object], done: Callable[[object], None], **_more: object) -> None:
            self.waiting.append(lambda: done(work()))

    tasks = OneAtATime()
    card = DuplicatesCard(window, window)
    card._desk = SimpleNamespace(app=window.app, tasks=tasks)  # type: ignore[assignment]
    card.open_duplicates()
    said = []
    while tasks.waiting:
        said.append(card.progress.words.text())
        tasks.waiting.pop(0)()
    assert said[0] == "Comparing accounts: 0 %"
    assert "Comparing accounts: 45 %" in said
    card.tabs.setCurrentIndex(1)
    assert card.progress.words.text() == "Comparing people: 0 %"


def test_what_was_changed_meanwhile_is_said_and_not_merged(window: MainWindow, two: tuple[int, int]) -> None:
    card = open_card(window)
    sides = card._sides
    accounts.change(window.app.store, two[1], AccountFields(name="Kovač", phone="1234567"))
    card._sides = sides  # what a slower window would still show
    card.merge()
    assert "changed meanwhile" in card.note.text
    assert accounts.count(window.app.store) == 4


def test_after_an_import_its_doubles_are_offered(window: MainWindow, two: tuple[int, int], tmp_path: Path) -> None:
    file = tmp_path / "customers.csv"
    file.write_text("Name,Phone\nFJORDMAT,22 55 12 34\nNobody Else,1\n", encoding="utf-8")
    window.open_import(file)
    page = window.page
    page.import_now()  # type: ignore[attr-defined]
    assert page.done.duplicates_button.isVisible()  # type: ignore[attr-defined]
    page.done.duplicates_button.click()  # type: ignore[attr-defined]
    card = window.overlays.duplicates
    assert card is not None
    assert [pair.other_name for pair in card.pairs.pairs.pairs] == ["FJORDMAT"]


def test_the_new_account_dialog_says_whom_it_looks_like(window: MainWindow, two: tuple[int, int]) -> None:
    window.open_page("accounts")
    window.page.add_account("")  # type: ignore[attr-defined]
    dialog = window.page.findChild(NewAccountDialog)
    assert dialog is not None
    QTest.keyClicks(dialog.form.name, "Harbuor Boo")
    assert dialog.likely is None
    QTest.keyClicks(dialog.form.name, "ks")
    assert dialog.likely is not None
    assert dialog.like.text() == "Looks like Harbour Books: name 96 % alike"
    assert dialog.isVisible(), "typing goes on"
    dialog.open_button.click()
    assert window.page.current_account() == dialog.likely.other
    assert accounts.count(window.app.store) == 4
