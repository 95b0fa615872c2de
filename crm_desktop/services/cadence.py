"""Staying in touch: whom to talk to every so many days, counted from the last time both sides talked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import NamedTuple

from crm_desktop.domain.dates import day_from, day_number
from crm_desktop.domain.errors import UserError
from crm_desktop.domain.kinds import Tier
from crm_desktop.i18n import tr
from crm_desktop.services import accounts, preferences
from crm_desktop.storage.store import Store

EVERY = preferences.CONTACT_EVERY
_REALLY_TALKED = 3
"""Minutes: a shorter call of ours may be a message left behind. One without a length was long enough."""

# How people note, in the languages of the house, that nobody was there: then a call was none. Small letters.
_NOBODY_THERE = (
    "no answer", "no reply", "voicemail", "left a message", "not there", "ni odgovora", "ni dosegljiv", "se ni oglasil",
    "ikke svar", "svarte ikke", "nema odgovora", "nije se javi", "δεν απάντησ", "δεν απαντ", "не відпові",
    "немає відпові", "није се јави", "нема одговора",
)  # fmt: skip


def _no_answer() -> str:
    # SQLite's LIKE knows capitals of ASCII only.
    patterns = dict.fromkeys(p for phrase in _NOBODY_THERE for p in (phrase, phrase[0].upper() + phrase[1:]))
    return " OR ".join(f"i.subject LIKE '{pattern}%'" for pattern in patterns)


# A visit, a complaint, what they wrote, and a call in which somebody was there. What we wrote waits for an answer.
_BOTH_TALKED = f"""i.deleted_at IS NULL AND (
    i.kind IN ('visit', 'complaint')
    OR (i.kind IN ('email', 'message') AND i.direction = 'in')
    OR (i.kind = 'call' AND (i.direction <> 'out' OR coalesce(i.minutes, {_REALLY_TALKED}) >= {_REALLY_TALKED})
        AND NOT ({_no_answer()})))"""

_TIER = accounts.SORTS["tier"]
# The standard of a tier is for customers: not for those who hardly began, left, or have long stopped buying.
_CUSTOMER = f"""s.usual_gap IS NOT NULL AND {accounts.SILENCE} < max(3 * s.usual_gap, 60)
    AND r.last_contact IS NOT NULL"""
_EVERY = f"coalesce(a.contact_every, iif({_CUSTOMER}, CASE {_TIER} WHEN 'A' THEN :a WHEN 'B' THEN :b ELSE :c END, 0))"

_DUE = f"""FROM account a LEFT JOIN standing s ON s.account_id = a.id LEFT JOIN rhythm r ON r.account_id = a.id
    WHERE a.deleted_at IS NULL AND a.archived = 0 AND {_EVERY} > 0
    AND NOT EXISTS (SELECT 1 FROM interaction i WHERE i.account_id = a.id
        AND i.day > :today - {_EVERY} AND i.day <= :today AND {_BOTH_TALKED})
    AND NOT EXISTS (SELECT 1 FROM snooze z WHERE z.account_id = a.id AND z.until > :today AND z.deleted_at IS NULL)"""


class TalkDue(NamedTuple):
    """An account it is time to talk to; ``own`` where the number is its own and not its tier's."""

    account: int
    name: str
    tier: Tier
    every: int
    own: bool
    last_talk: date | None


class TalksDue(NamedTuple):
    """The largest customers among them, and how many there are."""

    first: tuple[TalkDue, ...]
    total: int


def due(store: Store, today: date, limit: int) -> TalksDue:
    """Whom it is time to talk to: no talk of both sides within their number of days. The largest customers first.

    With its own number an account counts from the beginning; with its tier's only a customer with whom we have been
    in touch. One that is snoozed is left out.
    """
    chosen = preferences.get(store).contact_every
    given = {"a": chosen["A"], "b": chosen["B"], "c": chosen["C"], "today": day_number(today)}
    ids = [
        account
        for (account,) in store.rows(f"SELECT a.id {_DUE} ORDER BY coalesce(s.revenue, 0) DESC, a.name_key", given)
    ]
    first = []
    for account in ids[:limit]:
        row = store.row(
            f"""SELECT a.id, a.name, {_TIER}, {_EVERY}, a.contact_every IS NOT NULL,
            (SELECT max(i.day) FROM interaction i WHERE i.account_id = a.id AND i.day <= :today AND {_BOTH_TALKED})
            FROM account a LEFT JOIN standing s ON s.account_id = a.id LEFT JOIN rhythm r ON r.account_id = a.id
            WHERE a.id = :account""",
            {**given, "account": account},
        )
        first.append(TalkDue(row[0], row[1], Tier(row[2]), row[3], bool(row[4]), _day(row[5])))
    return TalksDue(tuple(first), len(ids))


def set_every(store: Store, account: int, days: int | None) -> None:
    """How often one wants to talk with an account: every so many days, 0 for never, ``None`` as its tier."""
    if days is not None and days != 0 and days not in EVERY:
        raise UserError(
            tr("It can be every {first} to {last} days.", first=EVERY.start, last=EVERY.stop - 1),
            tr("Nothing was changed."),
        )
    accounts.change(store, account, replace(accounts.get(store, account), contact_every=days))


def _day(number: int | None) -> date | None:
    return None if number is None else day_from(number)
