"""Keeps one record of every account, column by column in a few large rows, so that all of them are read at once."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from crm_desktop.storage.store import Store

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# So many accounts share a row of the table: one account is changed without writing many others.
_TOGETHER = 512


class Packed(NamedTuple):
    """Records of A accounts, ascending by id."""

    ids: NDArray[np.int64]
    columns: dict[str, NDArray[Any]]
    """An array [A] each: one column is looked through far sooner by itself than among the others of its records."""

    @classmethod
    def of_records(cls, ids: NDArray[np.int64], records: NDArray[Any]) -> Packed:
        """Of a structured array [A]."""
        return cls(ids, {name: records[name].copy() for name in records.dtype.names or ()})

    def of(self, chosen: NDArray[np.bool_] | NDArray[np.int64]) -> Packed:
        """The same of the chosen ones alone."""
        return Packed(self.ids[chosen], {name: column[chosen] for name, column in self.columns.items()})

    def only(self, names: Iterable[str]) -> Packed:
        """The same without the other columns."""
        return Packed(self.ids, {name: self.columns[name] for name in names})

    def with_(self, fresh: Packed, accounts: Collection[int]) -> Packed:
        """The same with these records instead of those of ``accounts``."""
        import numpy as np

        theirs = among(self.ids, accounts)
        if np.array_equal(self.ids[theirs], fresh.ids):
            columns = {name: column.copy() for name, column in self.columns.items()}
            for name, column in columns.items():
                column[theirs] = fresh.columns[name]
            return Packed(self.ids, columns)
        beside = self.of(~theirs)
        both = [(column, fresh.columns[name]) for name, column in beside.columns.items()]
        columns = dict(zip(beside.columns, map(np.concatenate, both), strict=True))
        ids = np.concatenate([beside.ids, fresh.ids])
        return Packed(ids, columns).of(np.argsort(ids))


def places(ids: NDArray[np.int64], accounts: NDArray[np.int64]) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """Where each of some accounts stands among these ids, ascending, and whether it does."""
    import numpy as np

    if not len(ids):
        return np.zeros(len(accounts), np.intp), np.zeros(len(accounts), bool)
    at = np.minimum(np.searchsorted(ids, accounts), len(ids) - 1)
    return at, ids[at] == accounts


def among(ids: NDArray[np.int64], accounts: Collection[int]) -> NDArray[np.bool_]:
    """Which of these ids, ascending, are those of some accounts; fast where the accounts are few."""
    import numpy as np

    found = np.zeros(len(ids), bool)
    at, there = places(ids, np.fromiter(accounts, np.int64, len(accounts)))
    found[at[there]] = True
    return found


def read(store: Store, part: str, kind: list[tuple[str, str]], accounts: Collection[int] | None = None) -> Packed:
    """What is kept of these accounts (``None``: all); one without a record is left out.

    ``kind``: the columns and their NumPy types.
    """
    if accounts is None:
        rows = store.rows("SELECT ids, records FROM packed WHERE part = ? ORDER BY first_id", (part,))
        return _together(rows, kind)
    found = _together(
        store.rows(f"SELECT ids, records FROM packed WHERE {_THEIRS} ORDER BY first_id", _given(part, accounts)), kind
    )
    return found.of(among(found.ids, accounts))


def replace(store: Store, part: str, fresh: Packed, accounts: Collection[int] | None = None) -> None:
    """Keeps these records instead of those of ``accounts`` (``None``: all), inside an operation or a derivation."""
    import numpy as np

    if accounts is None:
        where, given = "part = :part", {"part": part}
    else:
        where, given = _THEIRS, _given(part, accounts)
    before = store.rows(f"SELECT first_id, ids, records FROM packed WHERE {where} ORDER BY first_id", given)
    cuts = [0]
    if accounts is not None:
        kind = [(name, column.dtype) for name, column in fresh.columns.items()]
        fresh = _together([row[1:] for row in before], kind).with_(fresh, accounts)
        # Each stays in its row: between two of these there may be others.
        cuts += (1 + np.flatnonzero(np.diff(np.searchsorted([row[0] for row in before], fresh.ids, "right")))).tolist()
    size = len(fresh.ids)
    starts = [at for start, end in pairwise([*cuts, size]) for at in range(start, end, _TOGETHER)]
    now = [
        (int(fresh.ids[start]), fresh.ids[start:end].tobytes(), _bytes_of(fresh, start, end))
        for start, end in pairwise([*starts, size])
    ]
    # What stays as it is is not written.
    there, connection = set(before), store.database.connection()
    gone = {row[0] for row in before} - {row[0] for row in now}
    connection.executemany("DELETE FROM packed WHERE part = ? AND first_id = ?", [(part, first) for first in gone])
    connection.executemany(
        """INSERT INTO packed VALUES (?, ?, ?, ?)
        ON CONFLICT (part, first_id) DO UPDATE SET ids = excluded.ids, records = excluded.records""",
        [(part, *row) for row in now if row not in there],
    )


def forget(store: Store) -> None:
    """Throws away all that is kept, inside a derivation: what another program has kept may be packed in another way."""
    store.database.connection().execute("DELETE FROM packed")


# The rows in which some accounts stand, or would stand: each begins with the greatest first id up to theirs.
_THEIRS = """part = :part AND first_id IN (SELECT (
    SELECT max(first_id) FROM packed WHERE part = :part AND first_id <= e.value) FROM json_each(:chosen) e)"""


def _given(part: str, accounts: Collection[int]) -> dict[str, str]:
    return {"part": part, "chosen": json.dumps(sorted(accounts))}


def _bytes_of(packed: Packed, start: int, end: int) -> bytes:
    """Of the accounts of one row, one column after the other."""
    return b"".join([column[start:end].tobytes() for column in packed.columns.values()])


def _together(rows: list[Any], kind: list[Any]) -> Packed:
    import numpy as np

    ids = np.frombuffer(b"".join([row[0] for row in rows]), np.int64)
    records = [(len(row[0]) // ids.itemsize, memoryview(row[1])) for row in rows]
    columns, start = {}, 0
    for name, one in kind:
        end = start + np.dtype(one).itemsize
        columns[name] = np.frombuffer(b"".join([record[start * n : end * n] for n, record in records]), one)
        start = end
    return Packed(ids, columns)
