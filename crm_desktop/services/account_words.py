"""Reads the words of accounts, and of the people at them, out of the file to be searched in memory."""

from __future__ import annotations

import copy
import json
import re
from array import array
from collections.abc import Collection, Generator, Iterator
from typing import TYPE_CHECKING, Any

from crm_desktop.services.postings import Meant, Postings, PostingsReader, Ranked, ranked
from crm_desktop.storage.store import Store

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SIGNS = re.compile(r"[^\w\s]|_")
"""What stands in a folded text beside its words: who types such a sign means it, if a name has it."""

# So many rows are read at a time: other work of the worker comes in between.
_SLICE = 1_000

_ACCOUNTS = """SELECT a.id, a.search, a.name_key, coalesce(s.revenue, 0), a.archived FROM account a
    LEFT JOIN standing s ON s.account_id = a.id
    WHERE a.deleted_at IS NULL AND a.id > :last {} ORDER BY a.id LIMIT :most"""
_PEOPLE = """SELECT f.id, f.account_id, c.search, c.name_key FROM affiliation f JOIN contact c ON c.id = f.contact_id
    WHERE f.until IS NULL AND c.deleted_at IS NULL AND f.id > :last {} ORDER BY f.id LIMIT :most"""
_ONLY_ACCOUNTS, _ONLY_PEOPLE = (
    f"AND {column} IN (SELECT value FROM json_each(:only))" for column in ("a.id", "+f.account_id")
)


class WordsRead:
    """The words of some accounts that are not in the bin as they stood when they were read.

    An account stands at a place below ``many``, the largest customers first. Whatever says something of every account
    says it for each place, and in the end for ``many``, where those are put who are not known: nothing is true there.
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
        """``people`` are affiliations; ``at`` says, by their place, at which place stands whom they are at.

        ``signs`` has what stands in the names of ``accounts`` with a sign in it, ``names`` such names by their place.
        ``ids`` are all accounts, rising, and ``places`` where they stand, and one more for those that are not known.
        """
        import numpy as np

        self.accounts, self.people, self.many = accounts, people, len(ids)
        self._signs, self._names, self._ids, self._places, self._at = signs, names, ids, places, at
        self._known = np.append(np.ones(self.many, bool), False)

    def without(self, accounts: Collection[int]) -> WordsRead:
        """The same, but some accounts and who is at them are not found."""
        import numpy as np

        less = copy.copy(self)
        less._known = self._known.copy()
        less._known[self.places(np.array(sorted(accounts), np.int64))] = False
        less.accounts = self.accounts.among(less._known[:-1])
        less.people = self.people.among(less._known[self._at])
        return less

    def places(self, accounts: NDArray[np.int64]) -> NDArray[np.int32]:
        """The places of accounts; ``many`` for one that is not known."""
        return self._places[_among(self._ids, accounts)]

    def having(self, meant: Meant) -> NDArray[np.bool_]:
        """Whether an account has words that begin as meant."""
        return self._true_at(self.accounts.words.having(meant))

    def knowing(self, meant: Meant) -> NDArray[np.bool_]:
        """Whether somebody at an account has words that begin as meant."""
        return self._true_at(self._at[self.people.words.having(meant)])

    def named(self, literal: str) -> NDArray[np.bool_]:
        """Whether a text with a sign in it stands in the name of an account just so."""
        signed = [piece for piece in literal.split() if SIGNS.search(piece)]
        named = self._true_at(self._signs.where(lambda piece: signed[0] in piece))
        if literal != signed[0]:
            # More than what stands between two spaces: the names are looked at.
            for place in named.nonzero()[0].tolist():
                named[place] = literal in self._names[place]
        return named

    def _true_at(self, places: NDArray[Any]) -> NDArray[np.bool_]:
        import numpy as np

        found = np.zeros(self.many + 1, bool)
        found[places] = True
        found &= self._known
        return found


def read_words(store: Store, most: int, only: Collection[int] | None = None) -> Generator[None, None, WordsRead | None]:
    """Reads the words of all accounts, or of some, a slice at a time; ``None`` where they are more than ``most``."""
    import numpy as np

    own, names, signs, people, people_names = (PostingsReader() for _ in range(5))
    ids, revenue, archived, affiliations, accounts = (array("q") for _ in range(5))
    signed: dict[int, str] = {}
    for rows in _slices(store, _ACCOUNTS, _ONLY_ACCOUNTS, only):
        signed |= {len(ids) + at: row[2] for at, row in enumerate(rows) if SIGNS.search(row[2])}
        own.add([row[1].split() for row in rows])
        names.add([(row[2],) for row in rows])
        signs.add([_signed(row[2]) for row in rows])
        ids.extend(row[0] for row in rows)
        revenue.extend(row[3] for row in rows)
        archived.extend(row[4] for row in rows)
        yield
        if len(ids) > most:
            return None
    for rows in _slices(store, _PEOPLE, _ONLY_PEOPLE, only):
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
    return WordsRead(
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


def _slices(store: Store, query: str, restriction: str, only: Collection[int] | None) -> Iterator[list[Any]]:
    given: dict[str, Any] = {"last": -1, "most": _SLICE}
    if only is not None:
        given["only"] = json.dumps(sorted(only))
    while rows := store.rows(query.format("" if only is None else restriction), given):
        yield rows
        given["last"] = rows[-1][0]
