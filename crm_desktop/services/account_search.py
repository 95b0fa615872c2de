"""Which accounts a text finds: from their words held in memory, all of them in well under a millisecond."""

from __future__ import annotations

import json
from array import array
from collections.abc import Generator, Sequence
from typing import TYPE_CHECKING, Any

from crm_desktop.domain.changes import Changes
from crm_desktop.domain.folding import fold, words
from crm_desktop.services.account_words import SIGNS, WordsRead, read_words
from crm_desktop.services.postings import Meant
from crm_desktop.storage.store import Store

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PEOPLE_FROM = 3
"""Letters from which on people are searched too: with fewer nearly every account knows somebody."""
KINDS = ("account", "contact", "affiliation", "purchase")
"""A change of these makes what was read old; purchases because the largest customers come first."""

# About 400 bytes an account are held; a larger book is searched in the file.
_MOST = 300_000
# Accounts that have changed since all were read; with more of them all are read again.
_MOST_CHANGED = 2_000

Reading = Generator[None, None, "AccountWords | None"]


class AccountWords:
    """The words of all accounts that are not in the bin, and of the people at them, as they stood when they were read.

    ``find`` says what ``account_views.matching_ids`` finds in the file. Whom a change has touched since all were read
    was read again, and stands behind the others.
    """

    def __init__(
        self, whole: WordsRead, changed: WordsRead | None = None, touched: frozenset[int] = frozenset()
    ) -> None:
        self.whole, self.touched = whole, touched
        self._parts = (whole,) if changed is None else (whole.without(touched), changed)

    def places(self, accounts: array[int]) -> NDArray[np.int32]:
        """Where accounts stand in the answers of ``find``; at a place where nobody is found when one is not known."""
        import numpy as np

        ids = np.frombuffer(accounts, np.int64)
        places = self.whole.places(ids)
        for changed in self._parts[1:]:
            anew = changed.places(ids)
            places = np.where(anew < changed.many, self.whole.many + 1 + anew, places)
        return places

    def find(self, text: str) -> NDArray[np.bool_]:
        """For each place whether the text finds the account that stands there."""
        import numpy as np

        typed, literal = words(text), fold(text)
        meant = [(word,) for word in typed]
        found: NDArray[np.bool_] = np.concatenate([part.having(meant) for part in self._parts])
        if SIGNS.search(literal):
            exact: NDArray[np.bool_] = found & np.concatenate([part.named(literal) for part in self._parts])
            if exact.any() or not typed:
                return exact
        if max(map(len, typed), default=0) >= PEOPLE_FROM:
            found |= np.concatenate([part.knowing(meant) for part in self._parts])
        return found

    def first_accounts(self, ways: Sequence[Meant], begins: str, most: int) -> list[int]:
        """The accounts that stand first among those found in one of some ways, and perhaps some more."""
        return [each for part in self._parts for each in part.accounts.first(ways, begins, most)]

    def first_people(self, ways: Sequence[Meant], begins: str, most: int) -> list[int]:
        """The same for the affiliations of people."""
        return [each for part in self._parts for each in part.people.first(ways, begins, most)]


class Order:
    """All ids that the terms of a filter let through, in the order of the table."""

    def __init__(self, ids: Sequence[int]) -> None:
        self.ids = array("q", ids)
        self._known: tuple[AccountWords | None, Any] = None, None

    def know(self, words: AccountWords) -> Any:
        """Where its accounts stand among the words: worked out once, ten milliseconds for 100,000, in the worker."""
        known, places = self._known
        if known is not words:
            places = words.places(self.ids)
            self._known = words, places
        return places

    def found(self, words: AccountWords, text: str) -> Sequence[int]:
        """Those of them that a text finds, in their order; all where nothing is typed."""
        if not text.strip():
            return self.ids
        import numpy as np

        ids = np.frombuffer(self.ids, np.int64)
        return array("q", ids[words.find(text)[self.know(words)]].tobytes())


def reading(store: Store) -> Reading:
    """Reads the words of all a slice at a time; returns them in the end, ``None`` where they are too many to be held.

    Whoever reads asks for the next slice in the worker, and has what changed meanwhile read again by ``updated``.
    """
    whole = yield from read_words(store, _MOST)
    return AccountWords(whole) if whole else None


def updated(store: Store, known: AccountWords, changes: Sequence[Changes]) -> Reading:
    """The same for what some operations have changed since; ``None`` where all is better read again."""
    touched, people = known.touched, frozenset[int]()
    for each in changes:
        theirs = each.ids.get("contact", frozenset())
        if each.accounts is None or theirs is None:
            return None
        touched, people = touched | each.accounts, people | theirs
    # The step of a person names no account.
    query = "SELECT account_id FROM affiliation WHERE contact_id IN (SELECT value FROM json_each(?))"
    touched |= {account for (account,) in store.rows(query, (json.dumps(sorted(people)),))}
    if len(touched) > _MOST_CHANGED:
        return None
    changed = yield from read_words(store, _MOST, touched)
    return AccountWords(known.whole, changed, touched)
