"""Keeps the words of all accounts in memory for whoever searches them with every key press."""

from __future__ import annotations

from collections.abc import Callable

from crm_desktop.domain.changes import Changes
from crm_desktop.services.account_search import KINDS, AccountWords, Reading, reading, updated
from crm_desktop.ui.desk import Desk


class WordsInMemory:
    """``now`` are the words; ``None`` until ``read`` has been through, and while a change is being worked in."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.prepare: list[Callable[[AccountWords], None]] = []
        """Called in the worker with the words, before they are used."""
        self.now: AccountWords | None = None
        # As they were when they were read last, and what has changed since.
        self._read: AccountWords | None = None
        self._since: list[Changes] = []
        self._reading = False

    def read(self) -> None:
        """Has the worker read them, unless they are there or on their way; other work comes in between."""
        if self._read is None and not self._reading:
            self._read_on(reading(self._desk.app.store))

    def follow(self, changes: Changes) -> None:
        """Works in what an operation has changed; after a very large one all are read anew when somebody looks."""
        if changes.touches(*KINDS) and (self._read or self._reading):
            self.now = None
            self._since.append(changes)
            if not self._reading:
                self._catch_up()

    def _catch_up(self) -> None:
        if self._read is None or not self._since:
            self.now, self._since = self._read, []
        else:
            since, self._since = self._since, []
            self._read_on(updated(self._desk.app.store, self._read, since))

    def _read_on(self, begun: Reading) -> None:
        self._reading = True

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
            over, words = answer
            if over:
                self._reading, self._read = False, words
                self._catch_up()
            else:
                self._read_on(begun)

        def gave_up(_: Exception) -> None:
            self._reading, self._read, self._since = False, None, []

        self._desk.tasks.run(next_slice, done, failed=gave_up)
