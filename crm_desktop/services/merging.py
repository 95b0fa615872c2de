"""Makes one account of two: value by value as chosen, everything that happened with either kept, in one step."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from crm_desktop.domain.dates import day_number
from crm_desktop.domain.errors import UserError
from crm_desktop.i18n import tr
from crm_desktop.services import accounts, merging_people
from crm_desktop.services.bulk import account_search
from crm_desktop.services.merging_people import SamePerson
from crm_desktop.storage import tables
from crm_desktop.storage.store import Store

if TYPE_CHECKING:
    from crm_desktop.domain.entities import Account

FIELDS = ("name", "tier", "phone", "email", "website", "address", "industry", "owner", "since", "contact_every")
"""What is chosen from one of the two. Notes and tags are not among them: both are kept."""


class Side(StrEnum):
    """Whose value it is."""

    KEPT = "kept"
    OTHER = "other"


class Comparison(NamedTuple):
    """Two accounts side by side: ``kept`` stays, ``other`` goes into it; the events are how much happened with each."""

    kept: Account
    other: Account
    sides: Mapping[str, Side]
    """What is proposed: of each field the kept one's, unless only the other one has it."""
    kept_events: int
    other_events: int
    people: tuple[SamePerson, ...]
    """Who seems to be at both."""

    def differs(self, field: str) -> bool:
        """Whether there is something to choose."""
        return bool(getattr(self.kept, field) != getattr(self.other, field))


def compare(store: Store, one: int, other: int, *, keep: int | None = None) -> Comparison:
    """The two side by side. The one with which more happened is kept (the older one of equals), unless ``keep`` says.

    Raises ``UserError`` when one is gone or both are the same.
    """
    _check(store, one, other)
    events = {account: _events(store, account) for account in (one, other)}
    kept = keep or min((one, other), key=lambda account: (-events[account], account))
    lost = other if kept == one else one
    stays, goes = accounts.get(store, kept), accounts.get(store, lost)
    return Comparison(
        stays,
        goes,
        _proposed(stays, goes),
        events[kept],
        events[lost],
        tuple(merging_people.at_both(store, kept, lost)),
    )


def _proposed(kept: Account, other: Account) -> dict[str, Side]:
    empty = ("", None)
    sides = {
        field: Side.OTHER if getattr(kept, field) in empty and getattr(other, field) not in empty else Side.KEPT
        for field in FIELDS
    }
    if kept.since and other.since and other.since < kept.since:
        sides["since"] = Side.OTHER
    return sides


def merge(
    store: Store,
    kept: int,
    other: int,
    sides: Mapping[str, Side] | None = None,
    *,
    people: Sequence[SamePerson] | None = None,
    seen: tuple[Account, Account] | None = None,
) -> None:
    """Merges ``other`` into ``kept`` as one step that undo takes back, also next month.

    ``sides`` says whose value each field gets (by default as proposed), ``people`` who is to be one person afterwards
    (by default whoever seems to be at both). With ``seen``, the two as they were shown, nothing is written when
    somebody has changed one of them since. What is in the bin of ``other`` comes along too.
    """
    _check(store, kept, other)
    names = accounts.name_of(store, other), accounts.name_of(store, kept)
    with store.operation(tr("Merge {other} into {kept}", other=names[0], kept=names[1])):
        compared = compare(store, kept, other, keep=kept)
        if seen is not None and seen != (compared.kept, compared.other):
            raise merging_people.changed_meanwhile()
        columns = _columns(compared, {**compared.sides, **(sides or {})})
        _move(store, kept, other)
        for pair in compared.people if people is None else people:
            merging_people.unite(store, pair.kept, pair.other)
        if columns:
            tables.Account.update(columns).where(tables.Account.id == kept).execute()
        tables.Account.update(deleted_at=time.time_ns() // 1_000_000, merged_into=kept).where(
            tables.Account.id == other
        ).execute()


def survivor(store: Store, account: int) -> int:
    """The account that this one was merged into, at the end of the chain; itself when it was not."""
    seen = {account}
    while True:
        into = store.value("SELECT merged_into FROM account WHERE id = ?", (account,))
        if into is None or into in seen:
            return account
        seen.add(into)
        account = into


def _check(store: Store, one: int, other: int) -> None:
    if one == other:
        raise UserError(tr("An account cannot be merged with itself."), tr("Nothing was changed."))
    for account in (one, other):
        accounts.name_of(store, account)
    if survivor(store, one) == survivor(store, other):
        raise UserError(tr("These two are one account already."), tr("Nothing was changed."))


def _of_accounts() -> list[type[tables.Table]]:
    """Every recorded table whose rows belong to an account: one that is added later comes along by itself."""
    return [table for table in tables.RECORDED if "account_id" in table._meta.columns]


def _events(store: Store, account: int) -> int:
    return sum(
        int(store.value(f"SELECT count(*) FROM {table._meta.table_name} WHERE account_id = ?", (account,)))
        for table in _of_accounts()
    )


def _move(store: Store, kept: int, other: int) -> None:
    connection = store.database.connection()
    stays = merging_people.at_both_already(store, kept, other)
    for table in _of_accounts():
        but = "AND id NOT IN (SELECT value FROM json_each(?3))" if table is tables.Affiliation else "AND ?3 <> ''"
        connection.execute(
            f"UPDATE {table._meta.table_name} SET account_id = ?1 WHERE account_id = ?2 {but}",
            (kept, other, json.dumps(stays)),
        )
    merging_people.keep_apart(store, tables.NeverSame, kept, other)


def _columns(compared: Comparison, sides: Mapping[str, Side]) -> dict[str, Any]:
    """The columns of the kept account that change."""
    kept, other = compared.kept, compared.other
    fresh = {field: getattr(other, field) for field in FIELDS if sides[field] == Side.OTHER and compared.differs(field)}
    if "tier" in fresh:
        fresh |= {"tier": other.tier or "", "tier_reason": other.tier_reason}
    if fresh.get("since") is not None:
        fresh["since"] = day_number(fresh["since"])
    notes = both_notes(kept.notes, other.notes)
    if notes != kept.notes:
        fresh["notes"] = notes
    tags = list(dict.fromkeys((*kept.tags, *other.tags)))
    if tags != list(kept.tags):
        fresh["tags"] = json.dumps(tags, ensure_ascii=False)
    if kept.archived and not other.archived:
        fresh["archived"] = 0
    if fresh.keys() & {"name", "phone", "email", "website"}:
        said = {field: fresh.get(field, getattr(kept, field)) for field in ("phone", "email", "website")}
        fresh["name_key"], fresh["search"] = account_search(fresh.get("name", kept.name), **said)
    return fresh


def both_notes(ours: str, theirs: str) -> str:
    """The notes of both, an empty line between them; what is in the other already stands once."""
    if theirs.strip() in ours:
        return ours
    return theirs if ours.strip() in theirs else f"{ours.rstrip()}\n\n{theirs.strip()}"
