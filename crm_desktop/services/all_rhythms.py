"""Packs the purchase days, ratings and contacts of the whole book at once: read as columns, worked out side by side."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from crm_desktop.services.preferences import Preferences
from crm_desktop.storage.store import Store

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Counts = NDArray[np.int64]

# So many purchases are read together, for their columns are held several times over while they are packed.
_TOGETHER = 200_000
_PURCHASES = "FROM purchase WHERE account_id BETWEEN :first AND :last AND deleted_at IS NULL"


def rows(store: Store, chosen: Preferences, ratings_before: int) -> Iterator[tuple[Any, ...]]:
    """The rows of the rhythm table, bit for bit those that ``rhythms`` packs one by one.

    Numbers leave SQLite as the text of one array a column: a row of Python values each takes five times as long.
    """
    accounts = store.rows(
        """SELECT a.id, (SELECT i.day FROM interaction i WHERE i.account_id = a.id AND i.deleted_at IS NULL
            AND i.kind <> 'note' ORDER BY i.day DESC LIMIT 1) FROM account a ORDER BY a.id"""
    )
    number = dict(store.rows("SELECT account_id, count(*) FROM purchase WHERE deleted_at IS NULL GROUP BY account_id"))
    for some in _together(accounts, number):
        ids = [account for account, _ in some]
        between = {"first": ids[0], "last": ids[-1]}
        days, amounts = _bought(store, between, [number.get(account, 0) for account in ids], chosen)
        contacts = [contact for _, contact in some]
        yield from zip(ids, days, amounts, contacts, *_rated(store, ids, between, ratings_before), strict=True)


def _together(accounts: list[tuple[int, Any]], number: dict[int, int]) -> Iterator[list[tuple[int, Any]]]:
    """The accounts in parts, each with about as many purchases as are read together."""
    start = purchases = 0
    for place, (account, _) in enumerate(accounts, 1):
        purchases += 1 + number.get(account, 0)
        if purchases >= _TOGETHER or place == len(accounts):
            yield accounts[start:place]
            start, purchases = place, 0


def _bought(
    store: Store, between: dict[str, int], number: list[int], chosen: Preferences
) -> tuple[list[bytes], list[bytes]]:
    """The days of accounts with so many purchases each, and what was bought on them, packed."""
    import numpy as np

    rates = [1.0, *chosen.rates.values(), 0.0]
    named = {f"currency_{place}": name for place, name in enumerate([chosen.currency, *chosen.rates])}
    places = " ".join(f"WHEN :{name} THEN {place}" for place, name in enumerate(named))
    columns = store.row(
        f"""SELECT json_group_array({2 * len(rates)} * day + 2 * CASE currency {places} ELSE {len(named)} END + refund),
        json_group_array(amount) FROM (SELECT day, amount, currency, refund {_PURCHASES} ORDER BY account_id, day)""",
        {**between, **named},
    )
    amount = _numbers(columns[1])
    day, kind = np.divmod(_numbers(columns[0]), 2 * len(rates))
    refund, currency = (kind & 1).astype(bool), kind >> 1
    owner = np.repeat(np.arange(len(number)), number)
    # One slot for each day of each account, in the order of the query.
    first = np.flatnonzero((np.diff(owner, prepend=-1) != 0) | (np.diff(day, prepend=-1) != 0))
    if not len(first):
        return [b""] * len(number), [b""] * len(number)
    signed = np.where(refund, -np.abs(amount), amount)
    net = np.zeros(len(first), np.int64)
    for place in np.unique(currency).tolist():
        sums = np.add.reduceat(np.where(currency == place, signed, 0), first)
        net += sums if rates[place] == 1.0 else np.rint(sums * rates[place]).astype(np.int64)
    given_back = refund | (amount < 0)
    bought = np.add.reduceat(~given_back, first, dtype=np.int64) > 0
    refunded = np.add.reduceat(given_back, first, dtype=np.int64) > 0
    counts = (bought & ~(refunded & (net == 0))) | (net < 0)
    first, net = first[counts], net[counts]
    ends = np.cumsum(np.bincount(owner[first], minlength=len(number)))
    return _cut(day[first].astype(np.int32), ends), _cut(net, ends)


def _rated(
    store: Store, ids: list[int], between: dict[str, int], ratings_before: int
) -> tuple[list[float | None], list[float | None], list[int | None]]:
    """The newest score of each account, the mean of so many before it, and the day of the newest."""
    import numpy as np

    rated = store.rows(
        """SELECT account_id, day, score FROM rating WHERE account_id BETWEEN :first AND :last AND deleted_at IS NULL
        ORDER BY account_id, day, id""",
        between,
    )
    scores = np.array([row[2] for row in rated])
    number = np.bincount(np.searchsorted(ids, [row[0] for row in rated]), minlength=len(ids))
    has = np.flatnonzero(number)
    newest, earlier = np.cumsum(number)[has] - 1, np.minimum(number[has] - 1, ratings_before)
    # Added up in the order of their days, as one by one.
    total = np.zeros(len(has))
    for back in range(ratings_before, 0, -1):
        there = earlier >= back
        total[there] += scores[newest[there] - back]
    found: tuple[list[Any], list[Any], list[Any]] = ([None] * len(ids), [None] * len(ids), [None] * len(ids))
    mean = (total / np.maximum(earlier, 1)).tolist()
    for here, at, before, several in zip(has.tolist(), newest.tolist(), mean, earlier.tolist(), strict=True):
        found[0][here], found[1][here], found[2][here] = rated[at][2], before if several else None, rated[at][1]
    return found


def _numbers(text: str) -> Counts:
    """The numbers of a JSON array of integers."""
    import numpy as np

    return np.fromstring(text[1:-1], np.int64, sep=",") if len(text) > 2 else np.zeros(0, np.int64)


def _cut(values: NDArray[Any], ends: Counts) -> list[bytes]:
    """The bytes of the values up to each end, from the end before on."""
    packed, size = values.tobytes(), values.dtype.itemsize
    cuts = [0, *(ends * size).tolist()]
    return [packed[start:end] for start, end in pairwise(cuts)]
