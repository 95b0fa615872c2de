"""The whole workspace as one JSON file, and back: every row as it is, so that nothing is lost on the way."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import apsw

from crm_desktop.domain.errors import UserError
from crm_desktop.i18n import tr, tr_n
from crm_desktop.services import backups
from crm_desktop.services.bulk import account_search, insert_rows
from crm_desktop.storage.store import Store
from crm_desktop.storage.tables import RECORDED, Account, Contact, Setting, Table

_MARK = "crm-desktop"
_FORMAT = 1
_LARGEST = 500 << 20
_DERIVED = {Account: ("name_key", "search"), Contact: ("name_key", "search")}
"""Columns that are worked out of the others, and not believed."""


def save(store: Store, file: Path) -> int:
    """Writes every row of every table, those in the bin too; returns how many."""
    count = 0
    connection = store.database.connection()
    with file.open("w", encoding="utf-8", newline="\n") as out:
        out.write(f'{{"{_MARK}": {_FORMAT}')
        for table in RECORDED:
            columns = _columns(table)
            out.write(f',\n"{_name(table)}": {{"columns": {json.dumps(columns)}, "rows": [')
            query = f"SELECT {', '.join(columns)} FROM {_name(table)} ORDER BY id"
            for number, row in enumerate(connection.execute(query)):
                out.write(("," if number else "") + "\n" + json.dumps(list(row), ensure_ascii=True))
                count += 1
            out.write("]}")
        out.write("}\n")
    return count


def is_whole(path: Path) -> bool:
    """The file begins as ``save`` begins one."""
    try:
        with path.open("rb") as file:
            return file.read(len(_MARK) + 8).startswith(f'{{"{_MARK}"'.encode())
    except OSError:
        return False


def load(store: Store, path: Path, *, dry_run: bool = False) -> tuple[int, int]:
    """Brings all rows into a workspace that is empty or has them; returns how many are new and how many were there.

    One undoable step. Raises ``UserError`` when the file is damaged, made by a newer program, or of another workspace.
    """
    tables = _read(path)
    present = {table: {row for (row,) in store.rows(f"SELECT id FROM {_name(table)}")} for table in RECORDED}
    fresh = {table: [row for row in tables[table] if row["id"] not in present[table]] for table in RECORDED}
    known_keys = {key for (key,) in store.rows("SELECT key FROM setting")}
    fresh[Setting] = [row for row in fresh[Setting] if row.get("key") not in known_keys]
    added, total = sum(map(len, fresh.values())), sum(map(len, tables.values()))
    if present[Account] and not present[Account] & {row["id"] for row in tables[Account]}:
        raise _refused(
            tr("{file} holds a whole workspace, and this one has accounts of its own.", file=path.name),
            tr("Import it into a new workspace: crm --workspace NEW.crm import {file}.", file=path.name),
        )
    if added and not dry_run:
        backups.before(store, "import")
        label = tr_n("Import {n} entry from {file}", "Import {n} entries from {file}", added, file=path.name)
        try:
            with store.operation(label):
                store.database.connection().execute("PRAGMA defer_foreign_keys = ON")
                for table in RECORDED:
                    _insert(store, table, fresh[table])
        except (apsw.Error, TypeError, ValueError, AttributeError, OverflowError) as error:
            raise _damaged(path) from error
    return added, total - added


def _insert(store: Store, table: type[Table], records: list[dict[str, Any]]) -> None:
    derived = _DERIVED.get(table, ())
    by_columns: dict[tuple[str, ...], list[tuple[Any, ...]]] = {}
    for record in records:
        values = dict(record)
        if derived:
            told = {name: values.get(name) or "" for name in ("phone", "email", "website")}
            values |= dict(zip(derived, account_search(values["name"], **told), strict=True))
        by_columns.setdefault(tuple(values), []).append(tuple(values.values()))
    for columns, rows in by_columns.items():
        insert_rows(store, table, columns, rows)


def _read(path: Path) -> dict[type[Table], list[dict[str, Any]]]:
    """The rows of every table by column. Raises ``UserError``."""
    if path.stat().st_size > _LARGEST:
        raise _refused(tr("{file} is larger than 500 MB.", file=path.name), tr("Restore a backup of it instead."))
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
        if held[_MARK] > _FORMAT:
            raise _newer(path)
        return {table: _rows(path, table, held.get(_name(table), {})) for table in RECORDED}
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise _damaged(path) from error


def _rows(path: Path, table: type[Table], held: dict[str, Any]) -> list[dict[str, Any]]:
    columns = held.get("columns", [])
    if set(columns) - set(_columns(table)):
        raise _newer(path)
    rows = [dict(zip(columns, row, strict=True)) for row in held.get("rows", [])]
    if any(type(row["id"]) is not int for row in rows):
        raise ValueError(columns)
    return rows


def _name(table: type[Table]) -> str:
    return str(table._meta.table_name)


def _columns(table: type[Table]) -> list[str]:
    hidden = _DERIVED.get(table, ())
    return [field.column_name for field in table._meta.sorted_fields if field.column_name not in hidden]


def _refused(what: str, do: str) -> UserError:
    return UserError(what, tr("Nothing was imported."), do)


def _damaged(path: Path) -> UserError:
    return _refused(tr("{file} is damaged.", file=path.name), tr("Export the workspace anew and import that."))


def _newer(path: Path) -> UserError:
    return _refused(
        tr("{file} was written by a newer crm-desktop.", file=path.name), tr("Update crm-desktop and import it then.")
    )
