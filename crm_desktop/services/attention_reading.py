"""Reads the full rows of the list of Today, and the figures above it."""

from __future__ import annotations

import json
import math
from array import array
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from crm_desktop.domain.dates import day_from, day_number
from crm_desktop.domain.kinds import Tier
from crm_desktop.domain.satisfaction import LOWEST_ADVOCATE, LOWEST_SATISFIED
from crm_desktop.domain.signals import MAYBE_FROM, Signal, SignalKind, Standing
from crm_desktop.domain.whose_silence import whose_silence
from crm_desktop.services import corrections, promises, quiet_book, standings
from crm_desktop.services.attention_data import AttentionRow, NextStep, Section, Step, Summary
from crm_desktop.services.corrections import Correction, CorrectionKind
from crm_desktop.services.packed import among
from crm_desktop.services.verdicts import Verdicts
from crm_desktop.storage.store import Store

_STRIP_DAYS = 365
_LEFT = standings.ORDER.index(Standing.LEFT)


def attention_rows(store: Store, verdicts: Verdicts, placed: dict[int, Section], today: date) -> list[AttentionRow]:
    """The full rows of some accounts, which ``verdicts`` are on among others, in the order of the list."""
    day = day_number(today)
    chosen = json.dumps(list(placed))
    contacts: dict[int, list[int]] = {}
    for account, contact_day in store.rows(
        """SELECT DISTINCT account_id, day FROM interaction WHERE account_id IN (SELECT value FROM json_each(?))
        AND day BETWEEN ? AND ? AND kind <> 'note' AND deleted_at IS NULL ORDER BY account_id, day""",
        (chosen, day - _STRIP_DAYS, day),
    ):
        contacts.setdefault(account, []).append(contact_day)
    people = main_people(store, chosen)
    told = corrections.of_accounts(store, placed, today)
    rows = store.rows(
        f"""SELECT a.id, a.name, a.tier,
            -- A rating that is dated ahead says nothing yet.
            iif(r.rating_day > :day, (SELECT t.score FROM rating t WHERE t.account_id = a.id AND t.day <= :day
                AND t.deleted_at IS NULL ORDER BY t.day DESC, t.id DESC LIMIT 1), r.rating),
            iif(r.rating_day > :day, NULL, r.rating_before), r.days, r.amounts, a.phone, a.email,
            {promises.LATE}
        FROM account a JOIN rhythm r ON r.account_id = a.id
        WHERE a.id IN (SELECT value FROM json_each(:chosen)) AND a.deleted_at IS NULL""",
        {"chosen": chosen, "day": day},
    )
    here = among(verdicts.ids, placed)
    rows_of = zip(*(column[here].tolist() for column in verdicts.columns.values()), strict=True)
    kept = {
        account: dict(zip(verdicts.columns, row, strict=True))
        for account, row in zip(verdicts.ids[here].tolist(), rows_of, strict=True)
    }
    signals = standings.signals(store, verdicts, kept)
    found = {
        row[0]: _attention_row(
            row,
            kept[row[0]],
            tuple(signals.get(row[0], ())),
            placed,
            contacts.get(row[0], []),
            people.get(row[0]),
            told.get(row[0], []),
            day,
        )
        for row in rows
        if row[0] in kept
    }
    quiet = quiet_book.stored(store) is not None
    return [
        row._replace(whose=whose_silence(row.signals, quiet_book=quiet))
        for row in (found[account] for account in placed if account in found)
    ]


def _attention_row(
    row: Any,
    verdict: dict[str, Any],
    signals: tuple[Signal, ...],
    placed: dict[int, Section],
    contacts: list[int],
    person: tuple[str, str, str] | None,
    told: Sequence[Correction],
    day: int,
) -> AttentionRow:
    account, name, tier, rating, before, days, amounts, phone, email, late = row
    usual_gap = verdict["usual_gap"]
    orders = [(d, a) for d, a in zip(array("i", days), array("q", amounts), strict=True) if a >= 0 and d <= day]
    learned_from = max((day_number(each.from_day) for each in told if each.from_day), default=day_number(date.min))
    return AttentionRow(
        account=account,
        name=name,
        tier=Tier(tier or verdict["tier"].decode()),
        section=placed[account],
        signals=signals,
        probability=verdict["probability"],
        revenue=verdict["revenue"],
        stake=verdict["stake"],
        status=standings.ORDER[verdict["status"]],
        rating=rating,
        rating_before=before,
        last_contact=day_from(contacts[-1]) if contacts else None,
        next_step=next_step(signals, person, phone, email, late),
        orders=tuple((d, a) for d, a in orders if d > day - _STRIP_DAYS),
        contacts=tuple(contacts),
        usual_gap=None if math.isnan(usual_gap) else usual_gap,
        last_order=orders[-1][0] if orders else None,
        purchases=sum(d >= learned_from for d, _ in orders),
        told=tuple(told),
    )


def main_people(store: Store, chosen: str) -> dict[int, tuple[str, str, str]]:
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


def next_step(
    signals: Sequence[Signal], person: tuple[str, str, str] | None, phone: str, email: str, late: int
) -> NextStep:
    """Keep what was promised first, if any promises are ``late``; call where there is a number, write where there is
    only an address; ask when they still come but less."""
    name, own_phone, own_email = person or ("", "", "")
    phone, email = own_phone or phone, own_email or email
    if late:
        step = Step.PROMISE
    elif signals and signals[0].kind in (SignalKind.SHRINKING, SignalKind.GAPS_GROWING, SignalKind.NARROWING):
        step = Step.ASK
    elif phone or (name and not email):
        step = Step.CALL
    elif email:
        step = Step.EMAIL
    else:
        step = Step.PERSON
    return NextStep(step, name, phone, email, late)


def summary(verdicts: Verdicts, currency: str) -> Summary:
    """Of all accounts in use."""
    from numpy import count_nonzero

    columns = verdicts.columns
    rating, before = columns["rating"], columns["rating_before"]
    rated, rated_before, satisfied, satisfied_before, advocates = (
        int(count_nonzero(flags))
        for flags in (
            rating == rating,  # NaN is not itself
            before == before,
            rating >= LOWEST_SATISFIED,
            before >= LOWEST_SATISFIED,
            rating >= LOWEST_ADVOCATE,
        )
    )
    here = columns["status"] != _LEFT
    walk_away = (columns["stake"] * (here & (columns["probability"] >= MAYBE_FROM))).sum()
    return Summary(
        rated=rated,
        satisfied_share=satisfied / rated if rated else 0.0,
        satisfied_share_before=satisfied_before / rated_before if rated_before else None,
        advocates=advocates,
        at_risk=rated - satisfied,
        could_walk_away=round(float(walk_away)),
        revenue=int((columns["revenue"].clip(min=0) * here).sum()),
        currency=currency,
        accounts=len(verdicts.ids),
    )


def next_expected(store: Store, verdicts: Verdicts, today: date) -> tuple[str, date] | None:
    """The account whose next order we expect first, and when; none whose clock stands still for months."""
    import numpy as np

    records = verdicts.columns
    left = records["usual_gap"] - (day_number(today) - records["last_order"])
    expected = (left >= 0) & (records["status"] != standings.ORDER.index(Standing.LEARNING))
    paused = store.rows(
        "SELECT account_id FROM correction WHERE kind = ? AND deleted_at IS NULL", (CorrectionKind.PAUSE,)
    )
    expected &= ~among(verdicts.ids, [account for (account,) in paused])
    at = np.flatnonzero(expected)
    if not len(at):
        return None
    soonest = at[left[at] == left[at].min()]
    first = soonest[np.argmax(records["revenue"][soonest])]
    name = store.value("SELECT name FROM account WHERE id = ?", (int(verdicts.ids[first]),))
    return name, today + timedelta(days=round(float(left[first])))
