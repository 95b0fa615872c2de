"""Whether the account that somebody is typing is there already: asked of the search index at every pause."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from crm_desktop.domain.folding import spellings, words
from crm_desktop.domain.known import Known, account, features
from crm_desktop.domain.likeness import likeness
from crm_desktop.domain.rarity import Rarity
from crm_desktop.services.duplicates import SURE_FROM, Of, Pair, pair
from crm_desktop.storage.store import Store


def like(store: Store, *, name: str, phone: str = "", email: str = "", website: str = "", most: int = 3) -> list[Pair]:
    """Accounts that what is being typed may already be, the likeliest first; a few milliseconds among 100,000.

    ``one`` of each pair is 0, the account that is not there yet.
    """
    typed = account(name=name, phone=phone, email=email, website=website)
    queries = _queries(name, typed, phone, email)
    if not queries:
        return []
    candidates: dict[int, Any] = {}
    for terms in queries:
        for row in store.rows(_LOOKED_UP, {"terms": terms}):
            candidates[row[0]] = row
    known = {
        row[0]: account(name=row[1], phone=row[2], email=row[3], website=row[4], address=row[5])
        for row in candidates.values()
    }
    rarity = Rarity(store.value("SELECT count(*) FROM account") or 0, _counter(store, known.values()))
    found = []
    for id, each in known.items():
        alike = likeness(typed, each, rarity)
        if alike.bits >= SURE_FROM:
            found.append(pair(Of.ACCOUNTS, (0, name), (id, candidates[id][1]), alike))
    return sorted(found, key=lambda pair: -pair.bits)[:most]


_LOOKED_AT = 40
_LOOKED_UP = f"""SELECT a.id, a.name, a.phone, a.email, a.website, a.address FROM (
    SELECT rowid FROM account_index WHERE account_index MATCH :terms LIMIT {_LOOKED_AT}
) found JOIN account a ON a.id = found.rowid WHERE a.deleted_at IS NULL"""
_LONGEST = 6
_BEGINNING = 4


def _queries(name: str, typed: Known, phone: str, email: str) -> list[str]:
    """Queries of the search index that the double of what is typed would answer; all words but one, for a slip."""
    found = [word for word in words(name) if len(word) > 2][:_LONGEST]
    latin = [spellings(word)[-1] for word in found]
    queries = [" ".join(f'"{word}"' for word in ways) for ways in (found, latin) if ways]
    if len(latin) > 1:
        queries += [" ".join(f'"{word}"' for at, word in enumerate(latin) if at != left) for left in range(len(latin))]
    if len(typed.name.words) == 1 and latin:
        longest = max(latin, key=len)
        queries.append(f'"{longest[:_BEGINNING]}" *')
    digits = "".join(c for c in phone if c.isdigit())
    if typed.phone:
        queries += [f'"{digits}"', f'"{digits.lstrip("0")}"']
    if typed.email and typed.domain:
        queries.append(" ".join(f'"{word}"' for word in words(typed.domain.name)))
    return list(dict.fromkeys(queries))


def _counter(store: Store, known: Iterable[Known]) -> Callable[[str, str], int]:
    """How many accounts bear a value: words by the index, as far as a thousand, all else by those found."""
    counted: Counter[tuple[str, str]] = Counter(feature for each in known for feature in features(each))

    def count(kind: str, value: str) -> int:
        if kind == "word" and ("index", value) not in counted:
            counted["index", value] = store.value(
                "SELECT count(*) FROM (SELECT 1 FROM account_index WHERE account_index MATCH ? LIMIT 1000)",
                (f'"{value}"',),
            )
        return max(counted["index", value], counted[kind, value])

    return count
