"""All purchases of a business with the day from which each was known, and what that made known on any day."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from crm_desktop.domain.purchase_days import PurchaseDays
from crm_desktop.domain.rhythm import LEARNING_BELOW

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    Whole = NDArray[np.int64]
    Flags = NDArray[np.bool_]
    Floats = NDArray[np.float64]

YEAR = 365


class Ledger(NamedTuple):
    """All entries of A accounts in the order of account and day; arrays over entries, days as day numbers."""

    owner: Whole
    day: Whole
    known_from: Whole
    """The day from which the entry was known; never before its day."""
    amount: Whole
    """Minor units, refunds negative."""
    refund: Flags
    accounts: int


def ledger(
    owner: ArrayLike, day: ArrayLike, known_from: ArrayLike, amount: ArrayLike, *, refund: ArrayLike, accounts: int
) -> Ledger:
    """Sorts raw entries (in any order). `owner` holds indices 0..accounts-1."""
    import numpy as np

    owners, days = np.asarray(owner, np.int64), np.asarray(day, np.int64)
    known, amounts = np.asarray(known_from, np.int64), np.asarray(amount, np.int64)
    refunds = np.asarray(refund, np.bool_) | (amounts < 0)
    order = np.lexsort((known, days, owners))
    return Ledger(
        owner=owners[order],
        day=days[order],
        known_from=np.maximum(known, days)[order],
        amount=np.where(refunds, -np.abs(amounts), amounts)[order],
        refund=refunds[order],
        accounts=accounts,
    )


class Known(NamedTuple):
    """A business as it was known at the end of a day."""

    log: PurchaseDays
    owner: Whole
    """The account of each purchase day of `log`."""
    revenue: Floats
    """Net of the 365 days up to and including the day, minor units; one value per account."""


def known_by(entries: Ledger, day: int) -> Known:
    """What had happened, and had been written down, by the end of `day`.

    A day on which everything was taken back is no purchase day, as in the list of Today (services/rhythms.py).
    """
    import numpy as np

    kept = entries.known_from <= day
    owner, days, amounts, refund = (
        entries.owner[kept],
        entries.day[kept],
        entries.amount[kept],
        entries.refund[kept],
    )
    first = np.ones(len(owner), bool)
    first[1:] = (owner[1:] != owner[:-1]) | (days[1:] != days[:-1])
    at = np.flatnonzero(first)
    if not len(at):
        nothing = np.zeros(entries.accounts + 1, np.int64)
        log = PurchaseDays(starts=nothing, days=days.astype(np.int32), amounts=amounts.astype(np.float64))
        return Known(log=log, owner=owner, revenue=np.zeros(entries.accounts))
    net = np.add.reduceat(amounts, at)
    bought, returned = np.logical_or.reduceat(~refund, at), np.logical_or.reduceat(refund, at)
    purchase = bought & ((net > 0) | ((net == 0) & ~returned))
    lately = days > day - YEAR
    revenue = np.bincount(owner[lately], amounts[lately].astype(np.float64), entries.accounts)
    owner, days, net = owner[at][purchase], days[at][purchase], net[purchase]
    starts = np.zeros(entries.accounts + 1, np.int64)
    np.cumsum(np.bincount(owner, minlength=entries.accounts), out=starts[1:])
    log = PurchaseDays(starts=starts, days=days.astype(np.int32), amounts=net.astype(np.float64))
    return Known(log=log, owner=owner, revenue=revenue.astype(np.float64))


def history(entries: Ledger) -> tuple[int, int]:
    """From which day on enough is known, and the day of the newest purchase; a few stray entries of long ago are no
    history. Twice day 0 where nothing was ever bought."""
    import numpy as np

    bought = ~entries.refund
    if not bought.any():
        return 0, 0
    known = entries.known_from[bought]
    early = len(known) // 200
    return int(np.partition(known, early)[early]), int(entries.day[bought].max())


def often_enough(entries: Ledger, day: int) -> int:
    """How many accounts had bought on enough days by `day` for anything to be said about them."""
    import numpy as np

    return int((np.diff(known_by(entries, day).log.starts) >= LEARNING_BELOW).sum())
