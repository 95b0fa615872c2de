"""All that a page may ask of the window around it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from crm_desktop.app import App
from crm_desktop.ui.tasks import Tasks

if TYPE_CHECKING:
    from crm_desktop.ui.words_in_memory import WordsInMemory

Message = str | Callable[[Any], str]


class Offer(NamedTuple):
    """What a message offers beside Undo: the words of its button, and what it does."""

    label: str
    take: Callable[[], None]


class Desk(Protocol):
    """The window as pages see it: work, messages and where to go; never another page."""

    @property
    def app(self) -> App:
        """The open workspace."""

    @property
    def tasks(self) -> Tasks:
        """Where work off the GUI thread is run."""

    @property
    def words(self) -> WordsInMemory:
        """The words of all accounts, once somebody searches them."""

    def write(
        self,
        work: Callable[[], Any],
        done: Callable[[Any], None] | None = None,
        *,
        message: Message = "",
        offer: Callable[[Any], Offer | None] = lambda _result: None,
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """Runs a writing service call on the worker; afterwards shows ``message`` with Undo for 8 seconds.

        ``message`` may be a function of what the call returned, as ``offer`` is. A ``UserError`` goes to ``failed`` or
        is shown.
        """

    def say(self, message: str) -> None:
        """A message for 8 seconds without Undo."""

    def unsay(self) -> None:
        """Takes the message away: what it said is over."""

    def show_problem(self, error: Exception) -> None:
        """A danger message that stays until closed."""

    def remember(self, **choices: object) -> None:
        """Keeps a choice of this laptop in its settings; a disk that refuses is told, and stops nothing."""

    def open_account(self, account: int) -> None:
        """Goes to an account's page."""

    def open_page(self, name: str) -> None:
        """Goes to a page by its name: today, accounts, import, settings."""

    def open_log(self, account: int | None = None, text: str = "") -> None:
        """Opens the quick log, with an account filled in."""

    def open_brief(self, account: int) -> None:
        """Shows what to know before a call with an account."""

    def copy_brief(self, account: int) -> None:
        """Puts the same as plain text into the clipboard."""

    def open_import(self, file: Path | None = None) -> None:
        """Goes to the import page, with a file if one was dropped."""

    def open_sample(self) -> None:
        """Opens a throw-away sample workspace in place of this one."""

    def choose_workspace(self) -> None:
        """Asks for another workspace file and opens it in place of this one."""

    def open_whole(self, file: Path) -> None:
        """Brings back a JSON that holds a whole workspace: here while this one is empty, else as a new file."""

    def export_page(self) -> None:
        """Asks for a file and writes the list of the page that is shown into it."""

    def open_duplicates(self, imported: int | None = None) -> None:
        """Looks for entries that stand twice: everywhere, or what the step of an import brought in a second time."""
