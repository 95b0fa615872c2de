"""Everything in the workspace as plain values, for scripts and for moving on."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from crm_desktop.domain.dates import day_from
from crm_desktop.i18n import currency_exponent
from crm_desktop.storage.store import Store

_ACCOUNTS = """SELECT name AS account, tier, email, phone, owner, industry, address, website, since, notes,
    tags, archived FROM account WHERE deleted_at IS NULL ORDER BY id"""
_CONTACTS = """SELECT c.name, c.email, c.phone, coalesce(a.name, '') AS org, coalesce(f.role, '') AS role, c.notes
    FROM contact c LEFT JOIN affiliation f ON f.contact_id = c.id LEFT JOIN account a ON a.id = f.account_id
    WHERE c.deleted_at IS NULL ORDER BY c.id"""
_INTERACTIONS = """SELECT a.name AS account, i.day AS date, i.kind AS type, i.subject, i.notes, i.direction,
    i.department, coalesce(c.name, '') AS contact, i.who, i.minutes FROM interaction i
    JOIN account a ON a.id = i.account_id
    LEFT JOIN contact c ON c.id = i.contact_id WHERE i.deleted_at IS NULL AND a.deleted_at IS NULL ORDER BY i.id"""
_PURCHASES = """SELECT a.name AS account, p.day AS date, p.amount, p.currency, p.what, p.reference, p.refund
    FROM purchase p JOIN account a ON a.id = p.account_id
    WHERE p.deleted_at IS NULL AND a.deleted_at IS NULL ORDER BY p.id"""
_RATINGS = """SELECT a.name AS account, r.day AS date, r.score, r.touchpoint, r.comment, r.dimension,
    coalesce(c.name, '') AS contact FROM rating r JOIN account a ON a.id = r.account_id
    LEFT JOIN contact c ON c.id = r.contact_id WHERE r.deleted_at IS NULL AND a.deleted_at IS NULL ORDER BY r.id"""
_FOLLOW_UPS = """SELECT a.name AS account, f.what, f.due,
    iif(f.due_minute IS NULL, '', format('%02d:%02d', f.due_minute / 60, f.due_minute % 60)) AS time,
    f.owner, coalesce(c.name, '') AS contact, f.repeat_days, f.done_on FROM follow_up f
    JOIN account a ON a.id = f.account_id LEFT JOIN contact c ON c.id = f.contact_id
    WHERE f.deleted_at IS NULL AND a.deleted_at IS NULL ORDER BY f.id"""
_DAYS = {"date", "since", "due", "done_on"}


def everything(store: Store) -> dict[str, list[dict[str, Any]]]:
    """All that a person sees, by kind: days as ISO text, amounts as exact decimal text.

    Kinds that no import brings stand there only when there are some, so that an empty workspace is as none at all.
    """
    found = {
        kind: _records(store, query)
        for kind, query in (
            ("accounts", _ACCOUNTS),
            ("contacts", _CONTACTS),
            ("interactions", _INTERACTIONS),
            ("purchases", _PURCHASES),
            ("ratings", _RATINGS),
            ("follow_ups", _FOLLOW_UPS),
        )
    }
    return {kind: records for kind, records in found.items() if records or kind != "follow_ups"}


def _records(store: Store, query: str) -> list[dict[str, Any]]:
    cursor = store.database.connection().execute(query)
    names: list[str] = []
    records = []
    for row in cursor:
        names = names or [name for name, _ in cursor.getdescription()]
        record = dict(zip(names, row, strict=True))
        for name in _DAYS & record.keys():
            record[name] = None if record[name] is None else day_from(record[name]).isoformat()
        if "amount" in record:
            record["amount"] = str(Decimal(record["amount"]).scaleb(-currency_exponent(record["currency"])))
        records.append(record)
    return records
