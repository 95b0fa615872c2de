"""Puts the signals of a few accounts into data with evidence, for those who look: the list, an account's page."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import TYPE_CHECKING

from crm_desktop.domain import noticing
from crm_desktop.domain.dates import day_from, day_number
from crm_desktop.domain.own_clock import real_day
from crm_desktop.domain.signals import Signal, SignalKind, strongest_first
from crm_desktop.services import corrections, habits, our_side, rating_signals, seasons
from crm_desktop.services.our_side import Customer, is_active
from crm_desktop.services.packed import among
from crm_desktop.storage.store import Store

if TYPE_CHECKING:
    from crm_desktop.services.habits import Model
    from crm_desktop.services.verdicts import Verdicts


def signals(
    store: Store, model: Model, as_of: int, verdicts: Verdicts, accounts: Collection[int]
) -> dict[int, list[Signal]]:
    """The signals of some accounts, which ``verdicts`` are on among others, strongest first; with nothing: left out."""
    from crm_desktop.domain.purchase_days import recent
    from crm_desktop.domain.rhythm import measure
    from crm_desktop.services import book

    told = corrections.told(store, as_of, accounts)
    now = book.known_on(store, book.read(store, set(accounts) - told.left), as_of)
    ids = now.log.ids
    tier = verdicts.columns["tier"][among(verdicts.ids, ids)].astype("U1").tolist()
    special = verdicts.rare.of(among(verdicts.rare.ids, ids))
    rare = special.columns
    pausing = (rare["pause_from"] <= as_of) & (as_of <= rare["pause_until"])
    season = dict(zip(special.ids[pausing].tolist(), rare["season"][pausing].tolist(), strict=True))
    known = recent(now.purchases)
    rhythm = measure(known, as_of, model.population)
    found: dict[int, list[Signal]] = {}
    for index, noticed in noticing.purchase_signals(known, rhythm, model.population, as_of).items():
        account = ids[index]
        silent = any(signal.kind is SignalKind.SILENT for signal in noticed)
        if silent and account in season:
            noticed = seasons.lowered(noticed, habits.SEASONS[season[account]])
        if account in told.paused:
            noticed = [_on_the_calendar(signal, as_of, told.paused[account]) for signal in noticed]
        found[account] = noticed
    customers = [
        Customer(account, letter, is_active(learning=learning, usual_gap=gap, silence=silence))
        for account, letter, learning, gap, silence in zip(
            ids, tier, rhythm.learning.tolist(), rhythm.usual_gap.tolist(), rhythm.silence.tolist(), strict=True
        )
    ]
    for account, ours in our_side.signals(store, customers, as_of, ids).items():
        found[account] = [*found.get(account, ()), *ours]
    low = special.ids[(rare["low"] > 0) & (rare["low_until"] >= as_of)].tolist()
    fallen = special.ids[rare["fallen"] > 0].tolist()
    for some in (
        rating_signals.low(store, low, as_of),
        rating_signals.falling(store, fallen, as_of, model.ratings),
    ):
        for account, signal in some.items():
            found[account] = [*found.get(account, ()), signal]
    return {account: strongest_first(each) for account, each in found.items()}


def _on_the_calendar(signal: Signal, as_of: int, paused: Collection[int]) -> Signal:
    """With the day since when it is true on everybody's calendar, not on the account's own clock."""
    return replace(signal, since=day_from(real_day(day_number(signal.since), as_of, paused)))
