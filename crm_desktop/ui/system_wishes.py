"""What the system asks of a program's look: its font, high contrast, less motion."""

from __future__ import annotations

import sys

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication

_PREFERRED_FAMILY = "Inter"


def preferred_font(system: QFont) -> QFont:
    """The system's font in its own size, as Inter where that is installed: the design is drawn in it."""
    font = QFont(system)
    if _PREFERRED_FAMILY in QFontDatabase.families():
        font.setFamily(_PREFERRED_FAMILY)
    return font


def wants_high_contrast() -> bool:
    """Whether the system asks for high contrast."""
    hints = QGuiApplication.styleHints()
    if not hasattr(hints, "accessibility"):  # Qt 6.10 and later
        return False
    return hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast


def reduces_motion() -> bool:
    """Whether the system asks for no animation. Qt does not tell; Windows does, elsewhere the setting decides."""
    if sys.platform != "win32":
        return False
    import ctypes  # 5 ms that only Windows needs

    get_client_area_animation, enabled = 0x1042, ctypes.c_int(1)
    ctypes.windll.user32.SystemParametersInfoW(get_client_area_animation, 0, ctypes.byref(enabled), 0)
    return not enabled.value
