"""Looks at the rhythm, the amounts and the ratings of all accounts and puts down what is worth a person's time."""

from __future__ import annotations

import math
from bisect import bisect_left
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from crm_desktop.domain.dates import day_from, day_number
from crm_desktop.domain.pace import LEARNING_BELOW
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
from crm_desktop.domain.smaller_orders import shrunk, still_comes

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from crm_desktop.domain.rhythm import Population, Recent, Rhythm
    from crm_desktop.domain.satisfaction import RatingLevel

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]
    Counts = NDArray[np.int64]
    Places = NDArray[np.uint8]

LOW_RATING_STAYS = 90
"""Days for which a low rating stays on the list unless a better one follows."""
_LOST_AFTER = (0.57, 0.49, 0.40, 0.35, 0.26, 0.18, 0.12)
"""Share of accounts with a lasting fall among those whose newest rating is 0 ... 6 (shared simulated ratings)."""
_NEWEST = 4
_EARLIER = 3
_CLEAR = 1.64
_LENGTHENED = 1.5


class GapTrend(NamedTuple):
    """What an account's newest gaps say beside the ones before; a passing day changes nothing in it."""

    growing: Flags
    faster: Flags


def gap_trend(known: Recent, population: Population) -> GapTrend:
    """Whose gaps are growing, and whose newest four are clearly shorter than the ones before (z <= -1.64)."""
    change = _gap_change(known, population)
    return GapTrend(growing=_gaps_growing(known, change), faster=change <= -_CLEAR)


def standings(known: Recent, rhythm: Rhythm, population: Population) -> list[Standing]:
    """The standing of every account; the rule is that of `standing_places`."""
    overdue = is_overdue(known.purchases, rhythm.silence, rhythm.usual_gap)
    trend = gap_trend(known, population)
    every = tuple(Standing)
    places = standing_places(rhythm.learning, overdue, rhythm.probability, trend)
    return [every[place] for place in places.tolist()]


def is_overdue(purchases: Counts, silence: Floats, usual_gap: Floats) -> Flags:
    """Past their own usual gap, of the accounts that have one."""
    import numpy as np

    overdue: Flags = (purchases >= LEARNING_BELOW) & (silence >= np.maximum(usual_gap, 1))
    return overdue


def standing_places(learning: Flags, overdue: Flags, probability: Floats, trend: GapTrend) -> Places:
    """The place of every account in `Standing`; `probability` is asked for accounts that are overdue only.

    learning: fewer than four purchase days. slipping: silent past the usual gap and leaving likely (p >= 0.50).
    slowing: past the usual gap and p >= 0.25, or the gaps are growing. growing: not past the usual gap, and the newest
    four gaps clearly shorter than the ones before (z <= -1.64). steady: everything else.
    """
    import numpy as np

    place = {standing: index for index, standing in enumerate(Standing)}
    places: Places = np.full(len(learning), place[Standing.STEADY], np.uint8)
    for standing, here in (
        (Standing.GROWING, ~overdue & trend.faster),
        (Standing.SLOWING, (overdue & (probability >= MAYBE_FROM)) | trend.growing),
        (Standing.SLIPPING, overdue & (probability >= LIKELY_FROM)),
        (Standing.LEARNING, learning),
    ):
        # By their places: a mask of very many is written through far more slowly.
        places[np.flatnonzero(here)] = place[standing]
    return places


def purchase_signals(known: Recent, rhythm: Rhythm, population: Population, as_of: int) -> dict[int, list[Signal]]:
    """What the purchases of each account say at the day number `as_of`; accounts with nothing to say are left out."""
    import numpy as np

    found: dict[int, list[Signal]] = {}
    silent = is_overdue(known.purchases, rhythm.silence, rhythm.usual_gap)
    for account, signal in _silent(known, rhythm, np.flatnonzero(silent)):
        found.setdefault(account, []).append(signal)
    growing = ~rhythm.learning & gap_trend(known, population).growing
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


def _gaps_growing(known: Recent, change: Floats) -> Flags:
    """Four gaps in growing order, the newest half as long again as the first, and clearly longer than those before.

    More than the newest must have grown: one long gap is no trend yet.
    With the gaps of real accounts shuffled this fires for 0.03 to 0.12 % of them (docs/signals.md).
    """
    newest = known.gaps[:, :_NEWEST]
    ordered = (newest[:, :-1] >= newest[:, 1:]).all(axis=1) & (newest[:, 1] > newest[:, -1]) & (newest[:, -1] > 0)
    longer = newest[:, 0] >= _LENGTHENED * newest[:, -1]
    growing: Flags = ordered & longer & (change >= _CLEAR)
    return growing


def _shrinking(known: Recent, rhythm: Rhythm, population: Population) -> list[tuple[int, Signal]]:
    import numpy as np

    found = shrunk(known, population)
    signals = []
    for account in np.flatnonzero((found.probability > 0) & still_comes(rhythm.silence, rhythm.horizon)).tolist():
        since = int(found.since[account])
        back = int(known.gaps[account, : since - 1].sum())
        evidence = Shrinking(
            smaller_by=float(found.smaller_by[account]),
            typical_before=float(found.before[account]),
            typical_now=float(found.now[account]),
            purchases_since=since,
        )
        signal = Signal(
            kind=SignalKind.SHRINKING,
            probability=float(found.probability[account]),
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
        probability=lost_after(score),
        since=day,
        evidence=LowRating(score=score, previous=previous, comment=comment, who=who),
    )


def lost_after(score: float) -> float:
    """How likely an account with this low newest rating is lost."""
    return _LOST_AFTER[max(0, min(int(score), len(_LOST_AFTER) - 1))]


def has_fallen(level: RatingLevel) -> Flags:
    """Whose ratings have fallen for good, at least maybe (p >= 0.25); needs four ratings."""
    fallen: Flags = ~level.learning & (level.probability >= MAYBE_FROM) & (level.after < level.before)
    return fallen


def falling_ratings(level: RatingLevel) -> dict[int, Signal]:
    """The signals of the accounts whose ratings have fallen, by index."""
    import numpy as np

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
        for account in np.flatnonzero(has_fallen(level)).tolist()
    }
