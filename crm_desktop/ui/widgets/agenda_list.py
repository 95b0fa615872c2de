"""The list of the Follow-ups page: what it looks like, and what its keys and clicks ask for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from crm_desktop.i18n import tr
from crm_desktop.services.cadence import TalksDue
from crm_desktop.services.follow_ups import Some, When
from crm_desktop.ui.icons import draw_icon
from crm_desktop.ui.paint.chip import draw_status_glyph
from crm_desktop.ui.paint.list_parts import draw_group_header
from crm_desktop.ui.paint.text import draw_text
from crm_desktop.ui.theme import Theme, current_theme, look
from crm_desktop.ui.widgets.agenda_model import AgendaModel, Index, Line, LineKind
from crm_desktop.ui.widgets.attention_delegate import has_keyboard
from crm_desktop.ui.widgets.fields import draw_check_mark_box
from crm_desktop.ui.widgets.task_list import MenuEntry, TaskList, check_box, draw_ground, draw_what

_MARGIN, _INDENT, _DUE = 19, 56, 150
_FOLDING = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_Left, Qt.Key.Key_Right)


class _AgendaDelegate(QStyledItemDelegate):
    def __init__(self, model: AgendaModel, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._model, self._view = model, view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        theme, kind = current_theme(), self._model.lines[index.row()].kind
        return QSize(0, theme.size("groupHeader" if kind is LineKind.HEAD else "sideItem"))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, line, rect = current_theme(), self._model.lines[index.row()], QRectF(option.rect)
        if line.kind is LineKind.HEAD:
            folded = line.when in self._model.folded
            focused = bool(option.state & QStyle.StateFlag.State_Selected) and has_keyboard(self._view)
            title, note = self._model.title(line.when), self._model.note(line.when)
            draw_group_header(painter, rect, title, note, theme, folded=folded, focused=focused)
            return
        draw_ground(painter, rect, option.state, self._view)
        if line.kind is LineKind.MORE:
            words = rect.adjusted(theme.px(_INDENT), 0, -theme.px(_MARGIN), 0)
            draw_text(painter, words, self._model.what(line), theme, color="accent", weight=500)
        else:
            hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
            self._paint_item(painter, rect, line, theme, hovered=hovered)

    def _paint_item(self, painter: QPainter, rect: QRectF, line: Line, theme: Theme, *, hovered: bool) -> None:
        ticked = line.task in self._model.ticked
        box = check_box(rect, theme, _MARGIN)
        if line.follow_up:
            draw_check_mark_box(painter, box, checked=ticked, hovered=hovered)
        else:
            draw_icon(painter, box, "phone", theme.color("text2"), size=theme.size("icon"))
        upper, lower = theme.line("body"), theme.line("small")
        top = rect.center().y() - (upper + lower) / 2
        due = QRectF(rect.right() - theme.px(_DUE + _MARGIN), top, theme.px(_DUE), upper)
        left = rect.left() + theme.px(_INDENT)
        right = due.left() - theme.px(12) if line.follow_up else due.right()
        first = QRectF(left, top, right - left, upper)
        draw_what(painter, first, self._model.what(line), theme, ticked=ticked)
        second = QRectF(first.left(), first.bottom(), first.width(), lower)
        draw_text(painter, second, self._model.whom(line), theme, role="small", color="text2")
        when, back = self._model.due(line)
        if line.follow_up and line.follow_up.due < self._model.today:
            draw_status_glyph(painter, QRectF(due.left(), due.top(), theme.px(9), due.height()), "risk", theme)
            draw_text(painter, due.adjusted(theme.px(14), 0, 0, 0), when, theme, color="risk")
        else:
            draw_text(painter, due, when, theme, color="text2")
        again = QRectF(due.left(), due.bottom(), due.width(), lower)
        draw_text(painter, again, back, theme, role="small", color="text2")


class AgendaList(TaskList):
    """Asks its page for what a key or a click means; every signal carries the ``Line`` it is about."""

    finish_asked = Signal(object)
    move_asked = Signal(object)
    repeat_asked = Signal(object)
    open_asked = Signal(object)
    log_asked = Signal(object)
    more_asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(AgendaModel, name=tr("Follow-ups"), margin=_MARGIN, parent=parent)
        model = self.model()
        assert isinstance(model, AgendaModel)
        self.items = model
        self.setItemDelegate(_AgendaDelegate(self.items, self))
        look().changed.connect(self.scheduleDelayedItemsLayout)

    def show_agenda(self, some: Mapping[When, Some], talks: TalksDue, today: date) -> None:
        """Shows what is open; an item just ticked stays struck through for a moment before it leaves."""
        fresh = {item.id for group in some.values() for item in group.first}
        self.replace_after_tick(fresh, lambda: self.items.show(some, talks, today))

    def fold(self, when: When, folded: bool) -> None:
        """Hides or shows the lines of a group."""
        if folded:
            self.items.folded.add(when)
        else:
            self.items.folded.discard(when)
        self.keeping_place(self.items.arrange)

    # -- keys and pointer ------------------------------------------------------------------------

    def takes_key(self, key: int, line: Line) -> bool:
        if line.kind is not LineKind.HEAD or key not in _FOLDING:
            return False
        folded = line.when in self.items.folded
        self.fold(line.when, not folded if key not in (Qt.Key.Key_Left, Qt.Key.Key_Right) else key == Qt.Key.Key_Left)
        return True

    def open(self, line: Line) -> None:
        (self.more_asked if line.kind is LineKind.MORE else self.open_asked).emit(line)

    def act(self, name: str, line: Line) -> bool:
        asked = {"L": self.log_asked, "S": self.move_asked, "R": self.repeat_asked}
        if line.account is None or name not in asked:
            return False
        asked[name].emit(line)
        return True

    def finish(self, line: Line) -> None:
        if line.talk is not None:
            # To have talked is to log it.
            self.log_asked.emit(line)
        elif self.tick(line.task):
            self.finish_asked.emit(line)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and index.isValid():
            line = self.items.lines[index.row()]
            if line.kind is LineKind.HEAD:
                self.fold(line.when, line.when not in self.items.folded)
            elif line.kind is LineKind.MORE:
                self.more_asked.emit(line)

    def entries(self, line: Line) -> list[MenuEntry]:
        done = [MenuEntry(tr("Mark as done"), "X", lambda: self.finish(line))] if line.follow_up else []
        return [
            *done,
            MenuEntry(tr("Open account"), tr("Enter"), lambda: self.open_asked.emit(line)),
            MenuEntry(tr("Log…"), "L", lambda: self.log_asked.emit(line)),
            MenuEntry(tr("Move…") if line.follow_up else tr("Put off…"), "S", lambda: self.move_asked.emit(line)),
            MenuEntry(tr("Repeat…") if line.follow_up else tr("How often…"), "R", lambda: self.repeat_asked.emit(line)),
        ]
