"""The list of Today: which accounts are worth a person's time, in which order, and what to do next."""

from __future__ import annotations

from datetime import date
from enum import IntEnum
from typing import TYPE_CHECKING, NamedTuple

from crm_desktop.domain.changes import Changes
from crm_desktop.domain.dates import day_number
from crm_desktop.domain.signals import MAYBE_FROM, Standing
from crm_desktop.services import habits, kept_verdicts, preferences, quiet_book, shown, standings, what_changed
from crm_desktop.services.attention_data import (
    HEAD_OF_WEEK,
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
from crm_desktop.services.packed import among
from crm_desktop.services.verdicts import Verdicts
from crm_desktop.storage.store import Store

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

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

# What is folded away is fetched so far; the counts tell the rest.
_MOST_ROWS = {"week": 300, "watching": 200}
_AT_THE_START = {"week": HEAD_OF_WEEK, "watching": 0}
_LEARNING = standings.ORDER.index(Standing.LEARNING)
# A change of more accounts than this is new data, not a day's work: today's choice is then made afresh.
_A_DAYS_WORK = 3


def keep_up(store: Store, changes: Changes) -> None:
    """Keeps standings true inside the operation; new data makes today's choice anew."""
    standings.keep_up(store, changes)
    many = changes.accounts is None or len(changes.accounts) > _A_DAYS_WORK
    if changes.touches("setting") or many:
        shown.put(store, "picks", None)


def today_list(store: Store, today: date, *, whole: bool = True, every: bool = False) -> TodayList:
    """The list as of ``today``, brought up to date first; kept for the next start.

    ``every``: also the rows behind those that are fetched for the screen.
    Not ``whole``: only what is seen at the start. Of what is folded hardly any row is read, and what other lists of
    accounts are sorted and filtered by waits for ``standings.bring_up_to_date``.
    """
    import numpy as np

    if whole:
        standings.bring_up_to_date(store, today)
    chosen, verdicts = preferences.get(store), standings.of_day(store, today)
    found = _candidates(store, verdicts, today)
    picks = _picks(store, today, found, chosen.day_size)
    open_now, maybe, picked = found.handled == Handled.NOT, found.sure >= MAYBE_FROM, np.isin(found.account, picks)
    sections = {
        Section.TODAY: np.flatnonzero(open_now & picked),
        Section.WEEK: np.flatnonzero(open_now & ~picked & maybe),
        Section.WATCHING: np.flatnonzero(open_now & ~picked & ~maybe),
    }
    most = {} if every else _MOST_ROWS if whole else _AT_THE_START
    placed = {
        account: section
        for section, at in sections.items()
        for account in found.account[at[: most.get(section, len(at))]].tolist()
    }
    result = TodayList(
        day=today,
        size=chosen.day_size,
        rows=tuple(attention_rows(store, verdicts, placed, today)),
        totals={section: SectionTotal(len(at), int(found.revenue[at].sum())) for section, at in sections.items()},
        summary=summary(verdicts, chosen.currency),
        next_expected=next_expected(store, verdicts, today),
        quiet_book=quiet_book.stored(store),
        whole=whole or len(placed) == sum(map(len, sections.values())),
    )
    with store.derivation():
        _keep_picks(store, today, picks)
        at = np.flatnonzero(maybe)
        listed = what_changed.Listed(found.account[at], found.sure[at], open_now[at])
        if news := what_changed.look(store, today, listed, verdicts):
            rows = tuple(row._replace(change=news.accounts.get(row.account)) for row in result.rows)
            result = result._replace(rows=rows, news=news.told)
        shown.put(store, "today", as_json(result))
    return result


def count_today(store: Store, today: date) -> int:
    """How many accounts stand under For today, without reading any of them."""
    import numpy as np

    found, picks = _chosen(store, today)
    return int((np.isin(found.account, picks) & (found.handled == Handled.NOT)).sum())


def show_more(store: Store, today: date, more: int = 5) -> None:
    """Lets so many more of the ranked accounts into For today."""
    import numpy as np

    found, picks = _chosen(store, today)
    further = (found.handled == Handled.NOT) & (found.sure >= MAYBE_FROM) & ~np.isin(found.account, picks)
    with store.derivation():
        _keep_picks(store, today, [*picks, *found.account[further][:more].tolist()])


def account_row(store: Store, account: int, today: date) -> AttentionRow | None:
    """One account as the list would show it, also when it has no signal; ``None`` when it is gone."""
    standings.bring_up_to_date(store, today)
    rows = attention_rows(store, kept_verdicts.read(store, [account]), {account: Section.WATCHING}, today)
    return rows[0] if rows else None


# -- choosing ------------------------------------------------------------------------------------


class Handled(IntEnum):
    """Whether somebody saw to an account: spoke with them, put them off, or said that they are not slipping."""

    NOT = 0
    TODAY = 1
    BEFORE = 2


class _Candidates(NamedTuple):
    """Every account with a signal in the order of the list: revenue x how sure, then how sure. An array each."""

    account: NDArray[np.int64]
    sure: NDArray[np.float64]
    revenue: NDArray[np.int64]
    handled: NDArray[np.uint8]
    """What ``Handled`` counts."""
    learning: NDArray[np.bool_]
    """Still learning: in For today only when somebody asks for more."""


def _chosen(store: Store, today: date) -> tuple[_Candidates, list[int]]:
    """The candidates of a day that is brought up to date first, and which of them are today's."""
    found = _candidates(store, standings.of_day(store, today), today)
    return found, _picks(store, today, found, preferences.get(store).day_size)


def _candidates(store: Store, verdicts: Verdicts, today: date) -> _Candidates:
    import numpy as np

    columns = verdicts.columns
    at = np.flatnonzero(columns["noticed"] & (columns["revenue"] > 0))
    at = at[_from_the_top(columns["stake"][at], columns["probability"][at])]
    handled = _handled(store, verdicts, day_number(today))
    learning = columns["status"][at] == _LEARNING
    return _Candidates(verdicts.ids[at], columns["probability"][at], columns["revenue"][at], handled[at], learning)


def _handled(store: Store, verdicts: Verdicts, day: int) -> NDArray[np.uint8]:
    """By the first day on which somebody saw to each account that still holds."""
    import numpy as np

    ids, spoken = verdicts.ids, verdicts.columns["last_spoken"]
    handled: NDArray[np.uint8] = (spoken > day - habits.QUIET_AFTER_CONTACT) * np.uint8(Handled.BEFORE)
    # Who was spoken with today may have been before.
    first = habits.spoken_with(store, ids[spoken == day].tolist(), day)
    handled[among(ids, [account for account, (since, _) in first.items() if since == day])] = Handled.TODAY
    put_off = _put_off(store, day)
    for new, those in (
        (Handled.TODAY, [account for account, since in put_off.items() if since == day]),
        (Handled.BEFORE, [account for account, since in put_off.items() if since < day]),
    ):
        theirs = among(ids, those)
        handled[theirs] = np.maximum(handled[theirs], new)
    return handled


def _from_the_top(stake: NDArray[np.float64], sure: NDArray[np.float64]) -> NDArray[np.int64]:
    """The places by stake, then by how sure, then as they are; by stake alone they are sorted far sooner."""
    import numpy as np

    at = np.argsort(-stake)
    equal, tied = np.diff(stake[at]) == 0, np.zeros(len(at), bool)
    tied[1:] |= equal
    tied[:-1] |= equal
    group = at[tied]
    at[tied] = group[np.lexsort((group, -sure[group], -stake[group]))]
    return at


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


def _picks(store: Store, today: date, found: _Candidates, size: int) -> list[int]:
    """Today's accounts, chosen once a day: what is worked off is not filled up again.

    What was worked off before the choice was made is part of the day too: the choice is the same whenever it is made,
    and the list of a past day is the one that was seen.
    """
    import numpy as np

    stored = shown.get(store, "picks")
    picks: list[int] = stored["accounts"] if stored and stored["day"] == today.isoformat() else []
    if len(picks) < size:
        may_be = (found.handled != Handled.BEFORE) & (found.sure >= MAYBE_FROM) & ~found.learning
        new = found.account[may_be & ~np.isin(found.account, picks)]
        picks = [*picks, *new[: size - len(picks)].tolist()]
    return picks


def _keep_picks(store: Store, today: date, picks: list[int]) -> None:
    shown.put(store, "picks", {"day": today.isoformat(), "accounts": picks})
