"""Very many new rows of one step: ranges of ids in the journal instead of a copy of every row."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any, NamedTuple

import apsw

from crm_desktop.storage.indexes import drop_indexes, leave_to_make, pays, without_indexes
from crm_desktop.storage.pointing import Pointing
from crm_desktop.storage.row_blocks import chunks, in_columns, insert, packed_rows, unpacked

# Fewer rows are recorded one by one, as everything else is: the journal can then name each of them for ever.
FEWEST = 64
_NOTHING: Mapping[str, Any] = {}

# What the triggers of these tables do row by row, a hundred times as slow: after an insert, before a removal.
# A search index takes many rows in one statement; in a trigger it is written out for every row.
_SEARCH = (
    "INSERT INTO {0}_index (rowid, search) SELECT id, search FROM {0} WHERE id BETWEEN ? AND ?",
    "INSERT INTO {0}_index ({0}_index, rowid, search) SELECT 'delete', id, search FROM {0} WHERE id BETWEEN ? AND ?",
)
INSTEAD_OF_TRIGGERS: dict[str, tuple[str, ...]] = {
    "account": tuple(statement.format("account") for statement in _SEARCH),
    "contact": tuple(statement.format("contact") for statement in _SEARCH),
    "interaction": (
        "INSERT OR IGNORE INTO interaction_unread SELECT id FROM interaction "
        "WHERE id BETWEEN ? AND ? AND (subject <> '' OR notes <> '')",
        "",
    ),
}


class Range(NamedTuple):
    """Every row of ``table`` with an id from ``first`` to ``last``: ``rows`` of them, all new in one step."""

    table: str
    first: int
    last: int
    rows: int


class Recorder:
    """Records what an operation does: a session for everything, ranges for what comes in bulk."""

    def __init__(self, connection: apsw.Connection, tables: Iterable[str]) -> None:
        self._connection = connection
        self._session = apsw.Session(connection, "main")
        self.ranges: list[Range] = []
        self._rows: list[tuple[str, tuple[Any, ...]]] = []
        self._to_make: list[str] = []
        for name in tables:
            self._session.attach(name)

    def close(self) -> None:
        """Records no more."""
        self._session.close()

    def changeset(self) -> bytes | None:
        """What was recorded row by row; the whole is complete."""
        if self._to_make:
            leave_to_make(self._connection, self._to_make)
        if not self._rows:
            return None if self._session.is_empty else self._session.changeset()
        builder = apsw.ChangesetBuilder()  # type: ignore[no-untyped-call]
        builder.schema(self._connection, "main")
        for table, row in self._rows:
            builder.add_insert(table, False, row)
        # What was done afterwards to a row that is new here makes one with its insert.
        if not self._session.is_empty:
            builder.add(self._session.changeset())
        return builder.output() or None

    @property
    def left_indexes(self) -> bool:
        """Whether the file has indexes to be made."""
        return bool(self._to_make)

    def expect(self, table: str, rows: int) -> None:
        """So many rows of a table will come, and nobody reads it by anything but its ids until the operation ends.

        Its indexes may be left to ``indexes.make``: rows and indexes together would double the journal of the file.
        """
        if pays(self._connection, table, rows):
            self._to_make += drop_indexes(self._connection, table)

    def insert_one(self, table: str, columns: Mapping[str, Any]) -> None:
        """Inserts one row; columns not named have the schema's default.

        The file gives back what it wrote. A session would ask it for the table and the row again: a tenth of a logged
        call, or more.
        """
        names, marks = ", ".join(columns), ", ".join("?" * len(columns))
        with _unrecorded(self._session):
            row: Any = self._connection.execute(
                f"INSERT INTO {table} ({names}) VALUES ({marks}) RETURNING *", tuple(columns.values())
            ).get
        self._rows.append((table, row))

    def insert(
        self,
        table: str,
        names: Sequence[str],
        blocks: Iterable[Sequence[Iterable[Any]]],
        same: Mapping[str, Any] = _NOTHING,
    ) -> None:
        """Inserts plain SQLite values, some rows a block, column by column; ``same`` is what all the rows have besides.

        ``id`` is one of the columns. Rows whose ids rise and have no others between them become a range; the rest is
        recorded row by row. Raises ``apsw.ConstraintError`` when a row points to one that is not there.
        """
        place, found, pointing = list(names).index("id"), list[Range](), Pointing(self._connection, table)
        for columns in chunks(blocks, len(names)):
            ids = columns[place]
            if len(ids) >= FEWEST and ids == sorted(ids) and not _any(self._connection, table, ids[0], ids[-1]):
                with _unrecorded(self._session), _without_triggers(self._connection, table), pointing.unchecked():
                    insert(self._connection, table, names, columns, same)
                pointing.note(names, columns, same)
                found.append(Range(table, ids[0], ids[-1], len(ids)))
            else:
                insert(self._connection, table, names, columns, same)
        pointing.check()
        found = _joined(self._connection, found)
        for each in found:
            _index(self._connection, each, 0)
        self.ranges = _joined(self._connection, [*self.ranges, *found])


def as_text(ranges: Sequence[Range]) -> str | None:
    """The ranges as the journal keeps them."""
    return json.dumps(ranges, separators=(",", ":")) if ranges else None


def as_ranges(text: str | None) -> list[Range]:
    """The ranges that the journal keeps."""
    return [Range(*each) for each in json.loads(text)] if text else []


def take_away(connection: apsw.Connection, ranges: Sequence[Range]) -> bytes:
    """Removes the rows; returns them packed, for ``put_back``. Raises ``apsw.AbortError`` when some are missing."""
    # What points to others goes first and comes last: a row that others wait for is dear.
    packed: list[bytes] = []
    for each in reversed(ranges):
        packed.append(b"".join(packed_rows(connection, each.table, each.first, each.last)))
        _index(connection, each, 1)
        with (
            without_indexes(connection, each.table, each.rows, coming=False),
            _without_triggers(connection, each.table),
        ):
            connection.execute(f"DELETE FROM {each.table} WHERE id BETWEEN ? AND ?", (each.first, each.last))
            removed = connection.changes()
        if removed != each.rows:
            raise apsw.AbortError(f"{each.rows} rows of {each.table} expected, {removed} found")
    return b"".join(reversed(packed))


def put_back(connection: apsw.Connection, ranges: Sequence[Range], packed: bytes) -> None:
    """Inserts the rows that ``take_away`` removed."""
    with ExitStack() as filling:
        for each in ranges:
            filling.enter_context(without_indexes(connection, each.table, each.rows))
        for table, names, rows in unpacked(packed):
            with _without_triggers(connection, table):
                for columns in in_columns(rows, len(names)):
                    insert(connection, table, names, columns, _NOTHING)
    for each in ranges:
        _index(connection, each, 0)


def _any(connection: apsw.Connection, table: str, first: int, last: int) -> bool:
    found = connection.execute(f"SELECT EXISTS (SELECT 1 FROM {table} WHERE id BETWEEN ? AND ?)", (first, last)).get
    return bool(found)


def _joined(connection: apsw.Connection, ranges: Sequence[Range]) -> list[Range]:
    """The ranges with those of a table made one that have nothing between them."""
    joined: dict[str, list[Range]] = {}
    for each in ranges:
        of_table = joined.setdefault(each.table, [])
        before = of_table[-1] if of_table else None
        if before and before.last < each.first and not _any(connection, each.table, before.last + 1, each.first - 1):
            of_table[-1] = Range(each.table, before.first, each.last, before.rows + each.rows)
        else:
            of_table.append(each)
    return [each for of_table in joined.values() for each in of_table]


def _index(connection: apsw.Connection, each: Range, which: int) -> None:
    """Does for a range what a trigger does for a row: 0 after an insert, 1 before a removal."""
    statement = INSTEAD_OF_TRIGGERS.get(each.table, ("", ""))[which]
    if statement:
        connection.execute(statement, (each.first, each.last))


@contextmanager
def _unrecorded(session: apsw.Session) -> Iterator[None]:
    session.enabled = False
    try:
        yield
    finally:
        session.enabled = True


@contextmanager
def _without_triggers(connection: apsw.Connection, table: str) -> Iterator[None]:
    """Switches the triggers off for a table whose triggers' work is done range by range."""
    if table not in INSTEAD_OF_TRIGGERS:
        yield
        return
    connection.config(apsw.SQLITE_DBCONFIG_ENABLE_TRIGGER, 0)
    try:
        yield
    finally:
        connection.config(apsw.SQLITE_DBCONFIG_ENABLE_TRIGGER, 1)


def changed_since(connection: apsw.Connection, step: int, ranges: Sequence[Range]) -> bool:
    """Whether a later step, that is not undone itself, changed or removed one of these rows."""
    if not ranges:
        return False
    later = connection.execute(
        "SELECT changeset FROM operation WHERE id > ? AND kind = 'do' AND state = 'done' AND changeset IS NOT NULL",
        (step,),
    )
    spans: dict[str, list[Range]] = {}
    for each in ranges:
        spans.setdefault(each.table, []).append(each)
    for (changeset,) in later:
        for change in apsw.Changeset.iter(changeset):
            if change.op != "INSERT" and change.name in spans:
                row: Any = change.old
                if any(each.first <= row[0] <= each.last for each in spans[change.name]):
                    return True
    return False
