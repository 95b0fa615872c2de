"""Notifications of the system, where it has a tray; its icon is made when there is something to tell, and goes then."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QSystemTrayIcon

from crm_desktop.ui.icons import app_icon

_SHOWN_MS = 15_000
# Some desktops read the text as markup, and it may come from anybody: these look alike and mean nothing.
_HARMLESS = str.maketrans({"<": "‹", ">": "›", "&": "＆"})


class Tray(QObject):
    """``clicked``: somebody wants to see what it is about."""

    clicked = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._icon: QSystemTrayIcon | None = None

    def tell(self, title: str, text: str) -> bool:
        """Shows a notification; false where the system has no place for one."""
        if not (QSystemTrayIcon.isSystemTrayAvailable() and QSystemTrayIcon.supportsMessages()):
            return False
        if self._icon is None:
            self._icon = QSystemTrayIcon(app_icon(), self)
            self._icon.messageClicked.connect(self.clicked)
            self._icon.activated.connect(lambda _reason: self.clicked.emit())
        self._icon.setToolTip(literal(title))
        self._icon.show()
        self._icon.showMessage(literal(title), literal(text), app_icon(), _SHOWN_MS)
        return True

    def leave(self) -> None:
        """Takes the icon away."""
        if self._icon is not None:
            self._icon.hide()


def literal(text: str) -> str:
    """Text that no desktop takes for markup."""
    return " ".join(text.translate(_HARMLESS).split())
