"""Reads a step of the journal back: which rows it added, changed and removed, and what stood in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any, NamedTuple

import apsw

from crm_desktop.domain.errors import UserError
from crm_desktop.i18n import tr
from crm_desktop.storage.new_rows import Range, as_ranges
from crm_desktop.storage.row_blocks import unpacked
from crm_desktop.storage.store import Store
from crm_desktop.storage.touched import COLUMNS

_VERBS = {"INSERT": "added", "UPDATE": "changed", "DELETE": "removed"}
_OPPOSITE = {"added": "removed", "changed": "changed", "removed": "added"}


class RowChange(NamedTuple):
    """One row. ``before`` has what an update or a removal found, ``after`` what an update or an insert left.

    An update names only the columns that it changed.
    """

    table: str
    verb: str
    id: int
    before: Mapping[str, Any]
    after: Mapping[str, Any]


class StepChanges(NamedTuple):
    """The first rows of a step in the order of its tables, and how many rows of each table it touched in which way."""

    first: tuple[RowChange, ...]
    counts: Mapping[tuple[str, str], int]


def changes_of(store: Store, operation: int, *, most: int) -> StepChanges:
    """What a step did. An undo did the opposite of the step it was applied to, a redo the same again."""
    row = store.row(
        "SELECT d.changeset, d.new_rows, d.taken, o.kind = 'undo' FROM operation o "
        "JOIN operation d ON d.id = coalesce(o.target_id, o.id) WHERE o.id = ?",
        (operation,),
    )
    if row is None or (row[0] is None and row[1] is None):
        raise UserError(tr("This step is no longer in the history."))
    first: list[RowChange] = []
    counts: Counter[tuple[str, str]] = Counter()
    for change in apsw.Changeset.iter(row[0]) if row[0] else ():
        verb = _VERBS[change.op]
        counts[change.name, verb] += 1
        if len(first) < most:
            first.append(_row_change(change))
    # A changeset has the rows of a table in no order of ours; ids rise as rows are added.
    tables = list(COLUMNS)
    first.sort(key=lambda change: (tables.index(change.table), change.id))
    for each in as_ranges(row[1]):
        counts[each.table, "added"] += each.rows
        found = _new_rows(store, each, row[2], most=most - len(first))
        first += [RowChange(each.table, "added", new["id"], {}, new) for new in found]
    if row[3]:
        return _turned_round(first, counts)
    return StepChanges(tuple(first), counts)


def _turned_round(first: list[RowChange], counts: Mapping[tuple[str, str], int]) -> StepChanges:
    """What was added is removed, and what was there after is what was there before."""
    return StepChanges(
        tuple(RowChange(c.table, _OPPOSITE[c.verb], c.id, c.after, c.before) for c in first),
        {(table, _OPPOSITE[verb]): n for (table, verb), n in counts.items()},
    )


def _new_rows(store: Store, each: Range, taken: bytes | None, *, most: int) -> list[dict[str, Any]]:
    """The first of many new rows as they stand now, or as they were when the step was undone."""
    if taken is not None:
        rows = (
            dict(zip(columns, row, strict=True))
            for table, columns, some in unpacked(taken)
            if table == each.table
            for row in some
            if each.first <= row[0] <= each.last
        )
        return list(islice(rows, most))
    columns = COLUMNS[each.table]
    query = f"SELECT {', '.join(columns)} FROM {each.table} WHERE id BETWEEN ? AND ? ORDER BY id LIMIT ?"
    found = store.rows(query, (each.first, each.last, most))
    return [dict(zip(columns, row, strict=True)) for row in found]


def changes_since(store: Store, moment: int) -> Iterator[RowChange]:
    """What the steps made since a moment (UTC milliseconds) did to rows, the newest step first.

    Steps that were taken back, and very many new rows that a step holds as ranges, are left out. So is everything
    where the journal does not reach back to that moment.
    """
    steps = store.rows(
        """SELECT id FROM operation WHERE kind = 'do' AND state = 'done' AND made_at >= ?1 AND changeset IS NOT NULL
        AND EXISTS (SELECT 1 FROM operation WHERE made_at < ?1) ORDER BY id DESC""",
        (moment,),
    )
    for (step,) in steps:
        for change in apsw.Changeset.iter(store.value("SELECT changeset FROM operation WHERE id = ?", (step,))):
            yield _row_change(change)


def added_rows(store: Store, operation: int, table: str) -> set[int]:
    """The ids of the rows that a step added to a table, as far as they are still there."""
    row = store.row("SELECT changeset, new_rows FROM operation WHERE id = ?", (operation,))
    changeset, ranges = row or (None, None)
    changes = apsw.Changeset.iter(changeset) if changeset else ()
    found = {change.new[0] for change in changes if change.op == "INSERT" and change.name == table and change.new}
    for each in as_ranges(ranges):
        if each.table == table:
            query = f"SELECT id FROM {table} WHERE id BETWEEN ? AND ?"
            found |= {id for (id,) in store.rows(query, (each.first, each.last))}
    return found  # type: ignore[return-value]


def _row_change(change: Any) -> RowChange:
    old: Any = change.old or ()
    new: Any = change.new or ()
    table = change.name
    return RowChange(table, _VERBS[change.op], (old or new)[0], _named(table, old), _named(table, new))


def _named(table: str, values: tuple[Any, ...]) -> dict[str, Any]:
    # A step may be older than the newest columns: they stand at the end.
    return {name: value for name, value in zip(COLUMNS[table], values, strict=False) if value is not apsw.no_change}
