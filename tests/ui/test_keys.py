"""Single letters mean the same key whatever alphabet the keyboard is switched to."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent

from crm_desktop.i18n import set_language
from crm_desktop.ui.keys import letter, physical_letter


def press(key: int, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> QKeyEvent:
    return QKeyEvent(QEvent.Type.KeyPress, key, modifiers)


@pytest.mark.parametrize("name", "LSDXC")
def test_latin_letter_is_itself(name: str) -> None:
    assert letter(press(ord(name))) == name
    assert letter(press(ord(name), Qt.KeyboardModifier.ShiftModifier)) == name


@pytest.mark.parametrize(
    ("language", "typed", "meant"),
    [
        ("uk", "ДІВЧС", "LSDXC"),
        ("ru", "ДЫВЧС", "LSDXC"),
        ("sr", "ЛСДЏЦ", "LSDXC"),
        ("el", "ΛΣΔΧΨ", "LSDXC"),
    ],
)
def test_other_alphabets_mean_the_key_at_the_same_place(language: str, typed: str, meant: str) -> None:
    set_language(language)
    assert "".join(letter(press(ord(symbol))) for symbol in typed) == meant


@pytest.mark.parametrize(
    "key", [Qt.Key.Key_1, Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Comma, Qt.Key.Key_F10, ord("Č"), ord("Ж")]
)
def test_everything_else_is_no_letter(key: int) -> None:
    assert letter(press(key)) == ""


@pytest.mark.parametrize(
    "held",
    [
        Qt.KeyboardModifier.ControlModifier,
        Qt.KeyboardModifier.AltModifier,
        Qt.KeyboardModifier.MetaModifier,
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier,
    ],
)
def test_a_shortcut_is_no_letter(held: Qt.KeyboardModifier) -> None:
    assert letter(press(Qt.Key.Key_L, held)) == ""


@pytest.mark.parametrize(
    ("platform", "scan_code", "virtual_key"),
    [("xcb", 46, 0x6CC), ("wayland", 46, 0x6CC), ("windows", 0x26, 0x4C), ("cocoa", 1, 37)],
)
def test_the_codes_of_each_platform_name_the_key(platform: str, scan_code: int, virtual_key: int) -> None:
    """The codes of the L key with a Cyrillic layout on."""
    assert physical_letter(platform, scan_code=scan_code, virtual_key=virtual_key) == "L"


def test_a_platform_without_codes_names_nothing() -> None:
    assert physical_letter("offscreen", scan_code=0, virtual_key=0) == ""
    assert physical_letter("xcb", scan_code=0, virtual_key=0) == ""
