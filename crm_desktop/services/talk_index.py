"""The index of what was said: filled in small pieces after the fact, so that logging and importing wait for nothing."""

from __future__ import annotations

import json
from datetime import date
from typing import NamedTuple

from crm_desktop.domain.dates import day_from
from crm_desktop.domain.folding import search_text
from crm_desktop.domain.marking import Marks, marks
from crm_desktop.storage.store import Store

AT_ONCE = 200
"""Rows read in one piece: about 6 ms, and one commit."""
_NEWEST = 60
_BEFORE, _LONGEST = 18, 64


def read_some(store: Store, most: int = AT_ONCE) -> bool:
    """Takes up to so many conversations into the index, those written last first; whether some are left."""
    ids = [row for (row,) in store.rows("SELECT id FROM interaction_unread ORDER BY id DESC LIMIT ?", (most,))]
    if not ids:
        return False
    chosen = json.dumps(ids)
    rows = store.rows(
        "SELECT id, subject, notes FROM interaction WHERE id IN (SELECT value FROM json_each(?))", (chosen,)
    )
    with store.derivation():
        connection = store.database.connection()
        connection.executemany(
            "INSERT OR REPLACE INTO interaction_index (rowid, search) VALUES (?, ?)",
            [(row, search_text(subject, notes)) for row, subject, notes in rows],
        )
        connection.execute("DELETE FROM interaction_unread WHERE id IN (SELECT value FROM json_each(?))", (chosen,))
    return len(ids) == most


class Said(NamedTuple):
    """A conversation in which the words stand; ``text`` is the part around them, ``marks`` where they stand in it."""

    interaction: int
    account: int
    account_name: str
    day: date
    text: str
    marks: Marks


def said(store: Store, typed: list[str], limit: int) -> list[Said]:
    """The newest conversations in which every one of these folded words begins a word, of what has been read so far."""
    terms = " ".join(f'"{word}" *' for word in typed)
    rows = store.rows(
        """SELECT i.id, a.id, a.name, i.day, i.subject, i.notes FROM (
            SELECT rowid FROM interaction_index WHERE interaction_index MATCH ? ORDER BY rowid DESC LIMIT ?
        ) found JOIN interaction i ON i.id = found.rowid AND i.deleted_at IS NULL
        JOIN account a ON a.id = i.account_id AND a.deleted_at IS NULL
        ORDER BY i.day DESC, i.id DESC LIMIT ?""",
        (terms, _NEWEST, limit),
    )
    return [Said(row[0], row[1], row[2], day_from(row[3]), *_part(row[4], row[5], typed)) for row in rows]


def _part(subject: str, notes: str, typed: list[str]) -> tuple[str, Marks]:
    """The line or the notes with the words in them, cut to what stands around the first one."""
    text = max((subject, notes), key=lambda each: len(marks(each, typed)))
    text = " ".join(text.split())
    found = marks(text, typed)
    start = found[0][0] if found else 0
    begin = 0 if start <= _BEFORE else text.find(" ", start - _BEFORE) + 1
    part = ("…" if begin else "") + text[begin : begin + _LONGEST] + ("…" if len(text) > begin + _LONGEST else "")
    return part, marks(part, typed)
