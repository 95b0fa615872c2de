"""Has the level of an account's ratings fallen for good? Answered by a small exact model of how people rate."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from crm_desktop.domain.special import normal_tail

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Counts = NDArray[np.int64]

_GRID_STEP = 0.5
_HIGHEST_LEVEL = 13.0
"""A customer can be happier than the scale shows: levels above 10 all read 10."""
_MARGIN = 3.0
"""How far corrections for touchpoint and person may shift a rating off the grid of levels."""
_DISASTER = 0.06
_DISASTER_DEPTH = 4.0
_LEAST_CHANCE = 1e-5
_FALL_SIZE = 2.5
_FALL_SPREAD = 1.0
_FALL_PER_RATING = 0.02
_NOISE_SHARE = 0.85
"""Share of the standard deviation within accounts that is left once disasters and persons are accounted for."""
_PERSON_VARIANCE = 0.5
_FLOOR = -20.0
_CHUNK = 500


class Question(NamedTuple):
    """Ratings of A accounts side by side: arrays [A, K], oldest first, each row filled from the left."""

    scores: Floats
    known: NDArray[np.bool_]
    effects: Floats
    """What the touchpoint of each rating adds to it."""
    persons: Counts
    """Who rated, numbered over all accounts; -1 where nobody is named."""

    def of(self, chosen: NDArray[np.bool_] | Counts, width: int) -> Question:
        """The oldest `width` ratings of the chosen accounts alone."""
        return Question(
            scores=self.scores[chosen, :width],
            known=self.known[chosen, :width],
            effects=self.effects[chosen, :width],
            persons=self.persons[chosen, :width],
        )


class Answer(NamedTuple):
    """One value per account."""

    log_odds: Floats
    """ln P(the level has fallen) / P(it has not)."""
    split: Counts
    """Column of the first rating after the most likely fall; 0 where there are fewer than two ratings."""


class Habits(NamedTuple):
    """Levels of accounts ~ N(mean, between); ratings of one account vary by `within` (variances)."""

    mean: float
    between: float
    within: float


def fallen(question: Question, habits: Habits) -> Answer:
    """Log odds of a lasting fall for every account, worked out in chunks of accounts with about as many ratings.

    Model: a level of satisfaction; a rating is the level plus what its touchpoint and the person add, plus normal
    noise, rounded and cut to 0..10; 6 % of ratings are disasters four points lower that mean nothing; with 2 % a rating
    the level falls for good by about N(2.5, 1). Bayes factors of "fell before this rating" against "never", summed over
    the ratings (Chernoff and Zacks, 1964); levels are integrated out on a grid of half points, so rounding, the ceiling
    at 10 and disasters need no approximation. What each person adds is estimated from their own ratings around the
    expected level and shrunk (best linear prediction: Robinson, 1991): one lenient person leaving is no fall.
    """
    import numpy as np

    counts = question.known.sum(axis=1)
    log_odds = np.full(len(counts), _FLOOR)
    split = np.zeros(len(counts), np.int64)
    rated = np.flatnonzero(counts >= 2)
    rated = rated[np.argsort(counts[rated], kind="stable")]
    model = _model(habits)
    for start in range(0, len(rated), _CHUNK):
        chosen = rated[start : start + _CHUNK]
        part = question.of(chosen, int(counts[chosen[-1]]))
        log_odds[chosen], split[chosen] = _Chunk(part, model).answer()
    return Answer(log_odds=log_odds, split=split)


class _Model:
    """What is the same for all accounts of a business."""

    def __init__(self, habits: Habits) -> None:
        import numpy as np

        self.noise = _NOISE_SHARE * float(np.sqrt(habits.within))
        self.levels = np.arange(0.0, _HIGHEST_LEVEL + _GRID_STEP / 2, _GRID_STEP)
        prior = np.exp(-0.5 * (self.levels - habits.mean) ** 2 / habits.between)
        self.prior = prior / prior.sum()
        drop = self.levels[:, None] - self.levels[None, :]
        self.fall = np.where(drop > 0, np.exp(-0.5 * ((drop - _FALL_SIZE) / _FALL_SPREAD) ** 2), 0.0)
        sizes = self.levels[1:]
        self.fall /= np.exp(-0.5 * ((sizes - _FALL_SIZE) / _FALL_SPREAD) ** 2).sum()
        # The scale of corrections is a tenth of a point, so that the likelihoods come from a table.
        means = self.levels[None, None, :] + np.arange(-_MARGIN, _MARGIN + 0.05, 0.1)[None, :, None]
        self.table: Floats = np.log(
            (1 - _DISASTER) * self._reads(means) + _DISASTER * self._reads(means - _DISASTER_DEPTH) + _LEAST_CHANCE
        )
        """Log likelihood [rating 0..10, correction, level]."""

    def _reads(self, means: Floats) -> Floats:
        """P(a rating of 0..10 | mean), rounded and cut to the scale: [11, ...]."""
        import numpy as np

        edges = np.arange(10)[:, None, None] + 0.5
        above = normal_tail((edges - means) / self.noise)
        ones, zeros = np.ones_like(above[:1]), np.zeros_like(above[:1])
        reads: Floats = np.concatenate([ones, above]) - np.concatenate([above, zeros])
        return reads


@lru_cache(maxsize=1)
def _model(habits: Habits) -> _Model:
    """A business has the same until its habits are learned anew, and is asked about a few accounts many times."""
    return _Model(habits)


class _Chunk:
    """Accounts that are worked out together."""

    def __init__(self, question: Question, model: _Model) -> None:
        self.question = question
        self.model = model

    def answer(self) -> tuple[Floats, Counts]:
        persons = self.question.effects * 0.0
        several = self._rated_by_several()
        if several.any():
            # One person alone cannot be told from the account: only the others need the first round.
            chosen = _Chunk(self.question.of(several, self.question.scores.shape[1]), self.model)
            persons[several] = chosen.persons(chosen.expected_levels())
        log_odds, weights, _ = self._splits(self._chances(persons))
        return log_odds, weights.argmax(axis=1) + 1

    def _rated_by_several(self) -> NDArray[np.bool_]:
        import numpy as np

        known, persons = self.question.known, self.question.persons
        different = known & (persons != persons[:, :1])
        several: NDArray[np.bool_] = np.asarray(different.any(axis=1))
        return several

    def _chances(self, persons: Floats) -> Floats:
        """Log likelihood of each rating at each level [K, A, levels], 0 where there is no rating."""
        import numpy as np

        shift = np.clip(self.question.effects + persons, -_MARGIN, _MARGIN)
        scores = np.clip(np.rint(self.question.scores), 0, 10).astype(np.int64)
        fine = np.rint(shift * 10).astype(np.int64) + round(_MARGIN * 10)
        chances: Floats = self.model.table[scores.T, fine.T] * self.question.known.T[:, :, None]
        return chances

    def _splits(self, chances: Floats) -> tuple[Floats, Floats, tuple[Floats, Floats, Floats]]:
        """Log odds of a fall, the weight of each split (column t: fell before rating t + 1), and what levels to expect.

        The expectations are: level if nothing changed [A], level before and after a fall at each split [A, K - 1].
        """
        import numpy as np

        width = len(chances)
        counts = self.question.known.sum(axis=1)
        running = np.cumsum(chances, axis=0)
        total = running[-1]
        top = total.max(axis=1, keepdims=True)
        unchanged = self.model.prior * np.exp(total - top)
        never = np.log(unchanged.sum(axis=1)) + top[:, 0]
        logs = np.full((len(total), width - 1), 2 * _FLOOR)
        before, after = np.zeros_like(logs), np.zeros_like(logs)
        for start in range(1, width):
            early, late = running[start - 1], total - running[start - 1]
            top_early, top_late = early.max(axis=1, keepdims=True), late.max(axis=1, keepdims=True)
            from_level, to_level = self.model.prior * np.exp(early - top_early), np.exp(late - top_late)
            joint = from_level * (to_level @ self.model.fall.T)
            mass = joint.sum(axis=1)
            arrived = to_level * (from_level @ self.model.fall)
            odds = np.log(_FALL_PER_RATING * mass + 1e-300) + top_early[:, 0] + top_late[:, 0] - never
            logs[:, start - 1] = np.where(start < counts, np.maximum(odds, 2 * _FLOOR), 2 * _FLOOR)
            before[:, start - 1] = (joint @ self.model.levels) / (mass + 1e-300)
            after[:, start - 1] = (arrived @ self.model.levels) / (arrived.sum(axis=1) + 1e-300)
        highest = logs.max(axis=1)
        weights = np.exp(logs - highest[:, None])
        log_odds = np.maximum(np.log(weights.sum(axis=1)) + highest, _FLOOR)
        steady = (unchanged @ self.model.levels) / unchanged.sum(axis=1)
        return log_odds, weights, (steady, before, after)

    def expected_levels(self) -> Floats:
        """The level to expect behind each rating [A, K], averaged over "never changed" and all splits."""
        import numpy as np

        log_odds, weights, (steady, before, after) = self._splits(self._chances(self.question.effects * 0.0))
        changed = 1 / (1 + np.exp(-log_odds))
        share = weights / weights.sum(axis=1, keepdims=True) * changed[:, None]
        nothing = np.zeros((len(share), 1))
        # Behind rating k stand the levels after the splits up to k and the levels before the later splits.
        since = np.concatenate([nothing, np.cumsum(share * after, axis=1)], axis=1)
        still = np.concatenate([np.cumsum((share * before)[:, ::-1], axis=1)[:, ::-1], nothing], axis=1)
        expected: Floats = ((1 - changed) * steady)[:, None] + since + still
        return expected

    def persons(self, expected: Floats) -> Floats:
        """What the person behind each rating adds to it [A, K], centred over the account; 0 where nobody is named."""
        import numpy as np

        question = self.question
        named = question.known & (question.persons >= 0)
        reach = 1.7 * self.model.noise
        surplus = np.clip(question.scores - question.effects - expected, -reach, reach)
        # A 10 where more was expected says nothing against the person: the scale ends there.
        surplus = np.where((question.scores >= 10) & (surplus < 0), 0.0, surplus)
        people, who = np.unique(question.persons[named], return_inverse=True)
        times = np.bincount(who, minlength=len(people))
        adds = np.bincount(who, surplus[named], len(people)) / (times + self.model.noise**2 / _PERSON_VARIANCE)
        found = np.zeros_like(surplus)
        found[named] = adds[who]
        centre = found.sum(axis=1) / question.known.sum(axis=1)
        return np.where(question.known, found - centre[:, None], 0.0)
