"""Signals: what is noticed about an account, with evidence that can be counted by hand."""

from __future__ import annotations

import json
from datetime import date, timedelta

import numpy as np
import pytest

from crm_desktop.domain import noticing, rhythm, satisfaction
from crm_desktop.domain.dates import day_number
from crm_desktop.domain.signals import (
    Certainty,
    FallingRatings,
    GrowingGaps,
    LowRating,
    Shrinking,
    Signal,
    SignalKind,
    Silence,
    Standing,
    certainty,
    strongest_first,
)

TODAY = date(2026, 11, 21)
NOW = day_number(TODAY)


def background(accounts: int = 60) -> list[list[tuple[int, float]]]:
    random = np.random.default_rng(5)
    logs = []
    for _ in range(accounts):
        gaps = np.maximum(1, np.exp(random.normal(random.normal(3, 0.5), 0.6, random.integers(3, 40)))).astype(int)
        days = NOW - int(random.integers(0, 60)) - np.concatenate(([0], np.cumsum(gaps)))
        logs.append([(int(day), float(np.exp(random.normal(5, 0.3)))) for day in days])
    return logs


def notice(*special: list[tuple[int, float]]) -> tuple[list[list[Signal]], list[Standing]]:
    """Signals and standings of the accounts given, measured among a background of ordinary ones."""
    logs = background() + list(special)
    rows = [(account, day, amount) for account, log in enumerate(logs) for day, amount in log]
    owner, days, amounts = zip(*rows, strict=True)
    known = rhythm.recent(rhythm.until(rhythm.pack(owner, days, amounts, accounts=len(logs)), NOW))
    population = rhythm.fit_population(known, NOW)
    found = rhythm.measure(known, NOW, population)
    signals = noticing.purchase_signals(known, found, population, NOW)
    standings = noticing.standings(known, found, population)
    mine = range(len(logs) - len(special), len(logs))
    return [signals.get(account, []) for account in mine], [standings[account] for account in mine]


def every(gap: int, *, times: int, silence: int, amount: float = 150.0) -> list[tuple[int, float]]:
    return [(NOW - silence - gap * back, amount) for back in range(times)]


def after_gaps(gaps: list[int], *, silence: int, amounts: list[float] | None = None) -> list[tuple[int, float]]:
    days = NOW - silence - sum(gaps) + np.concatenate(([0], np.cumsum(gaps)))
    return list(zip(days.tolist(), amounts or [150.0] * len(days), strict=True))


def test_a_silence_past_the_usual_gap_is_told_with_its_evidence() -> None:
    gaps = [10, 12, 14, 12, 11, 13, 12, 12, 10, 14, 12, 12, 17, 11, 12, 13, 11, 12, 12, 40]
    (signals,), (standing,) = notice(after_gaps([*gaps[::-1]], silence=80))
    assert [signal.kind for signal in signals] == [SignalKind.SILENT]
    assert standing is Standing.SLIPPING
    evidence = signals[0].evidence
    assert isinstance(evidence, Silence)
    assert evidence.silence == 80
    assert evidence.usual_gap == pytest.approx(sum([*gaps[:12]]) / 12)
    assert (evidence.gaps_seen, evidence.gaps_most, evidence.gaps_most_under) == (20, 18, 15)
    assert evidence.longest_gap == 40
    assert evidence.one_in >= 20
    assert signals[0].since == TODAY - timedelta(days=80 - 12)
    assert signals[0].probability >= 0.5


def test_nobody_is_called_silent_before_their_usual_gap_is_over() -> None:
    (signals,), (standing,) = notice(every(20, times=15, silence=19))
    assert signals == []
    assert standing is Standing.STEADY


def test_a_new_account_is_learning_and_never_reported() -> None:
    (signals,), (standing,) = notice(every(5, times=3, silence=200))
    assert signals == []
    assert standing is Standing.LEARNING


def test_growing_gaps_are_told_oldest_first() -> None:
    gaps = [10, 12, 11, 10, 12, 11, 10, 11, 20, 27, 33, 41]
    (signals,), (standing,) = notice(after_gaps(gaps, silence=5))
    assert [signal.kind for signal in signals] == [SignalKind.GAPS_GROWING]
    assert signals[0].evidence == GrowingGaps(gaps=(20, 27, 33, 41))
    assert signals[0].since == TODAY - timedelta(days=5 + 20 + 27 + 33 + 41)
    assert standing is Standing.SLOWING


def test_gaps_in_growing_order_that_are_not_longer_than_before_say_nothing() -> None:
    (signals,), (standing,) = notice(after_gaps([20, 22, 25, 21, 23, 25, 24, 22, 14, 18, 20, 24], silence=3))
    assert signals == []
    assert standing is Standing.STEADY


def test_one_long_gap_is_no_growing_of_gaps() -> None:
    (signals,), _ = notice(after_gaps([10] * 11 + [80], silence=5))
    assert signals == []


def test_an_account_that_buys_ever_more_often_is_growing() -> None:
    _, (standing,) = notice(after_gaps([40, 38, 42, 40, 41, 39, 40, 8, 7, 9, 8], silence=3))
    assert standing is Standing.GROWING


def test_smaller_orders_are_noticed_while_they_still_come() -> None:
    amounts = [200.0, 190, 210, 205, 195, 200, 208, 192, 201, 199, 100, 95, 105, 98, 102, 100]
    (signals,), _ = notice(after_gaps([14] * 15, silence=2, amounts=amounts))
    assert [signal.kind for signal in signals] == [SignalKind.SHRINKING]
    evidence = signals[0].evidence
    assert isinstance(evidence, Shrinking)
    assert evidence.purchases_since == 6
    assert 0.3 < evidence.smaller_by <= 0.55
    assert signals[0].since == TODAY - timedelta(days=2 + 14 * 5)
    assert signals[0].weight == pytest.approx(signals[0].probability * evidence.smaller_by)


def test_one_small_order_is_not_shrinking() -> None:
    (signals,), _ = notice(after_gaps([14] * 15, silence=2, amounts=[200.0] * 15 + [20.0]))
    assert signals == []


def test_shuffled_amounts_raise_few_alarms() -> None:
    random = np.random.default_rng(11)
    accounts = [
        after_gaps([14] * 19, silence=2, amounts=np.exp(random.normal(5, 0.4, 20)).tolist()) for _ in range(400)
    ]
    signals, _ = notice(*accounts)
    assert sum(bool(found) for found in signals) <= 400 * 0.02


def test_a_small_account_in_a_book_of_large_ones_is_not_shrinking() -> None:
    random = np.random.default_rng(12)
    usual = random.normal(5, 1.5, 300)
    accounts = [
        after_gaps([14] * 15, silence=2, amounts=np.exp(random.normal(level, 0.3, 16)).tolist()) for level in usual
    ]
    signals, _ = notice(*accounts)
    told = [level for level, found in zip(usual, signals, strict=True) if found]
    assert len(told) <= 300 * 0.02


def test_an_account_that_begins_with_one_large_order_is_not_shrinking() -> None:
    (signals,), _ = notice(after_gaps([14] * 11, silence=2, amounts=[900.0, *[150.0, 140, 160] * 3, 150, 145]))
    assert signals == []


def test_a_low_rating_is_a_fact_the_same_day() -> None:
    signal = noticing.low_rating(3, TODAY, TODAY, previous=9, comment="nobody called back", who="Ana")
    assert signal is not None
    assert signal.evidence == LowRating(score=3, previous=9, comment="nobody called back", who="Ana")
    assert signal.since == TODAY


@pytest.mark.parametrize(
    ("score", "day"),
    [(7, TODAY), (10, TODAY), (2, TODAY - timedelta(days=91)), (2, TODAY + timedelta(days=1))],
)
def test_good_old_and_future_ratings_are_no_signal(score: float, day: date) -> None:
    assert noticing.low_rating(score, day, TODAY) is None


def test_the_lower_the_rating_the_surer() -> None:
    chances = [found.probability for score in range(7) if (found := noticing.low_rating(score, TODAY, TODAY))]
    assert len(chances) == 7
    assert chances == sorted(chances, reverse=True)


def test_a_fall_of_the_ratings_is_a_signal() -> None:
    scores = [9.0, 8, 9, 9, 8, 9, 5, 6, 5, 5]
    ratings = satisfaction.pack_ratings(
        [0] * 10,
        [NOW - 300 + 30 * step for step in range(10)],
        scores,
        touchpoint=[""] * 10,
        rater=[""] * 10,
        accounts=1,
    )
    found = noticing.falling_ratings(satisfaction.measure_ratings(ratings, satisfaction.RatingHabits()))
    evidence = found[0].evidence
    assert isinstance(evidence, FallingRatings)
    assert evidence.ratings_since == 4
    assert evidence.now < 6 < 8 < evidence.before
    assert found[0].since == TODAY - timedelta(days=300 - 180)


def test_certainty_words_follow_the_cut_offs() -> None:
    assert [certainty(p) for p in (0.8, 0.79, 0.5, 0.49, 0.25, 0.24)] == [
        Certainty.VERY_LIKELY,
        Certainty.LIKELY,
        Certainty.LIKELY,
        Certainty.MAYBE,
        Certainty.MAYBE,
        Certainty.WATCHING,
    ]


@pytest.mark.parametrize(
    "evidence",
    [
        (SignalKind.SILENT, Silence(12.5, 41, 20, 19, 18, 22, 50)),
        (SignalKind.GAPS_GROWING, GrowingGaps((14, 19, 24, 31))),
        (SignalKind.SHRINKING, Shrinking(0.38, 200.0, 124.0, 5)),
        (SignalKind.LOW_RATING, LowRating(3.0, None, "why", "Ana")),
        (SignalKind.RATING_FALLING, FallingRatings(8.6, 5.5, 4)),
    ],
    ids=lambda pair: pair[0].value,
)
def test_signals_survive_json(evidence: tuple[SignalKind, Silence]) -> None:
    signal = Signal(kind=evidence[0], probability=0.625, since=TODAY, evidence=evidence[1], share=0.38)
    assert Signal.from_json(json.loads(json.dumps(signal.as_json()))) == signal


def test_the_strongest_cause_comes_first() -> None:
    weak = Signal(SignalKind.SILENT, 0.3, TODAY, Silence(12, 14, 20, 19, 18, 22, 2))
    strong = Signal(SignalKind.SHRINKING, 0.9, TODAY, Shrinking(0.5, 2.0, 1.0, 4), share=0.5)
    assert strongest_first([weak, strong]) == [strong, weak]


def test_surprise_is_rounded_to_what_it_is_worth() -> None:
    assert [noticing.one_in(p) for p in (1.0, 0.4, 0.13, 0.021, 0.0049, 1e-9)] == [1, 2, 10, 50, 200, 1000]
