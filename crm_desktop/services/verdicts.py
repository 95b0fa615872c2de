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
from crm_desktop.services.figures import NO_CONTACT
from crm_desktop.services.packed import Packed, among
from crm_desktop.storage.store import Store

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from crm_desktop.domain.population import Population

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
    population: Population
    told: Told
    quiet: bool


def judge(
    store: Store, day: Day, kept: Packed, money: Packed, tier: NDArray[Any], accounts: Collection[int] | None
) -> Packed:
    """The verdicts on ``accounts`` (``None``: all), as ``kept_verdicts`` keeps them.

    Their habits, figures and proposed tiers stand side by side. Only the accounts past their own rhythm are measured:
    of all others nothing depends on how sure we would be.
    """
    import numpy as np

    records, ids, as_of = kept.records, kept.ids, day.as_of
    purchases = records["purchases"]
    silence, usual_gap, horizon, _ = pace_of(purchases, records["last_day"], records["usual_gap"], as_of)
    learning = purchases < LEARNING_BELOW
    overdue = noticing.is_overdue(purchases, silence, usual_gap)
    trend = noticing.GapTrend(growing=records["growing"], faster=records["faster"])
    noticed = overdue | trend.growing
    probability = _chances(records, day, noticed)
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
    contact = money.records["last_contact"]
    active = ~learning & (silence < np.maximum(3 * usual_gap, 60))
    we_are_silent = _we_are_silent(store, as_of, records, contact, tier, active)
    sure[OUR_SIDE] = weight[OUR_SIDE] = np.where(we_are_silent, rules.OUR_SILENCE_PROBABILITY, 0.0)
    noticed |= (shrunk > 0) | (sure[RATINGS] > 0) | we_are_silent
    _add_our_side(store, as_of, ids, accounts, sure, weight, noticed)
    noticed[left] = False

    verdicts = np.zeros(len(ids), kept_verdicts.KIND)
    for name in ("revenue", "revenue_before", "rating", "rating_before", "last_contact"):
        verdicts[name] = money.records[name]
    verdicts["tier"], verdicts["status"], verdicts["noticed"] = tier, status, noticed
    verdicts["usual_gap"] = np.where(left | (usual_gap == 0), np.nan, usual_gap)
    verdicts["last_order"] = np.where(left | (purchases == 0), kept_verdicts.NO_DAY, records["last_day"])
    at = np.flatnonzero(noticed)
    verdicts["probability"][at] = together(sure[:, at], quiet_book=day.quiet)
    at = at[~calm[at]]
    could_leave = np.maximum(money.records["revenue"][at], 0)
    verdicts["stake"][at] = could_leave * together(weight[:, at], quiet_book=day.quiet)
    return Packed(ids, verdicts)


def _alarming(status: NDArray[np.int64]) -> Flags:
    import numpy as np

    alarming: Flags = np.isin(status, _ALARMS)
    return alarming


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
    counts_as = np.where(records["tier"] == b"", tier, records["tier"])
    standard = np.select([counts_as == name.encode() for name in standards], list(standards.values()))
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
