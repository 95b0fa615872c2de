"""The quiet banner at the foot of the page: what is due now, and one key for done, for later, or for a look at it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from crm_desktop.domain.reminding import PutOff
from crm_desktop.i18n import tr
from crm_desktop.ui.icons import draw_icon
from crm_desktop.ui.keys import letter
from crm_desktop.ui.theme import current_theme, look
from crm_desktop.ui.widgets.announce import announce
from crm_desktop.ui.widgets.buttons import Button, IconButton
from crm_desktop.ui.widgets.labels import ElidedLabel

_ALL_FROM = 900


class ReminderBar(QWidget):
    """Hidden until it has something to say; it takes a place under the page, so that it covers no row.

    ``put_off_asked`` carries a ``PutOff``; ``left``: the keyboard was here and has to go back.
    """

    show_asked = Signal()
    done_asked = Signal()
    put_off_asked = Signal(object)
    close_asked = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Reminder"))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._text = ElidedLabel("", "body")
        self.open = Button(tr("Open"), "secondary", small=True)
        self.done = Button(tr("Done"), "quiet", key="X", small=True)
        words = {
            PutOff.TEN_MINUTES: tr("10 minutes"),
            PutOff.HOUR: tr("1 hour"),
            PutOff.TOMORROW: tr("Tomorrow"),
            PutOff.WEEK: tr("Next week"),
        }
        self.later = {choice: Button(text, "quiet", key=str(n), small=True) for n, (choice, text) in
                      enumerate(words.items(), 1)}  # fmt: skip
        self.close_button = IconButton("x", tr("Close the reminder"), small=True)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._text, 1)
        for button in (self.open, self.done, *self.later.values(), self.close_button):
            self._row.addWidget(button)
        self.open.clicked.connect(self.show_asked)
        self.done.clicked.connect(self.done_asked)
        for choice, button in self.later.items():
            button.setAccessibleName(tr("Remind me again: {when}", when=words[choice]))
            button.clicked.connect(lambda _checked=False, choice=choice: self.put_off_asked.emit(choice))
        self.close_button.clicked.connect(self.close_asked)
        self.setFocusProxy(self.open)
        look().changed.connect(self._make_room)
        self._make_room()
        self.hide()

    @property
    def text(self) -> str:
        """The sentence."""
        return self._text.text()

    def say(self, text: str, *, one: bool) -> None:
        """Tells what is due; ``one``: a single thing, which can be done from here."""
        self._text.setText(text)
        self.setAccessibleDescription(text)
        self.open.set_label(tr("Open") if one else tr("Show all"))
        self.done.setVisible(one)
        self._fit()
        self.show()
        announce(self, text)

    def take_away(self) -> None:
        """Hides it; the keyboard goes back to the page if it was here."""
        had_focus = self.isAncestorOf(self.window().focusWidget() or self.window())
        self.hide()
        if had_focus:
            self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        focus, name = self.window().focusWidget(), letter(event)
        choices = dict(zip("1234", self.later, strict=True))
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(focus, QAbstractButton):
            focus.click()
        elif event.key() == Qt.Key.Key_Escape:
            self.close_asked.emit()
        elif event.text() in choices:
            self.put_off_asked.emit(choices[event.text()])
        elif name == "X" and not self.done.isHidden():
            self.done_asked.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = current_theme(), QPainter(self)
        painter.fillRect(self.rect(), theme.color("accentTint"))
        painter.fillRect(0, 0, self.width(), 1, theme.color("line"))
        size = theme.size("icon")
        place = QRectF(theme.space(5), 0, size, self.height())
        draw_icon(painter, place, "alarm-clock", theme.color("accent"), size=size)

    def _fit(self) -> None:
        """In a narrow window the two choices between give way; their keys stay."""
        wide = self.width() >= current_theme().px(_ALL_FROM)
        for choice in (PutOff.HOUR, PutOff.WEEK):
            self.later[choice].setVisible(wide)

    def _make_room(self) -> None:
        theme = current_theme()
        left = theme.space(5) + theme.size("icon") + theme.space(2)
        self._row.setContentsMargins(left, theme.space(2), theme.space(3), theme.space(2))
        self._row.setSpacing(theme.space(1))
        self._fit()
