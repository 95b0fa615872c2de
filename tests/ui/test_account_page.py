"""The page of one account: head, chart, timeline and pane, what can be done there, and what happens when it is gone."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta

import apsw
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QCheckBox, QLabel, QMenu, QPlainTextEdit, QWidget

from crm_desktop import settings
from crm_desktop.app import App
from crm_desktop.domain.entities import (
    AccountFields,
    ContactFields,
    FollowUpFields,
    InteractionFields,
    PurchaseFields,
    RatingFields,
)
from crm_desktop.domain.kinds import InteractionKind, Tier
from crm_desktop.services import accounts, attention, contacts, follow_ups, history
from crm_desktop.services.portrait import ServiceDimension, place_of, service_dimension
from crm_desktop.ui import theme
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.pages.account import AccountPage
from crm_desktop.ui.theme import current_theme
from crm_desktop.ui.widgets.day_card import DayCard
from crm_desktop.ui.widgets.segmented import SegmentedChoice
from crm_desktop.ui.widgets.tier_card import TierCard
from crm_desktop.ui.widgets.why_card import WhyCard
from tests.ui.test_court_page import StepTasks
from tests.world import TODAY, add_account, buy, talk

Key = Qt.Key
Opener = Callable[[int], AccountPage]


@pytest.fixture
def acme(app: App) -> int:
    """The only customer: silent for 100 days, with a person who rated 8 and then 4."""
    account = accounts.add(
        app.store, AccountFields(name="Acme <b>Fasteners</b>", address="Dunajska 5, 1000 Ljubljana", phone="+386 1 5")
    )
    buy(app.store, account, range(100, 560, 12), amount=90_000)
    maria = contacts.add(app.store, account, ContactFields(name="Maria Kos", phone="+386 41 2"), "Buyer")
    with app.store.operation("Ratings"):
        for days, score, comment in ((60, 8, ""), (14, 4, "nobody called back")):
            day = TODAY - timedelta(days=days)
            history.insert_rating(
                app.store, RatingFields(account=account, day=day, score=score, contact=maria, comment=comment)
            )
    return account


@pytest.fixture
def open_page(window: MainWindow) -> Opener:
    """Opens the page of an account in a window of the usual size."""
    theme.look().choose(reduced_motion=True)

    def opened(account: int) -> AccountPage:
        window.open_account(account)
        window.activateWindow()
        assert QTest.qWaitForWindowActive(window)
        QApplication.processEvents()
        assert isinstance(window.page, AccountPage)
        return window.page

    return opened


def lines(page: AccountPage) -> list[str]:
    """The titles of the timeline."""
    return [line.title for line in page.timeline.view.rows.lines]


def texts(widget: QWidget) -> list[str]:
    """What the labels of a part say; rows just made are shown when events are next dealt with."""
    QApplication.processEvents()
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget)]


def card_of(page: AccountPage, kind: type[QWidget]) -> QWidget:
    card = page.findChild(kind)
    assert isinstance(card, kind)
    return card


def test_the_head_says_what_why_and_what_next(acme: int, open_page: Opener) -> None:
    page = open_page(acme)
    head = page.head
    assert head.name.text() == "Acme <b>Fasteners</b>"
    assert head.name.textFormat() == Qt.TextFormat.PlainText
    assert head.status.accessibleName() in ("Slipping away", "Slowing down")
    assert head.facts.text() == "Ljubljana. €20,700 a year, number 1 of your accounts."
    assert "every 12 days" in head.why.text
    assert head.next.label == "Call Maria Kos"
    assert head.reach.label.text() == "+386 41 2"
    assert head.reach.label.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByMouse
    assert page.title == "Acme <b>Fasteners</b>"
    assert page.current_account() == acme


def test_the_pane_has_one_ground_also_beside_its_scroll_bar(acme: int, open_page: Opener) -> None:
    pane = open_page(acme).pane
    picture = pane.grab().toImage()
    ground = current_theme().color("sunken").name()
    for right in (1, pane.width() - pane.viewport().width() + 2):
        assert picture.pixelColor(pane.width() - right, pane.height() - 3).name() == ground


def test_why_opens_the_evidence(acme: int, open_page: Opener) -> None:
    page = open_page(acme)
    page.head.why.link.click()
    card = card_of(page, WhyCard)
    assert "Acme" in card.accessibleName()
    card.close()


def test_the_chart_says_its_finding_and_shows_it_as_a_table(acme: int, open_page: Opener) -> None:
    page = open_page(acme)
    chart = page.chart.chart
    assert "the last one 100 days ago" in chart.accessibleName()
    assert "8 orders that we expected have not come." in chart.accessibleName()
    assert "2 ratings, the newest 4." in chart.accessibleName()
    chart.setFocus()
    QTest.keyClick(chart, Key.Key_T)
    assert page.chart.is_table
    table = page.chart.table
    assert table.hasFocus()
    row = next(r for r in range(table.rowCount()) if table.item(r, 1).text() == "Rating")
    assert table.item(row, 2).text() == "4, Maria Kos"
    QTest.keyClick(table, Key.Key_T)
    assert not page.chart.is_table


def test_the_chart_tells_each_mark_under_the_pointer(acme: int, open_page: Opener) -> None:
    page = open_page(acme)
    chart = page.chart.chart
    found = {
        chart.words_at(QPointF(x, y)).split(": ")[-1]
        for x in range(0, chart.width(), 3)
        for y in range(0, chart.height(), 4)
    }
    assert {"rated 4, Maria Kos", "rated 8, Maria Kos", "order, €900", "an order we expected"} <= found


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


def test_the_tier_is_set_by_hand_with_a_reason(app: App, acme: int, open_page: Opener) -> None:
    page = open_page(acme)
    page.set_tier()
    card = card_of(page, TierCard)
    assert isinstance(card, TierCard)
    card.tier.set_value("C")
    card.tier.chosen.emit("C")
    card.save()
    assert card.reason.error
    card.reason.setText("they are closing")
    QTest.keyClick(card, Key.Key_Return)
    stored = accounts.get(app.store, acme)
    assert (stored.tier, stored.tier_reason) == (Tier.C, "they are closing")
    assert page.head.tier.accessibleName() == "Tier C, set by hand: they are closing"


def test_archive_and_back(app: App, acme: int, open_page: Opener) -> None:
    page = open_page(acme)
    page.archive()
    assert accounts.get(app.store, acme).archived
    assert page.head.status.accessibleName() == "Archived"
    assert page.head.next.isHidden()
    assert page.head.facts.text() == "Ljubljana. €20,700 a year."
    assert page.head.back.isVisible()
    page.head.back.click()
    assert page.head.next.label == "Call Maria Kos"
    assert page.head.back.isHidden()
    page.archive()
    page.archive()
    assert page.head.next.label == "Call Maria Kos"


def test_delete_goes_to_all_accounts_and_undo_and_back_show_it_again(
    window: MainWindow, app: App, acme: int, open_page: Opener
) -> None:
    page = open_page(acme)
    page.delete()
    assert window.page.title == "Accounts"
    window.open_account(acme)
    assert page.gone.isVisible()
    assert page.current_account() is None
    assert page.gone.links
    app.store.undo()
    assert not page.gone.isVisible()
    assert page.head.next.label == "Call Maria Kos"


def test_a_fault_of_ours_is_not_told_in_words_of_the_database(app: App, acme: int, open_page: Opener) -> None:
    page = open_page(acme)
    with closing(apsw.Connection(str(app.store.path))) as other:
        other.execute("ALTER TABLE attachment RENAME TO elsewhere")
        with pytest.raises(apsw.SQLError):
            page.refresh()
        other.execute("ALTER TABLE elsewhere RENAME TO attachment")
    said = texts(page.gone)
    assert "This account cannot be shown." in said
    assert not any("attachment" in each for each in said)


def test_the_more_menu_has_every_action(acme: int, open_page: Opener) -> None:
    page = open_page(acme)
    page.head.more.click()
    menu = page.findChild(QMenu)
    assert menu is not None
    assert [action.text() for action in menu.actions()] == [
        "Add a promise", "Before the call", "Copy for email", "Keep files here…", "Set the tier…", "Archive", "Delete",
    ]  # fmt: skip
    menu.close()


def test_an_account_with_nothing_in_it_is_a_page_too(app: App, open_page: Opener) -> None:
    page = open_page(add_account(app.store, "New"))
    assert page.head.status.accessibleName() == "Still learning"
    assert page.head.facts.text() == ""
    assert page.pane.people.rows == []
    assert "Nothing has happened yet. L logs the first call." in texts(page.timeline)
    assert "No orders in 24 months." in page.chart.chart.accessibleName()


def test_narrow_and_low_windows_turn_parts_into_tabs(
    window: MainWindow, app: App, acme: int, open_page: Opener
) -> None:
    follow_ups.add(app.store, FollowUpFields(account=acme, what="Call", due=TODAY))
    page = open_page(acme)
    assert not page.tabs.isVisible()
    window.resize(1000, 768)
    QApplication.processEvents()
    assert [page.tabs.tabText(place) for place in range(page.tabs.count())] == ["History", "Follow-ups and people 1"]
    assert page.chart.isVisible()
    assert not page.pane.isVisible()
    window.resize(640, 360)
    QApplication.processEvents()
    shown = []
    for place in range(page.tabs.count()):
        page.tabs.setCurrentIndex(place)
        QApplication.processEvents()
        shown.append([part.isVisible() for part in (page.timeline, page.chart, page.pane)])
        assert page.minimumSizeHint().width() <= page.width()
    assert shown == [[True, False, False], [False, True, False], [False, False, True]]
    page.edit()
    QApplication.processEvents()
    assert page.head.form.isVisible()
    assert not page.tabs.isVisible()
    QTest.keyClick(page.head.form.name, Key.Key_Escape)
    window.resize(1366, 768)
    QApplication.processEvents()
    assert page.timeline.isVisible()
    assert page.pane.isVisible()


def test_f6_reaches_every_part(window: MainWindow, acme: int, open_page: Opener) -> None:
    page = open_page(acme)
    reached = set()
    for _ in range(8):
        window.actions_by_id["pane.next"].trigger()
        focus = QApplication.focusWidget()
        reached |= {pane for pane in page.panes() if focus is pane or pane.isAncestorOf(focus)}
    assert {page.head.next, page.chart, page.timeline, page.pane} <= reached


def test_every_button_has_a_name(acme: int, open_page: Opener) -> None:
    page = open_page(acme)
    nameless = [b for b in page.findChildren(QAbstractButton) if b.focusPolicy() and not b.accessibleName()]
    assert nameless == []


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("", ""),
        ("Dunajska 5, 1000 Ljubljana", "Ljubljana"),
        ("12 High St\nYork\nYO1 7HH", ""),
        ("Oslo", "Oslo"),
        ("Ulica 1,\n 11000 Beograd , ", "Beograd"),
    ],
)
def test_the_town_of_an_address(address: str, place: str) -> None:
    assert place_of(address) == place


@pytest.mark.parametrize(
    ("name", "dimension"),
    [
        ("keeps_promises", ServiceDimension.RELIABILITY),
        ("Reliability", ServiceDimension.RELIABILITY),
        ("Goods and papers", ServiceDimension.TANGIBLES),
        ("Goods & papers", ServiceDimension.TANGIBLES),
        ("parking", None),
    ],
)
def test_service_dimensions_by_either_name(name: str, dimension: ServiceDimension | None) -> None:
    assert service_dimension(name) is dimension
