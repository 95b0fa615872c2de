"""Decides what a row says about a person that is new, or that the workspace has and may be changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from crm_desktop.domain.folding import identity
from crm_desktop.i18n import tr
from crm_desktop.services.importing.changes import Diary
from crm_desktop.services.importing.checked import Values
from crm_desktop.services.importing.clues import Clues
from crm_desktop.services.importing.gaining import AccountIntake, Gaining, Shared, alike, gain
from crm_desktop.services.importing.joining import noted
from crm_desktop.services.importing.matching import EMAIL, NAME, NOTES, PHONE, ROLE, AccountBook, People, Person, Ref
from crm_desktop.services.importing.phones import Phones
from crm_desktop.services.importing.resolving import By, Clue, Wanted, creates, overwrites, resolve
from crm_desktop.services.importing.settings import Mode
from crm_desktop.services.importing.taking import Taken
from crm_desktop.storage.store import Store

_NO_CLUE = Clue(By.NOTHING, frozenset())
_PERSON_FIELDS = ("name", "phone", "email", "notes", "role")


class ContactIntake(Gaining):
    """Takes people: an unknown one is added, a known one gains what is not known yet; with a mode see ``Mode``."""

    def __init__(
        self,
        store: Store,
        phones: Phones | None,
        mode: Mode | None = None,
        *,
        shared: Shared | None = None,
        with_id: bool = False,
        places: Mapping[str, int] = MappingProxyType({}),
        beginnings: tuple[str, ...] = (),
    ) -> None:
        """``places``: where a row holds what it says about its account, by column."""
        super().__init__(store, phones, mode, Diary(), beginnings)
        self.book, self.people = shared or (AccountBook(store, lambda _: None, mode), People(store))
        self._clues = Clues(store, "contact", phones)
        self._with_id, self._places = with_id, places
        self.accounts = AccountIntake(store, phones, mode, shared=(self.book, self.people), beginnings=beginnings)
        """What rows that name no person say about their account."""
        self.nameless = 0
        """How many of them were taken."""
        self._mentions: Counter[Hashable] = Counter()

    @property
    def looks_ahead(self) -> bool:
        """With our numbers too: a row without one may mean somebody who only now comes to its account."""
        return self.mode is not None or self._with_id

    def prepare(self, rows: Iterable[Values]) -> None:
        """Finds out of all rows together whom each means."""
        if self.mode is None:
            for row in rows:
                if isinstance(own := self._key(row), int):
                    self.people.known(own, row[0])
            return
        first: dict[Hashable, Values] = {}
        for row in rows:
            if not self._is_nameless(row):
                first.setdefault(self._key(row), row)
        self._found = resolve(self._wanted(first))

    def _key(self, row: Sequence[Any]) -> Hashable:
        own = self._clues.exists(row[-1]) if self._with_id and row[-1] is not None else None
        return (row[0], identity(row[1 + NAME]), row[1 + EMAIL].casefold()) if own is None else own

    def _wanted(self, first: dict[Hashable, Values]) -> dict[Hashable, Wanted]:
        """Whom the first row of each key tells: by what the whole file makes of the people, not by what is now."""
        own = {key for key in first if isinstance(key, int)}
        self._mentions = Counter(text for row in first.values() for text in _mentioned(row))
        promised: dict[Ref, str] = {}
        wanted: dict[Hashable, Wanted] = {}
        for key, row in first.items():
            account, name, email = row[0], row[1 + NAME], row[1 + EMAIL]
            ours = isinstance(key, int)
            same = self.people.find(account, name, email, promised, without=() if ours else own)
            exact = (same.ref,) if same is not None else ()
            if exact and email and not ours:
                promised.setdefault(exact[0], email)
            wanted[key] = Wanted(key if isinstance(key, int) else None, exact, () if ours else self._clues_of(row))
        return wanted

    def _clues_of(self, row: Values) -> tuple[Clue, ...]:
        """The strongest first. None that would lead other rows to whoever is found, who takes over what this row says.

        Where no account is told, first by those who bear the name, and a number alone tells nobody else.
        """
        account, name, email = row[0], identity(row[1 + NAME]), row[1 + EMAIL].casefold()
        if self._mentions[account, name] > 1 and self._mentions[account, name, ""]:
            return ()
        by_email, by_phone = self._clues.email(email), self._clues.phone(row[1 + PHONE])
        if email and self._mentions["email", email] > 1:
            by_phone = by_phone._replace(fits=frozenset())
        named = self._called(name, by_email), self._called(name, by_phone)
        if self._mentions["name", name] > 1:
            by_email, by_phone = named
        return (*named, by_email) if account is None else (_NO_CLUE, _NO_CLUE, by_email, by_phone)

    def _called(self, name: str, clue: Clue) -> Clue:
        """Those of them who bear the name already."""
        same = (id_ for id_ in clue.fits if identity(self._clues.name_of(id_)) == name)
        return clue._replace(fits=frozenset(same))

    def take(self, rows: Sequence[Values]) -> Taken:
        """The rows that bring a person or something about one."""
        return self._take(rows, self._adds_row)

    def _is_nameless(self, row: Values) -> bool:
        return not row[1 + NAME] and not isinstance(self._key(row), int)

    def _adds_account(self, row: Values) -> bool:
        told = {"phone": row[1 + PHONE], "email": row[1 + EMAIL], "notes": row[1 + NOTES]}
        adds = self._says_of_account(row, told)
        self.nameless += adds
        return adds

    def _says_of_account(self, row: Values, told: dict[str, Any]) -> bool:
        """Takes what a row says about its account; whether it is anything new."""
        account = row[0]
        told |= {name: row[place] for name, place in self._places.items()}
        if account is None or (account in self.touched and not any(told.values())):
            return False
        self.accounts.diary = self.diary
        adds = self.accounts.about(account, told)
        self.conflicts, self.accounts.conflicts = self.conflicts + self.accounts.conflicts, 0
        if adds:
            self.touched.add(account)
        return adds

    def _adds_row(self, row: Values) -> bool:
        if self._is_nameless(row):
            return self._adds_account(row)
        adds = self._adds_person(row)
        said = next((name for name, place in self._places.items() if row[place]), None)
        if said is None or self.diary.place in self.diary.left:
            return adds
        if row[0] is None:
            self.diary.doubt(said, tr("This is about an account, and is kept only where the account is told too"))
            return adds
        return self._says_of_account(row, {}) or adds

    def _adds_person(self, row: Values) -> bool:
        if self.mode is None:
            own = self._key(row) if self._with_id else None
            return self._about(self.people.known(own, row[0]), row) if isinstance(own, int) else self.adds(row)
        found = self._found[self._key(row)]
        if found.id is not None:
            person = self.people.known(found.id, row[0])
            self._doubt_found(found, row[1 + NAME], person.values[NAME], self._clues)
            return self._about(person, row)
        created = self.people.find(row[0], row[1 + NAME], row[1 + EMAIL], created=True)
        if created is not None:
            return self._about(created, row)
        return self._not_found(found, row[1 + NAME], self._clues) and self._creates(row)

    def adds(self, row: Values) -> bool:
        """Takes a person at an account; whether it brings anything new."""
        person = self.people.find(row[0], row[1 + NAME], row[1 + EMAIL])
        if person is not None:
            return self._about(person, row)
        return creates(self.mode) and self._creates(row)

    def _creates(self, row: Values) -> bool:
        account, fields = row[0], list(row[1 : 2 + ROLE])
        self.people.add(account, fields)
        if account is not None:
            self.touched.add(account)
        elif fields[ROLE]:
            self.diary.doubt("role", tr("A role is kept only where the account is told too"))
        return True

    def _about(self, person: Person, row: Values) -> bool:
        account, fields = row[0], (*row[1 : 1 + ROLE], row[1 + ROLE] if row[0] is not None else "")
        if person.ref > 0 and self.mode is Mode.CREATE:
            return False
        notes = noted(person.values[NOTES], fields[NOTES], self._beginnings)
        fields = (*fields[:NOTES], notes, *fields[NOTES + 1 :])
        # Orders that name a person add what is not known; their rows were not resolved, and replace nothing.
        if person.ref > 0 and overwrites(self.mode) and self._found:
            fresh = self._overwrite(person, fields)
        else:
            before = list(person.values)
            fresh, conflicts = gain(person.values, fields, self._alike)
            self.conflicts += conflicts
            for place in fresh if person.ref > 0 else ():
                self.diary.changed(before[NAME], _PERSON_FIELDS[place], before[place], person.values[place])
        person.fresh.update(fresh)
        arrives = person.arrives and not person.changed
        if person.ref > 0 and (fresh or arrives) and not person.changed:
            person.changed = True
            self.people.changed.append(person)
        if arrives and account is not None:
            self.diary.changed(person.values[NAME], "account", "", self._account_name(account))
        if (fresh or arrives) and account is not None:
            self.touched.add(account)
        return bool(fresh) or arrives

    def _overwrite(self, person: Person, fields: Sequence[Any]) -> list[int]:
        called = person.values[NAME]
        if self._clues.merged.is_former(person.ref, fields[NAME]):
            fields = (called, *fields[NAME + 1 :])
        mine, contradicted = self._told.overwrite(
            person.ref,
            person.values[:ROLE],
            fields[:ROLE],
            self._alike,
        )
        role, other = self._told.overwrite(
            (person.ref, person.account), person.values[ROLE:], fields[ROLE:], lambda _, a, b: a == b
        )
        self.conflicts += contradicted + other
        if contradicted + other:
            self.diary.doubt("name", tr("An earlier row of the file says otherwise about “{name}”", name=called))
        fresh = [*mine, *(ROLE for _ in role)]
        for place in fresh:
            self.diary.changed(called, _PERSON_FIELDS[place], person.values[place], fields[place])
            person.values[place] = fields[place]
        return fresh

    def _alike(self, place: int, one: Any, other: Any) -> bool:
        return alike(_PERSON_FIELDS[place], one, other, self._phones)

    def _account_name(self, account: Ref) -> str:
        if account < 0:
            return self.book.unknown[-account - 1]
        return str(self._store.value("SELECT name FROM account WHERE id = ?", (account,)))


def _mentioned(row: Values) -> Iterator[Hashable]:
    """What else a row can be found by: its name at the account, without an address or not, or anywhere; its address."""
    name, email = identity(row[1 + NAME]), row[1 + EMAIL].casefold()
    yield row[0], name
    if not email:
        yield row[0], name, ""
    yield "name", name
    yield "email", email
