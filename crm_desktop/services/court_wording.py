"""Says what the replay has found: the finding in a sentence, how sure that is, and how it was counted."""

from __future__ import annotations

import math
from typing import Any

from crm_desktop.domain.court import LEAST_ACCOUNTS
from crm_desktop.domain.court_lists import DEEPEST, Rule
from crm_desktop.domain.court_score import Score, likely_share
from crm_desktop.i18n import format_day, format_number, format_percent, tr, tr_n
from crm_desktop.services.court import CannotTell, Departure, Outcome, Verdict, departures

FEW_DEPARTURES = 20
_DAYS_A_MONTH = 30.4


def rule_name(rule: Rule) -> str:
    """A rule by what puts an account on its list."""
    return {
        Rule.OWN_RHYTHM: tr("Own rhythm (Today)"),
        Rule.SILENT_60: tr("Silent for 60 days"),
        Rule.HALF_OF_90: tr("90 days against the 90 before"),
    }[rule]


def headline(verdict: Verdict) -> str:
    """The finding."""
    own = verdict.own
    if not own.departures:
        return tr(
            "Nobody left between {start} and {end}, so there was nothing to see coming.",
            start=format_day(verdict.judged_from, "date"),
            end=format_day(verdict.until, "date"),
        )
    if not own.caught:
        return tr_n(
            "One customer left, and this list would not have shown them to you.",
            "Of the last {n} customers who left, this list would have shown you none.",
            own.departures,
        )
    return tr_n(
        "One customer left, and this list would have shown them to you {days} ahead.",
        "Of the last {n} customers who left, this list would have shown you {caught}, on average {days} ahead.",
        own.departures,
        caught=format_number(own.caught),
        days=_days(math.floor(own.warning + 0.5)),
    )


def _days(days: int) -> str:
    return tr_n("{n} day", "{n} days", days)


def span(verdict: Verdict) -> str:
    """What was replayed."""
    return tr_n(
        "Your own past replayed, {weeks} weeks of {n} account, judged from {start} to {end}, each list only "
        "with what was known that day.",
        "Your own past replayed, {weeks} weeks of {n} accounts, judged from {start} to {end}, each list only "
        "with what was known that day.",
        verdict.accounts,
        weeks=format_number(verdict.weeks),
        start=format_day(verdict.judged_from, "date"),
        end=format_day(verdict.until, "date"),
    )


def caught_of(score: Score) -> str:
    """ "11 of 19"."""
    return tr("{caught} of {all}", caught=format_number(score.caught), all=format_number(score.departures))


def revenue_share(score: Score) -> str:
    """How much of the revenue that left was on a list in time; a dash where none left."""
    return format_percent(score.revenue_caught / score.revenue) if score.revenue > 0 else "–"


def warning_days(score: Score) -> str:
    """Mean days of warning; a dash where nobody was caught."""
    return format_number(score.warning) if score.caught else "–"


def notes(verdict: Verdict) -> list[str]:
    """How sure the finding is, and how the rules compare where they alarm equally often in vain."""
    own = verdict.own
    said = []
    if own.departures:
        low, high = likely_share(own.caught, own.departures)
        values = {"caught": caught_of(own), "low": format_percent(low), "high": format_percent(high)}
        said.append(
            tr("{caught} is a small sample: the true share may lie anywhere from {low} to {high}.", **values)
            if own.departures < FEW_DEPARTURES
            else tr("From {caught}, the true share lies likely between {low} and {high}.", **values)
        )
        said += [_as_quiet(rival, verdict.as_quiet[rival.rule]) for rival in verdict.scores[1:]]
    if own.undecided:
        said.append(
            tr_n(
                "{n} account was listed of which it is too early to say.",
                "{n} accounts were listed of which it is too early to say.",
                own.undecided,
            )
        )
    return said


def _as_quiet(rival: Score, own: Score | None) -> str:
    rule = rule_name(rival.rule)
    if own is None:
        return tr("“{rule}” gives fewer false alarms than any list by own rhythm.", rule=rule)
    if own.size == DEEPEST and own.false_alarms < rival.false_alarms:
        return tr(
            "However long it is, a list by own rhythm has fewer false alarms than “{rule}” ({alarms} against "
            "{their_alarms}); it then shows {caught}, “{rule}” shows {theirs}.",
            rule=rule,
            alarms=format_number(own.false_alarms),
            their_alarms=format_number(rival.false_alarms),
            caught=caught_of(own),
            theirs=format_number(rival.caught),
        )
    return tr_n(
        "With no more false alarms than “{rule}”, a list of {n} account by own rhythm shows {caught}; “{rule}” shows "
        "{theirs}.",
        "With no more false alarms than “{rule}”, a list of {n} accounts by own rhythm shows {caught}; “{rule}” shows "
        "{theirs}.",
        own.size,
        rule=rule,
        caught=caught_of(own),
        theirs=format_number(rival.caught),
    )


def how_counted(verdict: Verdict) -> list[str]:
    """The definitions behind the figures."""
    said = [
        tr(
            "Left: an account with 4 orders or more that then ordered nothing for three times its own usual gap, and "
            "for 60 days at least. One that left, came back and left again counts twice."
        ),
        tr(
            "Caught: on a weekly list before that day. Days of warning run from its first listing in that silence to "
            "the day it counts as gone."
        ),
        tr(
            "False alarm: listed, and ordered again before it counted as gone; once for each silence. An account "
            "keeps its place until it orders or counts as gone, and calls you made are not replayed."
        ),
        tr(
            "Own rhythm lists who is silent for longer than usual and is leaving at least maybe, as For today does. "
            "All three rules choose among the same accounts, have the same number of places, and put those with the "
            "most revenue first. The 60-day rule cannot warn of those who order every 20 days or oftener: after 60 "
            "days they count as gone."
        ),
        tr(
            "For today also holds who counts as gone already, until you have dealt with them, and signs other than "
            "silence: these take no places here."
        ),
        tr("What you typed counts from the day you typed it; imported orders count from the day they happened."),
    ]
    if verdict.sampled:
        said.append(tr("With so many accounts, the habits of the whole business were learned from a part of them."))
    return said


def cannot_tell(reason: CannotTell) -> str:
    """What is still missing, in one sentence."""
    accounts = tr_n("{n} account has", "{n} accounts have", reason.accounts)
    months = tr_n("{n} month", "{n} months", int(reason.days / _DAYS_A_MONTH))
    if reason.accounts < LEAST_ACCOUNTS and reason.days < 365:
        return tr(
            "We cannot tell yet whom the list would have shown in time: {accounts} 4 orders or more and your orders go "
            "back {months}; it takes 20 such accounts and 12 months.",
            accounts=accounts,
            months=months,
        )
    if reason.accounts < LEAST_ACCOUNTS:
        return tr(
            "We cannot tell yet whom the list would have shown in time: {accounts} 4 orders or more; it takes 20.",
            accounts=accounts,
        )
    return tr(
        "We cannot tell yet whom the list would have shown in time: your orders go back {months}; it takes 12.",
        months=months,
    )


def warning_text(departure: Departure) -> str:
    """ "34 days ahead" or "missed"."""
    if departure.warning is None:
        return tr("missed")
    return tr_n("{n} day ahead", "{n} days ahead", departure.warning)


def afterwards(departure: Departure) -> str:
    """What became of an account since it counted as gone."""
    if departure.came_back is None:
        return tr("no order since")
    return tr("back on {day}", day=format_day(departure.came_back, "date"))


def court_text(verdict: Verdict) -> str:
    """The verdict as the terminal shows it."""
    head = ("", tr("Caught"), tr("Missed"), tr("False alarms a month"), tr("Days of warning"), tr("Revenue shown"))
    lines = [head, *(_figures(score) for score in verdict.scores)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    table = []
    for name, *figures in lines:
        set_right = (text.rjust(width) for text, width in zip(figures, widths[1:], strict=True))
        table.append("  ".join([name.ljust(widths[0]), *set_right]))
    size = tr_n("A weekly list of {n} account.", "A weekly list of {n} accounts.", verdict.size)
    return "\n".join([headline(verdict), f"{size} {span(verdict)}", "", *table, "", *notes(verdict)])


def _figures(score: Score) -> tuple[str, ...]:
    return (
        rule_name(score.rule),
        caught_of(score),
        format_number(score.missed),
        format_number(score.false_alarms_a_month, 1),
        warning_days(score),
        revenue_share(score),
    )


def court_json(outcome: Outcome, verdict: Verdict) -> dict[str, Any]:
    """The verdict for scripts: counts, days as ISO dates, money in minor units."""
    return {
        "size": verdict.size,
        "weeks": verdict.weeks,
        "judged_from": verdict.judged_from.isoformat(),
        "until": verdict.until.isoformat(),
        "accounts": verdict.accounts,
        "currency": outcome.currency,
        "headline": headline(verdict),
        "rules": [_score_json(score) for score in verdict.scores],
        "own_rhythm_at_no_more_false_alarms": {
            rule: None if score is None else _score_json(score) for rule, score in verdict.as_quiet.items()
        },
        "departures": [
            {
                "account": departure.name,
                "last_order": departure.last_order.isoformat(),
                "gone_on": departure.gone_on.isoformat(),
                "first_listed": departure.first_listed and departure.first_listed.isoformat(),
                "warning": departure.warning,
                "came_back": departure.came_back and departure.came_back.isoformat(),
                "revenue": departure.revenue,
            }
            for departure in departures(outcome, verdict.size)
        ],
    }


def _score_json(score: Score) -> dict[str, Any]:
    low, high = likely_share(score.caught, score.departures)
    return {
        "rule": score.rule,
        "size": score.size,
        "departures": score.departures,
        "caught": score.caught,
        "missed": score.missed,
        "caught_share_from": round(low, 4),
        "caught_share_to": round(high, 4),
        "false_alarms": score.false_alarms,
        "false_alarms_a_month": round(score.false_alarms_a_month, 2),
        "warning": round(score.warning, 1) if score.caught else None,
        "undecided": score.undecided,
        "revenue": round(score.revenue),
        "revenue_caught": round(score.revenue_caught),
    }


def cannot_tell_json(reason: CannotTell) -> dict[str, Any]:
    """The same where nothing can be judged yet."""
    return {"cannot_tell": cannot_tell(reason), "accounts": reason.accounts, "days": reason.days}
