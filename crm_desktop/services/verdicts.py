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
from crm_desktop.services import habits, our_side, preferences, quiet_book
from crm_desktop.services.corrections import Told
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

NO_DAY = -(2**31)


class Day(NamedTuple):
    """What all accounts are judged by on a day."""

    as_of: int
    told: Told
    quiet: bool


class Verdicts(NamedTuple):
    """All that lists show of A accounts, ascending by id."""

    ids: NDArray[np.int64]
    columns: dict[str, NDArray[Any]]
    """tier, status, noticed, probability, stake, revenue, revenue_before, rating, rating_before, usual_gap, last_order
    and last_contact; an array [A] each.

    Minor units and day numbers; NaN and ``NO_DAY`` for none.
    """


def judge(
    store: Store, day: Day, kept: Packed, money: Packed, tier: NDArray[Any], accounts: Collection[int] | None
) -> Verdicts:
    """The verdicts on ``accounts`` (``None``: all), whose habits, figures and proposed tiers stand side by side."""
    import numpy as np

    ids, as_of, records = kept.ids, day.as_of, kept.columns
    purchases, last_day, usual_gap = records["purchases"], records["last_day"], records["usual_gap"]
    silence, _, horizon, _ = pace_of(purchases, last_day, usual_gap, as_of)
    learning = purchases < LEARNING_BELOW
    overdue = noticing.is_overdue(purchases, silence, usual_gap)
    trend = noticing.GapTrend(growing=records["growing"], faster=records["faster"])
    status = noticing.standing_places(learning, overdue, money.columns["chance"], trend)
    active = ~learning & (silence < np.maximum(3 * usual_gap, 60))
    we_are_silent = _we_are_silent(store, as_of, records, tier, active)
    low = (records["low"] > 0) & (records["low_until"] >= as_of)
    shrunk = (records["shrunk"] > 0) & still_comes(silence, horizon)
    ours = our_side.strengths(store, as_of, accounts)
    noticed = overdue | trend.growing | shrunk | low | (records["fallen"] > 0) | we_are_silent
    noticed |= among(ids, [account for account, *_ in ours])
    left = among(ids, day.told.left)
    noticed[left] = False

    # All that follows is asked of the noticed alone.
    at = np.flatnonzero(noticed)
    chance, fallen = money.columns["chance"][at], records["fallen"][at]
    pausing = overdue[at] & (records["pause_from"][at] <= as_of) & (as_of <= records["pause_until"][at])
    calm = among(ids[at], day.told.not_slipping)
    status[at[(pausing | calm) & np.isin(status[at], _ALARMS)]] = _STEADY
    status[left] = LEFT

    sure, weight = np.zeros((3, len(at))), np.zeros((3, len(at)))
    sure[ORDERS] = weight[ORDERS] = np.where(pausing, np.minimum(chance, PAUSE_PROBABILITY), chance)
    smaller = np.where(shrunk[at], records["shrunk"][at], 0.0)
    sure[ORDERS] = np.maximum(sure[ORDERS], smaller)
    weight[ORDERS] = np.maximum(weight[ORDERS], smaller * records["smaller_by"][at])
    sure[RATINGS] = weight[RATINGS] = np.maximum(np.where(low[at], records["low"][at], 0.0), fallen)
    sure[OUR_SIDE] = weight[OUR_SIDE] = np.where(we_are_silent[at], rules.OUR_SILENCE_PROBABILITY, 0.0)
    _add_our_side(ours, ids[at], sure, weight)

    sure_of, stake = np.zeros(len(ids)), np.zeros(len(ids))
    sure_of[at] = together(sure, quiet_book=day.quiet)
    could_leave = np.where(calm, 0, np.maximum(money.columns["revenue"][at], 0))
    stake[at] = could_leave * together(weight, quiet_book=day.quiet)
    names = ("revenue", "revenue_before", "rating", "rating_before")
    return Verdicts(
        ids,
        {
            "tier": tier,
            "status": status,
            "noticed": noticed,
            "probability": sure_of,
            "stake": stake,
            **{name: money.columns[name] for name in names},
            "usual_gap": np.where((status == LEFT) | (usual_gap == 0), np.nan, usual_gap),
            "last_order": np.where((status == LEFT) | (purchases == 0), NO_DAY, last_day),
            "last_contact": kept.columns["last_contact"],
        },
    )


def _we_are_silent(
    store: Store, as_of: int, records: dict[str, NDArray[Any]], tier: NDArray[Any], active: Flags
) -> Flags:
    """Whose standard, or own number of days, has passed by half as much again without a contact."""
    import numpy as np

    standards = preferences.get(store).contact_every
    by_hand, proposed = records["tier"].view(np.uint8), tier.view(np.uint8)
    standard = np.zeros(256, np.int64)
    for name, days in standards.items():
        standard[ord(name)] = days
    by_tier = records["contact_every"] == habits.BY_TIER
    every = np.where(by_tier, standard[np.where(by_hand, by_hand, proposed)], records["contact_every"])
    silence = as_of - records["last_contact"].astype(np.int64)
    # Every 0 days is never: somebody said that nobody need talk to them.
    spoken = records["last_contact"] != habits.NO_CONTACT
    silent: Flags = active & spoken & (every > 0) & rules.is_too_long(silence, every)
    return silent


def _add_our_side(ours: list[our_side.Strength], ids: NDArray[np.int64], sure: Floats, weight: Floats) -> None:
    """What our own side says, into the strengths [3, A] of the accounts ``ids``."""
    import numpy as np

    columns = list(zip(*ours, strict=True)) or [(), (), (), ()]
    account = np.array(columns[0], np.int64)
    at = np.minimum(np.searchsorted(ids, account), max(len(ids) - 1, 0))
    here = ids[at] == account if len(ids) else np.zeros(len(account), bool)
    sources = {kind: source_of(kind) for kind in our_side.KINDS}
    source = np.array([sources[kind] for kind in columns[1]], np.intp)
    for strengths, said in ((sure, columns[2]), (weight, columns[3])):
        np.maximum.at(strengths, (source[here], at[here]), np.array(said, np.float64)[here])


def day_of(store: Store, as_of: int, told: Told) -> Day:
    """The day as the last whole look at the book left it."""
    return Day(as_of, told, quiet_book.stored(store) is not None)
