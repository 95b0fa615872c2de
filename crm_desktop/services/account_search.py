"""Which accounts a text finds: from their words held in memory, all of them in well under a millisecond."""

from __future__ import annotations

import re
from array import array
from collections.abc import Generator, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from crm_desktop.domain.folding import fold, words
from crm_desktop.services.postings import Postings, PostingsReader, Ranked, ranked
from crm_desktop.storage.store import Store

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PEOPLE_FROM = 3
"""Letters from which on people are searched too: with fewer nearly every account knows somebody."""
SIGNS = re.compile(r"[^\w\s]|_")
"""What stands in a folded text beside its words: who types such a sign means it, if a name has it."""
KINDS = ("account", "contact", "affiliation", "purchase")
"""A change of these makes what was read old; purchases because the largest customers come first."""

# So many rows are read at a time: other work of the worker comes in between.
_SLICE = 1_000
# About 400 bytes an account are held; a larger book is searched in the file.
_MOST = 300_000

_ACCOUNTS = """SELECT a.id, a.search, a.name_key, coalesce(s.revenue, 0), a.archived FROM account a
    LEFT JOIN standing s ON s.account_id = a.id WHERE a.deleted_at IS NULL AND a.id > ? ORDER BY a.id LIMIT ?"""
_PEOPLE = """SELECT f.id, f.account_id, c.search, c.name_key FROM affiliation f JOIN contact c ON c.id = f.contact_id
    WHERE f.until IS NULL AND c.deleted_at IS NULL AND f.id > ? ORDER BY f.id LIMIT ?"""

Reading = Generator[None, None, "AccountWords | None"]


class AccountWords:
    """The words of all accounts that are not in the bin, and of the people at them, as they stood when they were read.

    ``find`` says what ``account_views.matching_ids`` finds in the file.
    """

    def __init__(
        self,
        accounts: Ranked,
        people: Ranked,
        signs: Postings,
        *,
        names: dict[int, str],
        ids: NDArray[np.int64],
        places: NDArray[np.int32],
        at: NDArray[np.int32],
    ) -> None:
        """``people`` are affiliations; ``at`` says, by their place, where in ``accounts`` stands whom they are at.

        ``signs`` has what stands in the names of ``accounts`` with a sign in it, ``names`` such names by their place.
        ``ids`` are all accounts, rising, and ``places`` where they stand, and one more for those that are not known.
        """
        self.accounts, self.people = accounts, people
        self._signs, self._names, self._ids, self._places, self._at = signs, names, ids, places, at

    def places(self, accounts: array[int]) -> NDArray[np.int32]:
        """Where accounts stand in the answers of ``find``; the last place where one is not known."""
        import numpy as np

        return self._places[_among(self._ids, np.frombuffer(accounts, np.int64))]

    def find(self, text: str) -> NDArray[np.bool_]:
        """For each place whether the text finds the account that stands there; false in the last one."""
        import numpy as np

        typed, literal = words(text), fold(text)
        found = np.zeros(len(self._ids) + 1, bool)
        found[self.accounts.words.having(typed)] = True
        if SIGNS.search(literal):
            exact: NDArray[np.bool_] = found & np.append(self._named(literal), False)
            if exact.any() or not typed:
                return exact
        if max(map(len, typed), default=0) >= PEOPLE_FROM:
            found[self._at[self.people.words.having(typed)]] = True
            found[-1] = False
        return found

    def _named(self, literal: str) -> NDArray[np.bool_]:
        """For each account whether a text with a sign in it stands in its name just so."""
        signed = [piece for piece in literal.split() if SIGNS.search(piece)]
        named = self._signs.where(lambda piece: signed[0] in piece)
        if literal != signed[0]:
            # More than what stands between two spaces: the names are looked at.
            for place in named.nonzero()[0].tolist():
                named[place] = literal in self._names[place]
        return named


class Order:
    """All ids that the terms of a filter let through, in the order of the table."""

    def __init__(self, ids: Sequence[int]) -> None:
        self.ids = array("q", ids)
        self._words: AccountWords | None = None
        self._places: Any = None

    def know(self, words: AccountWords) -> None:
        """Works out where its accounts stand among the words: ten milliseconds for 100,000, in the worker."""
        if words is not self._words:
            self._places = words.places(self.ids)
            self._words = words

    def found(self, words: AccountWords, text: str) -> Sequence[int]:
        """Those of them that a text finds, in their order; all where nothing is typed."""
        if not text.strip():
            return self.ids
        import numpy as np

        self.know(words)
        ids = np.frombuffer(self.ids, np.int64)
        return array("q", ids[words.find(text)[self._places]].tobytes())


def reading(store: Store) -> Reading:
    """Reads the words a slice at a time; returns them in the end, ``None`` where they are too many to be held.

    Whoever reads asks for the next slice in the worker, and begins anew when something of ``KINDS`` has changed.
    """
    import numpy as np

    own, names, signs, people, people_names = (PostingsReader() for _ in range(5))
    ids, revenue, archived, affiliations, accounts = (array("q") for _ in range(5))
    signed: dict[int, str] = {}
    for rows in _slices(store, _ACCOUNTS):
        signed |= {len(ids) + at: row[2] for at, row in enumerate(rows) if SIGNS.search(row[2])}
        own.add([row[1].split() for row in rows])
        names.add([(row[2],) for row in rows])
        signs.add([_signed(row[2]) for row in rows])
        ids.extend(row[0] for row in rows)
        revenue.extend(row[3] for row in rows)
        archived.extend(row[4] for row in rows)
        yield
        if len(ids) > _MOST:
            return None
    for rows in _slices(store, _PEOPLE):
        people.add([row[2].split() for row in rows])
        people_names.add([(row[3],) for row in rows])
        affiliations.extend(row[0] for row in rows)
        accounts.extend(row[1] for row in rows)
        yield
    own_words, own_names, own_signs, their_words, their_names = (
        (yield from own.postings()),
        (yield from names.postings()),
        (yield from signs.postings()),
        (yield from people.postings()),
        (yield from people_names.postings()),
    )
    known = np.array(ids, np.int64)
    sizes, shown = np.array([*revenue, 0]), np.array([*archived, 1]) == 0
    first, places = ranked(own_words, own_names, known, revenue=sizes[:-1], shown=shown[:-1])
    yield
    at = _among(known, np.array(accounts, np.int64))
    theirs, moved = ranked(
        their_words, their_names, np.array(affiliations, np.int64), revenue=sizes[at], shown=shown[at]
    )
    places = np.append(places, np.int32(len(known)))
    where = np.empty(len(at), np.int32)
    where[moved] = places[at]
    return AccountWords(
        first,
        theirs,
        own_signs.moved(places),
        names={int(places[at]): name for at, name in signed.items()},
        ids=known,
        places=places,
        at=where,
    )


def _signed(name: str) -> list[str]:
    """What stands between spaces with a sign in it."""
    return [piece for piece in name.split() if SIGNS.search(piece)] if SIGNS.search(name) else []


def _among(known: NDArray[np.int64], ids: NDArray[np.int64]) -> NDArray[np.int64]:
    """Where ids stand among rising ones; behind the last where one is not known."""
    import numpy as np

    places = np.searchsorted(known, ids)
    places[np.append(known, -1)[places] != ids] = len(known)
    return places


def _slices(store: Store, query: str) -> Iterator[list[Any]]:
    last = -1
    while rows := store.rows(query, (last, _SLICE)):
        yield rows
        last = rows[-1][0]
