"""The bar below a table while rows are ticked: how many, what they are worth, and what can be done with all of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QWidget

from crm_desktop.i18n import tr, tr_n
from crm_desktop.ui.theme import current_theme, look
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.labels import PlainLabel

_HEIGHT = 48


class BulkAction(NamedTuple):
    """One thing to do with all ticked rows."""

    name: str
    text: str
    icon: str


class BulkBar(QFrame):
    """``asked`` carries the name of an action; ``cleared`` that nothing is to be ticked any more."""

    asked = Signal(str)
    cleared = Signal()
    left = Signal()
    """It went away while the keyboard was in it."""

    def __init__(self, actions: Sequence[BulkAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("What to do with the ticked rows"))
        self._count = PlainLabel("", "bodyStrong")
        self._worth = PlainLabel("", color="text2")
        self.buttons: dict[str, Button] = {}
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._count)
        self._row.addWidget(self._worth)
        for action in actions:
            button = Button(action.text, "quiet", icon=action.icon)
            button.clicked.connect(lambda _checked=False, name=action.name: self.asked.emit(name))
            self.buttons[action.name] = button
            self._row.addWidget(button)
        self._row.addStretch()
        self.clear = Button(tr("Clear"), "quiet", key=tr("Esc"))
        self.clear.clicked.connect(lambda: self.cleared.emit())
        self._row.addWidget(self.clear)
        self.setFocusProxy(next(iter(self.buttons.values())))
        look().changed.connect(self._make_room)
        self._make_room()
        self.hide()

    @property
    def text(self) -> str:
        """What it says."""
        return f"{self._count.text()} {self._worth.text()}".strip()

    def show_count(self, count: int) -> None:
        """How many rows are ticked; without any the bar goes."""
        self._count.setText(tr_n("{n} selected", "{n} selected", count))
        had_keyboard = self.isAncestorOf(QApplication.focusWidget() or self)
        self._fit()
        self.setVisible(count > 0)
        if had_keyboard and not count:
            self.left.emit()

    def show_worth(self, text: str) -> None:
        """What they are worth, in words."""
        self._worth.setText(text)
        self._fit()

    def rename(self, name: str, text: str) -> None:
        """Another word for an action, as for archived rows."""
        self.buttons[name].set_label(text)
        self._fit()

    def _make_room(self) -> None:
        theme = current_theme()
        self._row.setContentsMargins(theme.space(5), 0, theme.space(3), 0)
        self._row.setSpacing(theme.space(2))
        self.setFixedHeight(theme.px(_HEIGHT))

    def sizeHint(self) -> QSize:
        return QSize(current_theme().px(320), current_theme().px(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        # It never makes the window wider: the words go where there is no room for them.
        return QSize(0, current_theme().px(_HEIGHT))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Where there is no room words go: first what the rows are worth, then those of the buttons."""
        buttons, margins = self.buttons.values(), self._row.contentsMargins()
        for button in buttons:
            button.set_icon_only(False)
        taken = (self._count.sizeHint().width(), self.clear.sizeHint().width(), margins.left(), margins.right())
        free = self.width() - sum(taken) - self._row.spacing() * self._row.count()
        free -= sum(button.sizeHint().width() for button in buttons)
        self._worth.setVisible(free >= self._worth.sizeHint().width())
        for button in buttons:
            button.set_icon_only(free < 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = current_theme(), QPainter(self)
        painter.fillRect(self.rect(), theme.color("sunken"))
        painter.fillRect(0, 0, self.width(), 1, theme.color("line"))
