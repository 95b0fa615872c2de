"""The score goes to court: whom the list would have shown in time in this workspace's own past, and whom not."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from crm_desktop.domain import court, court_score
from crm_desktop.domain.court import Replay, Replayed
from crm_desktop.domain.court_ledger import Ledger, history, ledger, often_enough
from crm_desktop.domain.court_lists import DEEPEST, MOST_FITTED, Rule
from crm_desktop.domain.court_score import Score
from crm_desktop.domain.dates import day_from, day_number
from crm_desktop.services import preferences
from crm_desktop.storage.store import Store

_MILLISECONDS_A_DAY = 86_400_000

Progress = Callable[[int, int], object]
"""Told (weeks done, weeks in all); whoever returns false stops the replay."""


class CannotTell(NamedTuple):
    """Why nothing can be judged yet."""

    accounts: int
    """Accounts with at least four purchase days."""
    days: int
    """How far the purchases go back."""


class Outcome(NamedTuple):
    """A finished replay with all that any list size needs; judging a size takes milliseconds."""

    replayed: Replayed
    accounts: list[int]
    """Ids in the order of `replayed.silences.owner`."""
    names: dict[int, str]
    """Of the accounts that left."""
    departures: tuple[int, ...]
    """Places in `replayed.silences`, the newest first."""
    own: tuple[Score, ...]
    """The own rhythm with lists of 1, 2, 3 ... accounts."""
    currency: str
    accounts_judged: int


class Verdict(NamedTuple):
    """How a list of one size would have done."""

    size: int
    weeks: int
    judged_from: date
    until: date
    accounts: int
    """With enough purchases to be judged."""
    sampled: bool
    """The habits of the whole business were learned from a part of its accounts."""
    scores: tuple[Score, ...]
    """One for each rule, in the order of ``Rule``, all with lists of this size."""
    as_quiet: dict[Rule, Score | None]
    """The own rhythm with no more false alarms than the rule named; ``None`` where every list has more."""

    @property
    def own(self) -> Score:
        """The rule that Today goes by."""
        return self.scores[0]


class Departure(NamedTuple):
    """One account that left, and whether it would have been seen."""

    id: int
    """Place in the replay: one account can leave more than once."""
    account: int
    name: str
    last_order: date
    gone_on: date
    first_listed: date | None
    warning: int | None
    """Days from the first listing to the day it counted as gone."""
    came_back: date | None
    revenue: int
    """Of the 12 months up to the last order, minor units."""


class Trial:
    """A replay under way: each ``step`` is short, so that other work can go on between them."""

    def __init__(self, store: Store, accounts: list[int], entries: Ledger, *, accounts_judged: int) -> None:
        self._store = store
        self._accounts = accounts
        self._accounts_judged = accounts_judged
        self._replay = Replay(entries)

    @property
    def done(self) -> int:
        """Weeks replayed so far."""
        return self._replay.done

    @property
    def total(self) -> int:
        """Weeks in all."""
        return self._replay.total

    def step(self) -> bool:
        """Replays one more week; false when that was the last."""
        return self._replay.step()

    def outcome(self) -> Outcome:
        """What came of it, once all weeks are done."""
        replayed = self._replay.result()
        places = replayed.departures()
        newest = sorted(places.tolist(), key=lambda place: -int(replayed.silences.gone_on[place]))
        ids = sorted({self._accounts[owner] for owner in replayed.silences.owner[places].tolist()})
        names = self._store.rows(
            "SELECT id, name FROM account WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(ids),)
        )
        return Outcome(
            replayed=replayed,
            accounts=self._accounts,
            names=dict(names),
            departures=tuple(newest),
            own=tuple(court_score.score(replayed, Rule.OWN_RHYTHM, size + 1) for size in range(DEEPEST)),
            currency=preferences.get(self._store).currency,
            accounts_judged=self._accounts_judged,
        )


def open_trial(store: Store, today: date) -> Trial | CannotTell:
    """Reads the whole past up to ``today`` and gets it ready to be replayed, if there is enough of it."""
    accounts, entries = _read(store, day_number(today))
    first_day, last_day = history(entries)
    often = often_enough(entries, last_day)
    if often < court.LEAST_ACCOUNTS or last_day - first_day < court.LEAST_DAYS:
        return CannotTell(accounts=often, days=max(last_day - first_day, 0))
    return Trial(store, accounts, entries, accounts_judged=often)


def hold(store: Store, today: date, progress: Progress = lambda _done, _total: None) -> Outcome | CannotTell | None:
    """The whole replay in one go; ``None`` when ``progress`` has stopped it."""
    trial = open_trial(store, today)
    if isinstance(trial, CannotTell):
        return trial
    while trial.step():
        if progress(trial.done, trial.total) is False:
            return None
    return trial.outcome()


def verdict(outcome: Outcome, size: int) -> Verdict:
    """Judges lists of ``size`` accounts (1 to 60)."""
    replayed = outcome.replayed
    scores = tuple(court_score.score(replayed, rule, size) for rule in Rule)
    return Verdict(
        size=size,
        weeks=len(replayed.period.weeks),
        judged_from=day_from(replayed.period.judged_from),
        until=day_from(replayed.period.last_day),
        accounts=outcome.accounts_judged,
        sampled=len(outcome.accounts) > MOST_FITTED,
        scores=scores,
        as_quiet={rival.rule: court_score.as_quiet_as(rival, outcome.own) for rival in scores[1:]},
    )


def departures(outcome: Outcome, size: int, places: Sequence[int] | None = None) -> list[Departure]:
    """The accounts that left (``None``: all, the newest first), and when a list of ``size`` would have shown each."""
    silences = outcome.replayed.silences
    first = court_score.first_listed(outcome.replayed, Rule.OWN_RHYTHM, size)
    back = silences.came_back()
    found = []
    for place in outcome.departures if places is None else places:
        account, gone_on = outcome.accounts[silences.owner[place]], int(silences.gone_on[place])
        listed = int(first[place]) if first[place] < gone_on else None
        found.append(
            Departure(
                id=place,
                account=account,
                name=outcome.names.get(account, ""),
                last_order=day_from(int(silences.began[place])),
                gone_on=day_from(gone_on),
                first_listed=None if listed is None else day_from(listed),
                warning=None if listed is None else gone_on - listed,
                came_back=day_from(int(silences.next_on[place])) if back[place] else None,
                revenue=round(float(silences.revenue[place])),
            )
        )
    return found


def _read(store: Store, today: int) -> tuple[list[int], Ledger]:
    """All accounts that are not in the bin, and their entries as they are known today.

    Archived accounts are among them: without those that were given up, the past would look better than it was.
    """
    chosen = preferences.get(store)
    rows = store.rows(
        """SELECT p.account_id, p.day, max(p.day, coalesce(p.noted_at / :day_length, p.day)) AS known_from,
            p.currency, p.refund OR p.amount < 0, sum(abs(p.amount))
        FROM purchase p JOIN account a ON a.id = p.account_id AND a.deleted_at IS NULL
        WHERE p.deleted_at IS NULL AND p.day <= :today AND coalesce(p.noted_at / :day_length, p.day) <= :today
        GROUP BY p.account_id, p.day, known_from, p.currency, p.refund OR p.amount < 0 ORDER BY p.account_id""",
        {"today": today, "day_length": _MILLISECONDS_A_DAY},
    )
    accounts: list[int] = []
    owners: list[int] = []
    for number, (account, entries) in enumerate(groupby(rows, key=itemgetter(0))):
        accounts.append(account)
        owners.extend(number for _ in entries)
    # An amount in a currency without a rate still is a purchase; its money is not counted.
    rates = {**chosen.rates, chosen.currency: 1.0}
    return accounts, ledger(
        owners,
        [row[1] for row in rows],
        [row[2] for row in rows],
        [round(row[5] * rates.get(row[3], 0.0)) * (-1 if row[4] else 1) for row in rows],
        refund=[bool(row[4]) for row in rows],
        accounts=len(accounts),
    )
