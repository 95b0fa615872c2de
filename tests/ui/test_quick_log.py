"""The quick log in the real window: one line and its form, saved in one step, and never lost."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QRadioButton, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop import i18n
from crm_desktop.app import App
from crm_desktop.domain.entities import AccountFields, ContactFields
from crm_desktop.domain.errors import UserError
from crm_desktop.domain.kinds import InteractionKind, MadeBy
from crm_desktop.services import accounts, contacts, follow_ups, history, promises, quick_log
from crm_desktop.services.accounts import Match
from crm_desktop.services.quick_log import Entry
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.tasks import WorkerTasks
from crm_desktop.ui.theme import look
from crm_desktop.ui.widgets import log_drafts
from crm_desktop.ui.widgets.entry_field import EntryField, Mark
from crm_desktop.ui.widgets.labels import PlainLabel
from crm_desktop.ui.widgets.log_drafts import LogDraft
from crm_desktop.ui.widgets.log_form import LogForm
from crm_desktop.ui.widgets.quick_log_dialog import QuickLogDialog

TODAY = date(2026, 11, 20)  # a Friday, as in conftest
TUESDAY = date(2026, 11, 24)
NAUGHTY = "Wren & <b>Daughters</b>"


@pytest.fixture
def acme(app: App) -> int:
    """An account with two people and a rating of 8; three others stand beside it."""
    account = accounts.add(app.store, AccountFields(name="Acme Fasteners"))
    contacts.add(app.store, account, ContactFields(name="Maria Kos", phone="+386 40 555 018"), "buyer")
    contacts.add(app.store, account, ContactFields(name="Ivan Horvat"), "owner")
    for name in ("Kovač Mizarstvo", "Larkfield Dairy", NAUGHTY):
        accounts.add(app.store, AccountFields(name=name))
    quick_log.save(app.store, Entry(account=account, subject="price list", rating=8), TODAY - timedelta(days=13))
    return account


@pytest.fixture
def log(acme: int, window: MainWindow) -> QuickLogDialog:
    """The quick log, opened on no account."""
    return opened(window)


def opened(window: MainWindow, account: int | None = None, text: str = "") -> QuickLogDialog:
    window.activateWindow()
    window.open_log(account, text)
    QApplication.processEvents()
    dialog = window.findChild(QuickLogDialog)
    assert isinstance(dialog, QuickLogDialog)
    return dialog


def focus() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def type_keys(text: str) -> None:
    QTest.keyClicks(focus(), text)


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(focus(), key, modifiers)


def said(log: QuickLogDialog) -> dict[str, str]:
    return {value.label: value.text for value in log.head.understood.said}


def newest(app: App, account: int) -> list[tuple[str, str, str, float | None]]:
    return [(e.kind.value, e.title, e.person, e.score) for e in history.timeline(app.store, account, until=TODAY)]


# --- the line


def test_recognised_words_are_marked_in_place_and_repeated_as_values(log: QuickLogDialog) -> None:
    type_keys("acme call about late delivery 4/10 follow up tue")
    assert said(log) == {
        "Account": "Acme Fasteners",
        "What": "Call, now",
        "About": "late delivery",
        "Rating": "4",
        "Follow-up": "Tue 24 Nov",
    }
    assert [(log.entry.text[m.start : m.end], m.token) for m in log.entry.marks] == [
        ("acme", "accent"),
        ("call", "accent"),
        ("late delivery", "accent"),
        ("4/10", "risk"),
        ("follow up tue", "accent"),
    ]


def test_the_whole_sentence_of_the_design_is_one_step(
    app: App, acme: int, window: MainWindow, log: QuickLogDialog
) -> None:
    before = app.store.dump()
    type_keys("acme call maria about late delivery 4/10 promise credit note fri follow up tue")
    assert said(log) == {
        "Account": "Acme Fasteners",
        "What": "Call, now",
        "With": "Maria Kos",
        "About": "late delivery",
        "Rating": "4",
        "Promise": "Fri 27 Nov",
        "Follow-up": "Tue 24 Nov",
    }
    assert (log.form.promise_what.text(), log.form.promise_when.text()) == ("credit note", "Fri 27 Nov")
    press(Qt.Key.Key_Return)
    assert newest(app, acme)[:2] == [("rating", "call", "Maria Kos", 4.0), ("call", "late delivery", "Maria Kos", None)]
    promised = promises.of_account(app.store, acme)
    assert [(p.what, p.due, p.contact_name, p.made_by) for p in promised] == [
        ("credit note", date(2026, 11, 27), "Maria Kos", MadeBy.US)
    ]
    assert window.message.text.endswith("Promise for Fri 27 Nov. Follow-up on Tue 24 Nov.")
    window.undo()
    assert app.store.dump() == before


def test_what_has_no_field_is_repeated_too(app: App, acme: int, log: QuickLogDialog) -> None:
    type_keys("acme visit yesterday 15:30 40 min dept billing order 1.200,50 eur #vip about boxes")
    assert said(log) == {
        "Account": "Acme Fasteners",
        "What": "Visit, Thu 19 Nov, 15:30",
        "About": "boxes",
        "Order": "€1,200.50",
        "Department": "Billing",
        "How long": "40 minutes",
        "Tags": "vip",
    }
    press(Qt.Key.Key_Return)
    entry = next(e for e in history.timeline(app.store, acme, until=TODAY) if e.kind.value == "visit")
    assert (entry.day, entry.minutes, entry.department) == (date(2026, 11, 19), 40, "Billing")
    assert accounts.get(app.store, acme).tags == ("vip",)


def test_their_promise_is_labelled_as_theirs(app: App, acme: int, log: QuickLogDialog) -> None:
    type_keys("acme they promise payment tue")
    assert said(log)["They promise"] == "Tue 24 Nov"
    press(Qt.Key.Key_Return)
    assert [p.made_by for p in promises.of_account(app.store, acme)] == [MadeBy.THEM]


def test_a_promise_made_in_the_form(app: App, acme: int, window: MainWindow) -> None:
    log = opened(window, acme)
    type_keys("late delivery")
    log.form.promise_what.setFocus()
    type_keys("Credit note")
    assert said(log)["Promise"] == "Sat 21 Nov", "tomorrow, until another day is said"
    log.form.promise_when.setFocus()
    log.form.promise_when.selectAll()
    type_keys("fri")
    press(Qt.Key.Key_Return)
    assert [(p.what, p.due) for p in promises.of_account(app.store, acme)] == [("Credit note", date(2026, 11, 27))]


def test_a_promise_whose_day_was_removed_is_not_dropped_silently(app: App, acme: int, window: MainWindow) -> None:
    log = opened(window, acme)
    type_keys("boxes promise samples fri")
    log.form.promise_when.setFocus()
    log.form.promise_when.selectAll()
    press(Qt.Key.Key_Delete)
    press(Qt.Key.Key_Return)
    assert "By when is it promised?" in log.foot.problem
    assert promises.of_account(app.store, acme) == []


# --- ghost text, and marks made plain


def test_right_takes_the_ghost_text_piece_by_piece(app: App, log: QuickLogDialog) -> None:
    type_keys("acme")
    assert log.entry.ghost == " call"
    for wanted in ("acme call", "acme call maria", "acme call maria about "):
        press(Qt.Key.Key_Right)
        assert log.entry.text == wanted
    type_keys("late")
    assert log.entry.ghost == ""
    press(Qt.Key.Key_Right)
    assert log.entry.text == "acme call maria about late"
    press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert log.entry.text != "acme call maria about late", "Ctrl+Z in the line belongs to the line"


def test_the_ghost_is_only_at_the_end_of_the_line(log: QuickLogDialog) -> None:
    type_keys("acme no answer")
    assert log.entry.ghost == " follow up wed"
    assert "follow up wed" in log.entry.accessibleDescription()
    press(Qt.Key.Key_Left)
    press(Qt.Key.Key_Right)
    assert log.entry.text == "acme no answer"
    press(Qt.Key.Key_Right)
    assert log.entry.text == "acme no answer follow up wed"
    assert said(log)["Follow-up"] == "Wed 25 Nov"


def test_the_ghost_shrinks_while_one_types_it(slow_window: tuple[MainWindow, threading.Event], qtbot: QtBot) -> None:
    window, gate = slow_window
    log = opened(window)
    log.entry.set_text("acme")
    log.entry.set_ghost(" call")
    type_keys(" c")
    assert log.entry.ghost == "all"
    type_keys("x")
    assert log.entry.ghost == ""
    gate.set()


def test_backspace_behind_a_mark_makes_it_text_again(app: App, acme: int, window: MainWindow) -> None:
    log = opened(window, acme)
    type_keys("wants 4/10")
    press(Qt.Key.Key_Backspace)
    assert log.entry.text == "wants 4/10"
    assert "Rating" not in said(log)
    assert log.entry.marks == ()
    type_keys(" boxes")
    assert "Rating" not in said(log)
    press(Qt.Key.Key_Escape)
    log = opened(window, acme)
    assert "Rating" not in said(log), "the draft knows it too"
    press(Qt.Key.Key_Return)
    assert newest(app, acme)[0] == ("call", "wants 4/10 boxes", "Maria Kos", None)


def test_backspace_pressed_again_deletes(log: QuickLogDialog) -> None:
    type_keys("acme 4/10")
    for wanted in ("acme 4/10", "acme 4/1", "acme 4/", "acme 4"):
        press(Qt.Key.Key_Backspace)
        assert log.entry.text == wanted
    press(Qt.Key.Key_Backspace)
    type_keys("9/10")
    assert said(log)["Rating"] == "9"


def test_the_form_shows_what_the_line_says(log: QuickLogDialog) -> None:
    type_keys("acme visit about late delivery 9/10 follow up tue")
    form = log.form
    assert form.account.text() == "Acme Fasteners"
    assert form.kind.value() == "visit"
    assert form.about.text() == "late delivery"
    assert form.rating.score() == 9
    assert form.when.text() == "Tue 24 Nov"
    assert form.what_next.placeholderText() == "Follow up: late delivery"


def test_enter_saves_everything_in_one_step_and_says_so(
    app: App, acme: int, window: MainWindow, log: QuickLogDialog
) -> None:
    before = app.store.dump()
    type_keys("acme call about late delivery 4/10 follow up tue")
    press(Qt.Key.Key_Return)
    assert log.isHidden()
    assert newest(app, acme)[:2] == [("rating", "call", "", 4.0), ("call", "late delivery", "", None)]
    assert [(f.what, f.due) for f in follow_ups.of_account(app.store, acme)] == [("Follow up: late delivery", TUESDAY)]
    assert window.message.text == "Call with Acme Fasteners saved. Follow-up on Tue 24 Nov."
    window.undo()
    assert app.store.dump() == before


def test_no_key_is_needed_but_the_line_and_enter(app: App, acme: int, window: MainWindow) -> None:
    opened(window, acme)
    type_keys("no answer >tue")
    press(Qt.Key.Key_Return)
    assert newest(app, acme)[0] == ("call", "no answer", "Maria Kos", None)
    assert [f.due for f in follow_ups.of_account(app.store, acme)] == [TUESDAY]


def test_opened_on_a_row_account_person_and_call_are_filled(acme: int, window: MainWindow) -> None:
    log = opened(window, acme)
    assert said(log) == {"Account": "Acme Fasteners", "What": "Call, now", "With": "Maria Kos"}
    assert log.form.person.currentText() == "Maria Kos, buyer"
    assert focus() is log.entry
    assert [w for w in QApplication.topLevelWidgets() if w.isVisible()] == [window], "it is no window of its own"


def test_ctrl_l_opens_it_from_anywhere(acme: int, window: MainWindow) -> None:
    window.open_page("settings")
    window.activateWindow()
    QTest.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    log = window.findChild(QuickLogDialog)
    assert log is not None
    assert log.isVisible()


def test_without_an_account_nothing_is_saved_and_the_text_stays(app: App, log: QuickLogDialog) -> None:
    before = app.store.dump()
    type_keys("call 4/10")
    press(Qt.Key.Key_Return)
    assert log.isVisible()
    assert log.entry.text == "call 4/10"
    assert "Which account" in log.foot.problem
    assert app.store.dump() == before
    type_keys(" ")
    assert log.foot.problem == ""


def test_an_empty_line_saves_no_call(app: App, acme: int, window: MainWindow) -> None:
    before = app.store.dump()
    log = opened(window, acme)
    press(Qt.Key.Key_Return)
    assert log.isVisible()
    assert "Nothing to save yet" in log.foot.problem
    assert app.store.dump() == before


def test_a_kind_that_was_chosen_is_enough(app: App, acme: int, window: MainWindow) -> None:
    log = opened(window, acme)
    next(b for b in log.form.kind.findChildren(QRadioButton) if b.text() == "Visit").click()
    press(Qt.Key.Key_Return)
    assert newest(app, acme)[0] == ("visit", "", "Maria Kos", None)


# --- a name that nobody has


def test_an_unknown_name_asks_and_enter_creates_it(app: App, log: QuickLogDialog, window: MainWindow) -> None:
    type_keys("Acmee call")
    assert said(log)["New account “Acmee”?"] == "Enter creates it, Tab picks Acme Fasteners"
    press(Qt.Key.Key_Return)
    account = accounts.by_name(app.store, "Acmee")
    assert account is not None
    assert newest(app, account) == [("call", "", "", None)]
    window.undo()
    assert accounts.by_name(app.store, "Acmee") is None, "the account and the call are one step"


def test_tab_picks_the_account_that_was_meant(app: App, acme: int, log: QuickLogDialog) -> None:
    type_keys("Acmee call about late delivery")
    press(Qt.Key.Key_Tab)
    assert focus() is log.entry
    assert log.entry.text == "Acme Fasteners call about late delivery"
    assert said(log)["Account"] == "Acme Fasteners"
    press(Qt.Key.Key_Return)
    assert newest(app, acme)[0] == ("call", "late delivery", "", None)


def test_tab_picks_the_account_one_slip_away(app: App, acme: int, log: QuickLogDialog, qtbot: QtBot) -> None:
    type_keys("Amce call")
    qtbot.waitUntil(lambda: "Tab picks" in said(log).get("New account “Amce”?", ""))
    press(Qt.Key.Key_Tab)
    assert log.entry.text == "Acme Fasteners call"


def test_tab_picks_the_one_named_even_if_another_begins_alike(app: App, acme: int, window: MainWindow) -> None:
    twin = accounts.add(app.store, AccountFields(name="Acme Fasteners West"))
    log = opened(window)
    type_keys("Acmee call")
    nearest = said(log)["New account “Acmee”?"]
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Return)
    picked = acme if nearest.endswith("Acme Fasteners") else twin
    assert newest(app, picked)[0][0] == "call"


@pytest.fixture
def slow_window(app: App, acme: int, qtbot: QtBot) -> Iterator[tuple[MainWindow, threading.Event]]:
    """The window with its real worker, which waits until the event is set."""
    gate = threading.Event()
    tasks = WorkerTasks(close_thread=app.store.close)
    window = MainWindow(app, tasks)
    window.resize(1366, 768)
    window.show()
    tasks.run(gate.wait)
    yield window, gate
    gate.set()
    answered = threading.Event()
    tasks.run(lambda: None, lambda _nothing: answered.set())
    qtbot.waitUntil(answered.is_set)
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_a_name_that_was_not_seen_as_new_is_asked_about_first(
    app: App, slow_window: tuple[MainWindow, threading.Event], qtbot: QtBot
) -> None:
    window, gate = slow_window
    log = opened(window)
    type_keys("Acmee")
    press(Qt.Key.Key_Return)
    gate.set()
    qtbot.waitUntil(lambda: "New account “Acmee”?" in said(log))
    assert log.isVisible()
    assert accounts.by_name(app.store, "Acmee") is None
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(log.isHidden)
    assert accounts.by_name(app.store, "Acmee") is not None


def test_enter_before_the_line_is_read_waits_for_it(
    app: App, acme: int, slow_window: tuple[MainWindow, threading.Event], qtbot: QtBot
) -> None:
    window, gate = slow_window
    log = opened(window)
    type_keys("acme visit about pallets")
    press(Qt.Key.Key_Return)
    assert log.isVisible()
    gate.set()
    qtbot.waitUntil(log.isHidden)
    assert newest(app, acme)[0] == ("visit", "pallets", "", None)


def test_only_the_newest_line_is_answered(slow_window: tuple[MainWindow, threading.Event], qtbot: QtBot) -> None:
    window, gate = slow_window
    log = opened(window)
    type_keys("acme")
    log.entry.selectAll()
    type_keys("larkfield")
    gate.set()
    qtbot.waitUntil(lambda: said(log)["Account"] == "Larkfield Dairy")
    assert [log.entry.text[m.start : m.end] for m in log.entry.marks] == ["larkfield"]


@pytest.mark.expects_logging
def test_a_mistake_of_the_program_loses_no_text_and_does_not_lock_the_card(
    app: App, acme: int, slow_window: tuple[MainWindow, threading.Event], qtbot: QtBot
) -> None:
    window, gate = slow_window
    gate.set()
    log = opened(window, acme)

    def broken(_changes: object) -> None:
        raise RuntimeError("a mistake of ours")

    type_keys("late delivery")
    app.store.derivers.append(broken)
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(log.foot.problem))
    assert log.entry.text == "late delivery"
    app.store.derivers.remove(broken)
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(log.isHidden)
    assert newest(app, acme)[0][1] == "late delivery"


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


# --- drafts


def test_esc_keeps_the_draft_and_the_next_opening_brings_it_back(acme: int, window: MainWindow) -> None:
    log = opened(window, acme)
    type_keys("late delivery 4/10")
    log.form.notes.setFocus()
    type_keys("two pallets")
    press(Qt.Key.Key_Escape)
    assert log.isHidden()
    log = opened(window, acme)
    assert log.entry.text == "late delivery 4/10"
    assert log.form.notes.toPlainText() == "two pallets"
    assert "draft" in log.foot.hint.text()


def test_a_draft_survives_a_crash(app: App, acme: int, window: MainWindow, qtbot: QtBot) -> None:
    log = opened(window)
    type_keys("acme visit about <b>pallets</b>")
    log.form.when.setFocus()
    type_keys("tue")
    qtbot.waitUntil(log_drafts.draft_file(app.store.path).exists)
    # Another window on the same file stands for the next start: nothing of the first one is left but the disk.
    again = QuickLogDialog(window, window)
    again.open_for(None)
    assert again.entry.text == "acme visit about <b>pallets</b>"
    assert said(again)["Follow-up"] == "Tue 24 Nov"
    again.close_card()


def test_saving_removes_the_draft(app: App, acme: int, window: MainWindow) -> None:
    opened(window, acme)
    type_keys("late delivery")
    press(Qt.Key.Key_Escape)
    opened(window, acme)
    press(Qt.Key.Key_Return)
    assert not log_drafts.draft_file(app.store.path).exists()
    assert opened(window, acme).entry.text == ""


def test_a_draft_never_moves_to_another_account(app: App, acme: int, window: MainWindow) -> None:
    larkfield = accounts.by_name(app.store, "Larkfield Dairy")
    opened(window, acme)
    type_keys("late delivery")
    press(Qt.Key.Key_Escape)
    log = opened(window, larkfield)
    assert log.entry.text == ""
    type_keys("other words")
    press(Qt.Key.Key_Escape)
    assert opened(window, acme).entry.text == "late delivery"
    press(Qt.Key.Key_Escape)
    log = opened(window)
    assert log.entry.text == "late delivery", "opened on nothing, the newest draft comes back, with its account"
    assert said(log)["Account"] == "Acme Fasteners"


def test_start_over_forgets_the_draft(app: App, acme: int, window: MainWindow) -> None:
    opened(window, acme)
    type_keys("late delivery")
    press(Qt.Key.Key_Escape)
    log = opened(window, acme)
    log.foot.start_over.click()
    assert log.entry.text == ""
    assert focus() is log.entry
    assert not log_drafts.draft_file(app.store.path).exists()


def test_opening_and_closing_leaves_no_draft(app: App, acme: int, window: MainWindow) -> None:
    opened(window, acme, "follow up ")
    press(Qt.Key.Key_Escape)
    assert not log_drafts.draft_file(app.store.path).exists()


@pytest.mark.parametrize(
    "damage", ["", "{", "[1]", '[{"text": 3}]', '[{"text": "a", "chosen": {"rating": 99}}]', "null"]
)
def test_a_damaged_draft_is_no_draft(app: App, acme: int, window: MainWindow, damage: str) -> None:
    log_drafts.draft_file(app.store.path).write_text(damage)
    assert opened(window, acme).entry.text == ""


def test_every_value_of_a_draft_comes_back_as_it_was(app: App) -> None:
    chosen = {
        "account": Match(2**62, NAUGHTY, "A"),
        "contact": 2**61,
        "kind": InteractionKind.COMPLAINT,
        "subject": "čšž",
        "rating": 0,
        "promise": TUESDAY,
        "promise_what": "samples",
        "follow_up": TUESDAY,
        "follow_up_what": "call",
        "notes": "a\nb",
    }
    draft = LogDraft("line", chosen, 5, "", ((0, 4),))
    log_drafts.keep(app.store.path, draft)
    assert log_drafts.find(app.store.path, LogDraft(opened_on=5)) == draft
    assert log_drafts.draft_file(app.store.path).stat().st_mode & 0o077 == 0
    assert json.loads(log_drafts.draft_file(app.store.path).read_text())


# --- refusals


def test_when_saving_fails_the_text_stays_with_the_sentence(app: App, acme: int, window: MainWindow) -> None:
    log = opened(window, acme)
    type_keys("late delivery")

    def refuse(_changes: object) -> None:
        raise UserError(
            "The disk is full.", "Nothing was saved and nothing was lost.", "Free some space and try again."
        )

    app.store.derivers.append(refuse)
    before = app.store.dump()
    press(Qt.Key.Key_Return)
    assert log.isVisible()
    assert log.foot.problem.startswith("The disk is full.")
    assert log.entry.text == "late delivery"
    assert app.store.dump() == before
    app.store.derivers.remove(refuse)
    press(Qt.Key.Key_Return)
    assert log.isHidden()
    assert newest(app, acme)[0][1] == "late delivery"


def test_an_account_deleted_meanwhile_is_told(app: App, acme: int, window: MainWindow) -> None:
    log = opened(window)
    type_keys("acme late")
    accounts.delete(app.store, acme)
    press(Qt.Key.Key_Return)
    assert log.isVisible()
    assert "no longer here" in log.foot.problem


# --- keyboard and layout


def test_tab_goes_round_inside_the_card(log: QuickLogDialog) -> None:
    seen = []
    for _ in range(40):
        press(Qt.Key.Key_Tab)
        assert log.isAncestorOf(focus())
        seen.append(focus())
        if focus() is log.entry:
            break
    assert focus() is log.entry
    assert seen[0] is log.form.account
    assert {log.form.about, log.form.when, log.form.notes, log.foot.cancel, log.foot.save} <= set(seen)
    assert sum(isinstance(widget, QRadioButton) for widget in seen) == 2, "a choice is one stop"
    press(Qt.Key.Key_Backtab)
    assert focus() is log.foot.save


def test_tab_enters_a_choice_at_what_is_chosen_from_either_side(log: QuickLogDialog) -> None:
    type_keys("acme visit 4/10")
    for key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
        log.entry.setFocus()
        entered = []
        while True:
            press(key)
            if focus() is log.entry:
                break
            button = focus()
            if isinstance(button, QRadioButton):
                entered.append(button.isChecked())
        assert entered == [True, True], key


def test_enter_on_cancel_cancels(app: App, log: QuickLogDialog) -> None:
    type_keys("acme call")
    before = app.store.dump()
    log.foot.cancel.setFocus()
    press(Qt.Key.Key_Return)
    assert log.isHidden()
    assert app.store.dump() == before


def test_no_shortcut_of_the_window_works_meanwhile(app: App, window: MainWindow, log: QuickLogDialog) -> None:
    before = app.store.dump()
    log.form.rating.setFocus()
    for key in (Qt.Key.Key_2, Qt.Key.Key_Z, Qt.Key.Key_N):
        press(key, Qt.KeyboardModifier.ControlModifier)
    assert log.isVisible()
    assert app.store.dump() == before
    assert window.page.title == "Today"


@pytest.mark.parametrize(("key", "field"), [("A", "account"), ("B", "about"), ("F", "what_next"), ("N", "notes")])
def test_alt_and_the_underlined_letter_go_to_a_field(log: QuickLogDialog, key: str, field: str) -> None:
    press(Qt.Key[f"Key_{key}"], Qt.KeyboardModifier.AltModifier)
    assert focus() is getattr(log.form, field)
    assert log.entry.text == ""


def test_closing_gives_the_focus_back(acme: int, window: MainWindow) -> None:
    window.activateWindow()
    window.sidebar.list.setFocus()
    opened(window, acme)
    press(Qt.Key.Key_Escape)
    assert focus() is window.sidebar.list


def test_pasted_lines_become_one(log: QuickLogDialog) -> None:
    QApplication.clipboard().setText("acme call\r\nabout\tlate\u2028pallets")
    log.entry.paste()
    assert log.entry.text == "acme call about late pallets"


def test_marks_stay_with_their_words_until_the_new_text_is_read(qapp: QApplication) -> None:
    entry = EntryField(placeholder="", name="line")
    entry.set_text("acme call 4/10")
    entry.set_marks([Mark(0, 4, "accent"), Mark(5, 9, "accent"), Mark(10, 14, "risk")])
    cursor = entry.textCursor()
    cursor.setPosition(6)
    cursor.insertText("xx")
    assert [entry.text[m.start : m.end] for m in entry.marks] == ["acme", "4/10"]


@pytest.fixture
def text_size() -> Iterator[None]:
    yield
    look().choose(text_scale=1.0)


@pytest.mark.parametrize(
    ("size", "scale"), [((640, 360), 1.0), ((683, 384), 1.0), ((1366, 768), 2.0), ((640, 360), 2.0)]
)
@pytest.mark.usefixtures("text_size")
def test_in_a_small_window_the_form_scrolls_and_the_rest_stays(
    acme: int, window: MainWindow, size: tuple[int, int], scale: float
) -> None:
    look().choose(text_scale=scale)
    window.resize(*size)
    log = opened(window, acme)
    type_keys("late delivery 4/10 follow up tue")
    assert window.rect().contains(log.card.geometry())
    for widget in (log.entry, log.foot.save):
        assert log.card.rect().contains(widget.mapTo(log.card, widget.rect().topLeft()))
    log.form.notes.setFocus(Qt.FocusReason.TabFocusReason)
    assert log.form.height() >= log.form.sizeHint().height(), "no field is squeezed"


def test_what_is_understood_is_one_sentence_for_a_screen_reader(log: QuickLogDialog) -> None:
    type_keys("acme call 4/10")
    assert log.head.understood.accessibleName() == "Account: Acme Fasteners. What: Call, now. Rating: 4"
    for widget in (log.entry, log.form.account, log.form.person, log.form.about, log.form.when, log.form.notes):
        assert widget.accessibleName()


def test_weekdays_of_the_persons_language_are_days(acme: int, window: MainWindow) -> None:
    i18n.set_language("sl")
    log = opened(window, acme)
    log.form.when.setFocus()
    type_keys("torek")
    assert log._values().follow_up == TUESDAY


def test_each_label_of_the_form_has_a_letter_of_its_own(window: MainWindow) -> None:
    form = LogForm(TODAY, window)
    marked = [QKeySequence.mnemonic(label.text()).toString() for label in form.findChildren(PlainLabel)]
    letters = [letter for letter in marked if letter]
    assert len(letters) == 8
    assert len(set(letters)) == len(letters)
