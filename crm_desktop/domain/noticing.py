"""Looks at the rhythm, the amounts and the ratings of all accounts and puts down what is worth a person's time."""

from __future__ import annotations

import math
from bisect import bisect_left
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

from crm_desktop.domain import level_shift
from crm_desktop.domain.dates import day_from, day_number
from crm_desktop.domain.satisfaction import LOWEST_SATISFIED
from crm_desktop.domain.signals import (
    LIKELY_FROM,
    MAYBE_FROM,
    FallingRatings,
    GrowingGaps,
    LowRating,
    Shrinking,
    Signal,
    SignalKind,
    Silence,
    Standing,
    strongest_first,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from crm_desktop.domain.rhythm import Population, Recent, Rhythm
    from crm_desktop.domain.satisfaction import RatingLevel

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

LOW_RATING_STAYS = 90
"""Days for which a low rating stays on the list unless a better one follows."""
_LOST_AFTER = (0.57, 0.49, 0.40, 0.35, 0.26, 0.18, 0.12)
"""Share of accounts with a lasting fall among those whose newest rating is 0 ... 6 (shared simulated ratings)."""
_NEWEST = 4
_EARLIER = 3
_CLEAR = 1.64
_LENGTHENED = 1.5
_SHRUNK_FROM = 6
_SHRUNK_SINCE = 3
_SHRUNK_ODDS = 1.0
_CLEARLY_SMALLER = 0.20


def standings(known: Recent, rhythm: Rhythm, population: Population) -> list[Standing]:
    """The standing of every account.

    learning: fewer than four purchase days. slipping: silent past the usual gap and leaving likely (p >= 0.50).
    slowing: past the usual gap and p >= 0.25, or the gaps are growing. growing: not past the usual gap, and the newest
    four gaps clearly shorter than the ones before (z <= -1.64). steady: everything else.
    """
    import numpy as np

    overdue = rhythm.silence >= np.maximum(rhythm.usual_gap, 1)
    slower, faster = _gaps_growing(known, population), _gap_change(known, population) <= -_CLEAR
    every = tuple(Standing)
    place = {standing: index for index, standing in enumerate(every)}
    code = np.select(
        [
            rhythm.learning,
            overdue & (rhythm.probability >= LIKELY_FROM),
            (overdue & (rhythm.probability >= MAYBE_FROM)) | slower,
            ~overdue & faster,
        ],
        [place[Standing.LEARNING], place[Standing.SLIPPING], place[Standing.SLOWING], place[Standing.GROWING]],
        place[Standing.STEADY],
    )
    return [every[index] for index in code.tolist()]


def purchase_signals(known: Recent, rhythm: Rhythm, population: Population, as_of: int) -> dict[int, list[Signal]]:
    """What the purchases of each account say at the day number `as_of`; accounts with nothing to say are left out."""
    import numpy as np

    found: dict[int, list[Signal]] = {}
    silent = ~rhythm.learning & (rhythm.silence >= np.maximum(rhythm.usual_gap, 1))
    for account, signal in _silent(known, rhythm, np.flatnonzero(silent)):
        found.setdefault(account, []).append(signal)
    growing = ~rhythm.learning & _gaps_growing(known, population)
    for account in np.flatnonzero(growing).tolist():
        gaps = tuple(int(gap) for gap in known.gaps[account, _NEWEST - 1 :: -1])
        signal = Signal(
            kind=SignalKind.GAPS_GROWING,
            probability=float(rhythm.probability[account]),
            since=day_from(int(known.last_day[account]) - sum(gaps)),
            evidence=GrowingGaps(gaps=gaps),
        )
        found.setdefault(account, []).append(signal)
    for account, signal in _shrinking(known, rhythm, population):
        found.setdefault(account, []).append(signal)
    return {account: strongest_first(signals) for account, signals in found.items()}


def _silent(known: Recent, rhythm: Rhythm, accounts: NDArray[np.int64]) -> list[tuple[int, Signal]]:
    import numpy as np

    gaps = np.sort(known.gaps[accounts], axis=1)[:, ::-1].astype(int)
    seen = (gaps > 0).sum(axis=1)
    # Nearly all: a tenth of the gaps may be exceptions.
    under = gaps[np.arange(len(accounts)), seen // 10] + 1
    most = ((gaps < under[:, None]) & (gaps > 0)).sum(axis=1)
    # Plain numbers in one go: NumPy hands out single ones slowly, and there are tens of thousands of accounts.
    columns = (
        accounts,
        rhythm.usual_gap[accounts],
        rhythm.silence[accounts].astype(int),
        seen,
        most,
        under,
        gaps[:, 0],
        rhythm.surprise[accounts],
        rhythm.probability[accounts],
        known.last_day[accounts],
    )
    return [
        (
            account,
            Signal(
                kind=SignalKind.SILENT,
                probability=probability,
                since=day_from(last_day + math.ceil(usual_gap)),
                evidence=Silence(
                    usual_gap=usual_gap,
                    silence=silence,
                    gaps_seen=gaps_seen,
                    gaps_most=gaps_most,
                    gaps_most_under=gaps_most_under,
                    longest_gap=longest_gap,
                    one_in=one_in(surprise),
                ),
            ),
        )
        for (
            account,
            usual_gap,
            silence,
            gaps_seen,
            gaps_most,
            gaps_most_under,
            longest_gap,
            surprise,
            probability,
            last_day,
        ) in zip(*(column.tolist() for column in columns), strict=True)
    ]


_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
_HALF_WAY = tuple((math.log(lower) + math.log(upper)) / 2 for lower, upper in pairwise(_STEPS))


def one_in(surprise: float) -> int:
    """`surprise` as "1 in ..." on the scale 1, 2, 5, 10, 20, 50 ... 1000: it is honest within a factor of two only."""
    return _STEPS[bisect_left(_HALF_WAY, -math.log(max(surprise, 1e-6)))]


def _gap_change(known: Recent, population: Population) -> Floats:
    """z of the newest four log gaps against the earlier ones, variance shrunk to the business's; 0 if too few."""
    import numpy as np

    real = known.gaps > 0
    logs = np.log(np.where(real, known.gaps, 1.0))
    earlier = real[:, _NEWEST:]
    count = earlier.sum(axis=1)
    before = (logs[:, _NEWEST:] * earlier).sum(axis=1) / np.maximum(count, 1)
    squares = (earlier * (logs[:, _NEWEST:] - before[:, None]) ** 2).sum(axis=1)
    variance = (4 * population.log_within + squares) / (4 + np.maximum(count - 1, 0))
    change = logs[:, :_NEWEST].mean(axis=1) - before
    z = change / np.sqrt(variance * (1 / _NEWEST + 1 / np.maximum(count, 1)))
    return np.where(count >= _EARLIER, z, 0.0)


def _gaps_growing(known: Recent, population: Population) -> Flags:
    """Four gaps in growing order, the newest half as long again as the first, and clearly longer than those before.

    With the gaps of real accounts shuffled this fires for 0.04 to 0.2 % of them (docs/signals.md).
    """
    newest = known.gaps[:, :_NEWEST]
    ordered = (newest[:, :-1] >= newest[:, 1:]).all(axis=1) & (newest[:, -1] > 0)
    longer = newest[:, 0] >= _LENGTHENED * newest[:, -1]
    growing: Flags = ordered & longer & (_gap_change(known, population) >= _CLEAR)
    return growing


def _shrinking(known: Recent, rhythm: Rhythm, population: Population) -> list[tuple[int, Signal]]:
    """Accounts whose orders still come but became smaller: a Bayesian fall of the level of log amounts.

    Needs six purchase days, three of them since the fall, and a fall of a fifth. With the amounts of real accounts
    shuffled this fires for 0.2 to 1.1 % of them (docs/signals.md).
    """
    import numpy as np

    column = np.arange(known.amounts.shape[1])
    # An order without an amount says nothing about baskets: where there are such, nothing is said.
    told = ((known.amounts > 0) | (column[None, :] >= known.purchases[:, None])).all(axis=1)
    accounts = np.flatnonzero(told & (known.purchases >= _SHRUNK_FROM) & (rhythm.silence < rhythm.horizon / 2))
    amounts = known.amounts[accounts]
    counts = (amounts > 0).sum(axis=1)
    real = column[None, :] < counts[:, None]
    oldest_first = np.take_along_axis(amounts, np.maximum(counts[:, None] - 1 - column[None, :], 0), axis=1)
    logs = np.where(real, np.log(np.where(real, oldest_first, 1.0)), 0.0)
    level = level_shift.Level(
        mean=population.amount_mean, between=population.amount_between, within=population.amount_within
    )
    pulled = level_shift.winsorise(logs, real, level)
    fallen = level_shift.fall(pulled, real, level, size=0.7, size_sd=0.4, chance=0.03)
    late = real & (column[None, :] >= fallen.split[:, None])
    early = real & ~late
    since = late.sum(axis=1)
    before = (pulled * early).sum(axis=1) / np.maximum(early.sum(axis=1), 1)
    now = (pulled * late).sum(axis=1) / np.maximum(since, 1)
    smaller = 1 - np.exp(now - before)
    clear = (fallen.log_odds >= _SHRUNK_ODDS) & (since >= _SHRUNK_SINCE) & (smaller >= _CLEARLY_SMALLER)
    signals = []
    for row in np.flatnonzero(clear).tolist():
        account = int(accounts[row])
        back = int(known.gaps[account, : int(since[row]) - 1].sum())
        evidence = Shrinking(
            smaller_by=float(smaller[row]),
            typical_before=math.exp(before[row]),
            typical_now=math.exp(now[row]),
            purchases_since=int(since[row]),
        )
        signal = Signal(
            kind=SignalKind.SHRINKING,
            probability=1 / (1 + math.exp(-fallen.log_odds[row])),
            since=day_from(int(known.last_day[account]) - back),
            share=evidence.smaller_by,
            evidence=evidence,
        )
        signals.append((account, signal))
    return signals


def low_rating(
    score: float, day: date, today: date, *, previous: float | None = None, comment: str = "", who: str = ""
) -> Signal | None:
    """The newest rating of an account as a fact, if it is 6 or less and not older than 90 days."""
    age = day_number(today) - day_number(day)
    if score >= LOWEST_SATISFIED or not 0 <= age <= LOW_RATING_STAYS:
        return None
    return Signal(
        kind=SignalKind.LOW_RATING,
        probability=_LOST_AFTER[max(0, min(int(score), len(_LOST_AFTER) - 1))],
        since=day,
        evidence=LowRating(score=score, previous=previous, comment=comment, who=who),
    )


def falling_ratings(level: RatingLevel) -> dict[int, Signal]:
    """Accounts whose ratings have fallen for good, at least maybe (p >= 0.25); needs four ratings."""
    import numpy as np

    fallen = ~level.learning & (level.probability >= MAYBE_FROM) & (level.after < level.before)
    return {
        account: Signal(
            kind=SignalKind.RATING_FALLING,
            probability=float(level.probability[account]),
            since=day_from(int(level.since_day[account])),
            evidence=FallingRatings(
                before=float(level.before[account]),
                now=float(level.after[account]),
                ratings_since=int(level.since_count[account]),
            ),
        )
        for account in np.flatnonzero(fallen).tolist()
    }
