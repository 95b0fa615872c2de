"""The rhythm of buying and the chance of leaving: what they must say, and what they must survive."""

from __future__ import annotations

import json
import warnings

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_desktop.domain import rhythm
from crm_desktop.domain.rhythm import Population, PurchaseDays

TODAY = 20_000


def log_of(*accounts: list[int]) -> PurchaseDays:
    """One list of purchase days per account, amounts 100."""
    owner = [index for index, days in enumerate(accounts) for _ in days]
    days = [day for days in accounts for day in days]
    return rhythm.pack(owner, days, [100.0] * len(days), accounts=len(accounts))


def measured(*accounts: list[int], as_of: int = TODAY) -> rhythm.Rhythm:
    known = rhythm.recent(rhythm.until(log_of(*accounts), as_of))
    return rhythm.measure(known, as_of, rhythm.fit_population(known, as_of))


def business(accounts: int = 60, seed: int = 5) -> list[list[int]]:
    """Accounts with log-normal gaps of their own length, some of which stopped."""
    random = np.random.default_rng(seed)
    logs = []
    for _ in range(accounts):
        gaps = np.maximum(1, np.exp(random.normal(random.normal(3, 0.5), 0.6, random.integers(2, 40)))).astype(int)
        end = TODAY - int(random.integers(0, 120))
        logs.append((end - np.concatenate(([0], np.cumsum(gaps)))).tolist())
    return logs


def test_same_day_purchases_count_once_and_refunds_not_at_all() -> None:
    log = rhythm.pack([0, 0, 0, 1, 0], [12, 10, 12, 11, 15], [5.0, 7.0, 2.0, -4.0, 0.0], accounts=2)
    assert log.starts.tolist() == [0, 3, 3]
    assert log.days.tolist() == [10, 12, 15], "an amount of zero is a purchase whose amount is not known"
    assert log.amounts.tolist() == [7.0, 7.0, 0.0]


def test_amounts_that_are_no_numbers_are_no_purchases() -> None:
    log = rhythm.pack([0, 0, 0], [1, 2, 3], [float("nan"), float("inf"), 1.0], accounts=1)
    assert log.days.tolist() == [3]


def test_future_dated_rows_never_count() -> None:
    past = measured([TODAY - 40, TODAY - 30, TODAY - 20, TODAY - 10])
    with_future = measured([TODAY - 40, TODAY - 30, TODAY - 20, TODAY - 10, TODAY + 1, TODAY + 400])
    assert [field.tolist() for field in past] == [field.tolist() for field in with_future]


def test_todays_purchase_counts_and_the_silence_is_over() -> None:
    found = measured([TODAY - 30, TODAY - 20, TODAY - 10, TODAY])
    assert found.silence.tolist() == [0]
    assert found.usual_gap.tolist() == [10]
    assert found.purchases.tolist() == [4]


def test_only_the_newest_twelve_gaps_make_the_usual_gap() -> None:
    days = np.cumsum([0] + [100] * 5 + [10] * 12)
    assert measured((days - days[-1] + TODAY).tolist()).usual_gap.tolist() == [10]


def test_the_longer_the_silence_the_likelier_the_leaving_and_the_greater_the_surprise() -> None:
    regular = [[TODAY - silence - 10 * back for back in range(12)] for silence in (0, 5, 10, 15, 20, 30, 45, 60)]
    found = measured(*business(), *regular)
    assert (np.diff(found.score[-8:]) > 0).all()
    assert (np.diff(found.surprise[-8:]) < 0).all()
    assert (np.diff(found.alarm[-8:]) > 0).all()


def test_the_same_silence_means_more_to_a_fast_account_than_to_a_slow_one() -> None:
    fast = [TODAY - 40 - 7 * back for back in range(12)]
    slow = [TODAY - 40 - 45 * back for back in range(12)]
    found = measured(*business(), fast, slow)
    assert found.probability[-2] > found.probability[-1] + 0.2


def test_few_purchases_are_still_learning() -> None:
    found = measured([], [TODAY], [TODAY - 9, TODAY - 5, TODAY], [TODAY - 12, TODAY - 9, TODAY - 5, TODAY])
    assert found.learning.tolist() == [True, True, True, False]


def test_an_account_alone_gives_the_same_numbers_as_in_the_whole_pass() -> None:
    logs = business()
    log = log_of(*logs)
    known = rhythm.recent(log)
    population = rhythm.fit_population(known, TODAY)
    whole = rhythm.measure(known, TODAY, population)
    for account in range(len(logs)):
        alone = rhythm.measure(rhythm.recent(rhythm.only(log, account)), TODAY, population)
        assert [field[0] for field in alone] == [field[account] for field in whole]


def test_the_habits_of_a_business_survive_json() -> None:
    known = rhythm.recent(log_of(*business()))
    population = rhythm.fit_population(known, TODAY)
    assert population != Population()
    assert Population.from_json(json.loads(json.dumps(population.as_json()))) == population


def test_below_twenty_accounts_the_built_in_habits_serve() -> None:
    assert rhythm.fit_population(rhythm.recent(log_of(*business(accounts=12))), TODAY) == Population()


def test_habits_stored_by_another_version_are_read() -> None:
    assert Population.from_json({"log_mean": 2.5, "from_the_future": 1.0}) == Population(log_mean=2.5)


days_of_one_account = st.one_of(
    st.lists(st.integers(TODAY - 9000, TODAY + 300), max_size=40),
    st.integers(1, 30).flatmap(lambda gap: st.just(list(range(TODAY - 40 * gap, TODAY, gap)))),
    st.just([TODAY - 7305, TODAY]),
    st.just([TODAY] * 30),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(days_of_one_account, max_size=45))
def test_any_log_gives_finite_ordered_numbers_and_no_warning(accounts: list[list[int]]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = measured(*accounts)
    for field in found:
        assert len(field) == len(accounts)
        assert np.isfinite(field).all()
    assert ((found.probability >= 0) & (found.probability <= 1)).all()
    assert ((found.surprise > 0) & (found.surprise <= 1)).all()
    assert (found.silence >= 0).all()
    assert (found.horizon >= 60).all()


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 5), st.integers(TODAY - 500, TODAY), st.integers(-5, 50))), st.randoms())
def test_the_order_of_the_rows_does_not_matter(rows: list[tuple[int, int, int]], random: object) -> None:
    shuffled = list(rows)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    logs = [
        rhythm.pack([row[0] for row in order], [row[1] for row in order], [row[2] for row in order], accounts=6)
        for order in (rows, shuffled)
    ]
    assert [field.tolist() for field in logs[0]] == [field.tolist() for field in logs[1]]


def test_fifty_thousand_purchases_in_one_account_and_all_accounts_equal() -> None:
    busy = list(range(TODAY - 49_999, TODAY + 1))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = measured(busy, *([[TODAY - 30, TODAY - 20, TODAY - 10, TODAY - 5]] * 40))
    assert found.purchases[0] == 50_000
    assert np.isfinite(found.score).all()
    assert len(set(found.score[1:].tolist())) == 1


def test_a_customer_who_stopped_is_found_among_those_who_did_not() -> None:
    logs = business()
    stopped = [TODAY - 75 - 8 * back for back in range(20)]
    kept_on = [TODAY - 4 - 8 * back for back in range(20)]
    found = measured(*logs, stopped, kept_on)
    assert found.probability[-2] > 0.5
    assert found.probability[-1] < 0.05
    assert found.surprise[-2] < 0.05
    assert found.slowing[-2] > found.slowing[-1]


def test_what_is_no_longer_remembered_slows_nobody_down() -> None:
    """Weekly orders of years ago are no measure for an account that has ordered every month ever since."""
    monthly = [TODAY - 10 - 30 * back for back in range(21)]
    weekly_before = [monthly[-1] - 7 * back for back in range(1, 60)]
    found = measured(*business(), monthly, monthly + weekly_before)
    assert found.slowing[-1] == found.slowing[-2]
    assert found.probability[-1] <= found.probability[-2]


def test_a_slowing_that_is_remembered_is_still_seen() -> None:
    weekly = [TODAY - 60 - 7 * back for back in range(16)]
    slowed = [*weekly, TODAY - 30, TODAY]
    found = measured(*business(), [TODAY - 7 * back for back in range(18)], slowed)
    assert found.slowing[-1] > found.slowing[-2] + 1
