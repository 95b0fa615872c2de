"""What was used last on this laptop: accounts opened and commands run, newest first; kept in a small file."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from pathlib import Path
from typing import TypeVar

from crm_desktop.domain.errors import UserError
from crm_desktop.paths import state_folder

_MOST = 12
_Item = TypeVar("_Item")


class Recents:
    """Of one workspace. Read when first asked for; a disk that refuses is no reason to stop."""

    def __init__(self, workspace: Path) -> None:
        self._workspace = workspace
        self._accounts: list[int] | None = None
        self._commands: list[str] = []

    @property
    def accounts(self) -> list[int]:
        """The ids of the accounts opened last."""
        self._read()
        return list(self._accounts or ())

    @property
    def commands(self) -> list[str]:
        """The ids of the commands used last."""
        self._read()
        return list(self._commands)

    def note_account(self, account: int) -> None:
        """An account was opened."""
        self._read()
        self._accounts = _first(account, self._accounts or [])

    def note_command(self, command: str) -> None:
        """A command was used, by whatever way."""
        self._read()
        self._commands = _first(command, self._commands)

    def _file(self) -> Path:
        name = hashlib.sha256(os.fsencode(self._workspace.absolute())).hexdigest()[:16]
        return state_folder() / f"recent-{name}.json"

    def _read(self) -> None:
        if self._accounts is not None:
            return
        self._accounts = []
        with contextlib.suppress(UserError, OSError, ValueError, TypeError, KeyError, RecursionError):
            stored = json.loads(self._file().read_text(encoding="utf-8"))
            self._accounts = [int(account) for account in stored["accounts"]][:_MOST]
            self._commands = [str(command) for command in stored["commands"]][:_MOST]

    def write(self) -> None:
        """Keeps them for the next start."""
        if self._accounts is None:
            return
        with contextlib.suppress(UserError, OSError):
            path = self._file()
            fresh = path.with_suffix(".new")
            with open(fresh, "w", encoding="utf-8", opener=_owner_only) as file:
                json.dump({"accounts": self._accounts, "commands": self._commands}, file)
            fresh.replace(path)


def _first(item: _Item, items: list[_Item]) -> list[_Item]:
    others = [other for other in items if other != item]
    return [item, *others][:_MOST]


def _owner_only(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
