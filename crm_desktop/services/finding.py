"""What the palette finds: accounts and people by what one types, also with one slip of the fingers."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import chain
from typing import Any, NamedTuple

from crm_desktop.domain.folding import fold, spellings, words
from crm_desktop.domain.marking import Marks, marks
from crm_desktop.domain.signals import Standing
from crm_desktop.domain.typos import one_typo
from crm_desktop.services import accounts, standings
from crm_desktop.services.account_search import AccountWords
from crm_desktop.services.postings import Meant
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

    @property
    def anybody(self) -> bool:
        """Whether anything was found."""
        return bool(self.accounts or self.people)


class Counts(NamedTuple):
    """How many there are to be found."""

    accounts: int
    people: int


def count(store: Store) -> Counts:
    """How many accounts and people the workspace has."""
    people = store.value("SELECT count(*) FROM contact WHERE deleted_at IS NULL")
    return Counts(accounts.count(store), people)


def find(
    store: Store, text: str, known: AccountWords | None = None, *, most_accounts: int = 6, most_people: int = 4
) -> Found:
    """The accounts and people whose words begin as typed; names that begin so first, then the largest customers.

    When there are none, those one slip of the fingers away from one of the words. Among the words ``known`` it takes a
    millisecond or two, and nobody is overlooked for being one of many that begin so.
    """
    typed = words(text)[:_MOST_WORDS]
    if not typed:
        return Found()

    def look(ways: Sequence[Meant], prefix: str, marked: Sequence[str]) -> Found:
        accounts_given = {"prefix": prefix, "limit": most_accounts}
        people_given = {"prefix": prefix, "limit": most_people}
        if known is None:
            terms = {"terms": _terms(ways)}
            found = store.rows(_ACCOUNTS_IN_FILE, accounts_given | terms)
            people = store.rows(_PEOPLE_IN_FILE, people_given | terms)
        else:
            ids = json.dumps(known.first_accounts(ways, prefix, most_accounts))
            found = store.rows(_ACCOUNTS_KNOWN, accounts_given | {"ids": ids})
            ids = json.dumps(known.first_people(ways, prefix, most_people))
            people = store.rows(_PEOPLE_KNOWN, people_given | {"ids": ids})
        return Found(
            tuple(_account_hit(row, marked) for row in found), tuple(_person_hit(row, marked) for row in people)
        )

    exact = look([[(word,) for word in typed]], fold(text), typed)
    slips = [one_typo(_latin(word)) for word in typed]
    if exact.anybody or not any(slips):
        return exact
    ways = [
        [others if place == at else (word,) for place, word in enumerate(typed)]
        for at, others in enumerate(slips)
        if others
    ]
    return look(ways, "", [*typed, *chain.from_iterable(slips)])._replace(exact=False)


def _latin(word: str) -> str:
    """A word as it is typed on a Latin keyboard."""
    return spellings(word)[-1]


_ACCOUNT = f"""a.id, a.name, {accounts.SORTS["tier"]}, s.status, {accounts.SILENCE}, a.phone, a.email, a.website
    FROM account a LEFT JOIN standing s ON s.account_id = a.id"""

_THESE_ACCOUNTS = f"SELECT {_ACCOUNT} WHERE a.id IN (SELECT value FROM json_each(?)) AND a.deleted_at IS NULL"

_ACCOUNTS = f"""SELECT {_ACCOUNT} WHERE a.id IN ({{}}) AND a.deleted_at IS NULL AND a.archived = 0
    ORDER BY substr(a.name_key, 1, length(:prefix)) = :prefix DESC, coalesce(s.revenue, 0) DESC, a.name_key, a.id
    LIMIT :limit"""
_ACCOUNTS_KNOWN = _ACCOUNTS.format("SELECT value FROM json_each(:ids)")
_ACCOUNTS_IN_FILE = _ACCOUNTS.format(
    f"""SELECT rowid FROM (
        SELECT rowid FROM account_index WHERE account_index MATCH :terms LIMIT {_LOOKED_AT}
    ) UNION ALL SELECT id FROM (
        SELECT id FROM account
        WHERE :prefix <> '' AND name_key >= :prefix AND name_key < :prefix || char(1114111) LIMIT {_LOOKED_AT}
    )"""
)

_PEOPLE = """SELECT p.id, p.name, a.id, a.name, p.phone, p.email FROM {}
    JOIN contact p ON p.id = f.contact_id AND p.deleted_at IS NULL
    JOIN account a ON a.id = f.account_id AND a.deleted_at IS NULL AND a.archived = 0
    LEFT JOIN standing s ON s.account_id = a.id
    ORDER BY substr(p.name_key, 1, length(:prefix)) = :prefix DESC, coalesce(s.revenue, 0) DESC, p.name_key, f.id
    LIMIT :limit"""
_PEOPLE_KNOWN = _PEOPLE.format("json_each(:ids) known JOIN affiliation f ON f.id = known.value AND f.until IS NULL")
_PEOPLE_IN_FILE = _PEOPLE.format(
    f"""(SELECT rowid FROM contact_index WHERE contact_index MATCH :terms LIMIT {_LOOKED_AT}) found
    JOIN affiliation f ON f.contact_id = found.rowid AND f.until IS NULL"""
)


def _terms(ways: Sequence[Meant]) -> str:
    """Ways as a question to the search index: quoted prefixes, so that nothing of the text is an operator."""
    return " OR ".join(
        "(" + " AND ".join("(" + " OR ".join(f'"{word}" *' for word in others) + ")" for others in meant) + ")"
        for meant in ways
    )


def these(store: Store, ids: Sequence[int]) -> list[AccountHit]:
    """Some accounts in the order given, such as those opened last; one that is gone is left out."""
    rows = {row[0]: row for row in store.rows(_THESE_ACCOUNTS, (json.dumps(list(ids)),))}
    return [_account_hit(rows[account], ()) for account in ids if account in rows]


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
