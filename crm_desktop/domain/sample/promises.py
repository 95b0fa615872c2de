"""What we and they promised: most of it kept, some of it broken, some still to come, a little of it late."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from crm_desktop.domain.sample import phrases
from crm_desktop.domain.sample.records import Cause, Pattern, SampleContact, SampleFollowUp, SamplePromise
from crm_desktop.domain.sample.rhythms import Ordering, workday

_PROMISED = {"A": 0.6, "B": 0.35, "C": 0.12}
"""Share of the accounts of a size to whom something was promised in the last year."""
_KEPT, _THEIRS_KEPT = 0.93, 0.8
_TO_COME, _LATE, _THEIRS = 0.03, 0.012, 0.06
_TIMES = (540, 600, 630, 780, 840, 930)
_WITH_TIME = 0.4


def promises(
    *,
    pattern: Pattern,
    cause: Cause,
    tier: str,
    contacts: Sequence[SampleContact],
    owner: str,
    ordering: Ordering,
    today: int,
    random: Random,
) -> list[SamplePromise]:
    """The promises of one account, the oldest first. Never two missed ones, unless they are what silenced it."""
    first, newest = max(ordering.days[0], today - 360), today - 12
    rows: list[SamplePromise] = []

    def settled(due: int, on: int, *, kept: bool, theirs: bool = False) -> None:
        rows.append(_promise(due, on, "kept" if kept else "broken", theirs, contacts, owner, random))

    def open_until(due: int, *, theirs: bool = False) -> None:
        rows.append(_promise(due, None, "open", theirs, contacts, owner, random, before=today))

    missed = False
    if random.random() < _PROMISED[tier] and first < newest:
        for _ in range(random.randrange(1, 5)):
            due = workday(random.randrange(first + 10, max(newest, first + 11)))
            if due >= today:
                continue
            kept = missed or random.random() < _KEPT
            missed = missed or not kept
            settled(due, due - random.choice((0, 0, 1)) if kept else due, kept=kept)
    if cause is Cause.LATE_DELIVERY and random.random() < 0.6:
        silent_since = ordering.days[-1]
        settled(silent_since + 8, silent_since + 9, kept=False)
        open_until(min(max(silent_since + 14, today - random.randrange(3, 25)), today - 1))
    elif pattern is not Pattern.LAPSED:
        chance = random.random()
        if chance < _TO_COME:
            open_until(workday(today + random.randrange(1, 14)))
        elif chance < _TO_COME + _LATE and not missed:
            open_until(today - random.randrange(1, 7))
        if random.random() < _THEIRS:
            open_until(workday(today + random.randrange(-4, 12)), theirs=True)
        elif random.random() < _THEIRS and first < newest:
            due = workday(random.randrange(first, newest))
            settled(due, due, kept=random.random() < _THEIRS_KEPT, theirs=True)
    rows.sort(key=lambda row: row.due)
    return rows


def with_times(rows: Sequence[SampleFollowUp], random: Random) -> list[SampleFollowUp]:
    """Some of what is still to do has a time of day."""
    return [
        row._replace(minute=random.choice(_TIMES)) if row.done_on is None and random.random() < _WITH_TIME else row
        for row in rows
    ]


def _promise(
    due: int,
    settled_on: int | None,
    state: str,
    theirs: bool,
    contacts: Sequence[SampleContact],
    owner: str,
    random: Random,
    *,
    before: int | None = None,
) -> SamplePromise:
    noted_on = min(due, due if before is None else before) - random.randrange(2, 12)
    contact = 0 if contacts[0].until is None or noted_on < contacts[0].until else 1
    what = random.choice(phrases.PROMISED_BY_THEM if theirs else phrases.PROMISED_BY_US)
    minute = random.choice(_TIMES) if settled_on is None and random.random() < _WITH_TIME / 2 else None
    return SamplePromise(what, "them" if theirs else "us", due, noted_on, state, settled_on, contact, owner, minute)
