"""The one timeline of an account: every department's lines, the newest first, as high as their words need."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import Any

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QObject, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from crm_desktop.i18n import tr
from crm_desktop.services.history import EntryKind
from crm_desktop.services.timeline import Line
from crm_desktop.ui.icons import draw_icon
from crm_desktop.ui.keys import letter
from crm_desktop.ui.paint.text import RIGHT, draw_text, draw_wrapped_text, plain_tool_tip, text_width
from crm_desktop.ui.rows_model import Index
from crm_desktop.ui.theme import Theme, current_theme, design_tokens, look

_ICONS = {
    EntryKind.CALL: "phone",
    EntryKind.VISIT: "users",
    EntryKind.EMAIL: "mail",
    EntryKind.MESSAGE: "message-circle",
    EntryKind.COMPLAINT: "triangle-alert",
    EntryKind.NOTE: "sticky-note",
    EntryKind.PURCHASE: "receipt",
    EntryKind.REFUND: "undo-2",
    EntryKind.RATING: "star",
    EntryKind.FOLLOW_UP: "check",
}
_DAY_RIGHT, _ICON_AFTER, _WORDS_AFTER, _DEPARTMENT = 71, 21, 44, 96
_CIRCLE = 22
_MOST_LINES = 3


class TimelineModel(QAbstractListModel):
    """The lines."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.lines: list[Line] = []
        self._widths: dict[str, float] = {}

    def show(self, lines: Sequence[Line]) -> None:
        """These lines instead."""
        self.beginResetModel()
        self.lines = list(lines)
        self._widths.clear()
        self.endResetModel()

    def add(self, lines: Sequence[Line]) -> None:
        """These lines, too, at the end."""
        if lines:
            self.beginInsertRows(QModelIndex(), len(self.lines), len(self.lines) + len(lines) - 1)
            self.lines += lines
            self._widths.clear()
            self.endInsertRows()

    def day_right(self, theme: Theme) -> float:
        """Where the days end: the widest of them begins at the page's margin."""
        if theme.key not in self._widths:
            widest = max((text_width(day, theme, "small") for day in {line.when for line in self.lines}), default=0.0)
            self._widths[theme.key] = max(theme.px(_DAY_RIGHT), theme.space(5) + ceil(widest) + 1)
        return self._widths[theme.key]

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        return self.lines[index.row()].spoken


class TimelineDelegate(QStyledItemDelegate):
    """Day, icon on the line that joins them all, words, department."""

    def __init__(self, model: TimelineModel, view: QListView) -> None:
        super().__init__(view)
        self._model, self._view = model, view
        # The view asks for all of them whenever a line is added.
        self._sizes: dict[int, QSize] = {}
        model.modelReset.connect(self.measure_anew)

    def measure_anew(self) -> None:
        """The lines are others, or have more room or less."""
        self._sizes.clear()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        row = index.row()
        size = self._sizes.get(row)
        if size is None:
            size = self._sizes[row] = QSize(0, self._height(row, current_theme()))
        return size

    def _height(self, row: int, theme: Theme) -> int:
        detail_lines = _lines_of(self._model.lines[row].detail, self._words_width(theme), theme)
        words = theme.line("body") + detail_lines * theme.line("small") + 2 * theme.px(5)
        return max(words, theme.px(_CIRCLE) + theme.px(6))

    def _words_width(self, theme: Theme) -> float:
        words = self._model.day_right(theme) + theme.px(_WORDS_AFTER)
        return max(self._view.viewport().width() - words - theme.px(_DEPARTMENT + 24), theme.px(80))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, rect = current_theme(), QRectF(option.rect)
        shown = self._model.lines[index.row()]
        if option.state & QStyle.StateFlag.State_Selected and self._view.hasFocus():
            painter.fillRect(rect, theme.color("selected"))
            painter.fillRect(
                QRectF(0, rect.top(), design_tokens()["focus"]["rowBar"], rect.height()), theme.color("focus")
            )
        top, line = rect.top() + theme.px(5), theme.line("body")
        days = self._model.day_right(theme)
        day = QRectF(0, top, days, line)
        draw_text(painter, day, shown.when, theme, role="small", color="text2", align=RIGHT)
        middle = QPointF(days + theme.px(_ICON_AFTER), top + line / 2)
        self._paint_mark(painter, middle, rect, _ICONS[shown.kind], theme)
        left, width = days + theme.px(_WORDS_AFTER), self._words_width(theme)
        draw_text(painter, QRectF(left, top, width, line), shown.title, theme)
        if shown.detail:
            words = QRectF(left, top + line, width, rect.bottom() - top - line)
            draw_wrapped_text(
                painter,
                words,
                shown.detail,
                theme,
                role="small",
                color="text2",
                lines=_MOST_LINES,
                line_height=theme.line("small"),
            )
        department = QRectF(rect.right() - theme.px(_DEPARTMENT + 20), top, theme.px(_DEPARTMENT), line)
        draw_text(painter, department, shown.department, theme, role="small", color="text2", align=RIGHT)

    def _paint_mark(self, painter: QPainter, middle: QPointF, rect: QRectF, icon: str, theme: Theme) -> None:
        """The icon in its circle, and the line to the ones above and below."""
        radius = theme.px(_CIRCLE) / 2
        painter.fillRect(QRectF(middle.x(), rect.top(), 1, rect.height()), theme.color("line"))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(QPen(theme.color("line"), 1.0))
        painter.setBrush(theme.color("surface"))
        painter.drawEllipse(middle, radius - 0.5, radius - 0.5)
        painter.restore()
        circle = QRectF(middle.x() - radius, middle.y() - radius, 2 * radius, 2 * radius)
        draw_icon(painter, circle, icon, theme.color("text2"), size=theme.px(12))


def _lines_of(text: str, width: float, theme: Theme) -> int:
    """How many lines a detail takes; most fit into one, and only the others are broken into lines."""
    if not text:
        return 0
    whole = text_width(text, theme, "small")
    # Words do not fill a line to its end, so a little more room is kept than their widths add up to.
    return 1 if whole <= width else min(int(whole * 1.08 / width) + 1, _MOST_LINES)


class TimelineView(QListView):
    """``end_reached`` asks for older lines."""

    end_reached = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = TimelineModel(self)
        self.setModel(self.rows)
        self._painter = TimelineDelegate(self.rows, self)
        self.setItemDelegate(self._painter)
        self.setAccessibleName(tr("Timeline"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setStyleSheet("QListView { selection-background-color: transparent; }")
        self.verticalScrollBar().valueChanged.connect(self._look_for_the_end)
        look().changed.connect(self._lay_out_anew)

    def show_lines(self, lines: Sequence[Line], *, stay: bool) -> None:
        """Shows these lines; with ``stay`` the place in them is kept."""
        row, scrolled = self.currentIndex().row(), self.verticalScrollBar().value()
        self.rows.show(lines)
        if stay:
            self.doItemsLayout()
            if 0 <= row < len(lines):
                self.setCurrentIndex(self.rows.index(row))
            self.verticalScrollBar().setValue(scrolled)
        else:
            self.scrollToTop()

    def add_lines(self, lines: Sequence[Line]) -> None:
        """Shows these lines, too, below the others."""
        days = self.rows.day_right(current_theme())
        self.rows.add(lines)
        if self.rows.day_right(current_theme()) != days:
            self._painter.measure_anew()
        self.executeDelayedItemsLayout()

    def _lay_out_anew(self) -> None:
        self._painter.measure_anew()
        self.scheduleDelayedItemsLayout()

    def _look_for_the_end(self, value: int) -> None:
        if value and value == self.verticalScrollBar().maximum():
            self.end_reached.emit()

    def keyboardSearch(self, search: str) -> None:
        """Letters are actions of the page."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if letter(event):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._lay_out_anew()

    def viewportEvent(self, event: QEvent) -> bool:
        """A line that is cut off tells the rest in its tool tip."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            index = self.indexAt(event.pos())
            words = ""
            if index.isValid():
                line = self.rows.lines[index.row()]
                words = "\n".join(part for part in (line.title, line.detail) if part)
            QToolTip.showText(event.globalPos(), plain_tool_tip(words), self)
            return True
        return super().viewportEvent(event)
