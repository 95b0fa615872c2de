"""The pane beside the list of Today: what we said we would do, and whom to ask for a rating."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from crm_desktop.i18n import tr
from crm_desktop.ui.icons import draw_icon
from crm_desktop.ui.paint.chip import draw_status_glyph
from crm_desktop.ui.paint.text import draw_text, draw_wrapped_text, text_width
from crm_desktop.ui.theme import Status, Theme, current_theme, look
from crm_desktop.ui.widgets.attention_model import Index
from crm_desktop.ui.widgets.due_lines import Due, Line, LineKind, late_text, lines_of
from crm_desktop.ui.widgets.fields import draw_check_mark_box
from crm_desktop.ui.widgets.next_step_bar import NextStepBar
from crm_desktop.ui.widgets.task_list import MenuEntry, TaskList, TaskModel, check_box, draw_ground, draw_what

MARGIN, _INDENT = 16, 42


class DueModel(TaskModel):
    """The lines in words."""

    lines: list[Line]

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
            return self.check_state(line.task)
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
        inner = rect.adjusted(theme.px(MARGIN), 0, -theme.px(MARGIN), 0)
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
        draw_ground(painter, rect, state, self._view, pale=False)
        ticked = line.task in self._model.ticked
        if line.task:
            draw_check_mark_box(painter, check_box(rect, theme, MARGIN), checked=ticked, hovered=hovered)
        else:
            size = theme.size("icon")
            draw_icon(painter, check_box(rect, theme, MARGIN), "message-square-quote", theme.color("text2"), size=size)
        upper, lower = theme.line("body"), theme.line("small")
        first = QRectF(rect.left() + theme.px(_INDENT), rect.center().y() - (upper + lower) / 2, 0, upper)
        first.setRight(rect.right() - theme.px(12))
        draw_what(painter, first, line.text, theme, ticked=ticked)
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


class DuePane(TaskList):
    """X or Space marks a follow-up as done or a promise as kept, S moves it, Enter opens the account, L logs.

    The page does it. What comes after a finished follow-up is asked at the pane's foot (``next``).
    """

    finish_asked = Signal(object)
    move_asked = Signal(object)
    keep_asked = Signal(object)
    break_asked = Signal(object)
    move_promise_asked = Signal(object)
    open_asked = Signal(object)
    log_asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(DueModel, name=tr("Due"), margin=MARGIN, parent=parent)
        model = self.model()
        assert isinstance(model, DueModel)
        self.items = model
        self._coming: list[Line] | None = None
        self.setItemDelegate(DueDelegate(self.items, self))
        self.setObjectName("due")
        self.next = NextStepBar(self, narrow=True)
        self.answer = self.next.answer
        self.next.asks.connect(self._make_room_for_next)
        self.next.left.connect(self.setFocus)
        self._restyle()
        look().changed.connect(self._restyle)

    def show_due(self, due: Due) -> None:
        """Shows what is due; an item just ticked stays struck through for a moment before it leaves."""
        fresh = self._coming = lines_of(due)

        def change() -> None:
            self._coming = None
            self.items.set_lines(fresh)

        self.replace_after_tick({line.task for line in fresh}, change)

    def count(self) -> int:
        """How many follow-ups and promises are due."""
        lines = self.items.lines if self._coming is None else self._coming
        return sum(line.task > 0 for line in lines)

    def what(self, task: int) -> str:
        """What a follow-up or a promise says."""
        return next((line.text for line in self.items.lines if line.task == task), "")

    def current_account(self) -> int | None:
        """The account of the selected item."""
        line = self.current_line()
        return line.account if line else None

    # -- keys and pointer ------------------------------------------------------------------------

    def open(self, line: Line) -> None:
        self.open_asked.emit(line.account)

    def act(self, name: str, line: Line) -> bool:
        if name == "L":
            self.log_asked.emit(line.account)
        elif name == "S" and line.task:
            self._move(line)
        else:
            return False
        return True

    def finish(self, line: Line) -> None:
        if self.tick(line.task):
            (self.keep_asked if line.promise else self.finish_asked).emit(line.task)

    def _move(self, line: Line) -> None:
        (self.move_promise_asked if line.promise else self.move_asked).emit(line.task)

    def entries(self, line: Line) -> list[MenuEntry]:
        done = tr("Mark as kept") if line.promise else tr("Mark as done")
        own = [MenuEntry(done, "X", lambda: self.finish(line)), MenuEntry(tr("Move…"), "S", lambda: self._move(line))]
        if line.promise:
            own.insert(1, MenuEntry(tr("Mark as not kept"), "", lambda: self.break_asked.emit(line.promise)))
        return [
            *(own if line.task else ()),
            MenuEntry(tr("Open account"), "Enter", lambda: self.open_asked.emit(line.account)),
            MenuEntry(tr("Log…"), "L", lambda: self.log_asked.emit(line.account)),
        ]

    # -- the question at the foot ----------------------------------------------------------------

    def _make_room_for_next(self, asks: bool) -> None:
        """The list gives way at its end, so that no row moves and none is covered."""
        self.setViewportMargins(0, 0, 0, self.next.height() if asks else 0)
        self._place_next()

    def _place_next(self) -> None:
        height = self.next.height()
        self.next.setGeometry(QRect(0, self.height() - height, self.width(), height))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_next()

    def _restyle(self) -> None:
        palette = self.palette()
        palette.setColor(palette.ColorRole.Base, current_theme().color("sunken"))
        self.setPalette(palette)
        self.setStyleSheet(f"QListView#due {{ background: {current_theme().color('sunken').name()}; }}")
        self.scheduleDelayedItemsLayout()
