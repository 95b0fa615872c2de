"""Works out where every account stands today, in one pass, and keeps single accounts up to date in between."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from crm_desktop.domain import noticing
from crm_desktop.domain.changes import Changes
from crm_desktop.domain.dates import day_from, day_number
from crm_desktop.domain.signals import Signal, Standing, strongest_first
from crm_desktop.domain.tiers import propose
from crm_desktop.services import preferences, rhythms, shown
from crm_desktop.storage.store import Store

if TYPE_CHECKING:
    from crm_desktop.domain.satisfaction import RatingHabits
    from crm_desktop.domain.survival import Population

# Above so many accounts at once a whole pass is cheaper than one by one.
_ONE_BY_ONE = 50

ORDER = tuple(Standing)
"""``standing.status`` is the place in this tuple: the worst first."""


class Model(NamedTuple):
    """What one account is measured against: the habits of the whole book on a day."""

    as_of: int
    population: Population
    habits: RatingHabits
    tier_from: tuple[int, int]
    """The smallest revenue that makes an A, and a B; minor units."""


def keep_up(store: Store, changes: Changes) -> None:
    """Re-scores the accounts that an operation touched, inside its transaction; many at once wait for a whole pass."""
    if not changes.touches("account", "purchase", "rating", "setting"):
        return
    accounts = changes.accounts
    model = None if accounts is None or len(accounts) > _ONE_BY_ONE else _stored_model(store)
    if model is None or changes.touches("setting"):
        shown.put(store, "stale", True)
    elif accounts:
        _write(store, accounts, _measured(store, model, accounts))


def is_current(store: Store, today: date) -> bool:
    """Whether ``bring_up_to_date`` would have nothing to do."""
    model = shown.get(store, "model")
    return model is not None and model["as_of"] == day_number(today) and not shown.get(store, "stale")


def bring_up_to_date(store: Store, today: date) -> None:
    """The whole pass: tiers, signals and standing of every account as of ``today``."""
    if is_current(store, today):
        return
    from crm_desktop.domain.experience import learn
    from crm_desktop.domain.purchase_days import recent
    from crm_desktop.domain.satisfaction import fit_rating_habits
    from crm_desktop.domain.survival import fit_population

    as_of = day_number(today)
    with store.derivation():
        book = rhythms.book(store, as_of)
        chosen = preferences.get(store)
        revenue = book.revenue.tolist()
        tiers = propose(revenue, chosen.tier_share_a, chosen.tier_share_b)
        known = recent(book.purchases)
        ratings = _ratings(store, book.ids, as_of, None)
        model = Model(
            as_of=as_of,
            population=learn(book.purchases, as_of, fit_population(known, as_of)),
            habits=fit_rating_habits(ratings),
            tier_from=(_least(revenue, tiers, "A"), _least(revenue, tiers, "AB")),
        )
        rows = _rows(store, model, book, ratings, tiers=[str(tier) for tier in tiers])
        _write(store, None, rows)
        shown.put(
            store,
            "model",
            {
                "as_of": as_of,
                "population": model.population.as_json(),
                "habits": model.habits.as_json(),
                "tier_from": model.tier_from,
            },
        )
        shown.put(store, "stale", False)


def _least(revenue: list[int], tiers: list[Any], wanted: str) -> int:
    return min((r for r, tier in zip(revenue, tiers, strict=True) if tier in wanted), default=1)


def _stored_model(store: Store) -> Model | None:
    from crm_desktop.domain.satisfaction import RatingHabits
    from crm_desktop.domain.survival import Population

    stored = shown.get(store, "model")
    if stored is None:
        return None
    return Model(
        stored["as_of"],
        Population.from_json(stored["population"]),
        RatingHabits.from_json(stored["habits"]),
        (stored["tier_from"][0], stored["tier_from"][1]),
    )


def _measured(store: Store, model: Model, accounts: Collection[int]) -> Iterator[tuple[Any, ...]]:
    """The rows of some accounts, with the same figures as in a whole pass under this model."""
    book = rhythms.book(store, model.as_of, accounts)
    ratings = _ratings(store, book.ids, model.as_of, accounts)
    tiers = [
        "A" if r >= model.tier_from[0] > 0 else "B" if r >= model.tier_from[1] > 0 else "C"
        for r in book.revenue.tolist()
    ]
    return _rows(store, model, book, ratings, tiers=tiers)


def _ratings(store: Store, ids: list[int], as_of: int, accounts: Collection[int] | None) -> Any:
    from crm_desktop.domain.satisfaction import pack_ratings

    only = "" if accounts is None else "AND account_id IN (SELECT value FROM json_each(:chosen))"
    rows = store.rows(
        f"""SELECT account_id, day, score, touchpoint, coalesce(contact_id, '') FROM rating
        WHERE deleted_at IS NULL AND day <= :as_of {only} ORDER BY account_id, day, id""",
        {"as_of": as_of, "chosen": None if accounts is None else json.dumps(sorted(accounts))},
    )
    place = {account: index for index, account in enumerate(ids)}
    rows = [row for row in rows if row[0] in place]
    return pack_ratings(
        [place[row[0]] for row in rows],
        [row[1] for row in rows],
        [row[2] for row in rows],
        touchpoint=[row[3] for row in rows],
        rater=[str(row[4]) for row in rows],
        accounts=len(ids),
    )


def _rows(
    store: Store, model: Model, book: rhythms.Book, ratings: Any, *, tiers: list[str]
) -> Iterator[tuple[Any, ...]]:
    """Rows of the standing table, in the order of the book."""
    from crm_desktop.domain.purchase_days import recent
    from crm_desktop.domain.rhythm import measure
    from crm_desktop.domain.satisfaction import measure_ratings

    known = recent(book.purchases)
    rhythm = measure(known, model.as_of, model.population)
    found = noticing.purchase_signals(known, rhythm, model.population, model.as_of)
    falling = noticing.falling_ratings(measure_ratings(ratings, model.habits))
    low = _low_ratings(store, book.ids, ratings, model.as_of)
    standings = noticing.standings(known, rhythm, model.population)
    bought = rhythm.purchases > 0
    numbers = zip(
        book.ids,
        tiers,
        standings,
        rhythm.probability.tolist(),
        book.revenue.tolist(),
        book.revenue_before.tolist(),
        rhythm.usual_gap.tolist(),
        rhythm.silence.tolist(),
        rhythm.learning.tolist(),
        bought.tolist(),
        strict=True,
    )
    for index, (account, tier, standing, chance, revenue, before, gap, silence, learning, any_order) in enumerate(
        numbers
    ):
        signals = [*found.get(index, ())]
        signals += [extra[index] for extra in (low, falling) if index in extra]
        signals = strongest_first(signals)
        sure = max((signal.probability for signal in signals), default=0.0 if learning else chance)
        weight = max((signal.weight for signal in signals), default=0.0)
        yield (
            account,
            model.as_of,
            tier,
            ORDER.index(standing),
            sure,
            revenue,
            before,
            max(revenue, 0) * weight,
            gap or None,
            int(silence) if any_order else None,
            json.dumps([signal.as_json() for signal in signals], ensure_ascii=False) if signals else "[]",
        )


def _low_ratings(store: Store, ids: list[int], ratings: Any, as_of: int) -> dict[int, Signal]:
    """The newest rating of each account where it is a warning, with who gave it and what they wrote."""
    import numpy as np

    from crm_desktop.domain.satisfaction import LOWEST_SATISFIED

    last = ratings.starts[1:] - 1
    has = np.flatnonzero(ratings.starts[1:] > ratings.starts[:-1])
    warnings = [i for i in has.tolist() if ratings.scores[last[i]] < LOWEST_SATISFIED]
    found = {}
    for index in warnings:
        newest = store.rows(
            """SELECT r.score, r.day, r.comment, coalesce(c.name, '') FROM rating r
            LEFT JOIN contact c ON c.id = r.contact_id
            WHERE r.account_id = ? AND r.deleted_at IS NULL AND r.day <= ? ORDER BY r.day DESC, r.id DESC LIMIT 2""",
            (ids[index], as_of),
        )
        score, day, comment, who = newest[0]
        signal = noticing.low_rating(
            score,
            day_from(day),
            day_from(as_of),
            previous=newest[1][0] if len(newest) > 1 else None,
            comment=comment,
            who=who,
        )
        if signal:
            found[index] = signal
    return found


def _write(store: Store, accounts: Collection[int] | None, rows: Iterator[tuple[Any, ...]]) -> None:
    connection = store.database.connection()
    these = "" if accounts is None else "WHERE account_id IN (SELECT value FROM json_each(?))"
    ready = list(rows)
    connection.execute(f"DELETE FROM standing {these}", () if accounts is None else (json.dumps(sorted(accounts)),))
    connection.executemany("INSERT INTO standing VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", ready)
