"""One quiet line after a call or an e-mail was begun: one key logs it, and nothing waits for an answer."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from crm_desktop.i18n import tr
from crm_desktop.ui.theme import current_theme, look
from crm_desktop.ui.widgets.buttons import Button, IconButton
from crm_desktop.ui.widgets.note_line import NoteLine


class OfferLine(QWidget):
    """Hidden until something is offered. ``text``: what the quick log begins with when the offer is taken."""

    taken = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = ""
        self._note = NoteLine("phone", "text2")
        self.log = Button(tr("Log it"), "link", key="L")
        self.close_button = IconButton("x", tr("Not now"), small=True)
        self.log.clicked.connect(self.taken)
        self.close_button.clicked.connect(self.withdraw)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._note, 1, Qt.AlignmentFlag.AlignVCenter)
        self._row.addWidget(self.log)
        self._row.addWidget(self.close_button)
        look().changed.connect(self._make_room)
        self._make_room()
        self.hide()

    @property
    def said(self) -> str:
        """The sentence."""
        return self._note.text

    def offer(self, sentence: str, text: str) -> None:
        """Says what was begun, and offers to log it."""
        self.text = text
        self._note.set_text(sentence)
        self.setAccessibleName(sentence)
        self.show()

    def withdraw(self) -> None:
        """Takes the offer away."""
        self.text = ""
        self.hide()

    def _make_room(self) -> None:
        theme = current_theme()
        self._row.setContentsMargins(theme.space(5), theme.space(1), theme.space(5), theme.space(1))
        self._row.setSpacing(theme.space(3))
