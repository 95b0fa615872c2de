"""Where every account stands on a day, worked out side by side from what is kept packed; no event is read."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any, NamedTuple

from crm_desktop.domain import noticing
from crm_desktop.domain import our_side as rules
from crm_desktop.domain.combining import ORDERS, OUR_SIDE, RATINGS, source_of, together
from crm_desktop.domain.pace import LEARNING_BELOW, pace
from crm_desktop.domain.signals import Standing
from crm_desktop.domain.smaller_orders import still_comes
from crm_desktop.domain.whose_silence import PAUSE_PROBABILITY
from crm_desktop.services import habits, our_side, preferences, quiet_book
from crm_desktop.services.corrections import Told
from crm_desktop.services.figures import NO_CONTACT
from crm_desktop.services.packed import Packed
from crm_desktop.storage.store import Store

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from crm_desktop.domain.survival import Population

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

ORDER = tuple(Standing)
"""``standing.status`` is the place in this tuple: the worst first."""
LEFT = ORDER.index(Standing.LEFT)
_ALARMS = [ORDER.index(Standing.SLIPPING), ORDER.index(Standing.SLOWING)]
_STEADY = ORDER.index(Standing.STEADY)


class Verdicts(NamedTuple):
    """One value per account, as the columns of the standing table; NaN for none."""

    ids: NDArray[np.int64]
    tier: NDArray[Any]
    status: NDArray[np.int64]
    probability: Floats
    revenue: NDArray[np.int64]
    revenue_before: NDArray[np.int64]
    stake: Floats
    usual_gap: Floats
    silence: Floats
    noticed: Flags
    rating: Floats
    rating_before: Floats
    last_contact: Floats


class Day(NamedTuple):
    """What all accounts are judged by on a day."""

    as_of: int
    population: Population
    told: Told
    quiet: bool


def judge(
    store: Store, day: Day, kept: Packed, money: Packed, tier: NDArray[Any], accounts: Collection[int] | None
) -> Verdicts:
    """The verdicts on ``accounts`` (``None``: all); their habits, figures and proposed tiers stand side by side.

    Only the accounts past their own rhythm are measured: of all others nothing depends on how sure we would be.
    """
    import numpy as np

    records, ids = kept.records, kept.ids
    silence, usual_gap, horizon, _ = pace(habits.timing(records), day.as_of)
    learning = records["purchases"] < LEARNING_BELOW
    overdue = noticing.is_overdue(records["purchases"], silence, usual_gap)
    probability = _chances(records, day, overdue | records["growing"])
    trend = noticing.GapTrend(growing=records["growing"], faster=records["faster"])
    status = noticing.standing_places(learning, overdue, probability, trend)
    pausing = overdue & (records["pause_from"] <= day.as_of) & (day.as_of <= records["pause_until"])
    calm = np.isin(ids, list(day.told.not_slipping))
    status[(pausing | calm) & np.isin(status, _ALARMS)] = _STEADY

    sure, weight = np.zeros((3, len(ids))), np.zeros((3, len(ids)))
    noticed = overdue | records["growing"]
    clock = np.where(pausing, np.minimum(probability, PAUSE_PROBABILITY), probability)
    sure[ORDERS] = weight[ORDERS] = np.where(noticed, clock, 0.0)
    shrunk = (records["shrunk"] > 0) & still_comes(silence, horizon)
    sure[ORDERS] = np.maximum(sure[ORDERS], np.where(shrunk, records["shrunk"], 0.0))
    weight[ORDERS] = np.maximum(weight[ORDERS], np.where(shrunk, records["shrunk"] * records["smaller_by"], 0.0))
    low = np.where(records["low_until"] >= day.as_of, records["low"], 0.0)
    sure[RATINGS] = weight[RATINGS] = np.maximum(low, records["fallen"])
    noticed |= shrunk | (sure[RATINGS] > 0)
    contact = money.records["last_contact"]
    active = ~learning & (silence < np.maximum(3 * usual_gap, 60))
    we_are_silent = _we_are_silent(store, day.as_of, records, contact, tier, active)
    sure[OUR_SIDE] = weight[OUR_SIDE] = np.where(we_are_silent, rules.OUR_SILENCE_PROBABILITY, 0.0)
    noticed |= we_are_silent
    _add_our_side(store, day.as_of, ids, accounts, sure, weight, noticed)

    left = np.isin(ids, list(day.told.left))
    sure[:, left] = weight[:, left] = 0.0
    noticed[left], status[left] = False, LEFT
    revenue = money.records["revenue"]
    return Verdicts(
        ids=ids,
        tier=tier,
        status=status,
        probability=together(sure, quiet_book=day.quiet),
        revenue=revenue,
        revenue_before=money.records["revenue_before"],
        stake=np.where(calm, 0.0, np.maximum(revenue, 0) * together(weight, quiet_book=day.quiet)),
        usual_gap=np.where(left | (usual_gap == 0), np.nan, usual_gap),
        silence=np.where(left | (records["purchases"] == 0), np.nan, silence),
        noticed=noticed,
        rating=money.records["rating"],
        rating_before=money.records["rating_before"],
        last_contact=np.where(contact == NO_CONTACT, np.nan, contact),
    )


def _chances(records: NDArray[Any], day: Day, asked: Flags) -> Floats:
    """The chance of leaving of the accounts asked for; 0 of all others."""
    import numpy as np

    from crm_desktop.domain.rhythm import measure

    probability = np.zeros(len(records))
    probability[asked] = measure(habits.recent(records[asked]), day.as_of, day.population).probability
    return probability


def _we_are_silent(
    store: Store, as_of: int, records: NDArray[Any], last_contact: NDArray[Any], tier: NDArray[Any], active: Flags
) -> Flags:
    """Whose standard, or own number of days, has passed by half as much again without a contact."""
    import numpy as np

    standards = preferences.get(store).contact_every
    by_hand = records["tier"].astype("U1")
    counts_as = np.where(by_hand == "", tier, by_hand)
    standard = np.select([counts_as == name for name in standards], list(standards.values()))
    every = np.where(records["contact_every"] == habits.BY_TIER, standard, records["contact_every"])
    silence = as_of - last_contact.astype(np.int64)
    # Every 0 days is never: somebody said that nobody need talk to them.
    silent: Flags = active & (last_contact != NO_CONTACT) & (every > 0) & rules.is_too_long(silence, every)
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

    found = list(our_side.strengths(store, as_of, accounts))
    account = np.array([each.account for each in found], np.int64)
    at = np.minimum(np.searchsorted(ids, account), max(len(ids) - 1, 0))
    here = ids[at] == account if len(ids) else np.zeros(len(found), bool)
    source = np.array([source_of(each.kind) for each in found], np.intp)
    for strengths, said in (
        (sure, np.array([each.probability for each in found])),
        (weight, np.array([each.weight for each in found])),
    ):
        np.maximum.at(strengths, (source[here], at[here]), said[here])
    noticed[at[here]] = True


def day_of(store: Store, as_of: int, population: Population, told: Told) -> Day:
    """The day as the last whole look at the book left it."""
    return Day(as_of, population, told, quiet_book.stored(store) is not None)
