"""Packs the purchase days, ratings and contacts of the whole book at once: read as columns, worked out side by side."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from crm_desktop.services.preferences import Preferences
from crm_desktop.storage.store import Store

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Counts = NDArray[np.int64]

# Of so many accounts the events are read together, for their columns are held several times over while they are packed.
_TOGETHER = 10_000
_THEIRS = "WHERE account_id BETWEEN :first AND :last AND deleted_at IS NULL"


def rows(store: Store, chosen: Preferences, ratings_before: int) -> Iterator[tuple[Any, ...]]:
    """The rows of the rhythm table, bit for bit those that ``rhythms`` packs one by one.

    Numbers leave SQLite as the text of one array a column: a row of Python values each takes five times as long.
    """
    all_ids, all_contacts = store.row(
        """SELECT json_group_array(a.id), json_group_array((
            SELECT i.day FROM interaction i WHERE i.account_id = a.id AND i.deleted_at IS NULL AND i.kind <> 'note'
            ORDER BY i.day DESC LIMIT 1)) FROM (SELECT id FROM account ORDER BY id) a"""
    )
    accounts, contacts = json.loads(all_ids), json.loads(all_contacts)
    for start in range(0, len(accounts), _TOGETHER):
        ids = accounts[start : start + _TOGETHER]
        between = {"first": ids[0], "last": ids[-1]}
        days, amounts = _bought(store, ids, between, chosen)
        rated = _rated(store, ids, between, ratings_before)
        yield from zip(ids, days, amounts, contacts[start : start + _TOGETHER], *rated, strict=True)


def _bought(
    store: Store, ids: list[int], between: dict[str, int], chosen: Preferences
) -> tuple[list[bytes], list[bytes]]:
    """The days on which these accounts bought, and for how much, packed."""
    import numpy as np

    rates = [1.0, *chosen.rates.values(), 0.0]
    named = {f"currency_{place}": name for place, name in enumerate([chosen.currency, *chosen.rates])}
    places = " ".join(f"WHEN :{name} THEN {place}" for place, name in enumerate(named))
    # An array for each account, one behind the other: how long each is says whose its values are.
    columns = store.row(
        f"""SELECT json_group_array(account_id), json_group_array(number), group_concat(days), group_concat(amounts)
        FROM (SELECT account_id, count(*) AS number, json_group_array(amount) AS amounts, json_group_array(
            {2 * len(rates)} * day + 2 * CASE currency {places} ELSE {len(named)} END + refund) AS days
        FROM (SELECT account_id, day, amount, currency, refund FROM purchase {_THEIRS} ORDER BY account_id, day)
        GROUP BY account_id)""",
        {**between, **named},
    )
    account, number, days, amount = (_numbers(column) for column in columns)
    day, kind = np.divmod(days, 2 * len(rates))
    refund, currency = (kind & 1).astype(bool), kind >> 1
    owner = np.repeat(np.searchsorted(ids, account), number)
    # One slot for each day of each account, in the order of the query.
    first = np.flatnonzero((np.diff(owner, prepend=-1) != 0) | (np.diff(day, prepend=-1) != 0))
    if not len(first):
        return [b""] * len(ids), [b""] * len(ids)
    signed = np.where(refund, -np.abs(amount), amount)
    net = np.zeros(len(first), np.int64)
    for place in np.flatnonzero(np.bincount(currency)).tolist():
        sums = np.add.reduceat(np.where(currency == place, signed, 0), first)
        net += sums if rates[place] == 1.0 else np.rint(sums * rates[place]).astype(np.int64)
    given_back = refund | (amount < 0)
    bought = np.add.reduceat(~given_back, first, dtype=np.int64) > 0
    refunded = np.add.reduceat(given_back, first, dtype=np.int64) > 0
    counts = (bought & ~(refunded & (net == 0))) | (net < 0)
    first, net = first[counts], net[counts]
    ends = np.cumsum(np.bincount(owner[first], minlength=len(ids)))
    return _cut(day[first].astype(np.int32), ends), _cut(net, ends)


def _rated(
    store: Store, ids: list[int], between: dict[str, int], ratings_before: int
) -> tuple[list[float | None], list[float | None], list[int | None]]:
    """The newest score of each account, the mean of so many before it, and the day of the newest."""
    import numpy as np

    account, day, score = store.row(
        f"""SELECT json_group_array(account_id), json_group_array(day), json_group_array(score)
        FROM (SELECT account_id, day, score FROM rating {_THEIRS} ORDER BY account_id, day, id)""",
        between,
    )
    days, scores = _numbers(day), _numbers(score, "<f8")
    number = np.bincount(np.searchsorted(ids, _numbers(account)), minlength=len(ids))
    has = np.flatnonzero(number)
    newest, earlier = np.cumsum(number)[has] - 1, np.minimum(number[has] - 1, ratings_before)
    # Added up in the order of their days, as one by one.
    total = np.zeros(len(has))
    for back in range(ratings_before, 0, -1):
        there = earlier >= back
        total[there] += scores[newest[there] - back]
    mean = np.where(earlier > 0, total / np.maximum(earlier, 1), np.nan)
    return _or_none(len(ids), has, scores[newest]), _or_none(len(ids), has, mean), _or_none(len(ids), has, days[newest])


def _or_none(length: int, places: Counts, values: NDArray[Any]) -> list[Any]:
    """The values at their places; ``None`` at all others, and for what is no number."""
    import numpy as np

    column = np.full(length, None)
    real = values == values
    column[places[real]] = values[real]
    found: list[Any] = column.tolist()
    return found


def _numbers(text: str | None, kind: str = "<i8") -> NDArray[Any]:
    """The numbers of JSON arrays that stand one behind the other."""
    import numpy as np

    plain = (text or "").replace("],[", ",").strip("[]")
    return np.fromstring(plain, kind, sep=",") if plain else np.zeros(0, kind)


def _cut(values: NDArray[Any], ends: Counts) -> list[bytes]:
    """The bytes of the values up to each end, from the end before on."""
    packed, size = values.tobytes(), values.dtype.itemsize
    cuts = [0, *(ends * size).tolist()]
    return [packed[start:end] for start, end in pairwise(cuts)]
