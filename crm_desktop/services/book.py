"""Unpacks the purchase days that are kept of every account, side by side, as they stood at the end of a day."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import TYPE_CHECKING, NamedTuple

from crm_desktop.services import corrections
from crm_desktop.services.corrections import Told
from crm_desktop.services.rhythms import NEVER
from crm_desktop.storage.store import Store

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from crm_desktop.domain.purchase_days import PurchaseDays


class Log(NamedTuple):
    """All that is kept of A accounts that are neither archived nor deleted, whatever day it is dated on."""

    accounts: Collection[int] | None
    """Of which accounts it was read; ``None``: all."""
    ids: list[int]
    """Ascending."""
    ends: NDArray[np.int64]
    """Account i owns the days and amounts up to ends[i], from where the one before it ends."""
    days: NDArray[np.int32]
    amounts: NDArray[np.int64]
    """Net of each day, minor units; below zero what was only given back."""

    def revenue(self, as_of: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Net of the 365 days up to and including a day, and of the 365 days before those. Minor units."""
        return self._between(as_of - 364, as_of), self._between(as_of - 729, as_of - 365)

    def _between(self, first: int, last: int) -> NDArray[np.int64]:
        import numpy as np

        sums = np.concatenate(([0], np.cumsum(np.where((self.days >= first) & (self.days <= last), self.amounts, 0))))
        return np.diff(sums[self.ends], prepend=0)


class Book(NamedTuple):
    """A log as it stood at the end of a day; arrays indexed 0..A-1."""

    log: Log
    purchases: PurchaseDays
    """The purchase days up to the day asked for; amounts in minor units."""
    future: NDArray[np.int64]
    """The first day after the day asked for that an order or a refund is dated on."""
    told: Told
    """What people told about these accounts; it is worked into ``purchases``, never into the revenue."""


def read(store: Store, accounts: Collection[int] | None = None) -> Log:
    """Unpacks these accounts (``None``: all)."""
    import numpy as np

    only = "" if accounts is None else "AND a.id IN (SELECT value FROM json_each(:chosen))"
    rows = store.rows(
        f"""SELECT a.id, r.days, r.amounts FROM account a JOIN rhythm r ON r.account_id = a.id
        WHERE a.deleted_at IS NULL AND a.archived = 0 {only} ORDER BY a.id""",
        {} if accounts is None else {"chosen": json.dumps(sorted(accounts))},
    )
    return Log(
        accounts=accounts,
        ids=[row[0] for row in rows],
        ends=np.cumsum(np.array([len(row[1]) // 4 for row in rows], np.int64)),
        days=np.frombuffer(b"".join(row[1] for row in rows), np.int32),
        amounts=np.frombuffer(b"".join(row[2] for row in rows), np.int64),
    )


def known_on(store: Store, log: Log, as_of: int) -> Book:
    """The same as it stood at the end of the day ``as_of``.

    What people told the detector takes effect here, for the whole pass and for a single account alike: the days of
    an account that pauses stand on its own clock, what lies before a new rhythm is left out, and so is everything of
    an account that is no customer any more.
    """
    import numpy as np

    from crm_desktop.domain.purchase_days import PurchaseDays, until

    owner = np.repeat(np.arange(len(log.ids)), np.diff(log.ends, prepend=0))
    future = np.full(len(log.ids), NEVER)
    later = log.days > as_of
    np.minimum.at(future, owner[later], log.days[later])
    bought = log.amounts >= 0
    starts = np.zeros(len(log.ids) + 1, np.int64)
    np.cumsum(np.bincount(owner[bought], minlength=len(log.ids)), out=starts[1:])
    days = PurchaseDays(starts=starts, days=log.days[bought], amounts=log.amounts[bought].astype(np.float64))
    told = corrections.told(store, as_of, log.accounts)
    return Book(log, _as_told(until(days, as_of), log.ids, told, as_of), future, told)


def _as_told(log: PurchaseDays, ids: list[int], told: Told, as_of: int) -> PurchaseDays:
    """The purchases that count for the rhythm of each account, on the account's own clock."""
    import numpy as np

    from crm_desktop.domain.own_clock import own_days
    from crm_desktop.domain.purchase_days import PurchaseDays

    touched = (told.paused.keys() | told.rhythm_from.keys() | told.left).intersection(ids)
    if not touched:
        return log
    days, amounts, kept = log.days.copy(), log.amounts.copy(), np.ones(len(log.days), bool)
    for index in [place for place, account in enumerate(ids) if account in touched]:
        account, mine = ids[index], slice(int(log.starts[index]), int(log.starts[index + 1]))
        if account in told.left:
            kept[mine] = False
        elif account in told.rhythm_from:
            kept[mine] = log.days[mine] >= told.rhythm_from[account]
        paused = told.paused.get(account)
        at = np.flatnonzero(kept[mine]) + mine.start
        if paused and len(at):
            days[at] = own_days(days[at], as_of, paused)
            # All days of one pause are one day of the own clock, and a day is one purchase.
            first = np.flatnonzero(np.diff(days[at], prepend=days[at[0]] - 1))
            amounts[at[first]] = np.add.reduceat(amounts[at], first)
            kept[np.delete(at, first)] = False
    before = np.concatenate(([0], np.cumsum(kept)))
    return PurchaseDays(starts=before[log.starts], days=days[kept], amounts=amounts[kept])
