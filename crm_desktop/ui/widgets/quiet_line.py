"""One calm line above the list of Today: nobody ordered for a while, so ask for data before anybody is called."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from crm_desktop.i18n import tr
from crm_desktop.services import wording
from crm_desktop.services.quiet_book import QuietBook
from crm_desktop.ui.paint.text import plain_tool_tip
from crm_desktop.ui.theme import current_theme, look
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.note_line import NoteLine


class QuietLine(QWidget):
    """Hidden until it has something to say."""

    import_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._note = NoteLine("info", "text2")
        self.link = Button(tr("Import orders"), kind="link")
        self.link.clicked.connect(self.import_asked)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._note, 1, Qt.AlignmentFlag.AlignVCenter)
        self._row.addWidget(self.link, 0, Qt.AlignmentFlag.AlignVCenter)
        look().changed.connect(self._make_room)
        self._make_room()
        self.hide()

    @property
    def text(self) -> str:
        """The sentence."""
        return self._note.text

    def say(self, quiet: QuietBook | None) -> None:
        """Tells since when the book is quiet, and when orders were imported last; ``None`` hides the line."""
        if quiet is not None:
            self._note.set_text(wording.quiet_book(quiet))
            self.setToolTip(plain_tool_tip(wording.last_import(quiet)))
            self.setAccessibleDescription(wording.last_import(quiet))
        self.setVisible(quiet is not None)

    def _make_room(self) -> None:
        theme = current_theme()
        self._row.setContentsMargins(theme.space(5), theme.space(2), theme.space(5), theme.space(2))
        self._row.setSpacing(theme.space(3))
