"""The quick log by the keyboard alone, read aloud, and in a small window."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QRadioButton

from crm_desktop import i18n
from crm_desktop.app import App
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.theme import look
from crm_desktop.ui.widgets.entry_field import EntryField, Mark
from crm_desktop.ui.widgets.labels import PlainLabel
from crm_desktop.ui.widgets.log_form import LogForm
from crm_desktop.ui.widgets.quick_log_dialog import QuickLogDialog
from tests.ui.quick_log.world import TODAY, TUESDAY, focus, opened, press, type_keys


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
