"""Writes very many rows inside an open operation, at the driver's own speed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from crm_desktop.domain.folding import fold, search_text
from crm_desktop.storage.store import Store
from crm_desktop.storage.tables import Table


def insert_rows(store: Store, table: type[Table], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Inserts tuples of plain SQLite values, ``columns`` naming them (``id`` among them, from ``store.ids``)."""
    store.insert_many(table, columns, rows)


def account_search(name: str, *, phone: str = "", email: str = "", website: str = "") -> tuple[str, str]:
    """The folded ``name_key`` (order) and ``search`` (index) columns of an account or a contact."""
    return fold(name), search_text(name, email, website, "".join(c for c in phone if c.isdigit()))
