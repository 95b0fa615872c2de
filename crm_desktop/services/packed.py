"""Keeps one packed record of every account side by side in a few large rows, so that all of them are read at once."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import TYPE_CHECKING, Any, NamedTuple

from crm_desktop.storage.store import Store

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# So many accounts share a row of the table: one account is changed without writing many others.
_TOGETHER = 64


class Packed(NamedTuple):
    """Records of A accounts, ascending by id."""

    ids: NDArray[np.int64]
    records: NDArray[Any]
    """Structured array [A]."""

    def of(self, chosen: NDArray[np.bool_] | NDArray[np.int64]) -> Packed:
        """The same of the chosen ones alone."""
        return Packed(self.ids[chosen], self.records[chosen])

    def with_(self, fresh: Packed, accounts: Collection[int]) -> Packed:
        """The same with these records instead of those of ``accounts``."""
        import numpy as np

        theirs = among(self.ids, accounts)
        if np.array_equal(self.ids[theirs], fresh.ids):
            records = self.records.copy()
            records[theirs] = fresh.records
            return Packed(self.ids, records)
        beside = self.of(~theirs)
        ids, records = np.concatenate([beside.ids, fresh.ids]), np.concatenate([beside.records, fresh.records])
        order = np.argsort(ids)
        return Packed(ids[order], records[order])


def among(ids: NDArray[np.int64], accounts: Collection[int]) -> NDArray[np.bool_]:
    """Which of these ids, ascending, are those of some accounts; fast where the accounts are few."""
    import numpy as np

    found = np.zeros(len(ids), bool)
    if len(ids) and accounts:
        chosen = np.fromiter(accounts, np.int64, len(accounts))
        at = np.minimum(np.searchsorted(ids, chosen), len(ids) - 1)
        found[at[ids[at] == chosen]] = True
    return found


def read(store: Store, part: str, kind: Any, accounts: Collection[int] | None = None) -> Packed:
    """What is kept of these accounts (``None``: all); one without a record is left out. ``kind``: a NumPy dtype."""

    if accounts is None:
        rows = store.rows("SELECT ids, records FROM packed WHERE part = ? ORDER BY first_id", (part,))
        return _together(rows, kind)
    found = _together(
        store.rows(f"SELECT ids, records FROM packed WHERE {_THEIRS} ORDER BY first_id", _given(part, accounts)), kind
    )
    return found.of(among(found.ids, accounts))


def replace(store: Store, part: str, fresh: Packed, accounts: Collection[int] | None = None) -> None:
    """Keeps these records instead of those of ``accounts`` (``None``: all), inside an operation or a derivation."""
    connection = store.database.connection()
    if accounts is None:
        # What stays in its place is written over: that takes two thirds of the time.
        first_ids = json.dumps(fresh.ids[::_TOGETHER].tolist())
        query = "DELETE FROM packed WHERE part = ? AND first_id NOT IN (SELECT value FROM json_each(?))"
        connection.execute(query, (part, first_ids))
    else:
        given = _given(part, accounts)
        rows = store.rows(f"SELECT ids, records FROM packed WHERE {_THEIRS} ORDER BY first_id", given)
        connection.execute(f"DELETE FROM packed WHERE {_THEIRS}", given)
        fresh = _together(rows, fresh.records.dtype).with_(fresh, accounts)
    connection.executemany(
        """INSERT INTO packed VALUES (?, ?, ?, ?)
        ON CONFLICT (part, first_id) DO UPDATE SET ids = excluded.ids, records = excluded.records""",
        (
            (
                part,
                int(fresh.ids[at]),
                fresh.ids[at : at + _TOGETHER].tobytes(),
                fresh.records[at:][:_TOGETHER].tobytes(),
            )
            for at in range(0, len(fresh.ids), _TOGETHER)
        ),
    )


# The rows in which some accounts stand, or would stand: each begins with the greatest first id up to theirs.
_THEIRS = """part = :part AND first_id IN (SELECT (
    SELECT max(first_id) FROM packed WHERE part = :part AND first_id <= e.value) FROM json_each(:chosen) e)"""


def _given(part: str, accounts: Collection[int]) -> dict[str, str]:
    return {"part": part, "chosen": json.dumps(sorted(accounts))}


def _together(rows: list[Any], kind: Any) -> Packed:
    import numpy as np

    return Packed(
        np.frombuffer(b"".join([row[0] for row in rows]), np.int64),
        np.frombuffer(b"".join([row[1] for row in rows]), kind),
    )
