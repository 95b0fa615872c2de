"""The pane beside the list of Today: what we said we would do, and whom to ask for a rating."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPointF, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from crm_desktop.i18n import tr
from crm_desktop.ui.icons import draw_icon
from crm_desktop.ui.keys import letter
from crm_desktop.ui.paint.chip import draw_status_glyph
from crm_desktop.ui.paint.text import draw_text, draw_wrapped_text, text_width
from crm_desktop.ui.theme import Status, Theme, current_theme, design_tokens, look
from crm_desktop.ui.widgets.attention_delegate import has_keyboard
from crm_desktop.ui.widgets.attention_model import Index
from crm_desktop.ui.widgets.due_lines import Due, Line, LineKind, late_text, lines_of
from crm_desktop.ui.widgets.fields import draw_check_mark_box

_MARGIN, _INDENT, _BOX = 16, 42, 16


class DueModel(QAbstractListModel):
    """The lines, and which of them are ticked and about to leave."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.lines: list[Line] = []
        self.ticked: set[int] = set()

    def set_lines(self, lines: list[Line]) -> None:
        self.beginResetModel()
        self.lines = lines
        self.ticked &= {line.task for line in lines}
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def flags(self, index: Index) -> Qt.ItemFlag:
        chosen = index.isValid() and self.lines[index.row()].kind not in (LineKind.HEAD, LineKind.NOTE)
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable if chosen else Qt.ItemFlag.NoItemFlags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return line.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            when = late_text(line.days_late) if line.days_late > 0 else line.when
            return ", ".join(part for part in (line.text, line.detail, when) if part)
        if role == Qt.ItemDataRole.AccessibleDescriptionRole and line.kind == LineKind.FOLLOW_UP:
            return tr("X or Space marks it as done, S moves it, Enter opens the account.")
        if role == Qt.ItemDataRole.AccessibleDescriptionRole and line.kind == LineKind.PROMISE:
            return tr("X or Space marks it as kept, S moves it, Enter opens the account.")
        if role == Qt.ItemDataRole.CheckStateRole and line.task:
            return Qt.CheckState.Checked if line.task in self.ticked else Qt.CheckState.Unchecked
        return None


class DueDelegate(QStyledItemDelegate):
    """Paints the lines."""

    def __init__(self, model: DueModel, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._model, self._view = model, view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        theme = current_theme()
        heights = {LineKind.HEAD: theme.px(36), LineKind.NOTE: 2 * theme.line("body")}
        return QSize(0, heights.get(self._model.lines[index.row()].kind, theme.size("sideItem")))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect = QRectF(option.rect)
        state = option.state
        theme, line = current_theme(), self._model.lines[index.row()]
        inner = rect.adjusted(theme.px(_MARGIN), 0, -theme.px(_MARGIN), 0)
        if line.kind == LineKind.HEAD:
            # The first head stands as far from the top as the others from what is above them.
            words = inner.adjusted(0, theme.px(8), 0, 0)
            draw_text(painter, words, line.text, theme, weight=600)
            after = text_width(line.text, theme, weight=600) + theme.px(7)
            draw_text(painter, words.adjusted(after, 0, 0, 0), line.detail, theme, role="small", color="text2")
        elif line.kind == LineKind.NOTE:
            draw_wrapped_text(
                painter, inner, line.text, theme, role="small", color="text2", line_height=theme.line("small")
            )
        else:
            self._paint_item(painter, rect, line, state, theme)

    def _paint_item(self, painter: QPainter, rect: QRectF, line: Line, state: QStyle.StateFlag, theme: Theme) -> None:
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        if state & QStyle.StateFlag.State_Selected and has_keyboard(self._view):
            painter.fillRect(rect, theme.color("selected"))
            bar = design_tokens()["focus"]["rowBar"]
            painter.fillRect(QRectF(rect.left(), rect.top(), bar, rect.height()), theme.color("focus"))
        elif hovered:
            painter.fillRect(rect, theme.color("hover"))
        ticked = line.task in self._model.ticked
        if line.task:
            draw_check_mark_box(painter, check_box(rect, theme), checked=ticked, hovered=hovered)
        else:
            size = theme.size("icon")
            draw_icon(painter, check_box(rect, theme), "message-square-quote", theme.color("text2"), size=size)
        upper, lower = theme.line("body"), theme.line("small")
        first = QRectF(rect.left() + theme.px(_INDENT), rect.center().y() - (upper + lower) / 2, 0, upper)
        first.setRight(rect.right() - theme.px(12))
        draw_text(painter, first, line.text, theme, color="text3" if ticked else "text")
        if ticked:
            width = min(text_width(line.text, theme), first.width())
            painter.fillRect(QRectF(first.left(), round(first.center().y()), width, 1), theme.color("text3"))
        second = QRectF(first.left(), first.bottom(), first.width(), lower)
        if line.days_late > 0 and not ticked:
            self._paint_when(painter, second, line, late_text(line.days_late), theme, status="risk")
        elif line.when and not ticked:
            self._paint_when(painter, second, line, line.when, theme, status="watch" if line.soon else None)
        else:
            draw_text(painter, second, line.detail, theme, role="small", color="text2")

    def _paint_when(
        self, painter: QPainter, rect: QRectF, line: Line, when: str, theme: Theme, *, status: Status | None
    ) -> None:
        """The account, then when; with a shape before it where it is late or near. A long name gives way."""
        shape = theme.px(13) if status else 0
        needed = text_width(when, theme, "small") + shape + theme.px(13)
        name = rect.adjusted(0, 0, -needed, 0)
        draw_text(painter, name, line.detail, theme, role="small", color="text2")
        left = rect.left() + min(text_width(line.detail, theme, "small"), name.width()) + theme.px(4)
        point = QRectF(left, rect.top(), theme.px(8), rect.height())
        draw_text(painter, point, "·", theme, role="small", color="text2")
        if status:
            glyph = QRectF(left + theme.px(8), rect.top(), theme.px(9), rect.height())
            draw_status_glyph(painter, glyph, status, theme)
        words = QRectF(left + theme.px(8) + shape, rect.top(), needed, rect.height())
        draw_text(painter, words, when, theme, role="small", color=status or "text2")


def check_box(rect: QRectF, theme: Theme) -> QRectF:
    """Where the box of an item stands: beside its first line."""
    side = theme.px(_BOX)
    top = rect.center().y() - (theme.line("body") + theme.line("small")) / 2
    return QRectF(rect.left() + theme.px(_MARGIN), round(top + (theme.line("body") - side) / 2), side, side)


class DuePane(QListView):
    """X or Space marks a follow-up as done or a promise as kept, S moves it, Enter opens the account, L logs.

    The page does it.
    """

    finish_asked = Signal(object)
    move_asked = Signal(object)
    keep_asked = Signal(object)
    break_asked = Signal(object)
    move_promise_asked = Signal(object)
    open_asked = Signal(object)
    log_asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.single_letters = True
        self.items = DueModel(self)
        self._waiting: list[Line] | None = None
        self.setModel(self.items)
        self.setItemDelegate(DueDelegate(self.items, self))
        self.setObjectName("due")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(tr("Due"))
        self._restyle()
        look().changed.connect(self._restyle)

    def show_due(self, due: Due) -> None:
        """Shows what is due; an item just ticked stays struck through for a moment before it leaves."""
        fresh = lines_of(due)
        leaving = self.items.ticked - {line.task for line in fresh}
        pause = current_theme().motion("rowLeave") if leaving and self.isVisible() else 0
        if not pause:
            self._waiting = None
            self._replace(fresh)
            return
        self._waiting = fresh
        QTimer.singleShot(pause, self, self._replace_waiting)

    def count(self) -> int:
        """How many follow-ups and promises are due."""
        lines = self.items.lines if self._waiting is None else self._waiting
        return sum(line.task > 0 for line in lines)

    def current_account(self) -> int | None:
        """The account of the selected item."""
        line = self.current_line()
        return line.account if line else None

    def current_line(self) -> Line | None:
        """The selected item."""
        index = self.currentIndex()
        return self.items.lines[index.row()] if index.isValid() else None

    def place_of_current(self) -> QRect:
        """Where the selected item is on the screen."""
        rect = self.visualRect(self.currentIndex())
        return QRect(self.viewport().mapToGlobal(rect.topLeft()), rect.size())

    def _replace_waiting(self) -> None:
        if self._waiting is not None:
            fresh, self._waiting = self._waiting, None
            self._replace(fresh)

    def _replace(self, fresh: list[Line]) -> None:
        row, line = self.currentIndex().row(), self.current_line()
        self.items.set_lines(fresh)
        if line is None:
            if self.hasFocus():
                self._select_first()
            return
        wanted = (line.task, line.account)
        same = (n for n, other in enumerate(fresh) if (other.task, other.account) == wanted)
        near = sorted((n for n, other in enumerate(fresh) if other.account), key=lambda n: (abs(n - row), n < row))
        chosen = next(same, near[0] if near else -1)
        if chosen >= 0:
            self.setCurrentIndex(self.items.index(chosen))

    # -- keys and pointer ------------------------------------------------------------------------

    def keyboardSearch(self, search: str) -> None:
        """Nothing: letters are actions here."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        line, key = self.current_line(), event.key()
        if line is None:
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.open_asked.emit(line.account)
        elif key == Qt.Key.Key_Space:
            self._finish(line)
        elif not (self.single_letters and self._act(letter(event), line)):
            super().keyPressEvent(event)

    def _act(self, name: str, line: Line) -> bool:
        if name == "L":
            self.log_asked.emit(line.account)
        elif name == "X" and line.task:
            self._finish(line)
        elif name == "S" and line.task:
            self._move(line)
        else:
            return False
        return True

    def _finish(self, line: Line) -> None:
        if line.task and line.task not in self.items.ticked:
            self.items.ticked.add(line.task)
            self.viewport().update()
            (self.keep_asked if line.promise else self.finish_asked).emit(line.task)

    def _move(self, line: Line) -> None:
        (self.move_promise_asked if line.promise else self.move_asked).emit(line.task)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            self._select_first()

    def _select_first(self) -> None:
        first = next((n for n, line in enumerate(self.items.lines) if line.account), -1)
        if first >= 0:
            self.setCurrentIndex(self.items.index(first))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and index.isValid():
            theme = current_theme()
            reach = (theme.size("hitMin") - theme.px(_BOX)) / 2
            box = check_box(QRectF(self.visualRect(index)), theme).adjusted(-reach, -reach, reach, reach)
            if box.contains(QPointF(event.position())):
                self._finish(self.items.lines[index.row()])

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        line = self.current_line()
        if line is not None and self.indexAt(event.position().toPoint()) == self.currentIndex():
            self.open_asked.emit(line.account)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() != QContextMenuEvent.Reason.Keyboard:
            self.setCurrentIndex(self.indexAt(event.pos()))
        menu = self.item_menu()
        if menu is not None:
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
            menu.popup(self.place_of_current().center() if by_key else event.globalPos())

    def item_menu(self) -> QMenu | None:
        """What can be done with the selected item."""
        line = self.current_line()
        if line is None:
            return None
        menu = QMenu(self)
        done = (tr("Mark as kept") if line.promise else tr("Mark as done"), "X", lambda: self._finish(line))
        broken = (tr("Mark as not kept"), "", lambda: self.break_asked.emit(line.promise))
        move = (tr("Move…"), "S", lambda: self._move(line))
        always = [
            (tr("Open account"), "Enter", lambda: self.open_asked.emit(line.account)),
            (tr("Log…"), "L", lambda: self.log_asked.emit(line.account)),
        ]
        own = [done, broken, move] if line.promise else [done, move] if line.task else []
        for text, key, run in [*own, *always]:
            action = QAction(f"{text}\t{key}" if key else text, menu)
            action.triggered.connect(lambda _checked=False, run=run: run())
            menu.addAction(action)
        return menu

    def _restyle(self) -> None:
        palette = self.palette()
        palette.setColor(palette.ColorRole.Base, current_theme().color("sunken"))
        self.setPalette(palette)
        self.setStyleSheet(f"QListView#due {{ background: {current_theme().color('sunken').name()}; }}")
        self.scheduleDelayedItemsLayout()
