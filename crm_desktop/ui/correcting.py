"""Tells the detector what a person knows about one account: each is one step with a message and Undo."""

from __future__ import annotations

from datetime import date

from crm_desktop.services import corrections, told_wording
from crm_desktop.ui.desk import Desk


class Correcting:
    """Writes through the desk, so that nothing waits for the disk."""

    def __init__(self, desk: Desk, account: int, name: str) -> None:
        self._desk, self._account, self._name = desk, account, name

    def pauses(self, first: int, last: int) -> None:
        """They pause every year from one month to another."""
        store, today = self._desk.app.store, self._desk.app.today
        self._desk.write(
            lambda: corrections.pauses(store, self._account, first, last, today),
            message=told_wording.pause_noted(self._name, first, last),
        )

    def new_rhythm(self, from_day: date) -> None:
        """Their rhythm is another one from a day on."""
        store, today = self._desk.app.store, self._desk.app.today
        self._desk.write(
            lambda: corrections.new_rhythm(store, self._account, from_day, today),
            message=told_wording.new_rhythm_noted(self._name, from_day),
        )

    def left(self) -> None:
        """They are no customer any more."""
        store, today = self._desk.app.store, self._desk.app.today
        self._desk.write(
            lambda: corrections.left(store, self._account, today), message=told_wording.left_noted(self._name)
        )

    def not_slipping(self, until: date) -> None:
        """They are not slipping; ask again on a day."""
        store, today = self._desk.app.store, self._desk.app.today
        self._desk.write(
            lambda: corrections.not_slipping(store, self._account, until, today),
            message=told_wording.not_slipping_noted(self._name, until),
        )

    def take_back(self, correction: int) -> None:
        """What was told counts no longer."""
        store, today = self._desk.app.store, self._desk.app.today
        self._desk.write(
            lambda: corrections.take_back(store, correction, today),
            message=told_wording.taken_back_noted(self._name),
        )
