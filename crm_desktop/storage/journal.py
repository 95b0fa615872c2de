"""Reads a step of the journal back: which rows it added, changed and removed, and what stood in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, NamedTuple

import apsw

from crm_desktop.domain.errors import UserError
from crm_desktop.i18n import tr
from crm_desktop.storage.store import Store
from crm_desktop.storage.tables import RECORDED

_COLUMNS = {table._meta.table_name: [field.column_name for field in table._meta.sorted_fields] for table in RECORDED}
_VERBS = {"INSERT": "added", "UPDATE": "changed", "DELETE": "removed"}


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
    """What a step did. An undo or a redo shows what it was applied to."""
    row = store.row(
        "SELECT coalesce(o.changeset, t.changeset) FROM operation o LEFT JOIN operation t ON t.id = o.target_id "
        "WHERE o.id = ?",
        (operation,),
    )
    if row is None or row[0] is None:
        raise UserError(tr("This step is no longer in the history."))
    first: list[RowChange] = []
    counts: Counter[tuple[str, str]] = Counter()
    for change in apsw.Changeset.iter(row[0]):
        verb = _VERBS[change.op]
        counts[change.name, verb] += 1
        if len(first) < most:
            old: Any = change.old or ()
            new: Any = change.new or ()
            first.append(
                RowChange(change.name, verb, (old or new)[0], _named(change.name, old), _named(change.name, new))
            )
    return StepChanges(tuple(first), counts)


def _named(table: str, values: tuple[Any, ...]) -> dict[str, Any]:
    # A step may be older than the newest columns: they stand at the end.
    return {name: value for name, value in zip(_COLUMNS[table], values, strict=False) if value is not apsw.no_change}
