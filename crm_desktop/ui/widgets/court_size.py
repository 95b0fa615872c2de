"""How many places the weekly list has: a slider, its figure, and the way to work with that many from now on."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QSlider, QStyle, QWidget

from crm_desktop.i18n import format_number, tr, tr_n
from crm_desktop.ui.theme import current_theme, look
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.focus_ring import FocusRing
from crm_desktop.ui.widgets.labels import ElidedLabel, PlainLabel

_HANDLE, _GROOVE = 16, 4


class CourtSize(QWidget):
    """``chosen`` tells every step of the slider; ``kept`` that this size is wanted for Today."""

    chosen = Signal(int)
    kept = Signal(int)

    def __init__(self, sizes: range, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._day_size = sizes.start
        self.slider = _Slider(sizes)
        self._figure = PlainLabel("", "bodyStrong")
        self._caption = ElidedLabel(tr("Places on the weekly list"), "body", "text2")
        self.keep = Button("", "secondary", small=True)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        for widget in (self._caption, self.slider, self._figure):
            self._row.addWidget(widget)
        self._row.addStretch(1)
        self._row.addWidget(self.keep)
        self.setFocusProxy(self.slider)
        self.slider.valueChanged.connect(self._moved)
        self.keep.clicked.connect(lambda: self.kept.emit(self.slider.value()))
        look().changed.connect(self._make_room)
        self._make_room()
        self._say()

    @property
    def size_chosen(self) -> int:
        """The number of places."""
        return self.slider.value()

    def set_size(self, size: int) -> None:
        """Puts the slider there without telling."""
        self.slider.blockSignals(True)
        self.slider.setValue(size)
        self.slider.blockSignals(False)
        self._say()

    def set_day_size(self, size: int) -> None:
        """How many Today holds now: a button offers any other number."""
        self._day_size = size
        self._say()

    def _moved(self, size: int) -> None:
        self._say()
        self.chosen.emit(size)

    def _say(self) -> None:
        size = self.slider.value()
        self._figure.setText(format_number(size))
        self.keep.set_label(tr_n("Hold {n} in Today", "Hold {n} in Today", size))
        # Stays where it is, so that nothing moves while one slides.
        self.keep.setEnabled(size != self._day_size)

    def _make_room(self) -> None:
        theme = current_theme()
        self._row.setSpacing(theme.space(3))
        self._figure.setFixedWidth(theme.px(24))


class _Slider(QSlider):
    """Looks like the other controls; keys, wheel and what a screen reader hears are Qt's own."""

    def __init__(self, sizes: range) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setRange(sizes.start, sizes.stop - 1)
        self.setPageStep(5)
        self.setAccessibleName(tr("Places on the weekly list"))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        FocusRing(self)

    def sizeHint(self) -> QSize:
        theme = current_theme()
        return QSize(theme.px(260), theme.size("hitMin"))

    def minimumSizeHint(self) -> QSize:
        theme = current_theme()
        return QSize(theme.px(90), theme.size("hitMin"))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click goes there at once."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._go_to(event.position().x())
            event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._go_to(event.position().x())

    def _go_to(self, x: float) -> None:
        edge = current_theme().px(_HANDLE) // 2
        reach = self.width() - 2 * edge
        place = QStyle.sliderValueFromPosition(self.minimum(), self.maximum(), round(x) - edge, reach)
        self.setValue(place)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = current_theme(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(Qt.PenStyle.NoPen)
        handle, groove = theme.px(_HANDLE), theme.px(_GROOVE)
        share = (self.value() - self.minimum()) / max(self.maximum() - self.minimum(), 1)
        middle, left, reach = self.height() / 2, handle / 2, self.width() - handle
        line = QRectF(left, middle - groove / 2, reach, groove)
        painter.setBrush(theme.color("lineStrong"))
        painter.drawRoundedRect(line, groove / 2, groove / 2)
        painter.setBrush(theme.color("accent"))
        line.setWidth(reach * share)
        painter.drawRoundedRect(line, groove / 2, groove / 2)
        painter.setBrush(theme.color("raised"))
        painter.setPen(QPen(theme.color("accent"), 2.0))
        radius = handle / 2 - 1
        painter.drawEllipse(QPointF(left + reach * share, middle), radius, radius)
