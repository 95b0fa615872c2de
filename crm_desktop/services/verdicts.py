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
from crm_desktop.domain.tiers import NOBODY, Border, places
from crm_desktop.domain.whose_silence import PAUSE_PROBABILITY
from crm_desktop.services import corrections, habits, our_side, packed, preferences, quiet_book, shown
from crm_desktop.services.corrections import Told
from crm_desktop.services.packed import Packed, among
from crm_desktop.storage.store import Store

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from crm_desktop.services.habits import Habits

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
    tiers: tuple[Border, Border]
    """Where the proposed tiers A and B end."""


class Verdicts(NamedTuple):
    """All that lists show of A accounts, ascending by id."""

    ids: NDArray[np.int64]
    columns: dict[str, NDArray[Any]]
    """tier, status, noticed, probability, stake, revenue, rating, rating_before, usual_gap, last_order and last_spoken.

    An array [A] each. Minor units and day numbers; NaN and ``NO_DAY`` for none.
    """
    rare: Packed
    """Their rare habits, which the signals of a few of them are told from."""


def judge(store: Store, day: Day, kept: Habits, money: Packed, accounts: Collection[int] | None) -> Verdicts:
    """The verdicts on ``accounts`` (``None``: all), whose habits and figures stand side by side."""
    import numpy as np

    ids, as_of, common, rare = kept.common.ids, day.as_of, kept.common.columns, kept.rare.columns
    purchases, last_day, usual_gap = common["purchases"], common["last_day"], common["usual_gap"]
    silence, _, horizon, active = pace_of(purchases, last_day, usual_gap, as_of)
    learning = purchases < LEARNING_BELOW
    overdue = noticing.is_overdue(purchases, silence, usual_gap)
    trend = noticing.GapTrend(growing=common["growing"], faster=common["faster"])
    status = noticing.standing_places(learning, overdue, money.columns["chance"], trend)
    tier = proposed_tiers(ids, money.columns["revenue"], day.tiers)
    theirs = np.searchsorted(ids, kept.rare.ids)
    we_are_silent = active & _we_are_silent(store, as_of, kept, theirs, tier)

    # What only few accounts have is looked at in those alone.
    pausing = overdue[theirs] & (rare["pause_from"] <= as_of) & (as_of <= rare["pause_until"])
    smaller = np.where(still_comes(silence[theirs], horizon[theirs]), rare["shrunk"], 0.0)
    badly_rated = np.maximum(np.where(rare["low_until"] >= as_of, rare["low"], 0.0), rare["fallen"])
    calm = among(ids, day.told.not_slipping)
    spared = np.concatenate((theirs[pausing], np.flatnonzero(calm)))
    status[spared[np.isin(status[spared], _ALARMS)]] = _STEADY
    left = np.flatnonzero(among(ids, day.told.left))
    status[left] = LEFT

    sure = np.zeros((3, len(ids)))
    sure[ORDERS] = money.columns["chance"]
    sure[ORDERS, theirs[pausing]] = np.minimum(sure[ORDERS, theirs[pausing]], PAUSE_PROBABILITY)
    sure[RATINGS, theirs] = badly_rated
    sure[OUR_SIDE] = we_are_silent * rules.OUR_SILENCE_PROBABILITY
    weight = sure.copy()
    sure[ORDERS, theirs] = np.maximum(sure[ORDERS, theirs], smaller)
    weight[ORDERS, theirs] = np.maximum(weight[ORDERS, theirs], smaller * rare["smaller_by"])
    ours = _add_our_side(our_side.strengths(store, as_of, accounts), ids, sure, weight)

    noticed = overdue | trend.growing | we_are_silent
    noticed[theirs[(smaller > 0) | (badly_rated > 0)]] = noticed[ours] = True
    noticed[left] = False
    could_leave = np.maximum(money.columns["revenue"], 0) * (noticed & ~calm)
    names = ("revenue", "rating", "rating_before")
    return Verdicts(
        ids,
        {
            "tier": tier,
            "status": status,
            "noticed": noticed,
            "probability": noticed * together(sure, quiet_book=day.quiet),
            "stake": could_leave * together(weight, quiet_book=day.quiet),
            **{name: money.columns[name] for name in names},
            "usual_gap": np.where((status == LEFT) | (usual_gap == 0), np.nan, usual_gap),
            "last_order": np.where((status == LEFT) | (purchases == 0), NO_DAY, last_day),
            "last_spoken": common["last_spoken"],
        },
        kept.rare,
    )


def _we_are_silent(store: Store, as_of: int, kept: Habits, theirs: NDArray[np.intp], tier: NDArray[Any]) -> Flags:
    """Whose standard, or own number of days, has passed by half as much again without a contact.

    ``theirs``: the places of the rare habits among the common ones; ``tier``: the proposed ones.
    """
    import numpy as np

    by_letter = np.zeros(256, np.int64)
    for name, days in preferences.get(store).contact_every.items():
        by_letter[ord(name)] = days
    letter, rare = tier.view(np.uint8).copy(), kept.rare.columns
    by_hand = rare["tier"].view(np.uint8)
    letter[theirs] = np.where(by_hand, by_hand, letter[theirs])
    every = by_letter[letter]
    every[theirs] = np.where(rare["contact_every"] == habits.BY_TIER, every[theirs], rare["contact_every"])
    last_contact = kept.common.columns["last_contact"]
    silence = as_of - last_contact.astype(np.int64)
    # Every 0 days is never: somebody said that nobody need talk to them.
    silent: Flags = (last_contact != habits.NO_CONTACT) & (every > 0) & rules.is_too_long(silence, every)
    return silent


def _add_our_side(
    ours: list[our_side.Strength], ids: NDArray[np.int64], sure: Floats, weight: Floats
) -> NDArray[np.intp]:
    """What our own side says, into the strengths [3, A] of the accounts ``ids``; the places of those it is said of."""
    import numpy as np

    columns = list(zip(*ours, strict=True)) or [(), (), (), ()]
    at, here = packed.places(ids, np.array(columns[0], np.int64))
    sources = {kind: source_of(kind) for kind in our_side.KINDS}
    source = np.array([sources[kind] for kind in columns[1]], np.intp)
    for strengths, said in ((sure, columns[2]), (weight, columns[3])):
        np.maximum.at(strengths, (source[here], at[here]), np.array(said, np.float64)[here])
    theirs: NDArray[np.intp] = at[here]
    return theirs


def day_of(store: Store, accounts: Collection[int] | None = None) -> Day:
    """The day as the last whole look at the book left it, with what was told about ``accounts`` (``None``: all)."""
    model = shown.get(store, "model") or {"as_of": 0, "tiers": [NOBODY, NOBODY]}
    tiers = (Border(*model["tiers"][0]), Border(*model["tiers"][1]))
    told = corrections.told(store, model["as_of"], accounts)
    return Day(model["as_of"], told, quiet_book.stored(store) is not None, tiers)


def proposed_tiers(ids: NDArray[np.int64], revenue: NDArray[np.int64], tiers: tuple[Border, Border]) -> NDArray[Any]:
    """The letter of each account's proposed tier, as NumPy's S1."""
    return (places(ids, revenue, tiers) + ord("A")).view("S1")
