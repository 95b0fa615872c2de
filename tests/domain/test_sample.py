"""The sample book: believable, reproducible, and labelled with what is really going on."""

from __future__ import annotations

import itertools
from collections import Counter
from datetime import date
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_desktop.domain import rhythm
from crm_desktop.domain.dates import day_number
from crm_desktop.domain.folding import identity
from crm_desktop.domain.sample import Cause, Opinion, Pattern, SampleAccount, generate
from crm_desktop.domain.sample.names import LANGUAGES, FirmNames

TODAY = date(2026, 11, 21)
NOW = day_number(TODAY)
PREFIXES = {"sl": "+386", "en": "+44", "sr": "+381", "sr-Cyrl": "+381", "no": "+47", "el": "+30", "uk": "+380"}


@pytest.fixture(scope="module")
def book() -> list[SampleAccount]:
    return list(generate(200, TODAY))


@pytest.fixture(scope="module")
def large() -> list[SampleAccount]:
    return list(generate(2000, TODAY, seed=3))


def of(book: list[SampleAccount], *patterns: Pattern) -> list[SampleAccount]:
    found = [account for account in book if account.truth.pattern in patterns]
    assert found
    return found


def order_days(account: SampleAccount) -> list[int]:
    return sorted({row.day for row in account.purchases if not row.refund})


def yearly(account: SampleAccount) -> int:
    return sum(row.amount for row in account.purchases if row.day >= NOW - 365)


def test_the_same_numbers_give_the_same_book(book: list[SampleAccount]) -> None:
    assert list(generate(200, TODAY)) == book
    assert list(generate(200, TODAY, seed=8)) != book


def test_accounts_come_one_at_a_time() -> None:
    first = next(generate(50_000, TODAY))
    assert first.purchases


@settings(max_examples=25)
@given(
    accounts=st.integers(1, 60),
    today=st.dates(date(2020, 1, 1), date(2035, 12, 31)),
    seed=st.integers(0, 10_000),
)
def test_nothing_but_follow_ups_lies_in_the_future(accounts: int, today: date, seed: int) -> None:
    now = day_number(today)
    made = list(generate(accounts, today, seed))
    assert len(made) == accounts
    for account in made:
        days = [row.day for row in account.purchases]
        assert days == sorted(days)
        assert days[-1] < now
        assert account.since <= days[0]
        events = [*account.interactions, *account.ratings]
        assert all(account.since <= row.day < now for row in events)
        assert [row.day for row in account.interactions] == sorted(row.day for row in account.interactions)
        assert [row.day for row in account.ratings] == sorted(row.day for row in account.ratings)
        assert all(row.noted_on < now for row in account.follow_ups)
        assert all(row.done_on is None or row.done_on < now for row in account.follow_ups)
        assert all((row.amount < 0) == row.refund and row.amount for row in account.purchases)
        assert all(0 <= row.score <= 10 for row in account.ratings)
        people = range(len(account.contacts))
        assert all(row.contact in people for row in (*events, *account.follow_ups))
        for entry in account.interactions:
            if entry.moment is not None:
                typed = entry.day * 86_400_000 + entry.moment + entry.noted_after
                assert entry.day * 86_400_000 < typed < now * 86_400_000
        for row in account.interactions:
            assert "{" not in row.subject + row.notes
            assert row.subject


def test_the_book_is_calm(book: list[SampleAccount]) -> None:
    counts = Counter(account.truth.pattern for account in book)
    shares = {pattern: count / len(book) for pattern, count in counts.items()}
    assert set(counts) == set(Pattern)
    assert 0.06 <= shares[Pattern.SILENT] <= 0.10
    assert shares[Pattern.SLOWING] == pytest.approx(0.05, abs=0.005)
    assert shares[Pattern.SHRINKING] + shares[Pattern.NARROWING] == pytest.approx(0.04, abs=0.005)
    assert shares[Pattern.RATING_FALL] + shares[Pattern.LOW_RATING] == pytest.approx(0.04, abs=0.005)
    assert shares[Pattern.NEW] == pytest.approx(0.06, abs=0.005)
    assert shares[Pattern.LAPSED] == pytest.approx(0.04, abs=0.005)
    assert sum(account.truth.pattern.in_danger for account in book) / len(book) < 0.25


def test_few_accounts_bring_most_of_the_money(book: list[SampleAccount]) -> None:
    money = sorted((yearly(account) for account in book), reverse=True)
    assert 0.65 < sum(money[:40]) / sum(money) < 0.9
    assert 500_000_00 < sum(money) < 2_000_000_00
    largest = sorted(book, key=yearly, reverse=True)[:60]
    assert any(account.truth.pattern is Pattern.SILENT for account in largest), "somebody who matters is slipping"


def test_patterns_are_spread_over_large_and_small(large: list[SampleAccount]) -> None:
    by_size = sorted(large, key=lambda account: -account.truth.yearly)
    silent_above = sum(account.truth.pattern is Pattern.SILENT for account in by_size[:1000])
    assert 75 <= silent_above <= 85


def test_healthy_accounts_are_on_their_rhythm_and_silent_ones_are_not(large: list[SampleAccount]) -> None:
    for account in of(large, Pattern.SILENT):
        silence = NOW - order_days(account)[-1]
        assert silence >= 1.5 * account.truth.usual_gap
        assert silence >= 11
    within = [
        NOW - order_days(account)[-1] <= 1.6 * account.truth.usual_gap + 4 for account in of(large, Pattern.STEADY)
    ]
    assert sum(within) / len(within) > 0.97
    assert all(NOW - order_days(account)[-1] > 400 for account in of(large, Pattern.LAPSED))
    assert all(1 <= len(order_days(account)) <= 3 for account in of(large, Pattern.NEW))


def test_a_detector_finds_the_silent_ones(large: list[SampleAccount]) -> None:
    rows = [(index, row.day, row.amount) for index, account in enumerate(large) for row in account.purchases]
    known = rhythm.recent(rhythm.pack(*zip(*rows, strict=True), accounts=len(large)))
    found = rhythm.measure(known, NOW, rhythm.fit_population(known, NOW))
    patterns = np.array([account.truth.pattern for account in large])
    silent, steady = found.score[patterns == Pattern.SILENT], found.score[patterns == Pattern.STEADY]
    assert np.mean(silent[:, None] > steady[None, :]) > 0.95
    assert found.learning[patterns == Pattern.NEW].all()


def test_gaps_grow_where_an_account_slows_down(large: list[SampleAccount]) -> None:
    growing = []
    for account in of(large, Pattern.SLOWING):
        days = order_days(account)[-5:]
        gaps = [later - earlier for earlier, later in itertools.pairwise(days)]
        growing.append(gaps == sorted(gaps) and gaps[-1] >= 1.5 * gaps[0])
    assert sum(growing) / len(growing) > 0.9


def test_some_order_regularly_and_some_in_bursts(large: list[SampleAccount]) -> None:
    def spread(pattern: Pattern) -> float:
        gaps = [np.diff(order_days(account)) for account in of(large, pattern)]
        return float(np.median([np.std(own) / np.mean(own) for own in gaps if len(own) > 8]))

    assert spread(Pattern.STEADY) < 0.35
    assert spread(Pattern.BURSTY) > 0.8


def test_nobody_orders_during_their_pause(large: list[SampleAccount]) -> None:
    def in_month(pattern: Pattern, month: int) -> float:
        days = [date.fromordinal(day + 719_163) for account in of(large, pattern) for day in order_days(account)]
        return sum(day.month == month for day in days) / len(days)

    assert in_month(Pattern.SUMMER_PAUSE, 8) == 0
    assert in_month(Pattern.WINTER_PAUSE, 1) == 0
    assert in_month(Pattern.STEADY, 8) > 0.05


def test_baskets_shrink_and_lines_go(large: list[SampleAccount]) -> None:
    smaller = []
    for account in of(large, Pattern.SHRINKING):
        changed_on = account.truth.changed_on
        assert changed_on is not None
        before = [row.amount for row in account.purchases if row.day < changed_on and not row.refund]
        after = [row.amount for row in account.purchases if row.day >= changed_on + 60 and not row.refund]
        smaller.append(np.mean(after) / np.mean(before))
    assert np.quantile(smaller, 0.9) < 0.75
    for account in of(large, Pattern.NARROWING):
        changed_on = account.truth.changed_on
        assert changed_on is not None
        lines = {row.what.partition(" ×")[0] for row in account.purchases if row.day < changed_on}
        left = {row.what.partition(" ×")[0] for row in account.purchases if row.day >= changed_on and not row.refund}
        assert left < lines
        assert NOW - order_days(account)[-1] <= 2 * account.truth.usual_gap + 4


def test_ratings_tell_what_they_should(large: list[SampleAccount]) -> None:
    for account in of(large, Pattern.LOW_RATING):
        last = account.ratings[-1]
        assert last.score <= 5
        assert last.comment
        assert NOW - last.day <= 16
    fallen = []
    for account in of(large, Pattern.RATING_FALL):
        turn = account.truth.changed_on
        assert turn is not None
        before = [row.score for row in account.ratings if row.day < turn]
        after = [row.score for row in account.ratings if row.day >= turn + 3]
        if before and after:
            fallen.append(np.mean(before) - np.mean(after))
    assert len(fallen) >= 35
    assert np.median(fallen) > 1.5
    healthy = [account for account in large if not account.truth.pattern.in_danger and account.ratings]
    assert all(account.ratings[-1].score >= 7 for account in healthy)
    advocates = [
        row.score for account in healthy if account.truth.opinion is Opinion.ADVOCATE for row in account.ratings
    ]
    assert np.mean(advocates) > 8.8
    never = [account for account in large if account.truth.opinion is Opinion.NEVER_RATED]
    assert never
    assert not any(account.ratings for account in never if account.truth.cause is not Cause.LATE_DELIVERY)


def test_a_cause_stands_in_the_history(large: list[SampleAccount]) -> None:
    silent = of(large, Pattern.SILENT)
    assert {account.truth.cause for account in silent} == set(Cause)
    for account in silent:
        last_order = order_days(account)[-1]
        later = [row for row in account.interactions if row.day > last_order]
        if account.truth.cause is Cause.LATE_DELIVERY:
            assert any(row.kind == "complaint" for row in later)
        elif account.truth.cause is Cause.UNANSWERED_QUOTE:
            asked = [row for row in later if row.kind == "email" and row.direction == "in"]
            assert asked
            assert not [row for row in later if row.direction == "out" and row.day > asked[-1].day]
        elif account.truth.cause is Cause.BUYER_LEFT:
            assert account.contacts[0].until is not None
            assert account.contacts[1].role == account.contacts[0].role
    for account in of(large, Pattern.RECOVERED):
        assert any(row.kind == "complaint" for row in account.interactions)


def test_everybody_has_a_department_and_somebody_to_talk_to(book: list[SampleAccount]) -> None:
    entries = [row for account in book for row in account.interactions]
    assert {row.department for row in entries} == {"Sales", "Service", "Delivery", "Billing"}
    assert {row.kind for row in entries} == {"call", "visit", "email", "message", "complaint", "note"}
    assert all(account.contacts for account in book)
    roles = {person.role for account in book for person in account.contacts}
    assert roles == {"Buyer", "Owner", "Warehouse", "Accounts"}


def test_large_accounts_hear_from_us_more_often(large: list[SampleAccount]) -> None:
    by_size = sorted(of(large, Pattern.STEADY), key=lambda account: -account.truth.yearly)

    def outgoing(accounts: list[SampleAccount]) -> float:
        return float(np.mean([sum(row.direction == "out" for row in account.interactions) for account in accounts]))

    assert outgoing(by_size[:50]) > 2 * outgoing(by_size[-300:])


def test_follow_ups_are_due_at_all_times(book: list[SampleAccount]) -> None:
    rows = [row for account in book for row in account.follow_ups]
    due = [row.due - NOW for row in rows if row.done_on is None]
    assert sum(day < 0 for day in due) == 3
    assert sum(day == 0 for day in due) == 4
    assert sum(0 < day < 7 for day in due) == 8
    assert sum(day >= 7 for day in due) == 12
    assert sum(row.done_on is not None for row in rows) > 50


def test_promises_are_mostly_kept_and_missed_only_where_that_is_the_cause(large: list[SampleAccount]) -> None:
    rows = [row for account in large for row in account.promises]
    ours = [row for row in rows if row.made_by == "us"]
    kept = [row.state == "kept" for row in ours if row.state != "open"]
    assert 0.85 < sum(kept) / len(kept) < 0.97
    assert len([row for row in rows if row.made_by == "them"]) > 50
    late = [row for row in ours if row.state == "open" and row.due < NOW]
    assert 10 < len(late) < 120
    assert any(row.due > NOW for row in ours)
    for row in rows:
        assert row.noted_on < min(row.due, NOW)
        assert (row.settled_on is None) == (row.state == "open")
        assert row.settled_on is None or row.noted_on <= row.settled_on < NOW
    for account in large:
        missed = [r for r in account.promises if r.made_by == "us" and r.due < NOW and r.state != "kept"]
        assert len(missed) < 2 or account.truth.cause is Cause.LATE_DELIVERY
    assert any(row.minute for account in large for row in account.follow_ups if row.done_on is None)
    assert not any(row.minute for account in large for row in account.follow_ups if row.done_on is not None)


def test_some_tiers_are_set_by_hand_with_a_reason(book: list[SampleAccount]) -> None:
    by_hand = [account for account in book if account.tier]
    assert len(by_hand) == 2
    assert all(account.tier_reason for account in by_hand)
    assert not any(account.tier_reason for account in book if not account.tier)


def test_addresses_are_of_nobody(book: list[SampleAccount]) -> None:
    for account in book:
        prefix = PREFIXES[account.language]
        assert account.email.endswith(".example")
        assert account.website.endswith(".example")
        assert account.phone.startswith(f"{prefix} ")
        for person in account.contacts:
            local, _, domain = person.email.partition("@")
            assert local.isascii()
            assert domain == account.email.partition("@")[2]
            assert domain.isascii()
            assert person.phone.startswith(f"{prefix} ")


def test_scripts_and_languages_are_mixed(book: list[SampleAccount]) -> None:
    text = " ".join(account.name for account in book)
    assert {account.language for account in book} == set(PREFIXES)
    assert any("α" <= letter <= "ω" for letter in text)
    assert "і" in text or "ї" in text
    assert any(letter in text for letter in "ђћљњ")
    assert any(letter in text for letter in "øåæ")
    assert any(letter in text for letter in "čšž")


def test_no_firm_appears_twice() -> None:
    random = Random(1)
    seen: set[str] = set()
    total = 0
    for lexicon in LANGUAGES:
        names = FirmNames(lexicon, Random(2))
        for number in range(1_300 * lexicon.weight):
            seen.add(identity(names.firm(number, random).name))
            total += 1
    assert total > 120_000
    assert len(seen) == total


def test_a_small_book_repeats_no_surname(book: list[SampleAccount]) -> None:
    for lexicon in LANGUAGES:
        names = [account.name for account in book if account.language == lexicon.code]
        stems = {stem.rpartition("/")[2] for stem in (*lexicon.surnames, *lexicon.words)}
        used = Counter(
            stem for name in names for stem in stems if stem in name.replace("«", " ").replace("»", "").split()
        )
        assert all(count == 1 for count in used.values())


def test_a_large_book_is_thinner_an_account() -> None:
    some = list(itertools.islice(generate(100_000, TODAY), 2_000))
    assert 8 < np.mean([len(account.purchases) for account in some]) < 13
    assert 16 < np.mean([len(account.interactions) for account in some]) < 24
    assert 2 < np.mean([len(account.ratings) for account in some]) < 4
