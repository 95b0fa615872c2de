"""How satisfied an account is: its ratings over the years, and the ones that should worry us."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from crm_desktop.domain.sample import phrases
from crm_desktop.domain.sample.plan import Size
from crm_desktop.domain.sample.records import Cause, Opinion, Pattern, SampleRating
from crm_desktop.domain.sample.rhythms import Ordering, workday

TOUCHPOINTS = ("delivery", "invoice", "support", "visit")
DIMENSIONS = ("keeps_promises", "answers_fast", "knows_the_job", "cares", "goods_and_papers")
_EVERY = {"A": 85, "B": 140, "C": 230}
"""Days between ratings, by size."""
_LEVEL = {Opinion.ADVOCATE: 9.4, Opinion.SATISFIED: 8.1, Opinion.MIXED: 7.4, Opinion.NEVER_RATED: 8.0}
_TOUCH = {"delivery": 0.1, "invoice": -0.3, "support": -0.2, "visit": 0.3}
_FORGIVEN = 0.6
"""By how much a complaint that was settled well leaves an account more content than it was before."""
_WELL = 7
"""Whoever is well has rated at least this the last time, so that every low rating still standing is meant."""


def opinion_of(pattern: Pattern, size: Size, random: Random) -> Opinion:
    """How this account feels about us while nothing goes wrong."""
    chance = random.random()
    rated = {"A": 0.85, "B": 0.7, "C": 0.58}[size.tier]
    if pattern in (Pattern.RATING_FALL, Pattern.LOW_RATING):
        return Opinion.ADVOCATE if chance < 0.4 else Opinion.SATISFIED
    if pattern is Pattern.NEW:
        rated = 0.3
    if chance >= rated:
        return Opinion.NEVER_RATED
    chance /= rated
    return Opinion.ADVOCATE if chance < 0.3 else Opinion.SATISFIED if chance < 0.92 else Opinion.MIXED


def ratings(
    *,
    pattern: Pattern,
    cause: Cause,
    opinion: Opinion,
    size: Size,
    ordering: Ordering,
    contact_for: Callable[[str, int], int],
    today: int,
    random: Random,
) -> list[SampleRating]:
    """Every rating of one account, oldest first."""
    if opinion is Opinion.NEVER_RATED:
        return []
    draw = random.random
    every = _EVERY[size.tier] * size.quiet
    if pattern in (Pattern.RATING_FALL, Pattern.LOW_RATING):
        every = min(every, 75)
    level, weak = _LEVEL[opinion], DIMENSIONS[int(draw() * len(DIMENSIONS))]
    turn, last_order = ordering.changed_on, ordering.days[-1]
    falls = pattern is Pattern.RATING_FALL and turn is not None
    until = last_order + 25 if pattern in (Pattern.SILENT, Pattern.LAPSED) else today
    if pattern is Pattern.LOW_RATING and turn is not None:
        until = turn
    rows: list[SampleRating] = []
    day = ordering.days[0] + 5 + int(draw() * (12 if pattern is Pattern.NEW else every))
    while day < min(until, today):
        on = workday(day)
        fallen = falls and turn is not None and day >= turn
        touchpoint = TOUCHPOINTS[int(draw() ** 1.4 * len(TOUCHPOINTS))]
        dimension = DIMENSIONS[int(draw() * len(DIMENSIONS))] if draw() < 0.4 else ""
        value = level + _TOUCH[touchpoint] - (0.4 if dimension == weak else 0.0) + random.gauss(0, 0.5)
        if fallen:
            value -= 2.4
        least = 3 if fallen else 5
        if ordering.hole is not None and on > ordering.hole[1]:
            value += _FORGIVEN
        score = min(max(round(value), least), 10)
        if ordering.hole is not None and -10 < on - ordering.hole[0] < 60:
            score = min(score, 6)
        if on < today:
            rows.append(_row(on, score, touchpoint, dimension, contact_for, random, fading=fallen))
        day += round((18 if fallen else every) * (0.65 + 0.7 * draw()))
    if rows and not falls and rows[-1].score < _WELL:
        rows[-1] = rows[-1]._replace(score=_WELL, comment="")
    if pattern is Pattern.LOW_RATING and turn is not None:
        touchpoint = random.choice(TOUCHPOINTS)
        rows.append(_row(turn, random.choice((2, 3, 3, 4, 4, 5)), touchpoint, "", contact_for, random, comment=True))
    elif cause is Cause.LATE_DELIVERY and draw() < 0.6:
        on = min(workday(last_order + random.randrange(10, 15)), today - 1)
        rows = [row for row in rows if row.day < on]
        rows.append(
            _row(on, random.choice((3, 4, 4, 5)), "delivery", "keeps_promises", contact_for, random, comment=True)
        )
    return rows


def _row(
    day: int,
    score: int,
    touchpoint: str,
    dimension: str,
    contact_for: Callable[[str, int], int],
    random: Random,
    *,
    fading: bool = False,
    comment: bool = False,
) -> SampleRating:
    said = ""
    if comment or random.random() < 0.35:
        if fading:
            said = random.choice(phrases.FADING)
        elif score <= 6:
            said = random.choice(phrases.UNHAPPY[touchpoint])
        else:
            said = random.choice(phrases.HAPPY if score >= 9 else phrases.CONTENT)
    department = {"delivery": "Delivery", "invoice": "Billing"}.get(touchpoint, "Sales")
    return SampleRating(day, score, contact_for(department, day), touchpoint, dimension, said)
