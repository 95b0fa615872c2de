"""Fields whose parts a style sheet cannot colour: line field with an error, check box, combo box."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QSizePolicy, QWidget

from crm_desktop.ui.icons import draw_icon
from crm_desktop.ui.paint.pixels import draw_kept
from crm_desktop.ui.paint.text import draw_text, plain_tool_tip, text_width
from crm_desktop.ui.theme import Theme, current_theme, look
from crm_desktop.ui.widgets.focus_ring import FocusRing

_BOX = 16


class LineField(QLineEdit):
    """A line to type in, with an optional icon at its left and an error that names what is wrong."""

    def __init__(self, parent: QWidget | None = None, *, placeholder: str = "", name: str = "", icon: str = "") -> None:
        super().__init__(parent)
        self._icon_name = icon
        self._error = ""
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(name or placeholder)
        self._make_room()
        look().changed.connect(self._make_room)

    @property
    def error(self) -> str:
        return self._error

    def set_error(self, text: str) -> None:
        """Mark the field as wrong and say why; "" clears it. The sentence is also the accessible description."""
        self._error = text
        self.setProperty("error", bool(text))
        self.setAccessibleDescription(text)
        self.setToolTip(plain_tool_tip(text))
        self.style().unpolish(self)
        self.style().polish(self)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._icon_name:
            theme = current_theme()
            size = theme.size("icon")
            place = QRectF(theme.px(11), 0, size, self.height())
            draw_icon(QPainter(self), place, self._icon_name, theme.color("text2"), size=size)

    def _make_room(self) -> None:
        theme = current_theme()
        self.setTextMargins(theme.size("icon") + theme.px(10) if self._icon_name else 0, 0, 0, 0)


class CheckBox(QCheckBox):
    """A check box whose text is literal; ticked it is filled with the accent. ``row``: what its ring goes round."""

    def __init__(self, text: str, parent: QWidget | None = None, *, row: QWidget | None = None) -> None:
        super().__init__(text.replace("&", "&&"), parent)
        self._label = text
        self.setAccessibleName(text)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        FocusRing(self, radius=current_theme().radius("kbd"), around=row)
        look().changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        theme = current_theme()
        width = theme.px(_BOX) + theme.px(8) + text_width(self._label, theme) if self._label else theme.px(_BOX)
        return QSize(int(width) + 2, max(theme.size("hitMin"), theme.line("body")))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, position: object) -> bool:
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        side = theme.px(_BOX)
        box = QRectF(0, round((self.height() - side) / 2), side, side)
        draw_check_mark_box(painter, box, checked=self.isChecked(), enabled=self.isEnabled(), hovered=self.underMouse())
        words = QRectF(side + theme.px(8), 0, self.width() - side - theme.px(8), self.height())
        draw_text(painter, words, self._label, theme, color="text" if self.isEnabled() else "disabled")


def draw_check_mark_box(
    painter: QPainter, box: QRectF, *, checked: bool, enabled: bool = True, hovered: bool = False
) -> None:
    """The box of a check item, as lists paint it too."""
    theme = current_theme()

    def draw(painter: QPainter, box: QRectF) -> None:
        _draw_box(painter, box, theme, checked=checked, enabled=enabled, hovered=hovered)

    draw_kept(painter, box, f"box {checked} {enabled} {hovered}", theme, draw)


def _draw_box(painter: QPainter, box: QRectF, theme: Theme, *, checked: bool, enabled: bool, hovered: bool) -> None:
    radius = theme.radius("kbd")
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    if checked:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("accent" if enabled else "disabled"))
        painter.drawRoundedRect(box, radius, radius)
        pen = QPen(theme.color("onAccent"), box.width() / 9)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        corners = ((0.26, 0.52), (0.43, 0.68), (0.74, 0.34))
        painter.drawPolyline(
            QPolygonF([QPointF(box.left() + x * box.width(), box.top() + y * box.height()) for x, y in corners])
        )
    else:
        painter.setPen(QPen(theme.color("text2" if hovered else "lineStrong" if enabled else "line"), 1.2))
        painter.setBrush(theme.color("raised" if enabled else "sunken"))
        painter.drawRoundedRect(box.adjusted(0.6, 0.6, -0.6, -0.6), radius, radius)


class ComboBox(QComboBox):
    """A combo box painted like the other fields, with a chevron in the theme's colour; its items are plain text."""

    def __init__(self, parent: QWidget | None = None, *, name: str = "") -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        look().changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        theme = current_theme()
        texts = [text_width(self.itemText(number), theme) for number in range(min(self.count(), 50))]
        return QSize(int(max(texts, default=theme.px(80))) + theme.px(46), theme.size("fieldInForm"))

    def minimumSizeHint(self) -> QSize:
        return QSize(current_theme().px(64), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        focused, enabled = self.hasFocus(), self.isEnabled()
        width = 2.0 if focused else 1.0
        edge = "line" if not enabled else "focus" if focused else "text2" if self.underMouse() else "lineStrong"
        painter.setPen(QPen(theme.color(edge), width))
        painter.setBrush(theme.color("raised" if enabled else "sunken"))
        half, radius = width / 2, theme.radius("control")
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(half, half, -half, -half), radius, radius)
        size = theme.size("iconSmall")
        place = QRectF(self.width() - size - theme.px(11), 0, size, self.height())
        draw_icon(painter, place, "chevron-down", theme.color("text2" if enabled else "disabled"), size=size)
        words = QRectF(theme.px(11), 0, place.left() - theme.px(17), self.height())
        empty = self.currentIndex() < 0
        color = "disabled" if not enabled else "text3" if empty else "text"
        draw_text(painter, words, self.placeholderText() if empty else self.currentText(), theme, color=color)
