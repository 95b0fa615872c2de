"""What the window makes of keys before, or after, the widget that has the focus."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction, QContextMenuEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from crm_desktop.ui.keys import ctrl_letter, letter


class WindowKeys:
    """``open_brief`` opens the brief of the row that has the focus; it says whether there was one."""

    def __init__(self, window: QMainWindow, actions: Mapping[str, QAction], *, open_brief: Callable[[], bool]) -> None:
        self._window, self._actions, self._open_brief = window, actions, open_brief
        self._alt_alone = False
        self._before_menu: QWidget | None = None
        """Who had the keyboard before the menu bar."""
        window.menuBar().triggered.connect(lambda _action: self._leave_menu_bar())

    def takes(self, event: QEvent) -> bool:
        """Before any widget. Alt alone shows and hides the menu bar; no text field is asked about Ctrl+K."""
        if not isinstance(event, QKeyEvent):
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            # A shortcut is taken before it is a key press.
            self._alt_alone = event.key() == Qt.Key.Key_Alt
            if self._is_ours(event):
                event.ignore()
                return True
        elif event.type() == QEvent.Type.KeyPress:
            self._alt_alone = event.key() == Qt.Key.Key_Alt
            if event.key() == Qt.Key.Key_Escape and self._window.menuBar().hasFocus():
                self._leave_menu_bar()
                return True
            if event.key() == Qt.Key.Key_F10 and event.modifiers() == Qt.KeyboardModifier.ShiftModifier:
                return _open_menu_of_row()
            return letter(event) == "B" and self._open_brief()
        elif event.type() == QEvent.Type.KeyRelease and event.key() == Qt.Key.Key_Alt and self._alt_alone:
            self._alt_alone = False
            self._show_menu_bar()
        return False

    def _show_menu_bar(self) -> None:
        """Gives the keyboard to the menu bar, or takes it away with the bar."""
        menu = self._window.menuBar()
        if menu.isNativeMenuBar():
            return
        if menu.isVisible():
            self._leave_menu_bar()
            return
        self._before_menu = QApplication.focusWidget()
        menu.show()
        # A hidden bar did not hear of Alt; told of it now, it takes the keyboard and marks its first menu.
        for kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyRelease):
            QApplication.sendEvent(self._window, QKeyEvent(kind, Qt.Key.Key_Alt, Qt.KeyboardModifier.NoModifier))

    def _leave_menu_bar(self) -> None:
        menu = self._window.menuBar()
        if menu.isNativeMenuBar():
            return
        had_keyboard = menu.hasFocus()
        menu.hide()
        if had_keyboard and self._before_menu is not None:
            self._before_menu.setFocus(Qt.FocusReason.MenuBarFocusReason)
        self._before_menu = None

    def action_of(self, event: QKeyEvent) -> QAction | None:
        """Ctrl and a letter nobody took: with a Cyrillic or Greek keyboard alone the letter's place decides."""
        pressed = ctrl_letter(event)
        if not pressed:
            return None
        shift = "Shift+" if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else ""
        return self._with_shortcut(QKeySequence(f"Ctrl+{shift}{pressed}"))[1]

    def _is_ours(self, event: QKeyEvent) -> bool:
        """Whether a key is a command's, wherever the keyboard is: on Linux a field would cut its line with Ctrl+K.

        What is typed can be taken back in the field itself, and a card over the window keeps all keys to itself.
        """
        if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return False
        name, _ = self._with_shortcut(QKeySequence(event.keyCombination()))
        if name in ("", "undo", "redo"):
            return False
        from crm_desktop.ui.widgets.modal_card import ModalCard

        return not any(card.isVisible() for card in self._window.findChildren(ModalCard))

    def _with_shortcut(self, keys: QKeySequence) -> tuple[str, QAction | None]:
        return next(
            ((name, action) for name, action in self._actions.items() if keys in action.shortcuts()), ("", None)
        )


def _open_menu_of_row() -> bool:
    """What the menu key does: Windows makes it of Shift+F10 by itself, Qt on Linux does not."""
    focus = QApplication.focusWidget()
    if focus is None or QGuiApplication.platformName() == "windows" or QApplication.activePopupWidget():
        return False
    place = focus.rect().center()
    asked = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, place, focus.mapToGlobal(place))
    QApplication.sendEvent(focus, asked)
    return True
