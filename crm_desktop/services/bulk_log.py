"""One conversation or note with many accounts: one line in the grammar of the quick log, saved in one undoable step."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from crm_desktop.domain.entry import Piece
from crm_desktop.domain.errors import UserError
from crm_desktop.domain.kinds import InteractionKind
from crm_desktop.i18n import format_day, format_moment, tr, tr_n
from crm_desktop.services import quick_log
from crm_desktop.services.accounts import Match
from crm_desktop.services.history import EntryKind
from crm_desktop.services.quick_log import Entry
from crm_desktop.services.wording import kind_word
from crm_desktop.storage.store import Store

_EACH = Match(0, "", "")
"""Instead of the account that a line is about: it names nobody, and what looks like a name is part of what was said."""


class SavedForMany(NamedTuple):
    """How many accounts have it now, and the sentence that says so."""

    accounts: int
    message: str


def understand(store: Store, text: str, today: date) -> Entry:
    """What the line says of each account. Without a kind it is a note: nobody talked to 30 accounts by being silent."""
    read = quick_log.understand(store, text, today, _EACH)
    entry = replace(read.entry(), account=None)
    told = any(span.piece is Piece.KIND for span in read.spans)
    return entry if told else replace(entry, kind=InteractionKind.NOTE)


def what_is_wrong(entry: Entry) -> str:
    """Why this cannot be saved with many accounts; "" where it can."""
    if entry.rating is not None or entry.order is not None:
        return tr("A rating or an order belongs to one account: log it there.")
    nothing = not (entry.subject or entry.notes or entry.follow_up or entry.promise or entry.tags)
    if nothing and entry.kind is InteractionKind.NOTE:
        return tr("Say in a few words what happened.")
    return ""


def told(entry: Entry) -> str:
    """What would be saved, for the person who is typing: "Email · new prices · follow-up Fri 27 Nov"."""
    kind = kind_word(EntryKind(entry.kind.value))
    parts = [kind if entry.day is None else tr("{kind}, {day}", kind=kind, day=format_day(entry.day, "short"))]
    if entry.minutes is not None:
        parts.append(tr_n("{n} min", "{n} min", entry.minutes))
    parts.append(entry.subject)
    if (promise := entry.promise) is not None:
        words = tr("they promise") if promise.theirs else tr("promise")
        day = format_moment(promise.due, promise.at)
        parts.append(" ".join(filter(None, (words, promise.what, day))))
    if entry.follow_up is not None:
        parts.append(tr("follow-up {day}", day=format_moment(entry.follow_up, entry.follow_up_at)))
    if entry.tags:
        parts.append(tr("tags {tags}", tags=", ".join(entry.tags)))
    return " · ".join(filter(None, parts))


def save(store: Store, accounts: Collection[int], entry: Entry, today: date) -> SavedForMany:
    """Writes the same with each of these accounts that is still here. Raises ``UserError`` for what belongs to one."""
    if wrong := what_is_wrong(entry):
        raise UserError(wrong, tr("Nothing was saved."))
    here = [
        account
        for (account,) in store.rows(
            "SELECT id FROM account WHERE id IN (SELECT value FROM json_each(?)) AND deleted_at IS NULL",
            (json.dumps(list(accounts)),),
        )
    ]
    if not here:
        return SavedForMany(0, tr("None of these accounts is here any more."))
    kind = kind_word(EntryKind(entry.kind.value))
    label = tr_n("{kind} with {n} account", "{kind} with {n} accounts", len(here), kind=kind)
    with store.operation(label):
        for account in here:
            quick_log.write(store, account, entry, today, kind)
    return SavedForMany(len(here), quick_log.saved_sentences(label, entry))
