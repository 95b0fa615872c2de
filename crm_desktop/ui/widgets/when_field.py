"""When a follow-up or a promise is due: typed as in the line or chosen from a card; at rest "Tue 25 Nov 14:00"."""

from __future__ import annotations

from datetime import date, time

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QCursor, QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from crm_desktop.i18n import format_moment
from crm_desktop.ui.theme import current_theme
from crm_desktop.ui.widgets.day_card import DayCard
from crm_desktop.ui.widgets.day_field import DayField
from crm_desktop.ui.widgets.popup_card import on_screen


class WhenField(DayField):
    """``chosen`` carries a day or None, and ``timed`` its time or None, as soon as what is typed makes sense.

    Wrong text is marked on leaving.
    """

    chosen = Signal(object)
    timed = Signal(object)

    def __init__(
        self, today: date, parent: QWidget | None = None, *, placeholder: str, name: str, question: str
    ) -> None:
        super().__init__(today, parent, placeholder=placeholder, name=name, times=True)
        self._question = question
        self._icon_name = "calendar"
        self._make_room()
        self._day: date | None = None
        self._at: time | None = None
        self.setMouseTracking(True)
        self.textEdited.connect(self._edited)

    def check(self) -> bool:
        """Whether what stands here makes sense; if not, it is marked."""
        return self.read()[0] if self.hasFocus() else not self.error

    def set_today(self, today: date) -> None:
        """From now on "tomorrow" is the day after this one."""
        self._today = today

    def show_day(self, day: date | None, at: time | None = None) -> None:
        """Fills the field and tells nobody; what is being typed stays."""
        if self.hasFocus() and (day, at) == (self._day, self._at):
            return
        self._day, self._at = day, at
        if self.hasFocus():
            self.set_day(day, at)
        else:
            self._show()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.error:
            self.set_day(self._day, self._at)
            self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if self.read()[0]:
            self._show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self.open_card()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._is_on_icon(event.position().toPoint()):
            self.open_card()
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        on_icon = self._is_on_icon(event.position().toPoint())
        self.setCursor(QCursor(Qt.CursorShape.ArrowCursor if on_icon else Qt.CursorShape.IBeamCursor))

    def open_card(self) -> None:
        """The days that are asked for most, each with its key."""
        card = DayCard(self._question, today=self._today, choose=self._choose, parent=self)
        card.open_under(on_screen(self))

    def _is_on_icon(self, at: QPoint) -> bool:
        return at.x() < current_theme().px(11) + current_theme().size("icon")

    def _choose(self, day: date) -> None:
        self.show_day(day, self._at)
        self.chosen.emit(day)
        self.timed.emit(self._at)

    def _edited(self, _text: str) -> None:
        understood, day = self.read()
        self.set_error("")
        if understood and (day, self.at) != (self._day, self._at):
            self._day, self._at = day, self.at
            self.chosen.emit(day)
            self.timed.emit(self._at)

    def _show(self) -> None:
        self.setText("" if self._day is None else format_moment(self._day, self._at))
        self.set_error("")
        self.setCursorPosition(0)
