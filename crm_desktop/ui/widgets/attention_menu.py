"""The menu of a line of Today: what the keys of its row do, and five more for today."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from crm_desktop.i18n import tr

if TYPE_CHECKING:
    from crm_desktop.ui.widgets.attention_list import AttentionList


def row_menu(view: AttentionList, account: int | None) -> QMenu:
    """The menu over a line; ``None`` where the line is no account."""
    menu = QMenu(view)

    def add(text: str, key: str, run: Callable[[], None]) -> None:
        # The key stands behind a tab: shown like a shortcut, but it is none outside of the list.
        menu.addAction(f"{text}\t{key}" if key else text).triggered.connect(lambda _checked=False: run())

    if account is not None:
        for text, key, asked in (
            (tr("Open"), "Enter", view.open_asked),
            (tr("Why is it here?"), "Space", view.why_asked),
            (tr("Log…"), "L", view.log_asked),
            (tr("Snooze…"), "S", view.snooze_asked),
            (tr("Done for now"), "D", view.done_asked),
        ):
            add(text, key, partial(asked.emit, account))
        menu.addSeparator()
    add(tr("Show 5 more for today"), "", view.more_asked.emit)
    return menu
