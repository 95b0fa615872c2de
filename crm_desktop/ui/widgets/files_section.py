"""The files kept with an account: Enter opens one with the system's program, Delete puts it into the bin."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from crm_desktop.i18n import format_day, format_size, tr
from crm_desktop.services.attachments import Attachment
from crm_desktop.ui.theme import current_theme
from crm_desktop.ui.widgets.buttons import IconButton
from crm_desktop.ui.widgets.labels import ElidedLabel, PlainLabel
from crm_desktop.ui.widgets.pane_section import PaneSection


class FilesSection(PaneSection):
    """``open_asked`` and ``removed`` carry the id of a file; ``add_asked`` wants some from the disk."""

    open_asked = Signal(object)
    removed = Signal(object)
    add_asked = Signal()

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(tr("Files"), parent)
        self._year = today.year
        self.add_button = self.add_action(tr("Keep files with this account"), self.add_asked.emit)

    def show_files(self, files: Sequence[Attachment]) -> None:
        """Shows them, the newest first; one whose bytes are missing says so."""
        self.set_note("" if files else tr("none; drop one here"))
        self.set_rows([_FileRow(self, each, self._year) for each in files])


class _FileRow(QWidget):
    def __init__(self, section: FilesSection, file: Attachment, year: int) -> None:
        super().__init__()
        self._section, self._file = section, file
        theme = current_theme()
        self.open = IconButton("folder-open", tr("Open {file}", file=file.name), key=tr("Enter"), small=True)
        self.remove = IconButton("x", tr("Put {file} into the bin", file=file.name), key=tr("Del"), small=True)
        self.open.setEnabled(file.there)
        self.open.clicked.connect(lambda _checked=False: section.open_asked.emit(file.id))
        self.remove.clicked.connect(lambda _checked=False: section.removed.emit(file.id))
        self.setFocusProxy(self.open if file.there else self.remove)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(6))
        row.addWidget(ElidedLabel(file.name), 1)
        if file.there:
            day = format_day(file.day, "day_month" if file.day.year == year else "date")
            row.addWidget(PlainLabel(f"{format_size(file.size)}, {day}", "small", "text2"))
        else:
            row.addWidget(PlainLabel(tr("missing"), "small", "danger"))
        row.addWidget(self.open)
        row.addWidget(self.remove)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete:
            self._section.removed.emit(self._file.id)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._file.there:
            (self.remove if self.remove.hasFocus() else self.open).click()
        else:
            super().keyPressEvent(event)
