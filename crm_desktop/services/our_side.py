"""The signals of our own side and of product lines: when they are read anew, and which hold on a day."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import NamedTuple

from crm_desktop.domain import our_side
from crm_desktop.domain.changes import Changes
from crm_desktop.domain.dates import day_from
from crm_desktop.domain.signals import Signal, SignalKind
from crm_desktop.services import preferences, promises, shown
from crm_desktop.services.our_side_reading import find_all, find_lines, find_talk
from crm_desktop.storage.store import Store

# Above so many accounts at once a whole pass is cheaper than one by one; above so many everything is read anew.
_ONE_BY_ONE = 50
_NOTED_DOWN = 5_000
_READ_FROM = ("account", "interaction", "affiliation", "purchase", "promise", "rating", "correction")

KINDS = frozenset(
    {
        SignalKind.NO_ANSWER,
        SignalKind.CONTACT_LEFT,
        SignalKind.STOPPED_ANSWERING,
        SignalKind.PROMISES_MISSED,
        SignalKind.WE_ARE_SILENT,
        SignalKind.NARROWING,
    }
)
"""The kinds that come from here."""


class Customer(NamedTuple):
    """What our silence is measured by. ``tier`` is the proposed one; one set by hand goes before it."""

    account: int
    tier: str
    active: bool


Strength = tuple[int, str, float, float]
"""How much one signal says, without its words: account, kind, probability, weight."""


def is_active(*, learning: bool, usual_gap: float, silence: float) -> bool:
    """Whether an account still is a customer: not longer silent than three of its gaps, or sixty days."""
    return not learning and silence < max(3 * usual_gap, 60)


def keep_up(store: Store, changes: Changes) -> bool:
    """Notes down the accounts that an operation touched, inside it; ``False`` when that takes a whole pass.

    They are read anew before anybody looks: what one logs must cost nothing.
    """
    accounts = _touched(store, changes)
    if accounts is not None and not accounts:
        return True
    if accounts is None or len(accounts) > _NOTED_DOWN:
        shown.put(store, "findings", None)
        return False
    store.database.connection().executemany(
        "INSERT OR IGNORE INTO touched VALUES (?)", [(account,) for account in accounts]
    )
    return len(accounts) <= _ONE_BY_ONE


def unread(store: Store, as_of: int) -> list[int]:
    """The accounts that were noted down, or of which something is dated by now."""
    return [
        account
        for (account,) in store.rows(
            "SELECT account_id FROM finding WHERE signal = '' AND first_day <= ? UNION SELECT account_id FROM touched",
            (as_of,),
        )
    ]


def read(store: Store, accounts: Collection[int], as_of: int) -> None:
    """Reads these accounts anew, inside a derivation."""
    find_talk(store, accounts, as_of)
    find_lines(store, accounts, as_of)
    chosen = json.dumps(sorted(accounts))
    query = "DELETE FROM touched WHERE account_id IN (SELECT value FROM json_each(?))"
    store.database.connection().execute(query, (chosen,))


def _touched(store: Store, changes: Changes) -> Collection[int] | None:
    """The accounts of which something changed that a signal is read from; ``None`` for very many."""
    if changes.accounts is None or (changes.touches("contact") and changes.ids["contact"] is None):
        return None if changes.touches(*_READ_FROM, "contact") else ()
    accounts = changes.accounts if changes.touches(*_READ_FROM) else frozenset()
    people = changes.ids.get("contact")
    if people:
        chosen = json.dumps(sorted(people))
        query = "SELECT account_id FROM affiliation WHERE contact_id IN (SELECT value FROM json_each(?))"
        accounts = accounts | {account for (account,) in store.rows(query, (chosen,))}
    return accounts


def bring_up_to_date(store: Store, as_of: int) -> None:
    """Finds what is missing for a day, inside a derivation: little on a usual new day, everything after an import."""
    before = shown.get(store, "findings")
    if before is None or as_of < before:
        store.database.connection().execute("DELETE FROM touched")
        find_all(store, as_of)
    elif waiting := unread(store, as_of):
        read(store, waiting, as_of)
    if as_of != before:
        shown.put(store, "findings", as_of)


def signals(
    store: Store, customers: Iterable[Customer], as_of: int, accounts: Collection[int] | None
) -> dict[int, list[Signal]]:
    """What is to be told on a day, by account; of these accounts only (``None``: all), which ``customers`` are."""
    only, chosen = _only("account_id", accounts)
    found: dict[int, list[Signal]] = {}
    for account, text in store.rows(
        f"""SELECT account_id, signal FROM finding WHERE first_day <= :as_of AND last_day >= :as_of
        AND signal <> '' {only}""",
        {"as_of": as_of, **chosen},
    ):
        found.setdefault(account, []).append(Signal.from_json(json.loads(text)))
    for account, signal in _promises_missed(store, as_of, accounts):
        found.setdefault(account, []).append(signal)
    for account, signal in _our_silence(store, customers, as_of, accounts):
        found.setdefault(account, []).append(signal)
    return found


def strengths(store: Store, as_of: int, accounts: Collection[int] | None) -> list[Strength]:
    """What findings and promises say on a day, without our silence."""
    only, chosen = _only("account_id", accounts)
    found = store.rows(
        f"""SELECT account_id, kind, probability, probability * share FROM finding
        WHERE first_day <= :as_of AND last_day >= :as_of AND signal <> '' {only}""",
        {"as_of": as_of, **chosen},
    )
    sure = our_side.PROMISES_MISSED_PROBABILITY
    missed = promises.who_missed(store, *_lately(as_of), accounts, least=our_side.MISSED_FROM)
    return [*found, *((account, SignalKind.PROMISES_MISSED, sure, sure) for account in missed)]


def _promises_missed(store: Store, as_of: int, accounts: Collection[int] | None) -> Iterator[tuple[int, Signal]]:
    """Promises are few: they are counted when asked, and nothing of them is kept."""
    for each in promises.missed(store, *_lately(as_of), accounts, least=our_side.MISSED_FROM):
        signal = our_side.promises_missed(missed=each.missed, still_open=each.open, first=each.first, what=each.what)
        if signal is not None:
            yield each.account, signal


def _lately(as_of: int) -> tuple[date, date]:
    """The day itself, and from when on a promise still tells something."""
    return day_from(as_of), day_from(max(as_of - our_side.OPEN_FOR, 0))


def _our_silence(
    store: Store, customers: Iterable[Customer], as_of: int, accounts: Collection[int] | None
) -> Iterator[tuple[int, Signal]]:
    standards = preferences.get(store).contact_every
    only, chosen = _only("r.account_id", accounts)
    last = {
        account: (day, tier, own)
        for account, day, tier, own in store.rows(
            f"""SELECT account_id, day, tier, contact_every FROM (
                SELECT r.account_id, a.tier, a.contact_every, iif(r.last_contact <= :as_of, r.last_contact, (
                    SELECT max(i.day) FROM interaction i WHERE i.account_id = r.account_id AND i.day <= :as_of
                    AND i.kind <> 'note' AND i.deleted_at IS NULL)) AS day
                FROM rhythm r JOIN account a ON a.id = r.account_id WHERE r.last_contact IS NOT NULL {only}
            ) WHERE day <= :as_of - {our_side.SURPLUS} * coalesce(contact_every, :least)""",
            {"as_of": as_of, "least": min(standards.values()), **chosen},
        )
    }
    for account, proposed, active in customers:
        if active and account in last:
            day, by_hand, own = last[account]
            tier = by_hand or proposed
            every = standards[tier] if own is None else own
            # Every 0 days is never: somebody said that nobody need talk to them.
            signal = our_side.our_silence(day, as_of, tier="" if own else tier, every=every) if every else None
            if signal is not None:
                yield account, signal


def _only(column: str, accounts: Collection[int] | None) -> tuple[str, dict[str, str]]:
    if accounts is None:
        return "", {}
    return f"AND {column} IN (SELECT value FROM json_each(:chosen))", {"chosen": json.dumps(sorted(accounts))}
