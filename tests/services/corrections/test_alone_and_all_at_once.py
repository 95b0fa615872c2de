"""An account measured alone is measured as in the whole pass."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_desktop.app import App
from crm_desktop.services import attention, corrections, kept_verdicts, standings
from crm_desktop.services.corrections import CorrectionKind
from tests.world import TODAY, add_account, buy, new_workspace

# -- alone and all at once -----------------------------------------------------------------------

_ORDERS = st.lists(
    st.tuples(st.integers(0, 3), st.integers(-20, 1200), st.integers(1, 10**6)), min_size=10, max_size=60
)


_SAID = st.lists(st.tuples(st.integers(0, 3), st.sampled_from(list(CorrectionKind)), st.integers(0, 400)), max_size=6)


@settings(max_examples=25)
@given(_ORDERS, _SAID)
def test_measured_alone_is_measured_in_the_whole_pass(
    tmp_path_factory: pytest.TempPathFactory, orders: list[tuple[int, int, int]], said: list[tuple[int, Any, int]]
) -> None:
    app = new_workspace(tmp_path_factory.mktemp("book") / "w.crm")
    ids = [add_account(app.store, f"Account {number}") for number in range(4)]
    for which, ago, amount in orders:
        buy(app.store, ids[which], [ago], amount=amount)
    attention.today_list(app.store, TODAY)
    for which, kind, number in said:
        _say(app, ids[which], kind, number)
    # Below twenty accounts the model has its built-in figures: only the tiers depend on the others.
    standings.bring_up_to_date(app.store, TODAY)
    alone = _apart_from_tiers(app)
    with app.store.derivation():
        app.store.database.connection().execute("UPDATE shown SET value = 'true' WHERE key = 'stale'")
    standings.bring_up_to_date(app.store, TODAY)
    assert _apart_from_tiers(app) == alone
    app.close()


def _apart_from_tiers(app: App) -> list[Any]:
    kept = kept_verdicts.read(app.store)
    columns = [column.tobytes() for name, column in kept.columns.items() if name != "tier"]
    rows = app.store.rows("SELECT account_id, status, revenue, revenue_before, usual_gap, last_order FROM standing")
    return [kept.ids.tolist(), columns, sorted(rows), app.store.rows("SELECT * FROM stake ORDER BY account_id")]


def _say(app: App, account: int, kind: CorrectionKind, number: int) -> None:
    if kind is CorrectionKind.PAUSE:
        first, more = number % 12, number % 5
        if len(corrections.of_account(app.store, account, TODAY)) < 2:
            corrections.pauses(app.store, account, first + 1, (first + more) % 12 + 1, TODAY)
    elif kind is CorrectionKind.NEW_RHYTHM:
        corrections.new_rhythm(app.store, account, TODAY - timedelta(days=number), TODAY)
    elif kind is CorrectionKind.LEFT:
        corrections.left(app.store, account, TODAY)
    else:
        corrections.not_slipping(app.store, account, TODAY + timedelta(days=number + 1), TODAY)
