"""Writes a planned import as one undoable step, in large batches; stopped or failed, it leaves nothing behind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from crm_desktop.i18n import tr
from crm_desktop.services import backups
from crm_desktop.services.bulk import account_search, insert_rows
from crm_desktop.services.importing.checked import Same
from crm_desktop.services.importing.gaining import AccountIntake
from crm_desktop.services.importing.gaining_people import ContactIntake
from crm_desktop.services.importing.kept import KeptBlock
from crm_desktop.services.importing.kinds import Kind
from crm_desktop.services.importing.mapping import propose_mapping
from crm_desktop.services.importing.matching import EMAIL, NAME, NOTES, PHONE, ROLE, Person, Ref
from crm_desktop.services.importing.plan import Plan
from crm_desktop.services.importing.planning import plan_import, revision_of
from crm_desktop.services.importing.remembering import remember, remembered, remembered_settings, told_settings
from crm_desktop.services.importing.results import Cancelled, ImportResult, Progress, Watch
from crm_desktop.services.importing.several import SeveralIntake
from crm_desktop.services.importing.taking import (
    ACCOUNT_COLUMNS,
    EVENT_COLUMNS,
    EVENT_TABLES,
)
from crm_desktop.services.importing.wording import refusal
from crm_desktop.storage import tables
from crm_desktop.storage.store import Store

_NOTHING_TOLD: Mapping[Ref, Sequence[Any]] = {}
_PERSON_COLUMNS = ("name", "phone", "email", "notes")
_ACCOUNT = dict.fromkeys(ACCOUNT_COLUMNS, "") | {"since": None, "tags": "[]"}


def write_import(
    store: Store, plan: Plan, *, progress: Progress | None = None, cancelled: Cancelled | None = None
) -> ImportResult:
    """Does what the plan says, as one operation. When the workspace has changed since, the plan is made anew.

    Raises ``UserError`` when the file has changed since the trial run, and ``ImportCancelled``: nothing is written.
    """
    if plan.work.revision != revision_of(store):
        plan = plan_import(
            store, plan.source, plan.mapping, plan.settings, today=plan.today, progress=progress, cancelled=cancelled
        )
    if not plan.imported:
        return plan.result()
    plan.source.refuse_changed()
    backups.before(store, "import")
    with store.operation(plan.label) as operation:
        if plan.work.revision != revision_of(store):
            raise refusal(tr("The workspace has changed while the import began."), tr("Import the file again."))
        chosen = plan.kind, plan.mapping.fields
        told = told_settings(plan.settings) != told_settings(remembered_settings(store, plan.source))
        if told or chosen != (remembered(store, plan.source) or _told_by_headers(plan)):
            remember(store, plan.source, *chosen, plan.settings)
        _Writer(store, plan).write(Watch(plan.rows_total, progress, cancelled, 0, 1_000))
    return plan.result(operation)


def _told_by_headers(plan: Plan) -> tuple[Kind, tuple[str, ...]]:
    found = propose_mapping(plan.source)
    return found.kind, found.fields


class _Writer:
    """Turns references into ids and rows."""

    def __init__(self, store: Store, plan: Plan) -> None:
        self._store = store
        self._plan = plan
        self._intake = plan.work.intake
        self._accounts: dict[Ref, int] = {}
        self._contacts: dict[Ref, int] = {}
        self._ids = {"account_id": self._accounts, "contact_id": self._contacts}
        self._tier_reason = tr("Imported from {file}", file=plan.source.name)

    def write(self, watch: Watch) -> None:
        """Writes everything; what others refer to first."""
        watch(0)
        intake = self._intake
        if isinstance(intake, AccountIntake):
            self._write_accounts(intake, intake.touched)
        elif isinstance(intake, SeveralIntake):
            self._write_accounts(intake.accounts, intake.touched & intake.accounts.touched)
        elif isinstance(intake, ContactIntake):
            self._create_accounts(intake.touched, intake.accounts.entries)
            self._write_accounts(intake.accounts, {ref for ref in intake.accounts.touched if ref > 0})
        else:
            self._create_accounts(intake.touched)
        if not isinstance(intake, AccountIntake):
            self._create_people(intake.people.unknown)
            self._change_people(intake.people.changed)
        self._write_events(watch)
        watch(self._plan.rows_total)

    def _write_events(self, watch: Watch) -> None:
        events = self._plan.work.events
        for kind, count in events.counts.items():
            self._store.expect(EVENT_TABLES[kind], count)
        for (kind, shared), blocks in groupby(_watched(events.blocks(), watch), _kind_and_shared):
            columns, default = EVENT_COLUMNS[kind], EVENT_TABLES[kind]._meta.columns
            same = {name: column.value for name, column in zip(columns, shared, strict=True) if column is not None}
            names = [name for name in columns if name not in same]
            differing = (self._columns(block, names) for block in blocks)
            told = {name: self._ids.get(name, {}).get(v, v) for name, v in same.items() if v != default[name].default}
            self._store.insert_columns(EVENT_TABLES[kind], ("id", *names), differing, **told)

    def _columns(self, block: KeptBlock, names: Sequence[str]) -> list[Iterable[Any]]:
        """What differs in the rows of a block, with an id for each."""
        columns: dict[str, Any] = dict(zip(EVENT_COLUMNS[block.kind], block.columns, strict=True))
        for name in self._ids.keys() & names:
            columns[name] = map(self._ids[name].get, columns[name], columns[name])
        return [self._store.ids.take(block.number), *(columns[name] for name in names)]

    def _create_accounts(self, refs: Iterable[Ref], told: Mapping[Ref, Sequence[Any]] = _NOTHING_TOLD) -> None:
        """Creates the unknown accounts among these, by their names alone where nothing else is told."""
        names = self._intake.book.unknown
        new = sorted((ref for ref in refs if ref < 0), reverse=True)
        self._insert_accounts(
            [
                (ref, dict(zip(ACCOUNT_COLUMNS, told[ref], strict=True)) if ref in told
                 else _ACCOUNT | {"name": names[-ref - 1]})
                for ref in new
            ]
        )  # fmt: skip

    def _insert_accounts(self, accounts: list[tuple[Ref, dict[str, Any]]]) -> None:
        rows = []
        for (ref, columns), account in zip(accounts, self._store.ids.take(len(accounts)), strict=True):
            self._accounts[ref] = account
            rows.append((account, *columns.values(), *self._derived(columns)))
        insert_rows(self._store, tables.Account, ("id", *ACCOUNT_COLUMNS, "name_key", "search", "tier_reason"), rows)

    def _derived(self, columns: dict[str, Any]) -> tuple[str, str, str]:
        key, search = account_search(
            columns["name"], phone=columns["phone"], email=columns["email"], website=columns["website"]
        )
        return key, search, self._tier_reason if columns["tier"] else ""

    def _write_accounts(self, intake: AccountIntake, refs: Iterable[Ref]) -> None:
        entries = {ref: dict(zip(ACCOUNT_COLUMNS, intake.entries[ref], strict=True)) for ref in refs}
        self._insert_accounts([(ref, entries[ref]) for ref in sorted(entries, reverse=True) if ref < 0])
        for ref in sorted(entries):
            if ref > 0:
                self._change_account(ref, entries[ref])

    def _change_account(self, account: int, columns: dict[str, Any]) -> None:
        stored = tables.Account.get_by_id(account)
        fresh = {name: value for name, value in columns.items() if getattr(stored, name) != value}
        key, search, reason = self._derived(columns)
        if "tier" in fresh:
            fresh["tier_reason"] = reason
        fresh |= {"name_key": key, "search": search}
        tables.Account.update(fresh).where(tables.Account.id == account).execute()

    def _create_people(self, people: list[Person]) -> None:
        contacts, places = [], []
        for person, contact in zip(people, self._store.ids.take(len(people)), strict=True):
            self._contacts[person.ref] = contact
            name, phone, email = person.values[NAME], person.values[PHONE], person.values[EMAIL]
            key, search = account_search(name, phone=phone, email=email)
            contacts.append((contact, name, key, search, phone, email, person.values[NOTES]))
            if person.account is not None:
                places.append((contact, self._accounts.get(person.account, person.account), person.values[ROLE]))
        affiliations = [(id_, *place) for id_, place in zip(self._store.ids.take(len(places)), places, strict=True)]
        insert_rows(
            self._store, tables.Contact, ("id", "name", "name_key", "search", "phone", "email", "notes"), contacts
        )
        insert_rows(self._store, tables.Affiliation, ("id", "contact_id", "account_id", "role"), affiliations)

    def _change_people(self, people: list[Person]) -> None:
        for person in people:
            role = person.values[ROLE]
            if fresh := {_PERSON_COLUMNS[place]: person.values[place] for place in person.fresh - {ROLE}}:
                self._change_contact(person.ref, fresh)
            if person.arrives and person.account is not None:
                account = self._accounts.get(person.account, person.account)
                self._store.insert(tables.Affiliation, contact_id=person.ref, account_id=account, role=role)
                continue
            tables.Affiliation.update(role=role).where(
                (tables.Affiliation.contact_id == person.ref)
                & (tables.Affiliation.account_id == person.account)
                & (tables.Affiliation.role != role)
            ).execute()

    def _change_contact(self, contact: int, fresh: dict[str, Any]) -> None:
        stored = tables.Contact.get_by_id(contact)
        columns = {name: fresh.get(name, getattr(stored, name)) for name in ("name", "phone", "email")}
        key, search = account_search(columns["name"], phone=columns["phone"], email=columns["email"])
        tables.Contact.update({**fresh, "name_key": key, "search": search}).where(
            tables.Contact.id == contact
        ).execute()


def _watched(blocks: Iterable[KeptBlock], watch: Watch) -> Iterator[KeptBlock]:
    done = 0
    for block in blocks:
        watch(done)
        done += block.number
        yield block


def _kind_and_shared(block: KeptBlock) -> tuple[Kind, tuple[Same | None, ...]]:
    """The kind of the events, and what all of them have; blocks that are alike in that are written together."""
    return block.kind, tuple(column if isinstance(column, Same) else None for column in block.columns)
