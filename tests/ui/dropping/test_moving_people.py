"""People who move to another account or are known already."""

from __future__ import annotations

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from crm_desktop.app import App
from crm_desktop.domain.entities import AccountFields
from crm_desktop.services import accounts, contacts, places
from crm_desktop.ui.main_window import MainWindow
from tests.ui.dropping.world import Key, button, page, press


def test_a_person_moves_to_another_account_with_dates(window: MainWindow, app: App, acme: int) -> None:
    beta = accounts.add(app.store, AccountFields(name="Beta"))
    maria = contacts.of_account(app.store, acme)[0].id
    shown = page(window, acme)
    button(shown.pane.people, "Maria Kos: accounts and dates").setFocus()
    press(window, Key.Key_Space)
    person = shown.people.person
    assert person is not None
    person.rows[0].until.setText("2026-11-30")
    press(window, Key.Key_Return)
    assert person.isVisible()  # a day to come is refused, and nothing that was typed is lost
    person.rows[0].until.setText("tomorrow")
    press(window, Key.Key_Return)
    assert person.isVisible()
    person.rows[0].until.setText("tuesday")  # the last one
    height = person.card.height()
    QTest.keyClicks(person.add, "beta")
    QTest.keyClick(person.add, Key.Key_Return)
    assert person.card.height() > height, "the new line has room"
    QTest.keyClicks(person.rows[1].role, "Adviser")
    press(window, Key.Key_Return)
    assert not person.isVisible()
    assert [(each.account, each.role) for each in places.places_of(app.store, maria)] == [
        (beta, "Adviser"), (acme, "Buyer"),
    ]  # fmt: skip
    rows = shown.pane.people.rows
    assert len(rows) == 1
    assert "Maria Kos left on 17 Nov. Now at Beta." in [label.text() for label in rows[0].findChildren(QLabel)]
    window.undo()
    assert len(places.places_of(app.store, maria)) == 1


def test_somebody_known_is_added_instead_of_a_second_one_of_the_name(window: MainWindow, app: App, acme: int) -> None:
    beta = accounts.add(app.store, AccountFields(name="Beta"))
    section = page(window, beta).pane.people
    section.add_button.click()
    QTest.keyClicks(section.form.name, "Mari")
    assert len(section.form.known_buttons) == 1
    section.form.known_buttons[0].setFocus()
    press(window, Key.Key_Return)
    assert [each.name for each in contacts.of_account(app.store, beta)] == ["Maria Kos"]
    assert app.store.value("SELECT count(*) FROM contact") == 1
