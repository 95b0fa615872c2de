"""Fills a workspace with the sample book, of any size, in bounded memory."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import date
from itertools import islice
from typing import Any

from crm_desktop.domain.errors import UserError
from crm_desktop.domain.sample import SampleAccount, generate
from crm_desktop.i18n import tr
from crm_desktop.services import bulk
from crm_desktop.storage import tables
from crm_desktop.storage.store import Store

ACCOUNTS_A_STEP = 10_000
"""Accounts written in one operation: the journal keeps a step's rows in memory until it is done."""
_BATCH = 500
_DAY = 86_400_000
_NOTED_AT = 9 * 3_600_000
_CURRENCY = "EUR"

_ACCOUNT = (
    *("id", "name", "name_key", "search", "tier", "tier_reason", "industry", "address", "phone", "email", "website"),
    *("owner", "since", "notes", "tags"),
)
_CONTACT = ("id", "name", "name_key", "search", "phone", "email")
_AFFILIATION = ("id", "contact_id", "account_id", "role", "since", "until")
_INTERACTION = (
    *("id", "account_id", "contact_id", "kind", "direction", "department", "day", "happened_at", "noted_at", "who"),
    *("subject", "notes", "minutes"),
)
_PURCHASE = ("id", "account_id", "day", "amount", "currency", "what", "reference", "refund")
_RATING = ("id", "account_id", "contact_id", "day", "score", "touchpoint", "dimension", "comment")
_FOLLOW_UP = ("id", "account_id", "contact_id", "what", "due", "done_on", "noted_at", "due_minute")
_PROMISE = (
    *("id", "account_id", "contact_id", "made_by", "what", "due", "first_due", "owner", "state", "settled_on"),
    *("noted_at", "due_minute"),
)


def create_sample(
    store: Store,
    accounts: int,
    today: date,
    seed: int = 7,
    progress: Callable[[int, int], None] | None = None,
) -> None:
    """Adds so many accounts with three years of history up to the day before ``today``.

    One operation up to ``ACCOUNTS_A_STEP`` accounts, then one for each further so many. ``progress`` is told
    (accounts written, accounts asked for) now and then; whatever it raises stops the work and takes back the
    operation under way. Raises ``UserError`` for less than one account.
    """
    if accounts < 1:
        raise UserError(tr("A sample needs at least one account."), tr("Nothing was changed."))
    book = generate(accounts, today, seed)
    written = 0
    while written < accounts:
        step_end = min(written + ACCOUNTS_A_STEP, accounts)
        with store.operation("Sample data"):
            while written < step_end:
                batch = list(islice(book, min(_BATCH, step_end - written)))
                _write(store, batch)
                written += len(batch)
                if progress is not None:
                    progress(written, accounts)


def _write(store: Store, batch: Sequence[SampleAccount]) -> None:
    """Writes these accounts with all that is theirs."""
    take = store.ids.take
    account_ids = take(len(batch))
    contact_ids = [take(len(account.contacts)) for account in batch]
    owned = list(zip(batch, account_ids, contact_ids, strict=True))
    bulk.insert_rows(
        store, tables.Account, _ACCOUNT, (_account_row(account, account_id) for account, account_id, _ in owned)
    )
    bulk.insert_rows(
        store,
        tables.Contact,
        _CONTACT,
        (
            (
                contact_id,
                person.name,
                *bulk.account_search(person.name, phone=person.phone, email=person.email),
                person.phone,
                person.email,
            )
            for account, _, contacts in owned
            for person, contact_id in zip(account.contacts, contacts, strict=True)
        ),
    )
    _insert(
        store,
        tables.Affiliation,
        _AFFILIATION,
        [
            (contact_id, account_id, person.role, None, person.until)
            for account, account_id, contacts in owned
            for person, contact_id in zip(account.contacts, contacts, strict=True)
        ],
    )
    _insert(
        store,
        tables.Interaction,
        _INTERACTION,
        [
            (
                account_id,
                None if row.contact is None else contacts[row.contact],
                row.kind,
                row.direction,
                row.department,
                row.day,
                None if row.moment is None else row.day * _DAY + row.moment,
                None if row.moment is None else row.day * _DAY + row.moment + row.noted_after,
                row.who,
                row.subject,
                row.notes,
                row.minutes,
            )
            for account, account_id, contacts in owned
            for row in account.interactions
        ],
    )
    _insert(
        store,
        tables.Purchase,
        _PURCHASE,
        [
            (account_id, row.day, row.amount, _CURRENCY, row.what, row.reference, int(row.refund))
            for account, account_id, _ in owned
            for row in account.purchases
        ],
    )
    _insert(
        store,
        tables.Rating,
        _RATING,
        [
            (
                account_id,
                None if row.contact is None else contacts[row.contact],
                row.day,
                float(row.score),
                row.touchpoint,
                row.dimension,
                row.comment,
            )
            for account, account_id, contacts in owned
            for row in account.ratings
        ],
    )
    _insert(
        store,
        tables.FollowUp,
        _FOLLOW_UP,
        [
            (
                account_id,
                None if row.contact is None else contacts[row.contact],
                row.what,
                row.due,
                row.done_on,
                row.noted_on * _DAY + _NOTED_AT,
                row.minute,
            )
            for account, account_id, contacts in owned
            for row in account.follow_ups
        ],
    )
    _insert(
        store,
        tables.Promise,
        _PROMISE,
        [
            (
                account_id,
                contacts[row.contact],
                row.made_by,
                row.what,
                row.due,
                row.due,
                row.owner,
                row.state,
                row.settled_on,
                row.noted_on * _DAY + _NOTED_AT,
                row.minute,
            )
            for account, account_id, contacts in owned
            for row in account.promises
        ],
    )


def _account_row(account: SampleAccount, account_id: int) -> tuple[Any, ...]:
    name_key, search = bulk.account_search(
        account.name, phone=account.phone, email=account.email, website=account.website
    )
    return (
        account_id,
        account.name,
        name_key,
        search,
        account.tier,
        account.tier_reason,
        account.industry,
        account.address,
        account.phone,
        account.email,
        account.website,
        account.owner,
        account.since,
        account.notes,
        json.dumps(account.tags, ensure_ascii=False),
    )


def _insert(store: Store, table: type[tables.Table], columns: Sequence[str], rows: list[tuple[Any, ...]]) -> None:
    """Inserts rows that still lack their id, the first column."""
    ids = store.ids.take(len(rows))
    bulk.insert_rows(store, table, columns, ((row_id, *row) for row_id, row in zip(ids, rows, strict=True)))
