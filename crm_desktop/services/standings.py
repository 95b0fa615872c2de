"""Works out where every account stands today, in one pass, and keeps single accounts up to date in between."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from crm_desktop.domain import noticing
from crm_desktop.domain.changes import Changes
from crm_desktop.domain.combining import combined
from crm_desktop.domain.dates import day_from, day_number
from crm_desktop.domain.own_clock import real_day
from crm_desktop.domain.signals import Signal, Standing, strongest_first
from crm_desktop.domain.tiers import propose
from crm_desktop.services import corrections, our_side, preferences, quiet_book, rating_signals, rhythms, seasons, shown
from crm_desktop.services.our_side import Customer, is_active
from crm_desktop.storage.store import Store

if TYPE_CHECKING:
    from crm_desktop.domain.satisfaction import RatingHabits
    from crm_desktop.domain.survival import Population

# Above so many accounts at once a whole pass is cheaper than one by one.
_ONE_BY_ONE = 50

ORDER = tuple(Standing)
"""``standing.status`` is the place in this tuple: the worst first."""
_PLACE = {standing: place for place, standing in enumerate(ORDER)}
_LEFT = ORDER.index(Standing.LEFT)
_LEARNING = ORDER.index(Standing.LEARNING)


class Model(NamedTuple):
    """What one account is measured against: the habits of the whole book on a day."""

    as_of: int
    population: Population
    habits: RatingHabits
    tier_from: tuple[int, int]
    """The smallest revenue that makes an A, and a B; minor units."""


def keep_up(store: Store, changes: Changes) -> None:
    """Re-scores the accounts that an operation touched, inside its transaction; many at once wait for a whole pass."""
    measured_anew = changes.touches("account", "purchase", "rating", "correction", "setting")
    known = our_side.keep_up(store, changes, at_once=measured_anew)
    if not measured_anew:
        if not known:
            shown.put(store, "stale", True)
        return
    accounts = changes.accounts
    model = None if accounts is None or len(accounts) > _ONE_BY_ONE else _stored_model(store)
    # One order in a silent book ends the silence of all.
    everybody = changes.touches("setting") or (changes.touches("purchase") and quiet_book.stored(store) is not None)
    if model is None or everybody or not known:
        shown.put(store, "stale", True)
    elif accounts:
        _write(store, accounts, _measured(store, model, accounts))


def _tell_our_side(store: Store, accounts: Collection[int]) -> None:
    """What logged calls change: the signals of our side anew beside those of the rhythm, which stay as they are."""
    chosen = json.dumps(sorted(accounts))
    rows = store.rows(
        """SELECT account_id, as_of, tier, status, revenue, usual_gap, silence, signals FROM standing
        WHERE account_id IN (SELECT value FROM json_each(?)) AND status <> ?""",
        (chosen, _LEFT),
    )
    if not rows:
        return
    as_of = rows[0][1]
    customers = [
        Customer(account, tier, is_active(learning=status == _LEARNING, usual_gap=gap or 0.0, silence=silence or 0))
        for account, _, tier, status, _, gap, silence, _ in rows
    ]
    ours = our_side.signals(store, customers, as_of, accounts)
    calm = corrections.told(store, as_of, accounts).not_slipping
    quiet = quiet_book.stored(store) is not None
    for account, _, _, _, revenue, _, _, text in rows:
        before = [Signal.from_json(signal) for signal in json.loads(text)]
        signals = [signal for signal in before if signal.kind not in our_side.KINDS] + ours.get(account, [])
        fresh = _concluded(signals, revenue, quiet=quiet, calm=account in calm)
        if fresh.signals != text:
            store.database.connection().execute(
                "UPDATE standing SET probability = ?, stake = ?, signals = ? WHERE account_id = ?", (*fresh, account)
            )


# As json.dumps does, which makes an encoder for every call.
_AS_TEXT = json.JSONEncoder(ensure_ascii=False).encode


class _Concluded(NamedTuple):
    probability: float
    stake: float
    signals: str


_NOTHING = _Concluded(0.0, 0.0, "[]")


def _concluded(signals: list[Signal], revenue: int, *, quiet: bool, calm: bool) -> _Concluded:
    """The one place where the signals of an account, of every kind, become how sure and how much is at stake."""
    probability, weight = combined(signals, quiet_book=quiet)
    texts = [signal.as_json() for signal in strongest_first(signals)]
    return _Concluded(
        probability,
        0.0 if calm else max(revenue, 0) * weight,
        _AS_TEXT(texts) if texts else "[]",
    )


def bring_up_to_date(store: Store, today: date) -> None:
    """The whole pass: tiers, signals and standing of every account as of ``today``.

    Where that is done already, only our side of the accounts that were spoken with since.
    """
    if shown.is_current(store, today):
        spoken_with = our_side.unread(store, day_number(today))
        if spoken_with:
            with store.derivation():
                our_side.read(store, spoken_with, day_number(today))
                _tell_our_side(store, spoken_with)
        return
    from crm_desktop.domain.experience import learn
    from crm_desktop.domain.purchase_days import recent
    from crm_desktop.domain.satisfaction import fit_rating_habits
    from crm_desktop.domain.survival import fit_population

    as_of = day_number(today)
    with store.derivation():
        book = rhythms.book(store, as_of)
        chosen = preferences.get(store)
        # Who is no customer any more says nothing about how large the others are.
        revenue = book.revenue.tolist()
        if book.told.left:
            revenue = [0 if a in book.told.left else r for a, r in zip(book.ids, revenue, strict=True)]
        tiers = propose(revenue, chosen.tier_share_a, chosen.tier_share_b)
        known = recent(book.purchases)
        ratings = rating_signals.packed(store, book.ids, as_of, None)
        model = Model(
            as_of=as_of,
            population=learn(book.purchases, as_of, fit_population(known, as_of)),
            habits=fit_rating_habits(ratings),
            tier_from=(_least(revenue, tiers, "A"), _least(revenue, tiers, "AB")),
        )
        our_side.bring_up_to_date(store, as_of)
        quiet_book.notice(store, book, as_of)
        rows = _rows(store, model, book, ratings, tiers=[str(tier) for tier in tiers], accounts=None)
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


def check_again(store: Store, today: date) -> None:
    """Throws away what was derived and works all of it out anew from the events."""
    with store.derivation():
        rhythms.repack(store, None)
        shown.put(store, "stale", True)
    bring_up_to_date(store, today)


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
    ratings = rating_signals.packed(store, book.ids, model.as_of, accounts)
    tiers = [_tier(r, model) for r in book.revenue.tolist()]
    return _rows(store, model, book, ratings, tiers=tiers, accounts=accounts)


def _tier(revenue: int, model: Model) -> str:
    return "A" if revenue >= model.tier_from[0] > 0 else "B" if revenue >= model.tier_from[1] > 0 else "C"


def _rows(
    store: Store,
    model: Model,
    book: rhythms.Book,
    ratings: Any,
    *,
    tiers: list[str],
    accounts: Collection[int] | None,
) -> Iterator[tuple[Any, ...]]:
    """Rows of the standing table, in the order of the book, which holds these accounts (``None``: all)."""
    from crm_desktop.domain.purchase_days import recent
    from crm_desktop.domain.rhythm import measure
    from crm_desktop.domain.satisfaction import measure_ratings

    known = recent(book.purchases)
    rhythm = measure(known, model.as_of, model.population)
    found = _on_the_calendar(noticing.purchase_signals(known, rhythm, model.population, model.as_of), book, model.as_of)
    falling = noticing.falling_ratings(measure_ratings(ratings, model.habits))
    low = rating_signals.low(store, book.ids, ratings, model.as_of)
    standings = noticing.standings(known, rhythm, model.population)
    paused = seasons.pausing(found, book, model.as_of)
    bought = rhythm.purchases > 0
    numbers = list(
        zip(
            book.ids,
            tiers,
            standings,
            book.revenue.tolist(),
            book.revenue_before.tolist(),
            rhythm.usual_gap.tolist(),
            rhythm.silence.tolist(),
            rhythm.learning.tolist(),
            bought.tolist(),
            strict=True,
        )
    )
    ours = our_side.signals(
        store,
        (
            Customer(account, tier, is_active(learning=learning, usual_gap=gap, silence=silence))
            for account, tier, _, _, _, gap, silence, learning, _ in numbers
        ),
        model.as_of,
        accounts,
    )
    quiet = quiet_book.stored(store) is not None
    for index, (account, tier, standing, revenue, before, gap, silence, _, any_order) in enumerate(numbers):
        if account in book.told.left:
            yield account, model.as_of, _tier(revenue, model), _LEFT, 0.0, revenue, before, 0.0, None, None, "[]"
            continue
        signals = [*paused.get(index, found.get(index, ())), *ours.get(account, ())]
        signals += [extra[index] for extra in (low, falling) if index in extra]
        calm = account in book.told.not_slipping
        fresh = _concluded(signals, revenue, quiet=quiet, calm=calm) if signals else _NOTHING
        # A pause that comes every year is their rhythm.
        pauses = index in paused and standing in (Standing.SLIPPING, Standing.SLOWING)
        yield (
            account,
            model.as_of,
            tier,
            _PLACE[Standing.STEADY if pauses else standing],
            fresh.probability,
            revenue,
            before,
            fresh.stake,
            gap or None,
            int(silence) if any_order else None,
            fresh.signals,
        )


def _on_the_calendar(found: dict[int, list[Signal]], book: rhythms.Book, as_of: int) -> dict[int, list[Signal]]:
    """The signals with the days since when they are true on everybody's calendar, not on the account's own clock."""
    paused = [(index, book.told.paused[book.ids[index]]) for index in found if book.ids[index] in book.told.paused]
    moved = {
        index: [replace(each, since=day_from(real_day(day_number(each.since), as_of, months))) for each in found[index]]
        for index, months in paused
    }
    return {**found, **moved}


def _write(store: Store, accounts: Collection[int] | None, rows: Iterator[tuple[Any, ...]]) -> None:
    connection = store.database.connection()
    these = "" if accounts is None else "WHERE account_id IN (SELECT value FROM json_each(?))"
    ready = list(rows)
    connection.execute(f"DELETE FROM standing {these}", () if accounts is None else (json.dumps(sorted(accounts)),))
    connection.executemany("INSERT INTO standing VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", ready)
