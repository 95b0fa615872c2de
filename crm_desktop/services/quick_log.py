"""The quick log: understands one line against the workspace, and writes all it says in one undoable step."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import NamedTuple

from crm_desktop.domain.entities import (
    AccountFields,
    Direction,
    FollowUpFields,
    InteractionFields,
    InteractionKind,
    RatingFields,
)
from crm_desktop.domain.entry import Line, Piece, Span, read_line
from crm_desktop.domain.errors import UserError
from crm_desktop.domain.folding import fold, words
from crm_desktop.i18n import format_day, tr, weekday_names
from crm_desktop.services import accounts, follow_ups, history
from crm_desktop.services.accounts import Match
from crm_desktop.storage.store import Store

_ABOUT = re.compile(r"(?:^|\s)about(?:\s|$)", re.IGNORECASE)
_LEADING_ABOUT = re.compile(r"^about(?:\s|$)", re.IGNORECASE)
# Words at the beginning of a line that are looked up as an account's name.
_NAME_WORDS = 4


@dataclass(frozen=True, slots=True)
class Understood:
    """A line read against the workspace; the form below it shows and changes the same values."""

    spans: tuple[Span, ...]
    account: Match | None
    new_account: str
    """A name that no account has, offered to be added; empty when an account was found or none is named."""
    nearest: tuple[Match, ...]
    kind: InteractionKind
    subject: str
    rating: int | None
    follow_up: date | None


@dataclass(frozen=True, slots=True)
class Entry:
    """What is to be saved. Either ``account`` or the name of a ``new_account``."""

    account: int | None
    new_account: str = ""
    contact: int | None = None
    kind: InteractionKind = InteractionKind.CALL
    subject: str = ""
    notes: str = ""
    rating: float | None = None
    follow_up: date | None = None
    follow_up_what: str = ""
    day: date | None = None


class SavedEntry(NamedTuple):
    """What was written, and the sentence that says so."""

    account: int
    account_name: str
    message: str


def understand(store: Store, text: str, today: date, account: Match | None = None) -> Understood:
    """Reads a line. With ``account`` (opened on a row) the line names none. Never raises, whatever is typed."""
    near: tuple[Match, ...] = () if account else tuple(_named_in(store, text))
    line = read_line(text, today, accounts=[match.name for match in near], day_words=_day_words())
    named = next((span for span in line.spans if span.piece is Piece.ACCOUNT), None)
    found = account
    if named is not None and found is None:
        found = next(match for match in near if _names(text[named.start : named.end], match.name))
    unknown = "" if found else _unknown_name(text, line)
    return Understood(
        spans=line.spans,
        account=found,
        new_account=unknown,
        nearest=near,
        kind=line.kind or InteractionKind.CALL,
        subject=_subject(line, unknown),
        rating=line.rating,
        follow_up=line.follow_up,
    )


def _named_in(store: Store, text: str) -> list[Match]:
    """Accounts that the line may name: by its first words, or by any word in it."""
    typed = words(text)[:12]
    seen: dict[int, Match] = {}
    for length in range(min(_NAME_WORDS, len(typed)), 0, -1):
        for match in accounts.matching(store, " ".join(typed[:length]), limit=5):
            seen.setdefault(match.id, match)
    for word in typed:
        if len(word) >= 4:
            for match in accounts.matching(store, word, limit=2):
                seen.setdefault(match.id, match)
    return list(seen.values())


def _names(typed: str, name: str) -> bool:
    line = read_line(typed, date(2000, 1, 1), accounts=[name])
    return any(span.piece is Piece.ACCOUNT and (span.start, span.end) == (0, len(typed)) for span in line.spans)


def _unknown_name(text: str, line: Line) -> str:
    """What stands before the first thing recognised, or before "about": the name of somebody new."""
    before = text[: line.spans[0].start] if line.spans else text
    return " ".join(_ABOUT.split(before)[0].split())


def _subject(line: Line, name: str) -> str:
    return _ABOUT.sub("", line.rest.removeprefix(name).strip(), count=1) if name else _LEADING_ABOUT.sub("", line.rest)


def _day_words() -> dict[str, int]:
    """The weekdays of the person's language, whole and by their first three letters."""
    names = [fold(name) for name in weekday_names()]
    return {**{name[:3]: day for day, name in enumerate(names)}, **{name: day for day, name in enumerate(names)}}


def save(store: Store, entry: Entry, today: date) -> SavedEntry:
    """Writes the interaction, its rating and its follow-up, and the account if it is new: one step, one undo."""
    if entry.account is None and not entry.new_account.strip():
        raise UserError("Which account is it about?", "Nothing was saved.", "Type the first letters of its name.")
    name = accounts.name_of(store, entry.account) if entry.account else accounts.checked_name(entry.new_account)
    now = datetime.now(UTC)
    day = entry.day or today
    kind = _KIND_WORDS[entry.kind]()
    label = tr("{kind} with {name}", kind=kind, name=name)
    with store.operation(label):
        account = entry.account or accounts.insert(store, AccountFields(name=name))
        history.insert_interaction(
            store,
            InteractionFields(
                account=account,
                contact=entry.contact,
                kind=entry.kind,
                direction=Direction.IN if entry.kind is InteractionKind.COMPLAINT else Direction.OUT,
                day=day,
                happened_at=now if day == now.astimezone().date() else None,
                noted_at=now,
                subject=entry.subject,
                notes=entry.notes,
            ),
        )
        if entry.rating is not None:
            history.insert_rating(
                store,
                RatingFields(
                    account=account,
                    contact=entry.contact,
                    day=day,
                    score=entry.rating,
                    touchpoint=entry.kind.value,
                    comment=entry.subject,
                    noted_at=now,
                ),
            )
        if entry.follow_up is not None:
            what = entry.follow_up_what.strip() or tr("Follow up: {what}", what=entry.subject or kind)
            follow_ups.insert(
                store,
                FollowUpFields(account=account, contact=entry.contact, what=what, due=entry.follow_up, noted_at=now),
            )
    return SavedEntry(account, name, _saved(label, entry))


def _saved(label: str, entry: Entry) -> str:
    if entry.follow_up is None:
        return tr("{label} saved.", label=label)
    return tr("{label} saved. Follow-up on {day}.", label=label, day=format_day(entry.follow_up, "short"))


_KIND_WORDS = {
    InteractionKind.CALL: lambda: tr("Call"),
    InteractionKind.VISIT: lambda: tr("Visit"),
    InteractionKind.EMAIL: lambda: tr("Email"),
    InteractionKind.MESSAGE: lambda: tr("Message"),
    InteractionKind.COMPLAINT: lambda: tr("Complaint"),
    InteractionKind.NOTE: lambda: tr("Note"),
}
