"""What is different since the list was last looked at: who arrived, got worse, better or recovered, and who did it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from crm_desktop.domain.signals import LIKELY_FROM, MAYBE_FROM, VERY_LIKELY_FROM, Certainty
from crm_desktop.services import packed, preferences, quiet_book, shown
from crm_desktop.services.packed import Packed
from crm_desktop.storage.store import Store

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from crm_desktop.services.verdicts import Verdicts

MOST_NAMES = 3
"""A line can hold so many."""
_STEPS = tuple(Certainty)
_NOW, _BEFORE = "look now", "look before"
_KIND = [("place", "<i4"), ("step", "u1")]
"""Of who stood on the list: at which place, and the place of the word for how sure in ``Certainty``."""
_NOT_LISTED = -1


class Move(StrEnum):
    """How an account moved."""

    ARRIVED = "arrived"
    WORSE = "worse"
    BETTER = "better"


class Change(NamedTuple):
    """How one account moved since the day of the last look; ``before`` is how sure we were then."""

    move: Move
    since: date
    before: Certainty | None
    by_you: bool
    """You changed the rule, by a correction or a setting; they need not have changed at all."""

    def as_json(self) -> list[Any]:
        """Plain values; ``from_json`` reads them back exactly."""
        return [self.move, self.since.isoformat(), self.before, self.by_you]

    @classmethod
    def from_json(cls, stored: Sequence[Any]) -> Change:
        move, since, before, by_you = stored
        return cls(Move(move), date.fromisoformat(since), None if before is None else Certainty(before), by_you)


class Group(NamedTuple):
    """Accounts that are no longer on the list: how many, and the names of the largest."""

    number: int
    names: tuple[str, ...]


class WhatChanged(NamedTuple):
    """The list against how it stood at the first look of the last day on which it was looked at."""

    since: date
    arrived: int
    worse: int
    better: int
    recovered: Group
    """Off the list because they changed: they ordered, or rated better."""
    lapsed: Group
    """Off the list because nothing was bought for a year: nothing is left at stake."""
    by_you: Group
    """Off the list because of what you told about them."""
    rule_changed: bool
    """You changed a setting that the list depends on."""

    def as_json(self) -> list[Any]:
        """Plain values; ``from_json`` reads them back exactly."""
        return [self.since.isoformat(), *self[1:]]

    @classmethod
    def from_json(cls, stored: Sequence[Any]) -> WhatChanged:
        since, arrived, worse, better, recovered, lapsed, by_you, rule_changed = stored
        back, over, told = (Group(number, tuple(names)) for number, names in (recovered, lapsed, by_you))
        return cls(date.fromisoformat(since), arrived, worse, better, back, over, told, rule_changed)


class Listed(NamedTuple):
    """The list as the snapshot keeps it: in its order, also who is snoozed or done. One array each."""

    account: NDArray[np.int64]
    sure: NDArray[np.float64]
    open: NDArray[np.bool_]
    """Neither snoozed nor done."""


class News(NamedTuple):
    """What changed in all, and how single accounts moved."""

    told: WhatChanged
    accounts: dict[int, Change]


def look(store: Store, today: date, listed: Listed, verdicts: Verdicts) -> News | None:
    """Compares the list with the last day's and keeps today's first look, inside a derivation.

    ``verdicts``, on all accounts, say what became of who is off the list. ``None`` when nobody looked before. While the
    whole book is quiet nobody moved, orders are missing: such a day is no look.
    """
    if quiet_book.stored(store) is not None:
        return None
    kept = shown.get(store, "look") or {"now": None, "before": None}
    steps = _steps(listed.sure)
    if kept["now"] is None or kept["now"]["day"] != today.isoformat():
        # A clock that was set back must not compare today with a later day.
        before = kept["now"] if kept["now"] and kept["now"]["day"] < today.isoformat() else None
        kept = {"now": {"day": today.isoformat(), "told": _told(store), "rule": _rule(store)}, "before": before}
        # Before the first import there is nothing to look at: else every account would have arrived since.
        if store.value("SELECT EXISTS (SELECT 1 FROM packed)"):
            shown.put(store, "look", kept)
            _keep(store, listed.account, steps)
    return _compared(store, kept["before"], listed, steps, verdicts) if kept["before"] else None


def _keep(store: Store, account: NDArray[np.int64], steps: NDArray[np.int64]) -> None:
    """As today's; what was today's until now is the one before."""
    import numpy as np

    connection = store.database.connection()
    connection.execute("DELETE FROM packed WHERE part = ?", (_BEFORE,))
    connection.execute("UPDATE packed SET part = ? WHERE part = ?", (_BEFORE, _NOW))
    at = np.argsort(account)
    records = np.zeros(len(at), _KIND)
    records["place"], records["step"] = at, steps[at]
    packed.replace(store, _NOW, Packed.of_records(account[at], records))


def _steps(sure: NDArray[np.float64]) -> NDArray[np.int64]:
    """The places of the words for how sure in ``Certainty``, where the surest stands first."""
    import numpy as np

    return len(_STEPS) - 1 - np.searchsorted([MAYBE_FROM, LIKELY_FROM, VERY_LIKELY_FROM], sure, side="right")


def _told(store: Store) -> list[list[int]]:
    """Every correction in force with its account."""
    return [list(row) for row in store.rows("SELECT id, account_id FROM correction WHERE deleted_at IS NULL")]


def _rule(store: Store) -> list[Any]:
    """The settings that the list depends on; those that also move money stand first."""
    chosen = preferences.get(store)
    money = [chosen.currency, sorted(chosen.rates.items())]
    standards = list(chosen.contact_every.values())
    return json.loads(json.dumps([money, chosen.day_size, chosen.tier_share_a, chosen.tier_share_b, standards]))  # type: ignore[no-any-return]


def _compared(
    store: Store, before: dict[str, Any], listed: Listed, steps: NDArray[np.int64], verdicts: Verdicts
) -> News:
    import numpy as np

    since = date.fromisoformat(before["day"])
    rule = _rule(store)
    corrected = {account for _, account in _different(before["told"], _told(store))}
    then = packed.read(store, _BEFORE, _KIND)
    was = np.full(len(steps), _NOT_LISTED)
    at, there = packed.places(then.ids, listed.account)
    was[there] = then.columns["step"][at[there]]
    moved = listed.open & (was != steps)
    other_money = rule[0] != before["rule"][0]
    changes = {}
    columns = (column[moved].tolist() for column in (listed.account, steps, was))
    for account, step, step_then in zip(*columns, strict=True):
        arrived = step_then == _NOT_LISTED
        # The surest stands first.
        move = Move.ARRIVED if arrived else Move.WORSE if step < step_then else Move.BETTER
        by_you = account in corrected or other_money
        changes[account] = Change(move, since, None if arrived else _STEPS[step_then], by_you)
    off = np.delete(np.arange(len(then.ids)), at[there])
    off = off[np.argsort(then.columns["place"][off])]
    # Watched are those who are less sure than "maybe"; lapsed those who bought nothing in the last year.
    now, here = packed.places(verdicts.ids, then.ids[off])
    here[here] = verdicts.columns["noticed"][now[here]]
    calmer, unpaid = here.copy(), here.copy()
    calmer[here] = verdicts.columns["revenue"][now[here]] > 0
    unpaid[here] = ~calmer[here]
    for account, step_then in zip(then.ids[off[calmer]].tolist(), then.columns["step"][off[calmer]], strict=True):
        changes[account] = Change(Move.BETTER, since, _STEPS[step_then], account in corrected or other_money)
    gone = then.ids[off[~calmer]].tolist()
    lapsed = set() if other_money else set(then.ids[off[unpaid]].tolist()) - corrected
    moves = [change.move for change in changes.values()]
    what = WhatChanged(
        since=since,
        arrived=moves.count(Move.ARRIVED),
        worse=moves.count(Move.WORSE),
        better=moves.count(Move.BETTER),
        recovered=_group(store, [account for account in gone if account not in corrected | lapsed]),
        lapsed=_group(store, [account for account in gone if account in lapsed]),
        by_you=_group(store, [account for account in gone if account in corrected]),
        rule_changed=rule != before["rule"],
    )
    return News(what, changes)


def _different(before: list[list[int]], now: list[list[int]]) -> set[tuple[int, int]]:
    return {(row[0], row[1]) for row in before} ^ {(row[0], row[1]) for row in now}


def _group(store: Store, accounts: list[int]) -> Group:
    """Those of them that are still there, in the order in which they stood on the list."""
    rows = store.rows(
        """SELECT a.name FROM json_each(?) e JOIN account a ON a.id = e.value
        WHERE a.deleted_at IS NULL AND a.archived = 0 ORDER BY e.key""",
        (json.dumps(accounts),),
    )
    return Group(len(rows), tuple(name for (name,) in rows[:MOST_NAMES]))
