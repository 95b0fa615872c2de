"""Finds whose an order, a call or a rating is by all its row tells: our number, its name, an address, a phone number.

The number goes before the name, the name before what others may share. Where no name tells it, an e-mail address or a
number must fit one account alone, its own or that of somebody there, and a domain where neither tells anything. What
contradicts itself is left out and named, never guessed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence, Set
from contextlib import suppress
from typing import NamedTuple

from crm_desktop.domain.contact_points import first_point
from crm_desktop.domain.folding import identity
from crm_desktop.domain.parsing import Fault, UnreadableError, clean_text
from crm_desktop.services.importing.cells import Faulty
from crm_desktop.services.importing.clues import Clues, accounts_of, domain_of
from crm_desktop.services.importing.identifying import parse_id
from crm_desktop.services.importing.kinds import CLUES
from crm_desktop.services.importing.matching import AccountBook, Ref
from crm_desktop.services.importing.phones import Phones
from crm_desktop.services.importing.resolving import By, Clue, creates, overwrites
from crm_desktop.services.importing.settings import Mode
from crm_desktop.storage.store import Store

WHOM = ("account", *CLUES)
Cells = tuple[str, ...]
"""The cells of a row in the order of ``WHOM``, as written."""

_TOLD_BY: dict[By, tuple[str, ...]] = {
    By.EMAIL: ("email",), By.PHONE: ("phone",), By.DOMAIN: ("website", "email")
}  # fmt: skip
_NOBODYS = Clue(By.ALIKE, frozenset())
_MOST_GATHERED = 200_000
_LONGEST = 2_000


class _Told(NamedTuple):
    """What the cells say. ``domain`` is that of the website or of the address."""

    name: str
    own: int | None
    email: str
    phone: str
    domain: str

    @property
    def texts(self) -> dict[By, str]:
        """What may fit others than the one of the name."""
        return {By.EMAIL: self.email, By.PHONE: self.phone, By.DOMAIN: self.domain}


class _Fits(NamedTuple):
    """Whose a text is: accounts of the workspace, or those that the file brings."""

    by: By
    text: str
    accounts: frozenset[Ref]


class Whom(dict[Cells, Ref]):
    """The account of every combination of cells. A missing one raises ``UnreadableError`` when it means nobody."""

    def __init__(self, store: Store, book: AccountBook, phones: Phones | None, mode: Mode | None) -> None:
        super().__init__()
        self._store, self._book, self._phones, self._mode = store, book, phones, mode
        self._accounts, self._people = Clues(store, "account", phones), Clues(store, "contact", phones)
        self._gathered: dict[Cells, None] = {}
        self._in_file: dict[tuple[By, str], set[Ref]] = defaultdict(set)
        self.by_address: set[Cells] = set()
        """Those found by an address, a number or a domain, or by a name of several: they say nothing new besides."""
        self.leant_on: dict[Ref, set[By]] = defaultdict(set)
        """Accounts that rows were found by, or may mean, by what they have; it is not replaced by what others tell."""
        self.kept_as_is: set[Ref] = set()
        """Those of them of which a row says otherwise."""
        self._silenced: dict[Cells, Set[str]] = {}
        self.contradicted: dict[Cells, tuple[str, str]] = {}
        """Where the name is one account's and the address another's: both names. The first was followed."""
        self.found_otherwise: dict[Cells, tuple[str, str]] = {}
        """Names that nobody here bears, found by an address or number: the name in the file and that of the account."""

    def gather(self, rows: Iterable[Cells]) -> None:
        """Looks at rows before any is read: one without a name may share its address with one that has a name."""
        for cells in rows:
            if len(self._gathered) < _MOST_GATHERED:
                self._gathered.setdefault(cells)

    def settle(self) -> None:
        """Finds whom the gathered rows mean: first those with a number or a name of their own, then others by them.

        A second import finds by the same, so that it finds the same.
        """
        others = []
        for cells in self._gathered:
            try:
                told = self._told(cells)
                ref = self._by_own(cells, told)
            except UnreadableError:
                continue
            if ref is None:
                others.append(cells)
                continue
            self[cells] = ref
            for by, text in told.texts.items():
                if text:
                    self._in_file[by, text.casefold()].add(ref)
        self._gathered.clear()
        for cells in others if overwrites(self._mode) else ():
            with suppress(UnreadableError):
                self[cells]

    def silenced(self, cells: Cells, *, of_person: bool) -> Collection[str]:
        """The fields of these cells that say nothing new about the account: they only tell whose the row is.

        Nor do those that would replace what other rows find the account by: a second import would not find it.
        ``of_person``: address and number are those of somebody there, of whom a row of this kind replaces nothing.
        """
        if cells in self.by_address:
            return CLUES
        found = self._replacing(cells)
        return found & {"website"} if of_person else found

    def _replacing(self, cells: Cells) -> Set[str]:
        by = self.leant_on.get(ref := self[cells])
        if not by:
            return frozenset()
        found = self._silenced.get(cells)
        if found is None:
            told = self._told(cells)
            clues = self._accounts
            here = clues.email(told.email), clues.phone(told.phone), clues.with_domain(told.domain)
            otherwise = [own.by for own in here if own.by in by and told.texts[own.by] and ref not in own.fits]
            found = {field for one in otherwise for field in _TOLD_BY[one]}
            if found:
                self.kept_as_is.add(ref)
            if len(self._silenced) < _MOST_GATHERED:
                self._silenced[cells] = found
        return found

    def __missing__(self, cells: Cells) -> Ref:
        told = self._told(cells)
        ref = self._by_own(cells, told)
        if ref is None:
            ref = self._by_address(cells, told)
        if len(self) < _MOST_GATHERED:
            self[cells] = ref
        return ref

    def _told(self, cells: Cells) -> _Told:
        if any(type(text) is Faulty for text in cells):
            raise UnreadableError(Fault.NO_RESULT)
        name, own, email, phone, website = (clean_text(text, _LONGEST) for text in cells)
        try:
            number = parse_id(own)
        except UnreadableError:
            number = None
        return _Told(
            self._book.name_in(name) if name else "",
            self._accounts.exists(number),
            first_point(email),
            self._phones.read(phone) if self._phones is not None else phone,
            domain_of(website, email),
        )

    def _by_own(self, cells: Cells, told: _Told) -> Ref | None:
        """Whose number, or very name, it is; a name that nobody bears yet is one to be created."""
        if told.own is not None:
            return self._book.known(told.own)
        exact, alike = self._accounts.named(told.name) if told.name else ((), _NOBODYS)
        known = exact or (alike.fits if overwrites(self._mode) else ())
        if not told.name or len(exact) > 1 or not (len(known) == 1 or creates(self._mode)):
            return None
        ref = self._book[told.name]
        other = next((a for by, a in self._here(told) if by is not By.DOMAIN and a and ref not in a), None)
        if other is not None:
            self.contradicted[cells] = told.name, self._book.name_of(min(other))
        return ref

    def _by_address(self, cells: Cells, told: _Told) -> Ref:
        """Whom an address, a number or a domain means; what tells that much is not learnt from it as well."""
        fits = self._fits(told)
        if told.name and len(_common(fits)) != 1:
            ref = self._book[told.name]
            self.by_address.add(cells)
            return ref
        if not fits:
            text = told.email or told.phone or told.domain
            raise UnreadableError(Fault.NOBODYS if text else Fault.MISSING, text=text)
        ref = self._only(fits)
        self.by_address.add(cells)
        if told.name and identity(told.name) != identity(name := self._book.name_of(ref)):
            self.found_otherwise[cells] = told.name, name
        return ref

    def _only(self, fits: Sequence[_Fits]) -> Ref:
        """The one account that all of these fit."""
        common = _common(fits)
        if len(common) == 1:
            return self._book.known(next(iter(common)))
        among = common or frozenset().union(*(fit.accounts for fit in fits))
        names = ", ".join(f"“{self._book.name_of(ref)}”" for ref in sorted(among)[:3])
        text = ", ".join(fit.text for fit in fits)
        raise UnreadableError(Fault.SEVERALS, text=text, names=names + (" …" if len(among) > 3 else ""))

    def _here(self, told: _Told) -> Iterator[tuple[By, frozenset[Ref]]]:
        """What the workspace tells: the accounts that each thing is of, or of somebody there."""
        for by, text in ((By.EMAIL, told.email), (By.PHONE, told.phone)):
            ask = Clues.email if by is By.EMAIL else Clues.phone
            people = ask(self._people, text).fits
            yield by, ask(self._accounts, text).fits | accounts_of(self._store, people)
        yield By.DOMAIN, self._accounts.with_domain(told.domain).fits

    def _fits(self, told: _Told) -> list[_Fits]:
        """What tells anything, in the workspace or in another row: an address and a number, or else the domain."""
        texts, found = told.texts, []
        for by, here in self._here(told):
            for ref in here if overwrites(self._mode) else ():
                self.leant_on[ref].add(by)
            found.append(_Fits(by, texts[by], here | self._in_file.get((by, texts[by].casefold()), set())))
        strong = [fit for fit in found if fit.accounts and fit.by is not By.DOMAIN]
        return strong or [fit for fit in found if fit.accounts]


def _common(fits: Sequence[_Fits]) -> frozenset[Ref]:
    """The accounts that every one of these fits."""
    return frozenset.intersection(*(fit.accounts for fit in fits)) if fits else frozenset()
