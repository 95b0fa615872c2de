"""The promises of one account, ours and theirs: X or Space marks one as kept; and how many were kept so far."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QRectF, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from crm_desktop.domain.entities import Promise
from crm_desktop.domain.kinds import MadeBy
from crm_desktop.i18n import format_day, format_number, tr, tr_n
from crm_desktop.services.promises import Kept
from crm_desktop.ui.keys import letter
from crm_desktop.ui.paint.chip import draw_status_glyph
from crm_desktop.ui.theme import current_theme
from crm_desktop.ui.widgets.fields import CheckBox
from crm_desktop.ui.widgets.labels import ElidedLabel
from crm_desktop.ui.widgets.pane_section import PaneSection


class PromiseSection(PaneSection):
    """``kept``, ``broken`` and ``move_asked`` carry the id of a promise."""

    kept = Signal(object)
    broken = Signal(object)
    move_asked = Signal(object)

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(tr("Promises"), parent)
        self._today = today
        self.single_letters = True

    def show_promises(self, promises: Sequence[Promise], kept: Kept) -> None:
        """Shows the open ones, the next one first; nothing at all where nobody ever promised anything."""
        self.setVisible(bool(promises) or kept.settled > 0)
        note = ""
        if kept.settled:
            note = tr("kept {kept} of {all}", kept=format_number(kept.kept), all=format_number(kept.settled))
        self.set_note(note)
        self.set_rows([_PromiseRow(promise, self._today, self) for promise in promises])

    def what(self, promise: int) -> str:
        """What an open promise says."""
        rows = (row for row in self.rows if isinstance(row, _PromiseRow))
        return next((row.promise.what for row in rows if row.promise.id == promise), "")


class _PromiseRow(QWidget):
    """The box with what is promised, and under it whose promise it is and when it is due."""

    def __init__(self, promise: Promise, today: date, section: PromiseSection) -> None:
        super().__init__(section)
        self.promise = promise
        self._section = section
        late = (today - promise.due).days
        when = tr_n("{n} day late", "{n} days late", late) if late > 0 else format_day(promise.due, "short")
        whose = tr("theirs") if promise.made_by is MadeBy.THEM else ""
        self._box = _KeptBox(promise.what, section, self)
        self._box.setAccessibleName(", ".join(part for part in (promise.what, whose, when) if part))
        self._box.setToolTip("")
        self._box.toggled.connect(self._tick)
        self.setFocusProxy(self._box)
        self.setFocusPolicy(self._box.focusPolicy())
        theme = current_theme()
        line = QHBoxLayout()
        line.setContentsMargins(theme.px(24), 0, 0, 0)
        line.setSpacing(theme.px(5))
        if late > 0:
            line.addWidget(_Late())
        moved = promise.due != promise.first_due
        said = [when, whose, tr("first {day}", day=format_day(promise.first_due, "day_month")) if moved else ""]
        words = ElidedLabel(" · ".join(part for part in said if part), "small", "risk" if late > 0 else "text2")
        line.addWidget(words, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._box)
        column.addLayout(line)

    def menu(self) -> QMenu:
        """What can be done with it."""
        menu = QMenu(self)
        promise = self.promise.id
        menu.addAction(f"{tr('Mark as kept')}\tX", self._box.click)
        menu.addAction(tr("Mark as not kept"), lambda: self._section.broken.emit(promise))
        menu.addAction(f"{tr('Move…')}\tS", lambda: self._section.move_asked.emit(promise))
        return menu

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self.menu()
        menu.popup(event.globalPos())

    def _tick(self, ticked: bool) -> None:
        """The tick is seen for a moment before the row leaves."""
        if ticked:
            pause = current_theme().motion("rowLeave")
            QTimer.singleShot(pause, self, lambda: self._section.kept.emit(self.promise.id))


class _Late(QWidget):
    """The shape before what is late."""

    def __init__(self) -> None:
        super().__init__()
        theme = current_theme()
        self.setFixedSize(theme.px(9), theme.line("small"))

    def paintEvent(self, event: QPaintEvent) -> None:
        draw_status_glyph(QPainter(self), QRectF(self.rect()), "risk", current_theme())


class _KeptBox(CheckBox):
    """X does what Space does, S moves."""

    def __init__(self, text: str, section: PromiseSection, row: _PromiseRow) -> None:
        super().__init__(text)
        self._section, self._row = section, row

    def keyPressEvent(self, event: QKeyEvent) -> None:
        name = letter(event) if self._section.single_letters else ""
        if name == "X":
            self.click()
        elif name == "S":
            self._section.move_asked.emit(self._row.promise.id)
        else:
            super().keyPressEvent(event)
