"""What ratings from 0 to 10 say about an account: its band, its direction, and whether its level has really fallen."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from crm_desktop.domain.special import normal_tail

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

LOWEST_ADVOCATE = 9
LOWEST_SATISFIED = 7
CLEAR_STEP = 1.0
"""Points by which a rating must differ from the ones before to be called better or worse."""
COMPARED_WITH = 3
REMEMBERED = 40
"""How many of an account's newest ratings are looked at."""
ENOUGH_RATINGS = 4
"""From this many ratings on a fall can be told from chance."""


class Band(StrEnum):
    """How a rating reads."""

    ADVOCATE = "advocate"
    SATISFIED = "satisfied"
    AT_RISK = "at_risk"


class Trend(StrEnum):
    """The newest rating against those before it."""

    UP = "up"
    FLAT = "flat"
    DOWN = "down"


def band(score: float) -> Band:
    """9 and 10 advocate, 7 and 8 satisfied, 0 to 6 at risk."""
    if score >= LOWEST_ADVOCATE:
        return Band.ADVOCATE
    return Band.SATISFIED if score >= LOWEST_SATISFIED else Band.AT_RISK


def trend(scores: Sequence[float]) -> Trend:
    """Direction of the last of `scores` (oldest first) against the mean of up to three before it; flat when alone."""
    before = scores[-1 - COMPARED_WITH : -1]
    if not before:
        return Trend.FLAT
    step = scores[-1] - sum(before) / len(before)
    if abs(step) < CLEAR_STEP:
        return Trend.FLAT
    return Trend.UP if step > 0 else Trend.DOWN


class Ratings(NamedTuple):
    """Ratings of A accounts: account i owns the slice starts[i]:starts[i + 1] of the arrays, by day."""

    starts: NDArray[np.int64]
    days: NDArray[np.int32]
    scores: Floats
    touchpoints: NDArray[np.int64]
    """Index into `touchpoint_names`."""
    raters: NDArray[np.int64]
    """Number of the person who rated, distinct over accounts too; -1 where nobody is named."""
    touchpoint_names: tuple[str, ...]

    @property
    def accounts(self) -> int:
        return len(self.starts) - 1


def pack_ratings(
    account: ArrayLike,
    day: ArrayLike,
    score: ArrayLike,
    *,
    touchpoint: Sequence[str],
    rater: Sequence[str],
    accounts: int,
) -> Ratings:
    """Sort raw rows (in any order) by account and day; rows of one day keep their order. "" = rater not known."""
    import numpy as np

    owner, days = np.asarray(account, np.int64), np.asarray(day, np.int64)
    names = sorted(set(touchpoint))
    code = {name: index for index, name in enumerate(names)}
    # Ana of one account and Ana of another are two people, or one who may judge the two differently.
    known_as = {name: number for number, name in enumerate(dict.fromkeys(rater))}
    named = np.array([known_as[name] for name in rater], np.int64)
    _, who = np.unique(owner * max(len(known_as), 1) + named, return_inverse=True)
    if "" in known_as:
        who[named == known_as[""]] = -1
    order = np.lexsort((days, owner))
    starts = np.zeros(accounts + 1, np.int64)
    np.cumsum(np.bincount(owner, minlength=accounts), out=starts[1:])
    return Ratings(
        starts=starts,
        days=days[order].astype(np.int32),
        scores=np.asarray(score, np.float64)[order],
        touchpoints=np.array([code[name] for name in touchpoint], np.int64)[order],
        raters=who.astype(np.int64)[order],
        touchpoint_names=tuple(names),
    )


def ratings_until(ratings: Ratings, day: int) -> Ratings:
    """The same ratings as known at the end of `day`."""
    import numpy as np

    kept = ratings.days <= day
    before = np.concatenate(([0], np.cumsum(kept)))
    return ratings._replace(
        starts=before[ratings.starts],
        days=ratings.days[kept],
        scores=ratings.scores[kept],
        touchpoints=ratings.touchpoints[kept],
        raters=ratings.raters[kept],
    )


@dataclasses.dataclass(frozen=True)
class RatingHabits:
    """What is normal among the ratings of one business; the defaults serve until there are enough accounts."""

    mean: float = 8.0
    between: float = 1.2
    """Variance of account means."""
    within: float = 3.0
    """Variance of ratings within an account."""
    touchpoints: Mapping[str, float] = dataclasses.field(default_factory=dict)
    """How much higher than average ratings at this touchpoint are, within the same account."""

    def as_json(self) -> dict[str, Any]:
        return {**dataclasses.asdict(self), "touchpoints": dict(self.touchpoints)}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> RatingHabits:
        """Unknown names are ignored, missing ones get the built-in value."""
        names = {field.name for field in dataclasses.fields(cls)}
        return cls(**{name: value for name, value in stored.items() if name in names})


ENOUGH_ACCOUNTS = 20


def fit_rating_habits(ratings: Ratings) -> RatingHabits:
    """Touchpoint effects from contrasts within accounts, variances by the method of moments (Searle et al., 1992)."""
    import numpy as np

    counts = np.diff(ratings.starts)
    if (counts >= 2).sum() < ENOUGH_ACCOUNTS:
        return RatingHabits()
    owner = np.repeat(np.arange(len(counts)), counts)
    at = ratings.touchpoints
    used = np.bincount(at, minlength=len(ratings.touchpoint_names))
    effect = np.zeros(len(used))
    rated = np.maximum(counts, 1)
    for _ in range(6):
        means = np.bincount(owner, ratings.scores - effect[at], len(counts)) / rated
        residual = ratings.scores - means[owner]
        effect = np.bincount(at, residual, len(used)) / np.maximum(used, 1)
    effect -= np.average(effect, weights=used)
    # A touchpoint seen a few times only is not corrected on hearsay: ten ratings count as much as the prior of none.
    effect *= used / (used + 10.0)
    adjusted = ratings.scores - effect[at]
    means = np.bincount(owner, adjusted, len(counts)) / rated
    squares = float(np.sum((adjusted - means[owner]) ** 2))
    within = max(squares / max(float(np.sum(counts[counts > 0] - 1)), 1.0), 0.25)
    has = counts > 0
    between = max(float(np.var(means[has], ddof=1)) - within * float(np.mean(1 / counts[has])), 0.2)
    return RatingHabits(
        mean=float(np.mean(means[has])),
        between=between,
        within=within,
        touchpoints={name: float(value) for name, value in zip(ratings.touchpoint_names, effect, strict=True)},
    )


class RatingLevel(NamedTuple):
    """One value per account, all finite, also where there are too few ratings (then `learning` is set)."""

    ratings: NDArray[np.int64]
    score: Floats
    """Log odds that the level of the account's ratings has fallen for good."""
    probability: Floats
    surprise: Floats
    """Chance of ratings this much lower than the ones before if nothing had changed."""
    since_day: NDArray[np.int64]
    """Day number of the first rating after the most likely fall; 0 without any."""
    since_count: NDArray[np.int64]
    """Ratings from that day on."""
    before: Floats
    after: Floats
    """Mean rating before and after that fall, as given."""
    learning: NDArray[np.bool_]


def measure_ratings(ratings: Ratings, habits: RatingHabits) -> RatingLevel:
    """Has the level of each account's ratings fallen for good? Each account from its own rows alone.

    Corrected for touchpoint (more support cases are no fall of satisfaction) and person (nor is one lenient person
    leaving); one disaster is no fall either. The model is that of rating_level.fallen.
    """
    import numpy as np

    from crm_desktop.domain import rating_level  # the first paint asks only what a rating means

    counts = np.diff(ratings.starts)
    width = int(min(max(counts.max(initial=0), 1), REMEMBERED))
    first = np.maximum(ratings.starts[1:] - width, ratings.starts[:-1])
    column = np.arange(width)
    known = column[None, :] < (ratings.starts[1:] - first)[:, None]
    at = np.where(known, first[:, None] + column[None, :], 0)

    def beside(values: NDArray[Any], missing: float) -> NDArray[Any]:
        """[A, width], newest `width` ratings of each account, oldest first."""
        return np.where(known, values[at] if len(values) else missing, missing)

    adds = np.array([habits.touchpoints.get(name, 0.0) for name in ratings.touchpoint_names] or [0.0])
    scores = beside(ratings.scores, 0.0)
    effects = beside(adds[ratings.touchpoints], 0.0)
    found = rating_level.fallen(
        rating_level.Question(scores=scores, known=known, effects=effects, persons=beside(ratings.raters, -1)),
        rating_level.Habits(mean=habits.mean, between=habits.between, within=habits.within),
    )
    early = known & (column[None, :] < found.split[:, None])
    late = known & ~early
    n_early, n_late = np.maximum(early.sum(axis=1), 1), np.maximum(late.sum(axis=1), 1)
    corrected = scores - effects
    lower = (corrected * early).sum(axis=1) / n_early - (corrected * late).sum(axis=1) / n_late
    spread = np.sqrt(habits.within * (1 / n_early + 1 / n_late))
    row = np.arange(len(counts))
    return RatingLevel(
        ratings=counts,
        score=found.log_odds,
        probability=1 / (1 + np.exp(-found.log_odds)),
        surprise=np.where(found.split > 0, normal_tail(lower / spread), 1.0),
        since_day=beside(ratings.days, 0)[row, found.split].astype(np.int64),
        since_count=late.sum(axis=1),
        before=(scores * early).sum(axis=1) / n_early,
        after=(scores * late).sum(axis=1) / n_late,
        learning=counts < ENOUGH_RATINGS,
    )
