"""The pane of an account's page: follow-ups, people, service, purchases."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox

from crm_desktop.app import App
from crm_desktop.domain.entities import (
    FollowUpFields,
    RatingFields,
)
from crm_desktop.services import contacts, follow_ups, history
from tests.ui.account_page.world import Key, Opener, lines, texts
from tests.world import TODAY


def test_follow_ups_are_ticked_with_x_and_added(app: App, acme: int, open_page: Opener) -> None:
    for what, days in (("Send the credit note", -6), ("Call again", 3)):
        follow_ups.add(app.store, FollowUpFields(account=acme, what=what, due=TODAY + timedelta(days=days)))
    page = open_page(acme)
    section = page.pane.follow_ups
    assert "6 days late" in texts(section)
    first, second = section.findChildren(QCheckBox)
    assert first.accessibleName() == "Send the credit note, 6 days late"
    first.setFocus()
    QTest.keyClick(first, Key.Key_X)
    QTest.qWait(1)
    assert [item.what for item in follow_ups.of_account(app.store, acme)] == ["Call again"]
    assert lines(page)[0] == "Done: Send the credit note"
    assert QApplication.focusWidget().accessibleName().startswith("Call again")
    assert second is not QApplication.focusWidget()
    section.add_button.click()
    section.what.setText("Ask for the spring plan")
    section.when.setText("rubbish")
    QTest.keyClick(section.what, Key.Key_Return)
    assert section.when.error
    section.when.setText("in 2 weeks")
    QTest.keyClick(section.when, Key.Key_Return)
    added = follow_ups.of_account(app.store, acme)[-1]
    assert (added.what, added.due) == ("Ask for the spring plan", TODAY + timedelta(days=14))
    assert not section.what.isVisible()


def test_people_are_added_changed_and_leave(app: App, acme: int, open_page: Opener) -> None:
    page = open_page(acme)
    section = page.pane.people
    assert {"Maria Kos", "Buyer", "+386 41 2"} <= set(texts(section))
    section.add_button.click()
    QTest.keyClick(section.form.name, Key.Key_Return)
    assert section.form.name.error
    section.form.name.setText("Peter Lenart")
    section.form.role.setText("Warehouse")
    QTest.keyClick(section.form.email, Key.Key_Return)
    peter = next(c for c in contacts.of_account(app.store, acme) if c.name == "Peter Lenart")
    assert peter.role == "Warehouse"
    section.open_form(peter)
    section.form.email.setText("peter@acme.example")
    QTest.keyClick(section.form.email, Key.Key_Return)
    assert "peter@acme.example" in texts(section)
    section.form.left.emit(peter.id)
    assert [c.name for c in contacts.of_account(app.store, acme)] == ["Maria Kos"]
    assert "Peter Lenart" not in texts(section)
    app.store.undo()
    assert "Peter Lenart" in texts(section)


def test_service_is_shown_only_when_it_was_rated(app: App, acme: int, open_page: Opener) -> None:
    page = open_page(acme)
    assert page.pane.service.isHidden()
    with app.store.operation("Ratings"):
        for dimension, score in (("cares", 8), ("cares", 9), ("Reliability", 5), ("parking", 3)):
            history.insert_rating(
                app.store,
                RatingFields(account=acme, day=TODAY - timedelta(days=5), score=score, dimension=dimension),
            )
    assert not page.pane.service.isHidden()
    assert [row.accessibleName() for row in page.pane.service.rows] == [
        "Keeps promises: 5.0 of 10, 1 rating",
        "Cares: 8.5 of 10, 2 ratings",
        "parking: 3.0 of 10, 1 rating",
    ]


def test_purchases_add_up_the_last_12_months(acme: int, open_page: Opener) -> None:
    page = open_page(acme)
    assert "€20,700, 23 orders a year" in texts(page.pane.purchases)
    assert len(page.pane.purchases.rows) == 5
