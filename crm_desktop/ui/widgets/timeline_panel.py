"""The timeline with what chooses among its lines: the department, and words to find."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.i18n import tr
from crm_desktop.services.timeline import LINES, Line, Page
from crm_desktop.ui.theme import current_theme, design_tokens, look
from crm_desktop.ui.widgets.fields import ComboBox
from crm_desktop.ui.widgets.labels import PlainLabel
from crm_desktop.ui.widgets.search_field import SearchField
from crm_desktop.ui.widgets.segmented import SegmentedChoice
from crm_desktop.ui.widgets.tab_order import put_after
from crm_desktop.ui.widgets.timeline_view import TimelineView

_MOST_SEGMENTS = 6
_FIND_WIDTH = 190


class TimelinePanel(QWidget):
    """``asked`` wants other lines, or older ones as well: then it carries true.

    The lines that are wanted are those of ``department``, "" for everything, with the words of ``text``: the newest
    ``wanted`` of them.
    """

    asked = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.department = ""
        self.wanted = LINES
        self._complete = True
        self._departments: tuple[str, ...] | None = None
        self.view = TimelineView()
        self.view.end_reached.connect(self._ask_for_older)
        self.search = SearchField(placeholder=tr("Find in timeline"), name=tr("Find in timeline"))
        self.search.textChanged.connect(lambda _text: self._ask_anew())
        self.search.list_asked.connect(self.view.setFocus)
        self.search.entered.connect(self.view.setFocus)
        self._filter: QWidget | None = None
        self._nothing = PlainLabel("", color="text2")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._nothing.setVisible(False)
        self.waiting = QTimer(self, singleShot=True, interval=design_tokens()["motion"]["skeletonDelay"])
        self.waiting.timeout.connect(self._say_waiting)
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
    def text(self) -> str:
        """What one looks for."""
        return " ".join(self.search.text().split())

    @property
    def last(self) -> Line | None:
        """The oldest line that is shown."""
        return self.view.rows.lines[-1] if self.view.rows.lines else None

    def begin_anew(self) -> None:
        """For another account: all departments, no words, and no line until its own are read."""
        self.department, self.wanted = "", LINES
        self._departments = None  # they may be the same, but the choice is not
        if self._filter is not None:
            self._filter.hide()
        self.search.blockSignals(True)
        self.search.clear()
        self.search.blockSignals(False)
        self._show([], "")
        self.waiting.start()

    def choose_department(self, department: str) -> None:
        """Only what was with one department; "" for everything."""
        self.department = department
        self._ask_anew()

    def _ask_anew(self) -> None:
        self.wanted = LINES
        self.waiting.start()
        self.asked.emit(False)

    def _ask_for_older(self) -> None:
        """Where there may be some."""
        if not self._complete and self.wanted <= len(self.view.rows.lines):
            self.wanted += LINES
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

    def show_page(self, page: Page, *, stay: bool) -> None:
        """Shows the lines that were asked for; with ``stay`` the place in them is kept."""
        self._complete = page.complete
        self._show(page.lines, "" if page.lines else self._nothing_found(), stay=stay)

    def add_page(self, page: Page) -> None:
        """Shows older lines below those that are there."""
        self._complete = page.complete
        self.view.add_lines(page.lines)

    def _show(self, lines: list[Line], told: str, *, stay: bool = False) -> None:
        self.waiting.stop()
        self.view.show_lines(lines, stay=stay)
        self._nothing.setText(told)
        self._nothing.setVisible(bool(told))

    def _nothing_found(self) -> str:
        if not self.text:
            return tr("Nothing has happened yet. L logs the first call.")
        if self.department:
            return tr("Nothing of {department} has “{text}”.", department=self.department, text=self.text)
        return tr("Nothing in the timeline has “{text}”.", text=self.text)

    def _say_waiting(self) -> None:
        """The answer takes a while: what stands there is not it."""
        self._show([], tr("Looking for “{text}”…", text=self.text) if self.text else tr("Reading the timeline…"))
