"""The sentences about our own side, about product lines, and about whose silence it is; `wording` hands them out."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from crm_desktop.domain.signals import (
    Asked,
    ContactLeft,
    Narrowing,
    NoAnswer,
    OurSilence,
    PromisesMissed,
    Season,
    Signal,
    Silence,
    StoppedAnswering,
)
from crm_desktop.domain.whose_silence import WhoseSilence
from crm_desktop.i18n import format_day, format_number, tr, tr_n
from crm_desktop.services.attention_data import AttentionRow

if TYPE_CHECKING:
    from crm_desktop.services.quiet_book import QuietBook

LONGEST_REASON = 46
"""Characters that fit the reason of a row, in English."""

OurOwn = NoAnswer | ContactLeft | StoppedAnswering | PromisesMissed | OurSilence
OurEvidence = Narrowing | OurOwn

_RECENT = 30


def reason(seen: OurEvidence, since: date, today: date) -> str:
    """One cause in one sentence, short enough for a row; names that are too long are left out."""
    if isinstance(seen, Narrowing):
        stopped, still = _in_a_sentence(seen.stopped), _in_a_sentence(seen.still)
        return first_that_fits(
            tr("Stopped buying {stopped}, still buys {still}.", stopped=stopped, still=still),
            tr("Stopped buying {stopped}.", stopped=stopped),
            tr("Stopped buying one of their products."),
        )
    if isinstance(seen, NoAnswer):
        return _unanswered(seen.asked, since, today)
    if isinstance(seen, ContactLeft):
        month = format_day(since, "month")
        return first_that_fits(
            tr("{who} left in {month}.", who=seen.who, month=month),
            tr("Their main contact left in {month}.", month=month),
        )
    if isinstance(seen, StoppedAnswering):
        return first_that_fits(
            tr("{who} did not answer {n} times in a row.", who=seen.who, n=format_number(seen.unanswered)),
            tr("Our last {n} requests went unanswered.", n=format_number(seen.unanswered)),
        )
    if isinstance(seen, PromisesMissed):
        return first_that_fits(
            *(
                tr_n(
                    "{n} promise missed since {month}.", "{n} promises missed since {month}.", seen.missed, month=month
                )
                for month in (format_day(since, "month"), format_day(since, "month_short"))
            )
        )
    return first_that_fits(
        tr(
            "No contact for {silence} days; your standard is {every}.",
            silence=format_number(seen.silence),
            every=format_number(seen.every),
        ),
        tr("No contact for {silence} days.", silence=format_number(seen.silence)),
    )


def _unanswered(asked: Asked, since: date, today: date) -> str:
    """With the day while it is fresh, later with the month."""
    if (today - since).days <= _RECENT:
        day = format_day(since, "day_month")
        return {
            Asked.QUOTE: tr("Asked for a quote on {day}, no answer sent.", day=day),
            Asked.COMPLAINT: tr("Complained on {day}, not answered yet.", day=day),
            Asked.MESSAGE: tr("Wrote on {day}, not answered yet.", day=day),
        }[asked]
    return first_that_fits(
        *(
            {
                Asked.QUOTE: tr("Asked for a quote in {month}, no answer sent.", month=month),
                Asked.COMPLAINT: tr("Complained in {month}, not answered yet.", month=month),
                Asked.MESSAGE: tr("Wrote in {month}, not answered yet.", month=month),
            }[asked]
            for month in (format_day(since, "month"), format_day(since, "month_short"))
        )
    )


def first_that_fits(*wordings: str) -> str:
    """The first wording that is no longer than a reason may be; else the last."""
    return next((wording for wording in wordings if len(wording) <= LONGEST_REASON), wordings[-1])


def _in_a_sentence(line: str) -> str:
    """ "Void fill" becomes "void fill"; "PVC film" and "Euro boxes XL" keep their letters."""
    return line[:1].lower() + line[1:] if line[1:] == line[1:].lower() else line


def how_sure(seen: OurOwn, word: str) -> str:
    """What the word for how sure comes from: "Maybe, from 2 missed promises"."""
    if isinstance(seen, PromisesMissed):
        return tr_n("{word}, from {n} missed promise", "{word}, from {n} missed promises", seen.missed, word=word)
    if isinstance(seen, OurSilence):
        return tr_n(
            "{word}, from {n} day without contact", "{word}, from {n} days without contact", seen.silence, word=word
        )
    if isinstance(seen, StoppedAnswering):
        return tr_n(
            "{word}, from {n} request without an answer",
            "{word}, from {n} requests without an answer",
            seen.unanswered,
            word=word,
        )
    if isinstance(seen, NoAnswer):
        return tr("{word}, from an answer they wait for", word=word)
    return tr("{word}, from a person who left", word=word)


def evidence(seen: OurEvidence, since: date) -> tuple[str, str]:
    """What we saw, and the figures behind it."""
    day = format_day(since, "date")
    if isinstance(seen, Narrowing):
        return (
            tr("No {line} any more", line=_in_a_sentence(seen.stopped)),
            tr_n(
                "Bought on {bought} days, about every {gap}. {n} order came without it since.",
                "Bought on {bought} days, about every {gap}. {n} orders came without it since.",
                seen.orders_since,
                bought=format_number(seen.bought),
                gap=format_number(max(round(seen.usual_gap), 1)),
            ),
        )
    if isinstance(seen, NoAnswer):
        title = {
            Asked.QUOTE: tr("They asked for a quote on {day}", day=day),
            Asked.COMPLAINT: tr("They complained on {day}", day=day),
            Asked.MESSAGE: tr("They wrote on {day}", day=day),
        }[seen.asked]
        nothing = tr("Nothing of ours came after it.")
        return title, f"“{seen.subject}” {nothing}" if seen.subject else nothing
    if isinstance(seen, ContactLeft):
        return (
            tr("{who} left on {day}", who=seen.who, day=day),
            tr(
                "{own} of {all} conversations in the year before were with them; with nobody else since.",
                own=format_number(seen.conversations),
                all=format_number(seen.of),
            ),
        )
    if isinstance(seen, StoppedAnswering):
        return (
            tr_n(
                "{who} left our last {n} request unanswered",
                "{who} left our last {n} requests unanswered",
                seen.unanswered,
                who=seen.who,
            ),
            tr(
                "Before that {answered} of {of} were answered within ten days.",
                answered=format_number(seen.answered),
                of=format_number(seen.of),
            ),
        )
    if isinstance(seen, PromisesMissed):
        title = tr_n(
            "{n} promise of ours missed since {day}", "{n} promises of ours missed since {day}", seen.missed, day=day
        )
        if not seen.open:
            return title, tr("The newest was “{what}”.", what=seen.what)
        return title, tr_n(
            "{n} of them is still open. The newest was “{what}”.",
            "{n} of them are still open. The newest was “{what}”.",
            seen.open,
            what=seen.what,
        )
    silence = tr_n("No contact for {n} day", "No contact for {n} days", seen.silence)
    if not seen.tier:
        return silence, tr_n("You want to talk every {n} day.", "You want to talk every {n} days.", seen.every)
    return (
        silence,
        tr_n(
            "Your standard for {tier} is every {n} day.",
            "Your standard for {tier} is every {n} days.",
            seen.every,
            tier=seen.tier,
        ),
    )


def whose_silence(row: AttentionRow) -> tuple[str, str] | None:
    """Whose silence it is, as one more proof for the why card; ``None`` for an account that is not silent."""
    if row.whose is None:
        return None
    if row.whose is WhoseSilence.SEASON:
        pauses = _pauses(row.signals)
        return pauses, tr("They were silent on these days in both years before.")
    if row.whose is WhoseSilence.NOBODY_LOGGED:
        return tr("Nobody orders at the moment"), tr("Everybody fell silent together: are all orders entered?")
    if row.whose is WhoseSilence.WE_OWE:
        waiting = any(isinstance(signal.evidence, NoAnswer) for signal in row.signals)
        detail = tr("They are waiting for an answer.") if waiting else tr("It is longer than your standard.")
        return tr("We owe them the next word"), detail
    return tr("The silence is theirs"), tr("Nothing of ours waits for an answer.")


def _pauses(signals: tuple[Signal, ...]) -> str:
    season = next((s.evidence.pause for s in signals if isinstance(s.evidence, Silence) and s.evidence.pause), None)
    return {
        Season.WINTER: tr("They pause every winter"),
        Season.SPRING: tr("They pause every spring"),
        Season.SUMMER: tr("They pause every summer"),
        Season.AUTUMN: tr("They pause every autumn"),
        None: tr("They pause every year"),
    }[season]


def quiet_book(quiet: QuietBook) -> str:
    """Why Today asks for data."""
    day = format_day(quiet.since, "day_month")
    if not quiet.orders:
        return tr("No orders since {day}, from anybody. Import new ones to see who is really silent.", day=day)
    return tr_n(
        "Only {n} order since {day}, from anybody. Import new ones to see who is really silent.",
        "Only {n} orders since {day}, from anybody. Import new ones to see who is really silent.",
        quiet.orders,
        day=day,
    )


def last_import(quiet: QuietBook) -> str:
    """When orders were imported last; empty when that is not known."""
    if quiet.last_import is None:
        return ""
    return tr("The last import of orders was on {day}.", day=format_day(quiet.last_import, "date"))
