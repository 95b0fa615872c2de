"""One part of the account's side pane: a head, rows that are made anew, and one way to add to them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.ui.theme import current_theme, look
from crm_desktop.ui.widgets.buttons import IconButton
from crm_desktop.ui.widgets.labels import ElidedLabel, PlainLabel
from crm_desktop.ui.widgets.rule import Rule
from crm_desktop.ui.widgets.tab_order import put_after


class PaneSection(QWidget):
    """``foot`` is a place for a form that stays when the rows are made anew."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._note = ElidedLabel("", "small", "text2")
        self._head = QHBoxLayout()
        self._head.addWidget(PlainLabel(title, "bodyStrong"))
        self._head.addWidget(self._note, 1)
        self._rows = QVBoxLayout()
        self._shown: list[QWidget] = []
        self._before_rows: QWidget = self
        self.foot = QVBoxLayout()
        self._inner = QVBoxLayout()
        self._inner.addLayout(self._head)
        self._inner.addLayout(self._rows)
        self._inner.addLayout(self.foot)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._inner)
        column.addWidget(Rule())
        look().changed.connect(self._make_room)
        self._make_room()

    def _make_room(self) -> None:
        theme = current_theme()
        side = theme.space(4)
        self._inner.setContentsMargins(side, theme.space(3), side, theme.space(3))
        self._inner.setSpacing(theme.px(6))
        self._head.setSpacing(theme.px(6))
        self._rows.setSpacing(theme.px(4))

    def add_action(self, name: str, run: Callable[[], None]) -> IconButton:
        """Puts a button with a plus into the head; the keyboard goes there when there are no rows."""
        button = IconButton("plus", name, small=True)
        button.clicked.connect(lambda _checked=False: run())
        self._head.addWidget(button)
        self.setFocusProxy(button)
        self._before_rows = button
        return button

    def set_note(self, text: str) -> None:
        """A few words beside the title."""
        self._note.setText(text)

    @property
    def rows(self) -> list[QWidget]:
        """The rows shown now."""
        return list(self._shown)

    def set_rows(self, rows: Sequence[QWidget]) -> None:
        """Shows these rows instead; the keyboard goes to the one that takes the place of the one it was on."""
        old = self.rows
        at = next((place for place, row in enumerate(old) if row.hasFocus() or row.isAncestorOf(_focus(row))), None)
        for row in old:
            self._rows.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._shown = list(rows)
        for row in rows:
            self._rows.addWidget(row)
            # At once: a layout counts a row that is shown later as nothing, and what is drawn meanwhile overlaps.
            row.show()
        put_after(self._before_rows, rows)
        if at is not None:
            reachable = [row for row in rows if row.focusPolicy() != Qt.FocusPolicy.NoFocus]
            target = reachable[min(at, len(reachable) - 1)] if reachable else self
            target.setFocus(Qt.FocusReason.OtherFocusReason)


def _focus(widget: QWidget) -> QWidget:
    """The widget of its window that has the keyboard; the window itself when none has."""
    return widget.window().focusWidget() or widget.window()
