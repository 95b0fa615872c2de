"""One person: found by what was typed, everything about them in a list, and what erasing them would do, told before."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from crm_desktop.domain.dates import day_from
from crm_desktop.domain.errors import UserError
from crm_desktop.domain.folding import fold, words
from crm_desktop.i18n import tr
from crm_desktop.services import person_copies
from crm_desktop.services.person_copies import Copy
from crm_desktop.storage import erasing, erasing_files
from crm_desktop.storage.erasing_files import Theirs
from crm_desktop.storage.store import Store
from crm_desktop.storage.tables import RECORDED

Progress = Callable[[int, int], None]

_DAYS = {"day", "due", "first_due", "done_on", "since", "until", "set_on", "settled_on"}
_HIDDEN = {"name_key", "search", "contact_id", "account_id", "merged_into"}
_MOST_NAMED = 5


class Who(NamedTuple):
    """A person as one tells two of the same name apart."""

    contact: int
    name: str
    accounts: str


class Part(NamedTuple):
    """What there is of one kind: the names of the columns, and the rows as text and numbers."""

    kind: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


@dataclass(frozen=True)
class Plan:
    """What erasing somebody would do."""

    contact: int
    name: str
    rows: Mapping[str, int]
    """By table: rows that name them."""
    steps: int
    """Steps of the history that hold their data and could not be taken back any more."""
    left: Mapping[str, int]
    """By table: rows that name somebody of the same name, and are left."""
    copies: tuple[Copy, ...]
    """Backups and other copies that hold them, or cannot be read."""
    drafts: tuple[Path, ...]
    """Small files of this laptop that name them."""
    files: tuple[Theirs, ...]
    """Files kept with accounts that came from them or name them: their insides are not looked into."""


def mark() -> str:
    """What stands in the place of a person who was erased."""
    return tr("[erased person]")


def called(store: Store, typed: str) -> list[Who]:
    """The people with this name, e-mail address or phone number; else those whose names hold all its words."""
    rows = store.rows(
        """SELECT c.id, c.name, c.email, c.phone, (
            SELECT group_concat(a.name, ', ') FROM affiliation f JOIN account a ON a.id = f.account_id
            WHERE f.contact_id = c.id AND a.deleted_at IS NULL
        ), c.merged_into FROM contact c WHERE NOT (c.deleted_at IS NOT NULL AND c.name = ?) ORDER BY c.id""",
        (mark(),),
    )
    left = {row[0]: row for row in rows}
    found = list(dict.fromkeys(_who_is_left(left, who.contact) for who in _fitting(rows, typed)))
    if not found:
        # Adding them was taken back: only the history still holds them.
        held = erasing.only_remembered(store.database.connection())
        found = _fitting([(key, *texts, tr("only in the history")) for key, texts in held.items()], typed)
    return found


def _who_is_left(rows: dict[int, Any], contact: int) -> Who:
    """The person; of one who was merged into another the one who is left, since what was theirs is there now."""
    seen = {contact}
    while (into := rows[contact][5]) in rows and into not in seen:
        seen.add(into)
        contact = into
    row = rows[contact]
    return Who(row[0], row[1], row[4] or "")


def _fitting(rows: Sequence[Any], typed: str) -> list[Who]:
    """Those of the rows (id, name, e-mail, phone, accounts) who are meant."""
    wanted, digits = fold(typed), _digits(typed)
    exact = [
        row
        for row in rows
        if wanted in (fold(row[1]), *map(fold, erasing.several(row[2])))
        or (len(digits) >= 6 and any(_digits(number) == digits for number in erasing.several(row[3])))
    ]
    near = exact or [row for row in rows if wanted and set(words(typed)) <= set(words(row[1]))]
    return [Who(row[0], row[1], row[4] or "") for row in near]


def _digits(text: str) -> str:
    return "".join(c for c in text if c.isdigit())


def one_called(store: Store, typed: str) -> Who:
    """The one person who is meant. Raises ``UserError`` where that is nobody, or more than one."""
    found = called(store, typed)
    if len(found) == 1:
        return found[0]
    if not found:
        raise UserError(tr("Nobody is called “{name}”.", name=typed), tr("Nothing was changed."))
    people = [f"{who.name} ({who.accounts})" if who.accounts else who.name for who in found[:_MOST_NAMED]]
    raise UserError(
        tr("“{typed}” could be {names}.", typed=typed, names="; ".join(people)),
        tr("Nothing was changed."),
        tr("Give their email address or phone number instead."),
    )


def everything(store: Store, contact: int, progress: Progress = lambda _done, _total: None) -> list[Part]:
    """All there is about somebody, the bin included: their own rows by table, then where other texts name them."""
    connection = store.database.connection()
    person = erasing.person_in(connection, contact)
    name_of(store, contact)
    found = erasing.find(connection, person, mark(), progress)
    accounts = dict(store.rows("SELECT id, name FROM account"))
    chosen = (json.dumps(sorted(person.contacts)),)
    parts = []
    for table in RECORDED:
        name, columns = table._meta.table_name, [field.column_name for field in table._meta.sorted_fields]
        if name == "contact" or "contact_id" in columns:
            key = "id" if name == "contact" else "contact_id"
            query = f"SELECT * FROM {name} WHERE {key} IN (SELECT value FROM json_each(?)) ORDER BY id"
            shown = [column for column in columns if column not in _HIDDEN]
            with_account = ("account",) if "account_id" in columns else ()
            rows = tuple(
                (*([accounts.get(row["account_id"], "")] if with_account else []), *(_told(c, row[c]) for c in shown))
                for row in (dict(zip(columns, values, strict=False)) for values in store.rows(query, chosen))
            )
            parts.append(Part(name, (*with_account, *shown), rows))
    parts.append(Part("mentions", ("where", "account", "day", "column", "text"), _mentions(store, person, found)))
    held = tuple(
        (file.size, _told("day", file.day), file.name, file.sha256) for file in erasing_files.of(connection, found)
    )
    parts.append(Part("files", ("bytes", "day", "name", "sha256"), held))
    steps = [step for step in store.steps(limit=1_000_000) if step.id in set(found.steps)]
    parts.append(
        Part("history", ("when", "what", "by"), tuple((_moment(s.made_at), s.label, s.made_by) for s in steps))
    )
    return parts


def _mentions(store: Store, person: erasing.Person, found: erasing.Found) -> tuple[tuple[Any, ...], ...]:
    """Texts of rows that are not theirs and name them."""
    tables = {table._meta.table_name: [f.column_name for f in table._meta.sorted_fields] for table in RECORDED}
    accounts = dict(store.rows("SELECT id, name FROM account"))
    rows = []
    for (table, key), cells in found.cells.items():
        own = key in person.contacts if table == "contact" else key in found.linked.get(table, ())
        if table not in tables or own:
            continue
        row = dict(zip(tables[table], store.row(f"SELECT * FROM {table} WHERE id = ?", (key,)), strict=False))
        account = accounts.get(row["id"] if table == "account" else row.get("account_id"), "")
        for column in cells.keys() - _HIDDEN:
            rows.append((table, account, _told("day", row.get("day")), column, row[column]))
    return tuple(rows)


def ending(name: str) -> str:
    """What kind of file it is: "pdf"; nothing for what may be a part of a name."""
    last = Path(name).suffix[1:].lower()
    return last if re.fullmatch("[a-z0-9]{2,5}", last) else ""


def _told(column: str, value: Any) -> Any:
    if value is None:
        return ""
    if column in _DAYS:
        return day_from(value).isoformat()
    return _moment(value) if column.endswith("_at") else value


def _moment(milliseconds: int) -> str:
    return datetime.fromtimestamp(milliseconds / 1000, UTC).isoformat(timespec="seconds")


def name_of(store: Store, contact: int) -> str:
    """The name of somebody who is here, or is still in the history. Raises ``UserError``."""
    name = store.value("SELECT name FROM contact WHERE id = ?", (contact,))
    if name is None:
        held = erasing.only_remembered(store.database.connection()).get(contact)
        if held is None:
            raise UserError(tr("This person is no longer here."), tr("Nothing was changed."))
        name = held[0]
    return str(name)


def plan(store: Store, contact: int, progress: Progress = lambda _done, _total: None) -> Plan:
    """What ``erase`` would do, and which copies hold the person. Changes nothing; reads everything once."""
    name = name_of(store, contact)
    connection = store.database.connection()
    person = erasing.person_in(connection, contact)
    found = erasing.find(connection, person, mark(), progress)
    return Plan(
        contact=contact,
        name=name,
        rows=dict(found.counts),
        steps=len(found.steps),
        left=dict(found.left),
        copies=tuple(person_copies.holding(store, person, mark())),
        drafts=tuple(person_copies.small_files(store.path, person.target)),
        files=tuple(erasing_files.of(connection, found)),
    )
