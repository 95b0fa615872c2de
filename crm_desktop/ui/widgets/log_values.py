"""What the quick log knows while it is open: the line as read, what was chosen in the form, and both put together."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any, NamedTuple

from crm_desktop.app import App
from crm_desktop.domain.entities import Contact
from crm_desktop.domain.entry import Promised, Span, carried
from crm_desktop.services import accounts, contacts, naming, quick_log
from crm_desktop.services.accounts import Match
from crm_desktop.services.naming import Memo
from crm_desktop.services.quick_log import Entry, LogFields, Understood


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Values(LogFields):
    """What would be saved now. A promise has its parts as the form asks for them: one at a time."""

    account: Match | None = None
    promise: date | None = None
    promise_what: str = ""
    promise_theirs: bool = False
    promise_at: time | None = None

    def entry(self) -> Entry:
        """The same for the service."""
        promise = None
        if self.promise:
            promise = Promised(self.promise_what, self.promise, self.promise_theirs, self.promise_at)
        values = carried(self, LogFields)
        if self.account is None:
            return Entry(account=None, promise=promise, **values | {"contact": None})
        return Entry(account=self.account.id, promise=promise, **values | {"new_account": ""})


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
    return None if row is None else Match(row.id, row.name, row.tier, bool(row.archived))


def _facts(app: App, account: int) -> AccountFacts | None:
    row = next(iter(accounts.rows(app.store, [account])), None)
    if row is None:
        return None
    people = tuple(contacts.of_account(app.store, account))
    match = Match(row.id, row.name, row.tier, bool(row.archived))
    return AccountFacts(match, people, row.last_contact, row.rating)


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
    values = carried(said, LogFields) | _parts(said.promise) | dict(chosen)
    values |= {
        "account": account,
        "new_account": new_account,
        "contact": contact if any(person.id == contact for person in people) else None,
    }
    return Values(**values)


def _parts(promise: Promised | None) -> dict[str, Any]:
    if promise is None:
        return {}
    return {
        "promise": promise.due,
        "promise_what": promise.what,
        "promise_theirs": promise.theirs,
        "promise_at": promise.at,
    }


def with_name_replaced(text: str, name: str, by: str) -> str:
    """The line with the words of an unknown name replaced by the name that was meant."""
    pattern = r"\s+".join(re.escape(word) for word in name.split())
    return re.sub(pattern, lambda _found: by, text, count=1)


_LONGEST_LINE = 2_000


def in_lines(text: str) -> str:
    """The same words with a line break at least every so many characters, where there is a space: a field draws lines
    one by one, and a single endless one for seconds."""
    lines = []
    for line in text.splitlines():
        at = 0
        while len(line) - at > _LONGEST_LINE:
            end = line.rfind(" ", at, at + _LONGEST_LINE)
            end = end if end > at else line.find(" ", at + _LONGEST_LINE)
            if end < 0:
                break
            lines.append(line[at:end])
            at = end + 1
        lines.append(line[at:])
    return "\n".join(lines)
