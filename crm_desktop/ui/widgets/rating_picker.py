"""Picks a rating from 0 to 10 by pointer, digits or arrows."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton, QSizePolicy, QWidget

from crm_desktop.i18n import tr
from crm_desktop.ui.paint.chip import rating_status, status_color
from crm_desktop.ui.paint.text import CENTER, draw_text
from crm_desktop.ui.theme import current_theme, look
from crm_desktop.ui.widgets.focus_ring import FocusRing

HIGHEST_SCORE = 10
_SECOND_DIGIT_MS = 1500


class RatingPicker(QWidget):
    """Eleven buttons, 0 to 10, of which none or one is chosen; 1 and then 0 means 10, Backspace clears."""

    picked = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._group = QButtonGroup(self)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._buttons = [_ScoreButton(score, name, self) for score in range(HIGHEST_SCORE + 1)]
        for score, button in enumerate(self._buttons):
            self._group.addButton(button, score)
            self._row.addWidget(button)
            button.toggled.connect(lambda on, score=score: self.picked.emit(score) if on else None)
        self.setFocusProxy(self._buttons[0])
        # After a 1 the next 0 within this time makes it 10.
        self._awaits_zero = QTimer(self, singleShot=True, interval=_SECOND_DIGIT_MS)
        self._restyle()
        look().changed.connect(self._restyle)

    def score(self) -> int | None:
        number = self._group.checkedId()
        return number if number >= 0 else None

    def set_score(self, score: int | None) -> None:
        """Choose without telling: `picked` is only for what the user does."""
        self.blockSignals(True)
        self._choose(score)
        self.blockSignals(False)

    def _choose(self, score: int | None) -> None:
        if score is not None:
            self._buttons[score].setChecked(True)
            return
        chosen = self._group.checkedButton()
        if chosen is not None:
            self._group.setExclusive(False)
            chosen.setChecked(False)
            self._group.setExclusive(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            if self.score() is not None:
                self._choose(None)
                self.picked.emit(None)
            return
        digit = event.key() - Qt.Key.Key_0.value
        if not 0 <= digit <= 9 or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
            return
        score = HIGHEST_SCORE if digit == 0 and self._awaits_zero.isActive() else digit
        self._awaits_zero.stop()
        if digit == 1:
            self._awaits_zero.start()
        self._choose(score)
        self._buttons[score].setFocus(Qt.FocusReason.OtherFocusReason)

    def _restyle(self) -> None:
        self._row.setSpacing(current_theme().px(3))


class _ScoreButton(QRadioButton):
    def __init__(self, score: int, name: str, parent: QWidget) -> None:
        super().__init__(str(score), parent)
        self._score = score
        words = {"risk": tr("at risk"), "steady": tr("satisfied"), "advocate": tr("advocate")}
        self.setAccessibleName(f"{name}: {score}, {words[rating_status(score)]}")
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        FocusRing(self)
        look().changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        side = current_theme().size("fieldInForm")
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, position: QPoint) -> bool:
        return self.rect().contains(position)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Digits, Backspace and Delete belong to the picker; arrows, Space and Tab to the radio button.
        if event.text().isdigit() or event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        radius = theme.radius("control")
        enabled, checked = self.isEnabled(), self.isChecked()
        if checked and enabled:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(status_color(rating_status(self._score), theme))
            painter.drawRoundedRect(QRectF(self.rect()), radius, radius)
            ink = "surface"
        else:
            painter.setPen(QPen(theme.color("line"), 1.0))
            painter.setBrush(theme.color("sunken" if not enabled else "hover" if self.underMouse() else "raised"))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
            ink = "text" if enabled else "disabled"
        weight = 600 if checked else 400
        draw_text(painter, QRectF(self.rect()), str(self._score), theme, weight=weight, color=ink, align=CENTER)
