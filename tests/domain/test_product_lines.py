"""Product lines: what a line is, and when it is no longer bought."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.domain.dates import day_from
from crm_desktop.domain.product_lines import Bought, line_of, narrowing, worth_reading
from crm_desktop.domain.signals import Narrowing, SignalKind


@pytest.mark.parametrize(
    ("what", "line"),
    [
        ("Boxes ×17", "Boxes"),
        ("Boxes 40x30", "Boxes"),
        ("12 x Boxes", "Boxes"),
        ("1,200 Void fill", "Void fill"),
        ("Stretch film x 6", "Stretch film"),
        ("Tape", "Tape"),
        ("Mailers: 200", "Mailers"),
        ("Extra labels", "Extra labels"),
        ("Κουτιά ×5", "Κουτιά"),
        ("4711", ""),
        ("", ""),
    ],
)
def test_the_line_is_what_stands_before_quantity_and_digits(what: str, line: str) -> None:
    assert line_of(what) == line


def two_lines(*, days: int, bags_until: int, every: int = 10) -> list[Bought]:
    """Boxes on every order day, bags on every other one until a day."""
    rows = []
    for number, day in enumerate(range(1_000, 1_000 + days, every)):
        rows.append(Bought(day, f"Boxes ×{number + 1}", 6_000))
        if number % 2 == 0 and day <= bags_until:
            rows.append(Bought(day, f"Bags ×{number + 1}", 4_000))
    return rows


def test_a_line_that_is_left_out_too_often_is_told_with_its_share() -> None:
    found = narrowing(two_lines(days=600, bags_until=1_400))
    assert found is not None
    assert found.signal.kind is SignalKind.NARROWING
    assert found.signal.evidence == Narrowing(stopped="Bags", still="Boxes", bought=21, usual_gap=20.0, orders_since=19)
    assert found.signal.since == day_from(1_400 + 20)
    assert found.signal.share == pytest.approx(0.25, abs=0.02)
    assert (found.first_day, found.last_day) == (1_400 + 60, 1_590 + 60)


def test_a_line_that_is_bought_now_and_then_is_not_missed_so_soon() -> None:
    assert narrowing(two_lines(days=450, bags_until=1_400)) is None


def test_an_account_that_buys_nothing_any_more_is_silent_not_narrow() -> None:
    assert narrowing(two_lines(days=400, bags_until=1_400)) is None
    assert narrowing([row for row in two_lines(days=600, bags_until=1_400) if row.what.startswith("Bags")]) is None


def test_purchases_without_a_name_say_nothing() -> None:
    assert narrowing([row._replace(what="") for row in two_lines(days=600, bags_until=1_400)]) is None
    assert narrowing([]) is None


def test_spelling_in_capitals_is_the_same_line() -> None:
    rows = [
        row._replace(what=row.what.upper() if row.day % 20 else row.what)
        for row in two_lines(days=600, bags_until=1_400)
    ]
    found = narrowing(rows)
    assert found is not None
    assert isinstance(found.signal.evidence, Narrowing)
    assert found.signal.evidence.stopped.casefold() == "bags"


def test_lines_picked_by_chance_rarely_look_gone() -> None:
    """Three lines in shares of 5, 3 and 2, forty orders each: at most 1 in 100 accounts."""
    random = Random(5)
    told = 0
    for _ in range(1_000):
        lines = random.choices(("Boxes", "Bags", "Tape"), (5, 3, 2), k=40)
        told += narrowing([Bought(10 * day, line, 5_000) for day, line in enumerate(lines)]) is not None
    assert told <= 10


@given(st.lists(st.tuples(st.integers(-9_000, 9_000), st.text(max_size=12), st.integers(1, 10**9)), max_size=60))
def test_no_purchases_are_too_strange(rows: list[tuple[int, str, int]]) -> None:
    found = narrowing([Bought(*row) for row in sorted(rows, key=lambda row: row[0])])
    if found is not None:
        assert 0 <= found.signal.share <= 1
        assert found.first_day <= 10**5


_BOOK = st.lists(
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(1, 9)), min_size=1, max_size=40), max_size=6
)


@given(_BOOK, st.booleans())
def test_whoever_narrows_is_worth_reading(book: list[list[tuple[int, int, int]]], stops: bool) -> None:
    """The look at all accounts at once lets through everybody of whom the rule says something."""
    accounts, days, lines, narrow = [], [], [], []
    for account, steps in enumerate(book):
        day, bought = 0, []
        for gap, line, amount in steps:
            day += gap
            bought.append(Bought(day, f"Line {'abcd'[line]}", amount))
        if stops:
            # Forty days with two lines, then twenty with one of them.
            bought += [Bought(day + 1 + n // 2, f"Line {'yz'[n % 2]}", 5) for n in range(80)]
            bought += [Bought(day + 50 + n, "Line z", 5) for n in range(20)]
        accounts += [10 * account] * len(bought)
        days += [each.day for each in bought]
        lines += ["abcdyz".index(each.what[-1]) for each in bought]
        if narrowing(bought) is not None:
            narrow.append(10 * account)
    found = worth_reading(*(np.array(column, np.int64) for column in (accounts, days, lines)))
    assert set(narrow) <= set(found)
    assert not stops or narrow == [10 * account for account in range(len(book))]
    # A line that was never bought often enough, or is still bought, lets nobody through.
    assert not worth_reading(*(np.array(column, np.int64) for column in ([1] * 9, range(9), [0] * 9)))
