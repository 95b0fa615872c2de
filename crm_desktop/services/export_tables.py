"""What is written out as tables: by kind the columns, and the rows as plain values."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import chain, islice
from typing import Any, NamedTuple

from crm_desktop.domain.dates import day_from
from crm_desktop.i18n import currency_exponent
from crm_desktop.storage.store import Store

Cell = str | Decimal | int | date
Row = Sequence[Cell]
Columns = list[Sequence[Cell]]
_BLOCK = 1_000


class Exported(NamedTuple):
    """A kind of things as a table: the names of its columns, which an import knows, and where the values are.

    ``exact``: the columns that hold numbers.
    """

    header: tuple[str, ...]
    query: str
    exact: tuple[str, ...] = ()


_HERE = "{t}.deleted_at IS NULL AND a.deleted_at IS NULL ORDER BY {t}.id"
_ACCOUNT = "JOIN account a ON a.id = {t}.account_id"
_PERSON = "LEFT JOIN contact c ON c.id = {t}.contact_id"


def _events(columns: str, table: str, letter: str, *, person: bool = False) -> str:
    joins = f"{_ACCOUNT} {_PERSON if person else ''}".format(t=letter)
    return f"SELECT {columns} FROM {table} {letter} {joins} WHERE {_HERE.format(t=letter)}"


TABLES: dict[str, Exported] = {
    "accounts": Exported(
        (
            "Account", "Tier", "Industry", "Address", "Phone", "E-mail", "Website", "Owner", "Customer since", "Notes",
            "Tags", "Id",
        ),
        "SELECT name, tier, industry, address, phone, email, website, owner, since, notes, tags, id FROM account"
        " WHERE deleted_at IS NULL ORDER BY id",
    ),
    "contacts": Exported(
        ("Account", "Full name", "Phone", "E-mail", "Role", "Notes", "Id"),
        "SELECT coalesce(a.name, ''), c.name, c.phone, c.email, coalesce(f.role, ''), c.notes, c.id FROM contact c"
        " LEFT JOIN affiliation f ON f.contact_id = c.id"
        " LEFT JOIN account a ON a.id = f.account_id AND a.deleted_at IS NULL"
        " WHERE c.deleted_at IS NULL ORDER BY c.id, f.id",
    ),
    "interactions": Exported(
        (
            "Account", "Date", "Type", "Direction", "Department", "Contact", "Done by", "Subject", "Notes", "Minutes",
        ),
        _events(
            "a.name, i.day, i.kind, i.direction, i.department, coalesce(c.name, ''), i.who, i.subject, i.notes,"
            " i.minutes",
            "interaction",
            "i",
            person=True,
        ),
        ("Minutes",),
    ),
    "purchases": Exported(
        ("Account", "Date", "Amount", "Currency", "Product", "Reference", "Refund"),
        _events("a.name, p.day, p.amount, p.currency, p.what, p.reference, p.refund", "purchase", "p"),
        ("Amount",),
    ),
    "ratings": Exported(
        ("Account", "Date", "Rating", "Touchpoint", "Dimension", "Comment", "Contact"),
        _events(
            "a.name, r.day, r.score, r.touchpoint, r.dimension, r.comment, coalesce(c.name, '')",
            "rating",
            "r",
            person=True,
        ),
        ("Rating",),
    ),
    "follow_ups": Exported(
        ("Account", "Follow-up", "Due", "Time", "Owner", "Done on"),
        _events("a.name, f.what, f.due, f.due_minute, f.owner, f.done_on", "follow_up", "f"),
    ),
}  # fmt: skip

ID = "Id"
"""The column of our own numbers. They are texts wherever they go, since a spreadsheet keeps 15 digits of a number."""
_DAYS = {"Date", "Customer since", "Due", "Done on"}
_BEFORE_IDS = [table._replace(header=table.header[:-1]) for table in TABLES.values() if table.header[-1] == ID]
OWN_HEADERS = {table.header: table for table in (*TABLES.values(), *_BEFORE_IDS)}
"""How a file is known to be one of ours, in which text was made harmless and numbers are certain."""
WORKED_OUT = frozenset({
    "Tier now", "Rhythm now", "Order days in 12 months", "Last contact on", "Rating now", "Revenue of 12 months",
    "Change in percent", "Next step now", "Last order on", "At stake", "When", "Reason", "How sure",
    "Repeat after days",
})  # fmt: skip
"""Columns of a list as a page shows it that no other program writes under these names, and no import takes."""
_OWN_NAMES = WORKED_OUT | frozenset(name for table in TABLES.values() for name in table.header)


def own_table(header: tuple[str, ...]) -> Exported | None:
    """The table of ours that a file with these columns is; ``None`` for one of others.

    A list as a page shows it has any of our columns in any order, and at least one that only we write.
    """
    if header in OWN_HEADERS:
        return OWN_HEADERS[header]
    as_shown = "Account" in header and _OWN_NAMES.issuperset(header) and not WORKED_OUT.isdisjoint(header)
    return Exported(header, "") if as_shown else None


def blocks(store: Store, kind: str) -> Iterator[Columns]:
    """The rows of a kind, a thousand at a time: text, days, exact amounts and numbers; nothing is an empty text."""
    table = TABLES[kind]
    readers = [_reader(name) for name in table.header]
    currency = table.header.index("Currency") if "Currency" in table.header else None
    amount = table.header.index("Amount") if currency is not None else 0
    cursor = store.database.connection().execute(table.query)
    while found := list(islice(cursor, _BLOCK)):
        stored = list(zip(*found, strict=True))
        columns: Columns = [_read(column, read) for column, read in zip(stored, readers, strict=True)]
        if currency is not None:
            money = zip(stored[amount], stored[currency], strict=True)
            columns[amount] = [Decimal(minor).scaleb(-currency_exponent(code)) for minor, code in money]
        yield columns


def rows(store: Store, kind: str) -> Iterator[Row]:
    """The same row by row."""
    return chain.from_iterable(zip(*columns, strict=True) for columns in blocks(store, kind))


def _read(column: Sequence[Any], read: Callable[[Any], Cell] | None) -> Sequence[Cell]:
    if None in column:
        return ["" if value is None else read(value) if read is not None else value for value in column]
    return column if read is None else list(map(read, column))


def people(store: Store, accounts: Collection[int] | None) -> Iterator[Row]:
    """The rows of "contacts"; with ``accounts`` those of people who belong to one of them now."""
    if accounts is None:
        yield from rows(store, "contacts")
        return
    query = """SELECT a.name, c.name, c.phone, c.email, f.role, c.notes, c.id FROM affiliation f
        JOIN contact c ON c.id = f.contact_id AND c.deleted_at IS NULL
        JOIN account a ON a.id = f.account_id AND a.deleted_at IS NULL
        WHERE f.until IS NULL AND f.account_id IN (SELECT value FROM json_each(?)) ORDER BY a.name_key, a.id, f.id"""
    yield from store.database.connection().execute(query, (json.dumps(list(accounts)),))


class _Days(dict[int, date]):
    """Dates by their numbers, each made once."""

    def __missing__(self, number: int) -> date:
        day = self[number] = day_from(number)
        return day


def _reader(name: str) -> Callable[[Any], Cell] | None:
    """What makes a value of a stored one; ``None`` where it is stored as it is shown."""
    if name in _DAYS:
        return _Days().__getitem__
    readers: dict[str, Callable[[Any], Cell]] = {
        "Rating": lambda score: Decimal(f"{score:.6f}").normalize() + 0,
        "Refund": lambda refund: "yes" if refund else "",
        "Tags": lambda tags: ", ".join(json.loads(tags)),
        ID: str,
        "Time": lambda minute: f"{minute // 60:02}:{minute % 60:02}",
    }
    return readers.get(name)
