"""Finds the accounts and people of a file in the workspace, and keeps the unknown ones to be created."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass, field

from crm_desktop.domain.folding import fold, identity
from crm_desktop.domain.lookalikes import looks_latin, mixed_word
from crm_desktop.domain.parsing import Fault, UnreadableError, clean_text
from crm_desktop.services.accounts import LONGEST_NAME
from crm_desktop.services.importing.merged import Merged
from crm_desktop.services.importing.resolving import creates
from crm_desktop.services.importing.settings import Mode
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

    def __init__(self, store: Store, met: Callable[[int], None], mode: Mode | None = None) -> None:
        super().__init__()
        self._mode = mode
        self._store = store
        self._met = met
        self._by_identity: dict[str, Ref] = {}
        self._merged = Merged(store, "account")
        self._once: set[int] = set()
        self._empty = store.row("SELECT 1 FROM account LIMIT 1") is None
        self.unknown: list[str] = []
        """Names of the accounts to be created: that of ref -1 first."""
        self.alike: list[str] = []
        """Names that more than one account of the workspace bears."""
        self.former: dict[str, str] = {}
        """Names in the file of accounts that were merged, with the name of the one that is left."""
        self.alike_spelt: dict[str, str] = {}
        """Names in the file taken for a known account whose name differs in accents or signs only, with that name."""
        self.named_in: Callable[[str], str] | None = None
        """Finds the name of an account in a text that is more than a name."""
        self.odd: list[str] = []
        """Names whose letters look like those of another script."""

    def __missing__(self, text: str) -> Ref:
        name = self.name_in(text)
        key = identity(name)
        ref = self._by_identity.get(key)
        if ref is None:
            ref = self._found(name, key)
            if ref is None and not creates(self._mode):
                raise UnreadableError(Fault.NOT_HERE)
            ref = self._by_identity[key] = ref or self.created(name)
            if not name.isascii() and (looks_latin(name) or mixed_word(name)):
                self.odd.append(name)
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
        if not same and (same := list(self._merged.named(name))):
            self.former[name] = str(self._store.value("SELECT name FROM account WHERE id = ?", (same[0],)))
        if not same and self._mode is not None and len(rows) == 1:
            self.alike_spelt[name] = rows[0][1]
            same = [rows[0][0]]
        if not same:
            return None
        if len(same) > 1:
            self.alike.append(name)
        return self.known(int(same[0]))

    def known(self, ref: Ref) -> Ref:
        """An account that was found otherwise than by its name, or by one of several names."""
        if ref > 0 and ref not in self._once:
            self._once.add(ref)
            self._met(ref)
        return ref

    def name_in(self, text: str) -> str:
        """The name that a text is, or holds. Raises ``UnreadableError`` when it is none."""
        return checked_name(self.named_in(text) if self.named_in is not None else text)

    def name_of(self, ref: Ref) -> str:
        """What an account is called, be it here already or still to be created."""
        if ref < 0:
            return self.unknown[-ref - 1]
        return str(self._store.value("SELECT name FROM account WHERE id = ?", (ref,)))

    def has(self, name: str) -> bool:
        """The workspace, or the file so far, has an account of this name."""
        key = identity(name)
        if key in self._by_identity:
            return True
        rows = self._store.rows("SELECT name FROM account WHERE name_key = ? AND deleted_at IS NULL", (fold(name),))
        return any(identity(row[0]) == key for row in rows)

    def created(self, name: str) -> Ref:
        """Keeps a new account to be created."""
        self.unknown.append(name)
        self._by_identity.setdefault(identity(name), -len(self.unknown))
        return -len(self.unknown)


@dataclass(slots=True)
class Person:
    """A contact at one account (or at none) as it will be; ``values`` are name, phone, e-mail, notes and role."""

    ref: Ref
    account: Ref | None
    values: list[str]
    changed: bool = field(default=False)
    fresh: set[int] = field(default_factory=set)
    """Places of the values that differ from what is known."""
    arrives: bool = False
    """Known already, but not yet at this account."""


NAME, PHONE, EMAIL, NOTES, ROLE = range(5)
_NOTHING_PROMISED: Mapping[Ref, str] = {}

_PEOPLE = """SELECT c.id, c.name, c.phone, c.email, c.notes, f.role
    FROM affiliation f JOIN contact c ON c.id = f.contact_id
    WHERE f.account_id = ? AND c.deleted_at IS NULL ORDER BY c.id"""
_UNATTACHED = """SELECT c.id, c.name, c.phone, c.email, c.notes, '' FROM contact c WHERE c.name_key = ?
    AND c.deleted_at IS NULL AND NOT EXISTS (SELECT 1 FROM affiliation f WHERE f.contact_id = c.id) ORDER BY c.id"""
_UNATTACHED_ONE = _UNATTACHED.replace("c.name_key = ?", "c.id = ?")


class People:
    """The people of the accounts that a file names; the same name with two e-mail addresses is two people."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._merged = Merged(store, "contact")
        # A person and, where they were merged, the e-mail address that went with the name.
        self._known: dict[tuple[Ref | None, str], list[tuple[Person, str | None]]] = {}
        self._by_id: dict[tuple[Ref | None, int], Person] = {}
        self._arriving: set[int] = set()
        self._read: set[Ref | str] = set()
        self.unknown: list[Person] = []
        """The people to be created: that of ref -1 first."""
        self.changed: list[Person] = []
        """People of the workspace who gain something."""

    def find(
        self,
        account: Ref | None,
        name: str,
        email: str = "",
        promised: Mapping[Ref, str] = _NOTHING_PROMISED,
        *,
        without: Container[Ref] = (),
        created: bool = False,
    ) -> Person | None:
        """The person of this name there, not one with another e-mail address; without an address the first one.

        ``promised``: the addresses that some will have. ``created``: of those alone that the file brings.
        """
        key = identity(name)
        if account is None:
            if key not in self._read:
                self._read.add(key)
                found = self._store.rows(_UNATTACHED, (fold(name),))
                here = [row for row in found if identity(row[1]) == key]
                for merged in self._merged.named(name):
                    here += self._store.rows(_UNATTACHED_ONE, (merged,))
                self._keep(None, here)
        elif account > 0 and account not in self._read:
            self._read.add(account)
            self._keep(account, self._store.rows(_PEOPLE, (account,)))
        vacant, wanted = None, email.casefold()
        for person, once in self._known.get((account, key), []):
            if person.ref in without or (created and person.ref > 0):
                continue
            if account is None and person.ref in self._arriving:
                continue
            has = (promised.get(person.ref, person.values[EMAIL]) if once is None else once).casefold()
            if not wanted or has == wanted:
                return person
            if not has and vacant is None:
                vacant = person
        return vacant

    def known(self, contact: int, account: Ref | None) -> Person:
        """A person of the workspace, at this account from now on if they are not there yet."""
        if account is not None and account > 0 and account not in self._read:
            self._read.add(account)
            self._keep(account, self._store.rows(_PEOPLE, (account,)))
        person = self._by_id.get((account, contact))
        if person is None:
            row = self._store.row("SELECT name, phone, email, notes, '' FROM contact WHERE id = ?", (contact,))
            person = self._by_id[account, contact] = Person(contact, account, list(row), arrives=account is not None)
            if person.arrives:
                # Found by name there, as after the import, and no more where no account is told.
                self._arriving.add(contact)
                there = self._known.setdefault((account, identity(person.values[NAME])), [])
                there.append((person, None))
                there.sort(key=lambda each: (each[0].ref < 0, abs(each[0].ref)))
        return person

    def add(self, account: Ref | None, values: list[str]) -> Person:
        """Keeps a new person to be created."""
        person = Person(-len(self.unknown) - 1, account, values)
        self.unknown.append(person)
        self._known.setdefault((account, identity(values[NAME])), []).append((person, None))
        return person

    def _keep(self, account: Ref | None, rows: list[tuple[int, str, str, str, str, str]]) -> None:
        for contact, *values in rows:
            if (account, contact) in self._by_id:
                continue
            person = Person(contact, account, list(values))
            self._by_id[account, contact] = person
            self._known.setdefault((account, identity(values[0])), []).append((person, None))
            for name, email in self._merged.former(contact):
                self._known.setdefault((account, identity(name)), []).append((person, email))
