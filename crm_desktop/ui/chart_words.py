"""The account's chart in words and as a table, for whoever cannot see it or wants the numbers."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from crm_desktop.domain.dates import day_from
from crm_desktop.i18n import format_day, format_money, format_relative_day, tr, tr_n
from crm_desktop.services.portrait import Portrait
from crm_desktop.services.wording import score_text


class ChartLine(NamedTuple):
    """One mark of the chart."""

    day: date
    what: str
    value: str


def chart_finding(portrait: Portrait) -> str:
    """What the chart says, in a few sentences."""
    if portrait.orders:
        last = day_from(portrait.orders[-1][0])
        parts = [
            tr_n("{n} order in 24 months, the last one {when}.", "{n} orders in 24 months, the last one {when}.",
                 len(portrait.orders), when=format_relative_day(last, portrait.today)),
        ]  # fmt: skip
    else:
        parts = [tr("No orders in 24 months.")]
    if portrait.missed:
        parts.append(
            tr_n(
                "{n} order that we expected has not come.",
                "{n} orders that we expected have not come.",
                len(portrait.missed),
            )
        )
    if portrait.ratings:
        newest = portrait.ratings[-1]
        parts.append(
            tr_n(
                "{n} rating, the newest {score}.",
                "{n} ratings, the newest {score}.",
                len(portrait.ratings),
                score=score_text(newest.score),
            )
        )
    else:
        parts.append(tr("Never rated."))
    return " ".join(parts)


def chart_lines(portrait: Portrait) -> list[ChartLine]:
    """Every mark of the chart, the newest first."""
    lines = [
        *(
            ChartLine(day_from(day), tr("Order"), format_money(amount, portrait.currency))
            for day, amount in portrait.orders
        ),
        *(ChartLine(day_from(day), tr("Order we expected"), "") for day in portrait.missed),
        *(ChartLine(day_from(day), tr("In touch"), "") for day in portrait.contact_days),
        *(
            ChartLine(day_from(mark.day), tr("Rating"), ", ".join(filter(None, (score_text(mark.score), mark.person))))
            for mark in portrait.ratings
        ),
    ]
    return sorted(lines, key=lambda line: (line.day, line.what), reverse=True)


def mark_words(portrait: Portrait, day: int, kind: str) -> str:
    """One mark in words: ``kind`` is order, missed, contact or rating."""
    when = format_day(day_from(day), "date")
    if kind == "order":
        amount = dict(portrait.orders)[day]
        return tr("{day}: order, {amount}", day=when, amount=format_money(amount, portrait.currency))
    if kind == "missed":
        return tr("{day}: an order we expected", day=when)
    if kind == "contact":
        return tr("{day}: you were in touch", day=when)
    given = [mark for mark in portrait.ratings if mark.day == day]
    words = [", ".join(filter(None, (score_text(mark.score), mark.person, mark.touchpoint))) for mark in given]
    return tr("{day}: rated {words}", day=when, words="; ".join(words))
