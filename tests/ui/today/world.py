"""What the tests of the page of today share."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from crm_desktop.ui.pages.today import TodayPage

Key = Qt.Key
Opener = Callable[[], TodayPage]


def shown(page: TodayPage) -> list[str]:
    """Names of the accounts in the list, in order."""
    items = (page.list.items.item(row) for row in range(page.list.items.rowCount()))
    return [item.row.name for item in items if item.row is not None]


def selected(page: TodayPage) -> str:
    return str(page.list.currentIndex().data() or "")


def action_called(menu: QMenu, text: str) -> QAction:
    return next(action for action in menu.actions() if action.text().startswith(text))
