"""Buttons: primary, secondary, quiet, danger and link, each with an optional icon and the key that does the same."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from crm_desktop.ui.icons import draw_icon
from crm_desktop.ui.paint.keycap import KeycapKind, draw_keycap, keycap_size
from crm_desktop.ui.paint.text import elided, plain_tool_tip, text_width
from crm_desktop.ui.theme import Theme, current_theme, look
from crm_desktop.ui.widgets.focus_ring import FocusRing

ButtonKind = Literal["primary", "secondary", "quiet", "danger", "link", "field"]
_HELD = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.ShiftModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)


class Button(QPushButton):
    """A push button; its text is literal ("Wren & Daughters" keeps its "&").

    `mnemonic` is the letter of the text that Alt presses; `key` is shown as a key cap and is only a hint.
    The kind "field" looks like a field to type in ("Find or do"). Exactly one primary button on a page.
    """

    def __init__(
        self,
        text: str,
        kind: ButtonKind = "secondary",
        parent: QWidget | None = None,
        *,
        icon: str = "",
        key: str = "",
        mnemonic: str = "",
        small: bool = False,
        menu_arrow: bool = False,
    ) -> None:
        super().__init__(parent)
        self._label = text
        self._kind, self._icon_name, self._key, self._small = kind, icon, key, small
        self._menu_arrow = menu_arrow
        self._mnemonic = mnemonic
        self._busy_width = 0
        self._icon_only = False
        self.set_label(text)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.setAutoDefault(False)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        if kind == "link":
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        FocusRing(self)
        look().changed.connect(self.updateGeometry)

    @property
    def label(self) -> str:
        return self._label

    def set_label(self, text: str) -> None:
        """Show another text; it is also the accessible name."""
        self._label = text
        escaped = text.replace("&", "&&")
        if self._mnemonic and self._mnemonic in escaped:
            escaped = escaped.replace(self._mnemonic, "&" + self._mnemonic, 1)
        self.setText(escaped)
        self.setAccessibleName(text)
        self.updateGeometry()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Qt lets Enter press a button only in its own dialogs. Held down, it presses once.
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & _HELD:
            if not event.isAutoRepeat():
                self.click()
        else:
            super().keyPressEvent(event)

    def set_icon_only(self, icon_only: bool) -> None:
        """Show the icon alone, with the words and the key as the tool tip, as in a collapsed sidebar."""
        self._icon_only = icon_only
        tip = f"{self._label} ({self._key})" if self._key else self._label
        self.setToolTip(plain_tool_tip(tip) if icon_only else "")
        self.updateGeometry()
        self.update()

    def set_busy(self, text: str) -> None:
        """Disable the button and say what it is doing ("Saving…"); its width stays, so that nothing moves."""
        self._busy_width = self.sizeHint().width()
        self.setEnabled(False)
        self.set_label(text)

    def set_ready(self, text: str) -> None:
        """Enable the button again with its own text."""
        self._busy_width = 0
        self.setEnabled(True)
        self.set_label(text)

    def sizeHint(self) -> QSize:
        theme = current_theme()
        if self._icon_only:
            return QSize(self._height(theme), self._height(theme))
        role, weight = self._type()
        width = text_width(self._label, theme, role, weight=weight) + 2 * self._padding(theme)
        if self._icon_name:
            width += theme.size("icon") + (theme.px(8) if self._label else 0)
        if self._key:
            width += keycap_size(self._key, theme).width() + theme.px(10)
        if self._menu_arrow:
            width += theme.size("iconSmall") + theme.px(8)
        return QSize(max(round(width + 0.5), self._busy_width), self._height(theme))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        fill, edge, ink = self._colors(theme)
        if self._kind != "link" and (fill is not None or edge is not None):
            radius = theme.radius("control")
            painter.setPen(QPen(edge, 1.0) if edge is not None else Qt.PenStyle.NoPen)
            painter.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
            frame = QRectF(self.rect())
            if edge is not None:
                frame.adjust(0.5, 0.5, -0.5, -0.5)
            painter.drawRoundedRect(frame, radius, radius)
        self._draw_contents(painter, theme, ink)

    def _draw_contents(self, painter: QPainter, theme: Theme, ink: QColor) -> None:
        role, weight = self._type()
        if self._icon_only:
            draw_icon(painter, QRectF(self.rect()), self._icon_name, ink, size=theme.size("icon"))
            return
        line = QRectF(self.rect()).adjusted(self._padding(theme), 0, -self._padding(theme), 0)
        if self._key:
            kind: KeycapKind = "accent" if self._kind == "primary" and self.isEnabled() else "quiet"
            cap = draw_keycap(painter, line.adjusted(0, 0, theme.px(3), 0), self._key, theme, kind, align_right=True)
            line.setRight(cap.left() - theme.px(6))
        if self._menu_arrow:
            small = theme.size("iconSmall")
            place = QRectF(line.right() - small, line.top(), small, line.height())
            draw_icon(painter, place, "chevron-down", ink, size=small)
            line.setRight(place.left() - theme.px(6))
        content = text_width(self._label, theme, role, weight=weight)
        icon_room = theme.size("icon") + (theme.px(8) if self._label else 0) if self._icon_name else 0
        left = line.left()
        if self._kind != "field" and not self._key and not self._menu_arrow:
            left += max((line.width() - content - icon_room) / 2, 0.0)
        if self._icon_name:
            size = theme.size("icon")
            draw_icon(painter, QRectF(left, 0, size, self.height()), self._icon_name, ink, size=size)
            left += icon_room
        painter.setFont(theme.font(role, weight))
        painter.setPen(ink)
        shown = self.text()
        if content > line.right() - left + 1:
            shown = elided(self._label, line.right() - left, theme, role, weight=weight).replace("&", "&&")
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        text_rect = QRectF(left, line.top(), line.right() - left + 1, line.height())
        painter.drawText(text_rect, int(flags) | int(Qt.TextFlag.TextShowMnemonic), shown)
        if self._kind == "link" and self.underMouse() and self.isEnabled():
            y = text_rect.center().y() + theme.metrics(role, weight).ascent() / 2
            painter.drawLine(round(left), round(y), round(left + content), round(y))

    def _type(self) -> tuple[str, int]:
        return ("small" if self._small else "body"), (400 if self._kind == "field" else 500)

    def _padding(self, theme: Theme) -> int:
        if self._kind == "link":
            return 0
        return theme.px(10 if self._small or not self._label or self._kind == "field" else 12)

    def _height(self, theme: Theme) -> int:
        if self._kind == "link":
            return theme.size("hitMin")
        return theme.size("controlSmall" if self._small else "control")

    def _colors(self, theme: Theme) -> tuple[QColor | None, QColor | None, QColor]:
        """Fill, edge and ink for the kind and the state."""
        pressed, hovered = self.isDown(), self.underMouse()
        if not self.isEnabled() and self._busy_width == 0:
            if self._kind in ("quiet", "link"):
                return None, None, theme.color("disabled")
            return theme.color("sunken"), theme.color("line"), theme.color("disabled")
        if self._kind == "primary" and self.isEnabled():
            fill = theme.color("accentHover" if hovered or pressed else "accent")
            return fill, None, theme.color("onAccent")
        ground = theme.color("pressed" if pressed else "hover") if hovered or pressed else None
        if self._kind == "quiet":
            return ground, None, theme.color("text" if hovered else "text2")
        if self._kind == "link":
            return None, None, theme.color("accent")
        if self._kind == "danger":
            fill = theme.color("dangerTint") if hovered or pressed else theme.color("raised")
            return fill, theme.color("danger"), theme.color("danger")
        if self._kind == "field":
            return ground or theme.color("surface"), theme.color("line"), theme.color("text2")
        return ground or theme.color("raised"), theme.color("lineStrong"), theme.color("text")


class IconButton(Button):
    """A quiet button of an icon alone: it always has a name for screen readers and a tool tip with its key."""

    def __init__(
        self, icon: str, name: str, parent: QWidget | None = None, *, key: str = "", small: bool = False
    ) -> None:
        super().__init__("", "quiet", parent, icon=icon, small=small)
        self.setAccessibleName(name)
        self.setToolTip(plain_tool_tip(f"{name} ({key})" if key else name))

    def set_name(self, name: str, *, key: str = "") -> None:
        self.setAccessibleName(name)
        self.setToolTip(plain_tool_tip(f"{name} ({key})" if key else name))

    def sizeHint(self) -> QSize:
        side = self._height(current_theme())
        return QSize(side, side)
