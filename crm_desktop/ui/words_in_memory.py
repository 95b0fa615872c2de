"""Keeps the words of all accounts in memory for whoever searches them with every key press."""

from __future__ import annotations

from collections.abc import Callable

from crm_desktop.domain.changes import Changes
from crm_desktop.services.account_search import KINDS, AccountWords, Reading, reading
from crm_desktop.ui.desk import Desk


class WordsInMemory:
    """``now`` are the words; ``None`` until ``read`` has been through, and again when one of them has changed."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.prepare: list[Callable[[AccountWords], None]] = []
        """Called in the worker with the words, before they are used."""
        self.now: AccountWords | None = None
        self._begun: Reading | None = None

    def read(self) -> None:
        """Has the worker read them, unless they are there or on their way; other work comes in between."""
        if self.now is None and self._begun is None:
            self._begun = reading(self._desk.app.store)
            self._read_on(self._begun)

    def forget(self, changes: Changes) -> None:
        """Lets go of what an operation has made old."""
        if changes.touches(*KINDS):
            self.now = self._begun = None

    def _read_on(self, begun: Reading) -> None:
        def next_slice() -> tuple[bool, AccountWords | None]:
            try:
                next(begun)
            except StopIteration as end:
                if end.value is not None:
                    for prepare in self.prepare:
                        prepare(end.value)
                return True, end.value
            return False, None

        def done(answer: tuple[bool, AccountWords | None]) -> None:
            if begun is not self._begun:
                return  # something has changed since
            over, self.now = answer
            if not over:
                self._read_on(begun)

        self._desk.tasks.run(next_slice, done)
