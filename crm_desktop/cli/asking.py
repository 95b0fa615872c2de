"""Verbs that only tell: the list of Today, one account, the history, the detector and its court."""

from __future__ import annotations

import csv
import json
import sys
from argparse import Namespace
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from crm_desktop.cli.naming import account_named
from crm_desktop.cli.terminal import progress
from crm_desktop.domain.errors import UserError
from crm_desktop.i18n import format_day, format_money, tr
from crm_desktop.opening import opened


def as_known_then(app: Any) -> AbstractContextManager[None]:
    """With a past day after ``--today`` the workspace as it was known at its end; nothing is written then."""
    from crm_desktop.services import past

    return past.as_known_on(app.store, app.fixed_today) if app.fixed_today else nullcontext()


def attention(options: Namespace) -> None:
    from crm_desktop.services import accounts, attention, wording
    from crm_desktop.services.emptiness import why_empty

    with opened(options) as app, as_known_then(app):
        listed = attention.today_list(app.store, app.today)
        archive = not accounts.is_empty(app.store)
    rows = listed.rows[: options.limit]
    currency = listed.summary.currency
    if options.json:
        items = [
            {
                "account": row.name,
                "tier": row.tier,
                "section": row.section,
                "reason": wording.reason(row, listed.day),
                "certainty": wording.certainty_word(row.probability),
                "p": round(row.probability, 4),
                "revenue": row.revenue,
                "stake": round(row.stake),
                "currency": currency,
                "next": wording.step_text(row.next_step),
                "whose_silence": row.whose,
                "signals": [signal.as_json() for signal in row.signals],
            }
            for row in rows
        ]
        quiet = listed.quiet_book and listed.quiet_book.since.isoformat()
        print(json.dumps({"day": listed.day.isoformat(), "quiet_since": quiet, "accounts": items}, ensure_ascii=False))
        return
    print(tr("Today, {day}", day=format_day(listed.day, "long")))
    if not listed.rows:
        empty = why_empty(listed, archive=archive)
        print(f"{empty.title}. {empty.text}")
    elif listed.quiet_book is not None:
        print(wording.quiet_book(listed.quiet_book))
    section = None
    for row in rows:
        if row.section != section:
            section = row.section
            print("\n" + _SECTIONS[section]())
        figures = f"{format_money(row.revenue, currency):>12}  {wording.certainty_word(row.probability):<11}"
        print(f"{row.tier}  {row.name[:28]:<28}  {figures}  {wording.reason(row, listed.day)}")


_SECTIONS = {
    "today": lambda: tr("For today"),
    "week": lambda: tr("This week"),
    "watching": lambda: tr("Watching"),
}


def analyse(options: Namespace) -> None:
    from crm_desktop.services import analysis

    analyse = analysis.analyse_ratings if options.ratings else analysis.analyse_purchases
    ranked = analyse(options.file, _as_of(options.as_of))
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(("account", "score", "p", "surprise"))
    writer.writerows((account, f"{score:.6g}", f"{p:.6g}", f"{surprise:.6g}") for account, score, p, surprise in ranked)


def _as_of(text: str) -> Any:
    from datetime import date

    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UserError(tr("{text} is not a day.", text=text), do=tr("Write it as 2026-11-21.")) from error


def court(options: Namespace) -> None:
    from crm_desktop.services import court, court_wording, preferences

    with opened(options) as app:
        outcome = court.hold(app.store, app.today, progress)
        size = options.list or preferences.get(app.store).day_size
    if sys.stderr.isatty():
        print(file=sys.stderr)
    if outcome is None:
        return
    if isinstance(outcome, court.CannotTell):
        said, data = court_wording.cannot_tell(outcome), court_wording.cannot_tell_json(outcome)
    else:
        verdict = court.verdict(outcome, size)
        said, data = court_wording.court_text(verdict), court_wording.court_json(outcome, verdict)
    print(json.dumps(data, ensure_ascii=False) if options.json else said)


def show(options: Namespace) -> None:
    from crm_desktop.services import brief, brief_wording

    with opened(options) as app, as_known_then(app):
        account = account_named(app.store, options.account)
        print(brief_wording.plain_text(brief.brief(app.store, account, app.today)))
        print_timeline(app, account)


def print_timeline(app: Any, account: int) -> None:
    from crm_desktop.services import history, wording

    for line in history.timeline(app.store, account, until=app.today, limit=20):
        what = [wording.kind_word(line.kind), line.title, line.detail, line.person]
        if line.amount is not None:
            what.append(format_money(line.amount, line.currency, exact=True))
        if line.score is not None:
            what.append(wording.score_text(line.score))
        print(f"  {line.day.isoformat()}  " + "  ".join(" ".join(part.split()) for part in what if part))


def history(options: Namespace) -> None:
    from datetime import datetime

    with opened(options) as app:
        if options.account:
            print_timeline(app, account_named(app.store, options.account))
            return
        for step in app.store.steps():
            when = datetime.fromtimestamp(step.made_at / 1000).isoformat(sep=" ", timespec="seconds")
            kind = {"do": "", "undo": tr("Undo: "), "redo": tr("Redo: ")}[step.kind]
            note = "" if step.state == "done" else tr("  (undone)")
            print(f"{when}  {kind}{step.label}{note}")
