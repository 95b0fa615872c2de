"""Books at the edge of what can be: the whole list gives a sensible order, finite figures and whole sentences."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_desktop.app import App, open_workspace
from crm_desktop.domain.dates import day_number
from crm_desktop.services import accounts, attention, bulk, standings, wording
from crm_desktop.storage.tables import Purchase, Rating
from tests.world import TODAY, add_account


def _buy(app: App, account: int, log: Sequence[tuple[int, int]], *, refund: bool = False) -> None:
    today = day_number(TODAY)
    columns = ("id", "account_id", "day", "amount", "currency", "refund")
    with app.store.operation("Orders"):
        ids = app.store.ids.take(len(log))
        bulk.insert_rows(
            app.store,
            Purchase,
            columns,
            [
                (row, account, today - ago, amount, "EUR", int(refund))
                for row, (ago, amount) in zip(ids, log, strict=True)
            ],
        )


def _rate(app: App, account: int, scores: Sequence[tuple[int, float]]) -> None:
    with app.store.operation("Ratings"):
        ids = app.store.ids.take(len(scores))
        bulk.insert_rows(
            app.store,
            Rating,
            ("id", "account_id", "day", "score"),
            [(row, account, day_number(TODAY) - ago, score) for row, (ago, score) in zip(ids, scores, strict=True)],
        )


def _everybody(app: App) -> list[int]:
    return [account for (account,) in app.store.rows("SELECT id FROM account")]


def _look(app: App, today: date = TODAY) -> attention.TodayList:
    """The whole list and every account's own row; each figure finite, each sentence said."""
    listed = attention.today_list(app.store, today)
    alone = [attention.account_row(app.store, account, today) for account in _everybody(app)]
    for row in [*listed.rows, *(row for row in alone if row is not None)]:
        assert 0 <= row.probability <= 1
        assert row.stake >= 0
        assert math.isfinite(row.stake)
        assert row.usual_gap is None or (row.usual_gap > 0 and math.isfinite(row.usual_gap))
        assert wording.status_word(row.status)
        assert wording.account_sentence(row, today)
        assert all(
            "nan" not in said.lower().split() for s in row.signals for said in wording.evidence(s, row, today)[:2]
        )
    for section in attention.Section:
        stakes = [row.stake for row in listed.section(section)]
        assert stakes == sorted(stakes, reverse=True)
    return listed


TWENTY_YEARS = 7_305

BOOKS: dict[str, Callable[[App], None]] = {}


def book(make: Callable[[App], None]) -> Callable[[App], None]:
    BOOKS[make.__name__.strip("_").replace("_", " ")] = make
    return make


@book
def _one_account_with_fifty_thousand_orders(app: App) -> None:
    busy = add_account(app.store, "Busy")
    _buy(app, busy, [(30 + number % 3_000, 1_000 + number) for number in range(50_000)])


@book
def _gaps_of_nothing_and_of_twenty_years(app: App) -> None:
    for number in range(25):
        odd = add_account(app.store, f"Odd {number}")
        days = [0, 0, 0, TWENTY_YEARS, TWENTY_YEARS, 2 * TWENTY_YEARS, 2 * TWENTY_YEARS + number, 3 * TWENTY_YEARS]
        _buy(app, odd, [(ago, 500) for ago in days])


@book
def _everybody_alike(app: App) -> None:
    for number in range(40):
        same = add_account(app.store, f"Same {number}")
        _buy(app, same, [(ago, 7_000) for ago in range(5, 365, 10)])
        _rate(app, same, [(ago, 8) for ago in range(5, 300, 50)])


@book
def _one_account_only(app: App) -> None:
    _buy(app, add_account(app.store, "Alone"), [(ago, 900) for ago in range(60, 400, 7)])


@book
def _everything_on_one_day(app: App) -> None:
    for number in range(30):
        _buy(app, add_account(app.store, f"Fair {number}"), [(100, 1)] * 20)


@book
def _nothing_but_the_future(app: App) -> None:
    for number in range(30):
        later = add_account(app.store, f"Later {number}")
        _buy(app, later, [(-ago, 1_000) for ago in range(1, 300, 9)])
        _rate(app, later, [(-5, 1)])


@book
def _nothing_but_refunds(app: App) -> None:
    for number in range(30):
        back = add_account(app.store, f"Back {number}")
        _buy(app, back, [(ago, 1_000) for ago in range(1, 300, 9)], refund=True)


@book
def _sums_as_large_as_can_be_stored(app: App) -> None:
    for number in range(25):
        rich = add_account(app.store, f"Rich {number}")
        _buy(app, rich, [(ago, 10**15 + number) for ago in range(number, 400, 12)])
    _buy(app, add_account(app.store, "Poor"), [(ago, 0) for ago in range(90, 400, 12)])


@book
def _ratings_alone(app: App) -> None:
    for number in range(30):
        rated = add_account(app.store, f"Rated {number}")
        _rate(app, rated, [(ago, (number + ago) % 11) for ago in range(1, 700, 20)])


@pytest.mark.parametrize("name", BOOKS)
def test_a_book_at_the_edge_has_a_list(app: App, name: str) -> None:
    BOOKS[name](app)
    listed = _look(app)
    assert len({row.account for row in listed.rows}) == len(listed.rows)
    _look(app, TODAY + timedelta(days=1))
    standings.check_again(app.store, TODAY)
    assert _look(app).rows == listed.rows


def test_what_lies_ahead_and_what_came_back_are_no_orders(app: App) -> None:
    BOOKS["nothing but the future"](app)
    BOOKS["nothing but refunds"](app)
    listed = attention.today_list(app.store, TODAY)
    assert listed.rows == ()
    row = attention.account_row(app.store, accounts.by_name(app.store, "Later 3") or 0, TODAY)
    assert row is not None
    assert (row.purchases, row.rating, row.last_order) == (0, None, None)


def test_orders_of_one_day_are_one_order(app: App) -> None:
    twice, once = add_account(app.store, "Twice"), add_account(app.store, "Once")
    for account, times in ((twice, 3), (once, 1)):
        _buy(app, account, [(ago, 3_000 // times) for ago in range(50, 400, 10) for _ in range(times)])
    rows = [attention.account_row(app.store, account, TODAY) for account in (twice, once)]
    assert rows[0] is not None
    assert rows[1] is not None
    assert rows[0].probability == rows[1].probability
    assert (rows[0].usual_gap, rows[0].purchases) == (rows[1].usual_gap, rows[1].purchases)


_AGO = st.one_of(st.integers(-400, 800), st.sampled_from([0, 1, TWENTY_YEARS, 2 * TWENTY_YEARS]))
_LOG = st.lists(st.tuples(_AGO, st.sampled_from([0, 1, 50, 10_000, 10**12])), max_size=30)


@settings(max_examples=20)
@given(st.lists(st.tuples(_LOG, _LOG, st.lists(st.tuples(_AGO, st.integers(0, 10)), max_size=8)), max_size=25))
def test_no_book_breaks_the_list(
    tmp_path_factory: pytest.TempPathFactory,
    books: list[tuple[list[tuple[int, int]], list[tuple[int, int]], list[tuple[int, float]]]],
) -> None:
    folder: Path = tmp_path_factory.mktemp("book")
    app = open_workspace(folder / "w.crm", today=TODAY, create=True)
    for number, (orders, refunds, scores) in enumerate(books):
        account = add_account(app.store, f"Account {number}")
        _buy(app, account, orders)
        _buy(app, account, refunds, refund=True)
        _rate(app, account, scores)
    listed = _look(app)
    standings.check_again(app.store, TODAY)
    assert attention.today_list(app.store, TODAY).rows == listed.rows
    app.close()
