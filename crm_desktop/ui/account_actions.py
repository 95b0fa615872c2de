"""What can be done with one account: each is one undoable step, with a message that says what was done."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import TYPE_CHECKING, Any

from crm_desktop.domain.entities import Account, AccountFields, Contact, ContactFields
from crm_desktop.domain.kinds import Tier
from crm_desktop.i18n import format_day, tr
from crm_desktop.services import accounts, bulk_edit, contacts, snoozes
from crm_desktop.ui.desk import Desk, Offer

if TYPE_CHECKING:
    from crm_desktop.services.quick_log import SavedEntry


class AccountActions:
    """Writes through the desk, so that nothing waits for the disk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def add(self, fields: AccountFields) -> None:
        """Adds an account and goes to its page."""
        store, added = self._desk.app.store, tr("{name} added.", name=_one_line(fields.name))
        self._desk.write(lambda: accounts.add(store, fields), self._desk.open_account, message=added)

    def change(self, account: int, was: AccountFields, fields: AccountFields) -> None:
        """Writes what a form that was filled with ``was`` hands over, if anything in it is new."""
        if fields != was:
            self._change(account, was, fields, told=tr("{name} changed.", name=_one_line(fields.name)))

    def _change(self, account: int, was: AccountFields, fields: AccountFields, *, told: str) -> None:
        store, edits = self._desk.app.store, _edits(was, fields)

        def change() -> None:
            accounts.change(store, account, dataclasses.replace(accounts.get(store, account), **edits))

        self._desk.write(change, message=told)

    def rename(self, account: int, name: str) -> None:
        """Another name; all else stays."""
        told = tr("Renamed to {name}.", name=_one_line(name))
        self._change(account, AccountFields(name=""), AccountFields(name=name), told=told)

    def set_tier(self, account: Account, tier: Tier | None, reason: str) -> None:
        """A tier by hand, or none: then the figures decide."""
        store = self._desk.app.store
        if tier == account.tier and (tier is None or reason == account.tier_reason):
            return
        if tier:
            told = tr("{name} is tier {tier}.", name=account.name, tier=tier)
        else:
            told = tr("The figures decide the tier of {name}.", name=account.name)
        self._desk.write(lambda: accounts.set_tier(store, account.id, tier, reason), message=told)

    def archive(self, account: Account) -> None:
        """Takes an account out of every list, or brings an archived one back."""
        fields = dataclasses.replace(account, archived=not account.archived)
        told = tr("{name} is archived.", name=account.name)
        if account.archived:
            told = tr("{name} is back.", name=account.name)
        self._change(account.id, account, fields, told=told)

    def offer_to_bring_back(self, saved: SavedEntry) -> Offer | None:
        """After something was logged with an archived account."""
        if not saved.archived:
            return None
        store, told = self._desk.app.store, tr("{name} is back.", name=saved.account_name)

        def bring_back() -> None:
            self._desk.write(lambda: bulk_edit.archive(store, [saved.account], False), message=told)

        return Offer(tr("Bring it back"), bring_back)

    def delete(self, account: int, name: str) -> None:
        """Puts an account into the bin."""
        store = self._desk.app.store
        self._desk.write(lambda: accounts.delete(store, account), message=tr("{name} is in the bin.", name=name))

    def snooze(self, account: Account, until: date) -> None:
        """Leaves an account off the list until a day."""
        store, today = self._desk.app.store, self._desk.app.today
        self._desk.write(
            lambda: snoozes.snooze(store, account.id, today=today, until=until),
            message=tr("{name} is snoozed until {day}.", name=account.name, day=format_day(until, "short")),
        )

    def save_person(self, account: int, was: Contact | None, fields: ContactFields, role: str) -> None:
        """Adds somebody to an account, or writes what a form that was filled with ``was`` hands over."""
        store, name = self._desk.app.store, _one_line(fields.name)
        if was is None:
            told = tr("{name} added.", name=name)
            self._desk.write(lambda: contacts.add(store, account, fields, role), message=told)
            return
        contact, edits = was.id, _edits(was, Contact(id=was.id, role=role, **dataclasses.asdict(fields)))

        def change() -> None:
            now = next((person for person in contacts.of_account(store, account) if person.id == contact), was)
            person = dataclasses.replace(now, **edits)
            contacts.change(store, account, contact, person, person.role)

        self._desk.write(change, message=tr("{name} changed.", name=name))

    def person_left(self, account: int, contact: int) -> None:
        """Notes that somebody left today; what they said and did stays."""
        store, today = self._desk.app.store, self._desk.app.today
        self._desk.write(lambda: contacts.leave(store, account, contact, today), message=tr("Noted who left."))


def _edits(was: AccountFields | Contact, fields: AccountFields | Contact) -> dict[str, Any]:
    """Only what a form changed: the rest of what is stored may have changed while the form stood open."""
    before, after = dataclasses.asdict(was), dataclasses.asdict(fields)
    return {name: value for name, value in after.items() if value != before[name]}


def _one_line(name: str) -> str:
    return " ".join(name.split())
