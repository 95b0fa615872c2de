"""Takes accounts off the list of Today for a while: put off, or done for now."""

from __future__ import annotations

from datetime import date

from crm_desktop.domain.dates import day_number, milliseconds
from crm_desktop.domain.kinds import SnoozeReason
from crm_desktop.i18n import tr
from crm_desktop.services import accounts
from crm_desktop.services.moments import typed_at
from crm_desktop.storage import tables
from crm_desktop.storage.store import Store


def snooze(
    store: Store, account: int, *, today: date, until: date, reason: SnoozeReason = SnoozeReason.SNOOZED
) -> None:
    """Leaves an account off the list until a day, on which it may come back."""
    name = accounts.name_of(store, account)
    label = tr("Snooze {name}", name=name) if reason == SnoozeReason.SNOOZED else tr("{name} done for now", name=name)
    with store.operation(label):
        store.insert(
            tables.Snooze,
            account_id=account,
            set_on=day_number(today),
            until=day_number(until),
            reason=reason,
            noted_at=milliseconds(typed_at(today)),
        )
