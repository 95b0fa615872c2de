"""The head of the Import page: where one is, which file it is, and what its rows are taken for."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.i18n import format_number, tr, tr_n
from crm_desktop.services.importing import KINDS
from crm_desktop.ui.import_trial import Trial, name_of
from crm_desktop.ui.theme import current_theme, look
from crm_desktop.ui.widgets.import_header import StillComboBox
from crm_desktop.ui.widgets.labels import ElidedLabel, PlainLabel
from crm_desktop.ui.widgets.steps_line import StepsLine

FILE, CHECK, DONE = range(3)
_NARROW = 540


class ImportHead(QWidget):
    """``kind_chosen`` carries what a person says the rows are."""

    kind_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._low = False
        self._title = PlainLabel(tr("Import"), "h1")
        self.text = ElidedLabel("", color="text2")
        self._kind_label = PlainLabel(tr("Each row is"), color="text2")
        self.kind_box = StillComboBox()
        self.kind_box.setAccessibleName(tr("Each row is"))
        self.kind_box.addItems([_kind_words(kind) for kind in KINDS])
        self.kind_box.activated.connect(lambda place: self.kind_chosen.emit(KINDS[place]))
        self.steps = StepsLine((tr("File"), tr("Columns and check"), tr("Done")))
        self.file_line = ElidedLabel("", "small", "text2")
        self.file_line.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._line = QHBoxLayout()
        self._line.addWidget(self._title)
        self._line.addWidget(self.text, 1)
        self._line.addWidget(self._kind_label)
        self._line.addWidget(self.kind_box)
        self._steps_row = QWidget()
        self._steps_line = QHBoxLayout(self._steps_row)
        self._steps_line.addWidget(self.steps)
        self._steps_line.addWidget(self.file_line, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 1)
        column.setSpacing(0)
        column.addLayout(self._line)
        column.addWidget(self._steps_row)
        look().changed.connect(self._make_room)
        self.show_step(FILE)

    def show_step(self, step: int) -> None:
        """Says which step is at hand; what belongs to a file goes with it."""
        self.steps.set_current(step)
        self._show_kind(False)
        self.file_line.setText("")
        self.text.setText(tr("Bring in what you have, and see who is slipping away.") if step == FILE else "")
        self._make_room()

    def show_trial(self, trial: Trial) -> None:
        """Says what was found of the file's columns and rows."""
        mapping, file = trial.mapping, name_of(trial.source) if trial.source is not None else trial.request.path.name
        self._show_kind(mapping is not None)
        if mapping is None:
            self.text.setText("")
        else:
            self.kind_box.setCurrentIndex(KINDS.index(mapping.kind))
            named = {"n": format_number(mapping.guessed), "total": format_number(len(mapping.fields))}
            if trial.request.fields is None:
                self.text.setText(tr("Match your columns. We guessed {n} of {total}.", **named))
            else:
                self.text.setText(tr("Match your columns. {n} of {total} are used.", **named))
        if trial.plan is None:
            self.file_line.setText(tr("{file}. Read on this computer, nothing is sent.", file=file))
        else:
            self.file_line.setText(
                tr_n(
                    "{file}, {n} row. Read on this computer, nothing is sent.",
                    "{file}, {n} rows. Read on this computer, nothing is sent.",
                    trial.plan.rows_total,
                    file=file,
                )
            )

    def set_low(self, low: bool) -> None:
        """In a low window the line of steps goes: what is at hand is plain to see."""
        if low != self._low:
            self._low = low
            self._make_room()

    def _show_kind(self, shown: bool) -> None:
        self._kind_label.setVisible(shown)
        self.kind_box.setVisible(shown)

    def _make_room(self) -> None:
        theme = current_theme()
        side, edge = theme.space(5), theme.space(2 if self._low else 3)
        # As high as with the box beside it, so that going on moves nothing.
        self._title.setMinimumHeight(theme.size("fieldInForm"))
        self._line.setContentsMargins(side, edge, side, edge)
        self._line.setSpacing(theme.space(2))
        self._steps_line.setContentsMargins(side, 0, side, theme.space(2))
        self._steps_line.setSpacing(theme.space(4))
        self._steps_row.setVisible(not self._low)
        self.text.setVisible(self.width() >= theme.px(_NARROW) or self.kind_box.isHidden())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(0, self.height() - 1, self.width(), 1, current_theme().color("line"))


def _kind_words(kind: str) -> str:
    return {
        "accounts": tr("a customer"),
        "contacts": tr("a person"),
        "interactions": tr("a call or visit"),
        "purchases": tr("an order"),
        "ratings": tr("a rating"),
    }[kind]
