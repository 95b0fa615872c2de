"""One line in the real window: marked in place, repeated as values, completed, and saved in one step."""

from __future__ import annotations

import threading
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QRadioButton
from pytestqt.qtbot import QtBot

from crm_desktop.app import App
from crm_desktop.domain.kinds import MadeBy
from crm_desktop.services import accounts, follow_ups, history, promises
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.widgets.quick_log_dialog import QuickLogDialog
from tests.ui.quick_log.world import TODAY, TUESDAY, focus, newest, opened, press, said, type_keys

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


def test_ctrl_l_in_a_list_names_no_account_so_that_nothing_is_filed_with_the_row_by_chance(
    app: App, acme: int, window: MainWindow
) -> None:
    window.open_page("accounts")
    window.activateWindow()
    assert window.page.current_account() == acme
    before = newest(app, acme)
    window.actions_by_id["log"].trigger()
    type_keys("Nordlys Interiør call about boxes")
    press(Qt.Key.Key_Return)
    (named,) = accounts.matching(app.store, "nordlys")
    assert newest(app, named.id)[0] == ("call", "boxes", "", None)
    assert newest(app, acme) == before
    window.open_account(acme)
    window.actions_by_id["log"].trigger()
    log = window.findChild(QuickLogDialog)
    assert log is not None
    assert said(log)["Account"] == "Acme Fasteners"


def test_a_pasted_megabyte_goes_into_the_notes_and_every_word_is_saved(app: App, acme: int, window: MainWindow) -> None:
    page = "call acme 4/10 ! > fri " * 45_000
    log = opened(window, acme)
    type_keys("zz about boxes")
    QApplication.clipboard().setText(page)
    QTest.keyClick(log.entry, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert log.entry.text == "zz about boxes"
    assert max(map(len, log.form.notes.toPlainText().splitlines())) <= 2_000
    press(Qt.Key.Key_Return)
    newest_entry = history.timeline(app.store, acme, until=TODAY, limit=1)[0]
    assert newest_entry.title == "boxes"
    assert newest_entry.detail.split() == ["zz", *page.split()]


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
