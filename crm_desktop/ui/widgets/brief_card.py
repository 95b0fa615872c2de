"""The half minute before a call: one card with all one should know, read from top to bottom and closed with one key."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from crm_desktop.i18n import tr
from crm_desktop.services import brief_wording
from crm_desktop.services.brief import Brief, brief
from crm_desktop.services.brief_wording import Part
from crm_desktop.ui.attention_face import STATUS_OF_STANDING
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.keys import letter
from crm_desktop.ui.paint.chip import draw_status_glyph
from crm_desktop.ui.theme import Status, current_theme
from crm_desktop.ui.widgets.announce import announce
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.labels import ElidedLabel, PlainLabel
from crm_desktop.ui.widgets.modal_card import ModalCard
from crm_desktop.ui.widgets.rule import Rule

_WIDTH = 640


class BriefCard(ModalCard):
    """B or Esc closes, L logs, C copies for an e-mail, Enter opens the account; arrows scroll."""

    def __init__(self, desk: Desk, window: QWidget) -> None:
        super().__init__(window, name=tr("Before the call"), width=_WIDTH, top=28)
        self._desk = desk
        self._brief: Brief | None = None
        theme = current_theme()
        self.heading = ElidedLabel("", "title")
        self._mark = _Mark()
        self.log = Button(tr("Log"), "secondary", icon="square-pen", key="L", small=True)
        self.copy = Button(tr("Copy for email"), "secondary", icon="mail", key="C", small=True)
        self.open = Button(tr("Open"), "secondary", key=tr("Enter"), small=True)
        self.log.clicked.connect(lambda: self._leave_for(self._desk.open_log))
        self.copy.clicked.connect(self.copy_text)
        self.open.clicked.connect(lambda: self._leave_for(self._desk.open_account))
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._scroll.setAccessibleName(tr("Before the call"))
        self._scroll.viewport().setAutoFillBackground(False)
        column = QVBoxLayout(self.card)
        column.setContentsMargins(theme.space(5), theme.space(4), theme.space(5), theme.space(4))
        column.setSpacing(theme.space(2))
        head = QHBoxLayout()
        head.setSpacing(theme.space(2))
        head.addWidget(self._mark)
        head.addWidget(self.heading, 1)
        head.addWidget(PlainLabel(tr("B or Esc to close"), "small", "text2"))
        column.addLayout(head)
        column.addWidget(self._scroll, 1)
        column.addWidget(Rule())
        foot = QHBoxLayout()
        foot.setSpacing(theme.space(2))
        for button in (self.log, self.copy, self.open):
            foot.addWidget(button)
        foot.addStretch(1)
        column.addLayout(foot)

    def open_brief(self, account: int) -> None:
        """Reads and shows the brief of an account."""
        store, today = self._desk.app.store, self._desk.app.today
        self._desk.tasks.run(lambda: brief(store, account, today), self._show, latest="brief")

    @property
    def text(self) -> str:
        """All of it, as plain text."""
        return brief_wording.plain_text(self._brief) if self._brief is not None else ""

    def wanted_height(self, width: int) -> int:
        theme = current_theme()
        inner = self._scroll.widget()
        layout = inner.layout() if inner is not None else None
        body = layout.heightForWidth(width - 2 * theme.space(5)) if layout is not None else 0
        return body + theme.px(120)

    def _show(self, told: Brief) -> None:
        self._brief = told
        self.heading.setText(brief_wording.heading(told))
        self._mark.show_status(STATUS_OF_STANDING[told.row.status] if told.row else "unknown")
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(current_theme().px(2))
        for part in brief_wording.parts(told):
            _add_part(column, part)
        column.addStretch(1)
        self._scroll.setWidget(inner)
        # Transparent: the card is painted behind it.
        inner.setAutoFillBackground(False)
        self.card.setAccessibleDescription(self.text)
        self.open_card(self._scroll)
        announce(self, self.text)

    def copy_text(self) -> None:
        """Puts the brief into the clipboard as plain text."""
        QGuiApplication.clipboard().setText(self.text)
        self.close_card()
        self._desk.say(tr("Copied. Paste it into an email."))

    def _leave_for(self, go: Callable[[int], None]) -> None:
        told = self._brief
        self.close_card()
        if told is not None:
            go(told.account.id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        pressed, bar = letter(event), self._scroll.verticalScrollBar()
        by_line = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        by_page = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1, Qt.Key.Key_Space: 1}.get(Qt.Key(event.key()), 0)
        if pressed == "B":
            self.close_card()
        elif pressed == "L":
            self._leave_for(self._desk.open_log)
        elif pressed == "C":
            self.copy_text()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            button = next((each for each in (self.log, self.copy) if each.hasFocus()), self.open)
            button.click()
        elif by_line or by_page:
            bar.setValue(bar.value() + by_line * bar.singleStep() + by_page * bar.pageStep())
        else:
            super().keyPressEvent(event)


def _add_part(column: QVBoxLayout, part: Part) -> None:
    theme = current_theme()
    title = PlainLabel(part.title, "small", "text2", weight=600)
    title.setContentsMargins(0, theme.space(2), 0, 0)
    column.addWidget(title)
    for number, line in enumerate(part.lines):
        label = PlainLabel(line, "body", "risk" if part.pressing and number == 0 else "text", wrap=True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(label)


class _Mark(QWidget):
    """The shape of a status."""

    def __init__(self) -> None:
        super().__init__()
        self._status: Status = "unknown"
        side = current_theme().px(10)
        self.setFixedSize(side, current_theme().line("title"))

    def show_status(self, status: Status) -> None:
        self._status = status
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        draw_status_glyph(QPainter(self), QRectF(self.rect()), self._status, current_theme())
