"""The timeline of an account's page, and what is logged from there."""

from __future__ import annotations

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from crm_desktop import settings
from crm_desktop.app import App
from crm_desktop.domain.entities import (
    InteractionFields,
    PurchaseFields,
)
from crm_desktop.domain.kinds import InteractionKind
from crm_desktop.services import attention, history
from crm_desktop.ui.pages.account import AccountPage
from crm_desktop.ui.widgets.day_card import DayCard
from crm_desktop.ui.widgets.segmented import SegmentedChoice
from tests.ui.account_page.world import Key, Opener, card_of, lines
from tests.world import TODAY, add_account, buy


def test_one_timeline_of_all_departments_and_of_one(app: App, acme: int, open_page: Opener) -> None:
    with app.store.operation("Calls"):
        for department, notes in (("Billing", "Credit note promised"), ("Delivery", "Nine days late")):
            history.insert_interaction(
                app.store,
                InteractionFields(
                    account=acme, kind=InteractionKind.CALL, day=TODAY, department=department, notes=notes, minutes=6
                ),
            )
    page = open_page(acme)
    assert lines(page)[:3] == ["Call, 6 min", "Call, 6 min", "Maria Kos rated us 4, was 8"]
    assert any(title.startswith("Order, €900") for title in lines(page))
    page.timeline.choose_department("Billing")
    assert [line.detail for line in page.timeline.view.rows.lines] == ["Credit note promised"]
    page.timeline.choose_department("")
    assert page.focus_search()
    page.timeline.search.setText("nine LATE")
    assert [line.detail for line in page.timeline.view.rows.lines] == ["Nine days late"]


def test_another_account_is_shown_with_all_its_departments(app: App, acme: int, open_page: Opener) -> None:
    other = add_account(app.store, "Other")
    with app.store.operation("Calls"):
        for account in (acme, other):
            for department in ("Billing", "Delivery"):
                call = InteractionFields(account=account, kind=InteractionKind.CALL, day=TODAY, department=department)
                history.insert_interaction(app.store, call)

    def chosen(page: AccountPage) -> str:
        (choice,) = (each for each in page.timeline.findChildren(SegmentedChoice) if each.isVisible())
        return choice.value()

    page = open_page(acme)
    page.timeline.findChildren(SegmentedChoice)[0].choose("Billing")
    assert (chosen(page), lines(page)) == ("Billing", ["Call"])
    page = open_page(other)
    assert (chosen(page), lines(page)) == ("", ["Call", "Call"])


def test_long_notes_wrap_and_short_ones_do_not(app: App, acme: int, open_page: Opener) -> None:
    with app.store.operation("Notes"):
        for notes in ("Short", "A rather long note that goes on and on. " * 12):
            history.insert_interaction(
                app.store, InteractionFields(account=acme, kind=InteractionKind.NOTE, day=TODAY, notes=notes)
            )
    page = open_page(acme)
    view = page.timeline.view
    heights = [view.visualRect(view.rows.index(row)).height() for row in range(2)]
    assert heights[0] > heights[1]


def test_older_lines_come_when_the_end_is_reached(app: App, open_page: Opener) -> None:
    busy = add_account(app.store, "Busy")
    buy(app.store, busy, range(1, 451))
    page = open_page(busy)
    assert len(lines(page)) == 200
    bar = page.timeline.view.verticalScrollBar()
    bar.setValue(bar.maximum())
    assert len(lines(page)) == 400
    assert bar.value() < bar.maximum()


def test_a_new_order_shows_at_once_and_undo_takes_it_away(app: App, acme: int, open_page: Opener) -> None:
    page = open_page(acme)
    assert "Silent for 100." in page.head.why.text
    with app.store.operation("Order"):
        history.insert_purchase(
            app.store, PurchaseFields(account=acme, day=TODAY, amount=5_000, currency="EUR", what="Boxes")
        )
    assert lines(page)[0] == "Order, Boxes, €50"
    assert "Silent" not in page.head.why.text
    app.store.undo()
    assert "Silent for 100." in page.head.why.text


def test_l_logs_s_snoozes_and_both_follow_the_settings(app: App, acme: int, open_page: Opener) -> None:
    page = open_page(acme)
    page.timeline.view.setFocus()
    QTest.keyClick(page.timeline.view, Key.Key_S)
    QTest.keyClick(card_of(page, DayCard), Key.Key_2)
    assert page.head.note.text() == "Off the list until Fri 27 Nov."
    assert acme not in [row.account for row in attention.today_list(app.store, TODAY).rows]
    app.store.undo()
    assert not page.head.note.text().startswith("Off")
    settings.change(letter_keys=False)
    page.mark_stale()
    QApplication.processEvents()
    QTest.keyClick(page.timeline.view, Key.Key_T)
    assert not page.chart.is_table
