"""The verdict on every account: judged from what is kept, and the tables for lists that sort and filter by it."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from crm_desktop.services import figures, habits, packed
from crm_desktop.services.packed import Packed
from crm_desktop.services.verdicts import NO_DAY, Verdicts, day_of, judge
from crm_desktop.storage.store import Store

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_IN_TABLE = "standing"
_TABLE = [
    ("tier", "S1"),
    ("status", "u1"),
    ("revenue", "<i8"),
    ("revenue_before", "<i8"),
    ("usual_gap", "<f8"),
    ("last_order", "<i4"),
]
"""The columns of the standing table."""


def read(store: Store, accounts: Collection[int] | None = None) -> Verdicts:
    """The verdicts on these accounts (``None``: all) on the day that was brought up to date last.

    Nothing of a verdict is kept: it is judged sooner than read.
    """
    day = day_of(store, accounts)
    return judge(store, day, habits.read(store, accounts), figures.read(store, day.as_of, accounts), accounts)


# -- the tables ----------------------------------------------------------------------------------


def write_tables(store: Store, day: int, fresh: Verdicts, accounts: Collection[int] | None) -> None:
    """Brings the rows of these accounts (``None``: all) up to date with the verdicts of a day, inside a derivation.

    Of all accounts only the rows that differ from what the table holds are written, which are few on a new day.
    """
    import numpy as np

    columns = {**fresh.columns, "revenue_before": figures.revenue_before(store, day, accounts)}
    here = Packed(fresh.ids, {name: columns[name].astype(one) for name, one in _TABLE})
    changed, connection = here, store.database.connection()
    if accounts is not None:
        for table in ("standing", "stake"):
            query = f"DELETE FROM {table} WHERE account_id IN (SELECT value FROM json_each(?))"
            connection.execute(query, (json.dumps(sorted(accounts)),))
    else:
        connection.execute("DELETE FROM stake")
        before = packed.read(store, _IN_TABLE, _TABLE)
        if np.array_equal(before.ids, here.ids):
            differs = [_differ(before.columns[name], column) for name, column in here.columns.items()]
            changed = here.of(np.logical_or.reduce(differs))
        else:
            connection.execute("DELETE FROM standing")
    packed.replace(store, _IN_TABLE, here, accounts)
    _add(store, changed, fresh)


def _differ(before: NDArray[Any], now: NDArray[Any]) -> NDArray[np.bool_]:
    """Which values are not the same; NaN is like NaN."""
    different: NDArray[np.bool_] = (before != now) & ((before == before) | (now == now))
    return different


def _add(store: Store, changed: Packed, fresh: Verdicts) -> None:
    import numpy as np

    connection = store.database.connection()
    records: dict[str, Any] = dict(changed.columns)
    records["tier"] = records["tier"].astype("U1")
    # SQLite keeps NaN as NULL.
    records["last_order"] = np.where(records["last_order"] == NO_DAY, np.nan, records["last_order"])
    columns = [changed.ids.tolist(), *(column.tolist() for column in records.values())]
    marks = ", ".join("?" * len(columns))
    connection.executemany(f"INSERT OR REPLACE INTO standing VALUES ({marks})", zip(*columns, strict=True))
    some = fresh.columns["stake"] > 0
    rows = zip(fresh.ids[some].tolist(), fresh.columns["stake"][some].tolist(), strict=True)
    connection.executemany("INSERT INTO stake VALUES (?, ?)", rows)
