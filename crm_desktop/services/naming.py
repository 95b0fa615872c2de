"""Which accounts and people a line may name, looked up as fast as one types."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import Any

from crm_desktop.domain.folding import fold, words
from crm_desktop.services import contacts, finding, preferences
from crm_desktop.services.accounts import Match
from crm_desktop.storage.store import Store

_OPENING = 4
"""Words at the beginning of a line that are looked up together."""
_WORDS = 24
_LONG = 4
"""In the middle of a line only a whole word of so many letters is looked up, or two beginnings of words in a row."""
_LOOKED_AT = 100
_FOUND = 5
_SHORTEST_BEGINNING = 3
_BEGINNINGS_TRIED = 8

_QUERY = f"""SELECT a.id, a.name, coalesce(nullif(a.tier, ''), s.tier, 'C'), a.archived FROM account a
    LEFT JOIN standing s ON s.account_id = a.id
    WHERE a.id IN (
        SELECT rowid FROM (SELECT rowid FROM account_index WHERE account_index MATCH :terms LIMIT {_LOOKED_AT})
        UNION ALL SELECT id FROM (
            SELECT id FROM account
            WHERE :prefix <> '' AND name_key >= :prefix AND name_key < :prefix || char(1114111) LIMIT {_LOOKED_AT}
        )
    ) AND a.deleted_at IS NULL
    ORDER BY substr(a.name_key, 1, length(:prefix)) = :prefix DESC, a.archived, coalesce(s.revenue, 0) DESC, a.name_key
    LIMIT {_FOUND}"""


@dataclass(slots=True)
class Memo:
    """What was looked up while one line is typed: the next key press asks only for what is new in it.

    Made when the quick log opens and thrown away with it; nothing in it is newer than that.
    """

    accounts: dict[tuple[str, str], tuple[Match, ...]] = field(default_factory=dict)
    people: dict[int, tuple[tuple[int, str], ...]] = field(default_factory=dict)
    choices: dict[str, Any] = field(default_factory=dict)


def accounts_named(store: Store, text: str, memo: Memo) -> list[Match]:
    """Accounts that a line may name: by its first words, by two words in a row, or by a whole word in it.

    Archived ones too, behind the others: what names one must not be taken for another.
    """
    typed = words(text[:1_000])[:_WORDS]
    lists = [_beginning_so(store, typed[:length], memo) for length in range(min(_OPENING, len(typed)), 0, -1)]
    lists += [_looked_up(store, f'"{one}" * "{other}" *', "", memo) for one, other in itertools.pairwise(typed[1:])]
    lists += [_looked_up(store, f'"{word}"', "", memo) for word in typed[1:] if len(word) >= _LONG]
    named = list({match.id: match for found in reversed(lists) for match in reversed(found)}.values())[::-1]
    return sorted(named, key=lambda match: match.archived)


def _beginning_so(store: Store, typed: list[str], memo: Memo) -> tuple[Match, ...]:
    return _looked_up(store, " ".join(f'"{word}" *' for word in typed), fold(" ".join(typed)), memo)


def _looked_up(store: Store, terms: str, prefix: str, memo: Memo) -> tuple[Match, ...]:
    """Accounts by a query of the search index; names with the prefix first, then the largest customers."""
    key = (terms, prefix)
    if key not in memo.accounts:
        rows = store.rows(_QUERY, {"terms": terms, "prefix": prefix})
        memo.accounts[key] = tuple(Match(number, name, tier, bool(archived)) for number, name, tier, archived in rows)
    return memo.accounts[key]


def nearest(store: Store, name: str, memo: Memo) -> Match | None:
    """The account that begins as a name nobody has: a typing error is mostly near the end."""
    for length in range(len(name) - 1, max(_SHORTEST_BEGINNING, len(name) - _BEGINNINGS_TRIED) - 1, -1):
        if (typed := words(name[:length])) and (found := _beginning_so(store, typed[:_OPENING], memo)):
            return found[0]
    return None


def slip_away(store: Store, name: str) -> Match | None:
    """The account one slip of the fingers away from a name. Too slow for each key press: ask when one pauses."""
    hits = finding.find(store, name, most_accounts=1, most_people=1).accounts
    return Match(hits[0].id, hits[0].name, hits[0].tier) if hits else None


def people_of(store: Store, account: int, memo: Memo) -> tuple[tuple[int, str], ...]:
    """Id and name of everybody at an account, whom we talk to most first."""
    if account not in memo.people:
        memo.people[account] = tuple((person.id, person.name) for person in contacts.of_account(store, account))
    return memo.people[account]


def currency(store: Store, memo: Memo) -> str:
    """The currency of the workspace."""
    if "currency" not in memo.choices:
        memo.choices["currency"] = preferences.get(store).currency
    return str(memo.choices["currency"])
