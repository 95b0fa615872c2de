"""A telephone number or an address to be marked and copied, and a button that hands it to the system's program."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from crm_desktop.i18n import tr
from crm_desktop.ui import links
from crm_desktop.ui.theme import current_theme
from crm_desktop.ui.widgets.buttons import IconButton
from crm_desktop.ui.widgets.labels import CopiedLabel, PlainLabel
from crm_desktop.ui.widgets.tab_order import put_after


class ReachLine(QWidget):
    """``call`` and ``write`` are given the number or the address; what is neither has no button."""

    def __init__(
        self,
        text: str = "",
        *,
        call: Callable[[str], None] | None = None,
        write: Callable[[str], None] | None = None,
        role: str = "small",
    ) -> None:
        super().__init__()
        self._call, self._write = call, write
        self.label: PlainLabel = CopiedLabel(text, role)
        self.buttons: list[IconButton] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(current_theme().px(6))  # the focus ring of a button touches no digit
        self._row.addWidget(self.label, 1)
        self._add_buttons(text)

    def show_text(self, text: str) -> None:
        """Another number or address in the same place."""
        if text == self.label.text():
            return
        self.label.setText(text)
        for button in self.buttons:
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.buttons = []
        self._add_buttons(text)
        put_after(self.label, self.buttons)

    def _add_buttons(self, text: str) -> None:
        if self._call is not None:
            for number in links.numbers(text):
                self._add("phone", tr("Call {number}", number=number), partial(self._call, number))
        if self._write is not None:
            for address in links.addresses(text):
                self._add("mail", tr("Write to {address}", address=address), partial(self._write, address))

    def _add(self, icon: str, name: str, run: Callable[[], None]) -> None:
        button = IconButton(icon, name, small=True)
        button.clicked.connect(lambda _checked=False: run())
        self.buttons.append(button)
        self._row.addWidget(button)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        button = next((each for each in self.buttons if each.hasFocus()), None)
        if button is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            button.click()
        else:
            super().keyPressEvent(event)
