"""How often each kind of signal is told of sample accounts that are well: ``python -m benchmarks.false_alarms``."""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

from crm_desktop.app import open_workspace
from crm_desktop.domain.dates import day_number
from crm_desktop.domain.sample import Cause, Pattern, Truth, generate
from crm_desktop.domain.signals import NoAnswer, Signal, SignalKind
from crm_desktop.domain.whose_silence import book_is_quiet
from crm_desktop.services import attention, quiet_book
from crm_desktop.services.attention import Section
from crm_desktop.services.sample import create_sample

DAYS = (date(2026, 11, 20), date(2026, 8, 20), date(2027, 1, 25))
"""A quiet time of the year, the middle of the summer pauses, and that of the winter pauses."""

_MEANT = {
    "narrowing": lambda truth: truth.pattern is Pattern.NARROWING,
    "contact_left": lambda truth: truth.cause is Cause.BUYER_LEFT,
    "no_answer, quote": lambda truth: truth.cause is Cause.UNANSWERED_QUOTE,
    "no_answer, complaint": lambda truth: truth.cause is Cause.LATE_DELIVERY or truth.pattern is Pattern.LOW_RATING,
    "silent, but a pause": lambda truth: truth.pattern in (Pattern.SUMMER_PAUSE, Pattern.WINTER_PAUSE),
}
"""Which accounts the generator made for a signal to find, where it made some."""


class Seen(NamedTuple):
    """One account: what is really going on, and what is told."""

    truth: Truth
    told: frozenset[str]


def main() -> None:
    """Prints one line a kind of signal."""
    parser = argparse.ArgumentParser(prog="benchmarks.false_alarms")
    parser.add_argument("--accounts", type=int, default=2_000)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--quiet-books", action="store_true", help="instead: how often a whole book is called quiet")
    options = parser.parse_args()
    if options.quiet_books:
        _quiet_books(options.seeds)
        return
    seen = [
        each
        for day in DAYS
        for seed in range(1, options.seeds + 1)
        for each in _look(options.accounts, day=day, seed=seed)
    ]
    well = [each for each in seen if not each.truth.pattern.in_danger and each.truth.pattern is not Pattern.LAPSED]
    print(f"{len(seen):,} accounts, {len(well):,} of them well")
    print(f"{'told':<26}{'all':>7}{'in danger':>11}{'of the well':>13}{'meant':>8}{'found':>8}{'right':>8}")
    told = Counter(name for each in seen for name in each.told)
    for name, count in sorted(told.items()):
        danger = sum(name in each.told and each.truth.pattern.in_danger for each in seen)
        wrong = sum(name in each.told for each in well)
        line = f"{name:<26}{count:>7}{danger / count:>11.0%}{wrong / len(well):>13.2%}"
        if name in _MEANT:
            meant = [each for each in seen if _MEANT[name](each.truth)]
            found = sum(name in each.told for each in meant)
            line += f"{len(meant):>8}{found:>8}{found / count:>8.0%}"
        print(line)


def _look(accounts: int, *, day: date, seed: int) -> Iterator[Seen]:
    """The list of a day over a book of this seed, through the door that Today uses."""
    with tempfile.TemporaryDirectory(prefix="crm-false-alarms-") as folder:
        app = open_workspace(Path(folder) / "book.crm", today=day, create=True)
        create_sample(app.store, accounts, day, seed)
        listed = attention.today_list(app.store, day)
        assert quiet_book.stored(app.store) is None, "no sample book is quiet"
        ids = [account for (account,) in app.store.rows("SELECT id FROM account ORDER BY id")]
        today = {row.account for row in listed.rows if row.section is Section.TODAY}
        for account, made in zip(ids, generate(accounts, day, seed), strict=True):
            row = attention.account_row(app.store, account, day)
            assert row is not None
            names = {_name(signal) for signal in row.signals}
            if account in today:
                names.add("(for today)")
            yield Seen(made.truth, frozenset(names))
        app.close()


def _quiet_books(seeds: int) -> None:
    """Replays a year of books of several sizes: as they are every fifth day, and with the newest days missing."""
    today = day_number(DAYS[0])
    print(f"{'accounts':>9}{'false':>12}" + "".join(f"{f'{gone} days':>10}" for gone in _MISSING))
    for accounts in (8, 20, 60, 400, 2_000):
        looks, false, tried, caught = 0, 0, 0, Counter[int]()
        for seed in range(1, seeds + 1):
            orders, buying = Counter[int](), 0
            for account in generate(accounts, DAYS[0], seed):
                days = {row.day for row in account.purchases if not row.refund}
                orders.update(days)
                buying += len(days) >= 4
            for as_of in range(today - 365, today, 5):
                looks += 1
                false += book_is_quiet(_days(orders, as_of, 0), as_of, buying=buying) is not None
            for as_of in range(today - 300, today, 37):
                tried += 1
                for gone in _MISSING:
                    caught[gone] += book_is_quiet(_days(orders, as_of, gone), as_of, buying=buying) is not None
        print(
            f"{accounts:>9}{f'{false} of {looks}':>12}"
            + "".join(f"{f'{caught[gone]} of {tried}':>10}" for gone in _MISSING)
        )


_MISSING = (7, 10, 14, 21, 28)


def _days(orders: Counter[int], as_of: int, gone: int) -> list[int]:
    return [orders[day] if day <= as_of - gone else 0 for day in range(as_of - 730, as_of + 1)]


def _name(signal: Signal) -> str:
    if isinstance(signal.evidence, NoAnswer):
        return f"no_answer, {signal.evidence.asked}"
    if signal.kind is SignalKind.SILENT and getattr(signal.evidence, "pause", None):
        return "silent, but a pause"
    return signal.kind.value


if __name__ == "__main__":
    main()
