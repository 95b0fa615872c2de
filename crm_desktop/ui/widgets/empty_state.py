"""What a page shows when there is nothing to list: a quiet drawing, what that means, and what one can do."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.ui.theme import current_theme
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.labels import PlainLabel

_TEXT_WIDTH = 400
# Heights of the drawn orders in design pixels, oldest first: a calm rhythm.
_BARS = (29, 31, 32, 35, 31, 35, 17, 26, 35, 30, 34, 19, 29, 22)
_BAR_STEP, _BAR_WIDTH, _BASE = 21, 4, 36


class EmptyState(QWidget):
    """Stands in the middle of its place; the first action is the one that Enter does."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current_theme()
        self.title = PlainLabel("", "title")
        self.text = PlainLabel("", "body", "text2", wrap=True)
        self.buttons: list[Button] = []
        self._actions = QHBoxLayout()
        self._actions.setSpacing(theme.space(2))
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space(5), 0, theme.space(5), 0)
        column.addStretch(1)
        column.addWidget(_Bars(), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(theme.space(6))
        column.addWidget(self.title, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(theme.space(1))
        self.text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.text, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(theme.space(4))
        column.addLayout(self._actions)
        column.addStretch(1)

    def say(self, title: str, text: str, actions: Sequence[tuple[str, Callable[[], None]]]) -> None:
        """Shows a title, a sentence or two, and a button for each action.

        The buttons stay while their words do, so that the focus on one outlives a refresh; what they do must, too.
        """
        self.title.setText(title)
        self.text.setText(text)
        self.text.setFixedWidth(current_theme().px(_TEXT_WIDTH))
        # A layout that centres a label does not ask how high its wrapped text is.
        self.text.setFixedHeight(self.text.heightForWidth(self.text.width()))
        if [button.label for button in self.buttons] == [label for label, _ in actions]:
            return
        while (item := self._actions.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        self.buttons = []
        self._actions.addStretch(1)
        for number, (label, run) in enumerate(actions):
            button = Button(label, "quiet" if number else "secondary")
            button.clicked.connect(lambda _checked=False, run=run: run())
            self._actions.addWidget(button)
            self.buttons.append(button)
        self._actions.addStretch(1)
        if self.buttons:
            self.setFocusProxy(self.buttons[0])


class _Bars(QWidget):
    """A rhythm strip of nobody in particular, growing into the accent."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        theme = current_theme()
        return QSize(theme.px(_BAR_STEP * (len(_BARS) - 1) + 24), theme.px(_BASE) + 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(Qt.PenStyle.NoPen)
        base = theme.px(_BASE)
        for number, height in enumerate(_BARS):
            color = QColor(theme.color("accent"))
            color.setAlphaF(0.35 + 0.65 * number / (len(_BARS) - 1))
            painter.setBrush(color)
            left = theme.px(10 + number * _BAR_STEP)
            bar = QRectF(left, base - theme.px(height), theme.px(_BAR_WIDTH), theme.px(height))
            painter.drawRoundedRect(bar, theme.px(1), theme.px(1))
        painter.fillRect(QRectF(0, base, self.width(), 1), theme.color("line"))
