"""Keeps the standing of every account true: learned from the whole book once a week, carried from day to day."""

from __future__ import annotations

import sys
from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from crm_desktop.domain.changes import Changes
from crm_desktop.domain.dates import day_number
from crm_desktop.domain.signals import Signal
from crm_desktop.domain.tiers import NOBODY, Border, borders
from crm_desktop.services import (
    corrections,
    kept_verdicts,
    our_side,
    packed,
    preferences,
    quiet_book,
    rating_signals,
    rhythms,
    shown,
)
from crm_desktop.services.packed import among
from crm_desktop.services.verdicts import LEFT, ORDER, Verdicts, day_of, judge
from crm_desktop.storage.store import Store

if TYPE_CHECKING:
    from crm_desktop.domain.satisfaction import Ratings
    from crm_desktop.services.book import Book
    from crm_desktop.services.habits import Habits, Model
    from crm_desktop.services.packed import Packed

__all__ = ["LEFT", "ORDER", "bring_up_to_date", "check_again", "keep_up", "of_day", "signals"]


# A step that touches more accounts than this, and more than this share of the book, is an import and no day's work.
_A_DAYS_WORK = 3
_NEW_BOOK = 0.05
_A_WEEK = 7


class _Known(NamedTuple):
    """What the last pass kept: its day, the day up to which was learned, the model, and where tiers A and B end."""

    as_of: int
    learned_on: int
    model: Model
    tiers: tuple[Border, Border] = (NOBODY, NOBODY)


def learning_day(as_of: int) -> int:
    """The day up to which the book's habits are learned: the last Sunday before, so that a week has one model."""
    return as_of - 1 - (as_of - 4) % 7


def keep_up(store: Store, changes: Changes) -> None:
    """Notes down the accounts that an operation touched, inside its transaction; many at once wait for a whole pass."""
    noted = our_side.keep_up(store, changes)
    # One order in a silent book ends the silence of all.
    everybody = changes.touches("setting") or (changes.touches("purchase") and quiet_book.stored(store) is not None)
    if everybody or not noted or _is_new_book(store, changes):
        shown.put(store, "stale", True)


def _is_new_book(store: Store, changes: Changes) -> bool:
    """Whether so much of a small book came or went at once that its habits have to be learned anew."""
    if not changes.touches("account", "purchase", "rating"):
        return False
    number = sys.maxsize if changes.accounts is None else len(changes.accounts)
    return number > _A_DAYS_WORK and number > _NEW_BOOK * store.value("SELECT count(*) FROM account")


def bring_up_to_date(store: Store, today: date) -> None:
    """Everything as of ``today``, with the tables that lists of accounts are sorted and filtered by.

    The list of Today does not wait for the tables: whoever shows accounts otherwise asks for them here first.
    """
    verdicts, as_of = _judge_day(store, today), day_number(today)
    if shown.get(store, "tables") != as_of:
        with store.derivation():
            kept_verdicts.write_tables(store, as_of, verdicts or kept_verdicts.read(store), None)
            shown.put(store, "tables", as_of)


def of_day(store: Store, today: date) -> Verdicts:
    """The verdicts on all accounts as of ``today``, which the list of Today is made of."""
    return _judge_day(store, today) or kept_verdicts.read(store)


def _judge_day(store: Store, today: date) -> Verdicts | None:
    """Only what was touched since, a new day, or everything anew; ``None`` where most verdicts stay as they were."""
    as_of = day_number(today)
    rhythms.bring_up_to_date(store)
    known = None if shown.get(store, "stale") else _stored(store)
    if known is None or as_of < known.as_of or known.learned_on != learning_day(as_of):
        with store.derivation():
            return _work_out_everything(store, as_of)
    touched = our_side.unread(store, as_of)
    if as_of > known.as_of:
        with store.derivation():
            return _begin_day(store, known, as_of, touched)
    if touched:
        with store.derivation():
            our_side.read(store, touched, as_of)
            _work_in(store, known, as_of, touched)
    return None


def check_again(store: Store, today: date) -> None:
    """Throws away what was derived and works all of it out anew from the events."""
    with store.derivation():
        rhythms.repack(store, None)
        shown.put(store, "stale", True)
    bring_up_to_date(store, today)


def signals(store: Store, verdicts: Verdicts, accounts: Collection[int]) -> dict[int, list[Signal]]:
    """The signals of some accounts, which ``verdicts`` of the last day are on among others, strongest first."""
    from crm_desktop.services import telling

    known = _stored(store)
    return telling.signals(store, known.model, known.as_of, verdicts, accounts) if known else {}


# -- the three ways ------------------------------------------------------------------------------


def _work_out_everything(store: Store, as_of: int) -> Verdicts:
    """From the packed days of every account: what the book's habits are, and what each account's are."""
    from crm_desktop.services import book, figures

    until = learning_day(as_of)
    now = book.known_on(store, book.read(store), as_of)
    ratings = rating_signals.packed(store, now.log.ids, as_of, None)
    model = _learned(book.known_on(store, now.log, until), ratings, until)
    if _stored(store) is None:
        packed.forget(store)
        shown.put(store, "look", None)
    known = _Known(as_of, until, model)
    figures.forget(store)
    kept = _work_out(store, known, now, ratings)
    quiet_book.forget_orders(store)
    our_side.bring_up_to_date(store, as_of)
    verdicts = _judged(store, known, kept, figures.read(store, as_of), now.told)
    shown.put(store, "stale", False)
    shown.put(store, "tables", None)
    return verdicts


def _learned(book: Book, ratings: Ratings, until: int) -> Model:
    """From the book as it stood at the end of a day; of ``ratings`` those up to then count."""
    from crm_desktop.domain.experience import learn
    from crm_desktop.domain.purchase_days import recent
    from crm_desktop.domain.satisfaction import fit_rating_habits, ratings_until
    from crm_desktop.domain.survival import fit_population
    from crm_desktop.services.habits import Model

    return Model(
        learn(book.purchases, until, fit_population(recent(book.purchases), until)),
        fit_rating_habits(ratings_until(ratings, until)),
    )


def _work_out(store: Store, known: _Known, now: Book, ratings: Ratings) -> Habits:
    """The habits of the accounts of a book, and their figures until the habits of all are learned anew; both kept."""
    from crm_desktop.domain.purchase_days import recent
    from crm_desktop.services import figures, habits

    newest, accounts = recent(now.purchases), now.log.accounts
    kept = habits.work_out(store, now, newest, ratings, known.model, known.as_of)
    habits.write(store, kept, accounts)
    for day in range(known.as_of, known.learned_on + _A_WEEK + 1):
        money = figures.work_out(store, now, newest, ratings, kept.common, known.model.population, day)
        figures.write(store, day, money, accounts)
    return kept


def _begin_day(store: Store, known: _Known, as_of: int, touched: Collection[int]) -> Verdicts:
    """One pass over what is kept packed; only of the accounts whose record ends by this day events are read."""
    import numpy as np

    from crm_desktop.services import figures, habits

    known = known._replace(as_of=as_of)
    our_side.bring_up_to_date(store, as_of)
    kept = habits.read(store)
    told = corrections.told(store, as_of)
    entered = {*touched, *corrections.told_about(store)}
    ended = entered.union(kept.rare.ids[kept.rare.columns["until"] <= as_of].tolist())
    if ended:
        fresh = _worked_out(store, known, ended)
        # An order that was dated ahead is bought by now.
        before = kept.common.columns["purchases"][among(kept.common.ids, ended)]
        if entered or not np.array_equal(before, fresh.common.columns["purchases"]):
            quiet_book.forget_orders(store)
        kept = kept.with_(fresh, ended)
    return _judged(store, known, kept, figures.read(store, as_of), told)


def _work_in(store: Store, known: _Known, as_of: int, accounts: Collection[int]) -> None:
    """The accounts that were touched since, by the model and the tiers of the day."""
    from crm_desktop.services import figures

    kept = _worked_out(store, known, accounts)
    quiet_book.forget_orders(store)
    if shown.get(store, "tables") == as_of:
        fresh = judge(store, day_of(store, accounts), kept, figures.read(store, as_of, accounts), accounts)
        kept_verdicts.write_tables(store, as_of, fresh, accounts)


def _worked_out(store: Store, known: _Known, accounts: Collection[int]) -> Habits:
    """The habits of some accounts, worked out anew from their events, like their figures."""
    from crm_desktop.services import book

    now = book.known_on(store, book.read(store, accounts), known.as_of)
    return _work_out(store, known, now, rating_signals.packed(store, now.log.ids, known.as_of, accounts))


def _judged(store: Store, known: _Known, kept: Habits, money: Packed, told: corrections.Told) -> Verdicts:
    """The verdicts on all accounts; what they were judged by is kept."""
    quiet_book.notice(store, kept.common, told, known.as_of)
    chosen, counted = preferences.get(store), money.columns["revenue"].copy()
    # Who is no customer any more says nothing about how large the others are.
    counted[among(money.ids, told.left)] = 0
    _keep(store, known._replace(tiers=borders(money.ids, counted, chosen.tier_share_a, chosen.tier_share_b)))
    return judge(store, day_of(store), kept, money, None)


# -- keeping -------------------------------------------------------------------------------------


def _stored(store: Store) -> _Known | None:
    from crm_desktop.domain.population import Population
    from crm_desktop.domain.satisfaction import RatingHabits
    from crm_desktop.services.habits import Model

    stored = shown.get(store, "model")
    if stored is None or stored.get("format") != shown.FORMAT:
        return None
    return _Known(
        stored["as_of"],
        stored["learned_on"],
        Model(Population.from_json(stored["population"]), RatingHabits.from_json(stored["habits"])),
        (Border(*stored["tiers"][0]), Border(*stored["tiers"][1])),
    )


def _keep(store: Store, known: _Known) -> None:
    shown.put(
        store,
        "model",
        {
            "format": shown.FORMAT,
            "as_of": known.as_of,
            "learned_on": known.learned_on,
            "population": known.model.population.as_json(),
            "habits": known.model.ratings.as_json(),
            "tiers": known.tiers,
        },
    )
