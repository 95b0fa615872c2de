"""What the quick log knows while it is open: the line as read, what was chosen in the form, and both put together."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any, NamedTuple

from crm_desktop.app import App
from crm_desktop.domain.entities import Contact
from crm_desktop.domain.entry import Promised, Span
from crm_desktop.domain.kinds import InteractionKind
from crm_desktop.services import accounts, contacts, naming, quick_log
from crm_desktop.services.accounts import Match
from crm_desktop.services.naming import Memo
from crm_desktop.services.quick_log import Entry, Order, Understood


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """What the form shows beside an account."""

    account: Match
    people: tuple[Contact, ...]
    last_contact: date | None
    rating: float | None


class Reading(NamedTuple):
    """The answer of the worker to one line."""

    text: str
    understood: Understood
    facts: AccountFacts | None
    nearest: Match | None
    """For a name that no account has: the account that may have been meant."""

    def lead(self, span: Span) -> int:
        """How long the word before what it is about is, with the space."""
        said = self.text[span.start : span.end]
        return max(said.rfind(self.understood.subject), 0) if self.understood.subject else 0


@dataclass(frozen=True, slots=True)
class Values:
    """What would be saved now."""

    account: Match | None = None
    new_account: str = ""
    contact: int | None = None
    kind: InteractionKind = InteractionKind.CALL
    subject: str = ""
    rating: int | None = None
    promise: date | None = None
    promise_what: str = ""
    promise_theirs: bool = False
    promise_at: time | None = None
    follow_up: date | None = None
    follow_up_what: str = ""
    follow_up_at: time | None = None
    notes: str = ""
    tags: tuple[str, ...] = ()
    minutes: int | None = None
    department: str = ""
    day: date | None = None
    at: time | None = None
    order: Order | None = None

    def entry(self) -> Entry:
        """The same for the service."""
        return Entry(
            account=self.account.id if self.account else None,
            new_account="" if self.account else self.new_account,
            contact=self.contact if self.account else None,
            kind=self.kind,
            subject=self.subject,
            notes=self.notes,
            rating=self.rating,
            promise=Promised(self.promise_what, self.promise, self.promise_theirs, self.promise_at)
            if self.promise
            else None,
            follow_up=self.follow_up,
            follow_up_what=self.follow_up_what,
            follow_up_at=self.follow_up_at,
            tags=self.tags,
            minutes=self.minutes,
            department=self.department,
            day=self.day,
            at=self.at,
            order=self.order,
        )


def read(
    app: App,
    text: str,
    *,
    opened_on: int | None,
    chosen: Match | str | None,
    memo: Memo,
    plain: Sequence[tuple[int, int]] = (),
) -> Reading:
    """Reads a line in the worker. ``chosen`` is the account picked in the form, or the name of a new one.

    Opened on a row or with a name for a new account the line names none; an account picked in the form leaves the
    words that name another one where they are.
    """

    def understand(account: Match | None) -> Understood:
        return quick_log.understand(app.store, text, app.today, account=account, memo=memo, plain=plain)

    if isinstance(chosen, str):
        return Reading(text, understand(Match(0, chosen, "")), None, None)
    known = chosen or (_match(app, opened_on) if opened_on is not None else None)
    understood = understand(known if opened_on is not None else None)
    if known is not None and understood.account is None:
        understood = understand(known)
    account = known or understood.account
    nearest = None
    if account is None and understood.new_account:
        nearest = naming.nearest(app.store, understood.new_account, memo)
    return Reading(text, understood, None if account is None else _facts(app, account.id), nearest)


def _match(app: App, account: int) -> Match | None:
    row = next(iter(accounts.rows(app.store, [account])), None)
    return None if row is None else Match(row.id, row.name, row.tier)


def _facts(app: App, account: int) -> AccountFacts | None:
    row = next(iter(accounts.rows(app.store, [account])), None)
    if row is None:
        return None
    people = tuple(contacts.of_account(app.store, account))
    return AccountFacts(Match(row.id, row.name, row.tier), people, row.last_contact, row.rating)


def merge(reading: Reading | None, chosen: Mapping[str, Any], *, opened_on: int | None) -> Values:
    """What would be saved: each value as chosen in the form, else as the line says it."""
    said = reading.understood if reading else Understood()
    account, new_account = said.account, said.new_account
    if "account" in chosen:
        picked = chosen["account"]
        account, new_account = (None, picked) if isinstance(picked, str) else (picked, "")
    people = reading.facts.people if reading and reading.facts else ()
    # Opened on a row, the one we talk to most is meant until another is chosen.
    usual = people[0].id if people and account is not None and account.id == opened_on else None
    contact = chosen.get("contact", said.contact or usual)
    promised = said.promise
    return Values(
        account=account,
        new_account=new_account,
        contact=contact if any(person.id == contact for person in people) else None,
        kind=chosen.get("kind", said.kind),
        subject=chosen.get("subject", said.subject),
        rating=chosen.get("rating", said.rating),
        follow_up=chosen.get("follow_up", said.follow_up),
        follow_up_what=chosen.get("follow_up_what", said.follow_up_what),
        follow_up_at=chosen.get("follow_up_at", said.follow_up_at),
        promise=chosen.get("promise", promised.due if promised else None),
        promise_what=chosen.get("promise_what", promised.what if promised else ""),
        promise_theirs=promised is not None and promised.theirs,
        promise_at=chosen.get("promise_at", promised.at if promised else None),
        notes=chosen.get("notes", said.notes),
        tags=said.tags,
        minutes=said.minutes,
        department=said.department,
        day=said.day,
        at=said.at,
        order=said.order,
    )


def with_name_replaced(text: str, name: str, by: str) -> str:
    """The line with the words of an unknown name replaced by the name that was meant."""
    pattern = r"\s+".join(re.escape(word) for word in name.split())
    return re.sub(pattern, lambda _found: by, text, count=1)
