"""Where a file is dropped or chosen: the first step of an import."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.i18n import tr
from crm_desktop.ui.icons import draw_icon
from crm_desktop.ui.theme import current_theme, look
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.labels import PlainLabel
from crm_desktop.ui.widgets.middle_area import MiddleArea
from crm_desktop.ui.widgets.note_line import NoteLine

_WIDTH = 580


class DropArea(MiddleArea):
    """``dropped`` carries the file's path; ``choose_asked`` is for whoever opens the file dialog."""

    dropped = Signal(object)
    choose_asked = Signal()
    paste_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_WIDTH, parent)
        self._target = _Target()
        self.button = self._target.button
        self.button.clicked.connect(lambda: self.choose_asked.emit())
        self.paste_button = self._target.paste_button
        self.paste_button.clicked.connect(lambda: self.paste_asked.emit())
        self._target.dropped.connect(self.dropped)
        self.problem = NoteLine("triangle-alert", "danger", role="body")
        self.problem.hide()
        self._words = QVBoxLayout()
        for text in (
            tr("Customers, people, orders, ratings, calls or visits: one a row, under a row of names."),
            tr("Workbooks (XLSX, XLS, ODS), CSV of any sort, vCards, or a table you copied: Ctrl V."),
            tr("You see what would happen before anything changes. Nothing is sent anywhere."),
        ):
            self._words.addWidget(PlainLabel(text, color="text2", wrap=True))
        self.column.addWidget(self._target)
        self.column.addWidget(self.problem)
        self.column.addLayout(self._words)
        self.setFocusProxy(self.button)
        self.make_room()

    def make_room(self) -> None:
        super().make_room()
        self._words.setSpacing(current_theme().space(1))

    def say_problem(self, text: str) -> None:
        """Says why the last file could not be read; "" takes it away."""
        self.problem.set_text(text)
        self.problem.setVisible(bool(text))


class _Target(QWidget):
    """The dashed frame with the button in it."""

    dropped = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._over = False
        self.setAcceptDrops(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Drop a file here"))
        self.button = Button(tr("Choose a file…"), "primary")
        self.paste_button = Button(tr("Paste a table"), "link")
        title = PlainLabel(tr("Drop a file here"), "title")
        self._column = QVBoxLayout(self)
        self._column.addWidget(title, 0, Qt.AlignmentFlag.AlignHCenter)
        self._column.addWidget(PlainLabel(tr("or"), color="text2"), 0, Qt.AlignmentFlag.AlignHCenter)
        self._column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        self._column.addWidget(self.paste_button, 0, Qt.AlignmentFlag.AlignHCenter)
        look().changed.connect(self._make_room)
        self._make_room()

    def _make_room(self) -> None:
        theme = current_theme()
        side = theme.space(5)
        self._column.setContentsMargins(side, theme.space(6) + theme.px(32), side, theme.space(6))
        self._column.setSpacing(theme.space(2))

    def sizeHint(self) -> QSize:
        return self._column.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        pen = QPen(theme.color("focus" if self._over else "lineStrong"), 2.0 if self._over else 1.0)
        pen.setDashPattern([4, 3])
        painter.setPen(pen)
        painter.setBrush(theme.color("selected" if self._over else "sunken"))
        radius = theme.radius("card")
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), radius, radius)
        size = theme.px(24)
        place = QRectF(0, theme.space(6), self.width(), size)
        draw_icon(painter, place, "file-down", theme.color("accent" if self._over else "text2"), size=size)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            accept_as_copy(event)
            self._hover(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._hover(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self._hover(False)
        files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            accept_as_copy(event)
            self.dropped.emit(files[0])

    def _hover(self, over: bool) -> None:
        self._over = over
        self.update()


def accept_as_copy(event: QDropEvent) -> None:
    """Never as a move, whatever is proposed: the other program would delete what it believes to be moved."""
    event.setDropAction(Qt.DropAction.CopyAction)
    event.accept()
