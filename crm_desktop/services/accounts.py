"""Accounts: adding, changing, finding them, and the rows of the Accounts table."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from crm_desktop.domain.dates import day_from, day_number
from crm_desktop.domain.errors import UserError
from crm_desktop.domain.folding import fold, identity, words
from crm_desktop.domain.kinds import Tier
from crm_desktop.i18n import tr
from crm_desktop.services import shown
from crm_desktop.services.bulk import account_search
from crm_desktop.storage import tables
from crm_desktop.storage.store import Store

if TYPE_CHECKING:
    from crm_desktop.domain.entities import Account, AccountFields

LONGEST_NAME = 500

# Columns of the Accounts table that can be sorted: name of the column -> its expression.
SORTS = {
    "name": "a.name_key",
    "tier": "coalesce(nullif(a.tier, ''), s.tier, 'C')",
    "status": "coalesce(s.status, 9)",
    "last_contact": "coalesce(r.last_contact, -1000000)",
    "rating": "coalesce(r.rating, -1)",
    "revenue": "coalesce(s.revenue, 0)",
    "change": "coalesce((s.revenue - s.revenue_before) * 1.0 / nullif(s.revenue_before, 0), 0)",
    "owner": "a.owner",
}
SILENCE = f"({shown.AS_OF} - s.last_order)"
"""SQL: days since the last order, of ``standing s``."""


class AccountRow(NamedTuple):
    """One row of the Accounts table. Money in minor units of the workspace's currency."""

    id: int
    name: str
    tier: Tier
    status: int | None
    last_contact: date | None
    rating: float | None
    rating_before: float | None
    revenue: int
    revenue_before: int
    owner: str
    archived: bool


def add(store: Store, fields: AccountFields) -> int:
    """Adds an account and returns its id. Raises ``UserError`` without a usable name."""
    name = checked_name(fields.name)
    with store.operation(tr("Add {name}", name=name)):
        return insert(store, fields)


def insert(store: Store, fields: AccountFields) -> int:
    """Adds an account inside an operation that is already open."""
    return store.insert(tables.Account, **_columns(fields))


def change(store: Store, account: int, fields: AccountFields) -> None:
    """Writes what differs from the stored account; nothing differs: nothing is written."""
    stored = get(store, account)
    before, after = _columns(stored), _columns(fields)
    fresh = {key: value for key, value in after.items() if before[key] != value}
    if fresh:
        with store.operation(tr("Change {name}", name=stored.name)):
            tables.Account.update(fresh).where(tables.Account.id == account).execute()


def set_tier(store: Store, account: int, tier: Tier | None, reason: str) -> None:
    """Sets the tier by hand, with a reason; ``None`` goes back to the proposal."""
    if tier is not None and not reason.strip():
        raise UserError(
            tr("A tier set by hand needs a reason."), tr("Nothing was changed."), tr("Say in a few words why.")
        )
    name = name_of(store, account)
    label = f"Set {name} to tier {tier}" if tier else f"Let the figures decide {name}'s tier"
    with store.operation(label):
        tables.Account.update(tier=tier or "", tier_reason=reason.strip() if tier else "").where(
            tables.Account.id == account
        ).execute()


def delete(store: Store, account: int) -> None:
    """Puts an account into the bin, with all its history; undo brings it back."""
    name = name_of(store, account)
    with store.operation(tr("Delete {name}", name=name)):
        tables.Account.update(deleted_at=time.time_ns() // 1_000_000).where(tables.Account.id == account).execute()


def get(store: Store, account: int) -> Account:
    """One account. Raises ``UserError`` when it is not (or no longer) there."""
    row = tables.Account.get_or_none((tables.Account.id == account) & tables.Account.deleted_at.is_null())
    if row is None:
        raise _gone()
    from crm_desktop.domain.entities import Account  # 8 ms that the first paint does without

    return Account(
        id=row.id,
        name=row.name,
        tier=Tier(row.tier) if row.tier else None,
        tier_reason=row.tier_reason,
        industry=row.industry,
        address=row.address,
        phone=row.phone,
        email=row.email,
        website=row.website,
        owner=row.owner,
        since=None if row.since is None else day_from(row.since),
        notes=row.notes,
        tags=tuple(json.loads(row.tags)),
        archived=bool(row.archived),
        contact_every=row.contact_every,
    )


def name_of(store: Store, account: int) -> str:
    """An account's name. Raises ``UserError`` when it is not (or no longer) there."""
    name = store.value("SELECT name FROM account WHERE id = ? AND deleted_at IS NULL", (account,))
    if name is None:
        raise _gone()
    return str(name)


def is_archived(store: Store, account: int) -> bool:
    """Whether an account is left out of every list."""
    return bool(store.value("SELECT archived FROM account WHERE id = ?", (account,)))


def _gone() -> UserError:
    return UserError(tr("This account is no longer here."), tr("It may have been undone or deleted."))


def count(store: Store) -> int:
    """How many accounts are neither archived nor in the bin."""
    return int(store.value("SELECT count(*) FROM account WHERE deleted_at IS NULL AND archived = 0"))


def is_empty(store: Store) -> bool:
    """Whether nothing was ever added, or all of it was taken back."""
    return not store.value("SELECT EXISTS (SELECT 1 FROM account WHERE deleted_at IS NULL)")


def by_name(store: Store, name: str) -> int | None:
    """The account of exactly this name (Unicode form, case and spaces aside)."""
    rows = store.rows("SELECT id, name FROM account WHERE name_key = ? AND deleted_at IS NULL", (fold(name),))
    return next((account for account, stored in rows if identity(stored) == identity(name)), None)


class Match(NamedTuple):
    """An account that a text may mean."""

    id: int
    name: str
    tier: str
    archived: bool = False


def matching(store: Store, text: str, limit: int = 8) -> list[Match]:
    """Accounts whose name, phone, e-mail or people begin with these words; the largest customers first."""
    found = search_terms(text)
    if not found:
        return []
    rows = store.rows(
        f"""SELECT a.id, a.name, coalesce(nullif(a.tier, ''), s.tier, 'C') FROM account a
        LEFT JOIN standing s ON s.account_id = a.id
        WHERE a.id IN (SELECT id FROM ({_FOUND}) LIMIT 500) AND a.deleted_at IS NULL AND a.archived = 0
        ORDER BY substr(a.name_key, 1, length(:prefix)) = :prefix DESC, coalesce(s.revenue, 0) DESC, a.name_key
        LIMIT :limit""",
        {"terms": found, "prefix": fold(text), "limit": limit},
    )
    return [Match(*row) for row in rows]


# Accounts found by their own words or by those of their people.
_FOUND = """SELECT rowid AS id FROM account_index WHERE account_index MATCH :terms
    UNION SELECT f.account_id FROM contact_index c JOIN affiliation f ON f.contact_id = c.rowid
    JOIN contact p ON p.id = c.rowid AND p.deleted_at IS NULL
    WHERE contact_index MATCH :terms AND f.until IS NULL"""


def search_terms(text: str) -> str:
    """An FTS5 query in which nothing of the text is an operator: every word a quoted prefix."""
    return " ".join(f'"{word}" *' for word in words(text))


def rows(store: Store, accounts: Sequence[int]) -> list[AccountRow]:
    """The table rows of some accounts, in the order given; one that is gone is left out."""
    found = {
        row[0]: AccountRow(row[0], row[1], Tier(row[2]), row[3], None if row[4] is None else day_from(row[4]), *row[5:])
        for row in store.rows(
            f"""SELECT a.id, a.name, {SORTS["tier"]}, s.status, r.last_contact, r.rating, r.rating_before,
            coalesce(s.revenue, 0), coalesce(s.revenue_before, 0), a.owner, a.archived = 1
            FROM account a LEFT JOIN standing s ON s.account_id = a.id LEFT JOIN rhythm r ON r.account_id = a.id
            WHERE a.id IN (SELECT value FROM json_each(?)) AND a.deleted_at IS NULL""",
            (json.dumps(list(accounts)),),
        )
    }
    return [found[account] for account in accounts if account in found]


def name_of_any(store: Store, account: int | str) -> str:
    """The name of an account, or of one still to be made, as it will be kept."""
    return checked_name(account) if isinstance(account, str) else name_of(store, account)


def one_of_any(store: Store, account: int | str) -> int:
    """The account, made by its name if there is none yet, inside an operation that is already open."""
    from crm_desktop.domain.entities import AccountFields  # the first paint does without it

    return insert(store, AccountFields(name=account)) if isinstance(account, str) else account


def checked_name(name: str) -> str:
    """A name as it is kept: trimmed, on one line, of a sensible length."""
    clean = " ".join(name.split())
    if not clean:
        raise UserError(tr("An account needs a name."), tr("Nothing was saved."), tr("A name alone is enough."))
    if len(clean) > LONGEST_NAME:
        raise UserError(
            tr("A name has at most {most} characters.", most=LONGEST_NAME),
            tr("Nothing was saved."),
            tr("Put the rest into the notes."),
        )
    return clean


def _columns(fields: AccountFields) -> dict[str, Any]:
    name = checked_name(fields.name)
    key, search = account_search(name, phone=fields.phone, email=fields.email, website=fields.website)
    return {
        "name": name,
        "name_key": key,
        "search": search,
        "tier": fields.tier or "",
        "tier_reason": fields.tier_reason,
        "industry": fields.industry,
        "address": fields.address,
        "phone": fields.phone,
        "email": fields.email,
        "website": fields.website,
        "owner": fields.owner,
        "since": None if fields.since is None else day_number(fields.since),
        "notes": fields.notes,
        "tags": json.dumps(list(fields.tags), ensure_ascii=False),
        "archived": int(fields.archived),
        "contact_every": fields.contact_every,
    }
