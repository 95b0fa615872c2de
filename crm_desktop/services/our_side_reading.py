"""Reads conversations, departures and product lines, and keeps what they say for the day on which it is to be told."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Collection, Iterable
from itertools import groupby
from operator import itemgetter
from typing import Any

from crm_desktop.domain import our_side, product_lines
from crm_desktop.domain.findings import Finding
from crm_desktop.domain.product_lines import Bought
from crm_desktop.domain.signals import Signal, SignalKind
from crm_desktop.services import corrections
from crm_desktop.services.rhythms import NEVER
from crm_desktop.storage.store import Store

# So many of an account's newest conversations and order lines are looked at.
_MOST_TALK = 400
_MOST_LINES = 2_000
_LINE = "deleted_at IS NULL AND refund = 0 AND amount > 0 AND what <> ''"
# Of so many accounts the lines are looked through together.
_TOGETHER = 20_000

_TALK = (SignalKind.NO_ANSWER, SignalKind.CONTACT_LEFT, SignalKind.STOPPED_ANSWERING)
_LINES = (SignalKind.NARROWING,)
TALK_LATER = "talk_later"
"""Beside the findings: from its first day on an account is to be read again, because something is dated then."""
_LINES_LATER = "lines_later"

_Row = tuple[int, str, int, int, str, float, float]
"""Of the finding table."""


def find_all(store: Store, as_of: int) -> None:
    """Everything anew, inside a derivation."""
    store.database.connection().execute("DELETE FROM finding")
    find_talk(store, _worth_reading(store, as_of), as_of)
    find_lines(store, _lines_worth_reading(store, as_of), as_of)


def _lines_worth_reading(store: Store, as_of: int) -> list[int]:
    """The accounts of whose product lines anything can be said, or will be: the rest is not read one by one."""
    import numpy as np

    found: set[int] = set()
    lines: dict[str, int] = {"": -1}
    line_of: dict[str, int] = {}
    accounts = [account for (account,) in store.rows("SELECT id FROM account ORDER BY id")]
    for at in range(0, len(accounts), _TOGETHER):
        some = accounts[at : at + _TOGETHER]
        rows = store.rows(
            f"SELECT account_id, day, what FROM purchase WHERE account_id BETWEEN ? AND ? AND {_LINE} "
            "ORDER BY account_id, day",
            (some[0], some[-1]),
        )
        for what in {row[2] for row in rows}.difference(line_of):
            line_of[what] = lines.setdefault(product_lines.line_of(what).casefold(), len(lines))
        account, day = (np.array([row[column] for row in rows], np.int64) for column in (0, 1))
        line = np.array([line_of[row[2]] for row in rows], np.int64)
        told = (line >= 0) & (day <= as_of)
        found.update(product_lines.worth_reading(account[told], day[told], line[told]))
        # Read one by one in any case: where something is dated later, or there is more than is looked at.
        found.update(account[day > as_of].tolist())
        names, counts = np.unique(account, return_counts=True)
        found.update(names[counts > _MOST_LINES].tolist())
    return sorted(found.union(corrections.told(store, as_of).rhythm_from))


_ORDERED = "deleted_at IS NULL AND refund = 0 AND amount >= 0"

# Each finds every account of which the rules of domain.our_side can say something, and not many others.
_WORTH_READING = (
    # The newest word is theirs, and no order came after it or it was a complaint.
    f"""SELECT account_id FROM (
        SELECT account_id, max(iif(direction <> 'in' AND kind <> 'complaint', day, -1)) AS ours,
            max(iif(direction = 'in' AND kind IN ('call', 'email', 'message'), day, -1)) AS theirs,
            max(iif(kind = 'complaint', day, -1)) AS complaint
        FROM interaction WHERE deleted_at IS NULL AND kind <> 'note' AND day BETWEEN :since AND :as_of
        GROUP BY account_id
    ) w WHERE complaint > ours OR (theirs > ours AND theirs > coalesce((
        SELECT day FROM purchase p WHERE p.account_id = w.account_id AND day <= :as_of AND {_ORDERED}
        ORDER BY day DESC LIMIT 1), -1))""",
    # The newest of enough requests to somebody have no word of theirs after them; only of these few all are counted.
    f"""SELECT account_id FROM (
        SELECT account_id, contact_id, max(iif(direction = 'out', day, -1)) AS newest,
            max(iif(direction = 'in' OR kind IN ('visit', 'complaint') OR (kind = 'call'
                AND (direction = '' OR minutes >= {our_side.REALLY_TALKED})), day, -1)) AS heard
        FROM interaction WHERE deleted_at IS NULL AND kind <> 'note' AND contact_id IS NOT NULL
            AND day BETWEEN :since AND :as_of
        GROUP BY account_id, contact_id
    ) w WHERE newest > heard AND (
        SELECT count(*) >= {our_side.ASKED_BEFORE + our_side.UNANSWERED_SINCE}
            AND count(*) FILTER (WHERE day > heard) >= {our_side.UNANSWERED_SINCE}
        FROM interaction i WHERE i.account_id = w.account_id AND i.contact_id = w.contact_id AND i.day <= :as_of
        AND i.direction = 'out' AND i.kind <> 'note' AND i.deleted_at IS NULL)""",
    "SELECT account_id FROM affiliation WHERE until >= :since",
    "SELECT account_id FROM interaction WHERE day > :as_of AND deleted_at IS NULL",
    "SELECT account_id FROM purchase WHERE day > :as_of AND deleted_at IS NULL",
)


def _worth_reading(store: Store, as_of: int) -> set[int]:
    """The accounts of which the conversations can say anything: the rest is not read one by one."""
    parameters = {"as_of": as_of, "since": as_of - our_side.OPEN_FOR}
    return {account for query in _WORTH_READING for (account,) in store.rows(query, parameters)}


def find_talk(store: Store, accounts: Collection[int], as_of: int) -> None:
    """What the conversations and departures of these accounts say, instead of what was found before."""
    given = {"chosen": json.dumps(sorted(accounts)), "as_of": as_of, "since": as_of - our_side.OPEN_FOR}
    talk = _talk(store, given)
    departures = _departures(store, given)
    rows: list[_Row] = []
    for account, last_order, later in store.rows(
        f"""SELECT e.value, (SELECT day FROM purchase p WHERE p.account_id = e.value AND day <= :as_of AND {_ORDERED}
            ORDER BY day DESC LIMIT 1), nullif(min(
            coalesce((SELECT min(day) FROM interaction i WHERE i.account_id = e.value AND day > :as_of
                AND deleted_at IS NULL), {NEVER}),
            coalesce((SELECT min(day) FROM purchase p WHERE p.account_id = e.value AND day > :as_of
                AND deleted_at IS NULL), {NEVER}),
            coalesce((SELECT min(until) FROM affiliation f WHERE f.account_id = e.value AND until > :as_of), {NEVER})
        ), {NEVER}) FROM json_each(:chosen) e""",
        given,
    ):
        said = talk.get(account, [])
        found = our_side.from_talk(said, last_order=last_order)
        left = (our_side.contact_left(said, **gone) for gone in departures.get(account, ()))
        # The newest departure of a main contact.
        found += [each for each in left if each is not None][:1]
        rows += _rows(account, found, as_of, later=later, later_kind=TALK_LATER)
    _forget(store, accounts, (*_TALK, TALK_LATER))
    _keep(store, rows)


def _talk(store: Store, given: dict[str, Any]) -> dict[int, list[our_side.Said]]:
    """The newest conversations of each account, oldest first."""
    rows = store.database.connection().execute(
        """SELECT i.account_id, i.day, i.kind, i.direction, i.minutes, i.contact_id, coalesce(c.name, ''), i.subject
        FROM interaction i LEFT JOIN contact c ON c.id = i.contact_id
        WHERE i.account_id IN (SELECT value FROM json_each(:chosen)) AND i.day <= :as_of AND i.kind <> 'note'
        AND i.deleted_at IS NULL ORDER BY i.account_id, i.day, i.id""",
        given,
    )
    return {
        account: [our_side.Said(*row[1:]) for row in deque(said, _MOST_TALK)]
        for account, said in groupby(rows, key=itemgetter(0))
    }


def _departures(store: Store, given: dict[str, Any]) -> dict[int, list[dict[str, Any]]]:
    """Who left each account lately, the newest first."""
    gone: dict[int, list[dict[str, Any]]] = {}
    for account, person, who, until in store.rows(
        """SELECT f.account_id, f.contact_id, c.name, f.until FROM affiliation f JOIN contact c ON c.id = f.contact_id
        WHERE f.account_id IN (SELECT value FROM json_each(:chosen)) AND f.until BETWEEN :since AND :as_of
        AND c.deleted_at IS NULL AND NOT EXISTS (SELECT 1 FROM affiliation b
            WHERE b.account_id = f.account_id AND b.contact_id = f.contact_id AND b.until IS NULL)
        ORDER BY f.until DESC, f.id DESC""",
        given,
    ):
        gone.setdefault(account, []).append({"person": person, "who": who, "until": until})
    return gone


def find_lines(store: Store, accounts: Iterable[int], as_of: int) -> None:
    """What the product lines of these accounts say, instead of what was found before."""
    rows: list[_Row] = []
    # What lies before a rhythm that a person said is new tells nothing about the lines of today either.
    rhythm_from = corrections.told(store, as_of).rhythm_from
    for account in accounts:
        newest_first = store.rows(
            f"""SELECT day, what, amount FROM purchase WHERE account_id = ? AND day >= ? AND {_LINE}
            ORDER BY day DESC, id DESC LIMIT {_MOST_LINES}""",
            (account, rhythm_from.get(account, -NEVER)),
        )
        rows += _line_rows(account, [Bought(*line) for line in reversed(newest_first)], as_of)
    _forget(store, accounts, (*_LINES, _LINES_LATER))
    _keep(store, rows)


def _line_rows(account: int, lines: list[Bought], as_of: int) -> list[_Row]:
    later = None
    if lines[-1:] and lines[-1].day > as_of:
        later = min(line.day for line in lines if line.day > as_of)
        lines = [line for line in lines if line.day <= as_of]
    found = product_lines.narrowing(lines)
    return _rows(account, [found] if found else [], as_of, later=later, later_kind=_LINES_LATER)


def _rows(account: int, found: Iterable[Finding], as_of: int, *, later: int | None, later_kind: str) -> list[_Row]:
    """Rows of the finding table; what is over already is left out."""
    rows = [
        (
            account,
            each.signal.kind.value,
            each.first_day,
            each.last_day,
            _text(each.signal),
            each.signal.probability,
            each.signal.share,
        )
        for each in found
        if each.last_day >= as_of
    ]
    if later is not None:
        rows.append((account, later_kind, later, later, "", 0.0, 0.0))
    return rows


def _text(signal: Signal) -> str:
    return json.dumps(signal.as_json(), ensure_ascii=False)


def _forget(store: Store, accounts: Iterable[int], kinds: Collection[str]) -> None:
    marks = ", ".join("?" * len(kinds))
    store.database.connection().executemany(
        f"DELETE FROM finding WHERE account_id = ? AND kind IN ({marks})", [(account, *kinds) for account in accounts]
    )


def _keep(store: Store, rows: Iterable[_Row]) -> None:
    store.database.connection().executemany("INSERT INTO finding VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
