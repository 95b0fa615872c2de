"""Finds the accounts and people of a file in the workspace, and keeps the unknown ones to be created."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field

from crm_desktop.domain.folding import fold, identity
from crm_desktop.domain.parsing import Fault, UnreadableError, clean_text
from crm_desktop.services.accounts import LONGEST_NAME
from crm_desktop.storage.store import Store

_MOST_REMEMBERED = 200_000

Ref = int
"""An id of the workspace, or a negative number for something that the import will create."""


def checked_name(text: str) -> str:
    """A name as given, trimmed. Raises ``UnreadableError`` when it is empty, invisible or too long."""
    name = clean_text(text, LONGEST_NAME)
    if not name or not (name.isascii() or any(unicodedata.category(c)[0] not in "CZ" for c in name)):
        raise UnreadableError(Fault.MISSING)
    return name


class AccountBook(dict[str, Ref]):
    """The account of every name as written in the file. ``met`` is called once with each that the workspace has."""

    def __init__(self, store: Store, met: Callable[[int], None]) -> None:
        super().__init__()
        self._store = store
        self._met = met
        self._by_identity: dict[str, Ref] = {}
        self._empty = store.row("SELECT 1 FROM account LIMIT 1") is None
        self.unknown: list[str] = []
        """Names of the accounts to be created: that of ref -1 first."""
        self.alike: list[str] = []
        """Names that more than one account of the workspace bears."""

    def __missing__(self, text: str) -> Ref:
        name = checked_name(text)
        key = identity(name)
        ref = self._by_identity.get(key)
        if ref is None:
            ref = self._by_identity[key] = self._found(name, key) or self._created(name)
        if len(self) < _MOST_REMEMBERED:
            self[text] = ref
        return ref

    def _found(self, name: str, key: str) -> Ref | None:
        if self._empty:
            return None
        rows = self._store.rows(
            "SELECT id, name FROM account WHERE name_key = ? AND deleted_at IS NULL ORDER BY id", (fold(name),)
        )
        same = [account for account, stored in rows if identity(stored) == key]
        if not same:
            return None
        if len(same) > 1:
            self.alike.append(name)
        self._met(same[0])
        return int(same[0])

    def _created(self, name: str) -> Ref:
        self.unknown.append(name)
        return -len(self.unknown)


@dataclass(slots=True)
class Person:
    """A contact at one account (or at none) as it will be; ``values`` are name, phone, e-mail, notes and role."""

    ref: Ref
    account: Ref | None
    values: list[str]
    changed: bool = field(default=False)


NAME, PHONE, EMAIL, NOTES, ROLE = range(5)

_PEOPLE = """SELECT c.id, c.name, c.phone, c.email, c.notes, f.role
    FROM affiliation f JOIN contact c ON c.id = f.contact_id
    WHERE f.account_id = ? AND c.deleted_at IS NULL ORDER BY c.id"""
_UNATTACHED = """SELECT c.id, c.name, c.phone, c.email, c.notes, '' FROM contact c WHERE c.name_key = ?
    AND c.deleted_at IS NULL AND NOT EXISTS (SELECT 1 FROM affiliation f WHERE f.contact_id = c.id) ORDER BY c.id"""


class People:
    """The people of the accounts that a file names; the same name with two e-mail addresses is two people."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: dict[tuple[Ref | None, str], list[Person]] = {}
        self._read: set[Ref] = set()
        self.unknown: list[Person] = []
        """The people to be created: that of ref -1 first."""
        self.changed: list[Person] = []
        """People of the workspace who gain something."""

    def find(self, account: Ref | None, name: str, email: str = "") -> Person | None:
        """The person of this name there, not one with another e-mail address."""
        key = identity(name)
        if account is None:
            if (None, key) not in self._known:
                found = self._store.rows(_UNATTACHED, (fold(name),))
                self._keep(None, [row for row in found if identity(row[1]) == key], (None, key))
        elif account > 0 and account not in self._read:
            self._read.add(account)
            self._keep(account, self._store.rows(_PEOPLE, (account,)))
        candidates = self._known.get((account, key), [])
        wanted = email.casefold()
        for exact in (True, False):
            for person in candidates:
                has = person.values[EMAIL].casefold()
                if has == wanted if exact else not has or not wanted:
                    return person
        return None

    def add(self, account: Ref | None, values: list[str]) -> Person:
        """Keeps a new person to be created."""
        person = Person(-len(self.unknown) - 1, account, values)
        self.unknown.append(person)
        self._known.setdefault((account, identity(values[NAME])), []).append(person)
        return person

    def _keep(
        self, account: Ref | None, rows: list[tuple[int, str, str, str, str, str]], key: tuple[None, str] | None = None
    ) -> None:
        if key:
            self._known[key] = []
        for contact, *values in rows:
            person = Person(contact, account, list(values))
            self._known.setdefault((account, identity(values[0])), []).append(person)
