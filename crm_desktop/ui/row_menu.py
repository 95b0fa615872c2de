"""The menu of a table's row: what can be done with it, and the orders that the table can be put in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QWidget

from crm_desktop.i18n import tr
from crm_desktop.ui.icons import icon
from crm_desktop.ui.rows_model import Column


class Entry(NamedTuple):
    """One line of the menu: its icon, what it says, the key that does the same, and what it does."""

    icon: str
    text: str
    key: str
    run: Callable[[], None]


def open_row_menu(
    parent: QWidget,
    place: QPoint,
    entries: Sequence[Entry],
    *,
    columns: Sequence[Column],
    sorted_by: str,
    sort: Callable[[str, bool], None],
) -> None:
    """Opens the menu at a place on the screen; figures are sorted from the largest, words from A."""
    menu = QMenu(parent)
    for entry in entries:
        action = menu.addAction(icon(entry.icon), f"{entry.text}\t{entry.key}")
        action.triggered.connect(lambda _checked=False, run=entry.run: run())
    order = menu.addMenu(tr("Sort by"))
    for column in columns:
        if column.sortable:
            action = order.addAction(column.heading)
            action.setCheckable(True)
            action.setChecked(column.name == sorted_by)
            action.triggered.connect(lambda _checked=False, column=column: sort(column.name, column.right))
    menu.aboutToHide.connect(menu.deleteLater)
    menu.popup(place)
