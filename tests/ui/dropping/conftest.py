"""An account with two people, and who hears of what the system is asked to open."""

from __future__ import annotations

import pytest

from crm_desktop.app import App
from crm_desktop.domain.entities import ContactFields
from crm_desktop.services import contacts, preferences
from tests.world import add_account, buy


@pytest.fixture
def acme(app: App) -> int:
    account = add_account(app.store, "Acme")
    buy(app.store, account, range(100, 560, 12))
    contacts.add(
        app.store,
        account,
        ContactFields(name="Maria Kos", email="maria@acme.example", phone="+386 (0)41 2 34"),
        "Buyer",
    )
    preferences.change(app.store, own_addresses=["ana@wren.example"])
    return account
