"""Takes appointments: what was becomes calls and visits, tasks and what is to come follow-ups, of whom they name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from functools import cached_property

from crm_desktop.domain.dates import day_number
from crm_desktop.domain.folding import identity, words
from crm_desktop.domain.parsing import Fault, UnreadableError
from crm_desktop.services import calendar
from crm_desktop.services.importing.calendars import BETWEEN
from crm_desktop.services.importing.checked import Values
from crm_desktop.services.importing.clues import Clues, accounts_of
from crm_desktop.services.importing.kinds import FIELDS, Kind
from crm_desktop.services.importing.readers import NOT_DONE
from crm_desktop.services.importing.settings import Mode
from crm_desktop.services.importing.taking import EventIntake, Taken
from crm_desktop.storage.store import Store

_SHORTEST_NAME = 3
_SUBJECT = next(place for place, field in enumerate(FIELDS[Kind.INTERACTIONS]) if field.name == "subject")
_TASK = len(FIELDS[Kind.INTERACTIONS])
"""Where a row that may be a task says whether it is done: behind what a call or a visit has."""


class AppointmentIntake(EventIntake):
    """A follow-up is a duplicate when the account has one of the same words for the same day, done or not."""

    def __init__(self, store: Store, today: date, mode: Mode | None) -> None:
        super().__init__(store, Kind.INTERACTIONS, mode)
        self.book.named_in = Attendance(store).account_named_in
        self._today = day_number(today)
        self._ours: dict[int, set[tuple[int, str]]] = {}

    def met(self, account: int) -> None:
        """The file names an account that the workspace has."""
        super().met(account)
        rows = self._store.rows(
            "SELECT account_id, what, due FROM follow_up WHERE account_id = ? AND deleted_at IS NULL", (account,)
        )
        for row in rows:
            self._known[row] = self._known.get(row, 0) + 1
        self._ours[account] = calendar.written_of(self._store, account)

    def take(self, rows: Sequence[Values]) -> Taken:
        """The rows that the workspace does not have yet, be they past or to come."""
        # What a calendar file of ours brings back is here already, under the words it has here.
        rows = [row for row in rows if (row[1], row[_SUBJECT]) not in self._ours.get(row[0], ())]
        past = self.new([row[:_TASK] for row in rows if row[1] <= self._today and _task(row) is None])
        planned = [
            (row[0], row[_SUBJECT] or "–", row[1], None if (done := _task(row)) == NOT_DONE else done)
            for row in rows
            if row[1] > self._today or _task(row) is not None
        ]
        planned = [row for row in planned if self.is_new(row[:3])]
        self.touched.update(row[0] for row in planned)
        return Taken(len(past) + len(planned), {Kind.INTERACTIONS: past, Kind.FOLLOW_UPS: planned})


def _task(row: Values) -> int | None:
    """When the task that a row is was done, ``NOT_DONE``, or nothing where it is an appointment."""
    return row[_TASK] if len(row) > _TASK else None


class Attendance:
    """Finds the one account that the attendees of an appointment, or its title, name."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._accounts, self._people = Clues(store, "account", None), Clues(store, "contact", None)

    def account_named_in(self, text: str) -> str:
        """The name of the account; a text without addresses and title is one itself. Raises ``UnreadableError``."""
        addresses, between, title = text.partition(BETWEEN.rstrip())
        if not between:
            return text
        found: set[int] = set()
        for address in filter(None, (part.strip() for part in addresses.split(","))):
            found |= accounts_of(self._store, self._people.email(address).fits) or self._of_account(address)
        named = self._in_title(title)
        # Several firms in one meeting: the title says which it is about.
        chosen = (found & named or found) if found else named
        if len(chosen) != 1:
            raise UnreadableError(Fault.SEVERAL_ACCOUNTS if chosen else Fault.NO_ACCOUNT)
        return self._accounts.name_of(chosen.pop())

    def _of_account(self, address: str) -> set[int]:
        fits = self._accounts.email(address).fits or self._accounts.domain("", address).fits
        return set(fits) if len(fits) == 1 else set()

    def _in_title(self, title: str) -> set[int]:
        spoken = words(title)
        best: dict[int, int] = {}
        for at, word in enumerate(spoken):
            for account, name in self._names.get(word, ()):
                if spoken[at : at + len(name)] == name:
                    best[account] = max(best.get(account, 0), len(name))
        longest = max(best.values(), default=0)
        return {account for account, length in best.items() if length == longest}

    @cached_property
    def _names(self) -> dict[str, list[tuple[int, list[str]]]]:
        names: dict[str, list[tuple[int, list[str]]]] = defaultdict(list)
        for account, name in self._store.rows("SELECT id, name FROM account WHERE deleted_at IS NULL"):
            if len(identity(name)) >= _SHORTEST_NAME and (spoken := words(name)):
                names[spoken[0]].append((account, spoken))
        return names
