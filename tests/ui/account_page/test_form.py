"""The form of an account's page: what it writes, what it leaves, and how it is left."""

from __future__ import annotations

import dataclasses

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from crm_desktop.app import App
from crm_desktop.services import accounts, contacts
from crm_desktop.ui import theme
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.pages.account import AccountPage
from tests.ui.account_page.world import Key, Opener, lines
from tests.ui.test_court_page import StepTasks
from tests.world import add_account, talk


def test_filling_the_form_writes_nothing_and_enter_saves_one_step(app: App, acme: int, open_page: Opener) -> None:
    page = open_page(acme)
    steps = len(app.store.steps(1_000))
    QTest.keyClick(page.timeline.view, Key.Key_F2)
    form = page.head.form
    assert form.name.hasFocus()
    assert form.name.text() == "Acme <b>Fasteners</b>"
    form.name.setText("Something else")
    QTest.keyClick(form.name, Key.Key_Escape)
    assert not page.head.is_editing
    assert len(app.store.steps(1_000)) == steps
    page.edit()
    assert form.name.text() == "Acme <b>Fasteners</b>"
    form.name.setText("  Acme  Ltd ")
    form.since.setText("2019")
    QTest.keyClick(form.name, Key.Key_Return)
    assert len(app.store.steps(1_000)) == steps + 1
    stored = accounts.get(app.store, acme)
    assert (stored.name, stored.phone) == ("Acme Ltd", "+386 1 5")
    assert page.title == "Acme Ltd"
    app.store.undo()
    assert page.head.name.text() == "Acme <b>Fasteners</b>"


def test_saving_what_was_not_changed_writes_nothing(app: App, acme: int, open_page: Opener) -> None:
    page = open_page(acme)
    steps = len(app.store.steps(1_000))
    page.edit()
    QTest.keyClick(page.head.form.name, Key.Key_Return)
    assert not page.head.is_editing
    assert len(app.store.steps(1_000)) == steps


def test_a_form_that_cannot_be_right_says_which_field(acme: int, open_page: Opener) -> None:
    page = open_page(acme)
    page.edit()
    form = page.head.form
    form.since.setText("the other day")
    form.save()
    assert page.head.is_editing
    assert form.since.error
    assert form.since.hasFocus()


def test_enter_in_the_notes_is_a_new_line(app: App, acme: int, open_page: Opener) -> None:
    page = open_page(acme)
    page.edit()
    notes = page.head.form.notes
    assert isinstance(notes, QPlainTextEdit)
    notes.setFocus()
    QTest.keyClicks(notes, "one")
    QTest.keyClick(notes, Key.Key_Return)
    QTest.keyClicks(notes, "two")
    assert page.head.is_editing
    QTest.keyClick(notes, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert accounts.get(app.store, acme).notes == "one\ntwo"


def test_changes_elsewhere_leave_what_is_being_typed(app: App, acme: int, open_page: Opener) -> None:
    page = open_page(acme)
    page.edit()
    page.head.form.name.setText("Half wri")
    page.pane.people.open_form(None)
    page.pane.people.form.name.setText("Half")
    talk(app.store, acme, 0)
    assert lines(page)[0] == "Call"
    assert page.head.form.name.text() == "Half wri"
    assert page.pane.people.form.name.text() == "Half"


def test_a_form_writes_only_what_was_changed_in_it(app: App, acme: int, open_page: Opener) -> None:
    page = open_page(acme)
    page.edit()
    page.head.form.name.setText("Acme Ltd")
    accounts.change(app.store, acme, dataclasses.replace(accounts.get(app.store, acme), phone="+386 9"))
    page.head.form.save()
    stored = accounts.get(app.store, acme)
    assert (stored.name, stored.phone) == ("Acme Ltd", "+386 9")

    maria, form = contacts.of_account(app.store, acme)[0], page.pane.people.form
    page.pane.people.open_form(maria)
    form.email.setText("maria@acme.example")
    contacts.change(app.store, acme, maria.id, dataclasses.replace(maria, phone="+386 9"), "Owner")
    form.save()
    maria = contacts.of_account(app.store, acme)[0]
    assert (maria.phone, maria.email, maria.role) == ("+386 9", "maria@acme.example", "Owner")


def test_nothing_of_another_account_stands_there_while_one_is_read(app: App, acme: int, qapp: QApplication) -> None:
    theme.apply(qapp, mode="light")
    tasks = StepTasks()
    window = MainWindow(app, tasks)
    window.resize(1366, 768)
    window.show()
    window.open_account(acme)
    tasks.go_on(50)
    page = window.page
    assert isinstance(page, AccountPage)
    assert page.head.next.isVisible()
    window.open_account(add_account(app.store, "Beta"))
    assert page.head.name.text() == "Beta"
    assert not page.head.next.isVisible()
    assert not page.head.why.link.isVisible()
    tasks.go_on(50)
    assert page.current_account() is not None
    window.close()


def test_escape_closes_the_form_from_anywhere_on_the_page(acme: int, open_page: Opener) -> None:
    page = open_page(acme)
    page.edit()
    page.timeline.view.setFocus()
    QTest.keyClick(page.timeline.view, Key.Key_Escape)
    assert not page.head.is_editing
