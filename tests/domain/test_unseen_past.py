"""Logs that begin in the middle of things: customers of long ago are not taken for new ones."""

from __future__ import annotations

import dataclasses
import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_desktop.domain import rhythm
from crm_desktop.domain.rhythm import Population, PurchaseDays
from crm_desktop.domain.unseen_past import UNSEEN_DAYS, estimate, own_rate, purchases_ever

TODAY = 20_000
YEARS = 365


def business(accounts: int = 150, *, seed: int = 4, come_within: int = 6 * YEARS) -> list[list[int]]:
    """Accounts that come evenly over the first days of six years, buy about every month and stay for years."""
    random = np.random.default_rng(seed)
    logs = []
    for _ in range(accounts):
        first = TODAY - 6 * YEARS + int(random.integers(0, come_within))
        gap = float(np.exp(random.normal(3.3, 0.4)))
        days = first + np.cumsum(np.maximum(1, random.gamma(2, gap / 2, 120))).astype(int)
        logs.append(days[days <= min(TODAY, first + random.exponential(4 * YEARS))].tolist())
    return logs


def log_of(logs: list[list[int]]) -> PurchaseDays:
    owner = [index for index, days in enumerate(logs) for _ in days]
    days = [day for days in logs for day in days]
    return rhythm.pack(owner, days, [100.0] * len(days), accounts=len(logs))


def habits(logs: list[list[int]], as_of: int = TODAY) -> Population:
    return rhythm.fit_population(rhythm.recent(rhythm.until(log_of(logs), as_of)), as_of)


def cut(logs: list[list[int]], begins: int) -> list[list[int]]:
    return [[day for day in days if day >= begins] for days in logs]


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("years", [1, 2])
def test_a_log_cut_out_of_the_middle_is_seen_to_begin_there(years: int, seed: int) -> None:
    begins = TODAY - years * YEARS
    found = habits(cut(business(seed=seed), begins))
    assert found.older > 0.7
    assert begins <= found.log_begins <= begins + 7


@pytest.mark.parametrize("seed", range(2))
def test_customers_who_came_evenly_were_not_there_before(seed: int) -> None:
    assert habits(business(seed=seed, come_within=84)).older < 0.35


def test_one_order_of_long_ago_does_not_begin_the_log() -> None:
    logs = cut(business(), TODAY - YEARS)
    plain = habits(logs)
    found = habits([*logs, [TODAY - 20 * YEARS, TODAY - 19 * YEARS, TODAY - 5]])
    assert found.log_begins == pytest.approx(plain.log_begins, abs=3)
    assert found.older == pytest.approx(plain.older, abs=0.1)


def test_who_was_there_before_the_log_began_is_less_likely_to_leave() -> None:
    """The same account in a log that begins with it, and in one that had been going on for two years."""
    days = [TODAY - 40 - 15 * back for back in range(5)]
    known = rhythm.recent(log_of([days]))
    there_before = dataclasses.replace(Population(), older=1.0, log_begins=float(days[-1]))
    new = dataclasses.replace(there_before, log_begins=float(days[-1] - 2 * YEARS))
    found = [rhythm.measure(known, TODAY, each) for each in (there_before, new, Population())]
    assert found[0].probability[0] < found[1].probability[0] - 0.05
    assert found[1].probability[0] == pytest.approx(found[2].probability[0], abs=1e-6)
    assert found[0].surprise[0] == found[1].surprise[0], "the silence itself surprises as before"
    assert found[0].purchases[0] == 5, "what is told of an account is what was seen"


def test_where_nobody_was_there_before_the_purchases_are_those_seen() -> None:
    known = rhythm.recent(log_of(business(30)))
    assert purchases_ever(known, Population()).tolist() == known.purchases.tolist()


def test_below_twenty_accounts_nothing_is_guessed() -> None:
    assert estimate(rhythm.recent(log_of(cut(business(19), TODAY - YEARS))), 30.0) == (0.0, 0.0)


one_account = st.one_of(
    st.lists(st.integers(TODAY - 9000, TODAY), max_size=20),
    st.just([TODAY - 7305, TODAY]),
    st.just([TODAY] * 9),
    st.just([TODAY - 30, TODAY - 20, TODAY - 10, TODAY - 5]),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(one_account, min_size=1, max_size=40), st.floats(0.3, 4000), st.floats(0, 1), st.integers(-9000, TODAY))
def test_any_log_gives_a_share_and_finite_purchases(
    accounts: list[list[int]], gap_scale: float, older: float, begins: int
) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        known = rhythm.recent(log_of(accounts))
        _, share = estimate(known, gap_scale)
        population = dataclasses.replace(Population(), gap_scale=gap_scale, older=older, log_begins=float(begins))
        ever = purchases_ever(known, population)
    assert 0 <= share <= 1
    assert (ever >= known.purchases).all()
    assert (ever <= known.purchases + UNSEEN_DAYS * own_rate(known, population)).all()
