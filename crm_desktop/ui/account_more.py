"""What "More" offers on the page of an account."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu

from crm_desktop.i18n import tr
from crm_desktop.ui.icons import icon

if TYPE_CHECKING:
    from crm_desktop.ui.pages.account import AccountPage


def open_more(page: AccountPage, *, archived: bool) -> None:
    """Opens the menu under its button; ``archived`` is what the account is now."""
    menu = QMenu(page)
    entries: tuple[tuple[str, str, Callable[[], None]], ...] = (
        ("handshake", tr("Add a promise"), page.add_promise),
        ("phone", tr("Before the call"), page.brief),
        ("mail", tr("Copy for email"), page.copy_brief),
        ("download", tr("Keep files here…"), page.files.choose_files),
        ("star", tr("Set the tier…"), page.set_tier),
        ("archive", tr("Bring back from the archive") if archived else tr("Archive"), page.archive),
        ("x", tr("Delete"), page.delete),
    )
    for name, text, run in entries:
        menu.addAction(icon(name), text).triggered.connect(lambda _checked=False, run=run: run())
    menu.aboutToHide.connect(menu.deleteLater)
    button = page.head.more
    menu.popup(button.mapToGlobal(QPoint(0, button.height())))
