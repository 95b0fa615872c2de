"""A choice of one among a few, side by side in one frame: Call | Visit | Email."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton, QSizePolicy, QWidget

from crm_desktop.ui.paint.text import CENTER, draw_text, text_width
from crm_desktop.ui.theme import current_theme, look
from crm_desktop.ui.widgets.focus_ring import FocusRing


class SegmentedChoice(QWidget):
    """One value of several; to the keyboard and to a screen reader it is a group of radio buttons."""

    chosen = Signal(str)

    def __init__(self, choices: Sequence[tuple[str, str]], name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self._segments: dict[str, _Segment] = {}
        for number, (value, label) in enumerate(choices):
            segment = _Segment(label, first=number == 0, last=number == len(choices) - 1, parent=self)
            segment.setAccessibleName(f"{name}: {label}")
            segment.toggled.connect(lambda on, value=value: self.chosen.emit(value) if on else None)
            self._segments[value] = segment
            self._group.addButton(segment)
            row.addWidget(segment)
        if choices:
            self.set_value(choices[0][0])

    def value(self) -> str:
        """The chosen value, "" when there are no choices."""
        return next((value for value, segment in self._segments.items() if segment.isChecked()), "")

    @property
    def chosen_part(self) -> QWidget:
        """The one that has the keyboard when the choice gets it."""
        return self._segments[self.value()]

    def choose(self, value: str) -> None:
        """Chooses as the person does, by a key of the card it stands in."""
        self._segments[value].setChecked(True)
        self._segments[value].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def set_value(self, value: str) -> None:
        """Choose without telling: `chosen` is only for what the user does."""
        self.blockSignals(True)
        self._segments[value].setChecked(True)
        self.blockSignals(False)


class _Segment(QRadioButton):
    def __init__(self, label: str, *, first: bool, last: bool, parent: QWidget) -> None:
        super().__init__(label.replace("&", "&&"), parent)
        self._label, self._first, self._last = label, first, last
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        # Tab reaches the chosen one, also before the keyboard was ever here; arrows go on from it.
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.toggled.connect(
            lambda on: self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if on else Qt.FocusPolicy.ClickFocus)
        )
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        FocusRing(self, radius=2)
        look().changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        theme = current_theme()
        # As wide as when it is chosen and bold, so that choosing moves nothing.
        width = text_width(self._label, theme, "small", weight=600)
        return QSize(round(width) + 2 * theme.px(10), theme.size("controlSmall"))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, position: QPoint) -> bool:
        return self.rect().contains(position)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        radius = theme.radius("control")
        # Neighbours share one line: each but the first draws its left edge half a pixel outside.
        frame = QRectF(self.rect()).adjusted(0.5 if self._first else -0.5, 0.5, -0.5, -0.5)
        frame_all = frame.adjusted(0, 0, 0 if self._last else radius * 2, 0)
        if not self._first:
            frame_all.setLeft(frame_all.left() - radius * 2)
        path = QPainterPath()
        path.addRoundedRect(frame_all, radius, radius)
        painter.setClipRect(self.rect())
        fill = "selected" if self.isChecked() else "hover" if self.underMouse() else "raised"
        painter.fillPath(path, theme.color(fill))
        painter.setPen(QPen(theme.color("line"), 1.0))
        painter.drawPath(path)
        if not self._last:
            x = self.width() - 0.5
            painter.drawLine(
                QRectF(x, 1, 0, self.height() - 2).topLeft(), QRectF(x, 1, 0, self.height() - 2).bottomLeft()
            )
        enabled = self.isEnabled()
        color = "disabled" if not enabled else "text" if self.isChecked() else "text2"
        weight = 600 if self.isChecked() else 400
        draw_text(
            painter, QRectF(self.rect()), self._label, theme, role="small", weight=weight, color=color, align=CENTER
        )
