"""Decides what a row says about an account or a person that is new, or that the workspace has and may be changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any

from crm_desktop.domain.folding import identity
from crm_desktop.i18n import tr, tr_n
from crm_desktop.services.importing.changes import EMPTY, Diary, Told
from crm_desktop.services.importing.checked import Values
from crm_desktop.services.importing.clues import Clues
from crm_desktop.services.importing.joining import noted
from crm_desktop.services.importing.matching import NAME, AccountBook, People, Ref
from crm_desktop.services.importing.phones import Phones
from crm_desktop.services.importing.resolving import By, Found, Wanted, creates, overwrites, resolve
from crm_desktop.services.importing.settings import Mode
from crm_desktop.services.importing.taking import ACCOUNT_COLUMNS, Taken
from crm_desktop.storage.store import Store

_ACCOUNT_FIELDS = ("account", *ACCOUNT_COLUMNS[1:])
_NAME, _PHONE, _EMAIL, _WEBSITE, _NOTES = map(ACCOUNT_COLUMNS.index, ("name", "phone", "email", "website", "notes"))
_NOTHING: dict[str, Any] = dict.fromkeys(ACCOUNT_COLUMNS, "") | {"since": None, "tags": "[]"}
Shared = tuple[AccountBook, People]


class Gaining:
    """What both have in common. ``resolved`` is empty without a mode: then the name alone tells who is meant."""

    def __init__(
        self, store: Store, phones: Phones | None, mode: Mode | None, diary: Diary, beginnings: tuple[str, ...]
    ) -> None:
        """``beginnings``: of lines in the notes that replace nothing, see ``joining``."""
        self.touched: set[Ref] = set()
        self.conflicts = 0
        self.diary = diary
        self.mode = mode
        self._store, self._phones, self._beginnings = store, phones, beginnings
        self._told = Told()
        self._found: dict[Hashable, Found] = {}

    @property
    def looks_ahead(self) -> bool:
        """What a row means depends on all of them: ``prepare`` is to be called first."""
        return self.mode is not None

    def _take(self, rows: Sequence[Values], adds: Callable[[Values], bool]) -> Taken:
        taken = 0
        for place, row in enumerate(rows):
            self.diary.place = place
            taken += adds(row)
        return Taken(taken, {})

    def _not_found(self, found: Found, name: str, clues: Clues) -> bool:
        """Says why a row means nobody the workspace has; whether it can be created."""
        if found.by is By.SEVERAL and found.other is not None:
            n = len(found.other.fits)
            self.diary.leave(
                "account",
                tr_n(
                    "{n} is called “{name}”, and nothing else tells which is meant",
                    "{n} are called “{name}”, and nothing else tells which is meant",
                    n,
                    name=name,
                ),
            )
            return False
        if not creates(self.mode):
            self.diary.leave(
                "account", tr("“{text}” is not in the workspace, and this import creates nothing new", text=name)
            )
            return False
        if found.other is not None:
            like = clues.name_of(min(found.other.fits))
            self.diary.doubt("account", _shares(found.other.by, like) + ". " + tr("It is taken as a new one"))
        return True

    def _doubt_found(self, found: Found, name: str, known: str, clues: Clues) -> None:
        """Says what is worth a look in how somebody was found."""
        if found.by in (By.PHONE, By.DOMAIN, By.ALIKE) or (found.by is By.EMAIL and identity(known) != identity(name)):
            self.diary.doubt("account", tr("Taken as “{known}”: {why}", known=known, why=_by_words(found.by)))
        elif identity(known) != identity(name) and clues.merged.is_former(found.id or 0, name):
            self.diary.doubt("account", tr("Taken as “{known}”, into which it was merged", known=known))
        if found.other is not None:
            other = clues.name_of(min(found.other.fits))
            if other != known:
                self.diary.doubt(
                    "account", _shares(found.other.by, other) + ". " + tr("It is taken as “{known}”", known=known)
                )


def _by_words(by: By) -> str:
    return {
        By.EMAIL: tr("the same email address"),
        By.PHONE: tr("the same phone number"),
        By.DOMAIN: tr("the same domain"),
        By.ALIKE: tr("the same name but for accents"),
    }.get(by, tr("the same name"))


def _shares(by: By, name: str) -> str:
    return tr("“{name}” has {what} too", name=name, what=_by_words(by))


class AccountIntake(Gaining):
    """Takes accounts: an unknown one is added, a known one gains what it does not have; with a mode see ``Mode``."""

    def __init__(
        self,
        store: Store,
        phones: Phones | None,
        mode: Mode | None = None,
        *,
        shared: Shared | None = None,
        with_id: bool = False,
        beginnings: tuple[str, ...] = (),
    ) -> None:
        super().__init__(store, phones, mode, Diary(), beginnings)
        self.book, self.people = shared or (AccountBook(store, self.met, mode), People(store))
        self.entries: dict[Ref, list[Any]] = {}
        """The values of every account met, as they will be."""
        self._clues = Clues(store, "account", phones)
        self._with_id = with_id
        self._called: dict[int, str] = {}
        """What rows with our number call their accounts, which bear no other name afterwards."""
        self._named: Counter[str] = Counter()

    def met(self, account: int) -> None:
        """The file names an account that the workspace has; named a second time it keeps what it gained."""
        if account in self.entries:
            return
        row = self._store.row(f"SELECT {', '.join(ACCOUNT_COLUMNS)} FROM account WHERE id = ?", (account,))
        self.entries[account] = list(row)

    def prepare(self, rows: Iterable[Values]) -> None:
        """Finds out of all rows together which account each means."""
        first: dict[Hashable, Values] = {}
        for row in rows:
            first.setdefault(self._key(row), row)
        self._called = {key: identity(row[_NAME]) for key, row in first.items() if isinstance(key, int)}
        self._named = Counter(self._called.values())
        self._found = resolve({key: self._wanted(key, row) for key, row in first.items()})

    def _key(self, row: Sequence[Any]) -> Hashable:
        own = self._clues.exists(row[-1]) if self._with_id and row[-1] is not None else None
        return identity(row[_NAME]) if own is None else own

    def _wanted(self, key: Hashable, row: Values) -> Wanted:
        clues = self._clues
        exact, alike = clues.named(row[_NAME])
        told = clues.email(row[_EMAIL]), clues.phone(row[_PHONE]), clues.domain(row[_WEBSITE], row[_EMAIL]), alike
        if isinstance(key, int):
            return Wanted(key, exact, told)
        return Wanted(None, tuple(id_ for id_ in exact if self._called.get(id_, key) == key), told)

    def take(self, rows: Sequence[Values]) -> Taken:
        """The rows that bring an account or something about one."""
        return self._take(rows, self._adds_row)

    def _adds_row(self, row: Values) -> bool:
        key = self._key(row)
        if self.mode is None:
            return self.adds(self._known(key) if isinstance(key, int) else self.book[row[_NAME]], row)
        found = self._found[key]
        ref = found.id
        if ref is None:
            ref = self._new(key, row[_NAME], found)
            return ref is not None and self.adds(ref, row)
        self.met(ref)
        self._doubt_found(found, row[_NAME], self.entries[ref][_NAME], self._clues)
        return self.adds(ref, row)

    def _known(self, account: int) -> Ref:
        self.met(account)
        return account

    def _new(self, key: Hashable, name: str, found: Found) -> Ref | None:
        """The reference of an account to be created, the same for all rows of one name."""
        ref = self.book.get(name)
        if ref is None and self._not_found(found, name, self._clues):
            ref = self.book.created(name)
            self._found[key] = Found(ref, By.NAME)
        return ref

    def about(self, ref: Ref, told: dict[str, Any]) -> bool:
        """Takes what a row of something else says about its account, by column; whether it is anything new."""
        if ref > 0:
            self.met(ref)
        values = _NOTHING | told | {"name": self.entries[ref][_NAME] if ref in self.entries else self.book.name_of(ref)}
        return self.adds(ref, [values[column] for column in ACCOUNT_COLUMNS])

    def adds(self, ref: Ref, row: Sequence[Any]) -> bool:
        """Takes what a row says about an account; whether it is anything new."""
        entry = self.entries.get(ref)
        if entry is not None and row[_NOTES]:
            row = [*row[:_NOTES], noted(entry[_NOTES], row[_NOTES], self._beginnings), *row[_NOTES + 1 :]]
        if entry is None:
            self.entries[ref] = list(row[: len(ACCOUNT_COLUMNS)])
            adds = True
        elif ref > 0 and self.mode is Mode.CREATE:
            adds = False
        elif ref > 0 and overwrites(self.mode):
            adds = self._overwrite(ref, entry, row)
        else:
            before = list(entry)
            gained, conflicts = gain(entry, row, self._same)
            self.conflicts += conflicts
            adds = bool(gained)
            for place in gained if ref > 0 else ():
                self.diary.changed(entry[_NAME], _ACCOUNT_FIELDS[place], before[place], entry[place])
        if adds:
            self.touched.add(ref)
        return adds

    def _overwrite(self, ref: Ref, entry: list[Any], row: Sequence[Any]) -> bool:
        called = entry[_NAME]
        if self._clues.merged.is_former(ref, row[_NAME]):
            row = (called, *row[_NAME + 1 :])
        fresh, contradicted = self._told.overwrite(ref, entry, row[: len(ACCOUNT_COLUMNS)], self._same)
        self.conflicts += contradicted
        if contradicted:
            self.diary.doubt("account", tr("An earlier row of the file says otherwise about “{name}”", name=called))
        if _NAME in fresh and (why := self._keeps_name(ref, called, row[_NAME])):
            fresh.remove(_NAME)
            self.diary.doubt("account", why)
        for place in fresh:
            self.diary.changed(called, _ACCOUNT_FIELDS[place], entry[place], row[place])
            entry[place] = row[place]
        return bool(fresh)

    def _keeps_name(self, ref: Ref, known: str, name: str) -> str:
        """Why an account is not renamed; "" where it is."""
        if ref not in self._called and self._named[identity(known)]:
            return tr("“{known}” keeps its name: another row of the file gives it to another account", known=known)
        if self._is_of_another(ref, name):
            return tr("“{known}” keeps its name: there is a “{name}” already", known=known, name=name)
        return ""

    def _is_of_another(self, ref: Ref, name: str) -> bool:
        """Another account bears this name once the file is imported."""
        key = identity(name)
        own = self._found.get(key)
        if (own is not None and own.id != ref) or self._named[key] - (self._called.get(ref) == key) > 0:
            return True
        return any(other != ref and self._called.get(other, key) == key for other in self._clues.named(name)[0])

    def _same(self, place: int, one: Any, other: Any) -> bool:
        return alike(ACCOUNT_COLUMNS[place], one, other, self._phones)


def alike(field: str, one: Any, other: Any, phones: Phones | None) -> bool:
    """Two ways of writing one value: nothing is changed for the sake of its spelling alone."""
    if one == other or (one in EMPTY and other in EMPTY):
        return True
    if one in EMPTY or other in EMPTY:
        return False
    if field == "email":
        return bool(one.casefold() == other.casefold())
    return field == "phone" and phones is not None and phones.same(one, other)


def gain(entry: list[Any], values: Sequence[Any], same: Callable[[int, Any, Any], bool]) -> tuple[list[int], int]:
    """Fills what the entry lacks, or writes on; what it gained, and how many values differ and were left as they are.

    ``same``: whether two values of a place are two ways of writing one.
    """
    gained, conflicts = [], 0
    for place, value in enumerate(values[: len(entry)]):
        if place == NAME or value in EMPTY:
            continue
        if entry[place] in EMPTY or (isinstance(value, str) and value.startswith(f"{entry[place]}\n")):
            entry[place] = value
            gained.append(place)
        else:
            conflicts += not same(place, entry[place], value)
    return gained, conflicts
