"""A field that is saved when one leaves it or presses Enter, and only if its text changed and makes sense."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from crm_desktop.domain.errors import UserError
from crm_desktop.ui.widgets.fields import LineField


class SettingField(LineField):
    """``read`` turns the text into a value and raises ``UserError`` for one that makes no sense.

    ``changed`` carries a new value; ``complained`` a sentence about a wrong one, "" when it is right again.
    Esc brings the stored value back.
    """

    changed = Signal(object)
    complained = Signal(str)

    def __init__(self, name: str, read: Callable[[str], Any], parent: QWidget | None = None) -> None:
        super().__init__(parent, name=name)
        self._read = read
        self._stored = self._stored_before = ""
        self.editingFinished.connect(self._leave)
        self.textEdited.connect(lambda _text: self._complain(""))

    def fill(self, text: str) -> None:
        """Shows the stored value; what is being typed stays, and nobody is told."""
        being_typed = self.hasFocus() and self.text() != self._stored
        self._stored = text
        if not being_typed and self.text() != text:
            self.setText(text)
            self._complain("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text() != self._stored:
            self.setText(self._stored)
            self._complain("")
        else:
            super().keyPressEvent(event)

    def _leave(self) -> None:
        if self.text().strip() == self._stored:
            return
        try:
            value = self._read(self.text().strip())
        except UserError as error:
            self._complain(error.what)
            return
        self._complain("")
        self._stored_before, self._stored = self._stored, self.text().strip()
        self.changed.emit(value)

    def refuse(self, text: str) -> None:
        """The value could not be stored after all."""
        self._stored = self._stored_before
        self._complain(text)

    def _complain(self, text: str) -> None:
        if text != self.error:
            self.set_error(text)
            self.complained.emit(text)
