"""The question after a finished follow-up: what next? One key answers it."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.domain.dates import months_before
from crm_desktop.domain.entities import FollowUp
from crm_desktop.i18n import tr
from crm_desktop.ui.keys import letter
from crm_desktop.ui.paint.text import plain_tool_tip
from crm_desktop.ui.theme import current_theme, look
from crm_desktop.ui.widgets.announce import announce
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.fields import LineField
from crm_desktop.ui.widgets.labels import PlainLabel

_FIELD = 300
_FIELD_FROM, _QUESTION_FROM = 720, 500


class NextStepBar(QWidget):
    """``chosen`` carries the finished follow-up, what to do next and the day; ``asks`` whether it stands there.

    It takes a place in the head of the page, or ``narrow`` at the foot of a pane, so that no row moves and none is
    covered; without ``inset`` it stands inside something that has margins. The list keeps the keyboard and hands on
    1, 2, 3 and N; ``left``: the keyboard was here and has to go back.
    """

    chosen = Signal(object, str, object)
    asks = Signal(bool)
    left = Signal()

    def __init__(self, parent: QWidget | None = None, *, narrow: bool = False, inset: bool = True) -> None:
        super().__init__(parent)
        self._narrow, self._inset = narrow, inset
        self._finished: FollowUp | None = None
        self._today = date.min
        self._question = PlainLabel("", "bodyStrong")
        self.what = LineField(name=tr("What to do next"))
        self.buttons = {
            key: Button(text, "quiet", key=key, small=True)
            for key, text in (
                ("1", tr("Tomorrow")), ("2", tr("In a week")), ("3", tr("In a month")), ("N", tr("Nothing")),
            )
        }  # fmt: skip
        self._row = QHBoxLayout() if narrow else QHBoxLayout(self)
        self._column = QVBoxLayout(self) if narrow else QVBoxLayout()
        self._lay_out()
        for key, button in self.buttons.items():
            button.clicked.connect(lambda _checked=False, key=key: self.answer(key))
        self.what.returnPressed.connect(lambda: self.buttons["1"].setFocus())
        look().changed.connect(self._make_room)
        self._make_room()
        self.hide()

    def _lay_out(self) -> None:
        if not self._narrow:
            self._row.addStretch(1)
            self._row.addWidget(self._question)
            self._row.addWidget(self.what, 4)
            for button in self.buttons.values():
                self._row.addWidget(button)
            return
        self._column.addWidget(self._question)
        self._column.addWidget(self.what)
        self._grid = QGridLayout()
        for place, button in enumerate(self.buttons.values()):
            self._grid.addWidget(button, place // 2, place % 2, Qt.AlignmentFlag.AlignLeft)
        self._column.addLayout(self._grid)

    def ask(self, finished: FollowUp, today: date) -> None:
        """Asks what comes after a follow-up."""
        self._finished, self._today = finished, today
        self._question.setText(tr("Next step?"))
        self._question.setToolTip(plain_tool_tip(finished.account_name))
        again = tr("Follow up: {what}", what="")
        self.what.setText(finished.what if finished.what.startswith(again.strip()) else again + finished.what)
        self.what.setCursorPosition(0)
        self._fit()
        self.asks.emit(True)
        self.show()
        announce(self, tr("Next step? 1 tomorrow, 2 in a week, 3 in a month, N nothing."))

    def answer(self, key: str) -> bool:
        """1, 2, 3 or N; false when nothing was asked."""
        finished = self._finished
        if finished is None or not self.isVisible():
            return False
        days = {
            "1": self._today + timedelta(days=1),
            "2": self._today + timedelta(days=7),
            "3": months_before(self._today, -1),
        }
        what = " ".join(self.what.text().split())
        if key in days and not what:
            self.what.setFocus()
            return True
        self.close_bar()
        if key in days:
            self.chosen.emit(finished, what, days[key])
        return True

    def close_bar(self) -> None:
        """Takes the question away."""
        had_focus = any(widget.hasFocus() for widget in (self.what, *self.buttons.values()))
        self._finished = None
        self.hide()
        self.asks.emit(False)
        if had_focus:
            self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        elif not self.what.hasFocus() and (said := letter(event) or event.text()) in self.buttons:
            self.answer(said)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._narrow and self._inset:
            theme, painter = current_theme(), QPainter(self)
            painter.fillRect(self.rect(), theme.color("sunken"))
            painter.fillRect(0, 0, self.width(), 1, theme.color("line"))

    def _fit(self) -> None:
        """Where there is no room the words give way first; what the keys mean stays."""
        width, theme = self.width(), current_theme()
        self.what.setVisible(self._narrow or width >= theme.px(_FIELD_FROM))
        self._question.setVisible(self._narrow or width >= theme.px(_QUESTION_FROM))

    def _make_room(self) -> None:
        theme = current_theme()
        self._row.setSpacing(theme.space(1))
        if self._narrow:
            side = theme.space(4) if self._inset else 0
            self._column.setContentsMargins(side, theme.space(2), side, theme.space(2) if self._inset else 0)
            self._column.setSpacing(theme.space(1))
            self._grid.setSpacing(theme.space(1))
            self._column.activate()
            self.setFixedHeight(self._column.sizeHint().height())
        else:
            self.setFixedHeight(theme.size("control"))
            self._row.setContentsMargins(theme.space(2), 0, 0, 0)
            self.what.setMaximumWidth(theme.px(_FIELD))
        self._fit()
