"""Shows what the quick log understood: labelled words under the line, and marks in it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from crm_desktop.domain.entry import Piece
from crm_desktop.domain.kinds import InteractionKind
from crm_desktop.i18n import format_day, format_moment, format_money, tr, tr_n
from crm_desktop.services.accounts import Match
from crm_desktop.services.history import EntryKind
from crm_desktop.services.wording import kind_word
from crm_desktop.ui.paint.chip import Direction, RatingFace, rating_status
from crm_desktop.ui.widgets.entry_field import Mark
from crm_desktop.ui.widgets.log_values import AccountFacts, Reading, Values
from crm_desktop.ui.widgets.understood_line import Said

_KIND_ICONS = {
    InteractionKind.CALL: "phone",
    InteractionKind.VISIT: "map-pin",
    InteractionKind.EMAIL: "mail",
    InteractionKind.MESSAGE: "message-circle",
    InteractionKind.COMPLAINT: "triangle-alert",
    InteractionKind.NOTE: "sticky-note",
}
# Which values of the form take the place of which piece of the line.
_VALUES_OF = {
    Piece.ACCOUNT: ("account",),
    Piece.KIND: ("kind",),
    Piece.PERSON: ("contact",),
    Piece.ABOUT: ("subject",),
    Piece.RATING: ("rating",),
    Piece.PROMISE: ("promise", "promise_what", "promise_at"),
    Piece.FOLLOW_UP: ("follow_up", "follow_up_what", "follow_up_at"),
}


def labelled(
    values: Values, facts: AccountFacts | None, *, asks: bool, nearest: Match | None, today: date
) -> list[Said]:
    """The values in the order of the form. ``asks``: nobody has said yet that the name in the line is new."""
    said = [_said_account(values, asks=asks, nearest=nearest)]
    said.append(Said(tr("What"), _what(values, today), icon=_KIND_ICONS[values.kind]))
    person = next((person for person in facts.people if person.id == values.contact), None) if facts else None
    if person is not None:
        said.append(Said(tr("With"), person.name))
    if values.subject:
        said.append(Said(tr("About"), values.subject))
    if values.rating is not None:
        face = RatingFace(
            str(values.rating), rating_status(values.rating), _direction(values.rating, facts.rating if facts else None)
        )
        said.append(Said(tr("Rating"), str(values.rating), rating=face))
    if values.promise is not None:
        label = tr("They promise") if values.promise_theirs else tr("Promise")
        said.append(Said(label, format_moment(values.promise, values.promise_at)))
    if values.follow_up is not None:
        said.append(Said(tr("Follow-up"), format_moment(values.follow_up, values.follow_up_at)))
    if values.order is not None:
        said.append(Said(tr("Order"), format_money(values.order.amount, values.order.currency, exact=True)))
    if values.department:
        said.append(Said(tr("Department"), values.department))
    if values.minutes is not None:
        said.append(Said(tr("How long"), tr_n("{n} minute", "{n} minutes", values.minutes)))
    if values.tags:
        said.append(Said(tr("Tags"), ", ".join(values.tags)))
    return said


def _what(values: Values, today: date) -> str:
    """The kind and when it happened: "Call, now", "Visit, Thu 19 Nov 15:30"."""
    kind = kind_word(EntryKind(values.kind.value))
    if values.day is None:
        return tr("{kind}, now", kind=kind)
    day = format_day(values.day, "short" if values.day.year == today.year else "date")
    if values.at is None:
        return tr("{kind}, {day}", kind=kind, day=day)
    return tr("{kind}, {day}, {time}", kind=kind, day=day, time=f"{values.at:%H:%M}")


def _said_account(values: Values, *, asks: bool, nearest: Match | None) -> Said:
    if values.account is not None:
        return Said(tr("Account"), _name(values.account), tier=values.account.tier)
    if not values.new_account:
        return Said(tr("Account"), tr("which one?"), known=False)
    if not asks:
        return Said(tr("New account"), values.new_account, icon="user-plus")
    answer = (
        tr("Enter creates it, Tab picks {account}", account=_name(nearest)) if nearest else tr("Enter creates it")
    )  # fmt: skip
    return Said(tr("New account “{name}”?", name=values.new_account), answer, icon="user-plus")


def _name(match: Match) -> str:
    return tr("{account} (archived)", account=match.name) if match.archived else match.name


def _direction(score: int, before: float | None) -> Direction:
    if before is None:
        return ""
    return "flat" if abs(score - before) < 1 else "up" if score > before else "down"


def marks_of(reading: Reading, chosen: Collection[str]) -> list[Mark]:
    """What counts of the line beside the values ``chosen`` in the form.

    In "about late delivery" the word "about" is not marked.
    """
    marks = []
    for span in reading.understood.spans:
        if not set(_VALUES_OF.get(span.piece, ())).isdisjoint(chosen):
            continue
        token = rating_status(reading.understood.rating) if span.piece is Piece.RATING else "accent"
        lead = reading.lead(span) if span.piece is Piece.ABOUT else 0
        marks.append(Mark(span.start + lead, span.end, token, lead))
    return marks
