"""The first page of an empty workspace: three ways to begin, each one key away."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.domain.entities import AccountFields
from crm_desktop.domain.errors import UserError
from crm_desktop.i18n import tr, tr_n
from crm_desktop.opening import SAMPLE_ACCOUNTS
from crm_desktop.services import accounts
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.icons import draw_icon
from crm_desktop.ui.page import Page
from crm_desktop.ui.theme import current_theme, look
from crm_desktop.ui.widgets.announce import announce
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.labels import PlainLabel
from crm_desktop.ui.widgets.way_card import (
    NameCard,
    WayCard,
    draw_broken_rhythm,
    draw_first_account,
    draw_table,
)

_CARD_GAP, _CARDS_WIDTH, _CARDS_BESIDE_HEIGHT = 20, 892, 480
_SENTENCE_WIDTH = 430


class FirstRunPage(Page):
    """Shown instead of Today while there is no account. Keys 1, 2, 3; the first way has the focus."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.ways = (
            WayCard(
                tr("Import a file"),
                tr("Workbooks, CSV or vCards with customers, orders or ratings. You see the result first."),
                icon="file-down",
                key="1",
                picture=draw_table,
            ),
            WayCard(
                tr("Try with sample data"),
                tr_n(
                    "A made-up packaging firm with {n} account, in a file of its own. Your workspace stays as it is.",
                    "A made-up packaging firm with {n} accounts, in a file of its own. Your workspace stays as it is.",
                    SAMPLE_ACCOUNTS,
                ),
                icon="flask-conical",
                key="2",
                picture=draw_broken_rhythm,
            ),
            NameCard(
                tr("Add your first account"),
                tr("Just a name is enough. You can log a call with it right away."),
                icon="user-plus",
                key="3",
                picture=draw_first_account,
                placeholder=tr("Name of the account"),
            ),
        )
        imported, sample, self.first_account = self.ways
        imported.clicked.connect(lambda: desk.open_import())
        sample.clicked.connect(lambda: desk.open_sample())
        self.first_account.named.connect(self._add)
        self.open_existing = Button(tr("Open an existing file…"), "link", small=True)
        self.open_existing.clicked.connect(lambda: desk.choose_workspace())
        self.setFocusProxy(imported)
        self._build()
        look().changed.connect(self._make_room)
        self._make_room()

    @property
    def title(self) -> str:
        return tr("Welcome")

    def refresh(self) -> None:
        self.first_account.stop_asking()

    def panes(self) -> list[QWidget]:
        return [self.ways[0]]

    def _build(self) -> None:
        body = QWidget()
        self._column = QVBoxLayout(body)
        middle = Qt.AlignmentFlag.AlignHCenter
        heading = PlainLabel(tr("See which customers are slipping away"), "welcome", wrap=True)
        text = tr(
            "Every customer has a rhythm. We learn it from your orders, and tell you in plain words when it breaks."
        )
        self._sentence = PlainLabel(text, "title", "text2", weight=400, wrap=True)
        for label in (heading, self._sentence):
            label.setAlignment(middle)
        self._cards = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        for way in self.ways:
            self._cards.addWidget(way)
        self._column.addStretch(9)
        self._column.addWidget(heading)
        self._column.addWidget(self._sentence, 0, middle)
        self._column.addLayout(self._cards)
        self._column.setAlignment(self._cards, middle)
        self._column.addWidget(_Foot(self.open_existing), 0, middle)
        self._column.addStretch(11)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setWidget(body)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._scroll)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """Cards side by side, or one under the other without their pictures where there is little room."""
        theme = current_theme()
        margin = theme.space(5)
        flat = self.width() < theme.px(_CARDS_WIDTH) + 2 * margin or self.height() < theme.px(_CARDS_BESIDE_HEIGHT)
        direction = QBoxLayout.Direction.TopToBottom if flat else QBoxLayout.Direction.LeftToRight
        self._cards.setDirection(direction)
        self._cards.setSpacing(theme.space(2) if flat else theme.px(_CARD_GAP))
        for way in self.ways:
            if way.flat != flat:
                way.set_flat(flat)
        self._column.setAlignment(self._cards, Qt.AlignmentFlag(0) if flat else Qt.AlignmentFlag.AlignHCenter)
        wide = min(theme.px(_SENTENCE_WIDTH), max(self.width() - 3 * margin, 1))
        self._sentence.setFixedSize(wide, self._sentence.heightForWidth(wide))
        self._column.setContentsMargins(margin, margin, margin, margin)
        self._column.setSpacing(theme.space(2))
        self._cards.setContentsMargins(0, theme.px(8 if flat else 28), 0, theme.px(0 if flat else 20))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        way = {Qt.Key.Key_1: 0, Qt.Key.Key_2: 1, Qt.Key.Key_3: 2}.get(Qt.Key(event.key()))
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if way is not None and plain:
            self.ways[way].setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.ways[way].click()
        else:
            super().keyPressEvent(event)

    def _add(self, name: str) -> None:
        store = self.app.store
        clean = " ".join(name.split())
        self.desk.write(
            lambda: accounts.add(store, AccountFields(name=name)),
            self._added,
            message=tr("{name} added.", name=clean),
            failed=self._refused,
        )

    def _added(self, account: int) -> None:
        self.first_account.stop_asking()
        self.desk.open_account(account)

    def _refused(self, error: Exception) -> None:
        # That nothing was saved can be seen: the page is still the empty workspace's.
        text = f"{error.what} {error.do}".strip() if isinstance(error, UserError) else str(error)
        self.first_account.refuse(text)
        announce(self, text)


class _Foot(QWidget):
    """Where the data stays, and the way to a workspace that exists already."""

    def __init__(self, action: QWidget) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._row = QHBoxLayout(self)
        self._row.addWidget(_DriveIcon())
        self._row.addWidget(
            PlainLabel(tr("Everything stays in one file on this laptop. No account, no internet."), "small", "text2")
        )
        self._row.addSpacing(current_theme().px(12))
        self._row.addWidget(action)
        self._row.setContentsMargins(0, 0, 0, 0)


class _DriveIcon(QWidget):
    def sizeHint(self) -> QSize:
        size = current_theme().size("icon")
        return QSize(size, size)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        draw_icon(QPainter(self), QRectF(self.rect()), "hard-drive", theme.color("text2"), size=theme.size("icon"))
