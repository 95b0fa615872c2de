"""Whose silence: the season of an account, the quiet of a whole book, and which answer goes first."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_desktop.domain.combining import AT_MOST, MOST_WHILE_QUIET, source_of, together
from crm_desktop.domain.dates import day_from, day_number
from crm_desktop.domain.purchase_days import pack
from crm_desktop.domain.signals import (
    Asked,
    FallingRatings,
    NoAnswer,
    OurSilence,
    Season,
    Signal,
    SignalKind,
    Silence,
)
from crm_desktop.domain.whose_silence import (
    WhoseSilence,
    book_is_quiet,
    is_awake,
    may_pause,
    pause,
    pauses,
    whose_silence,
)

TODAY = day_number(date(2027, 1, 25))


def winters(*, silent_years: int = 3) -> list[int]:
    """Orders every twelve days for three years, but from 15 December to 20 February in the newest ``silent_years``."""
    days = []
    for ago in range(1095, 0, -12):
        day = day_from(TODAY - ago)
        pausing = (day.month, day.day) >= (12, 15) or (day.month, day.day) <= (2, 20)
        if not (pausing and ago < 365 * silent_years):
            days.append(TODAY - ago)
    return days


def test_a_silence_that_comes_every_winter_is_a_season() -> None:
    assert pause(winters(), TODAY) is Season.WINTER


def test_once_or_in_one_year_before_is_no_season() -> None:
    assert pause(winters(silent_years=1), TODAY) is None
    assert pause(winters(silent_years=2), TODAY) is None


def test_a_silence_longer_than_the_pauses_were_is_no_season_any_more() -> None:
    assert pause(winters(), TODAY + 60) is None


def test_too_little_history_is_no_season() -> None:
    assert pause([day for day in winters() if day > TODAY - 500], TODAY) is None
    assert pause([], TODAY) is None


def test_accounts_that_simply_stopped_are_no_season() -> None:
    random, told = Random(1), 0
    for _ in range(300):
        day, days = TODAY - 1095.0, []
        while day < TODAY - 60:
            days.append(int(day))
            day += random.gammavariate(4, 5)
        told += pause(days, TODAY) is not None
    assert told <= 3


@given(st.lists(st.integers(-5_000, TODAY), max_size=80, unique=True))
def test_no_days_are_too_strange_for_a_season(days: list[int]) -> None:
    assert pause(sorted(days), TODAY) in (None, *Season)


# -- everybody -----------------------------------------------------------------------------------


def a_book(rate: float, *, quiet: int = 0, seed: int = 3) -> list[int]:
    """Two years of orders on workdays, none in the last ``quiet`` days."""
    random = Random(seed)
    counts = [sum(random.random() < rate / 50 for _ in range(70)) if day % 7 < 5 else 0 for day in range(731)]
    return counts[: 731 - quiet] + [0] * quiet


@pytest.mark.parametrize("rate", [0.5, 2.0, 20.0])
def test_a_book_in_which_all_fell_silent_is_quiet_since_its_last_order(rate: float) -> None:
    assert book_is_quiet(a_book(rate), TODAY, buying=30) is None
    orders = a_book(rate, quiet=25)
    quiet = book_is_quiet(orders, TODAY, buying=30)
    assert quiet is not None
    assert quiet.orders == 0
    assert quiet.since == TODAY - next(ago for ago, count in enumerate(reversed(orders)) if count)


def test_a_few_typed_orders_do_not_hide_it() -> None:
    orders = a_book(20.0, quiet=30)
    orders[-3] = orders[-9] = 1
    quiet = book_is_quiet(orders, TODAY, buying=30)
    assert quiet is not None
    assert 1 <= quiet.orders <= 2


def test_a_weekend_a_half_and_a_small_book_are_not_quiet() -> None:
    assert book_is_quiet(a_book(20.0, quiet=4), TODAY, buying=30) is None
    halved = [count // 2 if day > 700 else count for day, count in enumerate(a_book(20.0))]
    assert book_is_quiet(halved, TODAY, buying=30) is None
    assert book_is_quiet(a_book(0.5, quiet=100), TODAY, buying=4) is None
    assert book_is_quiet([0] * 731, TODAY, buying=30) is None
    assert book_is_quiet([], TODAY, buying=30) is None


def test_a_business_that_closes_every_year_is_not_quiet() -> None:
    orders = a_book(20.0, quiet=14)
    orders[731 - 364 - 14 : 731 - 364] = [0] * 14
    assert book_is_quiet(orders, TODAY, buying=30) is None


# -- which goes first ----------------------------------------------------------------------------


def a_signal(kind: SignalKind, probability: float, *, share: float = 1.0, season: Season | None = None) -> Signal:
    evidence = {
        SignalKind.SILENT: Silence(12.0, 41, 20, 19, 18, 30, 50, season),
        SignalKind.NO_ANSWER: NoAnswer(Asked.QUOTE),
        SignalKind.WE_ARE_SILENT: OurSilence("A", 30, 63),
        SignalKind.RATING_FALLING: FallingRatings(9, 5, 3),
    }[kind]
    return Signal(kind, probability, date(2026, 11, 3), evidence, share)


SILENT, ASKED = a_signal(SignalKind.SILENT, 0.6), a_signal(SignalKind.NO_ANSWER, 0.35)
IN_WINTER = a_signal(SignalKind.SILENT, 0.2, season=Season.WINTER)


@pytest.mark.parametrize(
    ("signals", "quiet", "whose"),
    [
        ([SILENT], False, WhoseSilence.THEY_STOPPED),
        ([SILENT, ASKED], False, WhoseSilence.WE_OWE),
        ([SILENT, a_signal(SignalKind.WE_ARE_SILENT, 0.1)], False, WhoseSilence.WE_OWE),
        ([IN_WINTER, ASKED], False, WhoseSilence.SEASON),
        ([IN_WINTER], True, WhoseSilence.NOBODY_LOGGED),
        ([ASKED], False, None),
        ([], True, None),
    ],
)
def test_whose_silence_it_is(signals: list[Signal], quiet: bool, whose: WhoseSilence | None) -> None:
    assert whose_silence(signals, quiet_book=quiet) is whose


def test_signals_survive_json() -> None:
    for signal in (IN_WINTER, SILENT, ASKED, a_signal(SignalKind.WE_ARE_SILENT, 0.1)):
        assert Signal.from_json(signal.as_json()) == signal


# -- one figure ----------------------------------------------------------------------------------


def combined(signals: list[Signal], *, quiet_book: bool = False) -> tuple[float, float]:
    """How sure, and that times the share at stake."""
    sure, weight = np.zeros((3, 1)), np.zeros((3, 1))
    for signal in signals:
        source = source_of(signal.kind)
        sure[source] = np.maximum(sure[source], signal.probability)
        weight[source] = np.maximum(weight[source], signal.weight)
    return float(together(sure, quiet_book=quiet_book)[0]), float(together(weight, quiet_book=quiet_book)[0])


def test_one_source_counts_once_and_a_second_by_half() -> None:
    growing = Signal(SignalKind.GAPS_GROWING, 0.6, date(2026, 11, 3), SILENT.evidence)
    assert combined([SILENT]) == combined([SILENT, growing]) == (0.6, 0.6)
    both = combined([SILENT, ASKED])
    assert both == (pytest.approx(1 - 0.4 * (1 - 0.35 / 2)),) * 2
    falling = a_signal(SignalKind.RATING_FALLING, 0.5)
    assert combined([SILENT, ASKED, falling])[0] > both[0]
    assert combined([]) == (0.0, 0.0)


def test_a_share_at_stake_weighs_less_but_is_no_less_sure() -> None:
    part = a_signal(SignalKind.RATING_FALLING, 0.8, share=0.25)
    assert combined([part]) == (0.8, pytest.approx(0.2))


@given(st.lists(st.floats(0, 1), min_size=3, max_size=3), st.booleans())
def test_more_signals_are_never_less_sure(strengths: list[float], quiet: bool) -> None:
    kinds = (SignalKind.SILENT, SignalKind.NO_ANSWER, SignalKind.RATING_FALLING)
    signals = [a_signal(kind, strength) for kind, strength in zip(kinds, strengths, strict=True)]
    figures = [combined(signals[:count], quiet_book=quiet)[0] for count in range(4)]
    assert figures == sorted(figures)
    assert figures[-1] <= max(AT_MOST, *strengths) + 1e-12
    assert not quiet or figures[-1] <= MOST_WHILE_QUIET


# -- what is worked out ahead ----------------------------------------------------------------------


def _pauses_now(days: list[int], as_of: int) -> bool:
    """The rule of a yearly pause read off the days of one day, as plainly as it can be said."""
    gaps = sorted(after - before for before, after in pairwise(days))
    usual = max(gaps[len(gaps) // 2], 1)
    slack, grace = max(min(usual, 21), 7), min(usual, 21)
    ends = []
    for years in (1, 2):
        shift = round(years * 365.25)
        for first, last in pairwise(days):
            if first <= as_of - shift - grace < last:
                if last - first < max(1.75 * usual, 10) or abs(first - (days[-1] - shift)) > slack:
                    return False
                ends.append(last - first)
    return len(ends) == 2 and sum(gap >= min(ends) for gap in gaps) <= max(0.15 * len(gaps), 3)


@settings(max_examples=25)
@given(st.integers(3, 30), st.integers(20, 90), st.randoms(use_true_random=False))
def test_the_days_of_a_pause_are_known_ahead(every: int, pause_of: int, random: Any) -> None:
    days, day = [], 0
    while day < 3 * 365:
        days.append(day)
        away = day % 365 in range(200, 200 + every + 4)
        day += pause_of + random.randrange(-5, 6) if away else every + random.randrange(-2, 3)
    for as_of in range(days[-1], days[-1] + 200, 7):
        assert (pause(days, as_of) is not None) == _pauses_now(days, as_of)


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 60), st.integers(20, 90), st.integers(0, 25), st.integers(-30, 400)), max_size=8)
)
def test_only_who_certainly_does_not_pause_is_left_out(accounts: list[tuple[int, int, int, int]]) -> None:
    """Accounts that buy every so often but for a pause a year, which moves, and end somewhere."""
    logs = []
    for every, pause_of, moves, end in accounts:
        days: list[int] = []
        for day in range(0, 1100 - end, every + 1):
            year, of_year = divmod(day, 365)
            if not 180 + year * moves <= of_year < 180 + year * moves + pause_of:
                days.append(day)
        logs.append(days)
    steady = list(range(0, 1200, 10))
    pausing = [day for day in range(0, 911, 10) if not 180 <= day % 365 < 250]
    logs += [steady, pausing]
    owner = [number for number, days in enumerate(logs) for _ in days]
    days_of_all = [day for days in logs for day in days]
    may = may_pause(pack(owner, days_of_all, np.ones(len(owner)), accounts=len(logs))).tolist()
    assert pauses(pausing)
    assert may[-2:] == [False, True]
    for days, asked in zip(logs, may, strict=True):
        assert asked or not pauses(days)


@settings(max_examples=100)
@given(st.lists(st.integers(0, 60), min_size=300, max_size=300), st.integers(0, 100), st.integers(0, 40))
def test_a_book_that_is_awake_by_a_part_of_its_orders_is_not_quiet(orders: list[int], kept: int, fewer: int) -> None:
    for ago in range(1, fewer + 1):
        orders[-ago] //= 10
    part = [count * kept // 100 if place < 290 else count for place, count in enumerate(orders)]
    if is_awake(part, forgotten=sum(orders) - sum(part)):
        assert book_is_quiet(orders, 20_000, buying=50) is None


@settings(max_examples=50)
@given(
    st.lists(st.tuples(st.sampled_from(list(SignalKind)), st.floats(0, 1), st.floats(0, 1)), max_size=6), st.booleans()
)
def test_the_figure_is_that_of_the_formula(said: list[tuple[SignalKind, float, float]], quiet: bool) -> None:
    signals = [Signal(kind, sure, date(2027, 1, 1), ASKED.evidence, share) for kind, sure, share in said]
    strongest: dict[int, float] = {}
    for signal in signals:
        strongest[source_of(signal.kind)] = max(strongest.get(source_of(signal.kind), 0.0), signal.probability)
    first, second, third = sorted((*strongest.values(), 0.0, 0.0, 0.0), reverse=True)[:3]
    figure = max(first, min(1 - (1 - first) * (1 - second / 2) * (1 - third / 2), AT_MOST)) if second else first
    assert combined(signals, quiet_book=quiet)[0] == pytest.approx(min(figure, MOST_WHILE_QUIET) if quiet else figure)
