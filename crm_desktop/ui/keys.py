"""Which Latin letter a key press means, whatever alphabet the keyboard is switched to."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent

from crm_desktop.i18n import typed_language

# Keys held with a letter that make it a shortcut of something else (AltGr comes as Ctrl+Alt on Windows).
_OTHER_SHORTCUTS = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
)

# Codes of the letter keys by their place. Linux: input-event-codes.h; macOS: kVK_ANSI_* of HIToolbox.
_EVDEV = {
    first + step: letter
    for first, letters in ((16, "QWERTYUIOP"), (30, "ASDFGHJKL"), (44, "ZXCVBNM"))
    for step, letter in enumerate(letters)
}
# X11 and Wayland's keymaps count the same keys from 8.
_XKB_OFFSET = 8
_MAC = dict(
    zip(
        (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14, 15, 16, 17, 31, 32, 34, 35, 37, 38, 40, 45, 46),
        "ASDFHGZXCVBQWERYTOUIPLJKNM",
        strict=True,
    )
)

# What stands on the letter keys of these layouts, for events that carry no code (remote desktops, tests).
_RUSSIAN_AND_UKRAINIAN = dict(zip("ЙЦУКЕНГШЩЗФЫІВАПРОЛДЯЧСМИТЬ", "QWERTYUIOPASSDFGHJKLZXCVBNM", strict=True))
_SERBIAN = dict(zip("ЉЊЕРТЗУИОПАСДФГХЈКЛЅЏЦВБНМ", "QWERTYUIOPASDFGHJKLZXCVBNM", strict=True))
_GREEK = dict(zip("ΕΡΤΥΘΙΟΠΑΣΔΦΓΗΞΚΛΖΧΨΩΒΝΜ", "ERTYUIOPASDFGHJKLZXCVBNM", strict=True))


def letter(event: QKeyEvent) -> str:
    """The Latin letter ("A" to "Z") of the key pressed alone or with Shift; empty for every other key.

    With a Latin layout that is the letter it types, so that AZERTY and Dvorak mean what is printed on the key. With
    a Cyrillic or Greek one it is the letter that the same key has on a Latin keyboard.
    """
    return "" if event.modifiers() & _OTHER_SHORTCUTS else _letter_of(event)


def ctrl_letter(event: QKeyEvent) -> str:
    """The Latin letter held with Ctrl (Cmd on macOS), with or without Shift; empty for every other key."""
    others = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
    held = event.modifiers() & Qt.KeyboardModifier.ControlModifier and not event.modifiers() & others
    return _letter_of(event) if held else ""


def _letter_of(event: QKeyEvent) -> str:
    key = event.key()
    if Qt.Key.Key_A <= key <= Qt.Key.Key_Z:
        return chr(key)
    place = physical_letter(
        QGuiApplication.platformName(), scan_code=event.nativeScanCode(), virtual_key=event.nativeVirtualKey()
    )
    if key in (Qt.Key.Key_Semicolon, Qt.Key.Key_Colon) and place == "Q":
        return "Q"  # what a Greek keyboard has there is no letter
    if not 0x80 <= key < Qt.Key.Key_Escape or not chr(key).isalpha():
        return ""
    return place or _letter_at_the_place_of(chr(key).upper())


def physical_letter(platform: str, *, scan_code: int, virtual_key: int) -> str:
    """The letter of a key by the codes that the platform gives it; empty when it gives none or it is no letter."""
    if platform == "windows":
        # Windows names keys by the letter of the Latin layout, also when another alphabet is on.
        return chr(virtual_key) if ord("A") <= virtual_key <= ord("Z") else ""
    if platform == "cocoa":
        return _MAC.get(virtual_key, "")
    if platform == "xcb" or platform.startswith("wayland"):
        return _EVDEV.get(scan_code - _XKB_OFFSET, "")
    return ""


def _letter_at_the_place_of(symbol: str) -> str:
    # С is S on a Serbian keyboard and C on a Russian or Ukrainian one: the language of the window decides.
    cyrillic = _SERBIAN if typed_language() == "sr" else _RUSSIAN_AND_UKRAINIAN
    return cyrillic.get(symbol, "") or _GREEK.get(symbol, "")
