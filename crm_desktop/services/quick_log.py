"""The quick log: understands one line against the workspace, and writes all it says in one undoable step."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import NamedTuple

from crm_desktop.domain.entities import (
    FollowUpFields,
    InteractionFields,
    PromiseFields,
    PurchaseFields,
    RatingFields,
)
from crm_desktop.domain.entry import Line, Piece, Promised, Span, Told, carried, ghost, prose, read_line
from crm_desktop.domain.errors import UserError
from crm_desktop.domain.kinds import Direction, InteractionKind, MadeBy
from crm_desktop.i18n import currency_exponent, format_moment, format_money, tr, typed_language
from crm_desktop.services import accounts, follow_ups, history, naming, preferences, promises
from crm_desktop.services.accounts import Match
from crm_desktop.services.history import EntryKind
from crm_desktop.services.moments import typed_at
from crm_desktop.services.naming import Memo
from crm_desktop.services.wording import kind_word
from crm_desktop.storage import tables
from crm_desktop.storage.store import Store

# A subject is a line of the timeline; what is longer becomes the note, and its beginning the subject.
_LONGEST_SUBJECT = 160
_LARGEST_AMOUNT = 10**15


class Order(NamedTuple):
    """A purchase that is told in the line, in minor units."""

    amount: int
    currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LogFields(Told):
    """What the line says once the workspace is known; the form below it shows and changes the same."""

    new_account: str = ""
    """A name that no account has, offered to be added; empty when an account was found or none is named."""
    contact: int | None = None
    kind: InteractionKind = InteractionKind.CALL
    subject: str = ""
    notes: str = ""
    order: Order | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood(LogFields):
    """A line read against the workspace."""

    spans: tuple[Span, ...] = ()
    account: Match | None = None
    nearest: tuple[Match, ...] = ()
    promise: Promised | None = None
    ghost: str = ""
    """The likeliest next piece, to be written behind the line."""

    def entry(self) -> Entry:
        """What the line alone would save."""
        account = self.account.id if self.account else None
        return Entry(account=account, promise=self.promise, **carried(self, LogFields))


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry(LogFields):
    """What is to be saved. Either ``account`` or the name of a ``new_account``."""

    account: int | None
    promise: Promised | None = None


class SavedEntry(NamedTuple):
    """What was written, and the sentence that says so."""

    account: int
    account_name: str
    message: str
    new_account: bool
    archived: bool


def understand(
    store: Store,
    text: str,
    today: date,
    account: Match | None = None,
    *,
    memo: Memo | None = None,
    plain: Sequence[tuple[int, int]] = (),
) -> Understood:
    """Reads a line. With ``account`` (opened on a row) the line names none. Never raises, whatever is typed.

    ``memo`` spares the next key press what this one looked up; ``plain``: stretches that a person made plain text.
    """
    memo = Memo() if memo is None else memo
    near = () if account else tuple(naming.accounts_named(store, text, memo))
    language, currency = typed_language(), naming.currency(store, memo)

    def read(names: Sequence[str]) -> Line:
        return read_line(
            text,
            today,
            accounts=[match.name for match in near],
            people=names,
            language=language,
            currency=currency,
            plain=plain,
        )

    line = read(())
    found = account or (near[line.named] if line.named is not None else None)
    people = naming.people_of(store, found.id, memo) if found else ()
    if people:
        line = read([name for _, name in people])
    order, line = _order(line, text, currency)
    unknown = "" if found else _unknown_name(text, line)
    subject, notes = _subject_and_notes(text, line, new=bool(unknown))
    return Understood(
        spans=line.spans,
        account=found,
        new_account=unknown,
        nearest=near,
        contact=None if line.person is None else people[line.person][0],
        kind=line.kind or (InteractionKind.NOTE if order else InteractionKind.CALL),
        subject=subject,
        notes=notes,
        promise=line.promise,
        order=order,
        ghost=ghost(
            text,
            line,
            today,
            knows_account=found is not None,
            people=[name for _, name in people],
            language=language,
        ),
        **carried(line),
    )


def _order(line: Line, text: str, own: str) -> tuple[Order | None, Line]:
    """The order in minor units; an amount that its currency cannot have goes back into the note."""
    told = line.span(Piece.AMOUNT)
    if line.amount is None or told is None:
        return None, line
    currency = line.amount.currency or own
    minor = line.amount.value.scaleb(currency_exponent(currency))
    if minor == minor.to_integral_value() and minor <= _LARGEST_AMOUNT:
        return Order(int(minor), currency), line
    return None, replace(line, amount=None, spans=tuple(span for span in line.spans if span is not told))


def _unknown_name(text: str, line: Line) -> str:
    """What stands before the first thing recognised: the name of somebody new."""
    name = " ".join((text[: line.spans[0].start] if line.spans else text).split())
    return name if len(name) <= accounts.LONGEST_NAME else ""


def _subject_and_notes(text: str, line: Line, *, new: bool) -> tuple[str, str]:
    """What it was about, and everything else that was not understood, in whole sentences.

    The name of somebody ``new`` is what stands before the first piece.
    """
    rest = prose(text, line, (line.spans[0].start if line.spans else len(text)) if new else 0)
    if line.about:
        return line.about, rest
    if len(rest) <= _LONGEST_SUBJECT:
        return rest.rstrip(" ,;"), ""  # "no answer, follow up tue": the comma was for what follows
    return rest[:_LONGEST_SUBJECT].rsplit(" ", 1)[0] + "…", rest


def save(store: Store, entry: Entry, today: date) -> SavedEntry:
    """Writes the interaction and everything else the entry says, and the account if it is new: one step, one undo."""
    if entry.account is None and not entry.new_account.strip():
        raise UserError(
            tr("Which account is it about?"), tr("Nothing was saved."), tr("Type the first letters of its name.")
        )
    whom = entry.account or entry.new_account
    name = accounts.name_of_any(store, whom)
    kind = kind_word(EntryKind(entry.kind.value))
    label = tr("{kind} with {name}", kind=kind, name=name)
    with store.operation(label):
        account = accounts.one_of_any(store, whom)
        write(store, account, entry, today, kind)
    new = entry.account is None
    archived = not new and accounts.is_archived(store, account)
    sentences = [tr("New account {name}.", name=name)] if new else []
    sentences.append(saved_sentences(label, entry))
    if archived:
        sentences.append(tr("The account is archived and stays out of every list."))
    return SavedEntry(account, name, " ".join(sentences), new_account=new, archived=archived)


def write(store: Store, account: int, entry: Entry, today: date, kind: str) -> None:
    """Writes what the entry says of an account, inside an operation that is already open."""
    now, day = typed_at(today), entry.day or today
    subject = entry.subject or (tr("Order") if entry.order and entry.kind is InteractionKind.NOTE else "")
    history.insert_interaction(
        store,
        InteractionFields(
            account=account,
            contact=entry.contact,
            kind=entry.kind,
            direction=Direction.IN if entry.kind is InteractionKind.COMPLAINT else Direction.OUT,
            department=entry.department,
            day=day,
            happened_at=_moment(day, entry.at, now),
            noted_at=now,
            subject=subject,
            notes=entry.notes,
            minutes=entry.minutes,
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
    if entry.order is not None:
        history.insert_purchase(
            store,
            PurchaseFields(
                account=account, day=day, amount=entry.order.amount, currency=entry.order.currency, noted_at=now
            ),
        )
    if entry.promise is not None:
        promises.insert(
            store,
            PromiseFields(
                account=account,
                contact=entry.contact,
                what=entry.promise.what.strip() or entry.subject or kind,
                due=entry.promise.due,
                made_by=MadeBy.THEM if entry.promise.theirs else MadeBy.US,
                owner=preferences.owner(store),
                noted_at=now,
                at=entry.promise.at,
            ),
        )
    if entry.follow_up is not None:
        what = entry.follow_up_what.strip() or tr("Follow up: {what}", what=entry.subject or kind)
        follow_ups.insert(
            store,
            FollowUpFields(
                account=account,
                contact=entry.contact,
                what=what,
                due=entry.follow_up,
                at=entry.follow_up_at,
                noted_at=now,
            ),
        )
    if entry.tags:
        _add_tags(store, account, entry.tags)


def _moment(day: date, at: time | None, now: datetime) -> datetime | None:
    """When it happened, if that is known: today means now, another day needs a time."""
    if at is not None:
        return datetime.combine(day, at).astimezone()
    return now if day == now.date() else None


def _add_tags(store: Store, account: int, tags: Sequence[str]) -> None:
    stored: list[str] = json.loads(store.value("SELECT tags FROM account WHERE id = ?", (account,)))
    known = {tag.casefold() for tag in stored}
    fresh = [tag for tag in dict.fromkeys(tags) if tag.casefold() not in known]
    if fresh:
        tables.Account.update(tags=json.dumps([*stored, *fresh], ensure_ascii=False)).where(
            tables.Account.id == account
        ).execute()


def saved_sentences(label: str, entry: Entry) -> str:
    """What was saved, for the message."""
    sentences = [tr("{label} saved.", label=label)]
    if entry.order is not None:
        sentences.append(
            tr("Order of {money}.", money=format_money(entry.order.amount, entry.order.currency, exact=True))
        )
    if entry.promise is not None:
        sentences.append(tr("Promise for {day}.", day=format_moment(entry.promise.due, entry.promise.at)))
    if entry.follow_up is not None:
        sentences.append(tr("Follow-up on {day}.", day=format_moment(entry.follow_up, entry.follow_up_at)))
    return " ".join(sentences)
