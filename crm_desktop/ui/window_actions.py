"""What can be done from anywhere: with the account at hand, the page that is shown, or the whole workspace."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QApplication

from crm_desktop import settings
from crm_desktop.i18n import tr
from crm_desktop.ui.commands import Command
from crm_desktop.ui.theme import look

if TYPE_CHECKING:
    from crm_desktop.ui.main_window import MainWindow


class WindowActions:
    """What the commands of the window do, where no page and no card does it by itself."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    # -- with the account at hand ------------------------------------------------------------------

    def log(self) -> None:
        """The quick log; only on its own page an account is filled in: whoever types a name means that one, not the
        row that happens to be chosen."""
        window = self._window
        window.open_log(window.page.current_account() if window.body.pages.here.page == "account" else None)

    def follow_up(self) -> None:
        """The same with a follow-up begun."""
        self._window.open_log(self._window.page.current_account(), tr("follow up "))

    def promise(self) -> None:
        """The form for a promise, on the page of the account."""
        if (account := self._account()) is not None:
            self._window.open_account(account)
            self._window.page.add_promise()  # type: ignore[attr-defined]

    def brief(self) -> None:
        """What to know before a call."""
        if (account := self._account()) is not None:
            self._window.open_brief(account)

    def brief_of_row(self) -> bool:
        """B in a list of accounts, whichever page it is on; false when the keyboard is elsewhere."""
        account = self._window.page.current_account()
        in_list = isinstance(QApplication.focusWidget(), QAbstractItemView)
        if account is None or not in_list or not settings.get().letter_keys or QApplication.activePopupWidget():
            return False
        self._window.open_brief(account)
        return True

    def copy_brief(self) -> None:
        """The same as plain text in the clipboard."""
        if (account := self._account()) is not None:
            self._window.copy_brief(account)

    def how_often(self) -> None:
        """Asks how often to talk to the account."""
        if (account := self._account()) is not None:
            self._window.overlays.ask_how_often(account, self._window.page)

    def _account(self) -> int | None:
        account = self._window.page.current_account()
        if account is None:
            self._window.say(tr("Choose an account first."))
        return account

    # -- with the page that is shown ---------------------------------------------------------------

    def search(self) -> None:
        """Into the search of this page, or of the accounts."""
        if not self._window.page.focus_search():
            self._window.open_page("accounts")
            self._window.page.focus_search()

    def print_page(self) -> None:
        """The list of this page, as it will be on paper."""
        self._window.taking_out.print_list(self._window.page.listing())

    def next_pane(self, step: int) -> None:
        """The pane after or before the one that has the focus."""
        beside = self._window.beside
        every = [*self._window.body.panes(), *(beside.panes() if beside is not None else ())]
        panes = [pane for pane in every if pane.isVisible()]
        message = self._window.message
        stops = [*panes, message] if message.is_reachable else panes
        if not stops:
            return
        focus = QApplication.focusWidget()
        here = next((i for i, pane in enumerate(stops) if focus is pane or (focus and pane.isAncestorOf(focus))), -1)
        to = stops[(here + step) % len(stops)]
        if to is message:
            message.focus_action()
        else:
            to.setFocus(Qt.FocusReason.TabFocusReason)

    def show_keys(self, commands: Sequence[Command]) -> None:
        """The help sheet: these commands and the keys of the page."""
        from crm_desktop.ui.widgets.keys_sheet import KeysSheet

        of_page = self._window.page.keys()
        # Where accounts can be opened or logged with.
        if settings.get().letter_keys and any(key in ("L", "Enter") for key, _ in of_page):
            of_page.append(("B", tr("What to know before a call")))
        KeysSheet(commands, of_page, self._window).open()

    # -- with all of it ----------------------------------------------------------------------------

    def new_account(self) -> None:
        """Asks for a new account."""
        self._window.body.accounts_page().add_account()

    def check_again(self) -> None:
        """Works every rhythm out anew."""
        from crm_desktop.services import standings  # what works the list out is not needed to start

        def done(_nothing: object) -> None:
            self._window.mark_stale()
            self._window.say(tr("All rhythms are up to date."))

        store, today = self._window.app.store, self._window.app.today
        self._window.tasks.run(lambda: standings.check_again(store, today), done)

    def ask_whose_data(self) -> None:
        """A person's data: asks whose."""
        from crm_desktop.ui.personal_data_actions import ask_whose  # not before somebody asks

        ask_whose(self._window, self._window)

    def quit(self) -> None:
        """Ends the program."""
        self._window.close()

    def scale_text(self, factor: float | None) -> None:
        """Makes all text larger or smaller; ``None``: as the system has it."""
        scale = 1.0 if factor is None else min(max(look().text_scale * factor, 0.8), 2.0)
        look().choose(text_scale=scale)
        self._window.remember(text_scale=scale)
