"""The step of an import that matters: the file's data, what each column is, and beside it what importing would do."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.i18n import format_number, tr, tr_n
from crm_desktop.services.importing import Row
from crm_desktop.ui.import_trial import Trial, looks_of, marks_of, rows_to_show
from crm_desktop.ui.theme import current_theme, look
from crm_desktop.ui.widgets.count_tabs import CountTab, CountTabs
from crm_desktop.ui.widgets.import_problems import Look
from crm_desktop.ui.widgets.import_summary import ImportSummary
from crm_desktop.ui.widgets.import_table import ImportTable
from crm_desktop.ui.widgets.labels import ElidedLabel

_PANE_WIDTH = 312
_LOW = 300


class ImportCheck(QWidget):
    """Where there is no room for both, the data and the pane are two tabs."""

    edited = Signal(int, int, str)
    field_chosen = Signal(int, str)
    setting_chosen = Signal(str, object)
    save_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tabs = CountTabs(tr("Data or check"))
        self.table = ImportTable()
        self.table.header.follow(self.tabs)
        self.summary = ImportSummary()
        self.tabs.chosen.connect(lambda _tab: self._arrange())
        self._caption = ElidedLabel("", "small", "text2")
        self._looks: Sequence[Look] = ()
        self.table.edited.connect(self.edited)
        self.table.field_chosen.connect(self.field_chosen)
        self.summary.setting_chosen.connect(self.setting_chosen)
        self.summary.save_asked.connect(self.save_asked)
        self.summary.problems.opened.connect(lambda chosen: self.go_to(chosen))
        self.summary.changes.opened.connect(lambda change: self._go_to_row(change.row))
        self.summary.problems.edit_asked.connect(lambda chosen: self.go_to(chosen, edit=True))
        self._data = QWidget()
        self._data_column = QVBoxLayout(self._data)
        self._data_column.setContentsMargins(0, 0, 0, 0)
        self._data_column.setSpacing(0)
        self._data_column.addWidget(self.table, 1)
        self._caption_row = QHBoxLayout()
        self._caption_row.addWidget(self._caption)
        self._data_column.addLayout(self._caption_row)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self._data, 1)
        row.addWidget(self.summary)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.tabs)
        column.addLayout(row, 1)
        look().changed.connect(self._arrange)
        self._show_tabs("data")
        self._arrange()

    # -- what is shown -----------------------------------------------------------------------------

    def show_trial(self, trial: Trial) -> None:
        """Shows the file's data with what a trial run found in it."""
        rows = rows_to_show(trial, self.table.file.rows)
        self._looks = looks_of(trial.plan, rows)
        header = trial.source.header if trial.source else ()
        self.table.show_rows(header, rows, marks_of(trial.plan))
        if trial.mapping:
            readings = trial.plan.readings if trial.plan else ()
            self.table.show_columns(trial.mapping.kind, trial.mapping.fields, readings)
        else:
            self.table.hide_columns()
        self.summary.show_trial(trial, self._looks)
        self._caption.setText(_caption(trial, rows, marked=bool(self._looks)))
        self._show_tabs("check" if (trial.asked or trial.elsewhere) and self._narrow else self._tab)
        self._arrange()

    def clear(self) -> None:
        """Forgets the file."""
        self._looks = ()
        self.table.hide_columns()
        self.table.file.show((), (), {})
        self.summary.clear()
        self._caption.setText("")
        self._show_tabs("data")

    @property
    def _tab(self) -> str:
        return "data" if self.tabs.currentIndex() <= 0 else "check"

    def _show_tabs(self, current: str) -> None:
        tabs = (CountTab("data", tr("Data")), CountTab("check", tr("Check"), len(self._looks) or None))
        self.tabs.show_tabs(tabs, current)

    # -- going about -------------------------------------------------------------------------------

    def jump(self, step: int) -> None:
        """Goes to the next or the previous row that needs a look."""
        self._show_data()
        self.table.jump_to_mark(step)

    def go_to(self, chosen: Look, *, edit: bool = False) -> None:
        """Goes to the cell that needs a look, and opens it for writing."""
        if chosen.here:
            self._show_data()
            self.table.jump_to(chosen.number, chosen.column, edit=edit)

    def _go_to_row(self, number: int) -> None:
        """Goes to a row whose value changes something, if it is among those shown."""
        if self.table.file.place_of(number) is not None:
            self._show_data()
            self.table.jump_to(number, None)

    def _show_data(self) -> None:
        if self._narrow:
            self._show_tabs("data")
            self._arrange()

    def panes(self) -> list[QWidget]:
        """What F6 steps through."""
        return [self.tabs, self.table.header, self.table, self.summary]

    # -- room --------------------------------------------------------------------------------------

    @property
    def _narrow(self) -> bool:
        return self.window().width() < current_theme().breakpoint("dropSidePaneBelow")

    def _arrange(self) -> None:
        theme, narrow = current_theme(), self._narrow
        roomy = self.height() >= theme.px(_LOW)
        gap = theme.space(2) if roomy else 0
        self._caption.setVisible(roomy)
        self._caption_row.setContentsMargins(theme.space(6), gap, theme.space(5), gap)
        self.tabs.setVisible(narrow)
        self._data.setVisible(not narrow or self._tab == "data")
        self.summary.setVisible(not narrow or self._tab == "check")
        if narrow:
            self.summary.setMinimumWidth(0)
            self.summary.setMaximumWidth(16_777_215)
        else:
            self.summary.setFixedWidth(theme.px(_PANE_WIDTH))
        self.summary.setFocusProxy(self.summary.first_stop())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()


def _caption(trial: Trial, rows: Sequence[Row], *, marked: bool) -> str:
    if trial.source is None or not rows:
        return ""
    first = len(trial.source.sample)
    further = len(rows) - first
    counts = {"first": format_number(first), "total": format_number(trial.plan.rows_total if trial.plan else first)}
    if trial.plan is None:
        words = tr_n("The first {n} row is shown.", "The first {n} rows are shown.", first)
    elif first >= trial.plan.rows_total:
        words = tr("All rows are shown.")
    elif further:
        words = tr_n(
            "The first {first} of {total} rows are shown, and {n} further down.",
            "The first {first} of {total} rows are shown, and {n} further down.",
            further,
            **counts,
        )
    else:
        words = tr("The first {first} of {total} rows are shown.", **counts)
    return f"{words} {tr('Ctrl ↓ jumps to the next row that needs a look.')}" if marked else words
