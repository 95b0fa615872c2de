"""Changes of many accounts at once: each is one undoable step, and writes only the rows that really change."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Collection
from datetime import date
from typing import Any

from crm_desktop.domain.dates import day_number, milliseconds
from crm_desktop.domain.errors import UserError
from crm_desktop.domain.kinds import Tier
from crm_desktop.i18n import tr, tr_n
from crm_desktop.services.bulk import insert_rows
from crm_desktop.services.moments import typed_at
from crm_desktop.storage.store import Store
from crm_desktop.storage.tables import FollowUp

LONGEST_TAG = 60
_THESE = "id IN (SELECT value FROM json_each(:these)) AND deleted_at IS NULL"


def revenue(store: Store, accounts: Collection[int]) -> int:
    """What these accounts bought for in the last 12 months, in minor units of the workspace's currency."""
    return int(
        store.value(
            """SELECT coalesce(sum(revenue), 0) FROM standing
            WHERE account_id IN (SELECT value FROM json_each(?))""",
            (json.dumps(list(accounts)),),
        )
    )


def set_tier(store: Store, accounts: Collection[int], tier: Tier | None, reason: str) -> int:
    """Sets the tier by hand, with a reason, or lets the figures decide; returns how many accounts changed."""
    if tier is not None and not reason.strip():
        raise UserError(
            tr("A tier set by hand needs a reason."), tr("Nothing was changed."), tr("Say in a few words why.")
        )

    def told(n: int) -> str:
        if tier is None:
            return tr_n(
                "Let the figures decide the tier of {n} account", "Let the figures decide the tier of {n} accounts", n
            )
        return tr_n("Set {n} account to tier {tier}", "Set {n} accounts to tier {tier}", n, tier=str(tier))

    values = {"tier": str(tier or ""), "reason": reason.strip() if tier else ""}
    changed = "tier = :tier, tier_reason = :reason"
    return _update(store, accounts, told, changed, "(tier <> :tier OR tier_reason <> :reason)", values)


def set_owner(store: Store, accounts: Collection[int], owner: str) -> int:
    """Says who looks after these accounts; empty for nobody. Returns how many changed."""
    clean = " ".join(owner.split())

    def told(n: int) -> str:
        if not clean:
            return tr_n("Take the owner off {n} account", "Take the owner off {n} accounts", n)
        return tr_n("Give {n} account to {owner}", "Give {n} accounts to {owner}", n, owner=clean)

    return _update(store, accounts, told, "owner = :owner", "owner <> :owner", {"owner": clean})


def add_tag(store: Store, accounts: Collection[int], tag: str) -> int:
    """Adds a tag to those that do not have it. Raises ``UserError`` for a tag that cannot be."""
    clean = _checked_tag(tag)
    return _update(
        store,
        accounts,
        lambda n: tr_n("Tag {n} account {tag}", "Tag {n} accounts {tag}", n, tag=clean),
        "tags = json_insert(tags, '$[#]', :tag)",
        "NOT EXISTS (SELECT 1 FROM json_each(tags) t WHERE t.value = :tag)",
        {"tag": clean},
    )


def remove_tag(store: Store, accounts: Collection[int], tag: str) -> int:
    """Takes a tag off those that have it."""
    clean = _checked_tag(tag)
    return _update(
        store,
        accounts,
        lambda n: tr_n("Take the tag {tag} off {n} account", "Take the tag {tag} off {n} accounts", n, tag=clean),
        "tags = (SELECT json_group_array(t.value) FROM json_each(tags) t WHERE t.value <> :tag)",
        "EXISTS (SELECT 1 FROM json_each(tags) t WHERE t.value = :tag)",
        {"tag": clean},
    )


def archive(store: Store, accounts: Collection[int], archived: bool) -> int:
    """Takes accounts out of every list, or brings them back."""

    def told(n: int) -> str:
        if archived:
            return tr_n("Archive {n} account", "Archive {n} accounts", n)
        return tr_n("Bring {n} account back", "Bring {n} accounts back", n)

    return _update(store, accounts, told, "archived = :archived", "archived <> :archived", {"archived": int(archived)})


def delete(store: Store, accounts: Collection[int]) -> int:
    """Puts accounts into the bin, with all their history."""
    now = {"now": time.time_ns() // 1_000_000}

    def told(n: int) -> str:
        return tr_n("Delete {n} account", "Delete {n} accounts", n)

    return _update(store, accounts, told, "deleted_at = :now", "1", now)


def add_follow_up(store: Store, accounts: Collection[int], what: str, due: date, today: date) -> int:
    """Plans the same thing for each of these accounts."""
    clean = " ".join(what.split())
    if not clean:
        raise UserError(tr("A follow-up says what to do."), tr("Nothing was saved."))
    here = [
        account
        for (account,) in store.rows(f"SELECT id FROM account WHERE {_THESE}", {"these": json.dumps(list(accounts))})
    ]
    if here:
        noted, day = milliseconds(typed_at(today)), day_number(due)
        told = tr_n("Follow up with {n} account: {what}", "Follow up with {n} accounts: {what}", len(here), what=clean)
        with store.operation(told):
            rows = zip(store.ids.take(len(here)), here, strict=True)
            insert_rows(
                store,
                FollowUp,
                ("id", "account_id", "what", "due", "noted_at"),
                ((row, account, clean, day, noted) for row, account in rows),
            )
    return len(here)


def _update(
    store: Store,
    accounts: Collection[int],
    told: Callable[[int], str],
    changed: str,
    where: str,
    values: dict[str, Any],
) -> int:
    """Writes the rows of these accounts for which ``where`` holds; ``told`` says the step in words."""
    these = {"these": json.dumps(list(accounts)), **values}
    count = int(store.value(f"SELECT count(*) FROM account WHERE {_THESE} AND {where}", these))
    if count:
        with store.operation(told(count)):
            store.database.connection().execute(f"UPDATE account SET {changed} WHERE {_THESE} AND {where}", these)
    return count


def _checked_tag(tag: str) -> str:
    clean = " ".join(tag.replace(",", " ").split())
    if not clean:
        raise UserError(tr("Say which tag."), tr("Nothing was changed."))
    if len(clean) > LONGEST_TAG:
        raise UserError(tr("A tag has at most {most} characters.", most=LONGEST_TAG), tr("Nothing was changed."))
    return clean
