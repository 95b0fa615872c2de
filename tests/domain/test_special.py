"""The special functions, against values from the tables they are defined by."""

from __future__ import annotations

import math

import numpy as np
import pytest

from crm_desktop.domain import special


def test_log_gamma_agrees_with_the_standard_library() -> None:
    points = np.array([0.01, 0.3, 1.0, 2.5, 17.0, 400.0, 60_000.0])
    assert special.log_gamma(points).tolist() == pytest.approx([math.lgamma(x) for x in points], rel=1e-12, abs=1e-12)


def test_digamma_at_known_points() -> None:
    euler = 0.5772156649015329
    expected = [-euler - 2 * math.log(2), -euler, 1 - euler, math.log(1000) - 0.0005 - 1 / 12e6]
    assert special.digamma(np.array([0.5, 1.0, 2.0, 1000.0])).tolist() == pytest.approx(expected, rel=1e-10)


def test_incomplete_beta_of_whole_numbers_is_a_binomial_tail() -> None:
    for a, b, x in ((3, 5, 0.2), (3, 5, 0.9), (1, 1, 0.37), (40, 12, 0.75)):
        trials = a + b - 1
        tail = sum(math.comb(trials, k) * x**k * (1 - x) ** (trials - k) for k in range(a, trials + 1))
        assert special.incomplete_beta(np.array([float(a)]), np.array([float(b)]), np.array([x]))[0] == pytest.approx(
            tail, rel=1e-10
        )


def test_incomplete_beta_at_its_ends() -> None:
    ends = special.incomplete_beta(np.array([2.0, 2.0]), np.array([3.0, 3.0]), np.array([0.0, 1.0]))
    assert ends.tolist() == [0.0, 1.0]


def test_student_tail_of_one_and_two_degrees_has_a_closed_form() -> None:
    points = np.array([-3.0, 0.0, 0.5, 4.0])
    cauchy = 0.5 - np.arctan(points) / np.pi
    two = 0.5 - points / (2 * np.sqrt(2 + points**2))
    assert special.student_tail(points, np.full(4, 1.0)).tolist() == pytest.approx(cauchy.tolist(), rel=1e-10)
    assert special.student_tail(points, np.full(4, 2.0)).tolist() == pytest.approx(two.tolist(), rel=1e-10)


def test_normal_tail() -> None:
    points = np.array([-5.0, -1.0, 0.0, 1.96, 8.0])
    expected = [0.5 * math.erfc(z / math.sqrt(2)) for z in points]
    assert special.normal_tail(points).tolist() == pytest.approx(expected, abs=1e-7)
