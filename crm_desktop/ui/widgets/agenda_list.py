"""The list of the Follow-ups page: what it looks like, and what its keys and clicks ask for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, QTimer, Signal
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
from crm_desktop.services.cadence import TalksDue
from crm_desktop.services.follow_ups import Some, When
from crm_desktop.ui.icons import draw_icon
from crm_desktop.ui.keys import letter
from crm_desktop.ui.paint.chip import draw_status_glyph
from crm_desktop.ui.paint.list_parts import draw_group_header
from crm_desktop.ui.paint.text import draw_text, text_width
from crm_desktop.ui.theme import Theme, current_theme, design_tokens, look
from crm_desktop.ui.widgets.agenda_model import AgendaModel, Index, Line, LineKind
from crm_desktop.ui.widgets.attention_delegate import has_keyboard
from crm_desktop.ui.widgets.fields import draw_check_mark_box

_MARGIN, _INDENT, _BOX, _DUE = 19, 56, 16, 150


class _AgendaDelegate(QStyledItemDelegate):
    def __init__(self, model: AgendaModel, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._model, self._view = model, view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        theme, kind = current_theme(), self._model.lines[index.row()].kind
        return QSize(0, theme.size("groupHeader" if kind is LineKind.HEAD else "sideItem"))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, line, rect = current_theme(), self._model.lines[index.row()], QRectF(option.rect)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        focused = selected and has_keyboard(self._view)
        if line.kind is LineKind.HEAD:
            folded = line.when in self._model.folded
            title, note = self._model.title(line.when), self._model.note(line.when)
            draw_group_header(painter, rect, title, note, theme, folded=folded, focused=focused)
            return
        if selected:
            painter.fillRect(rect, theme.color("selected" if focused else "pressed"))
        elif hovered:
            painter.fillRect(rect, theme.color("hover"))
        if focused:
            bar = design_tokens()["focus"]["rowBar"]
            painter.fillRect(QRectF(rect.left(), rect.top(), bar, rect.height()), theme.color("focus"))
        if line.kind is LineKind.MORE:
            words = rect.adjusted(theme.px(_INDENT), 0, -theme.px(_MARGIN), 0)
            draw_text(painter, words, self._model.what(line), theme, color="accent", weight=500)
        else:
            self._paint_item(painter, rect, line, theme, hovered=hovered)

    def _paint_item(self, painter: QPainter, rect: QRectF, line: Line, theme: Theme, *, hovered: bool) -> None:
        ticked = line.follow_up is not None and line.follow_up.id in self._model.ticked
        box = check_box(rect, theme)
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
        what = self._model.what(line)
        draw_text(painter, first, what, theme, color="text3" if ticked else "text")
        if ticked:
            width = min(text_width(what, theme), first.width())
            painter.fillRect(QRectF(first.left(), round(first.center().y()), width, 1), theme.color("text3"))
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


def check_box(rect: QRectF, theme: Theme) -> QRectF:
    """Where the box of a row stands: beside its first line."""
    side = theme.px(_BOX)
    top = rect.center().y() - (theme.line("body") + theme.line("small")) / 2
    return QRectF(rect.left() + theme.px(_MARGIN), round(top + (theme.line("body") - side) / 2), side, side)


class AgendaList(QListView):
    """Asks its page for what a key or a click means; every signal carries the ``Line`` it is about.

    ``answered`` carries a digit or "N": what answers the question for the next step, if the page has asked it.
    """

    finish_asked = Signal(object)
    move_asked = Signal(object)
    repeat_asked = Signal(object)
    open_asked = Signal(object)
    log_asked = Signal(object)
    more_asked = Signal(object)
    answered = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.single_letters = True
        self.items = AgendaModel(self)
        self._waiting: tuple[Mapping[When, Some], TalksDue, date] | None = None
        self.setModel(self.items)
        self.setItemDelegate(_AgendaDelegate(self.items, self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(tr("Follow-ups"))
        look().changed.connect(self.scheduleDelayedItemsLayout)

    def show_agenda(self, some: Mapping[When, Some], talks: TalksDue, today: date) -> None:
        """Shows what is open; an item just ticked stays struck through for a moment before it leaves."""
        fresh = {item.id for group in some.values() for item in group.first}
        pause = current_theme().motion("rowLeave") if self.items.ticked - fresh and self.isVisible() else 0
        self._waiting = (some, talks, today)
        if pause:
            QTimer.singleShot(pause, self, self._replace)
        else:
            self._replace()

    def current_line(self) -> Line | None:
        """The selected line."""
        index = self.currentIndex()
        return self.items.lines[index.row()] if index.isValid() else None

    def place_of_current(self) -> QRect:
        """Where the selected line is on the screen."""
        rect = self.visualRect(self.currentIndex())
        return QRect(self.viewport().mapToGlobal(rect.topLeft()), rect.size())

    def _replace(self) -> None:
        if self._waiting is None:
            return
        waiting, self._waiting = self._waiting, None
        self._keeping_place(lambda: self.items.show(*waiting))

    def _keeping_place(self, change: Callable[[], None]) -> None:
        """The same line stays selected; when it is gone, the one that took its place."""
        row, line = self.currentIndex().row(), self.current_line()
        scrolled = self.verticalScrollBar().value()
        change()
        lines = self.items.lines
        same = next((n for n, other in enumerate(lines) if line is not None and other.key == line.key), -1)
        if same < 0:
            near = sorted(
                (n for n, other in enumerate(lines) if other.account), key=lambda n: (abs(n - max(row, 0)), n < row)
            )
            same = near[0] if near else 0 if lines else -1
        self.doItemsLayout()
        self.verticalScrollBar().setValue(scrolled)
        if same >= 0:
            self.setCurrentIndex(self.items.index(same))

    def fold(self, when: When, folded: bool) -> None:
        """Hides or shows the lines of a group."""
        if folded:
            self.items.folded.add(when)
        else:
            self.items.folded.discard(when)
        self._keeping_place(self.items.arrange)

    # -- keys and pointer ------------------------------------------------------------------------

    def keyboardSearch(self, search: str) -> None:
        """Nothing: letters are actions here."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        line, key = self.current_line(), event.key()
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if line is None:
            super().keyPressEvent(event)
        elif line.kind is LineKind.HEAD and key in (
            Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_Left, Qt.Key.Key_Right,
        ):  # fmt: skip
            folded = line.when in self.items.folded
            self.fold(
                line.when, not folded if key not in (Qt.Key.Key_Left, Qt.Key.Key_Right) else key == Qt.Key.Key_Left
            )
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            (self.more_asked if line.kind is LineKind.MORE else self.open_asked).emit(line)
        elif key == Qt.Key.Key_Space:
            self._finish(line)
        elif plain and event.text() in ("1", "2", "3"):
            self.answered.emit(event.text())
        elif key == Qt.Key.Key_Escape:
            self.answered.emit("N")
        elif not (self.single_letters and self._act(letter(event), line)):
            super().keyPressEvent(event)

    def _act(self, name: str, line: Line) -> bool:
        asked = {"L": self.log_asked, "S": self.move_asked, "R": self.repeat_asked}
        if name == "N":
            self.answered.emit("N")
        elif line.account is None:
            return False
        elif name in asked:
            asked[name].emit(line)
        elif name == "X":
            self._finish(line)
        else:
            return False
        return True

    def _finish(self, line: Line) -> None:
        if line.talk is not None:
            # To have talked is to log it.
            self.log_asked.emit(line)
        elif line.follow_up is not None and line.follow_up.id not in self.items.ticked:
            self.items.ticked.add(line.follow_up.id)
            self.viewport().update()
            self.finish_asked.emit(line)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            first = next((n for n, line in enumerate(self.items.lines) if line.account), -1)
            if first >= 0:
                self.setCurrentIndex(self.items.index(first))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() != Qt.MouseButton.LeftButton or not index.isValid():
            return
        line, theme = self.items.lines[index.row()], current_theme()
        if line.kind is LineKind.HEAD:
            self.fold(line.when, line.when not in self.items.folded)
        elif line.kind is LineKind.MORE:
            self.more_asked.emit(line)
        else:
            reach = (theme.size("hitMin") - theme.px(_BOX)) / 2
            box = check_box(QRectF(self.visualRect(index)), theme).adjusted(-reach, -reach, reach, reach)
            if box.contains(QPointF(event.position())):
                self._finish(line)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        line = self.current_line()
        if line is not None and line.account and self.indexAt(event.position().toPoint()) == self.currentIndex():
            self.open_asked.emit(line)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        if not by_key:
            self.setCurrentIndex(self.indexAt(event.pos()))
        menu = self.item_menu()
        if menu is not None:
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(self.place_of_current().center() if by_key else event.globalPos())

    def item_menu(self) -> QMenu | None:
        """What can be done with the selected line."""
        line = self.current_line()
        if line is None or line.account is None:
            return None
        menu = QMenu(self)
        entries: list[tuple[str, str, Any]] = [
            (tr("Open account"), tr("Enter"), self.open_asked),
            (tr("Log…"), "L", self.log_asked),
            (tr("Move…") if line.follow_up else tr("Put off…"), "S", self.move_asked),
            (tr("Repeat…") if line.follow_up else tr("How often…"), "R", self.repeat_asked),
        ]
        if line.follow_up:
            action = QAction(f"{tr('Mark as done')}\tX", menu)
            action.triggered.connect(lambda: self._finish(line))
            menu.addAction(action)
        for text, key, signal in entries:
            action = QAction(f"{text}\t{key}", menu)
            action.triggered.connect(lambda _checked=False, signal=signal: signal.emit(line))
            menu.addAction(action)
        return menu
