"""Reads out of a recorded step what it touched: kinds, ids and accounts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import apsw

from crm_desktop.domain.changes import MANY, Changes
from crm_desktop.storage.new_rows import Range
from crm_desktop.storage.tables import RECORDED

COLUMNS = {table._meta.table_name: [field.column_name for field in table._meta.sorted_fields] for table in RECORDED}
"""The columns of every recorded table, in their order."""

_ACCOUNT = {name: columns.index("account_id") for name, columns in COLUMNS.items() if "account_id" in columns}


def changes_of(
    connection: apsw.Connection, operation: int, label: str, changeset: bytes | None, ranges: Sequence[Range]
) -> Changes:
    """What a step touched, as long as its new rows are there."""
    seen = sum(each.rows for each in ranges)
    ids: dict[str, set[int]] = {}
    accounts: set[int] = set()
    unnamed: dict[str, set[int]] = {}
    for change in apsw.Changeset.iter(changeset) if changeset else ():
        seen += 1
        if seen > MANY:
            break
        sides: tuple[Any, ...] = (change.old, change.new)
        key = (sides[0] or sides[1])[0]
        ids.setdefault(change.name, set()).add(key)
        if change.name == "account":
            accounts.add(key)
        elif (at := _ACCOUNT.get(change.name)) is not None:
            named = {side[at] for side in sides if side} - {apsw.no_change, None}
            accounts |= named
            if not named:
                unnamed.setdefault(change.name, set()).add(key)
    if seen > MANY:
        tables = [*_kinds_in(changeset), *(each.table for each in ranges)]
        return Changes(operation, label, dict.fromkeys(tables), None)
    for name, keys in unnamed.items():
        query = f"SELECT DISTINCT account_id FROM {name} WHERE id IN (SELECT value FROM json_each(?))"
        accounts |= {a for (a,) in connection.execute(query, (str(sorted(keys)),))}
    for each in ranges:
        span = each.first, each.last
        new = {row for (row,) in connection.execute(f"SELECT id FROM {each.table} WHERE id BETWEEN ? AND ?", span)}
        ids.setdefault(each.table, set()).update(new)
        if each.table == "account":
            accounts |= new
        elif each.table in _ACCOUNT:
            query = f"SELECT DISTINCT account_id FROM {each.table} WHERE id BETWEEN ? AND ?"
            accounts |= {a for (a,) in connection.execute(query, span) if a is not None}
    return Changes(operation, label, {k: frozenset(v) for k, v in ids.items()}, frozenset(accounts))


def _kinds_in(changeset: bytes | None) -> list[str]:
    """The tables of a large changeset; it groups its changes by table."""
    return list(dict.fromkeys(change.name for change in apsw.Changeset.iter(changeset))) if changeset else []
