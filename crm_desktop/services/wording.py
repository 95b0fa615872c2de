"""Every sentence that tells a person why, how sure and what next; nothing here is worked out, only said."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from crm_desktop.domain.dates import day_number
from crm_desktop.domain.signals import (
    Certainty,
    FallingRatings,
    GrowingGaps,
    LowRating,
    Shrinking,
    Signal,
    SignalKind,
    Silence,
    Standing,
    certainty,
)
from crm_desktop.i18n import format_day, format_number, format_percent, format_relative_day, tr, tr_n
from crm_desktop.services import wording_our_side
from crm_desktop.services.attention_data import AttentionRow, NextStep, Step
from crm_desktop.services.history import EntryKind
from crm_desktop.services.wording_our_side import LONGEST_REASON, first_that_fits


def reason(row: AttentionRow, today: date) -> str:
    """Why an account is listed: its strongest cause in one sentence."""
    if row.signals:
        return _reason(row.signals[0], today)
    return status_word(row.status) + "."


def account_sentence(row: AttentionRow, today: date) -> str:
    """The account page's why: two causes at most."""
    if row.signals:
        return " ".join(_reason(signal, today, short=False) for signal in row.signals[:2])
    if row.status is Standing.LEARNING:
        return tr_n(
            "{n} order so far. From 4 on we can tell their rhythm.",
            "{n} orders so far. From 4 on we can tell their rhythm.",
            row.purchases,
        )
    if row.status is Standing.LEFT:
        return status_word(row.status) + "."
    if row.usual_gap and row.last_order is not None:
        return _every(row.usual_gap) + " " + tr(
            "The last order came {when}.", when=_ago(day_number(today) - row.last_order)
        )  # fmt: skip
    return tr("No orders yet.")


def _reason(signal: Signal, today: date, *, short: bool = True) -> str:
    evidence = signal.evidence
    if isinstance(evidence, Silence):
        silent = tr_n("Silent for {n}.", "Silent for {n}.", evidence.silence)
        return f"{_every(evidence.usual_gap)} {silent}"
    if isinstance(evidence, GrowingGaps):
        return tr("Gaps are growing: {gaps} days.", gaps=", ".join(format_number(gap) for gap in evidence.gaps))
    if isinstance(evidence, Shrinking):
        share, month = format_percent(evidence.smaller_by), _month(signal.since, today)
        whole = tr("Orders still come, but {share} smaller since {month}.", share=share, month=month)
        shorter = tr("Orders {share} smaller since {month}.", share=share, month=month)
        return first_that_fits(whole, shorter) if short else whole
    if isinstance(evidence, LowRating):
        return _rated(evidence, signal.since, today, LONGEST_REASON if short else 10 * LONGEST_REASON)
    if isinstance(evidence, FallingRatings):
        return tr(
            "Ratings fell from {before} to {now} since {month}.",
            before=score_text(evidence.before),
            now=score_text(evidence.now),
            month=_month(signal.since, today),
        )
    return wording_our_side.reason(evidence, signal.since, today)


def _every(gap: float) -> str:
    days = max(round(gap), 1)
    return tr("Usually orders every day.") if days == 1 else tr_n(
        "Usually orders every {n} day.", "Usually orders every {n} days.", days
    )  # fmt: skip


def _ago(days: int) -> str:
    return tr("today") if days == 0 else tr_n("{n} day ago", "{n} days ago", days)


def _rated(evidence: LowRating, day: date, today: date, longest: int) -> str:
    recent = (today - day).days < 7
    when = format_day(day, "weekday" if recent else "day_month")
    score = score_text(evidence.score)
    if not evidence.comment:
        return tr("Rated {score} on {day}.", score=score, day=when)
    comment = " ".join(evidence.comment.split())
    said = tr("Rated {score} on {day}: “{comment}”.", score=score, day=when, comment=comment)
    too_long = len(said) - longest
    if too_long > 0:
        comment = comment[: max(len(comment) - too_long - 1, 0)].rstrip(" ,.;") + "…"
        said = tr("Rated {score} on {day}: “{comment}”.", score=score, day=when, comment=comment)
    return said


def _month(day: date, today: date) -> str:
    """The month by its name, with the year once it is a year ago."""
    return format_day(day, "month" if (today - day).days < 330 else "month_year")


def evidence(signal: Signal, row: AttentionRow, today: date) -> tuple[str, str]:
    """One proof for the why card: what we saw, and the figures behind it."""
    seen = signal.evidence
    if isinstance(seen, Silence):
        usual = tr_n("Their usual gap is {n} day.", "Their usual gap is {n} days.", max(round(seen.usual_gap), 1))
        most = tr(
            "{most} of the last {seen} gaps were under {days}.",
            most=format_number(seen.gaps_most),
            seen=format_number(seen.gaps_seen),
            days=format_number(seen.gaps_most_under),
        )
        title = tr_n("{n} day since the last order", "{n} days since the last order", seen.silence)
        return title, f"{usual} {most}"
    if isinstance(seen, GrowingGaps):
        return (
            tr("The last four gaps grew longer"),
            tr("{gaps} days between orders.", gaps=", ".join(format_number(gap) for gap in seen.gaps)),
        )
    if isinstance(seen, Shrinking):
        return (
            tr("Orders are {share} smaller", share=format_percent(seen.smaller_by)),
            tr_n(
                "Seen in {n} order since {day}.",
                "Seen in {n} orders since {day}.",
                seen.purchases_since,
                day=format_day(signal.since, "date"),
            ),
        )
    if isinstance(seen, LowRating):
        day = format_day(signal.since, "day_month")
        who = seen.who or tr("Somebody")
        title = (
            tr("{who} rated us {score} on {day}", who=who, score=score_text(seen.score), day=day)
            if seen.previous is None
            else tr(
                "{who} rated us {score} on {day}, before that {previous}",
                who=who,
                score=score_text(seen.score),
                day=day,
                previous=score_text(seen.previous),
            )
        )
        return title, tr("They wrote: “{comment}”.", comment=seen.comment) if seen.comment else tr("No comment given.")
    if isinstance(seen, FallingRatings):
        return _falling(seen, signal)
    return wording_our_side.evidence(seen, signal.since)


whose_silence = wording_our_side.whose_silence
quiet_book = wording_our_side.quiet_book
last_import = wording_our_side.last_import


def _falling(seen: FallingRatings, signal: Signal) -> tuple[str, str]:
    return (
        tr("Ratings fell from {before} to {now}", before=score_text(seen.before), now=score_text(seen.now)),
        tr_n(
            "{n} rating since {day}, corrected for what was asked about.",
            "{n} ratings since {day}, corrected for what was asked about.",
            seen.ratings_since,
            day=format_day(signal.since, "date"),
        ),
    )


def how_sure(row: AttentionRow) -> str:
    """ "Very likely, from 57 orders": the word, and what the surest signal was seen in."""
    word = certainty_word(row.probability)
    word = word[:1].upper() + word[1:]
    surest = max(row.signals, key=lambda signal: signal.probability, default=None)
    seen = None if surest is None else surest.evidence
    if isinstance(seen, LowRating):
        return tr("{word}, from their rating of {score}", word=word, score=score_text(seen.score))
    if isinstance(seen, FallingRatings):
        return tr_n("{word}, from {n} rating", "{word}, from {n} ratings", seen.ratings_since, word=word)
    if isinstance(seen, wording_our_side.OurOwn):
        return wording_our_side.how_sure(seen, word)
    return tr_n("{word}, from {n} order", "{word}, from {n} orders", row.purchases, word=word)


def how_rare(signal: Signal) -> str:
    """How often such a silence happens by chance; empty for other kinds."""
    if not isinstance(signal.evidence, Silence) or signal.evidence.one_in < 2:
        return ""
    return tr("Happens about once in {n} gaps while all is well.", n=format_number(signal.evidence.one_in))


def certainty_word(probability: float) -> str:
    """How sure, as a word in running text."""
    return certainty_word_of(certainty(probability))


def certainty_word_of(sure: Certainty) -> str:
    """The same word by its step."""
    return {
        Certainty.VERY_LIKELY: tr("very likely"),
        Certainty.LIKELY: tr("likely"),
        Certainty.MAYBE: tr("maybe"),
        Certainty.WATCHING: tr("watching"),
    }[sure]


def status_word(status: Standing) -> str:
    """How an account stands with its own rhythm."""
    return {
        Standing.SLIPPING: tr("Slipping away"),
        Standing.SLOWING: tr("Slowing down"),
        Standing.STEADY: tr("On rhythm"),
        Standing.GROWING: tr("Growing"),
        Standing.LEARNING: tr("Still learning"),
        Standing.LEFT: tr("Not a customer any more"),
    }[status]


def next_step(row: AttentionRow, today: date) -> tuple[str, str, str]:
    """What to do next: icon name, the step, and a note under it."""
    step = row.next_step
    return _STEP_ICONS[step.step], step_text(step), _note(row, today)


_STEP_ICONS = {
    Step.CALL: "phone",
    Step.EMAIL: "mail",
    Step.ASK: "message-circle-question-mark",
    Step.PERSON: "user-plus",
    Step.PROMISE: "handshake",
}


def step_text(step: NextStep) -> str:
    """The next step in two or three words."""
    if step.step is Step.PROMISE:
        return tr("Keep the promise")
    if step.step is Step.ASK:
        return tr("Ask what changed")
    if step.step is Step.PERSON:
        return tr("Get in touch")
    if step.step is Step.EMAIL:
        return tr("Write to {person}", person=step.person) if step.person else tr("Write to them")
    return tr("Call {person}", person=step.person) if step.person else tr("Call them")


def _note(row: AttentionRow, today: date) -> str:
    if row.next_step.late:
        return tr_n("{n} is late", "{n} are late", row.next_step.late)
    if row.signals and row.signals[0].kind is SignalKind.LOW_RATING and isinstance(row.signals[0].evidence, LowRating):
        return tr("about their rating of {score}", score=score_text(row.signals[0].evidence.score))
    if row.last_contact is None:
        return tr("no contact in 12 months") if row.next_step.person else tr("nobody known there yet")
    days = (today - row.last_contact).days
    if days <= QUIET_ENOUGH:
        return tr("last talked {when}", when=format_relative_day(row.last_contact, today))
    return tr_n("no contact for {n} day", "no contact for {n} days", days)


QUIET_ENOUGH = 30
"""Days after which the note tells how long there was no contact, instead of when you talked last."""


def score_text(score: float) -> str:
    """A rating with at most one decimal: 8, 7.5."""
    return format_number(score) if abs(score - round(score)) < 0.05 else format_number(score, 1)


_KIND_WORDS: Mapping[EntryKind, Callable[[], str]] = {
    EntryKind.CALL: lambda: tr("Call"),
    EntryKind.VISIT: lambda: tr("Visit"),
    EntryKind.EMAIL: lambda: tr("Email"),
    EntryKind.MESSAGE: lambda: tr("Message"),
    EntryKind.COMPLAINT: lambda: tr("Complaint"),
    EntryKind.NOTE: lambda: tr("Note"),
    EntryKind.PURCHASE: lambda: tr("Order"),
    EntryKind.REFUND: lambda: tr("Refund"),
    EntryKind.RATING: lambda: tr("Rating"),
    EntryKind.FOLLOW_UP: lambda: tr("Follow-up done"),
}


def kind_word(kind: EntryKind) -> str:
    """A line of the timeline, by what it is."""
    return _KIND_WORDS[kind]()
