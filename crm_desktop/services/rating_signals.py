"""Reads the ratings as the detector wants them, and those that are a warning by themselves."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import TYPE_CHECKING

from crm_desktop.domain import noticing
from crm_desktop.domain.dates import day_from
from crm_desktop.domain.signals import Signal
from crm_desktop.storage.store import Store

if TYPE_CHECKING:
    from crm_desktop.domain.satisfaction import RatingHabits, Ratings


def packed(store: Store, ids: list[int], as_of: int, accounts: Collection[int] | None) -> Ratings:
    """The ratings of these accounts (``None``: all) up to a day, in the order of ``ids``."""
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


def low(store: Store, accounts: Collection[int], as_of: int) -> dict[int, Signal]:
    """The newest rating of each of these accounts where it is a warning, with who gave it and what they wrote."""
    newest = store.rows(
        """SELECT account_id, score, day, previous, comment, who FROM (
            SELECT r.account_id, r.score, r.day, r.comment, coalesce(c.name, '') AS who,
                lead(r.score) OVER newest_first AS previous, row_number() OVER newest_first AS place
            FROM rating r LEFT JOIN contact c ON c.id = r.contact_id
            WHERE r.account_id IN (SELECT value FROM json_each(?)) AND r.deleted_at IS NULL AND r.day <= ?
            WINDOW newest_first AS (PARTITION BY r.account_id ORDER BY r.day DESC, r.id DESC)
        ) WHERE place = 1""",
        (json.dumps(sorted(accounts)), as_of),
    )
    found = {}
    for account, score, day, previous, comment, who in newest:
        signal = noticing.low_rating(score, day_from(day), day_from(as_of), previous=previous, comment=comment, who=who)
        if signal:
            found[account] = signal
    return found


def falling(store: Store, accounts: Collection[int], as_of: int, habits: RatingHabits) -> dict[int, Signal]:
    """Those of these accounts whose ratings have fallen for good."""
    from crm_desktop.domain.satisfaction import measure_ratings

    ids = sorted(accounts)
    level = measure_ratings(packed(store, ids, as_of, ids), habits)
    return {ids[index]: signal for index, signal in noticing.falling_ratings(level).items()}
