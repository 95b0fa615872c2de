"""How far the replay is, and the way to stop it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from crm_desktop.i18n import format_number, tr
from crm_desktop.ui.theme import current_theme, look
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.labels import PlainLabel


class CourtProgress(QWidget):
    """A bar, the week it is at, and Stop."""

    stopped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(tr("Weeks replayed"))
        self.words = PlainLabel("", "small", "text2")
        self.stop = Button(tr("Stop"), "quiet", small=True)
        self.stop.clicked.connect(self.stopped)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self.bar, 1)
        self._row.addWidget(self.words)
        self._row.addWidget(self.stop)
        self._row.addStretch()
        self.setFocusProxy(self.stop)
        look().changed.connect(self._make_room)
        self._make_room()

    def show_progress(self, done: int, total: int) -> None:
        """So many weeks of so many; 0 of 0 while the orders are being read."""
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        self.words.setText(
            tr("Week {done} of {total}", done=format_number(done), total=format_number(total))
            if total
            else tr("Reading your orders…")
        )

    def _make_room(self) -> None:
        theme = current_theme()
        self._row.setSpacing(theme.space(3))
        self.bar.setMaximumWidth(theme.px(420))
