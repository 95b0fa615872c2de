"""Small derived values that are kept as JSON between starts: the model, today's picks, the list last shown."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from crm_desktop.domain.dates import day_number
from crm_desktop.storage.store import Store

FORMAT = 7
"""Of everything derived: another program's is not shown but worked out anew."""
AS_OF = "(SELECT json_extract(value, '$.as_of') FROM shown WHERE key = 'model')"
"""SQL: the day number of everything derived."""


def get(store: Store, key: str) -> Any:
    """The value kept under ``key``, or ``None``."""
    text = store.value("SELECT value FROM shown WHERE key = ?", (key,))
    return None if text is None else json.loads(text)


def put(store: Store, key: str, value: Any) -> None:
    """Keeps a value, inside an operation or a derivation that is already open."""
    store.database.connection().execute(
        "INSERT INTO shown VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (key, json.dumps(value, ensure_ascii=False)),
    )


def is_current(store: Store, today: date) -> bool:
    """Whether everything derived is as of ``today`` and nothing has changed since that was not worked in."""
    model = get(store, "model")
    known = model is not None and model.get("format") == FORMAT and model["as_of"] == day_number(today)
    return known and not get(store, "stale")


def tables_are_current(store: Store, today: date) -> bool:
    """Whether the tables that lists of accounts are sorted and filtered by are as of ``today`` too.

    Accounts that were touched since are not worked into them yet.
    """
    untouched = store.value("SELECT NOT EXISTS (SELECT 1 FROM touched)")
    return is_current(store, today) and get(store, "tables") == day_number(today) and bool(untouched)
