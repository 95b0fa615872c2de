"""The list of Today: which accounts are worth a person's time, in which order, and what to do next."""

from __future__ import annotations

import json
from array import array
from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from crm_desktop.domain.changes import Changes
from crm_desktop.domain.dates import day_from, day_number
from crm_desktop.domain.entities import Tier
from crm_desktop.domain.signals import MAYBE_FROM, Signal, SignalKind, Standing
from crm_desktop.services import preferences, shown, standings
from crm_desktop.storage.store import Store

# An account we have been in touch with needs some days to answer before it is worth the next call.
QUIET_AFTER_CONTACT = 7
# What is folded away is fetched so far; the counts tell the rest.
_MOST_ROWS = {"week": 300, "watching": 200}
_STRIP_DAYS = 365
# A change of more accounts than this is new data, not a day's work: today's choice is then made afresh.
_A_DAYS_WORK = 3


class Section(StrEnum):
    """Where a row stands."""

    TODAY = "today"
    WEEK = "week"
    WATCHING = "watching"


class Step(StrEnum):
    """What to do next."""

    CALL = "call"
    EMAIL = "email"
    ASK = "ask"
    PERSON = "person"


class NextStep(NamedTuple):
    """What to do next, and with whom."""

    step: Step
    person: str
    phone: str
    email: str


class AttentionRow(NamedTuple):
    """One account, its signals strongest first, and the figures that order it. Money in minor units."""

    account: int
    name: str
    tier: Tier
    section: Section
    signals: tuple[Signal, ...]
    probability: float
    revenue: int
    stake: float
    status: Standing
    rating: float | None
    rating_before: float | None
    last_contact: date | None
    next_step: NextStep
    orders: tuple[tuple[int, int], ...]
    """(day number, minor units) of the last 12 months."""
    contacts: tuple[int, ...]
    """Day numbers of the last 12 months on which we were in touch."""
    usual_gap: float | None
    last_order: int | None
    """Day number."""
    purchases: int


class Summary(NamedTuple):
    """The line above the list. ``could_walk_away`` = sum of revenue x how sure; 12 months, minor units."""

    rated: int
    satisfied_share: float
    satisfied_share_before: float | None
    """The same three months earlier."""
    advocates: int
    at_risk: int
    could_walk_away: int
    revenue: int
    currency: str
    accounts: int


class SectionTotal(NamedTuple):
    """How many accounts a section holds, also those not fetched, and the revenue they stand for."""

    accounts: int
    revenue: int


class TodayList(NamedTuple):
    """What Today shows."""

    day: date
    size: int
    rows: tuple[AttentionRow, ...]
    totals: dict[Section, SectionTotal]
    summary: Summary
    next_expected: tuple[str, date] | None

    def section(self, section: Section) -> list[AttentionRow]:
        """The rows of one section, in order."""
        return [row for row in self.rows if row.section == section]


def keep_up(store: Store, changes: Changes) -> None:
    """Keeps standings true inside the operation; new data makes today's choice anew."""
    standings.keep_up(store, changes)
    many = changes.accounts is None or len(changes.accounts) > _A_DAYS_WORK
    if changes.touches("setting") or many:
        shown.put(store, "picks", None)


def today_list(store: Store, today: date) -> TodayList:
    """The list as of ``today``, brought up to date first; kept for the next start."""
    standings.bring_up_to_date(store, today)
    chosen = preferences.get(store)
    candidates = _candidates(store, today)
    picks = _picks(store, today, candidates, chosen.day_size)
    open_now = [c for c in candidates if not c.handled]
    sections = {
        Section.TODAY: [c for c in open_now if c.account in picks],
        Section.WEEK: [c for c in open_now if c.account not in picks and c.sure >= MAYBE_FROM],
        Section.WATCHING: [c for c in open_now if c.account not in picks and c.sure < MAYBE_FROM],
    }
    placed = {c.account: s for s, cs in sections.items() for c in cs[: _MOST_ROWS.get(s, len(cs))]}
    result = TodayList(
        day=today,
        size=chosen.day_size,
        rows=tuple(_attention_rows(store, placed, today)),
        totals={s: SectionTotal(len(cs), sum(c.revenue for c in cs)) for s, cs in sections.items()},
        summary=_summary(store, today, chosen.currency),
        next_expected=_next_expected(store, today),
    )
    with store.derivation():
        shown.put(store, "today", _as_json(result))
    return result


def count_today(store: Store, today: date) -> int:
    """How many accounts stand under For today, without reading any of them."""
    standings.bring_up_to_date(store, today)
    candidates = _candidates(store, today)
    picks = set(_picks(store, today, candidates, preferences.get(store).day_size))
    return sum(1 for c in candidates if c.account in picks and not c.handled)


def stored_list(store: Store, today: date) -> TodayList | None:
    """What Today showed last on this day, without working anything out; ``None`` when it has changed since."""
    if not standings.is_current(store, today):
        return None
    stored = shown.get(store, "today")
    return _from_json(stored) if stored and stored["day"] == today.isoformat() else None


def show_more(store: Store, today: date, more: int = 5) -> None:
    """Lets so many more of the ranked accounts into For today."""
    standings.bring_up_to_date(store, today)
    candidates = _candidates(store, today)
    picks = _picks(store, today, candidates, preferences.get(store).day_size)
    further = [c.account for c in candidates if not c.handled and c.account not in picks and c.sure >= MAYBE_FROM]
    with store.derivation():
        shown.put(store, "picks", {"day": today.isoformat(), "accounts": [*picks, *further[:more]]})


def account_row(store: Store, account: int, today: date) -> AttentionRow | None:
    """One account as the list would show it, also when it has no signal; ``None`` when it is gone."""
    standings.bring_up_to_date(store, today)
    rows = _attention_rows(store, {account: Section.WATCHING}, today)
    return rows[0] if rows else None


# -- choosing ------------------------------------------------------------------------------------


class _Candidate(NamedTuple):
    account: int
    sure: float
    revenue: int
    handled: bool


def _candidates(store: Store, today: date) -> list[_Candidate]:
    """Every account with a signal in the order of the list: revenue x how sure, then how sure."""
    day = day_number(today)
    rows = store.rows(
        """SELECT s.account_id, s.probability, s.revenue,
            EXISTS (SELECT 1 FROM snooze z WHERE z.account_id = s.account_id AND z.until > :day AND z.set_on <= :day
                AND z.deleted_at IS NULL)
            OR EXISTS (SELECT 1 FROM interaction i WHERE i.account_id = s.account_id
                AND i.day > :quiet AND i.day <= :day AND i.kind IN ('call', 'visit', 'email', 'message')
                AND i.direction <> 'in' AND i.deleted_at IS NULL)
        FROM standing s JOIN account a ON a.id = s.account_id AND a.deleted_at IS NULL AND a.archived = 0
        WHERE s.signals <> '[]' AND s.revenue > 0
        ORDER BY s.stake DESC, s.probability DESC, s.account_id""",
        {"day": day, "quiet": day - QUIET_AFTER_CONTACT},
    )
    return [_Candidate(account, sure, revenue, bool(handled)) for account, sure, revenue, handled in rows]


def _picks(store: Store, today: date, candidates: Sequence[_Candidate], size: int) -> list[int]:
    """Today's accounts, chosen once a day: what is worked off is not filled up again."""
    stored = shown.get(store, "picks")
    picks: list[int] = stored["accounts"] if stored and stored["day"] == today.isoformat() else []
    if len(picks) < size:
        new = [c.account for c in candidates if not c.handled and c.sure >= MAYBE_FROM and c.account not in picks]
        if new:
            picks = [*picks, *new[: size - len(picks)]]
            with store.derivation():
                shown.put(store, "picks", {"day": today.isoformat(), "accounts": picks})
    return picks


# -- reading -------------------------------------------------------------------------------------


def _attention_rows(store: Store, placed: dict[int, Section], today: date) -> list[AttentionRow]:
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
    rows = store.rows(
        """SELECT a.id, a.name, coalesce(nullif(a.tier, ''), s.tier), s.signals, s.probability, s.revenue, s.stake,
            s.status, r.rating, r.rating_before, r.days, r.amounts, s.usual_gap, a.phone, a.email
        FROM account a JOIN standing s ON s.account_id = a.id JOIN rhythm r ON r.account_id = a.id
        WHERE a.id IN (SELECT value FROM json_each(?)) AND a.deleted_at IS NULL""",
        (chosen,),
    )
    found = {row[0]: _attention_row(row, placed, contacts.get(row[0], []), people.get(row[0]), day) for row in rows}
    return [found[account] for account in placed if account in found]


def _attention_row(
    row: Any, placed: dict[int, Section], contacts: list[int], person: tuple[str, str, str] | None, day: int
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
        purchases=len(orders),
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
    if signals and signals[0].kind in (SignalKind.SHRINKING, SignalKind.GAPS_GROWING):
        step = Step.ASK
    elif phone or (name and not email):
        step = Step.CALL
    elif email:
        step = Step.EMAIL
    else:
        step = Step.PERSON
    return NextStep(step, name, phone, email)


def _summary(store: Store, today: date, currency: str) -> Summary:
    now, before = _newest_scores(store, today), _newest_scores(store, today - timedelta(days=91))
    walk_away, revenue = store.row(
        "SELECT coalesce(sum(iif(probability >= ?, stake, 0)), 0), coalesce(sum(max(revenue, 0)), 0) FROM standing",
        (MAYBE_FROM,),
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
        """SELECT r.score, max(r.day * 1e7 + r.rowid * 1e-19) FROM rating r
        JOIN account a ON a.id = r.account_id AND a.deleted_at IS NULL AND a.archived = 0
        WHERE r.day BETWEEN ? AND ? AND r.deleted_at IS NULL GROUP BY r.account_id""",
        (day_number(day) - 364, day_number(day)),
    )
    return [score for score, _ in rows]


def _share_satisfied(scores: Sequence[float]) -> float:
    return sum(score >= 7 for score in scores) / len(scores) if scores else 0.0


def _next_expected(store: Store, today: date) -> tuple[str, date] | None:
    """The account whose next order we expect first, and when."""
    row = store.row(
        """SELECT a.name, s.usual_gap - s.silence FROM standing s JOIN account a ON a.id = s.account_id
        WHERE s.usual_gap >= s.silence AND s.status <> ? ORDER BY s.usual_gap - s.silence, s.revenue DESC LIMIT 1""",
        (standings.ORDER.index(Standing.LEARNING),),
    )
    return (row[0], today + timedelta(days=round(row[1]))) if row else None


# -- keeping -------------------------------------------------------------------------------------


def _as_json(listed: TodayList) -> dict[str, Any]:
    """Only what is open at the start is kept whole: For today, and the head of the rest."""
    kept = [*listed.section(Section.TODAY), *listed.section(Section.WEEK)[:20]]
    return {
        "day": listed.day.isoformat(),
        "size": listed.size,
        "rows": [
            {
                **row._asdict(),
                "signals": [signal.as_json() for signal in row.signals],
                "last_contact": row.last_contact and row.last_contact.isoformat(),
            }
            for row in kept
        ],
        "totals": listed.totals,
        "summary": listed.summary,
        "next_expected": listed.next_expected and (listed.next_expected[0], listed.next_expected[1].isoformat()),
    }


def _from_json(stored: dict[str, Any]) -> TodayList:
    expected = stored["next_expected"]
    return TodayList(
        day=date.fromisoformat(stored["day"]),
        size=stored["size"],
        rows=tuple(_row_from_json(row) for row in stored["rows"]),
        totals={Section(key): SectionTotal(*value) for key, value in stored["totals"].items()},
        summary=Summary(*stored["summary"]),
        next_expected=expected and (expected[0], date.fromisoformat(expected[1])),
    )


def _row_from_json(row: dict[str, Any]) -> AttentionRow:
    return AttentionRow(
        **{
            **row,
            "tier": Tier(row["tier"]),
            "section": Section(row["section"]),
            "signals": tuple(Signal.from_json(signal) for signal in row["signals"]),
            "status": Standing(row["status"]),
            "last_contact": row["last_contact"] and date.fromisoformat(row["last_contact"]),
            "next_step": NextStep(Step(row["next_step"][0]), *row["next_step"][1:]),
            "orders": tuple((day, amount) for day, amount in row["orders"]),
            "contacts": tuple(row["contacts"]),
        }
    )
