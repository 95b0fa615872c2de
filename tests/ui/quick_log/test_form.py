"""The form under the line: it overrides what the line says, and finds the account."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from crm_desktop.app import App
from crm_desktop.services import accounts, follow_ups, history
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.widgets.quick_log_dialog import QuickLogDialog
from tests.ui.quick_log.world import NAUGHTY, TODAY, focus, newest, opened, press, said, type_keys

# --- the form


def test_the_form_overrides_the_line_and_untouched_values_follow_it(app: App, acme: int, log: QuickLogDialog) -> None:
    type_keys("acme call about late delivery 4/10")
    log.form.about.setFocus()
    log.form.about.selectAll()
    type_keys("Pallet was late")
    assert said(log)["About"] == "Pallet was late"
    log.entry.setFocus()
    type_keys(" follow up tue and more words")
    assert log.form.about.text() == "Pallet was late"
    assert said(log)["Follow-up"] == "Tue 24 Nov"
    press(Qt.Key.Key_Return)
    assert newest(app, acme)[:2] == [("rating", "call", "", 4.0), ("call", "Pallet was late", "", None)]


def test_what_the_form_overrides_is_no_longer_marked_in_the_line(log: QuickLogDialog) -> None:
    type_keys("acme call 4/10")
    log.form.rating.setFocus()
    press(Qt.Key.Key_6)
    assert said(log)["Rating"] == "6"
    assert [log.entry.text[m.start : m.end] for m in log.entry.marks] == ["acme", "call"]


def test_the_rating_says_what_it_means_and_what_it_was(log: QuickLogDialog) -> None:
    type_keys("acme 4/10")
    assert log.form._rating_note.accessibleName() == "at risk, was 8"
    rating = next(value for value in log.head.understood.said if value.rating is not None)
    assert rating.rating is not None
    assert rating.rating.direction == "down"


def test_every_field_is_saved(app: App, acme: int, log: QuickLogDialog) -> None:
    form = log.form
    form.account.setFocus()
    type_keys("acm")
    press(Qt.Key.Key_Return)
    form.person.setFocus()
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Down)
    form.about.setFocus()
    type_keys("New address")
    form.rating.setFocus()
    press(Qt.Key.Key_1)
    press(Qt.Key.Key_0)
    form.what_next.setFocus()
    type_keys("Send the papers")
    form.when.setFocus()
    form.when.selectAll()
    type_keys("in 2 weeks")
    form.notes.setFocus()
    type_keys("Floor 2")
    press(Qt.Key.Key_Return)
    type_keys("Ring twice")
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert log.isHidden()
    entry = history.timeline(app.store, acme, until=TODAY)[1]
    assert (entry.kind.value, entry.title, entry.detail) == ("call", "New address", "Floor 2\nRing twice")
    assert newest(app, acme)[0][3] == 10.0
    assert [(f.what, f.due) for f in follow_ups.of_account(app.store, acme)] == [("Send the papers", date(2026, 12, 4))]


def test_a_follow_up_without_a_day_is_for_tomorrow_until_said_otherwise(log: QuickLogDialog) -> None:
    type_keys("acme")
    log.form.what_next.setFocus()
    type_keys("Send")
    assert said(log)["Follow-up"] == "Sat 21 Nov"
    log.form.what_next.selectAll()
    press(Qt.Key.Key_Delete)
    assert "Follow-up" not in said(log)


def test_a_follow_up_whose_day_was_removed_is_not_dropped_silently(app: App, log: QuickLogDialog) -> None:
    type_keys("acme")
    log.form.what_next.setFocus()
    type_keys("Send papers")
    log.form.when.setFocus()
    log.form.when.selectAll()
    press(Qt.Key.Key_Delete)
    before = app.store.dump()
    press(Qt.Key.Key_Return)
    assert "When will you follow up?" in log.foot.problem
    assert app.store.dump() == before


@pytest.mark.parametrize("leave_first", [False, True])
def test_a_day_that_is_none_is_not_saved(app: App, log: QuickLogDialog, leave_first: bool) -> None:
    type_keys("acme call")
    log.form.when.setFocus()
    type_keys("31.9.")
    if leave_first:
        press(Qt.Key.Key_Tab)
    before = app.store.dump()
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert log.isVisible()
    assert log.form.when.error
    assert log.foot.problem == log.form.when.error
    assert log.form.when.text() == "31.9."
    assert app.store.dump() == before


def test_the_card_of_days_fills_the_day(log: QuickLogDialog) -> None:
    type_keys("acme call")
    log.form.when.setFocus()
    press(Qt.Key.Key_Down)
    card = QApplication.activePopupWidget()
    assert card is not None
    QTest.keyClick(card, Qt.Key.Key_2)
    assert said(log)["Follow-up"] == "Fri 27 Nov"


# --- finding an account in the form


def test_matches_are_plain_text_and_the_keyboard_picks_one(app: App, log: QuickLogDialog) -> None:
    log.form.account.setFocus()
    type_keys("wren")
    listed = log.form.account.matches.list
    assert [listed.item(row).text() for row in range(listed.count())] == [NAUGHTY, "New account “wren”"]
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Up)
    press(Qt.Key.Key_Return)
    assert log.isVisible(), "the first Enter picks, the second one saves"
    assert log.form.account.text() == NAUGHTY
    assert said(log)["Account"] == NAUGHTY


def test_tab_takes_the_first_match_and_goes_on(log: QuickLogDialog) -> None:
    log.form.account.setFocus()
    type_keys("kovac")
    press(Qt.Key.Key_Tab)
    assert log.form.account.text() == "Kovač Mizarstvo"
    assert focus() is not log.form.account


def test_a_name_without_a_match_becomes_a_new_account(app: App, log: QuickLogDialog) -> None:
    log.form.account.setFocus()
    type_keys("Zupan d.o.o.")
    press(Qt.Key.Key_Return)
    log.form.about.setFocus()
    type_keys("first call")
    press(Qt.Key.Key_Return)
    account = accounts.by_name(app.store, "Zupan d.o.o.")
    assert account is not None
    assert newest(app, account) == [("call", "first call", "", None)]


def test_esc_gives_up_the_search_before_it_closes_the_card(log: QuickLogDialog) -> None:
    type_keys("acme")
    log.form.account.setFocus()
    log.form.account.selectAll()
    type_keys("kov")
    press(Qt.Key.Key_Escape)
    assert log.isVisible()
    assert log.form.account.text() == "Acme Fasteners"
    press(Qt.Key.Key_Escape)
    assert log.isHidden()


def test_on_a_row_another_account_can_still_be_chosen(app: App, acme: int, window: MainWindow) -> None:
    log = opened(window, acme)
    type_keys("wrong pallet")
    log.form.account.setFocus()
    log.form.account.selectAll()
    type_keys("larkf")
    press(Qt.Key.Key_Return)
    assert said(log) == {"Account": "Larkfield Dairy", "What": "Call, now", "About": "wrong pallet"}
    press(Qt.Key.Key_Return)
    larkfield = accounts.by_name(app.store, "Larkfield Dairy")
    assert larkfield is not None
    assert newest(app, larkfield)[0] == ("call", "wrong pallet", "", None)
