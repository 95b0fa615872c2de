"""The timeline with what chooses among its lines: the department, and words to find."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.domain.folding import fold
from crm_desktop.i18n import tr
from crm_desktop.services.history import TimelineEntry
from crm_desktop.ui.theme import current_theme, look
from crm_desktop.ui.timeline_words import timeline_face
from crm_desktop.ui.widgets.fields import ComboBox
from crm_desktop.ui.widgets.labels import PlainLabel
from crm_desktop.ui.widgets.search_field import SearchField
from crm_desktop.ui.widgets.segmented import SegmentedChoice
from crm_desktop.ui.widgets.tab_order import put_after
from crm_desktop.ui.widgets.timeline_view import TimelineView

_MOST_SEGMENTS = 6
_FIND_WIDTH = 190
_LINES, _MOST_LINES = 200, 5_000


class TimelinePanel(QWidget):
    """``asked`` wants other lines, or older ones as well: then it carries true, and the place is kept.

    The lines that are wanted are those of ``department``, "" for everything, and the newest ``limit`` of them.
    """

    asked = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.department = ""
        self._lines = _LINES
        self._departments: tuple[str, ...] | None = None
        self._entries: Sequence[TimelineEntry] = ()
        self._today = date.min
        self.view = TimelineView()
        self.view.end_reached.connect(self._ask_for_older)
        self.search = SearchField(placeholder=tr("Find in timeline"), name=tr("Find in timeline"))
        self.search.textChanged.connect(lambda _text: self.asked.emit(False))
        self.search.list_asked.connect(self.view.setFocus)
        self.search.entered.connect(self.view.setFocus)
        self._filter: QWidget | None = None
        self._nothing = PlainLabel("", color="text2")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._nothing.setVisible(False)
        self._head = QHBoxLayout()
        self._title = PlainLabel(tr("Timeline"), "bodyStrong")
        self._head.addWidget(self._title)
        self._head.addStretch(1)
        self._head.addWidget(self.search)
        self._column = QVBoxLayout(self)
        self._column.setSpacing(0)
        self._column.addLayout(self._head)
        self._column.addWidget(self._nothing)
        self._column.addWidget(self.view, 1)
        self.setFocusProxy(self.view)
        look().changed.connect(self._make_room)
        self._make_room()

    def _make_room(self) -> None:
        theme = current_theme()
        side = theme.space(5)
        self._head.setContentsMargins(side, theme.space(2), side, theme.space(2))
        self._head.setSpacing(theme.space(3))
        self._column.setContentsMargins(0, 0, 0, 0)
        self.search.setMaximumWidth(theme.px(_FIND_WIDTH))
        self.search.setFixedHeight(theme.size("fieldInForm"))

    @property
    def limit(self) -> int:
        """How many lines are wanted at most: words are looked for far back."""
        return _MOST_LINES if self.search.text().strip() else self._lines

    def begin_anew(self) -> None:
        """For another account: all departments, the newest lines, no words."""
        self.department, self._lines = "", _LINES
        self._departments = None  # they may be the same, but the choice is not
        self.search.blockSignals(True)
        self.search.clear()
        self.search.blockSignals(False)

    def choose_department(self, department: str) -> None:
        """Only what was with one department; "" for everything."""
        self.department, self._lines = department, _LINES
        self.asked.emit(False)

    def _ask_for_older(self) -> None:
        """Where there may be some."""
        if len(self.view.lines.faces) >= self._lines:
            self._lines += _LINES
            self.asked.emit(True)

    def show_departments(self, departments: tuple[str, ...]) -> None:
        """Offers these departments; the choice is made anew only for other ones, or another account."""
        if departments == self._departments:
            return
        self._departments = departments
        if self._filter is not None:
            self._head.removeWidget(self._filter)
            self._filter.hide()
            self._filter.deleteLater()
        choices = [("", tr("Everything")), *((department, department) for department in departments)]
        self._filter = self._segments(choices) if len(choices) <= _MOST_SEGMENTS else self._combo(choices)
        # Into its place first: shown without one it would be a window for a moment, and take the keyboard away.
        self._head.insertWidget(1, self._filter)
        put_after(self._title, [self._filter])
        self._filter.setVisible(len(choices) > 2)

    def _segments(self, choices: list[tuple[str, str]]) -> QWidget:
        segments = SegmentedChoice(choices, tr("Department"))
        if self.department in dict(choices):
            segments.set_value(self.department)
        segments.chosen.connect(self.choose_department)
        return segments

    def _combo(self, choices: list[tuple[str, str]]) -> QWidget:
        combo = ComboBox(name=tr("Department"))
        for value, label in choices:
            combo.addItem(label, value)
        combo.setCurrentIndex(max(combo.findData(self.department), 0))
        combo.activated.connect(lambda place: self.choose_department(combo.itemData(place)))
        return combo

    def show_entries(self, entries: Sequence[TimelineEntry], today: date, *, stay: bool) -> None:
        """Shows these lines, as far as they have the words that are looked for."""
        self._entries, self._today = entries, today
        self._show(stay=stay)

    def _show(self, *, stay: bool) -> None:
        faces = [timeline_face(entry, this_year=self._today.year) for entry in self._entries]
        wanted = fold(self.search.text()).split()
        if wanted:
            faces = [face for face in faces if all(word in fold(face.spoken) for word in wanted)]
        self.view.show_faces(faces, stay=stay)
        text = self.search.text().strip()
        if wanted and len(self._entries) >= _MOST_LINES:
            self._nothing.setText(tr("Nothing in the newest lines, {n}, has “{text}”.", n=_MOST_LINES, text=text))
        elif wanted:
            self._nothing.setText(tr("Nothing in the timeline has “{text}”.", text=text))
        else:
            self._nothing.setText(tr("Nothing has happened yet. L logs the first call."))
        self._nothing.setVisible(not faces)
