"""The replay of the past: nothing from the future, and counts that add up, on any book of orders."""

from __future__ import annotations

import random
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.domain import court, court_ledger, court_lists, court_score, court_silences
from crm_desktop.domain.court import Replayed
from crm_desktop.domain.court_ledger import Ledger
from crm_desktop.domain.court_lists import Rule

LAST = 20_000


class Entry(NamedTuple):
    """One raw line: the account, its day, how many days later it was typed, minor units (negative: a refund)."""

    owner: int
    day: int
    typed_after: int
    amount: int


def pack(entries: list[Entry], accounts: int) -> Ledger:
    return court_ledger.ledger(
        [entry.owner for entry in entries],
        [entry.day for entry in entries],
        [entry.day + entry.typed_after for entry in entries],
        [entry.amount for entry in entries],
        refund=[entry.amount < 0 for entry in entries],
        accounts=accounts,
    )


def book(seed: int, accounts: int = 60, days: int = 800, typed_late: bool = False) -> list[Entry]:
    """Accounts with a rhythm of their own, of whom some stop for good and some pause."""
    chance = random.Random(seed)
    entries = []
    for owner in range(accounts):
        gap = chance.choice([5, 10, 14, 21, 30, 45])
        stops = chance.choice([days, days, days, chance.randint(250, days)])
        pause = chance.randint(200, days)
        day = chance.randint(0, gap)
        while day < stops:
            late = chance.randint(1, 40) if typed_late and chance.random() < 0.3 else 0
            entries.append(Entry(owner, LAST - days + day, late, chance.randint(100, 100_000)))
            if chance.random() < 0.05:
                entries.append(Entry(owner, LAST - days + day, 0, -chance.randint(100, 100_000)))
            day += max(1, round(gap * chance.uniform(0.6, 1.4)))
            if pause <= day < pause + gap:
                day += chance.randint(0, 120)
    return entries


def replayed(entries: Ledger) -> Replayed:
    replay = court.Replay(entries)
    while replay.step():
        pass
    return replay.result()


def lists_on(entries: Ledger, day: int) -> dict[Rule, list[int]]:
    habits = court_lists.habits_of(entries, court_lists.learned_on(day))
    return {rule: listed.accounts.tolist() for rule, listed in court_lists.lists_of(entries, day, habits).items()}


# Days from long before 1970 until far ahead, gaps of 0 and of 20 years, amounts of nothing and of billions.
strange_entries = st.lists(
    st.builds(
        Entry,
        owner=st.integers(0, 4),
        day=st.one_of(st.integers(LAST - 500, LAST), st.sampled_from([-20_000, 0, LAST - 7_300, LAST])),
        typed_after=st.sampled_from([0, 0, 0, 1, 30, 400]),
        amount=st.one_of(st.integers(-100, 100_000), st.sampled_from([0, 10**12, -(10**12)])),
    ),
    max_size=80,
)


# -- no future ---------------------------------------------------------------------------------------


@given(strange_entries, st.integers(LAST - 400, LAST))
def test_what_becomes_known_later_never_changes_a_list(entries: list[Entry], day: int) -> None:
    by_then = [entry for entry in entries if entry.day + entry.typed_after <= day]
    assert lists_on(pack(entries, 5), day) == lists_on(pack(by_then, 5), day)


@pytest.mark.parametrize("seed", range(3))
def test_the_lists_of_a_whole_book_know_no_future(seed: int) -> None:
    entries = book(seed, typed_late=True)
    whole, day = pack(entries, 60), LAST - 150
    by_then = pack([entry for entry in entries if entry.day + entry.typed_after <= day], 60)
    assert any(lists_on(whole, day).values())
    assert lists_on(whole, day) == lists_on(by_then, day)


def test_the_weeks_are_mondays_and_an_order_more_does_not_move_them() -> None:
    first, last = LAST - 800, LAST - 20
    weeks, later = court.period(first, last).weeks, court.period(first, last + 3).weeks
    assert {week % 7 for week in weeks} == {court_lists.MONDAY}
    assert set(weeks) & set(later) >= set(weeks[1:])


def test_an_order_typed_late_counts_from_the_day_it_was_typed() -> None:
    entries = [Entry(0, day, 0, 1000) for day in range(0, 100, 10)] + [Entry(0, 100, 50, 1000)]
    known = {day: court_ledger.known_by(pack(entries, 1), day).log.days.tolist()[-1] for day in (100, 149, 150)}
    assert known == {100: 90, 149: 90, 150: 100}


def test_a_day_on_which_all_was_taken_back_is_no_purchase_once_that_is_known() -> None:
    entries = pack([Entry(0, 10, 0, 500), Entry(0, 20, 0, 500), Entry(0, 20, 5, -500), Entry(0, 30, 0, -200)], 1)
    assert court_ledger.known_by(entries, 20).log.days.tolist() == [10, 20]
    known = court_ledger.known_by(entries, 30)
    assert known.log.days.tolist() == [10]
    assert known.revenue.tolist() == [300.0]


# -- what became of them -----------------------------------------------------------------------------


@given(strange_entries)
def test_silences_are_what_one_finds_by_hand(entries: list[Entry]) -> None:
    whole = pack(entries, 5)
    found = court_silences.silences(whole, LAST + 1000)
    log = court_ledger.known_by(whole, LAST + 1000).log
    expected = []
    for owner in range(5):
        days = log.days[log.starts[owner] : log.starts[owner + 1]].tolist()
        amounts = log.amounts[log.starts[owner] : log.starts[owner + 1]].tolist()
        for place in range(3, len(days)):
            newest = np.diff(days[: place + 1])[-12:]
            gone_on = days[place] + int(np.ceil(max(3 * newest.mean(), 60)))
            year = sum(a for d, a in zip(days[: place + 1], amounts[: place + 1], strict=True) if d > days[place] - 365)
            following = days[place + 1] if place + 1 < len(days) else None
            expected.append((owner, days[place], gone_on, following, year))
    back = found.came_back().tolist()
    seen = [
        (owner, began, gone_on, following if came else None, year)
        for owner, began, gone_on, following, year, came in zip(
            *(values.tolist() for values in found), back, strict=True
        )
    ]
    assert [line[:4] for line in seen] == [line[:4] for line in expected]
    assert [line[4] for line in seen] == pytest.approx([line[4] for line in expected], rel=1e-6, abs=1.0)


def one_who_leaves(gap: int, silent_for: int) -> list[Entry]:
    """Thirty steady accounts, and number 30, the largest, which stopped so many days ago."""
    steady = [
        Entry(owner, day, 0, 1_000 + owner) for owner in range(30) for day in range(LAST - owner % 13, LAST - 700, -14)
    ]
    return steady + [Entry(30, day, 0, 90_000) for day in range(LAST - silent_for, LAST - 700, -gap)]


def test_an_account_that_stops_is_caught_before_it_counts_as_gone() -> None:
    found = replayed(pack(one_who_leaves(gap=14, silent_for=120), 31))
    score = court_score.score(found, Rule.OWN_RHYTHM, 3)
    assert (score.departures, score.caught, score.missed, score.revenue_caught) == (1, 1, 0, score.revenue)
    [place] = found.departures().tolist()
    assert int(found.silences.gone_on[place]) == LAST - 60
    first = int(court_score.first_listed(found, Rule.OWN_RHYTHM, 3)[place])
    assert LAST - 120 + 14 <= first < LAST - 60
    assert score.warning == LAST - 60 - first


def test_the_60_day_rule_is_too_late_for_who_orders_often_and_in_time_for_who_orders_seldom() -> None:
    often = replayed(pack(one_who_leaves(gap=14, silent_for=120), 31))
    seldom = replayed(pack(one_who_leaves(gap=40, silent_for=200), 31))
    assert court_score.score(often, Rule.SILENT_60, 3).caught == 0
    assert court_score.score(seldom, Rule.SILENT_60, 3).caught == 1


def test_a_pause_that_ends_in_time_is_one_false_alarm_however_often_it_was_listed() -> None:
    entries = one_who_leaves(gap=14, silent_for=150)
    entries += [Entry(30, LAST - 100, 0, 90_000)]
    entries += [Entry(30, day, 0, 90_000) for day in range(LAST - 86, LAST + 1, 14)]
    score = court_score.score(replayed(pack(entries, 31)), Rule.OWN_RHYTHM, 3)
    assert (score.departures, score.false_alarms) == (0, 1)


def test_who_is_silent_now_is_neither_caught_nor_a_false_alarm() -> None:
    score = court_score.score(replayed(pack(one_who_leaves(gap=14, silent_for=45), 31)), Rule.OWN_RHYTHM, 3)
    assert (score.departures, score.false_alarms, score.undecided) == (0, 0, 1)


# -- counts that add up ------------------------------------------------------------------------------


def check(found: Replayed) -> None:
    """What must hold for every book, rule and size."""
    silences = found.silences
    left = set(found.departures().tolist())
    for rule in Rule:
        listings = found.listings[rule]
        assert (np.diff(listings.day) >= 0).all()
        assert listings.rank.min(initial=1) >= 1
        assert listings.rank.max(initial=1) <= court_lists.DEEPEST
        before: set[int] = set()
        for size in (1, 2, 3, 8, 20, court_lists.DEEPEST):
            score = court_score.score(found, rule, size)
            first = court_score.first_listed(found, rule, size)
            caught = {place for place in left if first[place] < silences.gone_on[place]}
            assert (score.departures, score.caught) == (len(left), len(caught))
            assert score.caught + score.missed == score.departures
            assert before <= caught
            before = caught
            weekly = {day: int((listings.day[listings.rank <= size] == day).sum()) for day in found.period.weeks}
            assert all(count <= size for count in weekly.values())
            numbers = [score.warning, score.false_alarms_a_month, score.revenue, score.revenue_caught]
            assert np.isfinite(numbers).all()
            assert score.revenue_caught <= score.revenue + 1e-6
            assert (score.warning > 0) == (score.caught > 0)
            assert score.false_alarms + score.undecided + score.caught <= len(silences.owner)


@pytest.mark.parametrize("typed_late", [False, True])
@pytest.mark.parametrize("seed", range(3))
def test_counts_add_up(seed: int, typed_late: bool) -> None:
    found = replayed(pack(book(seed, typed_late=typed_late), 60))
    assert len(found.departures())
    check(found)


@given(strange_entries)
def test_strange_books_break_nothing(entries: list[Entry]) -> None:
    check(replayed(pack(entries, 5)))


@pytest.mark.parametrize(
    "entries",
    [
        [],
        [Entry(0, LAST, 0, 100)],
        [Entry(0, LAST - 400, 0, -100), Entry(0, LAST, 0, -100)],
        [Entry(0, LAST - 4 * day // 50, 0, 100) for day in range(50_000)],
        [Entry(owner, day, 0, 100) for owner in range(40) for day in range(LAST - 700, LAST, 20)],
        [Entry(0, day, 0, 0) for day in range(LAST - 700, LAST, 20)],
    ],
    ids=["none", "one order", "refunds only", "50,000 orders", "all alike", "no money"],
)
def test_extreme_books_break_nothing(entries: list[Entry]) -> None:
    check(replayed(pack(entries, 40)))


def test_a_stray_order_of_long_ago_is_no_history() -> None:
    recent = [Entry(0, day, 0, 100) for day in range(LAST - 300, LAST + 1)]
    assert court_ledger.history(pack([*recent, Entry(0, 3_000, 0, 100)], 1)) == (LAST - 300, LAST)


def test_measuring_only_as_far_down_as_needed_changes_no_list(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = pack(book(5, accounts=150), 150)
    expected = lists_on(whole, LAST - 100)
    monkeypatch.setattr(court_lists, "_BLOCK", 1)
    assert lists_on(whole, LAST - 100) == expected


# -- comparing ---------------------------------------------------------------------------------------


def test_the_list_as_quiet_as_a_rival_is_the_longest_with_no_more_false_alarms() -> None:
    found = replayed(pack(book(1), 60))
    own = [court_score.score(found, Rule.OWN_RHYTHM, size) for size in range(1, court_lists.DEEPEST + 1)]
    rival = court_score.score(found, Rule.HALF_OF_90, 5)
    chosen = court_score.as_quiet_as(rival, own)
    assert chosen is not None
    assert chosen.false_alarms <= rival.false_alarms
    assert all(score.false_alarms > rival.false_alarms for score in own[chosen.size :])


def test_no_list_is_as_quiet_as_a_rule_without_false_alarms() -> None:
    found = replayed(pack(book(1), 60))
    own = [court_score.score(found, Rule.OWN_RHYTHM, size) for size in (3, 8)]
    silent = own[0]._replace(rule=Rule.SILENT_60, false_alarms=-1)
    assert court_score.as_quiet_as(silent, own) is None


@pytest.mark.parametrize(
    ("count", "of", "share"), [(11, 19, (0.3628, 0.7686)), (0, 10, (0.0, 0.2775)), (5, 5, (0.5655, 1.0))]
)
def test_the_likely_share_of_a_small_sample(count: int, of: int, share: tuple[float, float]) -> None:
    assert court_score.likely_share(count, of) == pytest.approx(share, abs=5e-4)


def test_the_likely_share_of_nothing_is_anything() -> None:
    assert court_score.likely_share(0, 0) == (0.0, 1.0)
