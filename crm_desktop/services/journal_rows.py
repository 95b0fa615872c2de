"""What a step did to each row, in words: whose it is, what it says, and what it said before."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from crm_desktop.domain.dates import day_from
from crm_desktop.domain.kinds import MadeBy, PromiseState
from crm_desktop.i18n import format_day, format_money, format_number, format_percent, tr
from crm_desktop.services.corrections import Correction, CorrectionKind
from crm_desktop.storage.journal import RowChange
from crm_desktop.storage.store import Store

_LONGEST = 60
_DAYS = {"day", "due", "first_due", "done_on", "since", "until", "set_on", "settled_on", "from_day", "until_day"}
_SILENT = {
    "id", "name_key", "search", "noted_at", "happened_at", "account_id", "contact_id", "tier_reason", "message_id",
    "interaction_id", "sha256", "size", "merged_into", "low_id", "high_id",
}  # fmt: skip
_ABOUT = {
    "interaction": "subject", "follow_up": "what", "promise": "what", "purchase": "what", "rating": "comment",
    "affiliation": "role", "attachment": "name", "setting": "key", "saved_view": "name",
}  # fmt: skip


def in_words(store: Store, changes: Sequence[RowChange]) -> list[str]:
    """A line for each row; rows that are told by another row of the same step have none."""
    names = _names(store, changes)
    return [line for change in changes if (line := _row(change, names))]


class _Names(NamedTuple):
    accounts: Mapping[int, str]
    people: Mapping[int, str]
    owners: Mapping[tuple[str, int], tuple[int | None, str]]
    """Of a changed row that does not name them: its account, and what it is about."""


def _names(store: Store, changes: Sequence[RowChange]) -> _Names:
    """The names that the rows only know by number, as they are today."""
    owners: dict[tuple[str, int], tuple[int | None, str]] = {}
    for table, about in {**_ABOUT, "snooze": "reason", "correction": "kind"}.items():
        ids = [change.id for change in changes if change.table == table]
        if ids:
            account = "NULL" if table in ("setting", "saved_view") else "account_id"
            if table == "affiliation":
                about = "(SELECT name FROM contact c WHERE c.id = contact_id)"
            query = f"SELECT id, {account}, {about} FROM {table} WHERE id IN (SELECT value FROM json_each(?))"
            owners |= {(table, row): (whose, text) for row, whose, text in store.rows(query, (json.dumps(ids),))}
    sides = [side for change in changes for side in (change.before, change.after)]
    accounts = {side["account_id"] for side in sides if "account_id" in side}
    accounts |= {account for account, _ in owners.values() if account is not None}
    accounts |= {change.id for change in changes if change.table == "account"}
    people = {side["contact_id"] for side in sides if side.get("contact_id")}
    people |= {change.id for change in changes if change.table == "contact"}
    return _Names(_by_id(store, "account", accounts), _by_id(store, "contact", people), owners)


def _by_id(store: Store, table: str, ids: set[int]) -> dict[int, str]:
    query = f"SELECT id, name FROM {table} WHERE id IN (SELECT value FROM json_each(?))"
    return dict(store.rows(query, (json.dumps(sorted(ids)),)))


def _row(change: RowChange, names: _Names) -> str:
    """One row in words; "" for what is told by another row of the same step."""
    whose = _whose(change, names)
    if change.verb != "changed":
        about = _about(change.after or change.before, change.table, names)
        if change.table == "setting":
            whose = _setting(whose)
        return ": ".join(part for part in (whose, about) if part)
    if "deleted_at" in change.after:
        gone = change.after["deleted_at"] is not None
        if change.table == "correction":
            return tr("{name}: taken back", name=whose) if gone else tr("{name}: holds again", name=whose)
        return tr("{name}: put into the bin", name=whose) if gone else tr("{name}: back from the bin", name=whose)
    if change.table == "setting":
        before, now = (_setting_value(whose, side["value"]) for side in (change.before, change.after))
        return tr("{field}: {before} → {after}", field=_setting(whose), before=before, after=now)
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
    account, about = names.owners.get((change.table, change.id), (side.get("account_id"), ""))
    if change.table in ("setting", "saved_view"):
        return str(change.before.get(_ABOUT[change.table]) or side.get(_ABOUT[change.table]) or about)
    name = names.accounts.get(account, "") if account is not None else ""
    if change.verb == "changed" and about and change.table in _ABOUT:
        return tr("{account}, “{what}”", account=name, what=_short(about))
    return name


def _about(side: Mapping[str, Any], table: str, names: _Names) -> str:
    """What an added or removed row says."""
    if table in ("account", "contact", "saved_view"):
        return ""
    if table == "setting":
        return _setting_value(side["key"], side["value"])
    if table == "correction":
        return _correction(side)
    parts = []
    if table == "affiliation" and (person := names.people.get(side["contact_id"])):
        parts.append(person)
    if table == "promise" and side["made_by"] == MadeBy.THEM:
        parts.append(tr("theirs"))
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
    if side.get("due_minute") is not None:
        parts.append(_value("due_minute", side["due_minute"]))
    return ", ".join(parts)


def _value(column: str, value: Any) -> str:
    if value is None or value == "" or value == "[]":
        return tr("nothing")
    if column in _DAYS and isinstance(value, int):
        return format_day(day_from(value), "date")
    if column == "due_minute" and isinstance(value, int):
        return f"{value // 60:02}:{value % 60:02}"
    if column == "state":
        return {
            PromiseState.OPEN: tr("open"), PromiseState.KEPT: tr("kept"), PromiseState.BROKEN: tr("broken"),
        }[PromiseState(value)]  # fmt: skip
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
        "phone": tr("phone"), "email": tr("email"), "website": tr("website"), "owner": tr("owner"),
        "since": tr("since"), "notes": tr("notes"), "tags": tr("tags"), "archived": tr("archived"),
        "contact_every": tr("talk every so many days"), "role": tr("role"), "until": tr("until"), "due": tr("due"),
        "due_minute": tr("time"),
        "first_due": tr("first due"), "settled_on": tr("settled on"),
        "done_on": tr("done on"), "repeat_days": tr("days until it comes back"), "what": tr("what"),
        "state": tr("state"),
        "subject": tr("subject"), "value": tr("value"), "minutes": tr("minutes"), "day": tr("day"),
        "amount": tr("amount"), "score": tr("score"), "comment": tr("comment"), "kind": tr("kind"),
    }  # fmt: skip
    return known.get(column, column.replace("_", " "))


def _correction(side: Mapping[str, Any]) -> str:
    from crm_desktop.services import told_wording  # leads to the wording of the whole list

    from_day, until = (None if side[column] is None else day_from(side[column]) for column in ("from_day", "until_day"))
    kind, set_on = CorrectionKind(side["kind"]), day_from(side["set_on"])
    return told_wording.told(
        Correction(side["id"], kind, set_on, from_day, until, side["first_month"], side["last_month"])
    )


def _setting(key: str) -> str:
    """The name of a setting as the page of the settings has it."""
    known = {
        "business": tr("business"), "currency": tr("currency"), "rates": tr("other currencies"), "owner": tr("owner"),
        "day_size": tr("a day holds"), "own_addresses": tr("our email addresses"),
        "tier_share_a": tr("tier A, in percent"), "tier_share_b": tr("tier B, in percent"),
    }  # fmt: skip
    if key.startswith("contact_every_"):
        return tr("days between talks, tier {tier}", tier=key[-1].upper())
    return known.get(key, key.replace("_", " "))


def _setting_value(key: str, stored: str) -> str:
    value = json.loads(stored)
    if key.startswith("tier_share_"):
        return format_percent(value, 0 if abs(value * 100 - round(value * 100)) < 1e-6 else 1)
    if isinstance(value, dict):
        return ", ".join(f"{name} {amount}" for name, amount in value.items()) or tr("nothing")
    return _value("value", stored)
