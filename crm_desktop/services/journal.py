"""The history of the workspace in words: who did what and when, what it changed, and taking a step back."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from crm_desktop.domain.changes import Changes
from crm_desktop.domain.dates import day_from
from crm_desktop.i18n import format_day, format_money, format_number, tr, tr_n
from crm_desktop.storage.journal import RowChange, StepChanges, changes_of
from crm_desktop.storage.steps import Step
from crm_desktop.storage.store import Store

_LINES = 12
"""Rows told one by one; of the rest only how many there are."""
_LONGEST = 60
_DAYS = {"day", "due", "first_due", "done_on", "since", "until", "set_on", "settled_on", "from_day", "until_day"}
_SILENT = {
    "id", "name_key", "search", "noted_at", "happened_at", "account_id", "contact_id", "tier_reason", "message_id",
    "interaction_id", "sha256", "size", "merged_into", "low_id", "high_id",
}  # fmt: skip


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
    names = _names(store, changes)
    told = [line for change in changes.first if (line := _row(change, names))][:_LINES]
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
    "never_same": lambda n: tr_n("{n} pair of accounts kept apart", "{n} pairs of accounts kept apart", n),
    "never_same_person": lambda n: tr_n("{n} pair of people kept apart", "{n} pairs of people kept apart", n),
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


# -- which ---------------------------------------------------------------------------------------


class _Names(NamedTuple):
    accounts: Mapping[int, str]
    people: Mapping[int, str]
    owners: Mapping[tuple[str, int], tuple[int, str]]
    """Of a changed row that does not name them: its account, and what it is about."""


_ABOUT = {
    "interaction": "subject", "follow_up": "what", "promise": "what", "purchase": "what", "rating": "comment",
    "affiliation": "role", "attachment": "name",
}  # fmt: skip


def _names(store: Store, changes: StepChanges) -> _Names:
    """The names that the rows only know by number, as they are today."""
    owners: dict[tuple[str, int], tuple[int, str]] = {}
    for table, about in {**_ABOUT, "snooze": "reason", "correction": "kind"}.items():
        ids = [change.id for change in changes.first if change.table == table]
        if ids:
            query = f"SELECT id, account_id, {about} FROM {table} WHERE id IN (SELECT value FROM json_each(?))"
            owners |= {(table, row): (account, text) for row, account, text in store.rows(query, (json.dumps(ids),))}
    sides = [side for change in changes.first for side in (change.before, change.after)]
    accounts = {side["account_id"] for side in sides if "account_id" in side} | {a for a, _ in owners.values()}
    accounts |= {change.id for change in changes.first if change.table == "account"}
    people = {side["contact_id"] for side in sides if side.get("contact_id")}
    people |= {change.id for change in changes.first if change.table == "contact"}
    return _Names(_by_id(store, "account", accounts), _by_id(store, "contact", people), owners)


def _by_id(store: Store, table: str, ids: set[int]) -> dict[int, str]:
    query = f"SELECT id, name FROM {table} WHERE id IN (SELECT value FROM json_each(?))"
    return dict(store.rows(query, (json.dumps(sorted(ids)),)))


def _row(change: RowChange, names: _Names) -> str:
    """One row in words; "" for what is told by another row of the same step."""
    whose = _whose(change, names)
    if change.verb != "changed":
        about = _about(change.after or change.before, change.table)
        return ": ".join(part for part in (whose, about) if part)
    if "deleted_at" in change.after:
        gone = change.after["deleted_at"] is not None
        return tr("{name}: put into the bin", name=whose) if gone else tr("{name}: back from the bin", name=whose)
    parts = []
    for column, after in change.after.items():
        if column not in _SILENT:
            before, now = _value(column, change.before.get(column)), _value(column, after)
            parts.append(tr("{field}: {before} → {after}", field=_field(column), before=before, after=now))
    return f"{whose}: {', '.join(parts)}" if parts and whose else ", ".join(parts)


def _whose(change: RowChange, names: _Names) -> str:
    side = {**change.before, **change.after}
    if change.table == "account":
        return str(change.before.get("name") or side.get("name") or names.accounts.get(change.id, ""))
    if change.table == "contact":
        return str(change.before.get("name") or side.get("name") or names.people.get(change.id, ""))
    if change.table == "setting":
        return str(side.get("key", ""))
    account, about = names.owners.get((change.table, change.id), (side.get("account_id"), ""))
    name = names.accounts.get(account, "") if account is not None else ""
    if change.verb == "changed" and about and change.table in _ABOUT:
        return tr("{account}, “{what}”", account=name, what=_short(about))
    return name


def _about(side: Mapping[str, Any], table: str) -> str:
    """What an added or removed row says."""
    if table in ("account", "contact"):
        return ""
    if table == "setting":
        return _value("value", side.get("value"))
    parts = []
    if side.get("day") is not None:
        parts.append(_value("day", side["day"]))
    if table == "purchase":
        parts.append(format_money(side["amount"], side["currency"], exact=True))
    elif table == "rating":
        parts.append(
            tr("rated {score}", score=format_number(side["score"], 0 if side["score"] == int(side["score"]) else 1))
        )
    text = side.get(_ABOUT.get(table, ""), "")
    parts += [_short(text)] if text else []
    if table in ("follow_up", "promise", "snooze"):
        day = side.get("due", side.get("until"))
        parts.append(tr("until {day}", day=_value("due", day)) if table == "snooze" else _value("due", day))
    return ", ".join(parts)


def _value(column: str, value: Any) -> str:
    if value is None or value == "" or value == "[]":
        return tr("nothing")
    if column in _DAYS and isinstance(value, int):
        return format_day(day_from(value), "date")
    if column == "due_minute" and isinstance(value, int):
        return f"{value // 60:02}:{value % 60:02}"
    if column == "archived":
        return tr("yes") if value else tr("no")
    if column in ("tags", "value") and isinstance(value, str):
        stored = json.loads(value)
        value = ", ".join(map(str, stored)) if isinstance(stored, list) else stored
    if isinstance(value, float):
        return format_number(value, 0 if value == int(value) else 2)
    return _short(str(value))


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"


def _field(column: str) -> str:
    """The name of a column as a person knows it."""
    known = {
        "name": tr("name"), "tier": tr("tier"), "industry": tr("industry"), "address": tr("address"),
        "phone": tr("phone"), "email": tr("e-mail"), "website": tr("website"), "owner": tr("owner"),
        "since": tr("since"), "notes": tr("notes"), "tags": tr("tags"), "archived": tr("archived"),
        "contact_every": tr("talk every so many days"), "role": tr("role"), "until": tr("until"), "due": tr("due"),
        "due_minute": tr("time"),
        "done_on": tr("done on"), "repeat_days": tr("days until it comes back"), "what": tr("what"),
        "state": tr("state"),
        "subject": tr("subject"), "value": tr("value"), "minutes": tr("minutes"), "day": tr("day"),
        "amount": tr("amount"), "score": tr("score"), "comment": tr("comment"), "kind": tr("kind"),
    }  # fmt: skip
    return known.get(column, column.replace("_", " "))
