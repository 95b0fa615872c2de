"""The end of an import: what came in, what did not, and where to go from here."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from crm_desktop.i18n import tr
from crm_desktop.services.importing import ImportResult, Source
from crm_desktop.ui.import_trial import name_of
from crm_desktop.ui.theme import current_theme
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.import_counts import CountLines, counts_of_result
from crm_desktop.ui.widgets.labels import PlainLabel
from crm_desktop.ui.widgets.middle_area import MiddleArea

_WIDTH = 560


class ImportDone(MiddleArea):
    """``today_asked``, ``another_asked``, ``sheet_asked``, ``duplicates_asked`` and ``save_asked`` are its ways on."""

    today_asked = Signal()
    another_asked = Signal()
    sheet_asked = Signal()
    save_asked = Signal()
    duplicates_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_WIDTH, parent)
        self.title = PlainLabel("", "h1", wrap=True)
        self._text = PlainLabel("", color="text2", wrap=True)
        self.counts = CountLines()
        self.today_button = Button(tr("See who is slipping away"), "primary", icon="sun")
        self.another_button = Button(tr("Import another file"), "secondary")
        self.sheet_button = Button(tr("Import another sheet"), "secondary")
        self.duplicates_button = Button(tr("Look for duplicates"), "secondary", icon="users")
        self.save_button = Button(tr("Save the rows left out…"), "quiet", icon="download")
        self.today_button.clicked.connect(lambda: self.today_asked.emit())
        self.sheet_button.clicked.connect(lambda: self.sheet_asked.emit())
        self.another_button.clicked.connect(lambda: self.another_asked.emit())
        self.duplicates_button.clicked.connect(lambda: self.duplicates_asked.emit())
        self.save_button.clicked.connect(lambda: self.save_asked.emit())
        self._lines = QHBoxLayout(), QHBoxLayout()
        on = (self.today_button, self.sheet_button, self.another_button), (self.duplicates_button, self.save_button)
        for line, buttons in zip(self._lines, on, strict=True):
            for button in buttons:
                line.addWidget(button)
            line.addStretch(1)
        self.column.addWidget(self.title)
        self.column.addWidget(self.counts)
        self.column.addWidget(self._text)
        for line in self._lines:
            self.column.addLayout(line)
        self.make_room()

    def make_room(self) -> None:
        super().make_room()
        for line in self._lines:
            line.setSpacing(current_theme().space(2))

    def show_imported(self, source: Source, result: ImportResult) -> None:
        """Says what was imported."""
        self.title.setText(tr("{file} is imported", file=name_of(source)))
        self.counts.show_lines(counts_of_result(result))
        self._text.setText(tr("Ctrl+Z takes the whole import back, as one step."))
        self._offer(save=bool(result.rejected), today=True, sheet=len(source.sheets) > 1)
        self.duplicates_button.setVisible(result.operation is not None and result.accounts_created > 0)

    def show_undone(self, source: Source) -> None:
        """Says that the import has been taken back."""
        self.title.setText(tr("The import of {file} was taken back", file=name_of(source)))
        self.counts.show_lines(())
        self._text.setText(tr("Everything is as it was before. Ctrl+Shift+Z does it again."))
        self._offer(save=False, today=False, sheet=False)

    def _offer(self, *, save: bool, today: bool, sheet: bool) -> None:
        self.duplicates_button.hide()
        self.save_button.setVisible(save)
        self.sheet_button.setVisible(sheet)
        self.today_button.setVisible(today)
        self.setFocusProxy(self.today_button if today else self.another_button)
