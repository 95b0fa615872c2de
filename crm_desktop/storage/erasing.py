"""Finds one person in every table and every step of a workspace file."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import apsw

from crm_desktop.domain.folding import fold, search_text
from crm_desktop.domain.mentions import Target
from crm_desktop.storage.row_blocks import unpacked
from crm_desktop.storage.search_indexes import OF_TABLES

Progress = Callable[[int, int], None]

# Worked out of other columns of the row: made anew.
_WORKED_OUT = {"name_key", "search"}
# Here a mark would be no address and no number.
_EMPTIED = {"email", "phone", "website"}
_CONTACT = ("phone", "email", "notes")
_SHORT = 24
_ROWS_BETWEEN_TELLING = 20_000


@dataclass(frozen=True)
class Person:
    """Whom to erase in this file: the rows of the person (several, where some were merged), the accounts they belong
    to, and how they are found."""

    contacts: frozenset[int]
    accounts: frozenset[int]
    target: Target


@dataclass
class Found:
    """Where a person is in one file. ``cells``: table, row -> column -> what it will say."""

    cells: dict[tuple[str, int], dict[str, Any]] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    """By table: rows that name the person."""
    linked: dict[str, set[int]] = field(default_factory=dict)
    """By table: rows that point to the person, whether or not they name them."""
    steps: list[int] = field(default_factory=list)
    """Steps of the journal that carry their data."""
    left: Counter[str] = field(default_factory=Counter)
    """By table: rows elsewhere with the same name, left because somebody else has that name too."""
    here: bool = False
    """The person's own row is in the file and not yet erased."""

    @property
    def is_empty(self) -> bool:
        return not (self.here or self.cells or self.steps)


def person_in(connection: apsw.Connection, contact: int, known: Target | None = None) -> Person:
    """The person as this file knows them, now and in its journal; ``known`` adds what another file knows."""
    known = known or Target()
    values: dict[str, set[str]] = {
        "name": set(known.names), "email": set(known.emails), "phone": set(known.phones)
    }  # fmt: skip
    columns = columns_of(connection, "contact")
    contacts = _merged(connection, contact, "merged_into" in columns)
    chosen = (json.dumps(sorted(contacts)),)
    rows: list[Any] = list(
        connection.execute("SELECT * FROM contact WHERE id IN (SELECT value FROM json_each(?))", chosen)
    )
    for _, sides in _changes(connection):
        rows += [side for table, key, both in sides if table == "contact" and key in contacts for side in both if side]
    for row in rows:
        for name, found in values.items():
            place = columns.index(name)
            if place < len(row) and isinstance(row[place], str):
                found.update([row[place].strip()] if name == "name" else several(row[place]))
    values["name"].discard("")
    query = "SELECT account_id FROM affiliation WHERE contact_id IN (SELECT value FROM json_each(?))"
    accounts = frozenset(account for (account,) in connection.execute(query, chosen))
    return Person(contacts, accounts, _theirs_alone(connection, chosen, values, known.everywhere))


def only_remembered(connection: apsw.Connection) -> dict[int, tuple[str, str, str]]:
    """People who are in no table but in the journal, since adding them was taken back: name, e-mail, phone."""
    columns = columns_of(connection, "contact")
    places = [columns.index(name) for name in ("name", "email", "phone")]
    present = {row for (row,) in connection.execute("SELECT id FROM contact")}
    found: dict[int, tuple[str, str, str]] = {}
    for _, sides in _changes(connection):
        for table, key, both in sides:
            for side in both:
                if table == "contact" and key not in present and side and isinstance(side[places[0]], str):
                    texts = [side[place] if isinstance(side[place], str) else "" for place in places]
                    found[key] = (texts[0], texts[1], texts[2])
    return found


def several(text: str) -> list[str]:
    """The addresses or numbers of a field that holds several, with a comma between."""
    return [part.strip() for part in re.split(r"[,;\n]", text) if part.strip()]


def _merged(connection: apsw.Connection, contact: int, can_be: bool) -> frozenset[int]:
    """The person's rows: theirs, and those that were merged into it."""
    if not can_be:
        return frozenset({contact})
    query = (
        "WITH RECURSIVE same (id) AS (VALUES (?) "
        "UNION SELECT c.id FROM contact c JOIN same ON c.merged_into = same.id) SELECT id FROM same"
    )
    return frozenset(row for (row,) in connection.execute(query, (contact,)))


def _theirs_alone(
    connection: apsw.Connection, chosen: tuple[str], values: dict[str, set[str]], everywhere: bool
) -> Target:
    """An address or a number that another person has too is not looked for; a name only where it must be this one."""
    query = "SELECT name, email, phone FROM contact WHERE id NOT IN (SELECT value FROM json_each(?))"
    others: list[Any] = connection.execute(query, chosen).fetchall()
    names = {fold(row[0]) for row in others}
    emails = {fold(email) for row in others for email in several(row[1])}
    numbers = {_digits(number) for row in others for number in several(row[2])}
    alone = all(len(fold(name).split()) > 1 and fold(name) not in names for name in values["name"])
    return Target(
        frozenset(values["name"]),
        frozenset(email for email in values["email"] if fold(email) not in emails),
        frozenset(phone for phone in values["phone"] if _digits(phone) not in numbers),
        everywhere and alone,
    )


def find(connection: apsw.Connection, person: Person, mark: str, progress: Progress = lambda _d, _t: None) -> Found:
    """Looks through every text of every table, and through the journal. Writes nothing."""
    found = Found()
    tables = _tables(connection)
    total = sum(connection.execute(f'SELECT count(*) FROM "{name}"').get for name in tables)
    done = 0
    clean: set[str] = set()
    for table, columns in tables.items():
        for row in connection.execute(f'SELECT {key_of(connection, table)}, * FROM "{table}"'):
            _look_at(found, person, mark, table, row[0], dict(zip(columns, row[1:], strict=True)), clean)
            done += 1
            if not done % _ROWS_BETWEEN_TELLING:
                progress(done, total)
    _look_at_steps(connection, found, person, mark)
    progress(total, total)
    return found


def _look_at(
    found: Found, person: Person, mark: str, table: str, key: Any, row: Mapping[str, Any], clean: set[str]
) -> None:
    """``clean``: short texts that do not name anybody we look for, in whatever row; most are the same few."""
    if table == "contact" and key in person.contacts:
        blank = {"name": mark, "name_key": fold(mark), "search": search_text(mark)} | dict.fromkeys(_CONTACT, "")
        if any(row[name] != value for name, value in blank.items()):
            found.here = True
            found.cells[table, key] = blank
            found.counts[table] += 1
        return
    own = row.get("contact_id") in person.contacts
    theirs = own or (key if table == "account" else row.get("account_id")) in person.accounts
    by_name = theirs or (person.target.everywhere and table != "account")
    if own:
        found.linked.setdefault(table, set()).add(key)
    changed: dict[str, Any] = {}
    for name, value in row.items():
        if not isinstance(value, str) or not value or name in _WORKED_OUT or value in clean:
            continue
        if len(value) <= _SHORT and "\\u" not in value and not person.target.spans(value, by_one_name=True):
            clean.add(value)
            continue
        named = by_name and not (table == "contact" and name == "name")
        text, count = person.target.without(value, mark, by_name=named, by_one_name=own)
        if count:
            changed[name] = "" if text == mark and name in _EMPTIED else text
        elif not named and table != "contact" and person.target.spans(value):
            found.left[table] += 1
    if own and table == "affiliation" and row["role"]:
        changed["role"] = ""
    if changed:
        if table in OF_TABLES:
            now = {**row, **changed}
            parts = [now.get(part) or "" for part in ("name", "email", "website")]
            changed |= {"name_key": fold(now["name"]), "search": search_text(*parts, _digits(now.get("phone") or ""))}
        found.cells[table, key] = changed
        found.counts[table] += 1


def _look_at_steps(connection: apsw.Connection, found: Found, person: Person, mark: str) -> None:
    """A step is theirs that changed their row or a row of theirs, or in which a text names them."""
    contact_at = {
        name: columns.index("contact_id") for name, columns in _tables(connection).items() if "contact_id" in columns
    }
    for step, sides in _changes(connection):
        for table, key, both in sides:
            at = contact_at.get(table)
            values = [value for side in both if side for value in side]
            if (
                (table == "contact" and key in person.contacts)
                or (at is not None and any(side[at] in person.contacts for side in both if side and at < len(side)))
                or ((table, key) in found.cells and any(isinstance(value, str) for value in values))
                or any(
                    isinstance(value, str) and person.target.spans(value, by_name=person.target.everywhere)
                    for value in _texts(values)
                )
            ):
                found.steps.append(step)
                break
    _look_at_labels(connection, found, person, mark)


def _look_at_labels(connection: apsw.Connection, found: Found, person: Person, mark: str) -> None:
    """What such a step is called may name them by one name only, as their own rows may."""
    query = """SELECT id, label FROM operation WHERE id IN (SELECT value FROM json_each(?1))
        OR target_id IN (SELECT value FROM json_each(?1))"""
    for step, label in connection.execute(query, (json.dumps(found.steps),)):
        text, count = person.target.without(label, mark, by_one_name=True)
        if count:
            cells = found.cells.setdefault(("operation", step), {})
            found.counts["operation"] += not cells
            cells["label"] = text


def _texts(values: list[Any]) -> Iterator[Any]:
    """The values, and what stands inside those that are JSON with its letters written as numbers."""
    for value in values:
        yield value
        if isinstance(value, str) and "\\u" in value:
            try:
                yield json.dumps(json.loads(value), ensure_ascii=False)
            except (ValueError, RecursionError):
                continue


_Sides = Iterator[tuple[str, int, tuple[Any, ...]]]


def _changes(connection: apsw.Connection) -> Iterator[tuple[int, _Sides]]:
    """Every step that carries data, and of each row in it: table, id, what stood there before and after."""
    columns = columns_of(connection, "operation")
    taken = "taken" if "taken" in columns else "NULL"
    for step, changeset, packed in connection.execute(
        f"SELECT id, changeset, {taken} FROM operation WHERE changeset IS NOT NULL OR {taken} IS NOT NULL"
    ):
        yield step, _sides(changeset, packed)


def _sides(changeset: bytes | None, packed: bytes | None) -> _Sides:
    for change in apsw.Changeset.iter(changeset) if changeset else ():
        old: Any = change.old
        new: Any = change.new
        yield change.name, (old or new)[0], (old, new)
    for table, columns, rows in unpacked(packed) if packed else ():
        place = columns.index("id")
        for row in rows:
            yield table, row[place], (tuple(row),)


def _tables(connection: apsw.Connection) -> dict[str, list[str]]:
    """The tables that hold rows of their own, with their columns: not those inside a search index."""
    names: list[Any] = connection.execute(
        "SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
    ).fetchall()
    virtual = [name for name, sql in names if sql.upper().startswith("CREATE VIRTUAL")]
    inside = {name for name, _ in names for index in virtual if name == index or name.startswith(f"{index}_")}
    return {name: columns_of(connection, name) for name, _ in names if name not in inside}


def columns_of(connection: apsw.Connection, table: str) -> list[str]:
    return [row[1] for row in connection.execute(f'PRAGMA table_info("{table}")')]


def key_of(connection: apsw.Connection, table: str) -> str:
    """What names a row: its id, or the values of its key where it has no number."""
    keys = [row[1] for row in connection.execute(f'PRAGMA table_info("{table}")') if row[5]]
    if len(keys) == 1:
        return f'"{keys[0]}"'
    listed = ", ".join(f'"{key}"' for key in keys)
    return f"json_array({listed})" if keys else "rowid"


def _digits(phone: str) -> str:
    return "".join(c for c in phone if c.isdigit())
