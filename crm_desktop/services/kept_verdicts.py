"""Keeps the verdict on every account: packed for the list of Today, as tables for lists that sort and filter by it."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import TYPE_CHECKING, Any, NamedTuple

from crm_desktop.services import figures, habits, packed, shown
from crm_desktop.services.packed import Packed
from crm_desktop.storage.store import Store

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PART = "verdicts"
_IN_TABLE = "standing"
KEPT = [("tier", "S1"), ("status", "u1"), ("noticed", "?"), ("probability", "<f8"), ("stake", "<f8")]
"""What is written every day."""
_TABLE = [
    ("tier", "S1"),
    ("status", "u1"),
    ("revenue", "<i8"),
    ("revenue_before", "<i8"),
    ("usual_gap", "<f8"),
    ("last_order", "<i4"),
]
"""The columns of the standing table."""

NO_DAY = -(2**31)


class Verdicts(NamedTuple):
    """All that lists show of A accounts, ascending by id."""

    ids: NDArray[np.int64]
    columns: dict[str, NDArray[Any]]
    """What is kept, the columns of the standing table, and rating, rating_before and last_contact; an array [A] each.

    Minor units and day numbers; NaN and ``NO_DAY`` for none.
    """


def read(store: Store, accounts: Collection[int] | None = None) -> Verdicts:
    """The verdicts on these accounts (``None``: all) on the day that was brought up to date last."""
    day = (shown.get(store, "model") or {"as_of": 0})["as_of"]
    judged = packed.read(store, PART, KEPT, accounts)
    columns = {name: judged.records[name] for name, _ in KEPT}
    return put_together(columns, habits.read(store, accounts), figures.read(store, day, accounts))


def tiers(store: Store, accounts: Collection[int]) -> dict[int, str]:
    """The proposed tiers of these accounts."""
    kept = packed.read(store, PART, KEPT, accounts)
    return dict(zip(kept.ids.tolist(), kept.records["tier"].astype("U1").tolist(), strict=True))


def put_together(judged: dict[str, NDArray[Any]], kept: Packed, money: Packed) -> Verdicts:
    """What was judged, with the habits and figures of the same accounts as lists show them."""
    import numpy as np

    from crm_desktop.services.verdicts import LEFT

    names = ("revenue", "revenue_before", "rating", "rating_before")
    found = {**judged, **{name: money.records[name].copy() for name in names}}
    purchases, usual_gap = kept.records["purchases"], kept.records["usual_gap"]
    left = found["status"] == LEFT
    found["usual_gap"] = np.where(left | (usual_gap == 0), np.nan, usual_gap)
    found["last_order"] = np.where(left | (purchases == 0), NO_DAY, kept.records["last_day"])
    found["last_contact"] = kept.records["last_contact"]
    return Verdicts(kept.ids, found)


def write(store: Store, fresh: Verdicts, accounts: Collection[int] | None) -> None:
    """Keeps these instead of those of ``accounts`` (``None``: all), inside a derivation; the tables wait."""
    packed.replace(store, PART, _packed(fresh, KEPT), accounts)


def _packed(verdicts: Verdicts, kind: list[tuple[str, str]]) -> Packed:
    import numpy as np

    records = np.zeros(len(verdicts.ids), kind)
    for name, _ in kind:
        records[name] = verdicts.columns[name]
    return Packed(verdicts.ids, records)


# -- the tables ----------------------------------------------------------------------------------


def write_tables(store: Store, fresh: Verdicts, accounts: Collection[int] | None) -> None:
    """Brings the rows of these accounts (``None``: all) up to date, inside a derivation.

    Of all accounts only the rows that differ from what the table holds are written, which are few on a new day.
    """
    import numpy as np

    here = _packed(fresh, _TABLE)
    changed, connection = here, store.database.connection()
    if accounts is not None:
        for table in ("standing", "stake"):
            query = f"DELETE FROM {table} WHERE account_id IN (SELECT value FROM json_each(?))"
            connection.execute(query, (json.dumps(sorted(accounts)),))
    else:
        connection.execute("DELETE FROM stake")
        before = packed.read(store, _IN_TABLE, _TABLE)
        if np.array_equal(before.ids, here.ids):
            changed = here.of((_bytes_of(before) != _bytes_of(here)).any(axis=1))
        else:
            connection.execute("DELETE FROM standing")
    packed.replace(store, _IN_TABLE, here, accounts)
    _add(store, changed, fresh)


def _bytes_of(rows: Packed) -> NDArray[np.uint8]:
    """[A, bytes]; NaN is like NaN."""
    import numpy as np

    return rows.records.view(np.uint8).reshape(len(rows.ids), rows.records.itemsize)


def _add(store: Store, changed: Packed, fresh: Verdicts) -> None:
    import numpy as np

    connection = store.database.connection()
    records: dict[str, Any] = {name: changed.records[name] for name, _ in _TABLE}
    records["tier"] = records["tier"].astype("U1")
    # SQLite keeps NaN as NULL.
    records["last_order"] = np.where(records["last_order"] == NO_DAY, np.nan, records["last_order"])
    columns = [changed.ids.tolist(), *(column.tolist() for column in records.values())]
    marks = ", ".join("?" * len(columns))
    connection.executemany(f"INSERT OR REPLACE INTO standing VALUES ({marks})", zip(*columns, strict=True))
    some = fresh.columns["stake"] > 0
    rows = zip(fresh.ids[some].tolist(), fresh.columns["stake"][some].tolist(), strict=True)
    connection.executemany("INSERT INTO stake VALUES (?, ?)", rows)
