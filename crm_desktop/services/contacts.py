"""People: who they are, and at which account they do what."""

from __future__ import annotations

from datetime import date
from typing import Any

from crm_desktop.domain.dates import day_number
from crm_desktop.domain.entities import Contact, ContactFields
from crm_desktop.domain.errors import UserError
from crm_desktop.i18n import tr
from crm_desktop.services.accounts import checked_name
from crm_desktop.services.bulk import account_search
from crm_desktop.storage import tables
from crm_desktop.storage.store import Store


def add(store: Store, account: int, fields: ContactFields, role: str = "") -> int:
    """Adds a person to an account and returns the contact's id."""
    with store.operation(tr("Add {name}", name=checked_name(fields.name))):
        return insert(store, account, fields, role)


def insert(store: Store, account: int, fields: ContactFields, role: str = "") -> int:
    """Adds a person inside an operation that is already open."""
    contact = store.insert(tables.Contact, **columns_of(fields))
    store.insert(tables.Affiliation, contact_id=contact, account_id=account, role=role)
    return contact


def change(store: Store, account: int, contact: int, fields: ContactFields, role: str) -> None:
    """Writes what differs; the role is the one at this account."""
    before = next((c for c in of_account(store, account) if c.id == contact), None)
    if before is None:
        raise UserError(tr("This person is no longer here."), tr("Nothing was changed."))
    columns = columns_of(fields)
    if columns_of(before) == columns and before.role == role:
        return
    with store.operation(tr("Change {name}", name=before.name)):
        tables.Contact.update(columns).where(tables.Contact.id == contact).execute()
        tables.Affiliation.update(role=role).where(
            (tables.Affiliation.contact_id == contact) & (tables.Affiliation.account_id == account)
        ).execute()


def leave(store: Store, account: int, contact: int, on: date) -> None:
    """Notes that a person left an account on a day; what they said and did stays."""
    with store.operation(tr("{name} left", name=name_of(store, contact))):
        tables.Affiliation.update(until=day_number(on)).where(
            (tables.Affiliation.contact_id == contact)
            & (tables.Affiliation.account_id == account)
            & tables.Affiliation.until.is_null()
        ).execute()


def name_of(store: Store, contact: int) -> str:
    """A person's name. Raises ``UserError`` when they are not (or no longer) there."""
    name = store.value("SELECT name FROM contact WHERE id = ? AND deleted_at IS NULL", (contact,))
    if name is None:
        raise UserError(tr("This person is no longer here."), tr("Nothing was changed."))
    return str(name)


def get(store: Store, contact: int) -> Contact:
    """One person, seen from no account. Raises ``UserError`` when they are not (or no longer) there."""
    name_of(store, contact)
    row = store.row("SELECT id, name, phone, email, notes FROM contact WHERE id = ?", (contact,))
    return Contact(id=row[0], name=row[1], phone=row[2], email=row[3], notes=row[4])


def of_account(store: Store, account: int) -> list[Contact]:
    """The people who are at an account now; the one we talk to most stands first."""
    rows = store.rows(
        """SELECT c.id, c.name, c.phone, c.email, c.notes, f.role
        FROM affiliation f JOIN contact c ON c.id = f.contact_id
        WHERE f.account_id = ? AND f.until IS NULL AND c.deleted_at IS NULL
        ORDER BY (SELECT count(*) FROM interaction i WHERE i.contact_id = c.id AND i.deleted_at IS NULL) DESC, c.id""",
        (account,),
    )
    return [Contact(id=r[0], name=r[1], phone=r[2], email=r[3], notes=r[4], role=r[5]) for r in rows]


def columns_of(fields: ContactFields) -> dict[str, Any]:
    name = checked_name(fields.name)
    key, search = account_search(name, phone=fields.phone, email=fields.email)
    return {
        "name": name,
        "name_key": key,
        "search": search,
        "phone": fields.phone,
        "email": fields.email,
        "notes": fields.notes,
    }
