"""The list of Today: which accounts are worth a person's time, in which order, and what to do next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import IntEnum
from typing import NamedTuple

from crm_desktop.domain.changes import Changes
from crm_desktop.domain.dates import day_number
from crm_desktop.domain.signals import MAYBE_FROM
from crm_desktop.services import preferences, quiet_book, shown, standings, what_changed
from crm_desktop.services.attention_data import (
    AttentionRow,
    NextStep,
    Section,
    SectionTotal,
    Step,
    Summary,
    TodayList,
    as_json,
    stored_list,
)
from crm_desktop.services.attention_reading import attention_rows, next_expected, summary
from crm_desktop.storage.store import Store

__all__ = [
    "AttentionRow",
    "NextStep",
    "Section",
    "SectionTotal",
    "Step",
    "Summary",
    "TodayList",
    "account_row",
    "count_today",
    "keep_up",
    "show_more",
    "stored_list",
    "today_list",
]

# An account we have been in touch with needs some days to answer before it is worth the next call.
QUIET_AFTER_CONTACT = 7
# What is folded away is fetched so far; the counts tell the rest.
_MOST_ROWS = {"week": 300, "watching": 200}
# A change of more accounts than this is new data, not a day's work: today's choice is then made afresh.
_A_DAYS_WORK = 3


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
    listed = [what_changed.Listed(c.account, c.sure) for c in candidates if c.sure >= MAYBE_FROM]
    news = what_changed.look(store, today, listed, {c.account for c in open_now})
    moved = news.accounts if news else {}
    rows = attention_rows(store, placed, today)
    result = TodayList(
        day=today,
        size=chosen.day_size,
        rows=tuple(row._replace(change=moved.get(row.account)) for row in rows),
        totals={s: SectionTotal(len(cs), sum(c.revenue for c in cs)) for s, cs in sections.items()},
        summary=summary(store, chosen.currency),
        next_expected=next_expected(store, today),
        news=news.told if news else None,
        quiet_book=quiet_book.stored(store),
    )
    with store.derivation():
        shown.put(store, "today", as_json(result))
    return result


def count_today(store: Store, today: date) -> int:
    """How many accounts stand under For today, without reading any of them."""
    standings.bring_up_to_date(store, today)
    candidates = _candidates(store, today)
    picks = set(_picks(store, today, candidates, preferences.get(store).day_size))
    return sum(1 for c in candidates if c.account in picks and not c.handled)


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
    rows = attention_rows(store, {account: Section.WATCHING}, today)
    return rows[0] if rows else None


# -- choosing ------------------------------------------------------------------------------------


class Handled(IntEnum):
    """Whether somebody saw to an account: spoke with them, put them off, or said that they are not slipping."""

    NOT = 0
    TODAY = 1
    BEFORE = 2


class _Candidate(NamedTuple):
    account: int
    sure: float
    revenue: int
    handled: Handled


def _candidates(store: Store, today: date) -> list[_Candidate]:
    """Every account with a signal in the order of the list: revenue x how sure, then how sure."""
    day = day_number(today)
    off, not_yet = _put_off(store, day), Handled.NOT
    rows = store.rows(
        """SELECT account_id, probability, revenue, iif(last_contact > :quiet, (
            SELECT min(i.day) FROM interaction i WHERE i.account_id = s.account_id AND i.day > :quiet AND i.day <= :day
            AND i.kind IN ('call', 'visit', 'email', 'message') AND i.direction <> 'in' AND i.deleted_at IS NULL), NULL)
        FROM standing s WHERE noticed = 1 AND revenue > 0 ORDER BY stake DESC, probability DESC, account_id""",
        {"day": day, "quiet": day - QUIET_AFTER_CONTACT},
    )
    return [
        _Candidate(
            account, sure, revenue, _handled(off.get(account), spoken, day) if spoken or account in off else not_yet
        )
        for account, sure, revenue, spoken in rows
    ]


def _handled(put_off: int | None, spoken: int | None, day: int) -> Handled:
    """By the first day on which somebody saw to it that still holds."""
    first = min(each for each in (put_off, spoken) if each is not None)
    return Handled.BEFORE if first < day else Handled.TODAY


def _put_off(store: Store, day: int) -> dict[int, int]:
    """The accounts that are snoozed or said not to be slipping, and the first day on which that was said."""
    return dict(
        store.rows(
            """SELECT account_id, min(set_on) FROM (
                SELECT account_id, set_on, until FROM snooze WHERE deleted_at IS NULL
                UNION ALL SELECT account_id, set_on, until_day FROM correction
                WHERE kind = 'not_slipping' AND deleted_at IS NULL
            ) WHERE until > :day AND set_on <= :day GROUP BY account_id""",
            {"day": day},
        )
    )


def _picks(store: Store, today: date, candidates: Sequence[_Candidate], size: int) -> list[int]:
    """Today's accounts, chosen once a day: what is worked off is not filled up again.

    What was worked off before the choice was made is part of the day too: the choice is the same whenever it is made,
    and the list of a past day is the one that was seen.
    """
    stored = shown.get(store, "picks")
    picks: list[int] = stored["accounts"] if stored and stored["day"] == today.isoformat() else []
    if len(picks) < size:
        new = [
            c.account
            for c in candidates
            if c.handled != Handled.BEFORE and c.sure >= MAYBE_FROM and c.account not in picks
        ]
        if new:
            picks = [*picks, *new[: size - len(picks)]]
            with store.derivation():
                shown.put(store, "picks", {"day": today.isoformat(), "accounts": picks})
    return picks
