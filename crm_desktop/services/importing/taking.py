"""Decides of every checked row whether it adds something to the workspace or is there already."""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter
from typing import Any

from crm_desktop.services.importing.checking import Values
from crm_desktop.services.importing.kinds import FIELDS, Kind
from crm_desktop.services.importing.matching import EMAIL, NAME, AccountBook, People, Ref
from crm_desktop.storage import tables
from crm_desktop.storage.store import Store

# The columns of the table that each kind's values fill, in the order of the kind's fields.
EVENT_COLUMNS: dict[Kind, tuple[str, ...]] = {
    Kind.INTERACTIONS: (
        "account_id", "day", "kind", "direction", "department", "contact_id", "who", "subject", "notes", "minutes"
    ),
    Kind.PURCHASES: ("account_id", "day", "amount", "currency", "what", "reference", "refund"),
    Kind.RATINGS: ("account_id", "day", "score", "touchpoint", "dimension", "comment", "contact_id"),
}  # fmt: skip
EVENT_TABLES: dict[Kind, type[tables.Table]] = {
    Kind.INTERACTIONS: tables.Interaction,
    Kind.PURCHASES: tables.Purchase,
    Kind.RATINGS: tables.Rating,
}
ACCOUNT_COLUMNS = (
    "name", "tier", "industry", "address", "phone", "email", "website", "owner", "since", "notes", "tags"
)  # fmt: skip
_EMPTY = ("", None, "[]")


class EventIntake:
    """Takes interactions, purchases or ratings.

    A row is a duplicate as often as the workspace has its like: the same file twice changes nothing, and a thousand
    equal purchases in one file are a thousand purchases.
    """

    def __init__(self, store: Store, kind: Kind, shared: tuple[AccountBook, People] | None = None) -> None:
        self.book, self.people = shared or (AccountBook(store, self.met), People(store))
        self.touched: set[Ref] = set()
        self.conflicts = 0
        self._store = store
        self._kind = kind
        self._query = (
            f"SELECT {', '.join(EVENT_COLUMNS[kind])} FROM {EVENT_TABLES[kind]._meta.table_name}"
            " WHERE account_id = ? AND deleted_at IS NULL"
        )
        names = [field.name for field in FIELDS[kind]]
        self._contact = names.index("contact") if "contact" in names else None
        self._met_accounts: list[int] = []
        self._known: dict[tuple[Any, ...], int] = {}

    def met(self, account: int) -> None:
        """The file names an account that the workspace has."""
        self._met_accounts.append(account)
        self._load(account)

    def _load(self, account: int) -> None:
        known = self._known
        for row in self._store.rows(self._query, (account,)):
            known[row] = known.get(row, 0) + 1

    def take(self, rows: list[Values]) -> list[Values]:
        """The rows that the workspace does not have yet, the people in them found or kept to be created."""
        if self._contact is not None:
            rows = [self._with_contact(row) for row in rows]
        if self._known:
            rows = [row for row in rows if self.is_new(row)]
        self.touched.update(map(itemgetter(0), rows))
        return rows

    def _with_contact(self, row: Values) -> Values:
        place = self._contact or 0
        account, name = row[0], row[place]
        if not name:
            return (*row[:place], None, *row[place + 1 :])
        person = self.people.find(account, name) or self.people.add(account, [name, "", "", "", ""])
        return (*row[:place], person.ref, *row[place + 1 :])

    def is_new(self, row: Values) -> bool:
        """The workspace does not have it; each one of the workspace's stands for one row of the file."""
        left = self._known.get(row)
        if not left:
            return True
        self._known[row] = left - 1
        return False

    def events(self, rows: list[Values]) -> dict[Kind, list[Values]]:
        """What these rows add, by kind."""
        return {self._kind: self.take(rows)}

    def forget(self) -> None:
        """Lets go of the workspace's rows, until ``begin_again``."""
        self._known.clear()

    def begin_again(self) -> None:
        """Ready to take the same rows once more, to write them."""
        self._known.clear()
        for account in self._met_accounts:
            self._load(account)


class AccountIntake:
    """Takes accounts: an unknown one is added, a known one gains what it does not have; nothing is overwritten."""

    def __init__(self, store: Store, shared: tuple[AccountBook, People] | None = None) -> None:
        self.book, self.people = shared or (AccountBook(store, self.met), People(store))
        self.touched: set[Ref] = set()
        self.conflicts = 0
        self._store = store
        self.entries: dict[Ref, list[Any]] = {}
        """The values of every account met, as they will be."""

    def met(self, account: int) -> None:
        """The file names an account that the workspace has."""
        row = self._store.row(f"SELECT {', '.join(ACCOUNT_COLUMNS)} FROM account WHERE id = ?", (account,))
        self.entries[account] = list(row)

    def take(self, rows: list[Values]) -> list[Values]:
        """The rows that bring an account or something about one."""
        return [row for row in rows if self.adds(self.book[row[0]], row)]

    def adds(self, ref: Ref, row: Sequence[Any]) -> bool:
        """Takes what a row says about an account; whether it is anything new."""
        entry = self.entries.get(ref)
        if entry is None:
            self.entries[ref] = list(row)
            adds = True
        else:
            adds, conflicts = _gain(entry, row)
            self.conflicts += conflicts
        if adds:
            self.touched.add(ref)
        return adds


class ContactIntake:
    """Takes people: an unknown one is added, a known one gains what is not known yet."""

    def __init__(self, store: Store, shared: tuple[AccountBook, People] | None = None) -> None:
        self.book, self.people = shared or (AccountBook(store, lambda _: None), People(store))
        self.touched: set[Ref] = set()
        self.conflicts = 0

    def take(self, rows: list[Values]) -> list[Values]:
        """The rows that bring a person or something about one."""
        return [row for row in rows if self.adds(row)]

    def adds(self, row: Values) -> bool:
        """Takes a person at an account; whether it brings anything new."""
        account, *fields = row
        person = self.people.find(account, fields[NAME], fields[EMAIL])
        if person is None:
            self.people.add(account, fields)
            adds = True
        else:
            adds, conflicts = _gain(person.values, fields)
            self.conflicts += conflicts
            if adds and person.ref > 0 and not person.changed:
                person.changed = True
                self.people.changed.append(person)
        if adds and account is not None:
            self.touched.add(account)
        return adds


def _gain(entry: list[Any], values: Sequence[Any]) -> tuple[bool, int]:
    """Fills what the entry lacks; whether it gained, and how many values differ and were left as they are."""
    gained, conflicts = False, 0
    for place, value in enumerate(values):
        if place == NAME or value in _EMPTY or value == entry[place]:
            continue
        if entry[place] in _EMPTY:
            entry[place] = value
            gained = True
        else:
            conflicts += 1
    return gained, conflicts
