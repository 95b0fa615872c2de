"""Reads the full rows of the list of Today, and the figures above it."""

from __future__ import annotations

import json
from array import array
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from crm_desktop.domain.dates import day_from, day_number
from crm_desktop.domain.kinds import Tier
from crm_desktop.domain.signals import MAYBE_FROM, Signal, SignalKind, Standing
from crm_desktop.domain.whose_silence import whose_silence
from crm_desktop.services import corrections, quiet_book, standings
from crm_desktop.services.attention_data import AttentionRow, NextStep, Section, Step, Summary
from crm_desktop.services.corrections import Correction, CorrectionKind
from crm_desktop.storage.store import Store

_STRIP_DAYS = 365
_LEFT = standings.ORDER.index(Standing.LEFT)


def attention_rows(store: Store, placed: dict[int, Section], today: date) -> list[AttentionRow]:
    """The full rows of some accounts, in the order of the list."""
    day = day_number(today)
    chosen = json.dumps(list(placed))
    contacts: dict[int, list[int]] = {}
    for account, contact_day in store.rows(
        """SELECT DISTINCT account_id, day FROM interaction WHERE account_id IN (SELECT value FROM json_each(?))
        AND day BETWEEN ? AND ? AND kind <> 'note' AND deleted_at IS NULL ORDER BY account_id, day""",
        (chosen, day - _STRIP_DAYS, day),
    ):
        contacts.setdefault(account, []).append(contact_day)
    people = _main_people(store, chosen)
    told = corrections.of_accounts(store, placed, today)
    rows = store.rows(
        """SELECT a.id, a.name, coalesce(nullif(a.tier, ''), s.tier), s.signals, s.probability, s.revenue, s.stake,
            s.status, r.rating, r.rating_before, r.days, r.amounts, s.usual_gap, a.phone, a.email
        FROM account a JOIN standing s ON s.account_id = a.id JOIN rhythm r ON r.account_id = a.id
        WHERE a.id IN (SELECT value FROM json_each(?)) AND a.deleted_at IS NULL""",
        (chosen,),
    )
    found = {
        row[0]: _attention_row(row, placed, contacts.get(row[0], []), people.get(row[0]), told.get(row[0], []), day)
        for row in rows
    }
    quiet = quiet_book.stored(store) is not None
    return [
        row._replace(whose=whose_silence(row.signals, quiet_book=quiet))
        for row in (found[account] for account in placed if account in found)
    ]


def _attention_row(
    row: Any,
    placed: dict[int, Section],
    contacts: list[int],
    person: tuple[str, str, str] | None,
    told: Sequence[Correction],
    day: int,
) -> AttentionRow:
    (
        account,
        name,
        tier,
        signals_text,
        sure,
        revenue,
        stake,
        status,
        rating,
        before,
        days,
        amounts,
        gap,
        phone,
        email,
    ) = row
    orders = [(d, a) for d, a in zip(array("i", days), array("q", amounts), strict=True) if a >= 0 and d <= day]
    signals = tuple(Signal.from_json(stored) for stored in json.loads(signals_text))
    learned_from = max((day_number(each.from_day) for each in told if each.from_day), default=day_number(date.min))
    return AttentionRow(
        account=account,
        name=name,
        tier=Tier(tier),
        section=placed[account],
        signals=signals,
        probability=sure,
        revenue=revenue,
        stake=stake,
        status=standings.ORDER[status],
        rating=rating,
        rating_before=before,
        last_contact=day_from(contacts[-1]) if contacts else None,
        next_step=_next_step(signals, person, phone, email),
        orders=tuple((d, a) for d, a in orders if d > day - _STRIP_DAYS),
        contacts=tuple(contacts),
        usual_gap=gap,
        last_order=orders[-1][0] if orders else None,
        purchases=sum(d >= learned_from for d, _ in orders),
        told=tuple(told),
    )


def _main_people(store: Store, chosen: str) -> dict[int, tuple[str, str, str]]:
    """The person we talk to most at each account: name, phone, e-mail."""
    return {
        account: (name, phone, email)
        for account, name, phone, email, _ in store.rows(
            """SELECT f.account_id, c.name, c.phone, c.email,
                max((SELECT count(*) FROM interaction i WHERE i.contact_id = c.id AND i.deleted_at IS NULL))
            FROM affiliation f JOIN contact c ON c.id = f.contact_id AND c.deleted_at IS NULL
            WHERE f.account_id IN (SELECT value FROM json_each(?)) AND f.until IS NULL GROUP BY f.account_id""",
            (chosen,),
        )
    }


def _next_step(signals: Sequence[Signal], person: tuple[str, str, str] | None, phone: str, email: str) -> NextStep:
    """Call where there is a number, write where there is only an address; ask when they still come but less."""
    name, own_phone, own_email = person or ("", "", "")
    phone, email = own_phone or phone, own_email or email
    if signals and signals[0].kind in (SignalKind.SHRINKING, SignalKind.GAPS_GROWING, SignalKind.NARROWING):
        step = Step.ASK
    elif phone or (name and not email):
        step = Step.CALL
    elif email:
        step = Step.EMAIL
    else:
        step = Step.PERSON
    return NextStep(step, name, phone, email)


def summary(store: Store, today: date, currency: str) -> Summary:
    now, before = _newest_scores(store, today), _newest_scores(store, today - timedelta(days=91))
    walk_away, revenue = store.row(
        "SELECT coalesce(sum(iif(probability >= ?, stake, 0)), 0), coalesce(sum(max(revenue, 0)), 0) FROM standing "
        "WHERE status <> ?",
        (MAYBE_FROM, _LEFT),
    )
    return Summary(
        rated=len(now),
        satisfied_share=_share_satisfied(now),
        satisfied_share_before=_share_satisfied(before) if before else None,
        advocates=sum(score >= 9 for score in now),
        at_risk=sum(score < 7 for score in now),
        could_walk_away=round(walk_away),
        revenue=revenue,
        currency=currency,
        accounts=store.value("SELECT count(*) FROM account WHERE deleted_at IS NULL AND archived = 0"),
    )


def _newest_scores(store: Store, day: date) -> list[float]:
    """The newest score of every account that was rated in the year up to a day."""
    rows = store.rows(
        """SELECT r.score, max(r.day * 1e7 + r.id * 1e-19) FROM rating r
        JOIN account a ON a.id = r.account_id AND a.deleted_at IS NULL AND a.archived = 0
        WHERE r.day BETWEEN :first AND :day AND r.deleted_at IS NULL AND r.account_id NOT IN (
            SELECT account_id FROM correction WHERE kind = :left AND set_on <= :day AND deleted_at IS NULL)
        GROUP BY r.account_id""",
        {"first": day_number(day) - 364, "day": day_number(day), "left": CorrectionKind.LEFT},
    )
    return [score for score, _ in rows]


def _share_satisfied(scores: Sequence[float]) -> float:
    return sum(score >= 7 for score in scores) / len(scores) if scores else 0.0


def next_expected(store: Store, today: date) -> tuple[str, date] | None:
    """The account whose next order we expect first, and when; none whose clock stands still for months."""
    row = store.row(
        """SELECT a.name, s.usual_gap - s.silence FROM standing s JOIN account a ON a.id = s.account_id
        WHERE s.usual_gap >= s.silence AND s.status <> ? AND s.account_id NOT IN (
            SELECT account_id FROM correction WHERE kind = ? AND deleted_at IS NULL)
        ORDER BY s.usual_gap - s.silence, s.revenue DESC LIMIT 1""",
        (standings.ORDER.index(Standing.LEARNING), CorrectionKind.PAUSE),
    )
    return (row[0], today + timedelta(days=round(row[1]))) if row else None
