"""What stands under the head of Today: the list, or why it is empty, and beside it what is due."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from crm_desktop.ui.theme import current_theme
from crm_desktop.ui.widgets.attention_list import AttentionList
from crm_desktop.ui.widgets.due_pane import DuePane
from crm_desktop.ui.widgets.empty_state import EmptyState
from crm_desktop.ui.widgets.rule import Rule

_NO_LIMIT = 16_777_215
"""QWIDGETSIZE_MAX, which PySide6 does not name."""


class TodayPanes(QWidget):
    """Two panes, or in a narrow window one of them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.list, self.empty, self.due = AttentionList(), EmptyState(), DuePane()
        self.stack = QStackedWidget()
        self.stack.addWidget(self.list)
        self.stack.addWidget(self.empty)
        self._edge = Rule(upright=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.stack, 1)
        row.addWidget(self._edge)
        row.addWidget(self.due)

    def fit(self, *, narrow: bool, on_due: bool) -> None:
        """Shows both, or where that is too ``narrow`` only the one that is asked for."""
        self._edge.setVisible(not narrow)
        self.due.setVisible(not narrow or on_due)
        self.stack.setVisible(not (narrow and on_due))
        pane = current_theme().size("sidePane")
        self.due.setMinimumWidth(0 if narrow else pane)
        self.due.setMaximumWidth(_NO_LIMIT if narrow else pane)
