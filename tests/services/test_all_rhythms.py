"""The whole book packed at once is bit for bit what its accounts are when packed one by one."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from crm_desktop.app import open_workspace
from crm_desktop.domain.changes import MANY
from crm_desktop.domain.dates import day_number
from crm_desktop.domain.entities import PurchaseFields
from crm_desktop.domain.kinds import InteractionKind
from crm_desktop.services import all_rhythms, attention, history, preferences, rhythms
from crm_desktop.services.bulk import insert_rows
from crm_desktop.storage import tables
from crm_desktop.storage.store import Store
from tests.world import TODAY, add_account, buy, rate, talk


class _Order(NamedTuple):
    account: int
    days_ago: int
    amount: int
    currency: str
    refund: bool


_ORDERS = st.builds(
    _Order,
    st.sampled_from([0, 1, 4]),
    st.integers(-1, 1),
    st.sampled_from([5, 0, -5, 333, 10**15]),
    st.sampled_from(["EUR", "EUR", "EUR", "USD", "GBP", "JPY"]),
    st.booleans(),
)
_RATINGS = st.tuples(st.integers(0, 4), st.integers(0, 9), st.sampled_from([0.0, 3.1, 7.3, 10 / 3, 9.9, 10.0]))
_TALKS = st.tuples(st.integers(0, 4), st.integers(-2, 9), st.sampled_from(list(InteractionKind)))


@settings(deadline=None, max_examples=30)
@given(st.lists(_ORDERS, max_size=40), st.lists(_RATINGS, max_size=12), st.lists(_TALKS, max_size=6), st.integers(1, 6))
@example([_Order(who, 0, 5, "EUR", back) for who in range(5) for back in (False, True)], [], [], 2)
def test_the_whole_is_its_parts(
    orders: list[_Order],
    ratings: list[tuple[int, int, float]],
    talks: list[tuple[int, int, InteractionKind]],
    together: int,
) -> None:
    """With several orders a day, refunds, money of other countries with and without a rate, and what was deleted."""
    with TemporaryDirectory() as folder:
        app = open_workspace(Path(folder) / "w.crm", today=TODAY, create=True)
        _fill(app.store, orders, ratings, talks)
        ids = [account for (account,) in app.store.rows("SELECT id FROM account")]
        with app.store.derivation():
            rhythms.repack(app.store, ids)
            parts = app.store.rows("SELECT * FROM rhythm ORDER BY account_id")
            with pytest.MonkeyPatch.context() as fewer:
                fewer.setattr(all_rhythms, "_TOGETHER", together)
                rhythms.repack(app.store, None)
        assert app.store.rows("SELECT * FROM rhythm ORDER BY account_id") == parts
        assert len(parts) == 5
        app.close()


def test_a_step_with_very_many_orders_is_packed_before_anybody_looks(tmp_path: Path) -> None:
    """Also after a restart, and with an order logged in between."""
    app = open_workspace(tmp_path / "w.crm", today=TODAY, create=True)
    one, other = add_account(app.store, "One"), add_account(app.store, "Other")
    columns, first = ("id", "account_id", "day", "amount", "currency"), day_number(TODAY) - 500
    with app.store.operation("Import"):
        ids = app.store.ids.take(MANY + 1)
        rows = [(row, (one, other)[at % 2], first + at % 400, 100, "EUR") for at, row in enumerate(ids)]
        insert_rows(app.store, tables.Purchase, columns, rows)
    buy(app.store, other, [3], amount=500)
    app.close()
    app = open_workspace(tmp_path / "w.crm", today=TODAY)
    row = attention.account_row(app.store, one, TODAY)
    assert row is not None
    assert row.revenue > 0
    kept = app.store.rows("SELECT * FROM rhythm ORDER BY account_id")
    assert [len(days) // 4 for _, days, *_ in kept] == [200, 201]
    with app.store.derivation():
        rhythms.repack(app.store, [one, other])
    assert app.store.rows("SELECT * FROM rhythm ORDER BY account_id") == kept
    app.close()


def _fill(
    store: Store,
    orders: list[_Order],
    ratings: list[tuple[int, int, float]],
    talks: list[tuple[int, int, InteractionKind]],
) -> None:
    preferences.change(store, rates={"USD": 0.917, "GBP": 1.0})
    ids = [add_account(store, f"Customer {number}") for number in range(5)]
    with store.operation("Orders"):
        for order in orders:
            history.insert_purchase(
                store,
                PurchaseFields(
                    account=ids[order.account],
                    day=TODAY - timedelta(days=order.days_ago),
                    amount=order.amount,
                    currency=order.currency,
                    refund=order.refund,
                ),
            )
    for account, days_ago, score in ratings:
        rate(store, ids[account], days_ago, score)
    for account, days_ago, kind in talks:
        talk(store, ids[account], days_ago, kind)
    with store.operation("Bin"):
        store.database.connection().execute("UPDATE purchase SET deleted_at = 1 WHERE id % 7 = 0")
