"""What the system asks of a program's look: its font, high contrast, less motion, no shadows."""

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


def shows_through() -> bool:
    """Whether a window may be see-through. On X11 that takes a compositor; without one the rest of a card is black."""
    if QGuiApplication.platformName() != "xcb":
        return True
    import ctypes  # 5 ms that only X11 needs

    try:
        x11 = ctypes.CDLL("libX11.so.6")
    except OSError:
        return True
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XInternAtom.restype = x11.XGetSelectionOwner.restype = ctypes.c_ulong
    display = ctypes.c_void_p(x11.XOpenDisplay(None))
    if not display:
        return True
    manager = f"_NET_WM_CM_S{x11.XDefaultScreen(display)}".encode()
    owner = x11.XGetSelectionOwner(display, ctypes.c_ulong(x11.XInternAtom(display, manager, 0)))
    x11.XCloseDisplay(display)
    return bool(owner)
