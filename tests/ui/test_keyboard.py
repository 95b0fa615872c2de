"""The keyboard: every command is reached from everywhere, no two want one key, and the help sheet says what is true."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDialog,
    QFileDialog,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QScrollArea,
    QTabBar,
    QWidget,
)

from crm_desktop.app import App
from crm_desktop.i18n import set_language
from crm_desktop.services import accounts
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.page_list import PAGES
from crm_desktop.ui.widgets.labels import PlainLabel
from tests.world import add_account

FIELD_KEEPS = {"undo", "redo"}
"""What is typed is taken back in the field itself."""


def places(window: MainWindow) -> Iterator[tuple[str, QWidget]]:
    """Every page with every widget on it, and in the sidebar, that can have the keyboard."""
    for spec in PAGES:
        go_to(window, spec.name)
        QApplication.processEvents()
        for widget in window.findChildren(QWidget):
            tabs = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
            if widget.isVisible() and widget.isEnabled() and tabs and widget.window() is window:
                widget.setFocus()
                if QApplication.focusWidget() is widget:
                    yield spec.name, widget


def go_to(window: MainWindow, page: str) -> None:
    """Opens a page; that of an account for the first one there is."""
    if page == "account":
        window.open_account(window.app.store.value("SELECT id FROM account"))
    else:
        window.open_page(page)


def press(window: MainWindow, key: str) -> None:
    """Presses a key as the system reports it: the window first, then whoever has the keyboard."""
    combination = QKeySequence(key)[0]
    QTest.keyClick(window.windowHandle(), combination.key(), combination.keyboardModifiers())


@pytest.fixture
def active(sample_window: MainWindow) -> MainWindow:
    """The window over the sample, in front."""
    sample_window.activateWindow()
    assert QTest.qWaitForWindowActive(sample_window)
    return sample_window


def test_every_key_reaches_its_command_wherever_the_keyboard_is(active: MainWindow) -> None:
    heard: list[str] = []
    for name, action in active.actions_by_id.items():
        action.triggered.disconnect()
        action.triggered.connect(lambda _checked=False, name=name: heard.append(name))
    wrong, pressed = [], 0
    for page, widget in places(active):
        for command in active.commands:
            for key in command.keys:
                heard.clear()
                press(active, key)
                pressed += 1
                kept = command.id in FIELD_KEEPS and isinstance(widget, QLineEdit) and heard == []
                if heard != [command.id] and not kept:
                    wrong.append((page, type(widget).__name__, key, list(heard)))
    assert wrong == []
    assert pressed > 1000


def test_no_key_means_two_things(active: MainWindow) -> None:
    """Neither two commands, nor a command and what a page listens to by itself."""
    for _ in places(active):
        heard: dict[str, QObject] = {}
        for action in active.findChildren(QAction):
            for key in action.shortcuts():
                assert heard.setdefault(key.toString(), action) is action
        for shortcut in active.findChildren(QShortcut):
            for key in QShortcut.keys(shortcut):
                assert heard.setdefault(key.toString(), shortcut) is shortcut


def test_keys_that_no_keyboard_layout_takes_away(active: MainWindow) -> None:
    for command in active.commands:
        for key in command.keys:
            combination = QKeySequence(key)[0]
            held = combination.keyboardModifiers()
            control, alt = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
            assert not (held & control and held & alt), f"{key} is AltGr on many keyboards"
            assert key != "Ctrl+Shift+U"
            letter = Qt.Key.Key_A <= combination.key() <= Qt.Key.Key_9 or Qt.Key.Key_0 <= combination.key()
            assert letter or combination.key() in (
                Qt.Key.Key_Comma,
                Qt.Key.Key_Plus,
                Qt.Key.Key_Equal,
                Qt.Key.Key_Minus,
            )


def test_every_command_runs_from_every_kind_of_place(active: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is written by a command alone, so the walk leaves the workspace as it was."""
    for name in ("getOpenFileName", "getSaveFileName"):
        monkeypatch.setattr(QFileDialog, name, lambda *_args, **_more: ("", ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_args, **_more: ([], ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: "")
    before = active.app.store.dump()
    kinds: dict[tuple[str, str], QWidget] = {}
    for page, widget in places(active):
        kinds.setdefault((page, kind_of(widget)), widget)
    # Going away would end the walk; what undo takes back is not made by a command.
    skipped, walked = {"quit", "undo", "redo"}, 0
    seen: set[str] = set()
    for (page, _), widget in kinds.items():
        go_to(active, page)
        for command in active.commands:
            # What ends elsewhere is the same from every place of a page, what paints everything anew from everywhere.
            slow = command.id.startswith(("go.", "text."))
            known = seen if command.id.startswith("text.") else seen & {page}
            if command.id in skipped or (slow and known):
                continue
            widget.setFocus()
            active.actions_by_id[command.id].trigger()
            close_what_opened(active)
            walked += 1
            if slow or command.id == "account.new":
                go_to(active, page)
        seen.add(page)
    assert walked > 300
    assert active.app.store.dump() == before


def kind_of(widget: QWidget) -> str:
    """What a place does with keys."""
    kinds = {"field": (QLineEdit, QPlainTextEdit), "list": QAbstractItemView, "choice": (QComboBox, QTabBar)}
    return next((name for name, types in kinds.items() if isinstance(widget, types)), "other")


def close_what_opened(window: MainWindow) -> None:
    """Esc, for whatever stands over the page."""
    for dialog in window.findChildren(QDialog):
        dialog.close()
    while (popup := QApplication.activePopupWidget()) is not None:
        popup.close()
    for _ in range(2):
        focus = QApplication.focusWidget()
        if focus is not None:
            QTest.keyClick(focus, Qt.Key.Key_Escape)
    # A closed dialog goes with the next round of events, of which a test has none.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


class Greedy(QLineEdit):
    """A field that wants every key for itself, as a line field on Linux wants Ctrl+K."""

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)


def test_a_field_that_wants_the_key_does_not_get_it(active: MainWindow) -> None:
    field = Greedy(active.page)
    field.show()
    field.setFocus()
    press(active, "Ctrl+K")
    assert active.overlays.palette is not None
    assert active.overlays.palette.isVisible()
    # Inside the card the window's keys are dead.
    press(active, "Ctrl+2")
    assert active.page.title == "Today"


@pytest.mark.parametrize(
    ("letter", "shift"), [("Л", False), ("Κ", False), ("З", True)], ids=["Cyrillic", "Greek", "Cyrillic with Shift"]
)
def test_ctrl_and_a_letter_with_another_alphabet_alone(window: MainWindow, app: App, letter: str, shift: bool) -> None:
    """Where no Latin layout is installed beside it, Qt hands the letter on as it is typed."""
    add_account(app.store, "Acme")
    window.activateWindow()
    held = Qt.KeyboardModifier.ControlModifier | (
        Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
    )
    event = QKeyEvent(QEvent.Type.KeyPress, ord(letter), held, "")
    QApplication.sendEvent(window.page, event)
    assert window.overlays.palette is not None
    assert window.overlays.palette.isVisible()


def test_serbian_letters_stand_elsewhere(window: MainWindow, app: App) -> None:
    add_account(app.store, "Acme")
    set_language("sr")
    QApplication.sendEvent(
        window.page, QKeyEvent(QEvent.Type.KeyPress, ord("Л"), Qt.KeyboardModifier.ControlModifier, "")
    )
    # Л is L there: the quick log, and not the palette.
    assert window.overlays.palette is None


class Windows(QObject):
    """Hears of every window that is shown."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[QWidget] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.shown.append(watched)
        return False


def test_no_page_opens_as_a_window_of_its_own_for_a_moment(active: MainWindow) -> None:
    """It would flash, and the window would lose the keyboard to it."""
    heard = Windows()
    application = QCoreApplication.instance()
    assert application is not None
    application.installEventFilter(heard)
    try:
        for spec in PAGES:
            go_to(active, spec.name)
            QApplication.processEvents()
        for account in [row[0] for row in active.app.store.rows("SELECT id FROM account LIMIT 4")]:
            active.open_account(account)
            active.overlays.open_brief(account)
            active.page.brief()
            active.open_log(account)
        active.overlays.open_palette()
        active.overlays.open_history()
        QApplication.processEvents()
    finally:
        application.removeEventFilter(heard)
    assert heard.shown == []
    assert active.isActiveWindow()


def test_the_help_sheet_is_made_of_the_commands_and_of_the_page(active: MainWindow) -> None:
    for spec in PAGES:
        if spec.name == "first_run":
            continue
        go_to(active, spec.name)
        page_keys = active.page.keys()
        active.actions_by_id["keys"].trigger()
        texts = sheet_texts(active)
        assert all(command.text in texts for command in active.commands if command.keys)
        assert all(text in texts for _, text in page_keys)
        active.actions_by_id["keys.page"].trigger()
        texts = sheet_texts(active)
        assert "Undo" not in texts
        assert all(text in texts for _, text in page_keys)


def test_the_help_sheet_tells_the_single_keys_of_an_account_and_cuts_nothing(active: MainWindow) -> None:
    go_to(active, "account")
    told = active.page.keys()
    assert {"L", "S", "T", "Space", "F2"} <= {key for key, _ in told}
    for page, brief in (("account", True), ("today", True), ("settings", False), ("import", False)):
        go_to(active, page)
        active.actions_by_id["keys"].trigger()
        sheet = next(dialog for dialog in active.findChildren(QDialog) if dialog.isVisible())
        QApplication.processEvents()
        area = sheet.findChild(QScrollArea)
        assert area is not None
        assert area.widget().width() <= area.viewport().width()
        assert area.widget().minimumSizeHint().width() <= area.viewport().width()
        assert ("What to know before a call" in sheet_texts(active)) == brief, page


def sheet_texts(window: MainWindow) -> set[str]:
    """What the open help sheet says; it is closed after."""
    sheet = next(dialog for dialog in window.findChildren(QDialog) if dialog.isVisible())
    texts = {label.text() for label in sheet.findChildren(PlainLabel)}
    sheet.close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return texts


def test_f6_also_reaches_the_message_and_its_undo(active: MainWindow) -> None:
    account = add_account(active.app.store, "Acme")
    active.open_page("today")
    active.write(lambda: accounts.delete(active.app.store, account), message="Deleted")
    for _ in range(8):
        press(active, "F6")
        reached = QApplication.focusWidget()
        if reached is not None and active.message.isAncestorOf(reached):
            QTest.keyClick(reached, Qt.Key.Key_Space)
            break
    assert accounts.name_of(active.app.store, account) == "Acme"


def test_shift_f10_opens_the_menu_of_the_row_as_the_menu_key_does(active: MainWindow) -> None:
    for page in ("today", "accounts", "follow_ups"):
        active.open_page(page)
        active.page.setFocus()
        press(active, "Down")  # from the head of a group, which has no menu
        press(active, "Shift+F10")
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu), page
        assert menu.actions()
        menu.close()
