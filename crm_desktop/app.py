"""The only wiring: opens a workspace and hands out what the window, the command line and the tests share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from crm_desktop.domain.changes import Changes
from crm_desktop.services import preferences
from crm_desktop.storage.store import Store


@dataclass(frozen=True, slots=True)
class App:
    """One open workspace and the day to reason from (``None``: whatever day it is)."""

    store: Store
    fixed_today: date | None = None

    @property
    def today(self) -> date:
        """The day to reason from."""
        return self.fixed_today or date.today()

    def close(self) -> None:
        """Closes the workspace."""
        self.store.close()


def open_workspace(path: Path, key: str | None = None, *, today: date | None = None, create: bool = False) -> App:
    """Opens the workspace at ``path``; with ``create`` a missing one is made.

    Raises ``UserError`` with a sentence for the person, the file untouched.
    """
    store = Store(path, key=key, create=create)
    store.derivers.append(lambda changes: _keep_up(store, changes))
    store.who = lambda: _who(store)
    return App(store, today)


def _who(store: Store) -> str:
    """Whoever the workspace says sits here, else as the system knows them; empty when neither does."""
    return preferences.owner(store) or _login()


@cache
def _login() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (ImportError, KeyError, OSError):  # no such user in the system's list
        return ""


def _keep_up(store: Store, changes: Changes) -> None:
    """Keeps what is derived true."""
    from crm_desktop.services import attention, rhythms  # 50 ms that only the first write needs, not the first paint

    rhythms.keep_up(store, changes)
    attention.keep_up(store, changes)
