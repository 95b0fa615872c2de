"""Decides which account or person of the workspace every row of a file is, before any row is taken.

By number, e-mail, phone, domain and name. What has a row of its own (by its number or its exact name) is meant by that
row alone; the others are found by what is left, round after round until nothing changes. Because a row's account bears
the row's name afterwards, the same file finds the same accounts again, and importing it twice changes nothing.
"""

from __future__ import annotations

from collections.abc import Hashable
from enum import StrEnum
from typing import NamedTuple

from crm_desktop.services.importing.settings import Mode

_MOST_ROUNDS = 100


class By(StrEnum):
    """What something was found by."""

    ID = "id"
    NAME = "name"
    EMAIL = "e-mail"
    PHONE = "phone"
    DOMAIN = "domain"
    ALIKE = "spelling"
    NOTHING = "nothing"
    SEVERAL = "several"


class Clue(NamedTuple):
    """What one thing told in a row (an e-mail address, say) fits in the workspace."""

    by: By
    fits: frozenset[int]


class Wanted(NamedTuple):
    """What a row tells about whom it means. ``exact``: those of this very name; ``certain``: the one of its number."""

    certain: int | None
    exact: tuple[int, ...]
    clues: tuple[Clue, ...]


class Found(NamedTuple):
    """What a row means: an id, or ``None``. ``other``: what another thing in the row points at instead."""

    id: int | None
    by: By
    other: Clue | None = None


def resolve(wanted: dict[Hashable, Wanted]) -> dict[Hashable, Found]:
    """By key of a row what it means; the keys in the order of the file."""
    found: dict[Hashable, Found] = {}
    open_: dict[Hashable, Wanted] = {}
    claimed: set[int] = set()
    for key, want in wanted.items():
        if (sure := _sure(want)) is not None:
            found[key] = sure
            if sure.id is not None:
                claimed.add(sure.id)
        else:
            open_[key] = want
    _by_clues(open_, found, claimed)
    for key, want in open_.items():
        # What fits is meant by rows of its own, or fits several.
        left = next((clue for clue in want.clues if clue.fits), None)
        found[key] = Found(None, By.NOTHING, left)
    return found


def _sure(want: Wanted) -> Found | None:
    """What the number or the very name tells; ``None`` where neither tells anything."""
    if want.certain is not None:
        other = frozenset(want.exact) - {want.certain}
        return Found(want.certain, By.ID, Clue(By.NAME, other) if other else None)
    if len(want.exact) == 1:
        only = want.exact[0]
        strong = (clue for clue in want.clues if clue.by in (By.EMAIL, By.PHONE))
        return Found(only, By.NAME, next((c for c in strong if c.fits and only not in c.fits), None))
    if want.exact:
        for clue in want.clues:
            both = clue.fits & frozenset(want.exact)
            if len(both) == 1:
                return Found(next(iter(both)), clue.by)
        return Found(None, By.SEVERAL, Clue(By.NAME, frozenset(want.exact)))
    return None


def _by_clues(open_: dict[Hashable, Wanted], found: dict[Hashable, Found], claimed: set[int]) -> None:
    """Moves to ``found`` whom a clue fits alone of those that no other row means.

    First by the strongest clue of all rows; what a weaker one claims can leave only one for a stronger one.
    """
    telling = {key: want for key, want in open_.items() if any(clue.fits for clue in want.clues)}
    places = range(max((len(want.clues) for want in telling.values()), default=0))
    for _ in range(_MOST_ROUNDS):
        if not any(_by_clue(place, telling, found, claimed) for place in places):
            break
    for key in found:
        open_.pop(key, None)


def _by_clue(place: int, telling: dict[Hashable, Wanted], found: dict[Hashable, Found], claimed: set[int]) -> bool:
    before = len(telling)
    for key, clue in [(key, want.clues[place]) for key, want in telling.items() if place < len(want.clues)]:
        free = clue.fits - claimed
        if len(free) == 1:
            (only,) = free
            found[key] = Found(only, clue.by)
            claimed.add(only)
            del telling[key]
    return len(telling) < before


def creates(mode: Mode | None) -> bool:
    """Unknown accounts and people are created."""
    return mode is not Mode.UPDATE


def overwrites(mode: Mode | None) -> bool:
    """What the file says goes before what is known."""
    return mode in (Mode.UPDATE, Mode.BOTH)
