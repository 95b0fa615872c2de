"""Finds accounts and people that stand in the workspace twice: all of it, after an import, or while one types."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from crm_desktop.domain.dates import milliseconds
from crm_desktop.domain.errors import UserError
from crm_desktop.domain.known import Known, Reason, account, features, person
from crm_desktop.domain.likeness import Likeness, likeness, worth_comparing
from crm_desktop.domain.name_likeness import written_alike
from crm_desktop.domain.rarity import Rarity
from crm_desktop.i18n import tr
from crm_desktop.services.moments import typed_at
from crm_desktop.storage import tables
from crm_desktop.storage.store import Store

SURE_FROM = 1.0
"""Bits of evidence from which on a pair is shown."""
_CERTAIN_FROM = 10.0
_A_STEP = 1_000

Progress = Callable[[int, int], None]
"""Called with how far the search is and how far it goes, in the thread that works."""


class Of(StrEnum):
    """What there are doubles of."""

    ACCOUNTS = "accounts"
    PEOPLE = "people"


class Pair(NamedTuple):
    """Two that are probably one; the smaller id first. ``name`` is how alike their names are, in percent."""

    of: Of
    one: int
    other: int
    one_name: str
    other_name: str
    bits: float
    name: int
    reasons: tuple[Reason, ...]

    @property
    def certain(self) -> bool:
        """The evidence leaves little to doubt."""
        return self.bits >= _CERTAIN_FROM


_READ = {
    Of.ACCOUNTS: "SELECT id, name, phone, email, website, address FROM account WHERE deleted_at IS NULL ORDER BY id",
    # People of accounts in the bin only are out of sight with them.
    Of.PEOPLE: """SELECT c.id, c.name, c.phone, c.email, group_concat(a.id), count(f.id) FROM contact c
        LEFT JOIN affiliation f ON f.contact_id = c.id
        LEFT JOIN account a ON a.id = f.account_id AND a.deleted_at IS NULL
        WHERE c.deleted_at IS NULL GROUP BY c.id HAVING count(f.id) = 0 OR count(a.id) > 0 ORDER BY c.id""",
}
_NEVER = {Of.ACCOUNTS: tables.NeverSame, Of.PEOPLE: tables.NeverSamePerson}


class Search:
    """Looks through the workspace piece by piece: ``step`` until it says that nothing is left, then ``found``.

    So a window can go on in between and stop when its person has had enough. ``done`` of ``total`` says how far it is.
    """

    total = 1_000

    def __init__(
        self,
        store: Store,
        of: Of = Of.ACCOUNTS,
        among: Collection[int] | None = None,
        imported: int | None = None,
    ) -> None:
        """``among``: only pairs with one of these ids in them; ``imported``: with an account that this step added."""
        self.done = 0
        self.found: list[Pair] = []
        self._steps = self._work(store, of, among, imported)

    def step(self) -> bool:
        """Does some tenths of a second of the work; whether something is left to do."""
        done = next(self._steps, None)
        self.done = self.total if done is None else done
        return done is not None

    def _work(self, store: Store, of: Of, among: Collection[int] | None, imported: int | None) -> Iterator[int]:
        from crm_desktop.domain import blocking

        if imported is not None:
            among = created_by(store, imported)

        rows = store.rows(_READ[of])
        known: list[Known] = []
        keys: list[blocking.Keys] = []
        counts: Counter[tuple[str, str]] = Counter()
        for start in range(0, len(rows), _A_STEP):
            for row in rows[start : start + _A_STEP]:
                each = _known(of, row)
                known.append(each)
                keys.append(blocking.keys(each))
                counts.update(features(each))
            yield 450 * len(known) // len(rows)
        rarity = Rarity(len(known), lambda kind, value: counts[kind, value])
        wanted = None if among is None else frozenset(among)
        chosen = None if wanted is None else frozenset(place for place, row in enumerate(rows) if row[0] in wanted)
        never = never_same(store, of)
        pairs = list(blocking.pairs(keys, chosen))
        del keys
        for number, batch in enumerate(pairs):
            for one, other in batch:
                if worth_comparing(known[one], known[other]):
                    alike = likeness(known[one], known[other], rarity)
                    if alike.bits >= SURE_FROM and (rows[one][0], rows[other][0]) not in never:
                        self.found.append(pair(of, rows[one][:2], rows[other][:2], alike))
            yield 500 + 500 * number // len(pairs)
        self.found.sort(key=lambda pair: (-pair.bits, pair.one, pair.other))


def find(
    store: Store,
    of: Of = Of.ACCOUNTS,
    *,
    among: Collection[int] | None = None,
    progress: Progress | None = None,
    stopped: Callable[[], bool] | None = None,
) -> list[Pair]:
    """Every pair that is probably one, the surest first; ``among``: only pairs with one of these ids in them.

    What was found so far when ``stopped`` says so.
    """
    search = Search(store, of, among)
    while search.step():
        if stopped is not None and stopped():
            break
        if progress is not None:
            progress(search.done, search.total)
    return search.found


def _known(of: Of, row: Any) -> Known:
    if of is Of.PEOPLE:
        employers = [int(id) for id in (row[4] or "").split(",") if id]
        return person(name=row[1], phone=row[2], email=row[3], employers=employers)
    return account(name=row[1], phone=row[2], email=row[3], website=row[4], address=row[5])


def pair(of: Of, one: tuple[int, str], other: tuple[int, str], alike: Likeness) -> Pair:
    """The two as (id, name), with what is said of them: names that only sound the same are not called the same."""
    name = written_alike(one[1], other[1]) if alike.name == 100 else alike.name
    return Pair(of, one[0], other[0], one[1], other[1], alike.bits, name, alike.reasons)


def created_by(store: Store, operation: int) -> frozenset[int]:
    """The accounts that one step, such as an import, added and that are still there."""
    from crm_desktop.storage.journal import added_rows

    ids = json.dumps(sorted(added_rows(store, operation, "account")))
    return frozenset(
        account
        for (account,) in store.rows(
            "SELECT id FROM account WHERE id IN (SELECT value FROM json_each(?)) AND deleted_at IS NULL", (ids,)
        )
    )


# -- never the same ------------------------------------------------------------------------------


def never_same(store: Store, of: Of) -> frozenset[tuple[int, int]]:
    """The pairs that somebody said are two."""
    table = _NEVER[of]._meta.table_name
    return frozenset(store.rows(f"SELECT low_id, high_id FROM {table} WHERE deleted_at IS NULL"))


def say_never_same(store: Store, of: Of, one: int, other: int, today: date) -> None:
    """Remembers that two are two: they are not shown again. Undo forgets it."""
    if one == other:
        raise UserError(tr("These are one and the same entry."), tr("Nothing was changed."))
    low, high = sorted((one, other))
    if (low, high) in never_same(store, of):
        return
    kind = "account" if of is Of.ACCOUNTS else "contact"
    names = dict(store.rows(f"SELECT id, name FROM {kind} WHERE id IN (?, ?) AND deleted_at IS NULL", (low, high)))
    if len(names) < 2:
        raise UserError(tr("One of the two is no longer here."), tr("Nothing was changed."))
    with store.operation(tr("{one} and {other} are two", one=names[one], other=names[other])):
        store.insert(_NEVER[of], low_id=low, high_id=high, noted_at=milliseconds(typed_at(today)))
