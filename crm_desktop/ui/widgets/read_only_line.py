"""The line over every page of a workspace that cannot be written to: why, and what to do."""

from __future__ import annotations

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from crm_desktop.i18n import tr
from crm_desktop.ui.theme import current_theme, look
from crm_desktop.ui.widgets.note_line import NoteLine


class ReadOnlyLine(QWidget):
    """``why``: what keeps the file from being written to, as the end of a sentence."""

    def __init__(self, why: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._note = NoteLine("info", "text", role="body")
        self._note.set_text(
            tr(
                "Open for reading only: {why}. Nothing can be saved: copy it to a drive that can be written to and "
                "open the copy.",
                why=why,
            )
        )
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._note)
        self.setAccessibleName(self.text)
        look().changed.connect(self._make_room)
        self._make_room()

    @property
    def text(self) -> str:
        """The sentence."""
        return self._note.text

    def _make_room(self) -> None:
        theme = current_theme()
        self._row.setContentsMargins(theme.space(5), theme.space(2), theme.space(5), theme.space(2))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = current_theme(), QPainter(self)
        painter.fillRect(self.rect(), theme.color("watchTint"))
        painter.setPen(theme.color("line"))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
