"""Keeps the verdict on every account: packed for the list of Today, as tables for lists that sort and filter by it."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from crm_desktop.services import packed
from crm_desktop.services.packed import Packed
from crm_desktop.storage.store import Store

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PART = "verdicts"
_TABLE = [
    ("tier", "S1"),
    ("status", "u1"),
    ("revenue", "<i8"),
    ("revenue_before", "<i8"),
    ("usual_gap", "<f8"),
    ("last_order", "<i4"),
]
KIND = [
    *_TABLE,
    ("noticed", "?"),
    ("probability", "<f8"),
    ("stake", "<f8"),
    ("rating", "<f8"),
    ("rating_before", "<f8"),
    ("last_contact", "<i4"),
]
"""First the columns of the standing table; then what else the list of Today is made of. Minor units and day numbers;
NaN and ``NO_DAY`` for none."""

NO_DAY = -(2**31)


def read(store: Store, accounts: Collection[int] | None = None) -> Packed:
    """What is kept of these accounts (``None``: all)."""
    return packed.read(store, PART, KIND, accounts)


def write(store: Store, fresh: Packed, accounts: Collection[int] | None) -> None:
    """Keeps these instead of those of ``accounts`` (``None``: all), inside a derivation."""
    packed.replace(store, PART, fresh, accounts)
    these, chosen = "", ""
    if accounts is not None:
        these, chosen = "WHERE account_id IN (SELECT value FROM json_each(:chosen))", json.dumps(sorted(accounts))
    for table in ("standing", "stake"):
        store.database.connection().execute(f"DELETE FROM {table} {these}", {"chosen": chosen})
    _add(store, fresh, fresh)


def carry_over(store: Store, fresh: Packed) -> None:
    """The same for all accounts; of the table only the rows that differ are written, which are few on a new day."""
    before = read(store)
    if len(before.ids) != len(fresh.ids) or (before.ids != fresh.ids).any():
        write(store, fresh, None)
        return
    packed.replace(store, PART, fresh)
    store.database.connection().execute("DELETE FROM stake")
    _add(store, fresh.of((_in_table(before) != _in_table(fresh)).any(axis=1)), fresh)


def _in_table(verdicts: Packed) -> NDArray[np.uint8]:
    """[A, bytes], of the columns of the standing table."""
    import numpy as np

    whole = verdicts.records.view(np.uint8).reshape(len(verdicts.ids), verdicts.records.itemsize)
    return whole[:, : np.dtype(_TABLE).itemsize]


def _add(store: Store, changed: Packed, staked: Packed) -> None:
    import numpy as np

    connection = store.database.connection()
    records: dict[str, Any] = {name: changed.records[name] for name, _ in _TABLE}
    records["tier"] = records["tier"].astype("U1")
    # SQLite keeps NaN as NULL.
    records["last_order"] = np.where(records["last_order"] == NO_DAY, np.nan, records["last_order"])
    columns = [changed.ids.tolist(), *(column.tolist() for column in records.values())]
    marks = ", ".join("?" * len(columns))
    connection.executemany(f"INSERT OR REPLACE INTO standing VALUES ({marks})", zip(*columns, strict=True))
    some = staked.of(staked.records["stake"] > 0)
    rows = zip(some.ids.tolist(), some.records["stake"].tolist(), strict=True)
    connection.executemany("INSERT INTO stake VALUES (?, ?)", rows)
