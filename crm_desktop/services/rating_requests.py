"""Whom to ask for a rating: good customers of a year or more who were not asked for a year."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from crm_desktop.domain.dates import day_from, day_number, months_before
from crm_desktop.domain.signals import Standing
from crm_desktop.services import standings
from crm_desktop.storage.store import Store


class RatingRequest(NamedTuple):
    """An account worth asking; ``last_rated`` is ``None`` when it never rated us."""

    account: int
    name: str
    last_rated: date | None


class RatingRequests(NamedTuple):
    """The largest of them, and how many there are in all."""

    total: int
    first: tuple[RatingRequest, ...]


def due(store: Store, today: date, limit: int = 5) -> RatingRequests:
    """Accounts of tier A and B that bought over a span of 12 months or more and still buy, unrated for 12 months."""
    a_year_ago = day_number(months_before(today, 12))
    rows = store.rows(
        """SELECT a.id, a.name, r.rating_day, count(*) OVER () FROM standing s
        JOIN account a ON a.id = s.account_id AND a.deleted_at IS NULL AND a.archived = 0
        JOIN rhythm r ON r.account_id = a.id
        WHERE coalesce(nullif(a.tier, ''), s.tier) IN ('A', 'B') AND s.revenue > 0
        AND s.status <> :left
        AND (r.rating_day IS NULL OR r.rating_day < :a_year_ago)
        AND EXISTS (SELECT 1 FROM purchase p WHERE p.account_id = a.id AND p.day <= :a_year_ago
            AND p.deleted_at IS NULL AND p.refund = 0)
        ORDER BY s.revenue DESC, a.name_key LIMIT :limit""",
        {"a_year_ago": a_year_ago, "limit": limit, "left": standings.ORDER.index(Standing.LEFT)},
    )
    return RatingRequests(
        total=rows[0][3] if rows else 0,
        first=tuple(RatingRequest(row[0], row[1], None if row[2] is None else day_from(row[2])) for row in rows),
    )
