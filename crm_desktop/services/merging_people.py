"""Makes one person of two, by themselves or where two accounts become one."""

from __future__ import annotations

import json
import time
from typing import Any, NamedTuple

from crm_desktop.domain.errors import UserError
from crm_desktop.domain.known import person
from crm_desktop.i18n import tr
from crm_desktop.services.bulk import account_search
from crm_desktop.storage import tables
from crm_desktop.storage.store import Store


class SamePerson(NamedTuple):
    """Two entries of one person: ``kept`` stays, ``other`` goes into it."""

    kept: int
    other: int
    name: str


class PersonValues(NamedTuple):
    """What is known of a person."""

    id: int
    name: str
    phone: str
    email: str
    notes: str


def values(store: Store, contact: int) -> PersonValues:
    """One person. Raises ``UserError`` when they are no longer here."""
    row = store.row("SELECT id, name, phone, email, notes FROM contact WHERE id = ? AND deleted_at IS NULL", (contact,))
    if row is None:
        raise UserError(tr("This person is no longer here."), tr("Nothing was changed."))
    return PersonValues(*row)


def which_is_kept(store: Store, one: int, other: int) -> SamePerson:
    """The one of two people of whom more is known stays, the older one of equals."""
    if one == other:
        raise UserError(tr("A person cannot be merged with themselves."), tr("Nothing was changed."))
    counts = {contact: _rows_of(store, contact) for contact in (one, other)}
    kept = min((one, other), key=lambda contact: (-counts[contact], contact))
    return SamePerson(kept, other if kept == one else one, values(store, kept).name)


def merge(
    store: Store,
    kept: int,
    other: int,
    take: frozenset[str] = frozenset(),
    *,
    seen: tuple[PersonValues, PersonValues] | None = None,
) -> None:
    """Merges one person into another as one step; ``take``: which of name, phone and e-mail are the other one's.

    What the kept one lacks comes from the other in any case; the notes of both are kept. With ``seen``, the two as they
    were shown, nothing is written when somebody has changed one of them since.
    """
    if kept == other:
        raise UserError(tr("A person cannot be merged with themselves."), tr("Nothing was changed."))
    now = values(store, kept), values(store, other)
    if seen is not None and seen != now:
        raise changed_meanwhile()
    with store.operation(tr("Merge {other} into {kept}", other=now[1].name, kept=now[0].name)):
        unite(store, kept, other, take)


def changed_meanwhile() -> UserError:
    """One of two was changed after they were shown."""
    return UserError(
        tr("One of the two has been changed meanwhile."), tr("Nothing was changed."), tr("Look at them once more.")
    )


def unite(store: Store, kept: int, other: int, take: frozenset[str] = frozenset()) -> None:
    """The same inside an operation that is already open."""
    from crm_desktop.services.merging import both_notes

    stays, goes = values(store, kept), values(store, other)
    connection = store.database.connection()
    moment = time.time_ns() // 1_000_000
    twice = _open_twice(store, "contact_id", "account_id", kept, other)
    for table in tables.RECORDED:
        if "contact_id" in table._meta.columns:
            but = "AND id NOT IN (SELECT value FROM json_each(?3))" if table is tables.Affiliation else "AND ?3 <> ''"
            connection.execute(
                f"UPDATE {table._meta.table_name} SET contact_id = ?1 WHERE contact_id = ?2 {but}",
                (kept, other, json.dumps(twice)),
            )
    keep_apart(store, tables.NeverSamePerson, kept, other)
    fresh: dict[str, Any] = {
        field: getattr(goes, field)
        for field in ("name", "phone", "email")
        if (field in take or not getattr(stays, field)) and getattr(goes, field) not in ("", getattr(stays, field))
    }
    notes = both_notes(stays.notes, goes.notes)
    if notes != stays.notes:
        fresh["notes"] = notes
    if fresh.keys() - {"notes"}:
        said = stays._asdict() | fresh
        fresh["name_key"], fresh["search"] = account_search(said["name"], phone=said["phone"], email=said["email"])
    if fresh:
        tables.Contact.update(fresh).where(tables.Contact.id == kept).execute()
    tables.Contact.update(deleted_at=moment, merged_into=kept).where(tables.Contact.id == other).execute()


def at_both(store: Store, kept: int, other: int) -> list[SamePerson]:
    """People who are at both accounts now, under one name and with nothing that says they are two."""
    here, there = _people(store, kept), _people(store, other)
    ids = {row.id for row in here}
    found, taken = [], set()
    for theirs in there:
        if theirs.id in ids:
            continue
        for ours in here:
            if ours.id not in taken and _same(ours, theirs):
                found.append(SamePerson(ours.id, theirs.id, ours.name))
                taken.add(ours.id)
                break
    return found


def _same(one: PersonValues, other: PersonValues) -> bool:
    first, second = (person(name=each.name, phone=each.phone, email=each.email) for each in (one, other))
    if first.key != second.key:
        return bool(first.email) and first.email == second.email
    agree = [
        ours == theirs for ours, theirs in ((first.email, second.email), (first.phone, second.phone)) if ours and theirs
    ]
    return not agree or any(agree)


def _people(store: Store, account: int) -> list[PersonValues]:
    rows = store.rows(
        """SELECT DISTINCT c.id, c.name, c.phone, c.email, c.notes
        FROM affiliation f JOIN contact c ON c.id = f.contact_id
        WHERE f.account_id = ? AND f.until IS NULL AND c.deleted_at IS NULL ORDER BY c.id""",
        (account,),
    )
    return [PersonValues(*row) for row in rows]


def at_both_already(store: Store, kept: int, other: int) -> list[int]:
    """The other account's places of people who have an open one at the kept account: these stay with it in the bin,
    or a person would stand there twice. What they say fills what the kept one's lacks."""
    return _open_twice(store, "account_id", "contact_id", kept, other)


def _open_twice(store: Store, moved: str, shared: str, kept: int, other: int) -> list[int]:
    rows = store.rows(
        f"""SELECT theirs.id, ours.id, ours.role, theirs.role, ours.since, theirs.since FROM affiliation theirs
        JOIN affiliation ours ON ours.{shared} = theirs.{shared} AND ours.{moved} = ?1 AND ours.until IS NULL
        WHERE theirs.{moved} = ?2 AND theirs.until IS NULL""",
        (kept, other),
    )
    for _, ours, role, their_role, since, their_since in rows:
        fresh: dict[str, Any] = {}
        if their_role and not role:
            fresh["role"] = their_role
        if their_since is not None and (since is None or their_since < since):
            fresh["since"] = their_since
        if fresh:
            tables.Affiliation.update(fresh).where(tables.Affiliation.id == ours).execute()
    return [row[0] for row in rows]


def keep_apart(store: Store, table: type[tables.Table], kept: int, other: int) -> None:
    """Whom the other one was never the same as, the kept one is not either; that the two are two is taken back."""
    name = table._meta.table_name
    moment = time.time_ns() // 1_000_000
    for row, low, high in store.rows(
        f"SELECT id, low_id, high_id FROM {name} WHERE ? IN (low_id, high_id) AND deleted_at IS NULL", (other,)
    ):
        third = high if low == other else low
        if third == kept:
            store.database.connection().execute(f"UPDATE {name} SET deleted_at = ? WHERE id = ?", (moment, row))
            continue
        first, second = sorted((kept, third))
        known = f"SELECT 1 FROM {name} WHERE low_id = ? AND high_id = ? AND deleted_at IS NULL"
        if store.row(known, (first, second)) is None:
            store.insert(table, low_id=first, high_id=second, noted_at=moment)


def _rows_of(store: Store, contact: int) -> int:
    return sum(
        int(store.value(f"SELECT count(*) FROM {table._meta.table_name} WHERE contact_id = ?", (contact,)))
        for table in tables.RECORDED
        if "contact_id" in table._meta.columns
    )
