"""An account that is slipping."""

from __future__ import annotations

import pytest

from crm_desktop.app import App
from crm_desktop.services import attention
from tests.world import TODAY, add_account, business, buy


@pytest.fixture
def slipping(app: App) -> int:
    """Thirty accounts on their rhythm, and Acme, which ordered every ten days and has been silent for eighty."""
    business(app.store)
    acme = add_account(app.store, "Acme")
    buy(app.store, acme, range(80, 500, 10), amount=50_000)
    attention.today_list(app.store, TODAY)
    return acme
