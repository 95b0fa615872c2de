"""What the palette finds: accounts and people by what one types, also with one slip of the fingers."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

from crm_desktop.domain.folding import fold, spellings, words
from crm_desktop.domain.marking import Marks, marks
from crm_desktop.domain.signals import Standing
from crm_desktop.domain.typos import one_typo
from crm_desktop.services import accounts, standings
from crm_desktop.services.account_search import AccountWords
from crm_desktop.storage.store import Store

_LOOKED_AT = 300
"""So many candidates of each kind are ranked: a letter or two fit tens of thousands, and nobody reads those."""
_MOST_WORDS = 8


class AccountHit(NamedTuple):
    """An account; ``by`` is what was found of it when that is not its name: a phone number, an address."""

    id: int
    name: str
    marks: Marks
    tier: str
    standing: Standing | None
    silence: int | None
    by: str = ""


class PersonHit(NamedTuple):
    """Somebody at an account; who is at two accounts is found twice."""

    id: int
    name: str
    marks: Marks
    account: int
    account_name: str
    phone: str
    email: str


class Found(NamedTuple):
    """``exact`` is false where nothing begins as typed, and what is here is one slip away."""

    accounts: tuple[AccountHit, ...] = ()
    people: tuple[PersonHit, ...] = ()
    exact: bool = True


class Counts(NamedTuple):
    """How many there are to be found."""

    accounts: int
    people: int


def count(store: Store) -> Counts:
    """How many accounts and people the workspace has."""
    people = store.value("SELECT count(*) FROM contact WHERE deleted_at IS NULL")
    return Counts(accounts.count(store), people)


def find(store: Store, text: str, *, most_accounts: int = 6, most_people: int = 4) -> Found:
    """The accounts and people whose words begin as typed; names that begin so first, then the largest customers.

    When there are none, those one slip of the fingers away from one of the words.
    """
    typed = words(text)[:_MOST_WORDS]
    if not typed:
        return Found()
    terms = " ".join(_begins(word) for word in typed)
    found = _find(store, terms, fold(text), typed, most_accounts, most_people)
    if found.accounts or found.people:
        return found
    slips = {word: one_typo(_latin(word)) for word in typed}
    ways = [_other_ways(typed, at, slips[word]) for at, word in enumerate(typed) if slips[word]]
    if not ways:
        return found
    meant = [*typed, *(other for others in slips.values() for other in others)]
    return _find(store, " OR ".join(ways), "", meant, most_accounts, most_people)._replace(exact=False)


def find_among(
    store: Store, known: AccountWords, text: str, *, most_accounts: int = 6, most_people: int = 4
) -> Found | None:
    """The same from memory, in a millisecond; ``None`` where nothing begins so. Nobody is overlooked for being one of
    many that do.
    """
    typed, begins = words(text)[:_MOST_WORDS], fold(text)
    if not typed:
        return None
    hits = _accounts(store, known.accounts.first(typed, begins, most_accounts), typed)
    chosen = known.people.first(typed, begins, most_people)
    rows = {row[0]: row[1:] for row in store.rows(_THESE_PEOPLE, (json.dumps(chosen),))}
    people = [_person_hit(rows[each], typed) for each in chosen if each in rows]
    return Found(tuple(hits), tuple(people)) if hits or people else None


def _begins(word: str) -> str:
    """A quoted prefix, so that nothing of the text is an operator of the search."""
    return f'"{word}" *'


def _latin(word: str) -> str:
    """A word as it is typed on a Latin keyboard."""
    return spellings(word)[-1]


def _other_ways(typed: list[str], at: int, slips: list[str]) -> str:
    """The words with the slips of one of them in its place."""
    others = " OR ".join(map(_begins, slips))
    return "(" + " AND ".join([f"({others})", *(_begins(word) for n, word in enumerate(typed) if n != at)]) + ")"


_ACCOUNT = f"""a.id, a.name, {accounts.SORTS["tier"]}, s.status, {accounts.SILENCE}, a.phone, a.email, a.website
    FROM account a LEFT JOIN standing s ON s.account_id = a.id"""

_THESE_ACCOUNTS = f"SELECT {_ACCOUNT} WHERE a.id IN (SELECT value FROM json_each(?)) AND a.deleted_at IS NULL"

_ACCOUNTS = f"""SELECT {_ACCOUNT}
    WHERE a.id IN (
        SELECT rowid FROM (
            SELECT rowid FROM account_index WHERE account_index MATCH :terms LIMIT {_LOOKED_AT}
        ) UNION ALL SELECT id FROM (
            SELECT id FROM account
            WHERE :prefix <> '' AND name_key >= :prefix AND name_key < :prefix || char(1114111) LIMIT {_LOOKED_AT}
        )
    ) AND a.deleted_at IS NULL AND a.archived = 0
    ORDER BY substr(a.name_key, 1, length(:prefix)) = :prefix DESC, coalesce(s.revenue, 0) DESC, a.name_key, a.id
    LIMIT :limit"""

_PERSON = "p.id, p.name, a.id, a.name, p.phone, p.email"
_THESE_PEOPLE = f"""SELECT f.id, {_PERSON} FROM affiliation f
    JOIN contact p ON p.id = f.contact_id JOIN account a ON a.id = f.account_id
    WHERE f.id IN (SELECT value FROM json_each(?)) AND p.deleted_at IS NULL AND a.deleted_at IS NULL"""

_PEOPLE = f"""SELECT {_PERSON} FROM (
        SELECT rowid FROM contact_index WHERE contact_index MATCH :terms LIMIT {_LOOKED_AT}
    ) found JOIN contact p ON p.id = found.rowid AND p.deleted_at IS NULL
    JOIN affiliation f ON f.contact_id = p.id AND f.until IS NULL
    JOIN account a ON a.id = f.account_id AND a.deleted_at IS NULL AND a.archived = 0
    LEFT JOIN standing s ON s.account_id = a.id
    ORDER BY substr(p.name_key, 1, length(:prefix)) = :prefix DESC, coalesce(s.revenue, 0) DESC, p.name_key, f.id
    LIMIT :limit"""


def _find(store: Store, terms: str, prefix: str, meant: Sequence[str], most_accounts: int, most_people: int) -> Found:
    given = {"terms": terms, "prefix": prefix}
    return Found(
        tuple(_account_hit(row, meant) for row in store.rows(_ACCOUNTS, {**given, "limit": most_accounts})),
        tuple(_person_hit(row, meant) for row in store.rows(_PEOPLE, {**given, "limit": most_people})),
    )


def these(store: Store, ids: Sequence[int]) -> list[AccountHit]:
    """Some accounts in the order given, such as those opened last; one that is gone is left out."""
    return _accounts(store, ids, ())


def _accounts(store: Store, ids: Sequence[int], meant: Sequence[str]) -> list[AccountHit]:
    rows = {row[0]: row for row in store.rows(_THESE_ACCOUNTS, (json.dumps(list(ids)),))}
    return [_account_hit(rows[account], meant) for account in ids if account in rows]


def _person_hit(row: Any, meant: Sequence[str]) -> PersonHit:
    return PersonHit(row[0], row[1], marks(row[1], meant), *row[2:])


def _account_hit(row: Any, meant: Sequence[str]) -> AccountHit:
    account, name, tier, status, silence, phone, email, website = row
    marked = marks(name, meant)
    by = ""
    if meant and not marked:
        digits = "".join(c for c in phone if c.isdigit())
        by = next((shown for shown, looked_in in ((phone, digits), (email, email), (website, website))
                   if marks(looked_in, meant)), "")  # fmt: skip
    standing = None if status is None else standings.ORDER[status]
    return AccountHit(account, name, marked, tier, standing, silence, by)
