"""Learning from the business's own past: traits matter where they have mattered before."""

from __future__ import annotations

import dataclasses
import warnings

import numpy as np
import pytest

from crm_desktop.domain import rhythm
from crm_desktop.domain.experience import learn
from crm_desktop.domain.rhythm import Population, PurchaseDays

TODAY = 20_000


def business(*, small_ones_leave: bool, alike: bool = False, accounts: int = 400) -> PurchaseDays:
    """Accounts that buy about every 15 days for up to three years; which of them leave depends on their size or not."""
    random = np.random.default_rng(2)
    owner, days, amounts = [], [], []
    for account in range(accounts):
        large = account % 2 == 0
        leaves = random.random() < ((0.1 if large else 0.9) if small_ones_leave else 0.5)
        life = int(random.integers(100, 900)) if leaves else 1100
        day = TODAY - 1100
        while day < TODAY - 1100 + life:
            owner.append(account)
            days.append(day)
            amounts.append(100.0 if alike else float(np.exp(random.normal(7 if large else 4, 0.2))))
            day += int(max(1, random.normal(15, 4)))
    return rhythm.pack(owner, days, amounts, accounts=accounts)


def learned(log: PurchaseDays) -> Population:
    return learn(log, TODAY, rhythm.fit_population(rhythm.recent(log), TODAY))


def test_where_small_customers_leave_size_counts_for_more() -> None:
    assert learned(business(small_ones_leave=True)).trait_weights[0] < -0.25
    assert learned(business(small_ones_leave=False)).trait_weights[0] == pytest.approx(0, abs=0.15)


def test_the_size_of_the_basket_moves_the_score() -> None:
    log = business(small_ones_leave=True)
    known = rhythm.recent(log)
    found = rhythm.measure(known, TODAY, learned(log))
    plain = rhythm.measure(known, TODAY, Population())
    added = found.score - plain.score
    assert np.median(added[1::2]) > np.median(added[0::2])


def test_amounts_in_another_unit_give_the_same_scores() -> None:
    log = business(small_ones_leave=True)
    cents = log._replace(amounts=log.amounts * 100)
    scores = [rhythm.measure(rhythm.recent(each), TODAY, learned(each)).score for each in (log, cents)]
    assert scores[0].tolist() == pytest.approx(scores[1].tolist(), abs=1e-9)


def test_where_all_amounts_are_alike_they_say_nothing() -> None:
    log = business(small_ones_leave=False, alike=True)
    known = rhythm.recent(log)
    population = learned(log)
    without = dataclasses.replace(population, trait_weights=(0.0, 0.0, *population.trait_weights[2:]))
    assert rhythm.measure(known, TODAY, population).score.tolist() == pytest.approx(
        rhythm.measure(known, TODAY, without).score.tolist()
    )


def test_too_short_a_past_leaves_the_built_in_weights() -> None:
    log = rhythm.until(business(small_ones_leave=True), TODAY - 1030)
    known = rhythm.recent(log)
    population = rhythm.fit_population(known, TODAY - 1030)
    assert learn(log, TODAY - 1030, population) == population


def test_a_few_accounts_teach_nothing() -> None:
    log = business(small_ones_leave=True, accounts=10)
    assert learned(log) == Population()


@pytest.mark.parametrize(
    "days",
    [
        [TODAY - 30, TODAY - 20, TODAY - 10, TODAY - 5],
        [TODAY - 900 + 20 * at for at in range(40)],
        [TODAY - 7305 - 30, TODAY - 7305, *range(TODAY - 700, TODAY - 90, 10)],
        [TODAY - 200] * 30,
        list(range(TODAY - 1000, TODAY)),
    ],
)
@pytest.mark.parametrize("amount", [0.0, 100.0])
def test_accounts_that_are_all_alike_teach_finite_things_without_a_warning(days: list[int], amount: float) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        log = rhythm.pack(np.repeat(np.arange(60), len(days)), days * 60, [amount] * 60 * len(days), accounts=60)
        population = learned(log)
        found = rhythm.measure(rhythm.recent(log), TODAY, population)
    assert np.isfinite([*population.trait_weights, population.older, population.log_begins]).all()
    for field in found:
        assert np.isfinite(field).all()
        assert len(set(field.tolist())) == 1


def test_only_what_was_known_teaches() -> None:
    """The weights of a past day are the same whether or not what came later is in the log."""
    log = business(small_ones_leave=True)
    day = TODAY - 200
    known = rhythm.until(log, day)
    population = rhythm.fit_population(rhythm.recent(known), day)
    longer = rhythm.until(log, day + 150)
    assert learn(known, day, population) == learn(rhythm.until(longer, day), day, population)
