"""The first page of the accounts that a text finds, in the order of the table, before all of them are known."""

from __future__ import annotations

import json
import re
from collections.abc import Collection

from crm_desktop.domain.folding import words
from crm_desktop.services import accounts
from crm_desktop.storage.store import Store

PAGE = 60
"""So many accounts are more than a window shows."""
PEOPLE_FROM = 3
"""Letters from which on people are searched too: with fewer nearly every account knows somebody."""

# From so many on, to find them all takes longer than to look for the first.
_MANY = 4_000
# Rows looked at in the order of the table, first few: where many accounts fit, the first of them are near.
_STEPS = (200, 400, 800)

_PEOPLE = """SELECT f.account_id FROM contact_index c JOIN affiliation f ON f.contact_id = c.rowid
    WHERE contact_index MATCH ? AND f.until IS NULL
    AND c.rowid NOT IN (SELECT id FROM contact WHERE deleted_at IS NOT NULL)"""
_SIGNS = re.compile(r"[^\w\s]|_")


class Order:
    """All ids that the terms of a filter let through, in the order of the table, and the place of each."""

    def __init__(self, ids: list[int]) -> None:
        self.ids = ids
        self._places = {account: place for place, account in enumerate(ids)}

    def __len__(self) -> int:
        return len(self.ids)

    def of(self, found: Collection[int]) -> list[int]:
        """Those of some accounts that are among these, in their order."""
        if len(found) * 8 > len(self.ids):
            return [account for account in self.ids if account in found]
        places = self._places
        return sorted((account for account in found if account in places), key=places.__getitem__)


def people_at(store: Store, terms: str) -> list[int]:
    """The accounts, some more than once, of people whose words begin so (terms of ``accounts.search_terms``)."""
    return [account for (account,) in store.rows(_PEOPLE, (terms,))]


def first_page(store: Store, text: str, order: Order) -> list[int] | None:
    """The first accounts that a letter or two find, when those find very many; else ``None``: all are found as soon.

    The same as ``account_views.matching_ids`` finds; more than two milliseconds are never spent.
    """
    typed = words(text)
    if not typed or max(map(len, typed)) >= PEOPLE_FROM or _SIGNS.search(text):
        return None
    many = "SELECT rowid FROM account_index WHERE account_index MATCH ? LIMIT 1 OFFSET ?"
    if store.row(many, (accounts.search_terms(text), _MANY)) is None:
        return None
    fits = " AND ".join(["instr(' ' || search, ' ' || ?)"] * len(typed))
    query = f"SELECT id FROM account WHERE id IN (SELECT value FROM json_each(?)) AND {fits}"
    page: list[int] = []
    at = 0
    for step in _STEPS:
        some = order.ids[at : at + step]
        found = {account for (account,) in store.rows(query, (json.dumps(list(some)), *typed))}
        page += [account for account in some if account in found]
        at += step
        if len(page) >= PAGE:
            return page
    return None
