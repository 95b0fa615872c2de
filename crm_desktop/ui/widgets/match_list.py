"""The accounts that a typed name may mean, in a card under the field; the keyboard stays in the field."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QMargins, QModelIndex, QPersistentModelIndex, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.i18n import tr
from crm_desktop.services.accounts import Match
from crm_desktop.ui.icons import draw_icon
from crm_desktop.ui.paint.badge import draw_tier_badge
from crm_desktop.ui.paint.shadow import card_margins, draw_card
from crm_desktop.ui.paint.text import draw_text
from crm_desktop.ui.theme import current_theme
from crm_desktop.ui.widgets.announce import announce

_CHOICE = Qt.ItemDataRole.UserRole
_BADGE = 20


class MatchList(QFrame):
    """``picked`` carries a ``Match``, or the text for an account to be added."""

    picked = Signal(object)

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self._host = host
        self.list = QListWidget(self)
        self.list.setItemDelegate(_MatchDelegate(self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setAccessibleName(tr("Accounts that match"))
        self.list.setMouseTracking(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.viewport().setAutoFillBackground(False)
        self.list.setStyleSheet("background: transparent")
        self.list.entered.connect(self.list.setCurrentIndex)
        self.list.itemClicked.connect(lambda _item: self.pick())
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        QVBoxLayout(self).addWidget(self.list)
        self.hide()

    def offer(self, matches: Sequence[Match], new_name: str, under: QWidget) -> None:
        """Shows the matches, and the name itself as a new account unless it is empty, under a field."""
        theme = current_theme()
        self.list.clear()
        choices: list[Match | str] = [*matches, *([new_name] if new_name else [])]
        for choice in choices:
            text = choice.name if isinstance(choice, Match) else tr("New account “{name}”", name=choice)
            item = QListWidgetItem(text, self.list)
            item.setData(_CHOICE, choice)
            item.setSizeHint(QSize(0, theme.size("tableRow")))
        if not choices:
            self.hide()
            return
        self.list.setCurrentRow(0)
        self._place(under)
        self.show()
        self.raise_()
        self._announce()

    def move_by(self, step: int) -> None:
        """The next or the previous match."""
        count = self.list.count()
        self.list.setCurrentRow((self.list.currentRow() + step) % count)
        self._announce()

    def pick(self) -> None:
        """Takes the marked one."""
        item = self.list.currentItem()
        self.hide()
        if item is not None:
            choice = item.data(_CHOICE)
            # Qt hands a named tuple back as a list.
            self.picked.emit(choice if isinstance(choice, str) else Match(*choice))

    def _announce(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            announce(self.list, item.text())

    def _place(self, under: QWidget) -> None:
        """Below the field, or above it where there is more room."""
        theme = current_theme()
        shadow, inner = card_margins(theme), theme.space(1)
        layout = self.layout()
        if layout is not None:
            layout.setContentsMargins(shadow + QMargins(inner, inner, inner, inner))
        host = self._host
        top = under.mapTo(host, QPoint(0, 0))
        wanted = self.list.count() * theme.size("tableRow") + 2 * inner
        below = host.height() - (top.y() + under.height()) - 2 * inner
        above = top.y() - 2 * inner
        upwards = below < wanted and above > below
        height = min(wanted, above if upwards else below)
        y = top.y() - inner - height if upwards else top.y() + under.height() + inner
        self.setGeometry(
            top.x() - shadow.left(),
            y - shadow.top(),
            under.width() + shadow.left() + shadow.right(),
            height + shadow.top() + shadow.bottom(),
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        draw_card(QPainter(self), QRectF(self.rect().marginsRemoved(card_margins(theme))), theme)


class _MatchDelegate(QStyledItemDelegate):
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        theme = current_theme()
        rect = QRectF(option.rect)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("selected"))
            painter.drawRoundedRect(rect, theme.radius("control"), theme.radius("control"))
            painter.restore()
        line = rect.adjusted(theme.px(8), 0, -theme.px(8), 0)
        choice = index.data(_CHOICE)
        if isinstance(choice, str):
            place = QRectF(line.left(), line.top(), theme.px(_BADGE), line.height())
            draw_icon(painter, place, "user-plus", theme.color("accent"), size=theme.size("icon"))
        else:
            draw_tier_badge(painter, line, str(choice[2]), theme, size=_BADGE)
        words = line.adjusted(theme.px(_BADGE + 8), 0, 0, 0)
        draw_text(painter, words, str(index.data(Qt.ItemDataRole.DisplayRole)), theme)
