"""The 80/20 tiers: who makes the first 80 % of revenue is A, the next 15 % B, the rest C."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.domain.kinds import Tier
from crm_desktop.domain.tiers import borders, places


def propose(revenues: list[int], share_a: float = 0.80, share_b: float = 0.15) -> list[Tier]:
    ids, amounts = np.arange(len(revenues)), np.array(revenues, np.int64)
    proposed = places(ids, amounts, borders(ids, amounts, share_a, share_b))
    return [tuple(Tier)[place] for place in proposed.tolist()]


def test_the_first_eighty_percent_are_a_and_the_next_fifteen_b() -> None:
    assert propose([50, 30, 10, 5, 3, 2]) == [Tier.A, Tier.A, Tier.B, Tier.B, Tier.C, Tier.C]


def test_the_account_that_crosses_a_boundary_belongs_to_the_higher_tier() -> None:
    assert propose([70, 20, 6, 4]) == [Tier.A, Tier.A, Tier.B, Tier.C]


def test_the_shares_are_settings() -> None:
    assert propose([50, 30, 10, 10], share_a=0.5, share_b=0.3) == [Tier.A, Tier.B, Tier.C, Tier.C]


def test_nobody_without_revenue_is_more_than_c() -> None:
    assert propose([]) == []
    assert propose([0, 0]) == [Tier.C, Tier.C]
    assert propose([0, -40, 10]) == [Tier.C, Tier.C, Tier.A]


def test_equal_revenues_keep_the_order_given() -> None:
    assert propose([10] * 10) == [Tier.A] * 8 + [Tier.B] * 2


@given(st.lists(st.integers(-1000, 100_000_000), max_size=60))
def test_a_larger_account_never_stands_below_a_smaller_one(revenues: list[int]) -> None:
    tiers = propose(revenues)
    ranked = sorted(zip(revenues, tiers, strict=True), key=lambda pair: -pair[0])
    assert all(above[1] <= below[1] for above, below in pairwise(ranked) if above[0] > below[0])
    total = sum(revenue for revenue in revenues if revenue > 0)
    of_a = [revenue for revenue, tier in zip(revenues, tiers, strict=True) if tier is Tier.A]
    if total:
        assert sum(of_a) >= 0.8 * total * (1 - 1e-9)
        assert sum(of_a) - min(of_a) < 0.8 * total


@given(st.lists(st.integers(-50, 10**12) | st.sampled_from([0, 100, 5000]), max_size=60), st.floats(0.1, 0.8))
def test_the_tiers_are_those_of_the_rule_read_one_account_after_the_other(revenues: list[int], share: float) -> None:
    total = sum(revenue for revenue in revenues if revenue > 0)
    end_a, end_b = (total * until - total * 1e-12 for until in (share, share + 0.15))
    tiers, reached = [Tier.C] * len(revenues), 0.0
    for place in sorted(range(len(revenues)), key=lambda place: -revenues[place]):
        if revenues[place] > 0 and reached < end_b:
            tiers[place] = Tier.A if reached < end_a else Tier.B
            reached += revenues[place]
    assert propose(revenues, share) == tiers
