"""The sidebar: workspace, Log, Find or do, the pages with their counts, and the foot; 200 px wide or 48."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.i18n import tr
from crm_desktop.ui.icons import draw_app_mark, draw_icon
from crm_desktop.ui.paint.text import draw_text, plain_tool_tip
from crm_desktop.ui.theme import current_theme, look
from crm_desktop.ui.widgets.buttons import Button, IconButton
from crm_desktop.ui.widgets.focus_ring import FocusRing
from crm_desktop.ui.widgets.nav_list import NavItem, NavList

__all__ = ["NavItem", "Sidebar"]


class Sidebar(QWidget):
    """Where to go and the two things one does from anywhere; it asks, the window acts."""

    chosen = Signal(str)
    log_requested = Signal()
    find_requested = Signal()
    settings_requested = Signal()
    workspace_requested = Signal()
    view_change_asked = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Sidebar"))
        self._collapsed = False
        self.workspace_button = _WorkspaceButton(self)
        self.log_button = Button(tr("Log"), "primary", self, icon="square-pen", key="Ctrl L")
        self.find_button = Button(tr("Find or do"), "field", self, icon="search", key="Ctrl K")
        self.list = NavList(self)
        self._status = _StatusLine(self)
        self.settings_button = IconButton("settings", tr("Settings"), self, key="Ctrl ,", small=True)
        self._foot = QHBoxLayout()
        self._foot.addWidget(self._status, 1)
        self._foot.addWidget(self.settings_button)
        self._column = QVBoxLayout(self)
        for widget in (self.workspace_button, self.log_button, self.find_button):
            self._column.addWidget(widget)
        self._column.addSpacing(4)
        self._column.addWidget(self.list, 1)
        self._column.addLayout(self._foot)
        self.list.chosen.connect(self.chosen)
        self.list.change_asked.connect(self.view_change_asked)
        self.log_button.clicked.connect(lambda: self.log_requested.emit())
        self.find_button.clicked.connect(lambda: self.find_requested.emit())
        self.settings_button.clicked.connect(lambda: self.settings_requested.emit())
        self.workspace_button.clicked.connect(lambda: self.workspace_requested.emit())
        self._restyle()
        look().changed.connect(self._restyle)

    @property
    def collapsed(self) -> bool:
        return self._collapsed

    def set_collapsed(self, collapsed: bool) -> None:
        """48 px of icons with tool tips, or the whole sidebar."""
        if collapsed == self._collapsed:
            return
        self._collapsed = collapsed
        self._restyle()

    def set_items(self, items: Sequence[NavItem], views: Sequence[NavItem] = (), *, views_title: str = "") -> None:
        """The pages, and under `views_title` the saved views (left out while collapsed)."""
        self.list.set_items(items, views, views_title=views_title)

    def set_views(self, views: Sequence[NavItem], *, views_title: str) -> None:
        """Other saved views, or other counts of them."""
        self.list.set_views(views, views_title=views_title)

    def set_counts(self, counts: Mapping[str, int | None]) -> None:
        """The number behind each of these items; None shows none."""
        self.list.set_counts(counts)

    def set_current(self, item_id: str) -> None:
        """Mark where we are, without telling; an unknown id marks nothing."""
        self.list.set_current(item_id)

    def set_workspace_name(self, name: str) -> None:
        self.workspace_button.set_name(name)

    def set_status(self, text: str) -> None:
        """The line at the foot, such as "All changes saved"."""
        self._status.set_text(text)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), current_theme().color("window"))

    def _restyle(self) -> None:
        theme, collapsed = current_theme(), self._collapsed
        self.setFixedWidth(theme.size("sidebarCollapsed" if collapsed else "sidebar"))
        side = theme.px(6 if collapsed else 8)
        self._column.setContentsMargins(side, theme.px(6), side, theme.px(8))
        self._column.setSpacing(theme.px(6))
        self._foot.setContentsMargins(0 if collapsed else theme.px(8), 0, 0, 0)
        self._status.setVisible(not collapsed)
        self.workspace_button.set_collapsed(collapsed)
        self.log_button.set_icon_only(collapsed)
        self.find_button.set_icon_only(collapsed)
        self.list.set_collapsed(collapsed)


class _WorkspaceButton(QAbstractButton):
    """The mark and the name of the open workspace."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._collapsed = False
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        FocusRing(self)

    def set_name(self, name: str) -> None:
        self.setText(name)
        self.setAccessibleName(tr("Workspace {name}", name=name))
        self.setToolTip(plain_tool_tip(name) if self._collapsed else "")
        self.update()

    def set_collapsed(self, collapsed: bool) -> None:
        self._collapsed = collapsed
        self.set_name(self.text())
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        theme = current_theme()
        return QSize(theme.px(36), theme.size("control"))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        if self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("hover"))
            painter.drawRoundedRect(QRectF(self.rect()), theme.radius("control"), theme.radius("control"))
        side = theme.px(20)
        left = (self.width() - side) / 2 if self._collapsed else theme.px(8)
        draw_app_mark(painter, QRectF(round(left), round((self.height() - side) / 2), side, side), theme)
        if self._collapsed:
            return
        size = theme.size("iconSmall")
        place = QRectF(self.width() - theme.px(8) - size, 0, size, self.height())
        draw_icon(painter, place, "chevrons-up-down", theme.color("text2"), size=size)
        words = QRectF(theme.px(36), 0, place.left() - theme.px(42), self.height())
        draw_text(painter, words, self.text(), theme, role="bodyStrong")


class _StatusLine(QWidget):
    """What the foot says of the file: all changes saved."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._text = ""

    def set_text(self, text: str) -> None:
        self._text = text
        self.setAccessibleName(text)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._text:
            return
        theme = current_theme()
        painter = QPainter(self)
        size = theme.size("iconSmall")
        draw_icon(painter, QRectF(0, 0, size, self.height()), "hard-drive", theme.color("text3"), size=size)
        words = QRectF(size + theme.px(6), 0, self.width() - size - theme.px(6), self.height())
        draw_text(painter, words, self._text, theme, role="caption", color="text2")
