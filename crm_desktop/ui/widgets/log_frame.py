"""Head and foot of the quick log: the line with what was understood, and the buttons with what the keys do."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.i18n import tr
from crm_desktop.ui.icons import draw_icon
from crm_desktop.ui.theme import current_theme, look
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.entry_field import EntryField
from crm_desktop.ui.widgets.labels import PlainLabel
from crm_desktop.ui.widgets.note import WarningIcon
from crm_desktop.ui.widgets.understood_line import UnderstoodLine

_ICON = 18


class LogHead(QWidget):
    """The line to type in, and under it what was understood."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entry = EntryField(
            placeholder=tr("acme call about late delivery 4/10 follow up tue"), name=tr("What happened, in one line")
        )
        self.understood = UnderstoodLine()
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.entry)
        self._column.addWidget(self.understood)
        look().changed.connect(self._make_room)
        self._make_room()

    def heightForWidth(self, width: int) -> int:
        margins = self._column.contentsMargins()
        inner = width - margins.left() - margins.right()
        return (
            margins.top()
            + self.entry.height()
            + self._column.spacing()
            + self.understood.heightForWidth(inner)
            + margins.bottom()
        )

    def hasHeightForWidth(self) -> bool:
        return True

    def sizeHint(self) -> QSize:
        return QSize(current_theme().px(400), self.heightForWidth(self.width()))

    def minimumSizeHint(self) -> QSize:
        return QSize(current_theme().px(200), self.heightForWidth(self.width()))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        left = theme.px(23)
        place = QRectF(left, self.entry.y(), theme.px(_ICON), self.entry.height())
        draw_icon(painter, place, "square-pen", theme.color("accent"), size=theme.px(_ICON))
        painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), theme.color("line"))

    def _make_room(self) -> None:
        theme = current_theme()
        self._column.setContentsMargins(theme.px(51), theme.px(21), theme.px(23), theme.px(14))
        self._column.setSpacing(theme.px(14))
        self.updateGeometry()


class LogFoot(QWidget):
    """What the keys do, or what is wrong; and the two buttons."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._divided = False
        self._icon = WarningIcon()
        self.hint = PlainLabel(role="small", color="text3", wrap=True)
        self.hint.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.start_over = Button(tr("Start over"), "link", small=True)
        self.cancel = Button(tr("Cancel"), "quiet", key=tr("Esc"))
        self.save = Button(tr("Save"), "primary", key=tr("Enter"))
        self._row = QHBoxLayout(self)
        for widget in (self._icon, self.hint, self.start_over, self.cancel, self.save):
            self._row.addWidget(widget, 1 if widget is self.hint else 0, Qt.AlignmentFlag.AlignVCenter)
        self.show_hint()
        look().changed.connect(self._make_room)
        self._make_room()

    @property
    def problem(self) -> str:
        """What is wrong, "" when nothing is."""
        return self.hint.text() if self._icon.isVisibleTo(self) else ""

    def show_hint(self, *, restored: bool = False) -> None:
        """What the keys do; or that a draft has come back, with the way to begin anew."""
        self._icon.hide()
        self.start_over.setVisible(restored)
        self.hint.set_color("text3")
        usual = tr("Tab goes to the form. Ctrl Z undoes after saving.")
        self.hint.setText(tr("Your draft is back, as you left it.") if restored else usual)

    def show_problem(self, text: str) -> None:
        self._icon.show()
        self.start_over.hide()
        self.hint.set_color("danger")
        self.hint.setText(text)

    def set_divided(self, divided: bool) -> None:
        """A line above, where the form scrolls behind it."""
        self._divided = divided
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._divided:
            QPainter(self).fillRect(QRectF(0, 0, self.width(), 1), current_theme().color("line"))

    def heightForWidth(self, width: int) -> int:
        margins = self._row.contentsMargins()
        taken = margins.left() + margins.right()
        for widget in (self._icon, self.start_over, self.cancel, self.save):
            if widget.isVisibleTo(self):
                taken += widget.sizeHint().width() + self._row.spacing()
        words = self.hint.heightForWidth(max(width - taken, current_theme().px(60)))
        return margins.top() + max(words, self.save.sizeHint().height()) + margins.bottom()

    def hasHeightForWidth(self) -> bool:
        return True

    def sizeHint(self) -> QSize:
        return QSize(current_theme().px(400), self.heightForWidth(self.width()))

    def minimumSizeHint(self) -> QSize:
        return QSize(current_theme().px(200), self.heightForWidth(self.width()))

    def _make_room(self) -> None:
        theme = current_theme()
        self._row.setContentsMargins(theme.px(23), theme.px(10), theme.px(23), theme.px(16))
        self._row.setSpacing(theme.px(8))
        self.updateGeometry()
