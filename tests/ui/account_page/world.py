"""What the tests of one account's page share: how it is opened, and what its parts say."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from crm_desktop.ui.pages.account import AccountPage

Key = Qt.Key
Opener = Callable[[int], AccountPage]


def lines(page: AccountPage) -> list[str]:
    """The titles of the timeline."""
    return [line.title for line in page.timeline.view.rows.lines]


def texts(widget: QWidget) -> list[str]:
    """What the labels of a part say; rows just made are shown when events are next dealt with."""
    QApplication.processEvents()
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget)]


def card_of(page: AccountPage, kind: type[QWidget]) -> QWidget:
    card = page.findChild(kind)
    assert isinstance(card, kind)
    return card
