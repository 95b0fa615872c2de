"""What a page shows as a plain list, for a file or for paper: accounts with the columns chosen, follow-ups, Today."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from crm_desktop.domain.signals import Standing
from crm_desktop.i18n import currency_exponent, tr
from crm_desktop.services import account_views, calendar, follow_ups, wording
from crm_desktop.services.account_views import ListRow
from crm_desktop.services.attention_data import AttentionRow, Section
from crm_desktop.services.export_tables import ID, Cell, Row
from crm_desktop.storage.store import Store

_AT_ONCE = 500
_ORDER = tuple(Standing)


class Listing(NamedTuple):
    """A list with the names of its columns; ``read`` gives its rows, in a thread that may read the store.

    ``title`` and ``note`` say for a person what it is; ``kind`` is its name in a file; ``accounts`` are those in it,
    for the forms that hold people or days.
    """

    kind: str
    title: str
    note: str
    header: tuple[str, ...]
    size: int
    read: Callable[[], Iterator[Row]]
    accounts: Collection[int]
    planned: Collection[str] | None = None
    """Where the list itself is of what a calendar holds: the uids of its rows."""
    currency: str = ""
    """Of the amounts in it, if any."""


def _money(minor: float, currency: str) -> Decimal:
    return Decimal(round(minor)).scaleb(-currency_exponent(currency))


def _score(score: float | None) -> Cell:
    return "" if score is None else Decimal(f"{score:.1f}").normalize() + 0


# -- accounts --------------------------------------------------------------------------------------


class _Told(NamedTuple):
    """A column of the table in a file: its name there, which an import knows, and the value of a row."""

    header: str
    value: Callable[[ListRow, str], Cell]


def _change(row: ListRow, _currency: str) -> Cell:
    before = row.account.revenue_before
    return Decimal(round((row.account.revenue - before) / before * 1000)) / 10 if before > 0 else ""


def _standing(row: ListRow, _currency: str) -> Cell:
    return "" if row.account.status is None else wording.status_word(_ORDER[row.account.status])


def _next_step(row: ListRow, _currency: str) -> Cell:
    return row.details.next_step or (wording.step_text(row.step) if row.step else "")


_ACCOUNT_COLUMNS = {
    "tier": _Told("Tier now", lambda row, _: str(row.account.tier)),
    "name": _Told("Account", lambda row, _: row.account.name),
    "status": _Told("Rhythm now", _standing),
    "strip": _Told("Order days in 12 months", lambda row, _: len(row.strip.orders)),
    "last_contact": _Told("Last contact on", lambda row, _: row.account.last_contact or ""),
    "rating": _Told("Rating now", lambda row, _: _score(row.account.rating)),
    "revenue": _Told("Revenue of 12 months", lambda row, currency: _money(row.account.revenue, currency)),
    "change": _Told("Change in percent", _change),
    "next_step": _Told("Next step now", _next_step),
    "owner": _Told("Owner", lambda row, _: row.details.owner),
    "last_order": _Told("Last order on", lambda row, _: row.details.last_order or ""),
    "stake": _Told("At stake", lambda row, currency: _money(row.details.stake, currency)),
    "industry": _Told("Industry", lambda row, _: row.details.industry),
    "tags": _Told("Tags", lambda row, _: ", ".join(row.details.tags)),
    "phone": _Told("Phone", lambda row, _: row.details.phone),
    "email": _Told("Email", lambda row, _: row.details.email),
    "website": _Told("Website", lambda row, _: row.details.website),
    "address": _Told("Address", lambda row, _: row.details.address),
    "since": _Told("Customer since", lambda row, _: row.details.since or ""),
}


def of_accounts(
    store: Store, ids: Sequence[int], columns: Sequence[str], today: date, *, currency: str, title: str, note: str
) -> Listing:
    """These accounts with these columns of the table, in this order; money in ``currency``."""
    told = [_ACCOUNT_COLUMNS[name] for name in columns if name in _ACCOUNT_COLUMNS]
    # By this column an import knows that the file is ours, takes texts as they were meant, and knows whom a row means.
    told.append(_Told(ID, lambda row, _: str(row.id)))

    def read() -> Iterator[Row]:
        for start in range(0, len(ids), _AT_ONCE):
            for row in account_views.list_rows(store, ids[start : start + _AT_ONCE], today):
                yield [each.value(row, currency) for each in told]

    header = tuple(each.header for each in told)
    of_money = currency if {"revenue", "stake"}.intersection(columns) else ""
    return Listing("accounts", title, note, header, len(ids), read, ids, currency=of_money)


# -- follow-ups and Today --------------------------------------------------------------------------


def of_follow_ups(store: Store, title: str) -> Listing:
    """Every open follow-up, the soonest first."""
    items = follow_ups.all_open(store)

    def read() -> Iterator[Row]:
        for item in items:
            yield [
                item.account_name,
                item.what,
                item.due,
                f"{item.at:%H:%M}" if item.at else "",
                item.contact_name,
                item.owner,
                item.repeat_days or "",
            ]

    header = ("Account", "Follow-up", "Due", "Time", "Contact", "Owner", "Repeat after days")
    accounts = tuple(dict.fromkeys(item.account for item in items))
    planned = frozenset(calendar.follow_up_uid(item.id) for item in items)
    return Listing("follow_ups", title, "", header, len(items), read, accounts, planned)


def of_today(rows: Sequence[AttentionRow], today: date, *, currency: str, title: str) -> Listing:
    """The list of Today, as it stands on screen."""
    sections = {Section.TODAY: tr("For today"), Section.WEEK: tr("This week"), Section.WATCHING: tr("Watching")}

    def read() -> Iterator[Row]:
        for row in rows:
            yield [
                row.name,
                str(row.tier),
                sections[row.section],
                wording.reason(row, today),
                wording.certainty_word(row.probability),
                _score(row.rating),
                _money(row.revenue, currency),
                wording.step_text(row.next_step),
                row.last_contact or "",
            ]

    header = (
        "Account", "Tier now", "When", "Reason", "How sure", "Rating now", "Revenue of 12 months", "Next step now",
        "Last contact on",
    )  # fmt: skip
    accounts = tuple(row.account for row in rows)
    return Listing("today", title, "", header, len(rows), read, accounts, currency=currency)
