"""Where people are and were: one person at several accounts, with a role and dates at each; who moved, and where to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from crm_desktop.domain.dates import day_from, day_number
from crm_desktop.domain.entities import ContactFields
from crm_desktop.domain.errors import UserError
from crm_desktop.i18n import tr
from crm_desktop.services import accounts, contacts
from crm_desktop.storage import tables
from crm_desktop.storage.store import Store

_RECENT = 730
"""Days for which it is worth telling where somebody came from or went to."""


class Place(NamedTuple):
    """Somebody's time at one account. ``id`` is ``None`` for one that is to be added."""

    id: int | None
    account: int
    account_name: str
    role: str
    since: date | None
    until: date | None


class Person(NamedTuple):
    """Somebody who is known already, and where they are now."""

    id: int
    name: str
    accounts: str


class Former(NamedTuple):
    """Somebody who left an account, and where they went if that is known."""

    contact: int
    name: str
    role: str
    left: date
    now_account: int | None
    now_name: str


class Arrival(NamedTuple):
    """Where somebody was before, and when they left there; how they rated us there, and how often we talked."""

    account: int
    name: str
    left: date
    rating: float | None
    conversations: int


def join(store: Store, account: int, contact: int, role: str, since: date | None = None) -> None:
    """Adds somebody who is known already to one more account."""
    person = contacts.name_of(store, contact)
    with store.operation(tr("{person} is at {account}", person=person, account=accounts.name_of(store, account))):
        _insert_place(store, contact, Place(None, account, "", role, since, None))


def change_places(store: Store, contact: int, fields: ContactFields, places: Sequence[Place], today: date) -> None:
    """Writes what differs of a person and of their places, in one undoable step; a place without an id is added.

    Raises ``UserError`` for dates that cannot be: an end before its beginning, or one that has not come.
    """
    person = contacts.name_of(store, contact)
    for place in places:
        if place.until is not None and place.until > today:
            raise UserError(
                tr("{name} cannot have left on a day that has not come.", name=person),
                tr("Nothing was changed."),
                tr("Note the day when it has come; until then make a follow-up."),
            )
        if place.since is not None and place.until is not None and place.until < place.since:
            raise UserError(tr("{name} cannot have left before coming.", name=person), tr("Nothing was changed."))
    before = {place.id: place for place in places_of(store, contact)}
    columns = contacts.columns_of(fields)
    stored = store.row("SELECT name, phone, email, notes FROM contact WHERE id = ?", (contact,))
    fresh = [place for place in places if place.id is None or _dated(place) != _dated(before[place.id])]
    if not fresh and stored == (columns["name"], fields.phone, fields.email, fields.notes):
        return
    with store.operation(tr("Change {name}", name=person)):
        tables.Contact.update(columns).where(tables.Contact.id == contact).execute()
        for place in fresh:
            if place.id is None:
                _insert_place(store, contact, place)
            else:
                tables.Affiliation.update(
                    role=place.role, since=_number(place.since), until=_number(place.until)
                ).where(tables.Affiliation.id == place.id).execute()


def _dated(place: Place) -> tuple[str, date | None, date | None]:
    return place.role, place.since, place.until


def _insert_place(store: Store, contact: int, place: Place) -> None:
    if place.until is None and store.value(
        "SELECT EXISTS (SELECT 1 FROM affiliation WHERE contact_id = ? AND account_id = ? AND until IS NULL)",
        (contact, place.account),
    ):
        raise UserError(
            tr(
                "{name} is at {account} already.",
                name=contacts.name_of(store, contact),
                account=accounts.name_of(store, place.account),
            ),
            tr("Nothing was changed."),
        )
    store.insert(
        tables.Affiliation,
        contact_id=contact,
        account_id=place.account,
        role=place.role,
        since=_number(place.since),
        until=_number(place.until),
    )


def _number(day: date | None) -> int | None:
    return None if day is None else day_number(day)


def places_of(store: Store, contact: int) -> list[Place]:
    """Where a person is and was; where they are now stands first, then the newest."""
    rows = store.rows(
        """SELECT f.id, f.account_id, a.name, f.role, f.since, f.until FROM affiliation f
        JOIN account a ON a.id = f.account_id AND a.deleted_at IS NULL
        WHERE f.contact_id = ? ORDER BY f.until IS NOT NULL, f.until DESC, f.id""",
        (contact,),
    )
    return [Place(r[0], r[1], r[2], r[3], _day(r[4]), _day(r[5])) for r in rows]


def _day(number: int | None) -> date | None:
    return None if number is None else day_from(number)


def named(store: Store, text: str, *, not_at: int, limit: int = 5) -> list[Person]:
    """People of other accounts whose name, phone or address begins with these words."""
    found = accounts.search_terms(text)
    if not found:
        return []
    rows = store.rows(
        """SELECT c.id, c.name, group_concat(a.name, ', ') FROM contact c
        JOIN affiliation f ON f.contact_id = c.id JOIN account a ON a.id = f.account_id AND a.deleted_at IS NULL
        WHERE c.id IN (SELECT rowid FROM contact_index WHERE contact_index MATCH :terms LIMIT 200)
        AND c.deleted_at IS NULL AND NOT EXISTS (SELECT 1 FROM affiliation h WHERE h.contact_id = c.id
            AND h.account_id = :not_at AND h.until IS NULL)
        GROUP BY c.id ORDER BY c.name_key LIMIT :limit""",
        {"terms": found, "not_at": not_at, "limit": limit},
    )
    return [Person(*row) for row in rows]


def former(store: Store, account: int, today: date) -> list[Former]:
    """Who left an account in the last two years, the newest first."""
    rows = store.rows(
        """SELECT f.contact_id, c.name, f.role, f.until, n.account_id, coalesce(a.name, '')
        FROM affiliation f JOIN contact c ON c.id = f.contact_id AND c.deleted_at IS NULL
        LEFT JOIN affiliation n ON n.id = (SELECT max(id) FROM affiliation WHERE contact_id = f.contact_id
            AND until IS NULL AND account_id <> f.account_id)
        LEFT JOIN account a ON a.id = n.account_id AND a.deleted_at IS NULL
        WHERE f.account_id = :account AND f.until BETWEEN :since AND :today
        AND NOT EXISTS (SELECT 1 FROM affiliation h WHERE h.contact_id = f.contact_id AND h.account_id = f.account_id
            AND (h.until IS NULL OR h.until > f.until))
        ORDER BY f.until DESC, f.id DESC LIMIT 5""",
        {"account": account, **_lately(today)},
    )
    return [Former(r[0], r[1], r[2], day_from(r[3]), r[4] if r[5] else None, r[5]) for r in rows]


def arrivals(store: Store, account: int, today: date) -> dict[int, Arrival]:
    """By contact: who at this account left another one in the last two years, and how we stood with them there."""
    rows = store.rows(
        """SELECT h.contact_id, o.account_id, a.name, o.until,
            (SELECT score FROM rating r WHERE r.contact_id = h.contact_id AND r.account_id = o.account_id
                AND r.deleted_at IS NULL ORDER BY day DESC, id DESC LIMIT 1),
            (SELECT count(*) FROM interaction i WHERE i.contact_id = h.contact_id AND i.account_id = o.account_id
                AND i.kind <> 'note' AND i.deleted_at IS NULL)
        FROM affiliation h JOIN affiliation o ON o.contact_id = h.contact_id AND o.account_id <> h.account_id
        JOIN account a ON a.id = o.account_id AND a.deleted_at IS NULL
        WHERE h.account_id = :account AND h.until IS NULL AND o.until BETWEEN :since AND :today
        AND coalesce(h.since, o.until) >= coalesce(o.since, -1000000)
        ORDER BY o.until""",
        {"account": account, **_lately(today)},
    )
    return {r[0]: Arrival(r[1], r[2], day_from(r[3]), r[4], r[5]) for r in rows}


def _lately(today: date) -> dict[str, int]:
    return {"since": day_number(today - timedelta(days=_RECENT)), "today": day_number(today)}
