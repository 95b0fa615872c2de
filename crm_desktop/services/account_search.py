"""The first accounts that a text finds, in the order of the table, before all of them are known."""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from typing import NamedTuple

from crm_desktop.domain.folding import fold, words
from crm_desktop.services import accounts
from crm_desktop.storage.store import Store

PAGE = 60
"""So many accounts are more than a window shows."""
PEOPLE_FROM = 3
"""Letters from which on people are searched too: with fewer nearly every account knows somebody."""

# So few are found as a whole in about two milliseconds.
_FEW = 1_500
# From so many on, the first of them are near: rows looked at in the order of the table, first few.
_MANY = 4_000
_STEPS = (200, 400, 800)
# A row takes five times as long where its people are looked at too.
_STEPS_WITH_PEOPLE = (200, 200)

_PEOPLE = """SELECT f.account_id FROM contact_index c JOIN affiliation f ON f.contact_id = c.rowid
    WHERE contact_index MATCH ? AND f.until IS NULL
    AND c.rowid NOT IN (SELECT id FROM contact WHERE deleted_at IS NOT NULL) LIMIT ?"""
_ACCOUNTS = "SELECT rowid FROM account_index WHERE account_index MATCH ? LIMIT ?"
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


class FirstPage(NamedTuple):
    """The first accounts found; ``whole`` when there are no more."""

    ids: list[int]
    whole: bool


def people_at(store: Store, terms: str, most: int = -1) -> list[int]:
    """The accounts, some more than once, of people whose words begin so (terms of ``accounts.search_terms``)."""
    return [account for (account,) in store.rows(_PEOPLE, (terms, most))]


def first_page(store: Store, text: str, order: Order) -> FirstPage | None:
    """The first accounts that a text finds, where few milliseconds are enough to tell; else ``None``.

    The same as ``account_views.matching_ids`` finds: all when they are few, the first ``PAGE`` or more when very
    many fit and so some are near the beginning of the table.
    """
    typed = words(text)
    if not typed:
        return None
    terms, signs = accounts.search_terms(text), _SIGNS.search(text) is not None
    with_people = max(map(len, typed)) >= PEOPLE_FROM
    if not signs:
        found = [account for (account,) in store.rows(_ACCOUNTS, (terms, _FEW + 1))]
        people = people_at(store, terms, _FEW + 1) if with_people and len(found) <= _FEW else []
        if max(len(found), len(people)) <= _FEW:
            return FirstPage(order.of({*found, *people}), whole=True)
    if store.row(f"{_ACCOUNTS} OFFSET ?", (terms, 1, _MANY)) is None:
        return None
    ids = _nearest(store, order, typed, literal=fold(text) if signs else "", with_people=with_people and not signs)
    return FirstPage(ids, whole=False) if ids else None


def _nearest(store: Store, order: Order, typed: list[str], *, literal: str, with_people: bool) -> list[int]:
    """The first that fit when rows are looked at one after the other; none when they are not near enough.

    With a ``literal`` those that have it as it stands: when there are any, the search finds no others.
    """
    fits = " AND ".join(["instr(' ' || {0}.search, ' ' || ?)"] * len(typed))
    condition, values = f"{fits.format('a')} AND instr(a.name_key, ?)", [*typed, literal]
    if with_people:
        condition = f"""({condition} OR EXISTS (SELECT 1 FROM affiliation f JOIN contact c ON c.id = f.contact_id
            WHERE f.account_id = a.id AND f.until IS NULL AND c.deleted_at IS NULL AND {fits.format("c")}))"""
        values += typed
    query = f"SELECT a.id FROM account a WHERE a.id IN (SELECT value FROM json_each(?)) AND {condition}"
    page: list[int] = []
    at = 0
    for step in _STEPS_WITH_PEOPLE if with_people else _STEPS:
        some = order.ids[at : at + step]
        found = {account for (account,) in store.rows(query, (json.dumps(some), *values))}
        page += [account for account in some if account in found]
        at += step
        if len(page) >= PAGE:
            return page
    return []
