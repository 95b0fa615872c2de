"""A book with a few names in it."""

from __future__ import annotations

import pytest

from crm_desktop.app import App
from crm_desktop.domain.entities import ContactFields
from crm_desktop.services import attention, contacts, quick_log
from tests.world import TODAY, add_account, business, buy


@pytest.fixture
def book(app: App) -> dict[str, int]:
    """Thirty calm accounts and three with names, the first of them silent for eighty days.

    Before the window, which would follow every step of it.
    """
    business(app.store)
    ids = {name: add_account(app.store, name) for name in ("Kovač Mizarstvo", "Коваленко і син", "Larkfield Dairy")}
    buy(app.store, ids["Kovač Mizarstvo"], range(80, 500, 10), amount=50_000)
    contacts.add(app.store, ids["Larkfield Dairy"], ContactFields(name="Janez Kovač", phone="+386 41 555 207"))
    quick_log.save(app.store, quick_log.Entry(account=ids["Larkfield Dairy"], subject="ask Kovač about beech"), TODAY)
    attention.today_list(app.store, TODAY)
    return ids
