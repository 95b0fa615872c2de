"""The purchase log of many accounts, packed in arrays: one entry per account and day on which something was bought."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

REMEMBERED = 20
"""How many of an account's newest gaps its rhythm is worked out from."""


class PurchaseDays(NamedTuple):
    """Purchases of A accounts: account i owns the slice starts[i]:starts[i + 1] of `days` and `amounts`."""

    starts: NDArray[np.int64]
    """int64[A + 1], offsets."""
    days: NDArray[np.int32]
    """int32[N], day numbers, ascending and distinct within an account."""
    amounts: NDArray[np.float64]
    """float64[N], sum of the day, in whatever unit the rows had."""

    @property
    def accounts(self) -> int:
        return len(self.starts) - 1


class Recent(NamedTuple):
    """What the rhythm of an account rests on: all of it fits in one short row, so it can be kept up to date cheaply."""

    purchases: NDArray[np.int64]
    """int64[A], number of purchase days in the whole known history."""
    first_day: NDArray[np.int64]
    """int64[A], day number of the first purchase; 0 where there is none."""
    last_day: NDArray[np.int64]
    """int64[A], day number of the newest purchase; 0 where there is none."""
    gaps: NDArray[np.float64]
    """float64[A, REMEMBERED], days between purchases, newest gap first; 0 where there is none."""
    amounts: NDArray[np.float64]
    """float64[A, REMEMBERED + 1], sums of the newest purchase days, newest first; 0 where there is none."""

    def of(self, chosen: NDArray[np.bool_] | NDArray[np.int64]) -> Recent:
        """The same of the chosen accounts alone."""
        return Recent(
            purchases=self.purchases[chosen],
            first_day=self.first_day[chosen],
            last_day=self.last_day[chosen],
            gaps=self.gaps[chosen],
            amounts=self.amounts[chosen],
        )


def pack(account: ArrayLike, day: ArrayLike, amount: ArrayLike, *, accounts: int) -> PurchaseDays:
    """Sort raw rows (in any order) into purchase days.

    `account` holds indices 0..accounts-1, `day` day numbers, `amount` money in any one unit. Rows of the same account
    and day become one purchase. Rows with an amount below zero (refunds, cancellations) or no number at all are not
    purchases and are left out; an amount of zero is a purchase whose amount is not known.
    """
    import numpy as np

    owner = np.asarray(account, np.int64)
    days = np.asarray(day, np.int64)
    amounts = np.asarray(amount, np.float64)
    bought = (amounts >= 0) & np.isfinite(amounts)
    owner, days, amounts = owner[bought], days[bought], amounts[bought]
    order = np.lexsort((days, owner))
    owner, days, amounts = owner[order], days[order], amounts[order]
    new = np.ones(len(owner), bool)
    new[1:] = (owner[1:] != owner[:-1]) | (days[1:] != days[:-1])
    sums = np.bincount(np.cumsum(new) - 1, amounts, minlength=int(new.sum()))
    starts = np.zeros(accounts + 1, np.int64)
    np.cumsum(np.bincount(owner[new], minlength=accounts), out=starts[1:])
    return PurchaseDays(starts=starts, days=days[new].astype(np.int32), amounts=sums.astype(np.float64))


def until(log: PurchaseDays, day: int) -> PurchaseDays:
    """The same log as it was known at the end of `day`: later (future-dated) purchases are gone."""
    import numpy as np

    kept = log.days <= day
    if kept.all():
        return log
    before = np.concatenate(([0], np.cumsum(kept)))
    return PurchaseDays(starts=before[log.starts], days=log.days[kept], amounts=log.amounts[kept])


def some(log: PurchaseDays, chosen: NDArray[np.int64]) -> PurchaseDays:
    """The log of the chosen accounts alone, in the order given."""
    import numpy as np

    lengths = np.diff(log.starts)[chosen]
    starts = np.concatenate(([0], np.cumsum(lengths))).astype(np.int64)
    at = np.repeat(log.starts[chosen] - starts[:-1], lengths) + np.arange(starts[-1])
    return PurchaseDays(starts=starts, days=log.days[at], amounts=log.amounts[at])


def only(log: PurchaseDays, account: int) -> PurchaseDays:
    """The log of one account alone, as a log of one account."""
    import numpy as np

    return some(log, np.array([account]))


def recent(log: PurchaseDays) -> Recent:
    """The newest purchases of every account, side by side in columns."""
    import numpy as np

    starts, ends = log.starts[:-1], log.starts[1:]
    purchases = ends - starts
    bought = purchases > 0
    last = ends - 1
    column = np.arange(REMEMBERED + 1)
    known = column[None, :] < purchases[:, None]
    at = np.where(known, last[:, None] - column[None, :], 0)
    if not len(log.days):
        nothing = np.zeros((len(purchases), REMEMBERED + 1))
        zero = np.zeros(len(purchases), np.int64)
        return Recent(purchases=purchases, first_day=zero, last_day=zero, gaps=nothing[:, 1:], amounts=nothing)
    days = log.days[at].astype(np.float64)
    return Recent(
        purchases=purchases,
        first_day=np.where(bought, log.days[np.where(bought, starts, 0)], 0).astype(np.int64),
        last_day=np.where(bought, log.days[np.where(bought, last, 0)], 0).astype(np.int64),
        gaps=np.where(known[:, 1:], days[:, :-1] - days[:, 1:], 0.0),
        amounts=np.where(known, log.amounts[at], 0.0),
    )
