"""A pause that explains a silence."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from crm_desktop.app import App
from crm_desktop.domain.errors import UserError
from crm_desktop.domain.signals import SignalKind, Standing
from crm_desktop.services import account_views, corrections, told_wording
from tests.services.corrections.world import names_listed, row_of
from tests.world import TODAY, add_account, buy

WINTER = date(2027, 2, 20)


# -- a pause -------------------------------------------------------------------------------------


def _winter_book(app: App) -> int:
    """Thirty on their rhythm on 20 February, and one that last ordered on 28 November, every ten days before."""
    for number in range(30):
        buy(app.store, add_account(app.store, f"Steady {number:02}"), range(number % 13, 500, 14), today=WINTER)
    garden = add_account(app.store, "Garden")
    buy(app.store, garden, range((WINTER - date(2026, 11, 28)).days, 500, 10), amount=50_000, today=WINTER)
    return garden


def test_a_pause_ends_the_silence_it_explains(app: App) -> None:
    garden = _winter_book(app)
    assert "Garden" in names_listed(app, WINTER)
    corrections.pauses(app.store, garden, 12, 2, WINTER)
    assert "Garden" not in names_listed(app, WINTER)
    row = row_of(app, garden, WINTER)
    assert (row.status, row.signals) == (Standing.STEADY, ())
    assert row.revenue > 0
    app.store.undo()
    assert "Garden" in names_listed(app, WINTER)


def test_after_the_pause_the_silence_goes_on_where_it_stood(app: App) -> None:
    garden = _winter_book(app)
    corrections.pauses(app.store, garden, 12, 2, WINTER)
    assert "Garden" not in names_listed(app, date(2027, 3, 5))
    may = date(2027, 5, 10)
    row = row_of(app, garden, may)
    silence = next(signal for signal in row.signals if signal.kind is SignalKind.SILENT)
    assert silence.evidence.silence == 2 + 31 + 30 + 10  # type: ignore[union-attr]
    # The tenth day after the last order lies behind the winter, on everybody's calendar.
    assert silence.since == date(2027, 3, 8)


def test_orders_within_the_pause_are_one_purchase_and_all_of_the_revenue(app: App) -> None:
    garden = _winter_book(app)
    buy(app.store, garden, [60, 50, 40], amount=1_000, today=WINTER)
    before = row_of(app, garden, WINTER).revenue
    corrections.pauses(app.store, garden, 12, 2, WINTER)
    row = row_of(app, garden, WINTER)
    assert (row.revenue, row.signals) == (before, ())
    # And one of them ends a silence from before the pause.
    may = date(2027, 5, 10)
    silence = row_of(app, garden, may).signals[0].evidence
    assert silence.silence == 31 + 30 + 10  # type: ignore[union-attr]


def test_nobody_pauses_all_year(app: App, slipping: int) -> None:
    corrections.pauses(app.store, slipping, 1, 6, TODAY)
    with pytest.raises(UserError, match="all year"):
        corrections.pauses(app.store, slipping, 7, 12, TODAY)
    with pytest.raises(UserError, match="all year"):
        corrections.pauses(app.store, slipping, 3, 2, TODAY)
    assert [told_wording.told(c) for c in corrections.of_account(app.store, slipping, TODAY)] == [
        "You said: they pause January to June."
    ]


def test_the_same_pause_twice_is_one_step(app: App, slipping: int) -> None:
    corrections.pauses(app.store, slipping, 12, 2, TODAY)
    corrections.pauses(app.store, slipping, 1, 2, TODAY)
    assert len(corrections.of_account(app.store, slipping, TODAY)) == 1


def test_the_strip_expects_nothing_within_the_pause() -> None:
    last, today = date(2026, 11, 28), date(2027, 3, 25)
    missed = account_views.missed_days(_number(last), 10.0, _number(today), frozenset({12, 1, 2}))
    assert [_day(number) for number in missed] == [date(2027, 3, 8), date(2027, 3, 18)]


def test_the_table_of_accounts_draws_the_same_strip(app: App) -> None:
    garden = _winter_book(app)
    corrections.pauses(app.store, garden, 12, 2, WINTER)
    may = date(2027, 5, 10)
    row = row_of(app, garden, may)
    strip = account_views.strips(app.store, [garden], may)[garden]
    expected = account_views.missed_days(row.last_order, row.usual_gap, _number(may), frozenset({12, 1, 2}))
    assert strip.missed == expected
    assert _day(strip.missed[0]) == date(2027, 3, 8)


def _number(day: date) -> int:
    return (day - date(1970, 1, 1)).days


def _day(number: int) -> date:
    return date(1970, 1, 1) + timedelta(days=number)
