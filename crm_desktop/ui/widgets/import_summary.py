"""The pane beside a file's data: what must be told first, what importing now would do, and what needs a look."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from crm_desktop.i18n import format_number, tr, tr_n
from crm_desktop.services.importing import ImportSettings, Plan, Source
from crm_desktop.ui.import_trial import Trial, rows_to_look_at
from crm_desktop.ui.theme import current_theme, look
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.import_changes import ChangeList
from crm_desktop.ui.widgets.import_counts import CountLines, counts_of
from crm_desktop.ui.widgets.import_problems import Look, ProblemList
from crm_desktop.ui.widgets.labels import PlainLabel
from crm_desktop.ui.widgets.note_line import NoteLine
from crm_desktop.ui.widgets.reading_choices import ALONE, AskedChoices, ReadingChoices, here

_DELIMITER_WORDS = {",": ",", ";": ";", "\t": "Tab", "|": "|"}


class ImportSummary(QWidget):
    """``setting_chosen`` carries the name of a setting and its value; the list's signals are the list's own."""

    setting_chosen = Signal(str, object)
    save_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("If you import now"))
        self._title = PlainLabel("", "bodyStrong")
        self.sentence = NoteLine("triangle-alert", "danger")
        self.asked = AskedChoices()
        self.known = ReadingChoices(ALONE)
        self.known.chosen.connect(self.setting_chosen)
        self._elsewhere = False
        self.counts = CountLines()
        self._notes: list[NoteLine] = []
        self._notes_column = QVBoxLayout()
        self._change_title = PlainLabel("", "bodyStrong")
        self._change_hint = PlainLabel("", "small", "text2", wrap=True)
        self.changes = ChangeList()
        self.changes.installEventFilter(self)
        self._look_title = PlainLabel("", "bodyStrong")
        self._look_hint = PlainLabel("", "small", "text2", wrap=True)
        self.problems = ProblemList()
        self.problems.installEventFilter(self)
        self.save_button = Button(tr("Save the rows left out…"), "link", icon="download")
        self.save_button.clicked.connect(lambda: self.save_asked.emit())
        self.reading_button = Button(tr("How the file is read"), "link")
        self.reading_button.setCheckable(True)
        self.reading = ReadingChoices()
        self.reading.hide()
        self.reading_button.toggled.connect(self.reading.setVisible)
        self.asked.chosen.connect(self.setting_chosen)
        self.reading.chosen.connect(self.setting_chosen)
        self._area = QScrollArea(self)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        body = QWidget()
        self._column = QVBoxLayout(body)
        self._column.addWidget(self._title)
        self._column.addWidget(self.sentence)
        self._column.addWidget(self.asked)
        self._column.addWidget(self.known)
        self._column.addWidget(self.counts)
        self._column.addLayout(self._notes_column)
        self._column.addWidget(self._change_title)
        self._column.addWidget(self._change_hint)
        self._column.addWidget(self.changes)
        self._column.addWidget(self._look_title)
        self._column.addWidget(self._look_hint)
        self._column.addWidget(self.problems, 1)
        self._column.addWidget(self.save_button, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addWidget(self.reading_button, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addWidget(self.reading)
        self._spring = QWidget()
        self._column.addWidget(self._spring, 1)
        self._area.setWidget(body)
        body.setAutoFillBackground(False)
        self._area.viewport().setAutoFillBackground(False)
        frame = QVBoxLayout(self)
        frame.setContentsMargins(1, 0, 0, 0)
        frame.addWidget(self._area)
        look().changed.connect(self._make_room)
        self._make_room()

    def _make_room(self) -> None:
        theme = current_theme()
        side = theme.space(5)
        self._column.setContentsMargins(side, theme.space(3), side, theme.space(3))
        self._column.setSpacing(theme.space(2))
        self._notes_column.setSpacing(theme.space(2))
        self._look_title.setContentsMargins(0, theme.space(2), 0, 0)
        self._change_title.setContentsMargins(0, theme.space(2), 0, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = current_theme(), QPainter(self)
        painter.fillRect(self.rect(), theme.color("sunken"))
        painter.fillRect(QRectF(0, 0, 1, self.height()), theme.color("line"))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A list comes into view when the keyboard comes to it."""
        if watched in (self.problems, self.changes) and event.type() == QEvent.Type.FocusIn:
            self._area.ensureWidgetVisible(self.problems if watched is self.problems else self.changes)
        return super().eventFilter(watched, event)

    # -- what is shown -----------------------------------------------------------------------------

    def show_checking(self) -> None:
        """Says that the file is being looked at; what was found before stays to be read."""
        self._title.setText(tr("Checking the file…"))

    def clear(self) -> None:
        """Forgets what was found in another file."""
        self._show_notes(())
        self._show_looks(None, ())
        self._show_changes(None)
        self.counts.show_lines(())
        self.asked.ask((), ImportSettings(), "")
        for widget in (self.sentence, self.asked, self.known, self.reading, self.reading_button):
            widget.hide()
        self.reading_button.setChecked(False)

    def show_trial(self, trial: Trial, looks: Sequence[Look]) -> None:
        """Shows what a trial run found."""
        plan, refused = trial.plan, trial.plan is None
        self._elsewhere = trial.elsewhere
        self._title.setText(tr("Before we can go on") if refused else tr("If you import now"))
        self.sentence.set_text(trial.sentence)
        self.sentence.setVisible(refused)
        self.asked.setVisible(bool(trial.asked))
        possible = trial.refusal.do if trial.refusal else ""
        self.asked.ask(trial.asked, trial.request.settings, possible, trial.samples)
        kind = trial.mapping.kind if trial.mapping else None
        sheets = trial.source.sheets if trial.source else ()
        self.reading.show_settings(trial.request.settings, kind, _found(trial.source, plan), sheets)
        self.known.show_settings(trial.request.settings, kind, _found(trial.source, plan), sheets, refused=refused)
        self.known.show()
        self.reading_button.show()
        self.counts.setVisible(not refused)
        self.counts.show_lines(counts_of(plan) if plan else ())
        self._show_notes(plan.warnings if plan else ())
        self._show_changes(plan)
        self._show_looks(plan, looks)

    def _show_changes(self, plan: Plan | None) -> None:
        """What is known already and becomes something else, value by value."""
        changes, total = (plan.changes, plan.changes_total) if plan else ((), 0)
        self._change_title.setText(tr_n("{n} value changes", "{n} values change", total))
        unlisted = total > len(changes)
        self._change_hint.setText(tr("The first {n} are listed.", n=format_number(len(changes))) if unlisted else "")
        self.changes.show_changes(changes)
        self._change_title.setVisible(bool(total))
        self._change_hint.setVisible(unlisted)
        self.changes.setVisible(bool(total))

    def _show_notes(self, notes: Sequence[str]) -> None:
        while len(self._notes) < len(notes):
            line = NoteLine("info", "text2")
            self._notes_column.addWidget(line)
            self._notes.append(line)
        for place, line in enumerate(self._notes):
            line.setVisible(place < len(notes))
            line.set_text(here(notes[place]) if place < len(notes) else "")

    def _show_looks(self, plan: Plan | None, looks: Sequence[Look]) -> None:
        left_out = len(plan.rejected) if plan else 0
        rows, listed = rows_to_look_at(plan) if plan else 0, len({look.number for look in looks})
        self._look_title.setText(tr_n("{n} row needs a look", "{n} rows need a look", rows))
        hint = tr("Correct the cells here, or correct the file and choose it again.")
        if rows > listed:
            hint += " " + tr("The first {n} are listed.", n=format_number(listed))
        self._look_hint.setText(hint)
        self.problems.show_looks(looks)
        for widget in (self._look_title, self._look_hint, self.problems):
            widget.setVisible(bool(looks))
        self._spring.setVisible(not looks)
        self.save_button.setVisible(left_out > 0)

    def first_stop(self) -> QWidget:
        """Where the keyboard goes when it comes to this pane."""
        if self.asked.buttons:
            return self.asked.buttons[0]
        if self._elsewhere:
            return self.known.boxes["sheet"]
        return self.reading_button if self.problems.isHidden() else self.problems


def _found(source: Source | None, plan: Plan | None) -> dict[str, str]:
    """What the file itself told, for the choice that leaves it to the file."""
    found = {}
    if source is not None:
        found["encoding"] = source.encoding.removesuffix("-sig").upper()
        found["delimiter"] = _DELIMITER_WORDS.get(source.delimiter, "")
        found["sheet"] = source.sheet
    if plan is not None:
        by_field = dict(zip(plan.mapping.fields, plan.readings, strict=True))
        found["date_order"] = next((by_field[name] for name in ("date", "since") if name in by_field), "")
        found["decimal"] = by_field.get("amount", "")
        found["score_scale"] = by_field.get("score", "")
        read_as = by_field.get("phone", "")
        found["country"] = "" if read_as == tr("phone") else read_as  # where no number needed a country
    return found
