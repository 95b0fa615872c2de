"""What the tests of corrections share."""

from __future__ import annotations

from datetime import date

from crm_desktop.app import App
from crm_desktop.services import attention
from crm_desktop.services.attention import AttentionRow
from tests.world import TODAY


def names_listed(app: App, today: date = TODAY) -> list[str]:
    return [row.name for row in attention.today_list(app.store, today).rows if row.probability >= 0.25]


def row_of(app: App, account: int, today: date = TODAY) -> AttentionRow:
    row = attention.account_row(app.store, account, today)
    assert row is not None
    return row
