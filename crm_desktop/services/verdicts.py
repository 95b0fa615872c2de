"""Where every account stands on a day, worked out side by side from what is kept packed; no event is read."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any, NamedTuple

from crm_desktop.domain import noticing
from crm_desktop.domain import our_side as rules
from crm_desktop.domain.combining import ORDERS, OUR_SIDE, RATINGS, source_of, together
from crm_desktop.domain.pace import LEARNING_BELOW, pace_of
from crm_desktop.domain.signals import Standing
from crm_desktop.domain.smaller_orders import still_comes
from crm_desktop.domain.whose_silence import PAUSE_PROBABILITY
from crm_desktop.services import habits, kept_verdicts, our_side, preferences, quiet_book
from crm_desktop.services.corrections import Told
from crm_desktop.services.kept_verdicts import Verdicts
from crm_desktop.services.packed import Packed, among
from crm_desktop.storage.store import Store

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

ORDER = tuple(Standing)
"""``standing.status`` is the place in this tuple: the worst first."""
LEFT = ORDER.index(Standing.LEFT)
_ALARMS = [ORDER.index(Standing.SLIPPING), ORDER.index(Standing.SLOWING)]
_STEADY = ORDER.index(Standing.STEADY)


class Day(NamedTuple):
    """What all accounts are judged by on a day."""

    as_of: int
    told: Told
    quiet: bool


def judge(
    store: Store, day: Day, kept: Packed, money: Packed, tier: NDArray[Any], accounts: Collection[int] | None
) -> Verdicts:
    """The verdicts on ``accounts`` (``None``: all), as ``kept_verdicts`` keeps them.

    Their habits, figures and proposed tiers stand side by side.
    """
    import numpy as np

    ids, as_of = kept.ids, day.as_of
    # Side by side they are looked at one record after the other; each column by itself is looked at far sooner.
    records: dict[str, NDArray[Any]] = {name: kept.records[name].copy() for name in kept.records.dtype.names or ()}
    purchases, probability = records["purchases"], money.records["chance"].copy()
    silence, usual_gap, horizon, _ = pace_of(purchases, records["last_day"], records["usual_gap"], as_of)
    learning = purchases < LEARNING_BELOW
    overdue = noticing.is_overdue(purchases, silence, usual_gap)
    trend = noticing.GapTrend(growing=records["growing"], faster=records["faster"])
    noticed = overdue | trend.growing
    status = noticing.standing_places(learning, overdue, probability, trend)
    pausing = overdue & (records["pause_from"] <= as_of) & (as_of <= records["pause_until"])
    calm, left = among(ids, day.told.not_slipping), among(ids, day.told.left)
    status[(pausing | calm) & _alarming(status)] = _STEADY
    status[left] = LEFT

    sure, weight = np.zeros((3, len(ids))), np.zeros((3, len(ids)))
    sure[ORDERS] = weight[ORDERS] = np.where(pausing, np.minimum(probability, PAUSE_PROBABILITY), probability)
    shrunk = np.where(still_comes(silence, horizon), records["shrunk"], 0.0)
    sure[ORDERS] = np.maximum(sure[ORDERS], shrunk)
    weight[ORDERS] = np.maximum(weight[ORDERS], shrunk * records["smaller_by"])
    low = np.where(records["low_until"] >= as_of, records["low"], 0.0)
    sure[RATINGS] = weight[RATINGS] = np.maximum(low, records["fallen"])
    active = ~learning & (silence < np.maximum(3 * usual_gap, 60))
    we_are_silent = _we_are_silent(store, as_of, records, tier, active)
    sure[OUR_SIDE] = weight[OUR_SIDE] = np.where(we_are_silent, rules.OUR_SILENCE_PROBABILITY, 0.0)
    noticed |= (shrunk > 0) | (sure[RATINGS] > 0) | we_are_silent
    _add_our_side(store, as_of, ids, accounts, sure, weight, noticed)
    noticed[left] = False

    at = np.flatnonzero(noticed)
    sure_of, stake = np.zeros(len(ids)), np.zeros(len(ids))
    sure_of[at] = together(sure[:, at], quiet_book=day.quiet)
    at = at[~calm[at]]
    could_leave = np.maximum(money.records["revenue"][at], 0)
    stake[at] = could_leave * together(weight[:, at], quiet_book=day.quiet)
    judged = {"tier": tier, "status": status, "noticed": noticed, "probability": sure_of, "stake": stake}
    return kept_verdicts.put_together(judged, kept, money)


def _alarming(status: NDArray[np.int64]) -> Flags:
    import numpy as np

    alarming: Flags = np.isin(status, _ALARMS)
    return alarming


def _we_are_silent(
    store: Store, as_of: int, records: dict[str, NDArray[Any]], tier: NDArray[Any], active: Flags
) -> Flags:
    """Whose standard, or own number of days, has passed by half as much again without a contact."""
    import numpy as np

    standards = preferences.get(store).contact_every
    counts_as = np.where(records["tier"] == b"", tier, records["tier"])
    standard = np.zeros(256, np.int64)
    for name, days in standards.items():
        standard[ord(name)] = days
    by_tier = records["contact_every"] == habits.BY_TIER
    every = np.where(by_tier, standard[counts_as.view(np.uint8)], records["contact_every"])
    silence = as_of - records["last_contact"].astype(np.int64)
    # Every 0 days is never: somebody said that nobody need talk to them.
    spoken = records["last_contact"] != habits.NO_CONTACT
    silent: Flags = active & spoken & (every > 0) & rules.is_too_long(silence, every)
    return silent


def _add_our_side(
    store: Store,
    as_of: int,
    ids: NDArray[np.int64],
    accounts: Collection[int] | None,
    sure: Floats,
    weight: Floats,
    noticed: Flags,
) -> None:
    import numpy as np

    columns = list(zip(*our_side.strengths(store, as_of, accounts), strict=True)) or [(), (), (), ()]
    account = np.array(columns[0], np.int64)
    at = np.minimum(np.searchsorted(ids, account), max(len(ids) - 1, 0))
    here = ids[at] == account if len(ids) else np.zeros(len(account), bool)
    sources = {kind: source_of(kind) for kind in our_side.KINDS}
    source = np.array([sources[kind] for kind in columns[1]], np.intp)
    for strengths, said in ((sure, columns[2]), (weight, columns[3])):
        np.maximum.at(strengths, (source[here], at[here]), np.array(said, np.float64)[here])
    noticed[at[here]] = True


def day_of(store: Store, as_of: int, told: Told) -> Day:
    """The day as the last whole look at the book left it."""
    return Day(as_of, told, quiet_book.stored(store) is not None)
