"""What the lists of things to do share: a box that ticks off, one's place kept, letters as keys, a row's menu."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPointF, QRect, QRectF, Qt, QTimer
from PySide6.QtGui import QAction, QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QMenu, QStyle, QWidget

from crm_desktop.ui.keys import letter
from crm_desktop.ui.paint.text import draw_text, text_width
from crm_desktop.ui.theme import Theme, current_theme, design_tokens
from crm_desktop.ui.widgets.attention_delegate import has_keyboard
from crm_desktop.ui.widgets.attention_model import Index

_BOX = 16


class TaskModel(QAbstractListModel):
    """Lines with ``account``, ``task`` (the id of what can be ticked off, else 0) and ``key``, which stays the same.

    ``ticked`` are about to leave.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.lines: list[Any] = []
        self.ticked: set[int] = set()

    def set_lines(self, lines: list[Any]) -> None:
        """Shows these lines instead."""
        self.beginResetModel()
        self.lines = lines
        self.ticked &= {line.task for line in lines}
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def check_state(self, task: int) -> Qt.CheckState:
        """Whether one is ticked."""
        return Qt.CheckState.Checked if task in self.ticked else Qt.CheckState.Unchecked


class MenuEntry(NamedTuple):
    """One line of a row's menu."""

    text: str
    key: str
    run: Callable[[], object]


class TaskList(QListView):
    """A page says what finishing, opening and the letters mean; ``answer`` hears 1, 2, 3 and N first.

    ``margin`` is how far from the left the box stands, in pixels of the design.
    """

    def __init__(
        self, items: Callable[[QWidget], TaskModel], *, name: str, margin: int, parent: QWidget | None
    ) -> None:
        super().__init__(parent)
        self.single_letters = True
        self.answer: Callable[[str], bool] = lambda _key: False
        self.margin = margin
        self._tasks = items(self)
        self._waiting: Callable[[], None] | None = None
        self.setModel(self._tasks)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(name)

    # -- what a list says itself -----------------------------------------------------------------

    def finish(self, line: Any) -> None:
        """X, Space, or a click on the box."""
        raise NotImplementedError

    def open(self, line: Any) -> None:
        """Enter, or a double click."""
        raise NotImplementedError

    def act(self, name: str, line: Any) -> bool:
        """A letter; false when it means nothing here."""
        raise NotImplementedError

    def entries(self, line: Any) -> list[MenuEntry]:
        """What can be done with a line."""
        raise NotImplementedError

    # -- lines -----------------------------------------------------------------------------------

    def current_line(self) -> Any | None:
        """The selected line."""
        index = self.currentIndex()
        return self._tasks.lines[index.row()] if index.isValid() else None

    def place_of_current(self) -> QRect:
        """Where the selected line is on the screen."""
        rect = self.visualRect(self.currentIndex())
        return QRect(self.viewport().mapToGlobal(rect.topLeft()), rect.size())

    def tick(self, task: int) -> bool:
        """Strikes a task through; false when it is already."""
        if not task or task in self._tasks.ticked:
            return False
        self._tasks.ticked.add(task)
        self.viewport().update()
        return True

    def replace_after_tick(self, fresh: set[int], change: Callable[[], None]) -> None:
        """Shows new lines by ``change``; what was just ticked and is not in ``fresh`` is seen for a moment more."""
        pause = current_theme().motion("rowLeave") if self._tasks.ticked - fresh and self.isVisible() else 0
        self._waiting = change
        if pause:
            QTimer.singleShot(pause, self, self._replace)
        else:
            self._replace()

    def _replace(self) -> None:
        if self._waiting is not None:
            change, self._waiting = self._waiting, None
            self.keeping_place(change)

    def keeping_place(self, change: Callable[[], None]) -> None:
        """The same line stays selected; when it is gone, the one that took its place."""
        row, line = self.currentIndex().row(), self.current_line()
        scrolled = self.verticalScrollBar().value()
        change()
        lines = self._tasks.lines
        if line is None:
            if self.hasFocus():
                self._select_first()
            return
        same = next((n for n, other in enumerate(lines) if other.key == line.key), -1)
        if same < 0:
            near = sorted((n for n, other in enumerate(lines) if other.account), key=lambda n: (abs(n - row), n < row))
            same = near[0] if near else -1
        self.doItemsLayout()
        self.verticalScrollBar().setValue(scrolled)
        if same >= 0:
            self.setCurrentIndex(self._tasks.index(same))

    def _select_first(self) -> None:
        first = next((n for n, line in enumerate(self._tasks.lines) if line.account), -1)
        if first >= 0:
            self.setCurrentIndex(self._tasks.index(first))

    # -- keys and pointer ------------------------------------------------------------------------

    def keyboardSearch(self, search: str) -> None:
        """Nothing: letters are actions here."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        line, key = self.current_line(), event.key()
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        name = letter(event) if self.single_letters else ""
        said = "N" if key == Qt.Key.Key_Escape or name == "N" else event.text() if plain else ""
        if said in ("1", "2", "3", "N") and self.answer(said):
            return
        if line is None or self.takes_key(key, line):
            if line is None:
                super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.open(line)
        elif key == Qt.Key.Key_Space or (name == "X" and line.account):
            self.finish(line)
        elif not (name and self.act(name, line)):
            super().keyPressEvent(event)

    def takes_key(self, key: int, line: Any) -> bool:
        """A key that means something else on this line; true when it was taken."""
        return False

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            self._select_first()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        index, at = self.indexAt(event.position().toPoint()), QPointF(event.position())
        if event.button() == Qt.MouseButton.LeftButton and index.isValid():
            line, theme = self._tasks.lines[index.row()], current_theme()
            reach = (theme.size("hitMin") - theme.px(_BOX)) / 2
            box = check_box(QRectF(self.visualRect(index)), theme, self.margin).adjusted(-reach, -reach, reach, reach)
            if line.account and box.contains(at):
                self.finish(line)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        line = self.current_line()
        if line is not None and line.account and self.indexAt(event.position().toPoint()) == self.currentIndex():
            self.open(line)

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
        if line is None or not line.account:
            return None
        menu = QMenu(self)
        for entry in self.entries(line):
            action = QAction(f"{entry.text}\t{entry.key}" if entry.key else entry.text, menu)
            action.triggered.connect(lambda _checked=False, run=entry.run: run())
            menu.addAction(action)
        return menu


# -- painting --------------------------------------------------------------------------------------


def check_box(rect: QRectF, theme: Theme, margin: int) -> QRectF:
    """Where the box of a row stands: beside its first line."""
    side = theme.px(_BOX)
    top = rect.center().y() - (theme.line("body") + theme.line("small")) / 2
    return QRectF(rect.left() + theme.px(margin), round(top + (theme.line("body") - side) / 2), side, side)


def draw_ground(
    painter: QPainter, rect: QRectF, state: QStyle.StateFlag, view: QAbstractItemView, *, pale: bool = True
) -> bool:
    """The ground of a row and the bar of the one with the keyboard; true for that one. ``pale``: also without it."""
    theme = current_theme()
    selected = bool(state & QStyle.StateFlag.State_Selected)
    focused = selected and has_keyboard(view)
    if focused or (selected and pale):
        painter.fillRect(rect, theme.color("selected" if focused else "pressed"))
    elif state & QStyle.StateFlag.State_MouseOver:
        painter.fillRect(rect, theme.color("hover"))
    if focused:
        bar = design_tokens()["focus"]["rowBar"]
        painter.fillRect(QRectF(rect.left(), rect.top(), bar, rect.height()), theme.color("focus"))
    return focused


def draw_what(painter: QPainter, rect: QRectF, text: str, theme: Theme, *, ticked: bool) -> None:
    """What is to be done, struck through when it was."""
    draw_text(painter, rect, text, theme, color="text3" if ticked else "text")
    if ticked:
        width = min(text_width(text, theme), rect.width())
        painter.fillRect(QRectF(rect.left(), round(rect.center().y()), width, 1), theme.color("text3"))
