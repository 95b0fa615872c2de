"""The history of the workspace in words: who did what and when, what it changed, and taking a step back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import NamedTuple

from crm_desktop.domain.changes import Changes
from crm_desktop.i18n import tr, tr_n
from crm_desktop.services import journal_rows
from crm_desktop.storage.journal import changes_of
from crm_desktop.storage.steps import Step
from crm_desktop.storage.store import Store

_LINES = 12
"""Rows told one by one; of the rest only how many there are."""


class StepLine(NamedTuple):
    """One step. ``undone``: it was taken back; ``can_undo``: it may be tried. ``forgotten``: it held data of a person
    who was erased, or erased one, so that nobody knows any more what it did."""

    id: int
    label: str
    made_at: datetime
    made_by: str
    undone: bool
    can_undo: bool
    forgotten: bool = False


def steps(store: Store, *, limit: int = 100, before: int | None = None) -> list[StepLine]:
    """The newest steps, or those before one of them, the newest first."""
    return [_line(step) for step in store.steps(limit, before=before)]


def _line(step: Step) -> StepLine:
    label = {"do": "{label}", "undo": tr("Undo: {label}"), "redo": tr("Redo: {label}")}[step.kind]
    return StepLine(
        step.id,
        label.replace("{label}", step.label),
        datetime.fromtimestamp(step.made_at / 1000).astimezone(),
        step.made_by,
        step.state != "done",
        step.kind == "do" and step.state == "done" and step.kept,
        step.kind == "do" and not step.kept,
    )


def take_back(store: Store, step: int) -> Changes | None:
    """Takes back one step. Raises ``UserError`` when something in it has changed since; nothing is changed then."""
    return store.undo(step)


def what_changed(store: Store, step: int) -> list[str]:
    """What a step did: how many rows of each kind, then the first of them in words."""
    known = store.value(
        "SELECT d.changeset IS NOT NULL OR d.new_rows IS NOT NULL FROM operation o "
        "JOIN operation d ON d.id = coalesce(o.target_id, o.id) WHERE o.id = ?",
        (step,),
    )
    if known == 0:
        return [tr("What it did is no longer known: a person was erased with it.")]
    changes = changes_of(store, step, most=_LINES * 4)
    lines = [_count(table, verb, n) for (table, verb), n in changes.counts.items()]
    told = journal_rows.in_words(store, changes.first)[:_LINES]
    more = sum(changes.counts.values()) - len(changes.first)
    if more > 0:
        told.append(tr_n("and {n} more", "and {n} more", more))
    return [*lines, *told]


# -- how many ------------------------------------------------------------------------------------

_KINDS: Mapping[str, Callable[[int], str]] = {
    "account": lambda n: tr_n("{n} account", "{n} accounts", n),
    "contact": lambda n: tr_n("{n} person", "{n} people", n),
    "affiliation": lambda n: tr_n("{n} place of a person", "{n} places of people", n),
    "interaction": lambda n: tr_n("{n} conversation", "{n} conversations", n),
    "purchase": lambda n: tr_n("{n} order", "{n} orders", n),
    "rating": lambda n: tr_n("{n} rating", "{n} ratings", n),
    "follow_up": lambda n: tr_n("{n} follow-up", "{n} follow-ups", n),
    "promise": lambda n: tr_n("{n} promise", "{n} promises", n),
    "snooze": lambda n: tr_n("{n} snooze", "{n} snoozes", n),
    "correction": lambda n: tr_n("{n} correction", "{n} corrections", n),
    "attachment": lambda n: tr_n("{n} file", "{n} files", n),
    "never_same": lambda n: tr_n("{n} pair of different accounts", "{n} pairs of different accounts", n),
    "never_same_person": lambda n: tr_n("{n} pair of different people", "{n} pairs of different people", n),
    "setting": lambda n: tr_n("{n} setting", "{n} settings", n),
    "saved_view": lambda n: tr_n("{n} view", "{n} views", n),
}


def _kind(table: str, n: int) -> str:
    known = _KINDS.get(table)
    return known(n) if known else tr_n("{n} row of {table}", "{n} rows of {table}", n, table=table.replace("_", " "))


def amount(table: str, n: int) -> str:
    """So many rows of a table in words: "3 conversations"."""
    return _kind(table, n)


def _count(table: str, verb: str, n: int) -> str:
    what = _kind(table, n)
    if verb == "added":
        return tr("{what} added", what=what)
    return tr("{what} changed", what=what) if verb == "changed" else tr("{what} removed", what=what)
