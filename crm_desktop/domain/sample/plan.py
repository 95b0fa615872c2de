"""Who is who in the book: how large each account is and what is going on with it, in fixed shares."""

from __future__ import annotations

import math
from random import Random
from statistics import NormalDist
from typing import NamedTuple, TypeVar

from crm_desktop.domain.sample.names import LANGUAGES
from crm_desktop.domain.sample.records import Pattern

Kind = TypeVar("Kind")

SHARES: dict[Pattern, float] = {
    Pattern.STEADY: 0.39,
    Pattern.GROWING: 0.10,
    Pattern.BURSTY: 0.08,
    Pattern.SUMMER_PAUSE: 0.05,
    Pattern.WINTER_PAUSE: 0.03,
    Pattern.RECOVERED: 0.04,
    Pattern.NEW: 0.06,
    Pattern.SILENT: 0.08,
    Pattern.SLOWING: 0.05,
    Pattern.SHRINKING: 0.03,
    Pattern.NARROWING: 0.01,
    Pattern.RATING_FALL: 0.02,
    Pattern.LOW_RATING: 0.02,
    Pattern.LAPSED: 0.04,
}
"""Share of accounts by pattern; they add up to 1."""

FOLLOW_UP_SHARES: dict[str, float] = {"overdue": 0.015, "today": 0.02, "week": 0.04, "later": 0.06}
"""Share of accounts with an open follow-up due then."""

_SPREAD = 1.55
"""Standard deviation of log revenue: the first fifth of the accounts brings about three quarters of the money."""
_MEDIAN_YEARLY = 190_000
_SMALLEST_YEARLY = 20_000
_ORDER_VALUE = 6_000
"""Minor units an order at 100 a year; it grows with the square root of the revenue."""
_SMALL_BOOK = 2_000
_LARGE_BOOK = 100_000
_THIN = 3.6
"""In a large book most customers come only now and then: so many times rarer, for as much more money."""


class Place(NamedTuple):
    """One account's part in the book."""

    rank: int
    """0 is the largest."""
    pattern: Pattern
    follow_up: str
    """When an open follow-up is due ("overdue", "today", "week", "later"), or empty."""
    by_hand: bool
    """Whether its tier was set by hand."""
    language: int
    number: int
    """How many firms of this language come before it."""


class Size(NamedTuple):
    """How much and how often an account buys."""

    yearly: int
    """Minor units a year."""
    gap: float
    """Days between orders."""
    tier: str
    """What its size comes to (A for the largest sixth, then B, then C): how much we look after it."""
    quiet: float
    """How much rarer our own calls and their ratings are than in a small book (1 there)."""


class Plan:
    """The whole book, worked out before any account is: a few small numbers an account."""

    def __init__(self, accounts: int, seed: int) -> None:
        random = Random(f"{seed} plan {accounts}")
        self.accounts = accounts
        self._patterns = _interleaved(_quotas(SHARES, accounts), random)
        self._ranks = list(range(accounts))
        random.shuffle(self._ranks)
        due = [name for name, share in FOLLOW_UP_SHARES.items() for _ in range(round(share * accounts))]
        self._due = dict(zip(random.sample(range(accounts), len(due)), due, strict=True))
        hand_set = max(1, round(accounts * 0.01)) if accounts >= 20 else 0
        self._by_hand = frozenset(random.sample(range(accounts), hand_set))
        speakers = {index: lexicon.weight / 100 for index, lexicon in enumerate(LANGUAGES)}
        self._languages = _interleaved(_quotas(speakers, accounts), random)
        self._numbers = _counted(self._languages)
        stretch = math.log(max(accounts, _SMALL_BOOK) / _SMALL_BOOK) / math.log(_LARGE_BOOK / _SMALL_BOOK)
        self._thin = _THIN ** min(stretch, 1.0)

    def place(self, index: int) -> Place:
        """The part of the account number ``index`` (from 0)."""
        rank = self._ranks[index]
        return Place(
            rank=rank,
            pattern=self._patterns[rank],
            follow_up=self._due.get(index, ""),
            by_hand=index in self._by_hand,
            language=self._languages[index],
            number=self._numbers[index],
        )

    def size(self, place: Place, random: Random) -> Size:
        """How large the account at this rank is: log-normal revenue, and larger ones order more often and more."""
        share = (place.rank + 0.5) / self.accounts
        drawn = _MEDIAN_YEARLY * math.exp(_SPREAD * NormalDist().inv_cdf(1 - share))
        yearly = max(drawn, _SMALLEST_YEARLY)
        value = _ORDER_VALUE * math.sqrt(yearly / 10_000) * math.exp(random.gauss(0, 0.3)) * self._thin
        gap = min(max(365 * value / yearly, 5.0), 130.0 * self._thin)
        quiet = math.sqrt(self._thin)
        limit = _LONGEST_GAP.get(place.pattern)
        if limit is not None:
            gap = min(gap, limit * quiet)
        return Size(round(yearly), gap, "A" if share < 0.16 else "B" if share < 0.42 else "C", quiet)


_LONGEST_GAP = {
    Pattern.SILENT: 55.0,
    Pattern.SLOWING: 34.0,
    Pattern.SHRINKING: 40.0,
    Pattern.NARROWING: 35.0,
    Pattern.RECOVERED: 45.0,
    Pattern.GROWING: 70.0,
    Pattern.BURSTY: 60.0,
    Pattern.SUMMER_PAUSE: 45.0,
    Pattern.WINTER_PAUSE: 60.0,
    Pattern.RATING_FALL: 80.0,
    Pattern.LOW_RATING: 80.0,
}
"""Days, in a small book: with orders much rarer than this three years could not show the pattern at all."""


def _quotas(shares: dict[Kind, float], total: int) -> dict[Kind, int]:
    """Whole numbers in these shares that add up to ``total`` (largest remainders)."""
    counts = {kind: int(share * total) for kind, share in shares.items()}
    left = sorted(shares, key=lambda kind: counts[kind] - shares[kind] * total)
    for kind in left[: total - sum(counts.values())]:
        counts[kind] += 1
    return counts


def _interleaved(counts: dict[Kind, int], random: Random) -> list[Kind]:
    """All kinds, each spread evenly over the whole list: any long stretch of it has the same shares."""
    keyed = [
        ((nth + random.random()) / count, order, kind)
        for order, (kind, count) in enumerate(counts.items())
        for nth in range(count)
    ]
    keyed.sort(key=lambda entry: entry[:2])
    return [kind for _, _, kind in keyed]


def _counted(kinds: list[int]) -> list[int]:
    """For each entry, how many of the same kind stand before it."""
    seen: dict[int, int] = {}
    numbers = []
    for kind in kinds:
        numbers.append(seen.get(kind, 0))
        seen[kind] = numbers[-1] + 1
    return numbers
