"""Ratings: bands, direction, and telling a real fall of the level from chance."""

from __future__ import annotations

import json
import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_desktop.domain import satisfaction
from crm_desktop.domain.satisfaction import Band, RatingHabits, RatingLevel, Trend, band, trend


def measured(
    *accounts: list[float], touchpoints: list[str] | None = None, raters: list[str] | None = None
) -> RatingLevel:
    """Monthly ratings, one list per account, oldest first, each by the same person unless told."""
    owner = [index for index, scores in enumerate(accounts) for _ in scores]
    ratings = satisfaction.pack_ratings(
        owner,
        [30 * step for scores in accounts for step in range(len(scores))],
        [score for scores in accounts for score in scores],
        touchpoint=touchpoints or [""] * len(owner),
        rater=raters or [f"person {index}" for index in owner],
        accounts=len(accounts),
    )
    return satisfaction.measure_ratings(ratings, satisfaction.fit_rating_habits(ratings))


def healthy(accounts: int = 40) -> list[list[float]]:
    random = np.random.default_rng(1)
    return [np.clip(np.round(random.normal(random.normal(8, 1), 1.2, 14)), 0, 10).tolist() for _ in range(accounts)]


def test_bands() -> None:
    assert [band(score) for score in (0, 6, 6.9, 7, 8, 8.5, 9, 10)] == (
        [Band.AT_RISK] * 3 + [Band.SATISFIED] * 3 + [Band.ADVOCATE] * 2
    )


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ([], Trend.FLAT),
        ([3], Trend.FLAT),
        ([9, 3], Trend.DOWN),
        ([3, 9], Trend.UP),
        ([8, 8, 8, 7.5], Trend.FLAT),
        ([10, 4, 4, 4, 6], Trend.UP),
        ([4, 10, 10, 10, 9], Trend.DOWN),
    ],
)
def test_the_arrow_compares_with_up_to_three_ratings_before(scores: list[float], expected: Trend) -> None:
    assert trend(scores) is expected


def test_a_lasting_fall_is_found_and_dated() -> None:
    found = measured(*healthy(), [9, 8, 9, 9, 8, 9, 6, 5, 6, 5], [9, 8, 9, 9, 8, 9, 9, 8, 9, 9])
    assert found.probability[-2] > 0.9
    assert found.probability[-1] < 0.1
    assert found.since_day[-2] == 30 * 6
    assert found.since_count[-2] == 4
    assert found.before[-2] == pytest.approx(52 / 6)
    assert found.after[-2] == pytest.approx(5.5)
    assert found.surprise[-2] < 0.01


def test_one_disaster_is_not_a_fall() -> None:
    found = measured(*healthy(), [9, 8, 9, 9, 8, 9, 1, 9, 8, 9])
    assert found.probability[-1] < 0.3


def test_a_low_but_steady_account_has_not_fallen() -> None:
    found = measured(*healthy(), [5, 6, 5, 5, 6, 5, 5, 6, 5, 5])
    assert found.probability[-1] < 0.3


def test_more_support_cases_are_not_a_fall_of_satisfaction() -> None:
    random = np.random.default_rng(3)
    accounts, touchpoints = [], []
    for _ in range(60):
        mix = random.random(12) < 0.4
        accounts.append(np.clip(np.round(random.normal(8.5, 0.8, 12) - 2 * mix), 0, 10).tolist())
        touchpoints += ["support" if support else "survey" for support in mix]
    accounts.append([9.0] * 6 + [7.0] * 6)
    touchpoints += ["survey"] * 6 + ["support"] * 6
    with_touchpoints = measured(*accounts, touchpoints=touchpoints)
    without = measured(*accounts)
    assert with_touchpoints.probability[-1] < 0.2 < without.probability[-1]


def test_one_lenient_person_leaving_is_not_a_fall() -> None:
    accounts = [*healthy(), [10, 7, 10, 7, 10, 7, 10, 7, 7, 7, 7, 7]]
    persons = [f"person {index}" for index, scores in enumerate(accounts[:-1]) for _ in scores]
    by_two = measured(*accounts, raters=[*persons, *["Ana", "Bo"] * 4, *["Bo"] * 4])
    by_nobody_known = measured(*accounts, raters=[""] * (len(persons) + 12))
    assert by_two.probability[-1] < 0.1 < by_nobody_known.probability[-1]


def test_fewer_than_four_ratings_are_still_learning() -> None:
    assert measured([9, 2, 2], [9, 9, 2, 2], []).learning.tolist() == [True, False, True]


def test_later_ratings_do_not_count() -> None:
    ratings = satisfaction.pack_ratings(
        [0, 0, 0], [10, 30, 20], [9, 1, 8], touchpoint=["", "", ""], rater=["", "", ""], accounts=1
    )
    assert satisfaction.ratings_until(ratings, 20).scores.tolist() == [9, 8]


def test_habits_survive_json() -> None:
    logs = healthy()
    ratings = satisfaction.pack_ratings(
        [index for index, scores in enumerate(logs) for _ in scores],
        list(range(14)) * len(logs),
        [score for scores in logs for score in scores],
        touchpoint=["call", "visit"] * (7 * len(logs)),
        rater=["Ana"] * (14 * len(logs)),
        accounts=len(logs),
    )
    habits = satisfaction.fit_rating_habits(ratings)
    assert habits != RatingHabits()
    assert RatingHabits.from_json(json.loads(json.dumps(habits.as_json()))) == habits


@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(st.integers(0, 10).map(float), max_size=50), max_size=30))
def test_any_ratings_give_finite_numbers_and_no_warning(accounts: list[list[float]]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = measured(*accounts)
    for field in found:
        assert len(field) == len(accounts)
        assert np.isfinite(field).all()
    assert ((found.probability >= 0) & (found.probability <= 1)).all()
