"""Takes rows that bring more than one thing: an order, its person, what it says about the account, a rating."""

from __future__ import annotations

from collections.abc import Sequence

from crm_desktop.services.importing.changes import Diary
from crm_desktop.services.importing.checked import Values
from crm_desktop.services.importing.gaining import AccountIntake
from crm_desktop.services.importing.gaining_people import ContactIntake
from crm_desktop.services.importing.joining import labels
from crm_desktop.services.importing.kinds import ABOUT_ACCOUNT, FIELDS, Kind
from crm_desktop.services.importing.mapping import Mapping
from crm_desktop.services.importing.matching import AccountBook, People, Ref
from crm_desktop.services.importing.phones import Phones
from crm_desktop.services.importing.settings import Mode
from crm_desktop.services.importing.taking import EventIntake, Taken
from crm_desktop.storage.store import Store


class SeveralIntake:
    """A row is a duplicate when nothing in it is new. Phone and e-mail are the person's, else the account's."""

    def __init__(self, store: Store, mapping: Mapping, phones: Phones | None, mode: Mode | None) -> None:
        self.book = AccountBook(store, self._met, mode)
        self.people = People(store)
        shared = self.book, self.people
        self.orders = EventIntake(store, Kind.PURCHASES, mode, shared)
        self.ratings = EventIntake(store, Kind.RATINGS, mode, shared)
        self.accounts = AccountIntake(store, phones, mode, shared=shared)
        self._contacts = ContactIntake(store, phones, mode, shared=shared)
        self.diary = self.accounts.diary = self._contacts.diary = Diary()
        self.touched: set[Ref] = set()
        names = [field.name for field in mapping.read_fields]
        self._places = {name: names.index(name) for name in names[len(FIELDS[Kind.PURCHASES]) :]}
        self._order = len(FIELDS[Kind.PURCHASES])

    @property
    def conflicts(self) -> int:
        """Values that differ from what is known; what is known is kept."""
        return self.accounts.conflicts + self._contacts.conflicts

    def _met(self, account: int) -> None:
        for intake in (self.orders, self.ratings, self.accounts):
            intake.met(account)

    def take(self, rows: Sequence[Values]) -> Taken:
        """The rows that bring anything, and the events among it."""
        added: dict[Kind, list[Values]] = {Kind.PURCHASES: [], Kind.RATINGS: []}
        taken = 0
        for place, row in enumerate(rows):
            self.diary.place = place
            taken += self._adds(row, added)
        return Taken(taken, {**added})

    def _adds(self, row: Values, added: dict[Kind, list[Values]]) -> bool:
        account = row[0]
        told = {name: row[place] for name, place in self._places.items()}
        name, phone, email = (told.get(field, "") for field in ("name", "phone", "email"))
        about = {field: told[field] for field in ABOUT_ACCOUNT if field in told}
        if not name:
            about |= {"phone": phone, "email": email}
        adds = self.accounts.about(account, about)
        person = None
        if name:
            adds |= self._contacts.adds((account, name, phone, email, "", told.get("role", "")))
            found = self.people.find(account, name, email)
            person = found.ref if found else None
        order = row[: self._order]
        if self.orders.is_new(order):
            added[Kind.PURCHASES].append(order)
            adds = True
        if told.get("score") is not None:
            rating = (account, row[1], told["score"], told.get("touchpoint", ""), "", told.get("comment", ""), person)
            if self.ratings.is_new(rating):
                added[Kind.RATINGS].append(rating)
                adds = True
        if adds:
            self.touched.add(account)
        return adds

    def forget(self) -> None:
        """Lets go of the workspace's rows: the file is read to its end."""
        self.orders.forget()
        self.ratings.forget()


def about_account(mapping: Mapping) -> dict[str, int]:
    """Where in a row of a list of people stands what it says about the account; a name in parts is one by then."""
    names = [field.name for field in mapping.read_fields if field.name not in ("first_name", "last_name")]
    return {name: names.index(name) for name in ABOUT_ACCOUNT if name in names}


Intake = EventIntake | AccountIntake | ContactIntake | SeveralIntake
"""What takes the rows of a file. ``touched`` are the accounts that get something; its unknown ones are created."""


def intake_for(
    store: Store, mapping: Mapping, header: Sequence[str], phones: Phones | None = None, mode: Mode | None = None
) -> Intake:
    """What takes the rows of a file with these columns."""
    with_id, beginnings = "id" in mapping.fields, labels(mapping, header)
    if mapping.kind is Kind.ACCOUNTS:
        return AccountIntake(store, phones, mode, with_id=with_id, beginnings=beginnings)
    if mapping.kind is Kind.CONTACTS:
        places = about_account(mapping)
        return ContactIntake(store, phones, mode, with_id=with_id, places=places, beginnings=beginnings)
    if len(mapping.read_fields) > len(FIELDS[mapping.kind]):
        return SeveralIntake(store, mapping, phones, mode)
    return EventIntake(store, mapping.kind, mode)
