"""Whose an e-mail is: who of us and of them wrote it to whom, and which accounts that speaks for."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from enum import IntEnum
from typing import NamedTuple

from crm_desktop.domain.contact_points import is_free_mail
from crm_desktop.domain.dates import day_from
from crm_desktop.domain.folding import words
from crm_desktop.domain.kinds import Direction
from crm_desktop.domain.mail import Address, Mail
from crm_desktop.services import accounts, preferences
from crm_desktop.storage.store import Store

_MOST_CANDIDATES, _MOST_ADDRESSES = 8, 50


class Why(IntEnum):
    """What speaks for an account, the strongest first."""

    PERSON = 0
    ACCOUNT = 1
    HOST = 2
    LEFT = 3
    """The person was there once."""
    HERE = 4
    """Its page was open when the mail was dropped."""


class Candidate(NamedTuple):
    """An account that an e-mail may belong to, with the person it is from or to, if known."""

    account: int
    name: str
    why: Why
    address: str = ""
    contact: int | None = None
    person: str = ""


class Present(NamedTuple):
    """The same e-mail, taken in before."""

    interaction: int
    account: int
    name: str
    day: date


@dataclass(frozen=True, slots=True)
class Placed:
    """An e-mail and where it may belong. ``sure``: to the first candidate, without a question."""

    mail: Mail
    direction: Direction
    candidates: tuple[Candidate, ...] = ()
    sure: bool = False
    present: Present | None = None
    other: Address | None = None
    """Whoever wrote to us, or we to them: somebody new, where no candidate names a person."""


def place(store: Store, mail: Mail, *, near: int | None = None) -> Placed:
    """Finds out who wrote to whom, and which accounts it may belong to. ``near``: the account whose page is open."""
    placed = _place(store, mail)
    if not placed.candidates and mail.inner is not None:
        # Somebody of us passed it on: what counts is the mail inside.
        inner = _place(store, replace(mail.inner, enclosed=mail.inner.enclosed or mail.enclosed))
        if inner.candidates or _ours(store, mail):
            placed = inner
    if near is not None:
        placed = _with_the_open_one(store, placed, near)
    return replace(placed, present=present_of(store, placed.mail) or present_of(store, mail))


def _ours(store: Store, mail: Mail) -> bool:
    mine = _Mine(store)
    return mail.sender is not None and mine.has(mail.sender)


def _place(store: Store, mail: Mail) -> Placed:
    mine = _Mine(store)
    theirs_to = [box for box in mail.recipients if not mine.has(box)]
    copied = [box for box in mail.copies if not mine.has(box)]
    sender = mail.sender
    if sender is not None and mine.has(sender):
        found = _candidates(store, theirs_to) or _candidates(store, copied)
        return _placed(mail, Direction.OUT, found, theirs_to or copied)
    from_them = _candidates(store, [sender]) if sender else []
    if len(theirs_to) < len(mail.recipients) or len(copied) < len(mail.copies):
        return _placed(mail, Direction.IN, from_them, [sender] if sender else [])
    # We do not know our own addresses: the side that we know is the customer's.
    to_them = _candidates(store, theirs_to) or _candidates(store, copied)
    if from_them and not to_them:
        return _placed(mail, Direction.IN, from_them, [sender] if sender else [])
    if to_them and not from_them:
        return _placed(mail, Direction.OUT, to_them, theirs_to or copied)
    both = _merged([*from_them, *to_them])
    return replace(_placed(mail, Direction.UNKNOWN, both, [sender] if sender else []), sure=False)


def _placed(mail: Mail, direction: Direction, found: list[Candidate], others: list[Address]) -> Placed:
    best = [each for each in found if each.why == found[0].why]
    sure = len(best) == 1 and best[0].why < Why.LEFT
    other = others[0] if others else None
    return Placed(mail, direction, tuple(found[:_MOST_CANDIDATES]), sure=sure, other=other)


def _with_the_open_one(store: Store, placed: Placed, near: int) -> Placed:
    """The page that is open decides between equals, and is offered where nothing else is known."""
    here = [each for each in placed.candidates if each.account == near]
    if here:
        rest = [each for each in placed.candidates if each.account != near]
        first = here[0].why == placed.candidates[0].why and here[0].why < Why.LEFT
        sure = placed.sure or (first and placed.direction is not Direction.UNKNOWN)
        return replace(placed, candidates=(*here, *rest), sure=sure) if first else placed
    name = accounts.name_of(store, near)
    return replace(placed, candidates=(*placed.candidates, Candidate(near, name, Why.HERE)))


class _Mine:
    """Our own addresses: those that are told, and everybody at the same host where that is ours alone."""

    def __init__(self, store: Store) -> None:
        told = [each.strip().lower() for each in preferences.get(store).own_addresses]
        self._told = frozenset(told)
        self._hosts = frozenset(host for host in (each.rpartition("@")[2] for each in told) if not is_free_mail(host))

    def has(self, box: Address) -> bool:
        return box.email in self._told or box.host in self._hosts


def _candidates(store: Store, boxes: list[Address]) -> list[Candidate]:
    """The accounts of some mail boxes, the best reason first."""
    found: list[Candidate] = []
    for box in boxes[:_MOST_ADDRESSES]:
        found += _of_people(store, box)
        found += _of_accounts(store, box)
    return _merged(found)


def _merged(found: list[Candidate]) -> list[Candidate]:
    """Each account once, by what speaks for it most."""
    best: dict[int, Candidate] = {}
    for each in sorted(found, key=lambda candidate: candidate.why):
        best.setdefault(each.account, each)
    return sorted(best.values(), key=lambda candidate: candidate.why)


# What the search index finds by the words of an address is then compared letter by letter.
_PEOPLE = """SELECT c.id, c.name, c.email, f.account_id, a.name, f.until
FROM contact c JOIN affiliation f ON f.contact_id = c.id
JOIN account a ON a.id = f.account_id AND a.deleted_at IS NULL
WHERE c.id IN (SELECT rowid FROM contact_index WHERE contact_index MATCH ? LIMIT 2000) AND c.deleted_at IS NULL
ORDER BY a.archived, f.until IS NOT NULL, f.id DESC"""
_ACCOUNTS = """SELECT id, name, email, website FROM account
WHERE id IN (SELECT rowid FROM account_index WHERE account_index MATCH ? LIMIT 2000) AND deleted_at IS NULL
ORDER BY archived, id"""
_BOX = re.compile(r"[^\s,;<>()\"']+@[^\s,;<>()\"']+")


def _of_people(store: Store, box: Address) -> list[Candidate]:
    found: list[Candidate] = []
    for contact, person, email, account, name, until in store.rows(_PEOPLE, (_query(box.email),)):
        if box.email in (each.lower() for each in _BOX.findall(email)):
            why = Why.PERSON if until is None else Why.LEFT
            found.append(Candidate(account, name, why, box.email, contact, person))
    if found or is_free_mail(box.host):
        return found
    return [
        Candidate(account, name, Why.HOST, box.email)
        for _, _, email, account, name, until in store.rows(_PEOPLE, (_query(box.host),))
        if until is None and box.host in (_host(each) for each in _BOX.findall(email))
    ]


def _of_accounts(store: Store, box: Address) -> list[Candidate]:
    free = is_free_mail(box.host)
    found = []
    for account, name, email, website in store.rows(_ACCOUNTS, (_query(box.email if free else box.host),)):
        boxes = [each.lower() for each in _BOX.findall(email)]
        if box.email in boxes:
            found.append(Candidate(account, name, Why.ACCOUNT, box.email))
        elif not free and box.host in (_site(website), *map(_host, boxes)):
            found.append(Candidate(account, name, Why.HOST, box.email))
    return found


def _query(text: str) -> str:
    """Every word of it, as a whole word; nothing of it is an operator."""
    return " ".join(f'"{word}"' for word in words(text)) or '""'


def _host(email: str) -> str:
    return email.rpartition("@")[2].lower()


def _site(website: str) -> str:
    return re.sub(r"^\s*(?:[a-z]+://)?(?:www\.)?", "", website.lower()).split("/")[0].split(":")[0].strip()


def present_of(store: Store, mail: Mail) -> Present | None:
    """The same e-mail where it was taken in before; not what was undone or lies in the bin."""
    row = store.row(
        """SELECT i.id, a.id, a.name, i.day FROM interaction i
        JOIN account a ON a.id = i.account_id AND a.deleted_at IS NULL
        WHERE i.message_id = ? AND i.message_id <> '' AND i.deleted_at IS NULL ORDER BY i.id LIMIT 1""",
        (mail.key,),
    )
    return None if row is None else Present(row[0], row[1], row[2], day_from(row[3]))
